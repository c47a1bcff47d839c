"""Organisations as people write them: the very name joins, what comes near is asked, two in one string are two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.model import Label, Verdict
from graph.store import GraphStore
from ingest.resolve.queue import waiting
from ingest.resolve.review import decide
from tests.community import SECOND, empty_sqlite, entities, member, organisation, read, rows, tables

REGISTER = [
    organisation("X1", "Northmere Teaching Hospitals NHS Foundation Trust", names=("NTH",), kind="trust"),
    organisation("X2", "University of Kelsby", kind="university", place="Kelsby", scheme="ror"),
    organisation("X3", "NHS England", kind="national body"),
    organisation("X4", "NHS Improvement", kind="national body"),
]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def works_at(store: GraphStore, *organisations: str) -> None:
    people = [member(f"M{n}", f"Asha Rao{n}", organisation=name) for n, name in enumerate(organisations)]
    read(store, {"register": REGISTER, "members": people})


def names(store: GraphStore) -> set[str]:
    return {row["name"] for row in entities(store, Label.ORGANISATION)}


def test_the_very_name_of_an_entry_joins_and_asks_nothing(empty: GraphStore):
    works_at(empty, "Northmere Teaching Hospitals", "NTH", "the university of kelsby")
    assert len(entities(empty, Label.ORGANISATION)) == len(REGISTER)
    assert waiting(empty) == []


def test_a_department_s_line_is_asked_about_with_reasons_and_a_person_decides(store: GraphStore) -> None:
    works_at(store, "Department of Surgery, University of Kelsby, Kelsby")
    asked = waiting(store)[0]
    assert "may be “University of Kelsby” of the register" in asked.reasons[0]
    assert len(asked.reasons) > 1
    assert 0.5 <= asked.score < 1
    decide(store, asked.left["id"], asked.right["id"], Verdict.SAME, "Jo")
    assert len(entities(store, Label.ORGANISATION)) == len(REGISTER)


def test_what_is_near_no_entry_is_asked_about_by_nobody(empty: GraphStore):
    works_at(empty, "Steadyfoot", "Selby Borough Allotments")
    assert waiting(empty) == []


def test_reading_again_asks_nothing_new(empty: GraphStore):
    people = [member("M1", "Asha Rao", organisation="Dept of Surgery, University of Kelsby")]
    read(empty, {"register": REGISTER, "members": people})
    before = tables(empty)
    read(empty, {"register": REGISTER, "members": people}, at=SECOND)
    assert tables(empty) == before


@pytest.mark.parametrize(
    "written",
    ["NHS England and NHS Improvement", "NHS England / NHS Improvement", "NHS England; NHS Improvement"],
)
def test_two_in_one_string_are_two(empty: GraphStore, written: str):
    works_at(empty, written)
    assert written not in names(empty)
    ties = [tie for tie in empty.scan(schema.TIES) if tie["predicate"] == "AFFILIATED_WITH"]
    assert len(ties) == 2
    quotes = {row["quote"] for row in rows(empty, schema.CLAIMS) if row["predicate"] == "AFFILIATED_WITH"}
    assert all(written in quote for quote in quotes)


def test_a_name_with_and_in_it_stays_one(empty: GraphStore):
    written = "Barking, Havering and Redbridge University Hospitals"
    works_at(empty, written)
    assert written in names(empty)
