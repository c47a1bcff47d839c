import pytest

from graph.model import Label
from tests.ingest.extraction import read

TOPIC = Label.TOPIC


def test_a_listed_topic_has_the_lists_id():
    span = read("We count falls each week.").one(TOPIC)
    assert (span.name, span.id, span.rule) == ("falls", "topic:1", "listed")


def test_a_topic_of_our_vocabulary_has_no_id():
    span = read("We drew a driver diagram.").one(TOPIC)
    assert (span.name, span.id, span.rule) == ("driver diagrams", "", "vocabulary")


def test_the_longest_name_stands():
    assert read("It is about falls in care homes.").names(TOPIC) == ["falls in care homes"]


@pytest.mark.parametrize("sentence", ["One care home came.", "All Care Homes came.", "A safety huddle."])
def test_number_and_case_do_not_matter(sentence):
    assert len(read(sentence).spans(TOPIC)) == 1


def test_an_acronym_needs_its_capitals():
    assert read("We ran a PDSA last week.").names(TOPIC) == ["plan-do-study-act"]
    assert read("We ran a pdsa last week.").names(TOPIC) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Everyone uses R at the Conference.",
        "When a resident falls, we sit down.",
        "It falls to us to say so.",
        "We had a post-falls chat.",
        "Write to falls@example.org for more.",
    ],
)
def test_general_words_verbs_and_parts_of_words_are_no_topics(sentence):
    assert read(sentence).names(TOPIC) == []


def test_a_topic_inside_another_name_is_not_found():
    assert read("She moved to the Ashdale Sepsis Trust in May.").names(TOPIC) == []
    assert read("We read about it in the Sepsis Handbook for a year.").names(TOPIC) == []
