"""Peers: who shares a problem, a method or a setting and is somewhere else, and how the dial turns the order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import AmbiguousError, NotFoundError, UsageError
from graph.store import GraphStore
from ingest.document import Draft
from queries.answer import Finding
from queries.questions import ask
from tests.community import empty_sqlite, member, organisation, person, post, project, read, topic
from tests.queries.test_facets import of_kind

PROBLEM, METHOD, ROLE = "same problem elsewhere", "same method, other place", "other role, same setting"
# Enough others for a topic that two share to say something of them.
CROWD = [member(f"C{n}", f"Crowd Member{n}", organisation=f"Crowd {n}", interests=("tea",)) for n in range(9)]
ASHA = member(
    "M1", "Asha Rao", role="Nurse", organisation="NTH", place="Northmere", interests=("falls", "run charts")
)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def m(number: int, name: str, at: str, *interests: str, role: str = "Nurse", place: str = "Kelsby") -> Draft:
    return member(f"M{number}", name, role=role, organisation=at, place=place, interests=interests)


def lists(store: GraphStore, **given: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in peers(store, **given):
        found.setdefault(finding.value["relation"], []).append(finding.value["name"])
    return found


def peers(store: GraphStore, **given: str) -> list[Finding]:
    return list(ask(store, "peers", {"person": "members:M1", **given}).findings)


def test_each_list_has_those_who_share_its_kind_of_topic_and_are_elsewhere(empty: GraphStore):
    others = [m(2, "Bela Bo", "Steadyfoot", "falls"), m(3, "Cy Low", "Third Trust", "run charts"),
              m(4, "Di Moss", "NTH", "falls"), m(5, "Ed Nott", "Fifth Trust", "sepsis")]  # fmt: skip
    read(empty, [ASHA, *others, *CROWD])
    assert lists(empty) == {PROBLEM: ["Bela Bo"], METHOD: ["Cy Low"]}


def test_what_is_shared_and_what_differs_is_said_with_a_quote_for_both(empty: GraphStore):
    steps = project("P1", "Steady Steps", team=[person("Bela Bo", ids=("members:M2",))], topics=["falls"])
    read(empty, [ASHA, m(2, "Bela Bo", "Steadyfoot", role="Chief Executive"), steps, *CROWD])
    (found,) = peers(empty)
    assert found.why == (
        "Bela Bo and Asha Rao share falls.",
        "Bela Bo has worked on Steady Steps, which is about falls; Asha Rao has falls as their own work or interest.",
        "Bela Bo is Chief Executive at Steadyfoot; Asha Rao is Nurse at NTH.",
    )
    assert found.value["differs in"] == ["organisation", "place", "role"]
    assert {one.title for one in found.because} == {"Steady Steps", "Asha Rao", "Bela Bo"}


def test_a_narrower_topic_is_shared_through_the_broader_one(empty: GraphStore):
    vocabulary = [of_kind(topic("T1", "falls"), "problem"), topic("T2", "falls on stairs", broader="falls")]
    read(empty, [*vocabulary, ASHA, m(2, "Bela Bo", "Steadyfoot", "falls on stairs"), *CROWD])
    (found,) = peers(empty)
    assert [one["name"] for one in found.value["shared problems"]] == ["falls"]
    assert "falls on stairs" in found.why[1]
    assert any(one.title == "falls on stairs" for one in found.because)


def test_another_role_at_the_same_kind_of_organisation_is_a_peer_of_the_third_list(empty: GraphStore):
    here = organisation("A", "NTH", kind="hospice")
    there = organisation("B", "Steadyfoot", kind="hospice")
    read(empty, [here, there, ASHA, m(2, "Bela Bo", "Steadyfoot", "tea", "run charts", role="Cook"), *CROWD])
    read(empty, {"more": [m(3, "Cy Low", "Steadyfoot", "falls", role="Nurse")]})
    found = {finding.value["name"]: finding for finding in peers(empty)}
    assert found["Cy Low"].value["relation"] == PROBLEM
    assert found["Bela Bo"].value["relation"] == METHOD
    assert ROLE not in lists(empty)


def test_the_setting_is_shared_where_the_register_says_so_and_that_is_quoted(empty: GraphStore):
    here, there = (
        organisation(key, name, kind="hospice") for key, name in (("A", "NTH"), ("B", "Steadyfoot"))
    )
    wards = [m(2, "Bela Bo", "Steadyfoot", "sepsis", "falls", role="Cook")]
    other = [m(n, f"Peer Number{n}", f"Trust {n}", "falls") for n in range(10, 16)]
    read(empty, [here, there, ASHA, *wards, *other, *CROWD])
    (found,) = [one for one in peers(empty, distance="0.9") if one.value["name"] == "Bela Bo"]
    if found.value["relation"] == ROLE:
        assert found.why[-1] == "Steadyfoot and NTH are both of the kind hospice."
        assert {"NTH", "Steadyfoot"} <= {one.title for one in found.because}


def test_the_dial_turns_from_the_closest_to_the_stranger(empty: GraphStore):
    close = m(2, "Bela Bo", "Steadyfoot", "falls", "run charts", place="Northmere")
    stranger = m(3, "Cy Low", "Third Trust", "falls", "boats", role="Engineer", place="Ashdale")
    read(empty, [ASHA, close, stranger, *CROWD])
    assert lists(empty, distance="0")[PROBLEM] == ["Bela Bo", "Cy Low"]
    assert lists(empty, distance="1")[PROBLEM] == ["Cy Low", "Bela Bo"]


def test_nobody_is_their_own_peer_and_nobody_stands_twice(told: GraphStore):
    for row in ("members:M001", "members:M003", "members:M007"):
        whom = ask(told, "person", {"id": row}).findings[0].value
        names = [finding.value["name"] for finding in peers(told, person=row)]
        assert whom["name"] not in names
        assert len(set(names)) == len(names) > 5


def test_somebody_whose_organisation_is_not_known_comes_after_those_known_to_be_elsewhere(empty: GraphStore):
    unknown = [
        post("p", by="Bela Bo", topics=["falls"]),
        m(3, "Cy Low", "Third Trust", "falls", "boats", "tea"),
    ]
    read(empty, [ASHA, *unknown, *CROWD])
    assert lists(empty, distance="0")[PROBLEM] == ["Cy Low", "Bela Bo"]


def test_those_on_a_project_with_one_come_after_those_whom_one_may_not_know_yet(empty: GraphStore):
    team = [person("Asha Rao", ids=("members:M1",)), person("Bela Bo", ids=("members:M2",))]
    steps = project("P1", "Steady Steps", team=team, topics=["falls"])
    near = m(2, "Bela Bo", "Steadyfoot", "falls", "run charts")
    read(empty, [ASHA, near, m(3, "Cy Low", "Third Trust", "falls"), steps, *CROWD])
    assert lists(empty)[PROBLEM] == ["Cy Low", "Bela Bo"]


def test_a_vocabulary_without_kinds_gives_one_list_and_says_so(empty: GraphStore):
    zig = [
        member("M1", "Asha Rao", organisation="NTH", interests=("zig",)),
        m(2, "Bela Bo", "Steadyfoot", "zig"),
    ]
    read(empty, [*zig, *CROWD])
    answer = ask(empty, "peers", {"person": "members:M1"})
    assert [finding.value["relation"] for finding in answer.findings] == [PROBLEM]
    assert any("give the topics of the vocabulary a kind" in caveat for caveat in answer.caveats)
    assert any("2 of 2 topics are of no kind" in caveat for caveat in answer.caveats)


def test_somebody_without_a_topic_has_no_peers_and_that_is_said(empty: GraphStore):
    read(empty, [member("M1", "Asha Rao"), *CROWD])
    answer = ask(empty, "peers", {"person": "members:M1"})
    assert answer.findings == ()
    assert "No topic is known of Asha Rao" in answer.caveats[0]


@pytest.mark.parametrize("distance", ["2", "-1", "near", "nan"])
def test_a_distance_that_is_none_is_refused(empty: GraphStore, distance: str):
    read(empty, [ASHA])
    with pytest.raises(UsageError, match="distance"):
        peers(empty, distance=distance)


def test_an_unknown_and_an_ambiguous_person_are_answered_as_everywhere(told: GraphStore):
    with pytest.raises(NotFoundError):
        ask(told, "peers", {"person": "Nobody Known"})
    with pytest.raises(AmbiguousError):
        ask(told, "peers", {"person": "David Smith"})
