"""A list's name in prose or on a team is not yet the person of the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Label
from graph.schema import CLAIMS
from graph.store import GraphStore
from tests.community import FIRST, SECOND, empty_sqlite, entities, member, post, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def sizes(store: GraphStore, name: str) -> list[int]:
    return sorted(row["records"] for row in entities(store, Label.PERSON, name))


CONSULTANT = member("1", "John Evans", role="Consultant", organisation="Northmere Hospital")


def test_a_patient_with_a_members_name_is_not_the_member_and_no_node(empty: GraphStore):
    body = "John Evans came to us from the emergency department with a broken hip. He waited nine hours."
    read(empty, {"members": [CONSULTANT], "blog": [post("p", body=body)]}, prose=True)
    assert sizes(empty, "John Evans") == [1]


def test_a_namesake_elsewhere_is_somebody_else(empty: GraphStore):
    body = "John Evans, Finance Director at Kelsby Trust, leads the Calm Start project."
    read(empty, {"members": [CONSULTANT], "blog": [post("p", body=body)]}, prose=True)
    assert sizes(empty, "John Evans") == [1, 1]


def test_a_member_named_with_their_organisation_is_the_member(empty: GraphStore):
    body = "John Evans leads the Calm Start project. Northmere Hospital gave us the room."
    read(empty, {"members": [CONSULTANT], "blog": [post("p", body=body)]}, prose=True)
    assert sizes(empty, "John Evans") == [2]


def test_a_third_entry_that_fits_two_namesakes_is_given_to_neither(empty: GraphStore):
    both = [member(key, "David Smith", organisation="Northmere Hospital") for key in ("1", "2")]
    read(
        empty,
        {
            "members": both,
            "projects": [project("P1", "Calm Start", team=["David Smith"], host="Northmere Hospital")],
        },
    )
    assert sizes(empty, "David Smith") == [1, 1, 1]


def test_what_was_known_of_the_state_of_work_stays_known(empty: GraphStore):
    for at, topics in ((FIRST, ["falls"]), (SECOND, ["falls"])):
        ends = "" if at == FIRST else "2024-02"
        read(empty, [project("P1", "Calm Start", team=["Asha Rao"], topics=topics, ends=ends)], at=at)
    worked = [row for row in empty.scan(CLAIMS) if row["predicate"] == "WORKS_ON"]
    assert sorted((row["valid_to"], bool(row["retracted"])) for row in worked) == [
        ("", True),
        ("2024-02", False),
    ]
