import pytest

from graph.model import Label
from tests.ingest.extraction import read

ORGANISATION = Label.ORGANISATION


def test_a_listed_name_has_the_lists_id():
    span = read("They work at Marlow Teaching Hospitals NHS Foundation Trust now.").one(ORGANISATION)
    assert (span.id, span.rule, span.known) == ("org:1", "listed", True)


def test_prose_may_leave_off_the_legal_ending():
    span = read("They work at Marlow Teaching Hospitals now.").one(ORGANISATION)
    assert (span.name, span.id) == ("Marlow Teaching Hospitals NHS Foundation Trust", "org:1")


def test_an_acronym_needs_its_capitals():
    assert read("At MTH we do.").names(ORGANISATION) == ["MTH"]
    assert read("At mth we do.").names(ORGANISATION) == []


def test_a_single_word_that_opens_a_sentence_proves_nothing():
    assert read("Mind the gap between bed and chair.").names(ORGANISATION) == []
    assert read("We asked Mind for help.").names(ORGANISATION) == ["Mind"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("I left Kelsby and Thorn Hospitals NHS Trust.", ["Kelsby and Thorn Hospitals NHS Trust"]),
        ("She is at the University of Ashdale.", ["University of Ashdale"]),
        ("She is at the University of Ashdale's library.", ["University of Ashdale"]),
        ("Jane Roe of the University of Ashdale spoke.", ["University of Ashdale"]),
        ("He left Northmere Metropolitan University.", ["Northmere Metropolitan University"]),
        ("Wyre Valley Integrated Care Board paid.", ["Wyre Valley Integrated Care Board"]),
        ("We asked Kelsby District Council.", ["Kelsby District Council"]),
        ("It came from the Royal College of Nursing.", ["Royal College of Nursing"]),
        ("Ashdale Hospital and Kelsby Hospital took part.", ["Ashdale Hospital", "Kelsby Hospital"]),
        ("St Elvan's Hospice lent us a pump.", ["St Elvan's Hospice"]),
        ("University Hospitals of Morfa NHS Trust came.", ["University Hospitals of Morfa NHS Trust"]),
        ("The Director of Nursing of Ashdale Hospital came.", ["Ashdale Hospital"]),
        ("We spoke to Wyrebridge CCG.", ["Wyrebridge CCG"]),
        ("NHS England asked.", ["NHS England"]),
        ("She works at Moorcroft General, where it began.", ["Moorcroft General"]),
        ("Thanks to Lena Fox at MTH and David Whitt of Medlow Council.", ["MTH", "Medlow Council"]),
    ],
)  # fmt: skip
def test_names_are_known_by_how_they_are_built(sentence, names):
    assert read(sentence).names(ORGANISATION) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "The hospital was full.",
        "We asked the Trust and the University.",
        "Our NHS Trust is small.",
        "It is published by Ashdale University Press.",
        "We used Hospital Episode Statistics (HES).",
        "See Elective Recovery Framework (ERF).",
    ],
)
def test_what_names_no_body_in_particular_is_left_out(sentence):
    assert read(sentence).names(ORGANISATION) == []


def test_an_acronym_that_the_text_explains_is_the_same_name():
    found = read("The Wyre Valley Carers Association (WVCA) began it. WVCA now runs it.")
    assert found.names(ORGANISATION) == ["Wyre Valley Carers Association"] * 3
    assert found.spans(ORGANISATION)[-1].rule == "acronym"


def test_a_bracket_that_is_no_short_form_makes_no_acronym():
    found = read(
        "Ashdale Hospital (US) is larger. The US is large. Ashdale Hospital (RCU) closed. RCU is a code."
    )
    assert found.names(ORGANISATION) == ["Ashdale Hospital", "Ashdale Hospital"]
