"""Everything about one: who it is, then each tie once, with its quotes, denials kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Label, Modality
from graph.store import GraphStore
from queries.answer import Finding
from queries.profile import standing_id
from queries.questions import ask
from tests.community import (
    SECOND,
    comment,
    empty_sqlite,
    entities,
    member,
    one,
    organisation,
    person,
    post,
    project,
    read,
    topic,
)

ASHA = person("Asha Rao", ids=("members:M1",))
SOURCES = {
    "topics": [topic("T1", "falls", names=("slips",), broader="safety")],
    "register": [
        organisation("X1", "Northmere Teaching Hospitals", names=("NTH",), kind="trust", place="Northmere")
    ],
    "members": [
        member("M1", "Asha Rao", role="Nurse", organisation="NTH", place="Northmere", interests=["falls"])
    ],
    "projects": [
        project("P1", "Steady Steps", team=[ASHA], host="NTH", topics=["falls"], starts="2022"),
        project("P2", "Night Watch", team=[ASHA], status=Modality.DONE, starts="2018", ends="2020"),
    ],
    "blog": [post("a", "Huddles", by=ASHA, topics=["falls"]), comment("c", on="a", by="Bela Bo")],
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path_factory.mktemp("small")) as store:
        read(store, SOURCES)
        yield store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def profile(store: GraphStore, label: str, name: str, **given: str) -> list[Finding]:
    return list(ask(store, label, {"id": name, **given}).findings)


def lines(found: list[Finding]) -> list[tuple[str, str]]:
    return [(str(f.value["relation"]), str(f.value["name"])) for f in found[1:]]


def test_the_head_says_who_it_is_and_how_many_records_describe_them(small: GraphStore):
    head = profile(small, "person", "Asha Rao")[0]
    assert head.value["relation"] == "is"
    assert (head.value["records"], head.value["ids"]) == (4, ["members:M1"])
    assert head.why[0].startswith("Asha Rao (Nurse, NTH, Northmere)")
    assert " 4 " in head.why[0]
    assert head.because
    assert " one " in profile(small, "person", "Bela Bo")[0].why[0]
    said = profile(small, "organisation", "NTH")[0].why[0]
    assert said.startswith("Northmere Teaching Hospitals (trust, Northmere)")
    assert " an organisation" in said


def test_a_person_is_at_works_on_wrote_and_has_an_interest(small: GraphStore):
    found = profile(small, "person", "Asha Rao")
    assert lines(found) == [
        ("is at", "Northmere Teaching Hospitals"), ("works on", "Steady Steps"), ("works on", "Night Watch"),
        ("wrote", "Huddles"), ("has an interest in", "falls"),
    ]  # fmt: skip
    why = {str(f.value["name"]): f.why[0] for f in found[1:]}
    assert why["Night Watch"] == "Asha Rao worked on Night Watch as lead; completed (2018 to 2020)."
    assert why["Steady Steps"] == "Asha Rao works on Steady Steps as lead; under way since 2022."


def test_a_project_an_organisation_and_a_topic_read_from_their_side(small: GraphStore):
    assert lines(profile(small, "project", "Steady Steps")) == [
        ("is about", "falls"), ("is worked on by", "Asha Rao"), ("is run by", "Northmere Teaching Hospitals"),
    ]  # fmt: skip
    assert lines(profile(small, "organisation", "NTH")) == [("runs", "Steady Steps"), ("has", "Asha Rao")]
    found = lines(profile(small, "topic", "slips"))
    assert found[0] == ("is a kind of", "safety")
    assert {name for relation, name in found if relation == "is the subject of"} == {
        "Steady Steps",
        "Huddles",
    }
    # A person is no topic's subject: it is what they work on, or what interests them.
    assert ("is an interest of", "Asha Rao") in found
    assert lines(profile(small, "topic", "safety")) == [("has as a narrower topic", "falls")]


def test_the_other_end_can_be_asked_for_in_turn(small: GraphStore):
    for found in profile(small, "person", "Asha Rao")[1:]:
        other = found.value["other"]
        if other["label"] != "Document":
            assert profile(small, other["label"].lower(), other["id"])[0].value["name"] == other["name"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"since": "2023-06"}, set()),
        ({"until": "2021"}, {"Night Watch"}),
        ({"as_of": "2019"}, {"Night Watch"}),
        ({"as_of": "2022"}, {"Steady Steps"}),
        ({"known_at": "2023"}, set()),
    ],
)
def test_times_are_kept(small: GraphStore, given: dict[str, str], names: set[str]):
    found = profile(small, "person", "Asha Rao", **given)[1:]
    assert {str(f.value["name"]) for f in found if f.value["relation"] == "works on"} == names


def test_pages_hold_every_finding_once(small: GraphStore):
    paged: list[Finding] = []
    cursor = "0"
    while cursor:
        answer = ask(small, "person", {"id": "Asha Rao", "limit": "2", "cursor": cursor})
        paged += answer.findings
        cursor = answer.next
    assert paged == profile(small, "person", "Asha Rao")


def test_an_id_that_leads_on_says_where(small: GraphStore):
    entity = one(small, Label.PERSON, "Asha Rao")["id"]
    assert standing_id(small, entity) == entity
    assert standing_id(small, "person:nobody") == "person:nobody"


def test_what_is_no_longer_there_is_shown_under_its_own_name(empty: GraphStore):
    read(
        empty,
        [
            post("p", "Huddles", topics=["falls"]),
            project("P1", "Steady Steps", team=["Asha Rao"], topics=["falls"]),
        ],
    )
    read(empty, [project("P1", "Renamed", team=["Bela Bo"], topics=["falls"])], at=SECOND)
    assert entities(empty, Label.PERSON, "Bela Bo")
    found = profile(empty, "topic", "falls", known_at="2024-01-15")
    works = profile(empty, "project", "Renamed", known_at="2024-01-15")
    assert found
    (tie,) = [f for f in works[1:] if f.value["relation"] == "is worked on by"]
    assert (tie.value["other"]["label"], tie.value["name"]) == ("Person", "Asha Rao")


def test_the_head_of_a_profile_is_that_of_the_time_asked_for(empty: GraphStore):
    nurse = person("Asha Rao", organisation="Northmere Hospice", role="Nurse")
    read(empty, [post("p", by=nurse, published="2019-03-01")])
    asha = one(empty, Label.PERSON, "Asha Rao")["id"]
    (head, *_) = profile(empty, "person", asha, as_of="2020")
    assert (head.value["role"], head.value["organisation"]) == ("Nurse", "Northmere Hospice")
    (before, *_) = profile(empty, "person", asha, as_of="2018")
    assert (before.value["role"], before.value["organisation"]) == ("", "")
    (unknown, *_) = profile(empty, "person", asha, known_at="2023")
    assert (unknown.value["records"], unknown.value["names"]) == (0, [])


def test_the_work_on_it_was_under_way_before_too(empty: GraphStore):
    walks = project("P1", "Walks", team=["Asha Rao"], status=Modality.DONE, starts="2020", ends="2022-09-30")
    read(empty, [walks])
    then, now = (
        [why for finding in profile(empty, "project", "Walks", **given) for why in finding.why]
        for given in ({"as_of": "2021"}, dict[str, str]())
    )
    assert "Walks is worked on by Asha Rao as lead; under way since 2020." in then
    assert "Walks was worked on by Asha Rao as lead; completed (2020 to 2022)." in now


def test_a_project_that_ended_was_under_way_before(empty: GraphStore):
    read(empty, [project("P1", "Steady Steps", status=Modality.DONE, starts="2019", ends="2021-06")])
    states = {
        day: profile(empty, "project", "Steady Steps", as_of=day)[0].value["status"]
        for day in ("2018", "2020", "2021-07")
    }
    assert states == {"2018": "", "2020": "doing", "2021-07": "done"}
