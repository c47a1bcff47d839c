"""Names in somebody's table become entities, with scores that explain themselves; both stores find the same."""

from __future__ import annotations

import pytest

from graph.model import Label
from graph.store import GraphStore
from queries.reconcile import Asked, beginning_with, candidates
from tests.community import member, organisation, person, post, read, topic

COMMUNITY = {
    "register": [
        organisation("X1", "Northmere Teaching Hospitals NHS Foundation Trust", names=("NTH",), kind="trust"),
        organisation("X2", "Northmere Hospice", kind="hospice", place="Northmere"),
        organisation("X3", "Southmere Hospice", kind="hospice", place="Southmere"),
    ],
    "topics": [topic("T1", "falls", names=("slips",)), topic("T2", "falls in care homes", broader="falls")],
    "members": [member("M1", "Asha Rao", organisation="NTH"), member("M2", "Dan Okafor", place="Southmere")],
    "blog": [post("a", by=person("Asha Rao", organisation="Southmere Hospice"))],
}


@pytest.fixture
def community(store: GraphStore) -> GraphStore:
    read(store, COMMUNITY)
    return store


def found(store: GraphStore, name: str, label: Label, **properties: str) -> list[tuple[str, bool]]:
    with store.reading() as reader:
        return [(one.name, one.match) for one in candidates(reader, Asked(name, label, properties))]


@pytest.mark.parametrize(
    "name",
    [
        "Northmere Teaching Hospitals NHS Foundation Trust",
        "the Northmere Teaching Hospitals",
        "NTH",
        "Northmere Teaching Hopsitals",
        "ods:X1",
    ],
)
def test_a_name_an_acronym_a_misspelling_and_an_id_are_matches(community, name):
    assert found(community, name, Label.ORGANISATION)[0] == (
        "Northmere Teaching Hospitals NHS Foundation Trust",
        True,
    )


def test_a_name_that_fits_two_is_no_match_until_something_else_tells_them_apart(community):
    first, second = found(community, "Mere Hospice", Label.ORGANISATION)[:2]
    assert {first, second} == {("Northmere Hospice", False), ("Southmere Hospice", False)}
    best = found(community, "Mere Hospice", Label.ORGANISATION, place="Southmere")[0]
    assert best[0] == "Southmere Hospice"


def test_a_person_is_no_match_by_name_alone(community):
    assert not any(match for _, match in found(community, "Dan Okafor", Label.PERSON))
    assert found(community, "Dan Okafor", Label.PERSON, place="Southmere") == [("Dan Okafor", True)]


def test_the_reasons_say_what_agrees_and_what_does_not(community):
    with community.reading() as reader:
        asked = Asked("Southmere Hospice", Label.ORGANISATION, {"place": "Northmere", "kind": "hospice"})
        first = candidates(reader, asked)[0]
    assert {one.name: one.value for one in first.features} == {"name": 1.0, "place": 0.0, "kind": 1.0}
    assert "Its place is “Southmere”, not “Northmere”." in [one.says for one in first.features]


@pytest.mark.parametrize("name", ["", "???", "Zzyzx Borough Council", "x" * 5000])
def test_what_is_nothing_like_any_name_finds_nothing(community, name):
    assert found(community, name, Label.ORGANISATION) == []


def _no_people(row):
    return row["label"] != Label.PERSON


def test_a_beginning_finds_names_and_never_people_unless_asked_for(community):
    with community.reading() as reader:
        assert {row["name"] for row in beginning_with(reader, "fal", _no_people)} == {
            "falls",
            "falls in care homes",
        }
        assert beginning_with(reader, "Asha", _no_people) == []
        assert [row["name"] for row in beginning_with(reader, "Asha R", lambda row: True)][:1] == ["Asha Rao"]
