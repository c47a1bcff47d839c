"""Every question at another time: `as_of` shows what had begun by then, `known_at` what had been read by then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.model import Modality
from graph.store import GraphStore
from ingest.document import Draft, Named
from queries.questions import QUESTIONS, ask
from queries.request import Role
from tests.community import FIRST, THIRD, comment, empty_sqlite, member, person, post, project, read
from tests.conftest import emptied_neo4j

# After FIRST and before THIRD; before Steady Steps, Safer Nights and the posts about them.
KNOWN_AT, AS_OF = "2024-02", "2021"
ASHA, BELA, CAI, DAN, FAY = (
    person(name, ids=(f"members:{name[0]}",))
    for name in ("Asha Rao", "Bela Bo", "Cai Dun", "Dan Ek", "Fay Ito")
)


def night_watch(*team: Named) -> Draft:
    return project(
        "P1",
        "Night Watch",
        team=team,
        host="NTH",
        topics=["falls"],
        starts="2020",
        ends="2022",
        status=Modality.DONE,
    )


def crowd(place: str, topic: str, year: str) -> list[Draft]:
    """Ten people of a place who each wrote on a topic: enough for a gap to show."""
    names = [
        f"{first} {place}son"
        for first in ("Ann", "Bob", "Col", "Deb", "Eva", "Flo", "Gil", "Hal", "Ian", "Jo")
    ]
    members = [member(f"{place}{name}", name, organisation=f"{place} Trust", place=place) for name in names]
    own = [person(draft.title, ids=(f"members:{draft.key}",)) for draft in members]
    posts = [
        post(
            f"{one.name} {topic}",
            f"On {topic}",
            by=one,
            topics=[topic],
            published=f"{year}-03",
            body="A few words.",
        )
        for one in own
    ]
    return [*members, *posts]


# What tells of each time: Bela left and Steady Steps was taken back in 2024, Cai came; most began after 2021.
EVER = [
    member("A", "Asha Rao", role="nurse", interests=("falls",)),
    member("D", "Dan Ek", role="nurse"),
    member("F", "Fay Ito", role="nurse"),
    member("G", "Gus Hay", role="doctor", organisation="Gate Surgery"),
    project("P4", "Quiet Wards", team=[DAN, FAY], topics=["noise"], starts="2019"),
    post(
        "night",
        "Falls at night",
        by=ASHA,
        topics=["falls"],
        published="2020-05-01",
        body="We watch for falls.",
    ),
    post(
        "gate",
        "Falls at the gate",
        by=person("Gus Hay", ids=("members:G",)),
        topics=["falls"],
        published="2020-06-01",
        body="Falls out there.",
    ),
    *crowd("North", "heating", "2020"),
]
ONCE = [
    night_watch(ASHA, DAN),
    member("B", "Bela Bo", role="doctor", organisation="Steadyfoot", interests=("falls",)),
    project("P2", "Steady Steps", team=[BELA], host="Steadyfoot", topics=["falls"], starts="2023"),
    post(
        "steps",
        "Falls by day",
        by=BELA,
        topics=["falls"],
        published="2023-05-01",
        body="Steps against falls.",
    ),
    *crowd("East", "cooling", "2020"),
]
LATER = [
    night_watch(ASHA),
    member("C", "Cai Dun", role="analyst", organisation="Tower Hospice", interests=("falls",)),
    project("P3", "Safer Nights", team=[CAI], host="Tower Hospice", topics=["falls"], starts="2023"),
    project("P6", "Open Gate", host="Gate Surgery", topics=["doors"], starts="2022"),
    project("P5", "Warm Wards", team=[ASHA, FAY], topics=["noise"], starts="2022"),
    post(
        "safer",
        "Safer nights",
        by=CAI,
        topics=["falls"],
        published="2023-09-01",
        body="Nights without falls.",
    ),
    comment("2", on="night", by=CAI, body="And we ask about falls.", published="2023-09-02"),
    *crowd("South", "cooling", "2023"),
]
ASKED: dict[str, dict[str, str]] = {
    "who-works-on": {"topic": "falls"},
    "find": {"words": "falls"},
    "experts": {"about": "falls at night"},
    "person": {"id": "Asha Rao"},
    "project": {"id": "Night Watch"},
    "organisation": {"id": "Gate Surgery"},
    "topic": {"id": "falls"},
    "introductions": {},
    "peers": {"person": "Asha Rao"},
    "similar-projects": {"project": "Night Watch"},
    "changes": {"since": "2019"},
    "bridges": {},
    "silos": {},
    "gaps": {},
    "newcomers": {},
    "path": {"from": "Asha Rao", "to": "Fay Ito"},
    "convene": {"topic": "falls"},
    "what-if": {"remove": "Asha Rao"},
    "coverage": {},
}
# A question that may answer as it does today, and why.
SAME: dict[tuple[str, str], str] = {}


def _tell(store: GraphStore) -> GraphStore:
    read(store, [*EVER, *ONCE], at=FIRST)
    read(store, [*EVER, *LATER], at=THIRD, complete=True)
    return store


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    folder: Path = tmp_path_factory.mktemp("times")
    with empty_sqlite(folder) as opened:
        yield _tell(opened)


@pytest.fixture(scope="module")
def neo4j(neo4j_url: str) -> Iterator[GraphStore]:
    opened, _ = emptied_neo4j(neo4j_url)
    yield _tell(opened)
    opened.close()


def shown(store: GraphStore, name: str, **times: str) -> Any:
    """What an answer says of the community: its findings, and its counts."""
    answer = ask(store, name, {**ASKED[name], **times}, Role.MANAGER).as_dict()
    return answer["findings"], answer.get("facets")


def test_every_question_is_asked_at_other_times():
    assert set(ASKED) == {question.name for question in QUESTIONS}


@pytest.mark.parametrize("when", [("as_of", AS_OF), ("known_at", KNOWN_AT)], ids=lambda when: when[0])
@pytest.mark.parametrize("name", ASKED)
def test_a_question_answers_as_of_another_time(sqlite: GraphStore, name: str, when: tuple[str, str]):
    then, now = shown(sqlite, name, **dict([when])), shown(sqlite, name)
    assert (then == now) is ((name, when[0]) in SAME)


@pytest.mark.parametrize("name", ASKED)
def test_another_time_is_the_same_on_both_engines(sqlite: GraphStore, neo4j: GraphStore, name: str):
    for times in ({"as_of": AS_OF}, {"known_at": KNOWN_AT}, {"as_of": "2023-05", "known_at": KNOWN_AT}):
        assert shown(neo4j, name, **times) == shown(sqlite, name, **times)


# Steady Steps, Bela and what they wrote are of the first reading alone; Cai and Safer Nights of the second.
@pytest.mark.parametrize("name", sorted(set(ASKED) - {"path", "changes"}))
def test_nobody_and_nothing_is_named_before_it_was_read(sqlite: GraphStore, name: str):
    said = str(shown(sqlite, name, known_at=KNOWN_AT))
    assert not [one for one in ("Cai Dun", "Safer Nights", "Tower Hospice") if one in said]


@pytest.mark.parametrize("name", sorted(set(ASKED) - {"path", "changes"}))
def test_nobody_and_nothing_is_named_after_it_was_taken_back(sqlite: GraphStore, name: str):
    said = str(shown(sqlite, name))
    assert not [one for one in ("Bela Bo", "Steady Steps", "Steadyfoot") if one in said]


@pytest.mark.parametrize("name", sorted(set(ASKED) - {"path", "changes"}))
def test_nobody_and_nothing_is_named_before_it_began(sqlite: GraphStore, name: str):
    said = str(shown(sqlite, name, as_of=AS_OF, known_at=KNOWN_AT))
    assert not [one for one in ("Bela Bo", "Steady Steps", "Cai Dun", "Safer Nights") if one in said]


def test_who_was_taken_back_is_found_by_name_when_they_were_known(sqlite: GraphStore):
    findings = ask(sqlite, "person", {"id": "Bela Bo", "known_at": KNOWN_AT}).findings
    assert {"Steady Steps", "Steadyfoot"} <= {finding.value["name"] for finding in findings}
    found = ask(sqlite, "find", {"words": "bela", "known_at": KNOWN_AT}).findings
    (value,) = [one.value for one in found if one.value["label"] == "Person"]
    assert (value["name"], value["role"], value["organisation"]) == ("Bela Bo", "doctor", "Steadyfoot")


@pytest.mark.parametrize("name", ["who-works-on", "experts", "convene", "introductions"])
def test_nobody_is_shown_with_the_organisation_of_another_time(sqlite: GraphStore, name: str):
    assert "Gate Surgery" in str(shown(sqlite, name))
    # Gus's surgery stands in a list that was read in 2024.
    said = shown(sqlite, name, as_of=AS_OF)[0]
    assert "Gus Hay" in str(said)
    assert "Gate Surgery" not in str([finding["value"] for finding in said])
