import pytest

from graph.model import Modality, Polarity, RelType
from ingest.extract.prose import Context
from tests.ingest.extraction import read

AUTHOR = Context(authors=("Eve Hall",))


def stance(sentence):
    made = [one for one in read(sentence, context=AUTHOR).prose.relations if one.rule.startswith("work")]
    assert len(made) == 1, made
    return made[0].polarity, made[0].modality


@pytest.mark.parametrize(
    "sentence",
    [
        "Asha Rao is not involved in the Steady Steps project and never was.",
        "Asha Rao has never worked on Steady Steps.",
        "Asha Rao isn't part of Steady Steps.",
        "I should say for accuracy that Asha Rao is not part of Steady Steps.",
    ],
)
def test_a_denial_denies(sentence):
    assert stance(sentence)[0] is Polarity.DENIES


@pytest.mark.parametrize("sentence", ["Are we testing safety huddles?", "Why are we not working on falls?"])
def test_a_question_asserts_nothing(sentence):
    assert stance(sentence)[0] is Polarity.QUESTIONS


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("I lead Steady Steps.", Modality.DOING),
        ("We are testing safety huddles.", Modality.DOING),
        ("We have been testing safety huddles for a year.", Modality.DOING),
        ("Asha Rao joined Steady Steps in January.", Modality.DOING),
        ("I ran Steady Steps for two years.", Modality.DONE),
        ("We completed Steady Steps in June.", Modality.DONE),
        ("We were testing safety huddles then.", Modality.DONE),
        ("We will start Steady Steps in May.", Modality.PLANNED),
        ("From April we will test safety huddles.", Modality.PLANNED),
        ("We are about to launch Steady Steps.", Modality.PLANNED),
        ("We plan to test safety huddles.", Modality.PROPOSED),
        ("We hope to test safety huddles.", Modality.PROPOSED),
        ("We should test safety huddles.", Modality.PROPOSED),
        ("We could try safety huddles.", Modality.PROPOSED),
        ("We would like to run Steady Steps here.", Modality.PROPOSED),
        ("We need to work on falls.", Modality.PROPOSED),
        ("Asha Rao has been asked to join Steady Steps.", Modality.PROPOSED),
        ("If we tested safety huddles, nobody would come.", Modality.PROPOSED),
        ("I wonder whether we should try safety huddles.", Modality.PROPOSED),
        ("We tried safety huddles and stopped after a month.", Modality.STOPPED),
        ("Asha Rao no longer leads Steady Steps.", Modality.STOPPED),
        ("We ran Steady Steps, which was abandoned in June.", Modality.STOPPED),
        ("We tested safety huddles but it did not work.", Modality.FAILED),
        ("We never started Steady Steps.", Modality.FAILED),
    ],
)
def test_how_far_the_work_is(sentence, modality):
    assert stance(sentence) == (Polarity.ASSERTS, modality)


def test_what_an_apposition_says_is_not_said_of_the_work():
    sentence = "Sunil Mehta, who used to work for MTH, leads Steady Steps."
    assert stance(sentence) == (Polarity.ASSERTS, Modality.DOING)


def test_a_quotation_belongs_to_who_said_it():
    (made,) = read("“I lead Steady Steps,” said Asha Rao.", context=AUTHOR).relations(RelType.WORKS_ON)
    assert made.subject is not None
    assert made.subject.name == "Asha Rao"


@pytest.mark.parametrize(
    "text",
    [
        "“I lead Steady Steps,” said a nurse.",
        "> I lead Steady Steps.",
        "A nurse wrote:\n\n> We run Steady Steps in our home.",
    ],
)
def test_a_quotation_of_nobody_known_is_not_the_authors(text):
    assert read(text, context=AUTHOR).relations(RelType.WORKS_ON) == []


def test_in_an_interview_each_turn_is_its_speakers():
    found = read("Asha Rao: I lead Steady Steps.\n\nSunil Mehta: I ran Waiting Well.", context=AUTHOR)
    assert found.said(RelType.WORKS_ON) == [("Asha Rao", "Steady Steps"), ("Sunil Mehta", "Waiting Well")]


def test_a_quoted_question_at_the_end_asks_nothing_of_what_stands_before_it():
    (made,) = read('Asha Rao leads Steady Steps and asked: "Who would have noticed?"').relations(
        RelType.WORKS_ON
    )
    assert made.polarity is Polarity.ASSERTS


def test_an_effect_that_is_denied_leaves_the_work():
    made = [
        one
        for one in read("We have not reduced falls in care homes.").relations(RelType.ABOUT)
        if one.of == "author"
    ]
    assert [one.polarity for one in made] == [Polarity.ASSERTS]


def test_whoever_did_not_even_try_did_no_work():
    (made,) = read("We have not reduced falls, and we are not trying to.").relations(RelType.ABOUT)
    assert made.polarity is Polarity.DENIES
