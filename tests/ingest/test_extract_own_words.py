"""What people write of themselves and of colleagues in plain words: roles, employers, sessions, what they did where."""

import pytest

from graph.model import Modality, RelType
from ingest.extract.prose import Context
from tests.ingest.extraction import read

WORKS_ON, AFFILIATED, ABOUT = RelType.WORKS_ON, RelType.AFFILIATED_WITH, RelType.ABOUT
HOSPITAL = "Harlech Hospital"


def by_asha(passage):
    return read(passage, context=Context(authors=("Asha Rao",)))


@pytest.mark.parametrize(
    "passage",
    [
        "im a pharmacist at Harlech Hospital and new here.",
        "I used to work at Harlech Hospital.",
        "I spent six years at Harlech Hospital.",
        "I manage the reading scheme for Harlech Hospital.",
        "I retired from Harlech Hospital last month.",
        "I moved to Harlech Hospital in 2022.",
        "We both work for Harlech Hospital.",
        "I sit with the operations team of Harlech Hospital.",
        "morning all. asha, nurse educator, Harlech Hospital.",
        "Our virtual ward at Harlech Hospital closed in May.",
        "We introduced safety huddles at Harlech Hospital in May.",
        "I have come back to Harlech Hospital as clinical lead for sepsis.",
    ],
)
def test_the_author_says_where_they_work(passage):
    assert (None, HOSPITAL) in by_asha(passage).said(AFFILIATED)


@pytest.mark.parametrize(
    "passage",
    [
        "We visited Harlech Hospital.",
        "We tried it with friends at Harlech Hospital.",
        "Our visit at Harlech Hospital was long.",
        "We heard that they do it at Harlech Hospital.",
    ],
)
def test_whoever_was_only_there_does_not_work_there(passage):
    assert (None, HOSPITAL) not in by_asha(passage).said(AFFILIATED)


@pytest.mark.parametrize(
    ("passage", "modality"),
    [
        ("I retired from Harlech Hospital last month.", Modality.STOPPED),
        ("I used to work at Harlech Hospital.", Modality.STOPPED),
        ("I work at Harlech Hospital.", Modality.NONE),
    ],
)
def test_a_former_employer_is_told_as_one(passage, modality):
    (made,) = by_asha(passage).relations(AFFILIATED)
    assert made.modality is modality


@pytest.mark.parametrize(
    "passage",
    [
        "Lena Fox heads the sepsis team at Harlech Hospital.",
        "Lena Fox, Harlech Hospital",
        "Lena Fox, who joins Harlech Hospital as a consultant, starts in May.",
        "I wish we had a team like the one that Lena Fox built at Harlech Hospital.",
        "Lena Fox, then at Harlech Hospital, agreed.",
    ],
)
def test_where_somebody_else_works_is_read(passage):
    assert ("Lena Fox", HOSPITAL) in read(passage).said(AFFILIATED)


@pytest.mark.parametrize(
    "passage",
    [
        "I am the clinical lead for Steady Steps.",
        "I used to be the programme manager for Steady Steps.",
        "Asha wrote of Steady Steps. I'm its improvement adviser.",
        "Lena Fox has worked on Steady Steps with me since May.",
        "The Steady Steps project, which I started in 2020, has closed.",
    ],
)
def test_the_author_says_what_they_work_on(passage):
    assert (None, "Steady Steps") in by_asha(passage).said(WORKS_ON)


@pytest.mark.parametrize(
    "passage",
    [
        "Steady Steps began in May. Lena Fox is the programme manager.",
        "Steady Steps began in May. Contact its coordinator, Lena Fox.",
        "Lena Fox and Omar Nasser have been appointed as joint leads of Steady Steps.",
        "The evaluation of Steady Steps ended, with Lena Fox as statistician.",
        "Lena Fox presented early results from Steady Steps.",
    ],
)
def test_somebody_elses_part_in_a_project_is_read(passage):
    assert ("Lena Fox", "Steady Steps") in read(passage).said(WORKS_ON)


@pytest.mark.parametrize(
    "passage",
    [
        "Thanks to Lena Fox from Harlech Hospital for a brilliant session on safety huddles.",
        "Lena Fox, consultant, explains how her team started safety huddles.",
        "Lena Fox is a matron at Harlech Hospital. Her team has been working on safety huddles for years.",
    ],
)
def test_whoever_tells_or_teaches_how_works_on_it(passage):
    assert ("Lena Fox", "safety huddles") in read(passage).said(ABOUT)


@pytest.mark.parametrize(
    ("passage", "made"),
    [
        (
            "I first heard about safety huddles in May. Since then we have introduced them on ward 6.",
            RelType.ADOPTED,
        ),
        ("Does anybody know safety huddles? We are thinking of trying them.", RelType.CONSIDERS),
    ],
)
def test_it_is_the_practice_of_the_sentence_before(passage, made):
    assert (None, "safety huddles") in by_asha(passage).said(made)


def test_it_is_nothing_where_two_practices_were_named():
    found = by_asha("We know safety huddles and sepsis. We have introduced it on ward 6.")
    assert found.said(RelType.ADOPTED) == []


@pytest.mark.parametrize(
    ("passage", "predicate"),
    [
        ("The Steady Steps project has been awarded £30,000 by Harlech Hospital.", RelType.FUNDS),
        ("Harlech Hospital is putting £20,000 a year into Steady Steps.", RelType.FUNDS),
        ("The Steady Steps project runs with a local partner, Harlech Hospital.", RelType.PARTNERS_IN),
    ],
)
def test_what_bodies_are_to_a_project_is_read(passage, predicate):
    assert (HOSPITAL, "Steady Steps") in read(passage).said(predicate)
