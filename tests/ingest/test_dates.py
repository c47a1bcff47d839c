"""Dates as sources write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import read_date


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("03/04/2024", ("2024-04-03", "day")),
        ("1/2/24", ("2024-02-01", "day")),
        ("13.04.2024", ("2024-04-13", "day")),
        ("3 April 2024", ("2024-04-03", "day")),
        ("April 3, 2024", ("2024-04-03", "day")),
        ("12/25/2024", ("2024-12-25", "day")),
        ("Wed, 03 Apr 2024 00:30:00 +0100", ("2024-04-02T23:30:00Z", "second")),
        ("Wed, 03 Apr 2024 10:00:00 GMT", ("2024-04-03T10:00:00Z", "second")),
        ("2024-04-03T10:00:00+01:00", ("2024-04-03T09:00:00Z", "second")),
        ("2024-04-03T10:00:00.123Z", ("2024-04-03T10:00:00Z", "second")),
        ("2024-04-03 10:00:00", ("2024-04-03T10:00:00Z", "second")),
        ("2024-04-03T10:00", ("2024-04-03T10:00:00Z", "second")),
        ("2024-04-03 15:22:17 -0400", ("2024-04-03T19:22:17Z", "second")),
        ("2024-04-03 6:08:16 -0400", ("2024-04-03T10:08:16Z", "second")),
        ("2024-04-03 9:30", ("2024-04-03T09:30:00Z", "second")),
        ("2024/04/03", ("2024-04-03", "day")),
        ("20240403", ("2024-04-03", "day")),
        ("2024-04-03", ("2024-04-03", "day")),
        ("2024-4-3", ("2024-04-03", "day")),
        ("2024-04", ("2024-04", "month")),
        ("May 2024", ("2024-05", "month")),
        (" 2024 ", ("2024", "year")),
    ],
)
def test_a_date_is_read_and_cut_to_what_is_known(written: str, read: tuple[str, str]):
    assert read_date(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "soon", "TBC", "2024-02-30", "2024-13-01", "31/02/2024", "20241301", "12345678", "10:30",
        "Monday", "0000-00-00 00:00:00",
        "2023/24", "1714521600", "99999999999999999999", "1 May 1066", "3 April",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(written: str):
    assert read_date(written) == ("", "")


@given(st.dates(date(1801, 1, 1), date(2099, 12, 31)))
def test_days_come_before_months(day: date):
    assert read_date(day.strftime("%d/%m/%Y")) == read_date(day.isoformat()) == (day.isoformat(), "day")


@pytest.mark.parametrize(("zone", "hour"), [("BST", "09"), ("EST", "15")])
def test_a_named_zone_of_rfc_822_and_summer_time_count(zone: str, hour: str):
    assert read_date(f"Wed, 03 Apr 2024 10:00:00 {zone}") == (f"2024-04-03T{hour}:00:00Z", "second")


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00"])
def test_the_null_date_of_spreadsheets_is_no_date(written: str):
    assert read_date(written) == ("", "")


def test_no_year_is_made_up():
    assert read_date("05/24")[0] in ("", "2024-05")
