"""Passages about patients and relatives, all made up: nobody in them becomes a node, and no name is stored."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.model import Label
from graph.store import GraphStore
from tests.community import empty_sqlite, post, read

with (Path(__file__).parent / "red_team.tsv").open(encoding="utf-8", newline="") as _file:
    PASSAGES = list(csv.DictReader(_file, dialect=csv.excel_tab))
# Measured: passages of which a name gets through. It may only fall.
MOST_LEAKS = 0


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path_factory.mktemp("red-team")) as store:
        drafts = [
            post(
                f"p{number}", f"Story {number}", by="Asha Rao", body=f"{row['passage']} We changed the round."
            )
            for number, row in enumerate(PASSAGES)
        ]
        read(store, drafts, prose=True)
        yield store


def test_there_are_enough_passages() -> None:
    assert len(PASSAGES) >= 100


def test_nobody_in_a_story_becomes_a_node(told: GraphStore) -> None:
    people = {row["name"] for row in told.scan(schema.ENTITIES) if row["label"] == Label.PERSON}
    assert people == {"Asha Rao"}


def test_no_name_of_a_story_is_stored_anywhere(told: GraphStore) -> None:
    texts = {row["key"]: row["text"] for row in told.scan(schema.DOCUMENTS)}
    leaks = [
        row["passage"]
        for number, row in enumerate(PASSAGES)
        if any(name in texts[f"p{number}"] for name in row["private"].split("; "))
    ]
    assert len(leaks) <= MOST_LEAKS, "\n".join(leaks)
