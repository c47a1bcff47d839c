import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.redact import redact


@pytest.mark.parametrize(
    "address",
    [
        "asha.rao@example.org", "mailto:asha@example.org", "Asha.O'Neil+x@nhs.net", "asha at example dot org",
        "asha [at] example [dot] org", "asha (at) example.org", "asha at nhs dot uk",
    ],
)  # fmt: skip
def test_an_e_mail_address_goes(address):
    assert redact(f"Write to {address}, please.") == "Write to [e-mail removed], please."


@pytest.mark.parametrize(
    "number",
    [
        "01632 960117", "07700 900123", "020 7946 0018", "(020) 7946 0018", "02079460018", "+44 1632 960188",
        "+44 (0)20 7946 0018", "+447700900123", "0044 20 7946 0018", "+353 1 234 5678", "+1 (415) 555-2671",
        "(415) 555-2671", "0161-496-0123",
    ],
)  # fmt: skip
def test_a_telephone_number_goes(number):
    assert redact(f"Ring {number}, please.") == "Ring [phone removed], please."


def test_two_numbers_in_a_row_both_go():
    assert redact("01632 960117 07700 900123") == "[phone removed] [phone removed]"


def test_a_short_number_goes_where_it_is_called_one():
    assert redact("Tel: 7946 0018") == "Tel: [phone removed]"


@pytest.mark.parametrize(
    "address", ["192.168.0.1", "10.0.0.1", "2001:db8::ff00:42:8329", "2001:0db8:0:0:0:ff00:42:8329"]
)
def test_an_ip_address_goes(address):
    assert redact(f"From {address} today") == "From [IP address removed] today"


@pytest.mark.parametrize("number", ["485 777 3456", "485-777-3456"])
def test_an_nhs_number_goes(number):
    assert redact(f"Patient {number}.") == "Patient [NHS number removed]."


@pytest.mark.parametrize(
    "words",
    [
        "on 4 March 2024 at 10:20:30", "2024-03-04", "2024-03-04T10:20:30Z",
        "04/03/2024", "01-02-2020", "03.04.2020",
        "2019-2020", "2019/20 and 2020/21", "R 3.6.1", "version 1.10.2", "£1,200,000", "1 000 000", "£0.75m",
        "10.1000/0123456789", "doi: 10.1136/bmjqs-2015-004411", "0000-0002-1825-0097", "ISBN 0-306-40615-2",
        "https://example.org/2024/03/0123456789", "https://example.org/?id=07123456789", "dplyr::filter(x)",
        "0.123456789012", "0.05 (0.01 to 0.99)", "@handle", "meet at the dot matrix",
        "Visit us at example.org",
        "p = 0.04, n = 1200", "12:30", "100 200 300",
    ],
)  # fmt: skip
def test_what_is_no_address_stays(words):
    assert redact(f"See {words} here") == f"See {words} here"


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(alphabet="ab@. 0123456789+()-:[]\n", max_size=300))
def test_redacting_twice_is_redacting_once(text):
    once = redact(text)
    assert redact(once) == once


@pytest.mark.parametrize(
    "piece", ["a", "0 ", "01", "a at b dot ", "1.", "a:", "(", "0123 ", "x.", "a@b.", "tel ", "+1", "[at]"]
)
def test_time_grows_with_the_text_alone(piece):
    start = time.perf_counter()
    redact(piece * 50_000)
    assert time.perf_counter() - start < 4  # the square would take minutes
