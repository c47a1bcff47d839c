"""Bridges and silos over a made-up community: two teams, one person between them, and who may be named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import NotFoundError
from graph.store import GraphStore
from ingest.document import Draft, Named
from queries.answer import Finding
from queries.network.resampled import interval
from queries.questions import ask
from queries.request import Role
from tests.community import empty_sqlite, member, person, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


NAMES = ("Asha Rao", "Bela Bo", "Cy Low", "Dan Okafor", "Eva Moss", "Fay Dunn", "Gil Hart")
ASHA, BELA, CY, DAN, EVA, FAY, GIL = (person(name, ids=(f"members:{name}",)) for name in NAMES)


def members(*people: Named, place: str = "") -> list[Draft]:
    names = {ASHA.name: "NTH", BELA.name: "NTH", CY.name: "NTH", DAN.name: "Steadyfoot"}
    return [
        member(one.name, one.name, organisation=names.get(one.name, "Kelsby"), place=place) for one in people
    ]


# Dan is on both teams, and on each team everybody knows everybody.
TWO_TEAMS = [
    *members(ASHA, BELA, CY, DAN, EVA, FAY, GIL),
    project("P1", "Night Watch", team=[ASHA, BELA, CY, DAN], topics=["falls"]),
    project("P2", "Steady Steps", team=[DAN, EVA, FAY, GIL], topics=["sepsis"]),
]


def findings(
    store: GraphStore, question: str, relation: str, role: Role = Role.MANAGER, **given: str
) -> list[Finding]:
    return [one for one in ask(store, question, given, role).findings if one.value["relation"] == relation]


def test_who_alone_stands_between_two_teams_is_found_with_what_falls_apart(empty: GraphStore):
    read(empty, TWO_TEAMS)
    (dan,) = findings(empty, "bridges", "stands between others")
    assert dan.value["name"] == "Dan Okafor"
    assert (dan.value["cut_off"], dan.value["pieces"], dan.value["betweenness"]) == (3, [3, 3], 9.0)
    assert "would lose touch" in dan.why[0]
    assert {evidence.title for evidence in dan.because} == {"Night Watch", "Steady Steps"}
    low, high = dan.value["cut_off_interval"]
    assert low <= 3 <= high
    assert dan.value["brokerage"] == {"liaison": 9}


def test_nobody_is_named_to_members(empty: GraphStore):
    read(empty, TWO_TEAMS)
    for question in ("bridges", "silos"):
        answer = ask(empty, question, {})
        assert answer.findings
        assert answer.caveats[0].startswith("Persons are named to managers only")
        told = [
            finding.as_dict() if hasattr(finding, "as_dict") else finding.value for finding in answer.findings
        ]
        assert not any(name in str(told) + str([f.why for f in answer.findings]) for name in NAMES), question


def test_a_single_tie_between_two_parts_is_named(empty: GraphStore):
    # Two triangles joined by one declared pair.
    read(empty, [
        *members(ASHA, BELA, CY, DAN, EVA, FAY),
        project("P1", "Night Watch", team=[ASHA, BELA, CY]),
        project("P2", "Steady Steps", team=[DAN, EVA, FAY]),
        project("P3", "Tea Round", team=[CY, DAN]),
    ])  # fmt: skip
    (tie,) = findings(empty, "bridges", "the only tie between two parts")
    assert tie.value["name"] == "Cy Low and Dan Okafor"
    assert tie.value["sides"] == [3, 3]
    assert [evidence.title for evidence in tie.because] == ["Tea Round"]


def test_silos_have_their_topics_and_who_spans_them(empty: GraphStore):
    read(empty, [
        *members(ASHA, BELA, CY, DAN, EVA, FAY),
        project("P1", "Night Watch", team=[ASHA, BELA, CY], topics=["falls"]),
        project("P2", "Steady Steps", team=[DAN, EVA, FAY], topics=["sepsis"]),
        project("P3", "Tea Round", team=[CY, DAN]),
    ])  # fmt: skip
    both = findings(empty, "silos", "group")
    assert {finding.value["topics"][0]["name"] for finding in both} == {"falls", "sepsis"}
    assert all(finding.value["ties_out"] == 1 and finding.because for finding in both)
    (between,) = findings(empty, "silos", "between two groups")
    assert {one["name"] for one in between.value["spanned_by"]} == {"Cy Low", "Dan Okafor"}
    (whole,) = findings(empty, "silos", "the whole")
    assert whole.value["groups"] == 2
    assert whole.value["ei_index"]["organisation"] == pytest.approx((3 - 4) / 7, abs=1e-3)


def test_groups_without_topics_are_called_by_what_brought_them_together(empty: GraphStore):
    read(empty, [
        *members(ASHA, BELA, CY, EVA, FAY, GIL),
        project("P1", "Night Watch", team=[ASHA, BELA, CY]), project("P2", "Steady Steps", team=[EVA, FAY, GIL]),
    ])  # fmt: skip
    both = findings(empty, "silos", "group")
    assert {one.value["name"].split(": ")[1] for one in both} == {"“Night Watch”", "“Steady Steps”"}
    assert "What brought several of them together is Night Watch (3 of 3)." in {one.why[1] for one in both}
    (between,) = findings(empty, "silos", "between two groups")
    assert "Night Watch" in between.value["name"]


def test_roles_are_compared_by_their_kind(empty: GraphStore):
    roles = {
        "Asha Rao": "Ward Manager",
        "Bela Bo": "Manager of Sepsis",
        "Cy Low": "Nurse",
        "Dan Okafor": "Lead Nurse",
    }
    people = [member(name, name, role=role) for name, role in roles.items()]
    teams = [project("P1", "Night Watch", team=[ASHA, BELA]), project("P2", "Tea Round", team=[CY, DAN])]
    read(empty, [*people, *teams])
    (whole,) = findings(empty, "silos", "the whole")
    assert whole.value["ei_index"]["role"] == -1


def test_where_nobody_is_known_to_be_somewhere_it_is_said(empty: GraphStore):
    read(empty, TWO_TEAMS)
    for question in ("bridges", "silos", "newcomers"):
        said = " ".join(ask(empty, question, {"place": "Nowhere"}, Role.MANAGER).caveats)
        assert "Nobody is known to be among the community in Nowhere" in said, question


def test_betweenness_from_a_sample_is_said_to_be_one(empty: GraphStore, monkeypatch: pytest.MonkeyPatch):
    read(empty, TWO_TEAMS)
    assert "estimated" not in " ".join(ask(empty, "bridges", {}, Role.MANAGER).caveats)
    monkeypatch.setattr("queries.bridges.EXACT", 3)
    monkeypatch.setattr("queries.bridges.SAMPLED", 2)
    told = ask(empty, "bridges", {}, Role.MANAGER).caveats
    assert "Betweenness is estimated: walked from 2 people drawn at random of 7." in told


def test_groups_that_nobody_spans_are_said_so(empty: GraphStore):
    read(empty, [
        *members(ASHA, BELA, CY, EVA, FAY, GIL),
        project("P1", "Night Watch", team=[ASHA, BELA, CY]), project("P2", "Steady Steps", team=[EVA, FAY, GIL]),
    ])  # fmt: skip
    (between,) = findings(empty, "silos", "between two groups")
    assert "nobody spans them" in between.why[0]


@pytest.mark.parametrize("question", ["bridges", "silos"])
def test_a_question_of_one_topic_or_place_is_of_its_people_alone(empty: GraphStore, question: str):
    read(empty, [*TWO_TEAMS, *members(person("Hal Ives", ids=("members:Hal Ives",)), place="Northmere")])
    assert findings(empty, question, "the whole", topic="falls")[0].value["people"] == 4
    assert findings(empty, question, "the whole", place="Northmere")[0].value["people"] == 1
    assert ask(empty, question, {"place": "Nowhere"}, Role.MANAGER).findings == ()
    with pytest.raises(NotFoundError, match="zeppelins"):
        ask(empty, question, {"topic": "zeppelins"})


@pytest.mark.parametrize(
    "drafts", [[], [*members(ASHA)], [*members(ASHA, BELA)]], ids=["nobody", "one", "no tie"]
)
@pytest.mark.parametrize("question", ["bridges", "silos"])
def test_a_community_without_ties_gets_an_answer(empty: GraphStore, question: str, drafts: list[Draft]):
    read(empty, drafts)
    answer = ask(empty, question, {}, Role.MANAGER)
    assert len(answer.findings) == min(1, len(drafts))


def test_the_people_in_groups_are_those_of_the_groups_and_without_ties_no_runs_are_told(empty: GraphStore):
    alone = [member(f"{n}", f"{name} Ash") for n, name in enumerate(("Ivy", "Jon"))]
    read(empty, [*TWO_TEAMS, *alone])
    whole = ask(empty, "silos", {}, Role.MANAGER).findings[0]
    assert (whole.value["people"], whole.value["people_in_groups"]) == (9, 7)
    assert whole.why[0].startswith("7 of 9 people fall into 2 groups")
    before = ask(empty, "silos", {"as_of": "1999-01-01"}, Role.MANAGER)
    assert "Leiden" not in " ".join(before.caveats)
    assert all("modularity" not in finding.value for finding in before.findings)


def test_an_interval_of_people_ends_at_whole_people():
    within = interval([float(people) for people in range(10)])
    assert (within.low, within.high) == (0.0, 9.0)
