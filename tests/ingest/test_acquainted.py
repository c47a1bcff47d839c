"""Somebody says that two people know each other: a declared tie with its quote, kept, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import UsageError
from graph.model import Label
from graph.schema import CLAIMS, DOCUMENTS, TIES
from graph.store import GraphStore, Row
from ingest.acquainted import Line, forget_that, know, lines_of
from queries.look_up import look_up
from queries.questions import ask
from tests.community import empty_sqlite, member, post, read

DRAFTS = [
    member("M1", "Asha Rao", organisation="NTH", interests=("falls",)),
    member("M2", "Bela Bo", organisation="Steadyfoot", interests=("falls",)),
    member("M3", "Cy Low", organisation="Third Trust", interests=("falls",)),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as opened:
        read(opened, DRAFTS)
        yield opened


def row(store: GraphStore, name: str) -> Row:
    with store.reading() as reader:
        return look_up(reader, Label.PERSON, name)


def pairs(store: GraphStore) -> set[frozenset[str]]:
    found = ask(store, "introductions", {}).findings
    return {frozenset(person["name"] for person in finding.value["people"]) for finding in found}


def declared(store: GraphStore) -> list[Row]:
    return [tie for tie in store.scan(TIES) if tie["predicate"] == "KNOWS"]


def test_two_who_know_each_other_are_not_introduced_and_the_tie_has_its_quote(store: GraphStore):
    pair = frozenset({"Asha Rao", "Bela Bo"})
    assert pair in pairs(store)
    assert know(store, row(store, "Bela Bo"), row(store, "Asha Rao"), "Mo Manager")
    assert pair not in pairs(store)
    (tie,) = declared(store)
    assert tie["status"] == "declared"
    (claim,) = store.find(CLAIMS, "tie", [tie["id"]])
    (document,) = store.find(DOCUMENTS, "id", [claim["document"]])
    assert document["text"][claim["start"] : claim["end"]] == claim["quote"]
    assert document["author"] == claim["speaker"] == "Mo Manager"


def test_it_survives_reading_the_sources_again_whole_or_changed(store: GraphStore):
    know(store, row(store, "Asha Rao"), row(store, "Bela Bo"), "Mo")
    before = declared(store)
    read(store, DRAFTS, complete=True)
    read(store, [*DRAFTS, post("p", by="Asha Rao", topics=["falls"])])
    assert declared(store) == before


def test_said_twice_in_either_order_it_is_one_tie(store: GraphStore):
    assert know(store, row(store, "Asha Rao"), row(store, "Bela Bo"), "Mo")
    assert not know(store, row(store, "Bela Bo"), row(store, "Asha Rao"), "Jo")
    assert len(declared(store)) == 1


def test_taken_back_the_two_are_introduced_again_and_it_can_be_said_anew(store: GraphStore):
    before = pairs(store)
    know(store, row(store, "Asha Rao"), row(store, "Bela Bo"), "Mo")
    forget_that(store, row(store, "Bela Bo"), row(store, "Asha Rao"))
    assert pairs(store) == before
    with pytest.raises(UsageError, match="nobody said here"):
        forget_that(store, row(store, "Bela Bo"), row(store, "Asha Rao"))
    assert know(store, row(store, "Asha Rao"), row(store, "Bela Bo"), "Mo")
    assert len(declared(store)) == 1


def test_nobody_is_tied_to_themselves(store: GraphStore):
    with pytest.raises(UsageError, match="one person"):
        know(store, row(store, "Asha Rao"), row(store, "Asha Rao"), "Mo")


def test_a_list_has_two_people_a_line():
    text = ["# met in May", "", "Asha Rao\tBela Bo", "Cy Low, Bela Bo", "members:M1; members:M3", "alone"]
    assert list(lines_of(text)) == [
        Line(3, "Asha Rao", "Bela Bo"), Line(4, "Cy Low", "Bela Bo"), Line(5, "members:M1", "members:M3"),
        Line(6, "alone", ""),
    ]  # fmt: skip
