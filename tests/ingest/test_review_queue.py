"""What waits for a person's judgement: once for each two entities, by consequence, with what is said of both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Verdict
from graph.store import GraphStore
from ingest.resolve.queue import said_of, waiting
from ingest.resolve.review import decide
from tests.community import empty_sqlite, post, read

TWO = {"one": [post("a", topics=["falls"])], "two": [post("b")]}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def test_what_waits_names_both_and_the_most_consequential_comes_first(empty: GraphStore):
    big = [post(f"d{n}", by="Dan Okafor") for n in range(3)]
    read(empty, {**TWO, "three": big, "four": [post("e", by="Dan Okafor")]})
    found = waiting(empty)
    assert [item.left["name"] for item in found] == ["Dan Okafor", "Asha Rao"]
    assert [(item.consequence, item.joins) for item in found] == [(1, 4), (1, 2)]
    assert "nothing else is known to be in common" in found[0].reasons[0]
    assert len(waiting(empty, limit=1)) == 1
    decide(empty, found[1].left["id"], found[1].right["id"], Verdict.UNSURE, "Jo")
    assert [item.left["name"] for item in waiting(empty)] == ["Dan Okafor"]


def test_open_pairs_of_the_same_two_are_asked_about_once(empty: GraphStore):
    read(empty, {"one": [post("a", topics=["falls"])], "two": [post("b")], "three": [post("c")]})
    first = waiting(empty)
    assert {item.pairs for item in first} == {1}
    decide(empty, first[0].left["id"], first[0].right["id"], Verdict.SAME, "Jo")
    (asked,) = waiting(empty)
    assert (asked.pairs, asked.joins) == (2, 3)
    # The one that stands alone gives its one tie to the other.
    assert asked.consequence == 1


def test_a_pair_is_shown_with_what_is_said_of_each(store: GraphStore) -> None:
    read(store, {"one": [post("a", "Huddles", published="2021-03-04")], "two": [post("b", "Socks")]})
    (asked,) = waiting(store)
    quotes = {
        said.title: said.quote for record in (asked.left, asked.right) for said in said_of(store, record)
    }
    assert quotes == {"Huddles": "By: Asha Rao", "Socks": "By: Asha Rao"}
