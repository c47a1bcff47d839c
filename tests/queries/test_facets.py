"""What kind of topic each is: by the vocabulary's own word, by what it hangs on, and last by what it usually is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.model import Label
from graph.schema import ENTITIES
from graph.store import GraphStore
from ingest.document import Draft
from ingest.extract.vocabulary import entries
from queries.facets import Facet, facets_of
from queries.request import Request
from tests.community import empty_sqlite, post, read, topic


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def of_kind(draft: Draft, kind: str) -> Draft:
    assert draft.main is not None
    return replace(draft, main=replace(draft.main, kind=kind))


def facets(store: GraphStore) -> dict[str, str]:
    names = {row["id"]: row["name"] for row in store.find(ENTITIES, "label", [str(Label.TOPIC)])}
    return {names[one]: str(facet) for one, facet in facets_of(store, Request({})).of.items()}


@pytest.mark.parametrize(
    ("kind", "facet"),
    [
        ("method", "method"), ("Improvement methods", "method"), ("Clinical area", "problem"),
        ("Conditions", "problem"),
        ("Care settings", "setting"), ("Services", "setting"), ("theme", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_kind_is_read_as_vocabularies_write_it(empty: GraphStore, kind: str, facet: str):
    read(empty, [of_kind(topic("T1", "zig zagging"), kind)])
    assert facets(empty) == {"zig zagging": facet}


def test_a_topic_takes_the_kind_of_the_nearest_one_above_it(empty: GraphStore):
    drafts = [
        of_kind(topic("T1", "care at large"), "setting"),
        of_kind(topic("T2", "visiting", broader="care at large"), "method"),
        topic("T3", "visiting by boat", broader="visiting"),
        topic("T4", "harbours", broader="care at large"),
    ]
    read(empty, drafts)
    assert facets(empty) == {
        "care at large": "setting", "visiting": "method", "visiting by boat": "method", "harbours": "setting",
    }  # fmt: skip


def test_the_name_of_a_group_says_what_is_in_it(empty: GraphStore):
    read(empty, [topic("T1", "Our methods"), topic("T2", "zig zagging", broader="Our methods")])
    assert facets(empty) == {"Our methods": "", "zig zagging": "method"}


def test_the_community_knows_better_than_our_list(empty: GraphStore):
    read(empty, [post("p", topics=["run charts", "falls", "tea"])])
    assert facets(empty) == {"run charts": "method", "falls": "problem", "tea": ""}
    read(empty, [topic("T1", "run charts", broader="Settings"), topic("T2", "Settings")])
    assert facets(empty)["run charts"] == "setting"


def test_a_loop_in_a_vocabulary_ends(empty: GraphStore):
    read(empty, [topic("T1", "one", broader="two"), topic("T2", "two", broader="one")])
    assert facets(empty) == {"one": "", "two": ""}


def test_our_list_of_kinds_names_only_our_topics_and_known_kinds():
    topics = {forms[0] for forms in entries("topics")}
    kinds = entries("topic_kinds")
    assert {name for _, *names in kinds for name in names} <= topics
    assert {kind for kind, *_ in kinds} == set(filter(None, Facet))
