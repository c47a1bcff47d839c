"""Work that has no name of its own: who is said to work on a topic, in which words, and when nobody is."""

import pytest

from graph.model import Modality, Polarity, RelType
from tests.ingest.extraction import read

ABOUT = RelType.ABOUT


@pytest.mark.parametrize(
    "passage",
    [
        "Asha Rao has been testing safety huddles on ward 6.",
        "Asha Rao, ward manager, Marlow General, has been testing safety huddles on ward 6.",
        "Asha Rao of Steadyfoot has spent two years on safety huddles.",
        "Asha Rao built a dashboard for safety huddles.",
        "Asha Rao runs the regional network on safety huddles.",
        "Asha Rao is the clinical lead for safety huddles at MTH.",
        "Asha Rao, safety huddles lead, will speak.",
        "The safety huddles were the idea of Asha Rao.",
        "Safety huddles were introduced by Asha Rao.",
        "Asha Rao works at MTH. She runs safety huddles every morning.",
    ],
)
def test_a_named_person_works_on_a_topic(passage):
    assert ("Asha Rao", "safety huddles") in read(passage).said(ABOUT)


@pytest.mark.parametrize(
    "passage",
    [
        "The therapy team at Harlech Hospital has started safety huddles.",
        "Harlech Hospital's therapy team has started safety huddles.",
        "Harlech Hospital is piloting safety huddles.",
    ],
)
def test_an_organisation_works_on_a_topic(passage):
    assert ("Harlech Hospital", "safety huddles") in read(passage).said(ABOUT)


@pytest.mark.parametrize(
    "passage",
    [
        "Asha Rao of Steadyfoot told the room how they tested safety huddles.",
        "Asha Rao asked whether we run safety huddles.",
        "Asha Rao, whose mother fell, thanked us. The ward runs safety huddles.",
        "Asha Rao met Sunil Mehta, who runs the Steady Steps pilot for safety huddles.",
        "Asha Rao uses safety huddles.",
    ],
)
def test_who_only_speaks_of_a_topic_does_not_work_on_it(passage):
    assert ("Asha Rao", "safety huddles") not in read(passage).said(ABOUT)


def test_a_stranger_does_not_become_known_by_what_patients_do_too():
    assert read("Lena Fox has tried safety huddles.").said(ABOUT) == []
    assert read("Lena Fox leads safety huddles for the county.").said(ABOUT) == [
        ("Lena Fox", "safety huddles")
    ]


def test_where_a_person_works_is_not_what_the_organisation_does():
    found = read("Asha Rao of Steadyfoot has started safety huddles.").said(ABOUT)
    assert ("Asha Rao", "safety huddles") in found
    assert ("Steadyfoot", "safety huddles") not in found


@pytest.mark.parametrize(
    ("passage", "modality"),
    [
        ("I have just finished eighteen months of work on safety huddles.", Modality.DONE),
        ("Our crisis team built a dashboard for safety huddles.", Modality.DONE),
        ("My main work is safety huddles.", Modality.DOING),
        ("As clinical lead for safety huddles at MTH, I am proud of nine wards.", Modality.DOING),
        ("The safety huddles we planned never started.", Modality.FAILED),
        ("The safety huddles that we proposed need four nurses.", Modality.PROPOSED),
        ("We gave up on safety huddles after six months.", Modality.STOPPED),
        ("We would like to do something about safety huddles.", Modality.PROPOSED),
    ],
)
def test_what_the_author_says_of_own_work(passage, modality):
    (made,) = (
        one for one in read(passage).relations(ABOUT) if one.object and one.object.name == "safety huddles"
    )
    assert (made.subject, made.of, made.modality, made.polarity) == (
        None,
        "author",
        modality,
        Polarity.ASSERTS,
    )


def test_who_worked_with_the_author_worked_on_it_too():
    found = read("I have spent two years on safety huddles with Asha Rao.").said(ABOUT)
    assert set(found) == {(None, "safety huddles"), ("Asha Rao", "safety huddles")}


def test_a_place_of_work_is_not_its_subject():
    assert (None, "care homes") not in read("We tried a new rota in some care homes.").said(ABOUT)


@pytest.mark.parametrize(
    "passage",
    [
        "Me and Asha Rao have been testing safety huddles since January.",
        "hiya, me and Asha Rao have been testing safety huddles.",
        "Asha Rao and I have been testing safety huddles since January.",
    ],
)
def test_the_author_and_a_colleague_are_both_at_work(passage):
    assert set(read(passage).said(ABOUT)) == {(None, "safety huddles"), ("Asha Rao", "safety huddles")}
