import pytest

from graph.model import Label
from ingest.extract.prose import Context
from tests.ingest.extraction import read

PROJECT = Label.PROJECT


def test_a_listed_name_has_the_lists_id():
    span = read("On the Steady Steps project we count days.").one(PROJECT)
    assert (span.name, span.id, span.rule) == ("Steady Steps", "project:1", "listed")


def test_a_name_of_everyday_words_needs_its_capitals():
    assert read("They took steady steps and were waiting well.").names(PROJECT) == []
    assert read("The plan for Waiting Well was simple.").names(PROJECT) == ["Waiting Well"]


def test_at_the_beginning_of_a_sentence_the_sentence_must_go_on_in_small_letters():
    assert read("Steady Steps has reached its goal.").names(PROJECT) == ["Steady Steps"]
    assert read("Waiting Well And Living Longer").names(PROJECT) == []


def test_a_single_word_needs_the_word_project_beside_it():
    assert read("Compass is a nice word, and the Compass pointed north.").names(PROJECT) == []
    assert read("She joined the Compass project in May.").names(PROJECT) == ["Compass"]


def test_a_longer_name_is_found_in_a_title():
    assert read("It is late.", title="What Carers in the Room costs").names(PROJECT) == ["Carers in the Room"]


def test_a_record_may_name_its_own_project_anyhow():
    context = Context(main=Label.PROJECT, main_name="Waiting Well")
    assert read("See above.", title="Waiting Well", context=context).names(PROJECT) == ["Waiting Well"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("He leads the Quiet Nights project.", "Quiet Nights project"),
        ("Our Open Kitchen programme began in May.", "Open Kitchen programme"),
        ("We joined the Safer Births Collaborative last year.", "Safer Births Collaborative"),
        ("They piloted the “Warm Welcome” campaign.", "Warm Welcome campaign"),
    ],
)
def test_the_so_and_so_project_is_a_project(sentence, name):
    span = read(sentence).one(PROJECT)
    assert (span.name, span.rule, span.known) == (name, "named", True)


def test_a_name_given_once_is_known_again():
    found = read("He leads the Quiet Nights project. In Quiet Nights we dim the lamps.")
    assert found.names(PROJECT) == ["Quiet Nights project"] * 2


@pytest.mark.parametrize(
    "sentence",
    [
        "The project ended.",
        "The NHS England programme ended.",
        "The Marlow Teaching Hospitals project ended.",
        "The Data Science project ended.",
        "The March project ended.",
        "Our Quality Improvement programme ended.",
        "She finished the Health Data MSc programme.",
        "A Falls project is what we need.",
    ],
)
def test_bodies_months_courses_and_descriptions_are_no_projects_names(sentence):
    assert read(sentence).names(PROJECT) == []


def test_a_topic_inside_a_projects_name_is_not_found():
    found = read("She leads the Safety Huddles for All project.")
    assert found.names(Label.TOPIC) == []
