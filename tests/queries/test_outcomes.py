"""What came of a project: the sentence that says it, as it stands, and never an aim, a plan or a hope."""

import pytest

from queries.outcomes import Told, outcome_of


def told(text: str, *, whole: bool = True, published: str = "2023", title: str = "A post") -> Told:
    row = {
        "id": published,
        "title": title,
        "url": "",
        "author": "",
        "published": published,
        "text": f"{title}\n\n{text}",
    }
    return Told(row, whole)


@pytest.mark.parametrize(
    "sentence",
    [
        "Falls with harm fell by a third in a year.",
        "Ambulance calls fell from 52 a month to 37.",
        "It did not work on night shifts.",
        "In October we stopped it.",
        "We found no difference between the wards.",
        "The clinic became routine care.",
    ],
)
def test_a_sentence_that_tells_an_outcome_is_quoted_as_it_stands(sentence: str):
    one = told(f"We met each Tuesday in the ward office. {sentence} Tea was served to everybody there.")
    found = outcome_of("Night Watch", [one])
    assert found is not None
    assert found.quote == sentence
    assert one.document["text"][found.start : found.end] == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "We aim to reduce falls by a third.",
        "Falls will be reduced by 20 per cent.",
        "We hope that calls fell by half.",
        "Aims: reduced calls by a tenth.",
        "Could it be that falls were reduced by a third?",
        "We met each Tuesday in the ward office.",
    ],
)
def test_an_aim_a_plan_or_a_hope_is_no_outcome(sentence: str):
    assert outcome_of("Night Watch", [told(sentence)]) is None


def test_the_fields_above_the_text_are_no_outcome():
    assert (
        outcome_of("Night Watch", [told("Tea.", title="Night Watch\nTopics: What did not work; Handover")])
        is None
    )


def test_in_a_post_on_many_things_only_sentences_that_name_the_project_count():
    text = (
        "Calls fell by 20 per cent at Steady Steps. Night Watch ran on. In the end calls rose by 3 per cent."
    )
    found = outcome_of("Night Watch", [told(text, whole=False)])
    assert found is not None
    assert found.quote == "In the end calls rose by 3 per cent."
    assert outcome_of("Codi yn Saff", [told(text, whole=False)]) is None


def test_what_tells_more_comes_first_then_what_is_newer():
    older, newer = (
        told("It did not work at all for us.", published="2021"),
        told("We found tea helps.", published="2023"),
    )
    found = outcome_of("Night Watch", [older, newer])
    assert found is not None
    assert found.published == "2021"
    found = outcome_of("Night Watch", [older, told("It did not work at all for us.", published="2024")])
    assert found is not None
    assert found.published == "2024"
