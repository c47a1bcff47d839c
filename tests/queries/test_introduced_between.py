"""Introductions between projects, between organisations, and of people to projects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import UsageError
from graph.store import GraphStore
from queries.questions import ask
from tests.community import empty_sqlite, member, person, project, read

ASHA = person("Asha Rao", ids=("members:M1",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as opened:
        read(
            opened,
            [
                member("M1", "Asha Rao", organisation="NTH", interests=("falls",)),
                member("M2", "Bela Bo", organisation="Steadyfoot", interests=("falls",)),
                project("P1", "Night Watch", team=[ASHA], topics=["falls"]),
                project("P2", "Steady Steps", topics=["falls"]),
                project("P3", "Safer Nights", team=[ASHA], topics=["falls"]),
                project("P4", "Warm Wards", topics=["heating"]),
            ],
        )
        yield opened


def pairs(store: GraphStore, between: str, **given: str) -> set[frozenset[str]]:
    found = ask(store, "introductions", {"between": between, "limit": "500", **given}).findings
    return {frozenset(one["name"] for one in finding.value["pair"]) for finding in found}


def test_projects_that_share_a_topic_and_nobody_are_introduced(store: GraphStore):
    assert pairs(store, "project") == {
        frozenset({"Night Watch", "Steady Steps"}),
        frozenset({"Safer Nights", "Steady Steps"}),
    }


def test_somebody_is_introduced_to_a_project_that_they_do_not_work_on(store: GraphStore):
    found = pairs(store, "person-project")
    assert frozenset({"Bela Bo", "Night Watch"}) in found
    assert frozenset({"Asha Rao", "Steady Steps"}) in found
    assert frozenset({"Asha Rao", "Night Watch"}) not in found
    assert pairs(store, "person-project", person="Bela Bo") == {pair for pair in found if "Bela Bo" in pair}


def test_each_side_has_a_quote_and_what_was_not_tried_is_said(store: GraphStore):
    answer = ask(store, "introductions", {"between": "project"})
    for finding in answer.findings:
        assert {one["name"] for one in finding.value["pair"]} <= {
            evidence.title for evidence in finding.because
        }
    assert any("not been tried" in caveat for caveat in answer.caveats)


def test_of_two_projects_that_share_as_much_the_one_whose_text_says_the_same_comes_first(tmp_path: Path):
    with empty_sqlite(tmp_path) as store:
        read(
            store,
            [
                project(
                    "P1", "Arden", topics=["sleep"], body="Dimming the lights on the ward so patients rest."
                ),
                project(
                    "P2",
                    "Zephyr",
                    topics=["sleep"],
                    body="Wards with softer lamps let people in hospital sleep.",
                ),
                project(
                    "P3", "Beacon", topics=["sleep"], body="A spreadsheet of invoices for train tickets."
                ),
                member("M1", "Asha Rao", interests=("sleep",)),
            ],
        )
        first, *rest = ask(store, "introductions", {"between": "project"}).findings
        assert {one["name"] for one in first.value["pair"]} == {"Arden", "Zephyr"}
        assert all(first.value["likeness"] > one.value["likeness"] for one in rest)


def test_somebody_who_knows_people_of_both_could_introduce_them(tmp_path: Path):
    bela, cara = person("Bela Bo", ids=("members:M2",)), person("Cara Cu", ids=("members:M3",))
    with empty_sqlite(tmp_path) as store:
        read(
            store,
            [
                project("P1", "Night Watch", team=[ASHA], topics=["falls"]),
                project("P2", "Steady Steps", team=[cara], topics=["falls"]),
                project("P3", "Warm Wards", team=[ASHA, bela], topics=["heating"]),
                project("P4", "Cold Chain", team=[bela, cara], topics=["vaccines"]),
            ],
        )
        (found,) = ask(store, "introductions", {"between": "project", "topic": "falls"}).findings
        assert found.value["introducers"] == 1
        assert any("could introduce them" in line for line in found.why)


def test_a_person_is_no_filter_of_two_projects(store: GraphStore):
    with pytest.raises(UsageError, match="does not go with"):
        ask(store, "introductions", {"between": "project", "person": "Asha Rao"})


def test_a_topic_that_nobody_shares_has_no_pair(store: GraphStore):
    assert pairs(store, "project", topic="heating") == set()
    assert pairs(store, "organisation") == set()
