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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then we found KindSwap - a platform for exchanging skills, developed by two nurses.", "KindSwap"),
        ("Warm Rooms is a three-year programme for people who live alone.", "Warm Rooms"),
        ("Our initiative is called Talk First, and it began in May.", "Talk First"),
        ("With a colleague I co-founded Steps Ahead in 2019.", "Steps Ahead"),
        ("Two clinics contributed to the cost of Stay Well Walks.", "Stay Well Walks"),
        ("The lottery gave £40,000 to Garden Corner and nothing to us.", "Garden Corner"),
        ("I looked for Operation Teapot on the shared drive.", "Operation Teapot"),
        ("The Quiet Bench came out of a workshop.", "Quiet Bench"),
        ("Last Words\n\nThis is a tool that reads discharge letters.", "Last Words"),
    ],
)
def test_a_name_whose_sentence_says_what_it_is_is_a_projects(text, name):
    span = read(text).one(PROJECT)
    assert (span.name, span.rule, span.known) == (name, "named again", True)


def test_a_name_and_its_short_form_are_one_programme():
    found = read("She joined the Junior Modelling Makers (JMM) Programme. JMM is hard work, and JMM is free.")
    assert found.names(PROJECT) == ["Junior Modelling Makers Programme"] * 3


def test_a_tool_that_anybody_uses_is_no_project():
    assert read("They sent the form by SendLy, a tool for surveys.").names(PROJECT) == []
    assert read("They sent it by SendLy, a tool that we built.").names(PROJECT) == ["SendLy"]


@pytest.mark.parametrize(
    "text",
    [
        "Kelsby Hospital is a pilot site for the new form.",
        "Northmere Teaching Hospitals was the first to run a programme.",
        "Falls are a programme of misery.",
        "Case Study\n\nThis is a project about falls.",
        "We visited the Project Manager.",
        "Asha Rao is a programme manager.",
        "The cost of Christmas was paid.",
        "Reproducible Analytical Pipelines (RAP) are hard, said the RAP cohorts.",
    ],
)
def test_bodies_people_topics_and_headings_are_not_introduced_as_projects(text):
    assert read(text).names(PROJECT) == []


def test_a_ward_is_no_project():
    found = read("I am a staff nurse on Beech Ward. We worked on Beech Ward.")
    assert found.names(Label.PROJECT) == []
