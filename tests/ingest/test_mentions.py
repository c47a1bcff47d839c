"""What a trained pipeline sees is mentioned, whatever the rules make of it; none of it becomes a node by that alone."""

from pathlib import Path

import pytest

from graph.model import Label
from graph.schema import DOCUMENTS
from ingest.extract.named_pipelines import DEFAULT
from ingest.extract.pipeline import Extractor
from ingest.extract.prose import Context
from ingest.lexicon import Lexicon
from tests.community import empty_sqlite, post, read


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(Lexicon(), DEFAULT)


def mentioned(extractor: Extractor, text: str) -> set[tuple[str, str]]:
    (prose,) = extractor.read([(text, 0, Context())])
    assert not any(span.known for span in prose.spans)
    named = {(text[span.start : span.end], span.label.value) for span in prose.spans}
    return named | {(text[place.start : place.end], "Place") for place in prose.places}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("i am flying to malaysia in june with my friends.", ("malaysia", "Place")),
        ("lisa and jen are going to the party tonight.", ("jen", "Person")),
        ("She left the U.S. in March and came back in May.", ("U.S.", "Place")),
        ("Thanks, Renee\nRenee, thank you for looking into it.", ("Renee", "Person")),
        ("Thanks to Ana Rita Figueiredo for the slides.", ("Ana Rita Figueiredo", "Person")),
        ("I agree with Zbigniew Dudek: start small.", ("Zbigniew Dudek", "Person")),
        ("Thanks to Eurico Lopes da Mota for the slides.", ("Eurico Lopes da Mota", "Person")),
        ("Thanks to Bertram Oakes-Lyle for the slides.", ("Bertram Oakes-Lyle", "Person")),
        ("Saffron Ingle-Adeyinka and I have been testing it.", ("Saffron Ingle-Adeyinka", "Person")),
        ("I agree with Tsz Ching Yip: start small.", ("Tsz Ching Yip", "Person")),
        ("We met in Washington, D.C. and went home.", ("Washington, D.C.", "Place")),
    ],
)
def test_a_name_is_mentioned_as_it_is_written(extractor, text, name):
    assert name in mentioned(extractor, text)


def organisations(extractor: Extractor, text: str) -> list[str]:
    (prose,) = extractor.read([(text, 0, Context())])
    return [text[span.start : span.end] for span in prose.spans if span.label is Label.ORGANISATION]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Same here at Tamar Valley Practice: our trial failed.", "Tamar Valley Practice"),
        ("The event in Ohio was hosted by Code for Tucson.", "Code for Tucson"),
        ("I rang Declan Furlong, a manager at Shannon Regional, about it.", "Shannon Regional"),
        ("The course is run by the University of Exeter PenChord team.", "University of Exeter"),
        ("She went to the Los Angeles County Museum of Art in May.", "Los Angeles County Museum of Art"),
    ],
)
def test_a_place_or_a_unit_in_a_bodys_name_is_no_name_of_its_own(extractor, text, name):
    assert organisations(extractor, text) == [name]


def test_a_topic_or_a_role_is_no_organisation(extractor):
    assert organisations(extractor, "Last winter we adapted SBAR for the care homes, said matron.") == []


def test_a_body_seen_once_is_one_wherever_it_stands(extractor):
    text = (
        "Sciensano Belgium Institute is the national public health institute. It sends reports.\n\n"
        "Data go to: Sciensano Belgium Institute; others."
    )
    assert organisations(extractor, text) == ["Sciensano Belgium Institute"] * 2


def test_two_people_in_two_lines_are_two(extractor):
    text = (
        "Those who came to the meeting on the first Monday were all from here:\nMelanie King\nBrandon Lunt\n"
    )
    people = {name for name, label in mentioned(extractor, text) if label == Label.PERSON}
    assert people == {"Melanie King", "Brandon Lunt"}


def test_a_part_of_a_patients_name_is_masked_wherever_it_stands(tmp_path: Path):
    body = (
        "We met a patient called Harold Pym. Later Harold said thanks, and my mother doreen whitlock waited."
    )
    with empty_sqlite(tmp_path) as store:
        read(store, [post("p1", "A story", by="Asha Rao", body=body)], prose=True)
        (text,) = (row["text"] for row in store.scan(DOCUMENTS))
    assert not any(name in text for name in ("Harold", "Pym", "doreen", "whitlock"))
    assert "Later" in text
    assert "said thanks" in text
