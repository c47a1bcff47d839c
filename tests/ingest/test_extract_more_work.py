"""Work and roles that a passage says less plainly: of groups, of a project called "it", behind a role."""

import pytest

from graph.model import Label, Modality, Polarity, RelType
from tests.ingest.extraction import read

WORKS_ON, AFFILIATED = RelType.WORKS_ON, RelType.AFFILIATED_WITH


@pytest.mark.parametrize(
    "passage",
    [
        "Steady Steps began in May. It was launched with cake and a video by Lena Fox.",
        "Steady Steps began in May. Lena Fox, its clinical lead, spoke in June.",
        "Steady Steps began in May. Its manager is Lena Fox.",
        "The steering group of Steady Steps is Lena Fox and a chaplain.",
        "Lena Fox works for MTH as a paramedic and leads the Steady Steps pilot.",
        "Thank you to Lena Fox and everyone who worked on Steady Steps.",
    ],
)
def test_who_works_on_it_is_read(passage):
    assert ("Lena Fox", "Steady Steps") in read(passage).said(WORKS_ON)


def test_whom_the_author_works_with_works_on_it_too():
    found = read("I lead Steady Steps with Lena Fox.")
    assert ("Lena Fox", "Steady Steps") in found.said(WORKS_ON)


def test_whom_somebody_only_met_there_does_not():
    found = read("I lead Steady Steps and met Lena Fox there.")
    assert "Lena Fox" not in {who for who, _ in found.said(WORKS_ON)}


@pytest.mark.parametrize(
    ("passage", "predicate"),
    [
        ("MTH and Steadyfoot are running Steady Steps.", RelType.RUNS),
        ("MTH and Steadyfoot both contributed to the cost of Steady Steps.", RelType.FUNDS),
    ],
)
def test_each_of_two_organisations_is_what_they_are_together(passage, predicate):
    assert len(read(passage).relations(predicate)) == 2


@pytest.mark.parametrize(
    ("passage", "predicate"),
    [
        ("In May Steadyfoot gave £4,000 to Steady Steps.", RelType.FUNDS),
        ("Funded by Steadyfoot, the Steady Steps project goes on.", RelType.FUNDS),
        ("With a grant from Steadyfoot, we began Steady Steps.", RelType.FUNDS),
        ("For us Steadyfoot's Steady Steps project goes on.", RelType.RUNS),
        ("Steady Steps began in May. It is run by Steadyfoot.", RelType.RUNS),
    ],
)
def test_what_an_organisation_is_to_a_project(passage, predicate):
    assert read(passage).said(predicate) == [("Steadyfoot", "Steady Steps")]


def test_what_is_not_done_any_more_is_stopped_and_no_denial():
    (made,) = read("We do not work on Steady Steps any more.").relations(WORKS_ON)
    assert (made.polarity, made.modality) == (Polarity.ASSERTS, Modality.STOPPED)


def test_a_question_to_somebody_does_not_ask_who_they_are():
    found = read("Did Lena Fox, director of nursing at MTH, ever try safety huddles?")
    assert found.relations(AFFILIATED)[0].polarity is Polarity.ASSERTS


@pytest.mark.parametrize(
    "passage",
    [
        "Lena Fox worked on Every Minute Counts in 2019.",
        "Talking Tables is a small lunch project. We liked it.",
        "The results are from a pilot called Lunch for Lorries.",
    ],
)
def test_a_project_without_the_word_behind_its_name_is_named_by_what_stands_around_it(passage):
    assert len(read(passage).spans(Label.PROJECT)) == 1


@pytest.mark.parametrize(
    "passage", ["We worked on Tuesday and Friday.", "Lena Fox is a friend of the project."]
)
def test_a_day_or_a_person_behind_such_words_is_no_project(passage):
    assert read(passage).spans(Label.PROJECT) == []
