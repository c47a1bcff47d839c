import pytest

from graph.model import Label, Modality, Polarity, RelType
from ingest.extract.prose import Context
from tests.ingest.extraction import read

WORKS_ON, AFFILIATED, ABOUT = RelType.WORKS_ON, RelType.AFFILIATED_WITH, RelType.ABOUT
RECORD = Context(main=Label.PROJECT, main_name="Steady Steps")


def work_about(found):
    return [made for made in found.relations(ABOUT) if made.rule.startswith("work")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Asha Rao leads the Steady Steps project.",
        "Asha Rao is working on Steady Steps.",
        "Asha Rao, ward manager at MTH, has joined Steady Steps.",
        "Asha Rao is the project lead for Steady Steps.",
        "Asha Rao, clinical lead of Steady Steps, wrote to us.",
        "Steady Steps is led by Asha Rao.",
        "Steady Steps, which was set up by Asha Rao, goes on.",
        "We heard that Asha Rao manages our Steady Steps pilot.",
    ],
)
def test_who_works_on_what_is_read(sentence):
    found = read(sentence)
    assert found.said(WORKS_ON)[0] == ("Asha Rao", "Steady Steps")
    assert found.quote(found.relations(WORKS_ON)[0]) == sentence


def test_everybody_of_a_list_works_on_it():
    found = read("Asha Rao and Sunil Mehta lead Steady Steps.")
    assert found.said(WORKS_ON) == [("Asha Rao", "Steady Steps"), ("Sunil Mehta", "Steady Steps")]


def test_a_team_list_names_its_members():
    found = read("The Steady Steps team is Asha Rao, Sunil Mehta and Lena Fox.")
    assert {who for who, _ in found.said(WORKS_ON)} == {"Asha Rao", "Sunil Mehta", "Lena Fox"}


def test_work_makes_a_full_name_known():
    found = read("Lena Fox leads Steady Steps.")
    assert found.one(Label.PERSON).known


def test_the_project_is_the_one_named_just_before_and_the_quote_holds_both():
    found = read("Steady Steps began in May. Lena Fox, our physiotherapist, leads the project.")
    assert found.said(WORKS_ON) == [("Lena Fox", "Steady Steps")]
    assert found.quote(found.relations(WORKS_ON)[0]).startswith("Steady Steps began")


def test_the_project_is_nobody_knows_which_after_two_names():
    found = read("Steady Steps and Waiting Well began in May. Lena Fox leads the project.")
    assert found.said(WORKS_ON) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "I lead Steady Steps.",
        "We have been testing Steady Steps on two wards.",
        "On Steady Steps we have the same trouble.",
        "Steady Steps is our project to keep people on their feet.",
        "I am part of Steady Steps.",
    ],
)
def test_the_first_person_is_the_author(sentence):
    (made,) = read(sentence).relations(WORKS_ON)
    assert (made.subject, made.of) == (None, "author")


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("We have been testing safety huddles on ward 6.", "safety huddles"),
        ("Our team introduced daily safety huddles.", "safety huddles"),
        ("We moved the beds, and I am working on falls.", "falls"),
        ("Our work on sepsis goes on.", "sepsis"),
        ("Our project aims to reduce falls.", "falls"),
    ],
)
def test_work_without_a_name_is_about_its_topic(sentence, topic):
    found = read(sentence)
    assert (None, topic) in found.said(ABOUT)
    assert [made.of for made in work_about(found)] == ["author"]


@pytest.mark.parametrize(
    "sentence",
    [
        "I am interested in falls.",
        "We have been reading about falls.",
        "I have heard of safety huddles.",
        "Falls are a worry.",
        "Asha asked what we know about falls.",
        "We use safety huddles in the title of this post.",
    ],
)
def test_interest_is_not_work(sentence):
    assert work_about(read(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Lena Fox, ward manager at MTH, wrote this.", "ward manager"),
        ("Lena Fox is a data analyst at MTH.", "data analyst"),
        ("We asked Lena Fox from MTH.", ""),
        ("We asked Lena Fox from the QI team at MTH.", "QI team"),
        ("Lena Fox (MTH) came.", ""),
        ("Lena Fox works at MTH as a pharmacist.", "pharmacist"),
        ("MTH's medical director, Lena Fox, came.", "medical director"),
        ("Lena Fox\nHead of Nursing, MTH", "Head of Nursing"),
    ],
)
def test_who_is_of_which_organisation_is_read_with_the_role(sentence, role):
    found = read(sentence)
    assert found.roles() == [("Lena Fox", "MTH", role)]
    assert found.one(Label.PERSON).known


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("I am a charge nurse at MTH.", "charge nurse"),
        ("I work at MTH as a nurse.", "nurse"),
        ("As a ward manager at MTH, I see it daily.", "ward manager"),
    ],
)
def test_the_author_says_where_they_work(sentence, role):
    found = read(sentence)
    assert found.roles() == [(None, "MTH", role)]
    assert found.relations(AFFILIATED)[0].of == "author"


def test_a_former_affiliation_has_stopped():
    (made,) = read("Lena Fox, former director of nursing at MTH, came.").relations(AFFILIATED)
    assert (made.modality, made.role) == (Modality.STOPPED, "director of nursing")


@pytest.mark.parametrize(
    "sentence",
    ["I met Lena Fox at MTH.", "I was asked to lead a ward at MTH.", "Lena Fox wrote to the manager of MTH."],
)
def test_a_place_of_meeting_is_no_affiliation(sentence):
    assert read(sentence).relations(AFFILIATED) == []


@pytest.mark.parametrize(
    ("sentence", "predicate"),
    [
        ("Steady Steps is run by MTH.", RelType.RUNS),
        ("MTH hosts the Steady Steps project.", RelType.RUNS),
        ("Steady Steps, which is funded by MTH, goes on.", RelType.FUNDS),
        ("MTH funded Steady Steps.", RelType.FUNDS),
        ("Steady Steps runs in partnership with MTH.", RelType.PARTNERS_IN),
    ],
)
def test_what_an_organisation_is_to_a_project(sentence, predicate):
    assert read(sentence).said(predicate) == [("MTH", "Steady Steps")]


def test_who_comes_after_with_is_a_partner():
    found = read("Steady Steps is run by the Wyre Carers Association (WCA) with MTH.")
    assert found.said(RelType.RUNS) == [("Wyre Carers Association", "Steady Steps")]
    assert found.said(RelType.PARTNERS_IN) == [("MTH", "Steady Steps")]


def test_a_project_is_about_what_it_aims_at():
    (made,) = read("The Steady Steps project hopes to reduce falls.").relations(ABOUT)
    assert (made.polarity, made.modality) == (Polarity.ASSERTS, Modality.DOING)


def test_a_project_that_missed_its_aim_is_about_it_all_the_same():
    assert read("Steady Steps did not reduce falls.").relations(ABOUT)[0].polarity is Polarity.ASSERTS
    assert read("Steady Steps does not focus on falls.").relations(ABOUT)[0].polarity is Polarity.DENIES


def test_a_record_is_about_each_topic_once():
    found = read(
        "Falls prevention. We test safety huddles. Falls again.", title="Steady Steps", context=RECORD
    )
    made = found.relations(ABOUT)
    assert sorted(found.said(ABOUT)) == [(None, "falls"), (None, "safety huddles")]
    assert {(one.subject, one.rule, one.of) for one in made} == {(None, "described", "main")}


def test_a_record_need_not_name_its_project():
    found = read("It is funded by MTH. The project is led by Lena Fox.", title="Steady Steps", context=RECORD)
    (funds,) = found.relations(RelType.FUNDS)
    (works,) = found.relations(WORKS_ON)
    assert (funds.object, funds.of, works.object, works.of) == (None, "main", None, "main")


def test_a_title_and_repetition_say_what_a_post_is_about():
    found = read("Sepsis kills. Sepsis is quick. We look for sepsis.", title="The falls clinic")
    assert found.said(ABOUT) == [(None, "falls"), (None, "sepsis")]
    assert [(made.rule, made.of) for made in found.relations(ABOUT)] == [
        ("title", "document"),
        ("repeated", "document"),
    ]


def test_what_a_long_post_only_comes_to_late_is_not_what_it_is_about():
    opening = "Sepsis kills. We look for sepsis on each round. " + "It was a long and quiet night here. " * 60
    found = read(f"{opening} Falls came too. Then falls again, and falls.", title="Our night")
    assert found.said(ABOUT) == [(None, "sepsis")]


@pytest.mark.parametrize("name", ["Margaret Hughes", "Asha Rao"])
def test_a_relative_is_no_end_of_a_relation_whatever_their_name(name):
    found = read(f"My mother {name} joined the Steady Steps project.")
    assert found.relations(WORKS_ON) == []
    assert not found.one(Label.PERSON).known


def test_of_two_authors_neither_is_i():
    context = Context(authors=("Asha Rao", "Sunil Mehta"))
    assert read("I lead Steady Steps.", context=context).relations(WORKS_ON) == []
    assert len(read("We lead Steady Steps.", context=context).relations(WORKS_ON)) == 1


def test_a_question_asks():
    (made,) = read("Is Asha Rao still working on Steady Steps?").relations(WORKS_ON)
    assert made.polarity is Polarity.QUESTIONS
