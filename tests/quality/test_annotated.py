"""The annotated texts themselves: each name stands where it is said to, and readings are counted as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model import Label, Modality, RelType
from ingest.extract.agreement import Agreement, agree, reliability
from ingest.extract.annotated import SAID, Annotated, digest, said_passages
from ingest.extract.pipeline import Extractor
from ingest.extract.prose import Prose, Relation, Span
from tests.quality import annotate, gate
from tests.quality.measures import said_figures

_FOLDER = Path(__file__).parent / "passages"
_LINE = "== by: Asha Rao\nI lead [Steady Start|PROJECT] at [Marlow Hospital|ORG].\n"


class _Says(Extractor):
    """A reader that says what it was given."""

    def __init__(self, *relations: Relation, spans: tuple[Span, ...] = ()) -> None:
        self._prose = Prose(spans, relations)

    def read(self, texts):
        yield from (self._prose for _ in texts)


def _one(tmp_path: Path, lines: str) -> Annotated:
    (tmp_path / "a.said.txt").write_text(_LINE + lines, encoding="utf-8")
    (found,) = said_passages(tmp_path / "a.said.txt")
    return found


def _work(one: Annotated, modality: Modality, confidence: float = 0.9) -> Relation:
    (start, end), *_ = one.entities[0].places
    project = Span(Label.PROJECT, start, end, "Steady Start", "named")
    return Relation(None, RelType.WORKS_ON, project, 0, end, "work", modality=modality, confidence=confidence)


def _agreement(one: Annotated, *made: Relation) -> Agreement:
    return agree([one], _Says(*made), spread=True)


def test_two_hundred_passages_are_for_the_rules_and_eighty_are_held_out() -> None:
    assert [len(said_passages(file)) for file in sorted(_FOLDER.glob(SAID))] == [210, 80]


def test_a_relation_whose_stance_is_another_is_right_and_its_stance_is_not(tmp_path: Path) -> None:
    one = _one(tmp_path, "> WORKS_ON ; author ; Steady Start ; doing")
    counts = _agreement(one, _work(one, Modality.PLANNED)).counts
    assert (counts["WORKS_ON"].f, counts["stance: doing"].right) == (1.0, 0)


def test_a_relation_with_an_end_that_nobody_annotated_is_wrong(tmp_path: Path) -> None:
    one = _one(tmp_path, "> WORKS_ON ; author ; Steady Start ; doing")
    stray = Relation(None, RelType.WORKS_ON, Span(Label.PROJECT, 0, 1, "I", "named"), 0, 6, "work")
    assert _agreement(one, _work(one, Modality.DOING), stray).counts["WORKS_ON"].precision == 0.5


def test_what_is_said_surely_and_wrongly_shows_in_the_reliability_table(tmp_path: Path) -> None:
    one = _one(tmp_path, "> AFFILIATED_WITH ; author ; Marlow Hospital ; none")
    judged = _agreement(one, _work(one, Modality.DOING)).relations
    assert [(low, counts.precision) for low, _, counts in reliability(judged, (0.5, 0.85))] == [(0.85, 0.0)]


def test_a_relation_to_a_name_that_the_passage_lacks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Asha Rao"):
        _one(tmp_path, "> WORKS_ON ; author ; Steady Stop ; doing")


def test_a_name_is_found_again_where_the_words_around_it_have_changed() -> None:
    row = {
        "from": 0, "to": 14, "fingerprint": "", "entities": [{"label": "PERSON", "places": [[0, 4, digest("Asha")]]}],
    }  # fmt: skip
    moved = annotate.moved(row, "By Asha and others", 0)
    assert moved["entities"][0]["places"] == [[3, 7, digest("Asha")]]


def test_what_passages_say_is_read_at_its_floors() -> None:
    assert gate.shortfalls(said_figures(), gate.read_baseline()) == []


@pytest.mark.shared_data
def test_every_annotated_name_stands_in_its_document() -> None:
    assert list(annotate.problems()) == []
