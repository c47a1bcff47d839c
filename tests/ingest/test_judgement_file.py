"""Judgements as plain text: what was written out and is given to the same sources read anew gives the same graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.errors import InputError
from graph.model import Label, Verdict
from graph.store import GraphStore
from ingest.resolve.judgement_file import give, judgement_lines
from ingest.resolve.review import decide
from tests.community import empty_sqlite, entities, post, read, rows

THREE = {"one": [post("a", topics=["falls"])], "two": [post("b")], "three": [post("c")]}


@pytest.fixture
def two_stores(tmp_path: Path) -> Iterator[tuple[GraphStore, GraphStore]]:
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    with empty_sqlite(folders[0]) as first, empty_sqlite(folders[1]) as second:
        for store in (first, second):
            read(store, THREE)
        yield first, second


def people(store: GraphStore) -> list[str]:
    return [row["id"] for row in store.scan(schema.RECORDS) if row["label"] == Label.PERSON]


def test_judgements_written_out_and_given_again_join_the_same(two_stores):
    first, second = two_stores
    one, two, three = people(first)
    decide(first, one, two, Verdict.SAME, "Jo", "I know them,\tboth\nof them")
    decide(first, one, three, Verdict.DIFFERENT, "Kit")
    given = give(second, list(judgement_lines(first)))
    assert (given.new, given.standing, given.skips) == (2, 0, ())
    assert rows(second, schema.ENTITIES) == rows(first, schema.ENTITIES)
    assert len(entities(second, Label.PERSON)) == 2
    assert "I know them, both of them" in "".join(judgement_lines(second))


def test_what_stands_already_is_not_given_twice(two_stores):
    first, _ = two_stores
    one, two, _ = people(first)
    decide(first, one, two, Verdict.SAME, "Jo")
    lines = list(judgement_lines(first))
    assert give(first, lines).standing == 1
    assert list(judgement_lines(first)) == lines


def test_a_line_that_cannot_be_given_is_named_and_the_others_are(two_stores):
    first, second = two_stores
    one, two, _ = people(first)
    decide(first, one, two, Verdict.SAME, "Jo")
    heading, line = judgement_lines(first)
    given = give(second, [heading, line.replace("same", "perhaps"), line.replace(one, "person:none"), line])
    assert given.new == 1
    assert [skip.place for skip in given.skips] == ["line 2", "line 3"]
    assert "'perhaps' is no verdict" in given.skips[0].reason


def test_another_file_is_refused(two_stores):
    with pytest.raises(InputError, match="no file of judgements"):
        give(two_stores[0], ["name\tplace\n", "Asha\tLeeds\n"])
