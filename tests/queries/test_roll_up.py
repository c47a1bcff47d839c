"""Under an organisation stand its parts and what it took over: a group of 2019 rolls up to today's board."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import Label, RelType
from graph.store import GraphStore
from ingest.document import Draft, Named, Statement
from queries.questions import ask
from tests.community import organisation, person, project, read, within


def succeeded(old: Draft, by: str) -> Draft:
    """The organisation, with the one that took it over, as a register tells it."""
    taken_over = Statement("Succeeded by", RelType.SUCCEEDED_BY, object=Named(Label.ORGANISATION, by))
    return replace(old, statements=(*old.statements, taken_over))


COMMUNITY = {
    "register": [
        organisation("R1", "North Marches Region"),
        within("B1", "Kelsby Care Board", "North Marches Region"),
        within("T1", "Kelsby Hospital", "Kelsby Care Board"),
        succeeded(organisation("C1", "Kelsby Commissioning Group"), "Kelsby Care Board"),
        organisation("X1", "Elsewhere Hospital"),
    ],
    "projects": [
        project(
            "P1",
            "Steady Steps",
            team=[
                person("Asha Rao", organisation="Kelsby Hospital"),
                person("Dan Okafor", organisation="Kelsby Commissioning Group"),
                person("Bela Bo", organisation="Elsewhere Hospital"),
            ],
            topics=["falls"],
        )
    ],
}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("North Marches Region", {"Asha Rao", "Dan Okafor"}),
        ("Kelsby Care Board", {"Asha Rao", "Dan Okafor"}),
        ("Kelsby Commissioning Group", {"Dan Okafor"}),
        ("Elsewhere Hospital", {"Bela Bo"}),
    ],
)
def test_whoever_is_at_a_part_or_a_predecessor_is_found_under_the_whole(
    store: GraphStore, asked: str, names: set[str]
) -> None:
    read(store, COMMUNITY)
    answer = ask(store, "who-works-on", {"topic": "falls", "organisation": asked})
    assert {finding.value["person"]["name"] for finding in answer.findings} == names
