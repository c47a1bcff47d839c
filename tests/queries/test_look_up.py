"""From what somebody writes to the one entity that is meant, or to its candidates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.errors import AmbiguousError, NotFoundError
from graph.model import Label, Verdict
from graph.store import GraphStore
from queries.look_up import look_up
from queries.questions import ask
from tests.community import empty_sqlite, judge, member, one, organisation, post, read, topic


@pytest.fixture
def small(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        read(
            store,
            {
                "members": [
                    member("M1", "Asha Rao", ids=("orcid:0000-0001",)),
                    member("M2", "David Smith", role="Nurse", place="Kelsby"),
                    member("M3", "David Smith", organisation="NTH"),
                ],
                "topics": [
                    topic("T1", "slips", names=("falls",)),
                    topic("T2", "falls"),
                    topic("T3", "near falls"),
                ],
                "register": [organisation("X1", "Northmere Teaching Hospitals", names=("NTH",))],
                "blog": [post("a", by="Bela Bo")],
                "feed": [post("b", by="Bela Bo")],
            },
        )
        yield store


@pytest.mark.parametrize("asked", ["Asha Rao", "dr asha rao", "ásha RAO", "members:M1", "ORCID:0000-0001"])
def test_a_name_and_a_registered_id_lead_to_their_entity(small: GraphStore, asked: str):
    assert look_up(small, Label.PERSON, asked)["name"] == "Asha Rao"


def test_our_own_id_leads_to_its_entity(small: GraphStore):
    row = one(small, Label.PERSON, "Asha Rao")
    assert look_up(small, Label.PERSON, row["id"]) == row


def test_another_name_leads_to_its_entity(small: GraphStore):
    assert look_up(small, Label.ORGANISATION, "nth")["name"] == "Northmere Teaching Hospitals"


def test_the_name_itself_wins_over_another_name(small: GraphStore):
    assert look_up(small, Label.TOPIC, "falls")["name"] == "falls"


def test_a_name_that_fits_several_is_answered_with_what_tells_them_apart(small: GraphStore):
    with pytest.raises(AmbiguousError, match="'David Smith' fits 2 people") as raised:
        look_up(small, Label.PERSON, "David Smith")
    assert [label for _, label, _ in raised.value.candidates] == ["Person", "Person"]
    assert {name for *_, name in raised.value.candidates} == {
        "David Smith (Nurse, Kelsby)",
        "David Smith (NTH)",
    }
    for identifier, *_ in raised.value.candidates:
        assert look_up(small, Label.PERSON, identifier)["id"] == identifier


def test_what_is_not_there_is_answered_with_what_comes_near(small: GraphStore):
    with pytest.raises(NotFoundError, match="no person is called 'Asha Roa'") as raised:
        look_up(small, Label.PERSON, "Asha Roa")
    assert "Asha Rao" in raised.value.hint
    with pytest.raises(NotFoundError) as raised:
        look_up(small, Label.PERSON, "Zz")
    assert "find" in raised.value.hint


def test_a_misspelt_name_is_answered_with_the_nearest_that_there_is(small: GraphStore):
    with pytest.raises(NotFoundError) as caught:
        look_up(small, Label.TOPIC, "fals")
    assert caught.value.hint == "did you mean: falls; near falls; slips"


def test_another_kind_is_not_taken_for_it(small: GraphStore):
    identifier = one(small, Label.PERSON, "Asha Rao")["id"]
    with pytest.raises(NotFoundError, match="is no topic"):
        look_up(small, Label.TOPIC, identifier)
    with pytest.raises(NotFoundError):
        look_up(small, Label.TOPIC, "Asha Rao")


@pytest.mark.parametrize(
    "asked", ["person:00000000000000000000", "members:M99", "…", ":", "' OR 1=1 --", "Asha*"]
)
def test_what_names_nothing_is_not_found(small: GraphStore, asked: str):
    with pytest.raises(NotFoundError):
        look_up(small, Label.PERSON, asked)


def test_the_id_of_a_joined_entity_leads_on(small: GraphStore):
    ids = sorted(row["id"] for row in small.scan(schema.ENTITIES) if row["name"] == "Bela Bo")
    judge(small, ids, Verdict.SAME, "Jo")
    for identifier in ids:
        assert look_up(small, Label.PERSON, identifier)["id"] == ids[0]


def test_whom_a_list_knows_comes_first_among_candidates(small: GraphStore):
    read(small, {"blog": [post("c", by="David Smith"), post("d", by="David Smith")]})
    with pytest.raises(AmbiguousError) as raised:
        look_up(small, Label.PERSON, "David Smith")
    listed = [bool(small.find(schema.ENTITIES, "id", [one])[0]["ids"]) for one, *_ in raised.value.candidates]
    assert listed == sorted(listed, reverse=True)
    assert listed[:2] == [True, True]


@pytest.mark.parametrize(
    ("question", "given", "parameter"),
    [
        ("person", {"id": "David Smith"}, "id"),
        ("who-works-on", {"topic": "falls", "organisation": "Twin Trust"}, "organisation"),
        ("introductions", {"place": "David Smith", "person": "David Smith"}, "person"),
    ],
)
def test_an_ambiguous_name_is_told_with_the_parameter_that_held_it(
    small: GraphStore, question: str, given: dict[str, str], parameter: str
):
    twins = [
        organisation("X8", "Twin Trust", place="Kelsby"),
        organisation("X9", "Twin Trust", place="Northmere"),
    ]
    read(small, {"twins": twins})
    with pytest.raises(AmbiguousError) as raised:
        ask(small, question, given)
    assert raised.value.parameter == parameter
