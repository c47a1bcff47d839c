"""One project in a grant record, a blog and a directory; one topic in two spellings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from graph.model import Label
from graph.schema import JUDGEMENTS
from graph.store import GraphStore
from ingest.document import Draft
from tests.community import SECOND, empty_sqlite, entities, post, project, read, tables, topic

FALLS = "Reducing falls on acute wards"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def listed(scheme: str, title: str, host: str = "", team: Sequence[str] = ()) -> Draft:
    """A project of a list with ids of its own."""
    made = project("1", title, host=host, team=team)
    assert made.main is not None
    return replace(made, main=replace(made.main, ids=(f"{scheme}:1",)))


def titles(store: GraphStore) -> list[list[str]]:
    return sorted(row["names"] for row in entities(store, Label.PROJECT))


def asked(store: GraphStore) -> list[str]:
    return [" ".join(row["reasons"]) for row in store.scan(JUDGEMENTS) if row["by"] == "rule:near-title"]


def test_a_grant_a_directory_and_a_blog_give_one_project(empty: GraphStore):
    said = "Asha Rao leads the Reducing Falls on Acute Wards project at Northmere Hospital."
    read(
        empty,
        {
            "grants": [listed("grants", FALLS, host="Northmere Hospital")],
            "directory": [listed("directory", f"{FALLS} (RFAW)", host="Northmere Hospital")],
            "blog": [post("p", body=said)],
        },
        prose=True,
    )
    (names,) = titles(empty)
    assert {FALLS, f"{FALLS} (RFAW)"} <= set(names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FALLS, f"{FALLS} and in care homes"),
        ("RFAW", f"{FALLS} (RFAW)"),
        ("Safer handover", "Safer handovers"),
        ("From hospital to home again", "From home to hospital again"),
    ],
)
def test_a_nearly_equal_title_with_one_thing_in_common_waits_with_its_reasons(
    empty: GraphStore, one: str, other: str
):
    read(
        empty, {"a": [listed("a", one, host="Kelsby Trust")], "b": [listed("b", other, host="Kelsby Trust")]}
    )
    assert titles(empty) == sorted([[one], [other]])
    (reason,) = asked(empty)
    assert "Both are tied to “kelsby trust”." in reason.replace("kelsby”", "kelsby trust”")


@pytest.mark.parametrize(
    ("one", "other"),
    [(f"{FALLS} phase 1", f"{FALLS} phase 2"), ("Calm Start", "Steady Steps"), (FALLS, "Reducing sepsis")],
)
def test_another_phase_and_another_title_are_other_projects(empty: GraphStore, one: str, other: str):
    read(
        empty, {"a": [listed("a", one, host="Kelsby Trust")], "b": [listed("b", other, host="Kelsby Trust")]}
    )
    assert len(titles(empty)) == 2
    assert asked(empty) == []


def test_a_question_on_a_title_that_was_changed_is_withdrawn(empty: GraphStore):
    first = listed("a", FALLS, host="Kelsby Trust")
    read(empty, {"a": [first], "b": [listed("b", f"{FALLS} and homes", host="Kelsby Trust")]})
    assert asked(empty)
    read(empty, {"a": [first], "b": [listed("b", "Steady Steps", host="Kelsby Trust")]}, at=SECOND)
    assert asked(empty) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("falls prevention", "fall prevention"),
        ("co-production", "coproduction"),
        ("paediatrics", "Pediatrics"),
        ("behavioural science", "behavioral sciences"),
        ("organisational change", "organizational change"),
        ("therapies", "therapy"),
    ],
)
def test_two_spellings_are_one_topic(empty: GraphStore, one: str, other: str):
    read(empty, {"a": [post("p", topics=[one])], "b": [post("q", topics=[other])]})
    assert [row["names"] for row in entities(empty, Label.TOPIC)] == [sorted((one, other))]


@pytest.mark.parametrize(
    ("one", "other"), [("NEWS", "new"), ("sepsis", "seps"), ("status", "statu"), ("flow", "flaw")]
)
def test_what_only_looks_like_a_plural_is_another_topic(empty: GraphStore, one: str, other: str):
    read(empty, {"a": [post("p", topics=[one])], "b": [post("q", topics=[other])]})
    assert len(entities(empty, Label.TOPIC)) == 2


def test_another_name_of_a_topic_is_no_spelling_of_it(empty: GraphStore):
    lists = {
        "a": [topic("1", "control charts", names=("SPC",))],
        "b": [post("q", topics=["control chart", "SPCs"])],
    }
    read(empty, lists)
    said = [" ".join(row["reasons"]) for row in empty.scan(JUDGEMENTS) if row["by"] == "rule:spelling"]
    assert said == ["“control charts” and “control chart” are spellings of one topic."]


def test_two_concepts_of_one_vocabulary_stay_two_though_spelt_alike(empty: GraphStore):
    read(empty, {"topics": [topic("1", "therapy"), topic("2", "therapies")]})
    assert len(entities(empty, Label.TOPIC)) == 2


def test_reading_again_changes_nothing(empty: GraphStore):
    drafts = {
        "a": [listed("a", FALLS, host="Kelsby Trust")],
        "b": [listed("b", f"{FALLS} (RFAW)", host="Kelsby Trust")],
    }
    read(empty, drafts)
    before = tables(empty)
    read(empty, drafts, at=SECOND)
    assert {name: rows for name, rows in tables(empty).items() if name != "runs"} == {
        name: rows for name, rows in before.items() if name != "runs"
    }
