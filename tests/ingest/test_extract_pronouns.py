"""What "she", "there", "it", "and me" and the fields of a list stand for."""

import pytest

from graph.model import Label, Modality, RelType
from ingest.extract.prose import Context
from tests.ingest.extraction import read

WORKS_ON, AFFILIATED = RelType.WORKS_ON, RelType.AFFILIATED_WITH


def test_she_is_the_one_person_named_before_and_the_quote_names_her():
    found = read("Asha Rao spoke first. She is a matron at MTH and leads Steady Steps.")
    (made,) = found.relations(WORKS_ON)
    assert made.subject is not None
    assert made.subject.name == "Asha Rao"
    assert found.text[made.start : made.end].startswith("Asha Rao spoke first.")
    assert ("Asha Rao", "MTH", "matron") in found.roles()


@pytest.mark.parametrize(
    "passage",
    [
        "Asha Rao spoke to Siân Llewellyn. She leads Steady Steps.",
        "Asha Rao spoke first.\n\nShe leads Steady Steps.",
        "A woman came to us. She leads Steady Steps.",
    ],
)
def test_she_is_nobody_where_it_might_be_two_or_none(passage):
    assert read(passage).said(WORKS_ON) == []


def test_a_patient_called_she_stays_out():
    found = read("Mrs Edna Moss, aged 84, fell at home. She runs Steady Steps now.")
    assert found.said(WORKS_ON) == []


@pytest.mark.parametrize(
    ("passage", "who"),
    [
        (
            "Harlech Hospital has shared its sheet. Lena Fox, an occupational therapist there, made it.",
            "Lena Fox",
        ),
        ("We rang Harlech Hospital. Lena Fox, who manages the lounge there, was kind.", "Lena Fox"),
    ],
)
def test_there_is_the_organisation_named_before(passage, who):
    assert (who, "Harlech Hospital") in read(passage).said(AFFILIATED)


@pytest.mark.parametrize(
    ("passage", "author"),
    [
        ("hello, asha from Steadyfoot. we have a poster", "Asha Rao"),
        ("Hi all, Asha here from Steadyfoot, we have a poster.", "Asha Rao"),
        ("Same here at Steadyfoot: nobody comes.", "Asha Rao"),
        ("At Steadyfoot we have two porters.", "Asha Rao"),
        ("On behalf of Steadyfoot I would like to thank everybody.", "Asha Rao"),
    ],
)
def test_a_comment_says_where_its_author_is_from(passage, author):
    assert (None, "Steadyfoot") in read(passage, context=Context(authors=(author,))).said(AFFILIATED)


@pytest.mark.parametrize(
    "passage",
    [
        "hello, Lena from Steadyfoot told us. we have a poster",
        "At Steadyfoot we met three porters.",
        "At Steadyfoot they have two porters.",
        "“Here at Steadyfoot we have two porters,” she said.",
    ],
)
def test_whoever_writes_of_others_is_not_from_there(passage):
    assert (None, "Steadyfoot") not in read(passage, context=Context(authors=("Asha Rao",))).said(AFFILIATED)


@pytest.mark.parametrize(
    "passage",
    [
        "Steady Steps was designed by Lena Fox and me.",
        "The steering group of Steady Steps is Lena Fox and me.",
        "With Lena Fox I co-founded Steady Steps in 2019.",
    ],
)
def test_and_me_is_the_author(passage):
    assert set(read(passage).said(WORKS_ON)) >= {("Lena Fox", "Steady Steps"), (None, "Steady Steps")}


@pytest.mark.parametrize(
    ("passage", "said"),
    [
        (
            "Steady Steps is new. It began in March and is funded by Steadyfoot.",
            (RelType.FUNDS, "Steadyfoot"),
        ),
        ("Steady Steps is new. The Steadyfoot charity is a partner.", (RelType.PARTNERS_IN, "Steadyfoot")),
        ("Steady Steps is new. Asha Rao is going to lead it.", (WORKS_ON, "Asha Rao")),
        (
            "Steady Steps is new. Harlech Hospital had paid for it for a year.",
            (RelType.FUNDS, "Harlech Hospital"),
        ),
        (
            "Steady Steps is new. Asha Rao chairs the group, and Harlech Hospital hosts it.",
            (RelType.RUNS, "Harlech Hospital"),
        ),
        (
            "The Steady Steps project, which Steadyfoot coordinates, ends in May.",
            (RelType.RUNS, "Steadyfoot"),
        ),
        ("We heard of Steady Steps, which Steadyfoot pays for.", (RelType.FUNDS, "Steadyfoot")),
    ],
)
def test_it_and_which_are_the_project(passage, said):
    predicate, subject = said
    assert (subject, "Steady Steps") in read(passage).said(predicate)


def test_fields_of_a_list_say_who_does_what():
    found = read(
        "Project team: Lena Fox (lead), Omar Nasser (analyst). Project: Steady Steps. Host: MTH. "
        "Funder: Harlech Hospital."
    )
    assert {
        (one, made.role) for made in found.relations(WORKS_ON) for one in [made.subject and made.subject.name]
    } == {
        ("Lena Fox", "lead"),
        ("Omar Nasser", "analyst"),
    }
    assert found.said(RelType.FUNDS) == [("Harlech Hospital", "Steady Steps")]
    (host,) = found.relations(RelType.RUNS)
    assert "Steady Steps" in found.text[host.start : host.end]


def test_fields_far_from_any_project_say_nothing():
    assert read("Host: MTH. Funder: Steadyfoot.").said(RelType.FUNDS) == []


def test_whoever_left_has_stopped():
    (made,) = read("I have left the Steady Steps project.").relations(WORKS_ON)
    assert made.modality is Modality.STOPPED


@pytest.mark.parametrize(
    "passage",
    [
        "Lena Fox, a service manager at Shannon Regional, told us.",
        "Lena Fox (informatics nurse, Moorcroft General) told us.",
        "Lena Fox, who is an orthogeriatrician at Bexwell Royal, told us.",
    ],
)
def test_what_stands_behind_a_role_is_an_employer_whatever_its_name(passage):
    ((who, where),) = read(passage).said(AFFILIATED)
    assert who == "Lena Fox"
    assert where in ("Shannon Regional", "Moorcroft General", "Bexwell Royal")


@pytest.mark.parametrize(
    "passage",
    [
        "She evaluated Step Up Step Down between 2017 and 2019.",
        "We are one of nine sites in the national Step Up Step Down collaborative.",
        "The first Step Up Step Down pilot ran in May.",
    ],
)
def test_a_name_where_only_a_project_stands_is_one(passage):
    assert any(name.startswith("Step Up Step Down") for name in read(passage).names(Label.PROJECT))


def test_one_of_the_sites_works_on_it():
    assert (None, "Steady Steps") in read("We're one of nine sites in Steady Steps.").said(WORKS_ON)


def test_whose_employer_stands_before_a_partner_is_none_itself():
    found = read("Steady Steps is new. Lena Fox of Harlech Hospital is our sponsor.")
    assert found.said(RelType.FUNDS) == []
