"""Gaps and convene: silent cells against chance, and whom to invite, held against trying every choice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from graph.errors import NotFoundError, UsageError
from graph.store import GraphStore
from ingest.document import Draft
from queries.network.invited import Wanted, invite
from queries.network.role_families import role_family
from queries.questions import ask
from tests.community import empty_sqlite, member, organisation, person, post, project, read, topic


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def people(number: int, place: str, topic: str, employer: str = "") -> list[Draft]:
    names = [f"{chr(65 + n)}an {place}{topic}" for n in range(number)]
    return [member(name, name, place=place, interests=(topic,), organisation=employer) for name in names]


# Falls is worked on everywhere but in Kelsby.
TOWNS = [*people(8, "Northmere", "falls"), *people(2, "Northmere", "sepsis"), *people(10, "Kelsby", "sepsis")]


def test_a_silent_place_is_found_with_what_would_be_expected_and_who_is_nearest(empty: GraphStore):
    near = person("Aan Northmerefalls", ids=("members:Aan Northmerefalls",))
    there = person("Aan Kelsbysepsis", ids=("members:Aan Kelsbysepsis",))
    read(empty, [*TOWNS, project("P1", "Night Watch", team=[near, there])])
    first = ask(empty, "gaps", {}).findings[0]
    assert (first.value["name"], first.value["relation"]) == ("falls – Kelsby", "silent")
    assert (first.value["people"], first.value["expected"], first.value["people_there"]) == (0, 4.0, 10)
    assert first.value["by_chance"] == [2, 6]
    assert first.value["probability"] == pytest.approx(
        0.00036, abs=1e-5
    )  # C(10,0)·C(10,8)/C(20,8) = 45/125970
    assert first.value["nearest"][0]["name"] == "Aan Northmerefalls"
    assert first.because[0].title == "Aan Northmerefalls"


def test_people_whose_place_is_not_known_are_not_counted_and_said_so(empty: GraphStore):
    read(empty, [*TOWNS, *people(5, "", "falls")])
    answer = ask(empty, "gaps", {"topic": "falls"})
    assert answer.caveats[0].startswith("The place of 20 of 25 people is known")
    assert {finding.value["topic"]["name"] for finding in answer.findings} == {"falls"}


def test_gaps_are_also_by_kind_of_organisation(empty: GraphStore):
    read(empty, [
        organisation("1", "Hollin House", kind="hospice"), organisation("2", "NTH", kind="trust"),
        *people(6, "", "falls", "NTH"), *people(6, "", "sepsis", "Hollin House"),
    ])  # fmt: skip
    found = {finding.value["name"] for finding in ask(empty, "gaps", {"by": "organisation_kind"}).findings}
    assert found == {"falls – hospice", "sepsis – trust"}


def test_whoever_is_on_a_narrower_topic_is_no_gap_of_the_broader_one(empty: GraphStore):
    wards = [
        member(f"w{n}", f"Wim Ward{n}", place="Kelsby", interests=("inpatient falls",)) for n in range(4)
    ]
    below = [topic("T1", "inpatient falls", broader="falls"), topic("T2", "falls")]
    read(empty, [*TOWNS, *wards, *below])
    answer = ask(empty, "gaps", {"topic": "falls"})
    found = {finding.value["name"]: finding.value for finding in answer.findings}
    # Twelve of 24 are on falls, 14 of 24 are in Kelsby: 7 are expected there, and the four of the ward are there.
    assert (found["falls – Kelsby"]["people"], found["falls – Kelsby"]["expected"]) == (4, 7.0)
    assert found["inpatient falls – Northmere"]["relation"] == "silent"
    # So it is at a time that is named.
    assert ask(empty, "gaps", {"topic": "falls", "known_at": "2024-01-02"}).findings == answer.findings


def test_a_cell_says_whether_chance_alone_would_leave_as_few(empty: GraphStore):
    read(empty, [*TOWNS, *people(3, "Northmere", "huddles"), *people(1, "Kelsby", "huddles")])
    found = {one.value["topic"]["name"]: one for one in ask(empty, "gaps", {"place": "Kelsby"}).findings}
    assert found["falls"].value["beyond_chance"]
    assert "fewer than chance would leave" in found["falls"].why[0]
    assert not found["huddles"].value["beyond_chance"]
    assert "chance alone may leave as few" in found["huddles"].why[0]


def test_where_nobody_is_anywhere_there_are_no_gaps(empty: GraphStore):
    read(empty, [])
    assert ask(empty, "gaps", {}).findings == ()
    with pytest.raises(NotFoundError, match="zeppelins"):
        ask(empty, "gaps", {"topic": "zeppelins"})


MIXED = [*people(2, "Northmere", "falls", "NTH"), *people(2, "Kelsby", "falls", "Steadyfoot")]


def test_the_invited_cover_places_and_organisations_with_a_reason_and_a_runner_up_each(empty: GraphStore):
    read(empty, MIXED)
    answer = ask(empty, "convene", {"topic": "falls", "size": "2"})
    assert {finding.value["person"]["place"] for finding in answer.findings} == {"Northmere", "Kelsby"}
    for finding in answer.findings:
        assert {"organisation", "place"} <= set(finding.value["brings_alone"])
        assert finding.value["runner_up"]["place"] == finding.value["person"]["place"]
        assert finding.because
    assert "a gap of 0.0%" in " ".join(answer.caveats)


def test_those_who_are_tied_already_are_not_both_invited_where_others_bring_the_same(empty: GraphStore):
    tied = [person(name, ids=(f"members:{name}",)) for name in ("Aan Northmerefalls", "Aan Kelsbyfalls")]
    read(empty, [*MIXED, project("P1", "Night Watch", team=tied, topics=["falls"])])
    invited = {
        finding.value["name"] for finding in ask(empty, "convene", {"topic": "falls", "size": "2"}).findings
    }
    assert invited != {"Aan Northmerefalls", "Aan Kelsbyfalls"}


def test_of_those_who_bring_the_same_the_one_who_did_most_on_the_topic_is_invited(empty: GraphStore):
    busy = person("Ban Northmerefalls", ids=("members:Ban Northmerefalls",))
    posts = [post(f"p{n}", by=busy, topics=("falls",)) for n in range(3)]
    read(empty, [*MIXED, *posts])
    seats = {
        one.value["name"]: one for one in ask(empty, "convene", {"topic": "falls", "size": "2"}).findings
    }
    assert "Ban Northmerefalls" in seats
    assert seats["Ban Northmerefalls"].value["ways_to_topic"] == 4
    assert "is tied to falls by 4 works, texts and interests" in seats["Ban Northmerefalls"].why[0]
    by_place = ask(empty, "convene", {"place": "Northmere", "size": "2"}).findings
    assert "the topic" not in " ".join(why for finding in by_place for why in finding.why)


def test_more_seats_than_people_is_everybody_and_said_so(empty: GraphStore):
    read(empty, MIXED)
    answer = ask(empty, "convene", {"topic": "falls", "size": "30"})
    assert (len(answer.findings), answer.caveats[0]) == (
        4,
        "Only 4 people can be invited: 30 were asked for.",
    )
    assert ask(empty, "convene", {"place": "Nowhere"}).findings == ()


@pytest.mark.parametrize("wrong", [{}, {"topic": "falls", "size": "1"}, {"topic": "falls", "size": "many"}])
def test_a_meeting_needs_a_topic_or_a_place_and_a_size(empty: GraphStore, wrong: dict[str, str]):
    read(empty, MIXED)
    with pytest.raises(UsageError, match=r"`topic`, `place` or `organisation`|`size`"):
        ask(empty, "convene", wrong)


@given(st.integers(2, 7), st.integers(1, 4), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_no_choice_is_better_than_the_one_that_is_made(number: int, size: int, random):
    kinds = tuple(np.array([random.randint(-1, 2) for _ in range(number)]) for _ in range(2))
    tied = np.zeros((number, number))
    for one, other in combinations(range(number), 2):
        tied[one, other] = tied[other, one] = random.random() < 0.4
    worth = np.array([random.random() / 2 for _ in range(number)])
    wanted = Wanted(kinds, csr_matrix(tied), worth, size)
    best = max(wanted.value(some) for some in combinations(range(number), min(size, number)))
    found = invite(wanted)
    assert found.worth == pytest.approx(best)
    assert found.bound == pytest.approx(best, abs=1e-5)


@pytest.mark.parametrize(
    ("role", "family"),
    [
        ("Ward Manager", "manager"),
        ("Director of Improvement", "director"),
        ("GP Partner, Leeds", "partner"),
        ("", ""),
    ],
)
def test_a_role_has_its_kind(role: str, family: str):
    assert role_family(role) == family


def test_where_nobody_can_be_invited_no_figures_are_made_up(empty: GraphStore):
    read(empty, [member("1", "Asha Rao", place="Northmere", interests=["falls"])])
    answer = ask(empty, "convene", {"place": "Atlantis", "size": "4"})
    assert answer.findings == ()
    assert answer.caveats[0].startswith("Nobody is known to be among the community in Atlantis")
    assert answer.caveats[1:] == ("Nobody can be invited: 4 were asked for.",)
    alone = ask(empty, "convene", {"place": "Northmere", "size": "4"})
    assert "of 0 pairs" not in " ".join(alone.caveats)
