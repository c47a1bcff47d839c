"""Who works on a topic: begun work with its quotes, narrower topics with their path, writers apart and last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import NotFoundError
from graph.model import Modality
from graph.store import GraphStore
from queries.answer import Answer, Finding
from queries.questions import ask
from tests.community import (
    SECOND,
    empty_sqlite,
    member,
    organisation,
    organisation_named,
    person,
    post,
    project,
    read,
    topic,
)

TOPICS = [
    topic("T1", "falls", broader="safety"),
    topic("T2", "inpatient falls", broader="falls"),
    topic("T3", "sepsis"),
]
SOURCES = {
    "topics": TOPICS,
    "register": [organisation("X1", "Northmere Hospice", kind="hospice"),
                 organisation("X2", "Kelsby Trust", kind="trust")],
    "members": [
        member("M1", "Asha Rao", organisation="Northmere Hospice", place="Northmere, North Marches"),
        member("M2", "Dan Okafor", organisation="Kelsby Trust", place="Kelsby"),
    ],
    "projects": [
        project("P1", "Steady Steps", team=["Asha Rao"], host="Northmere Hospice", topics=["falls"], starts="2021"),
        project("P2", "Night Watch", team=["Dan Okafor"], topics=["inpatient falls"], status=Modality.DONE,
                starts="2018", ends="2020", place="Kelsby"),
        project("P3", "Sure Feet", team=["Bela Bo"], topics=["falls"], status=Modality.PLANNED, starts="2025"),
    ],
    "blog": [post("a", by="Writer One", topics=["falls"], published="2019-03-01"),
             post("b", by="Writer One", topics=["falls"], published="2022-03-01"),
             post("c", by="Asha Rao", topics=["falls"])],
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path_factory.mktemp("small")) as store:
        read(store, SOURCES)
        yield store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def who(store: GraphStore, **given: str) -> Answer:
    return ask(store, "who-works-on", {"topic": "falls", **given})


def said(answer: Answer) -> list[tuple[str, str, str]]:
    return [
        (str(f.value["relation"]), str(f.value["name"]), (f.value["project"] or {}).get("name", ""))
        for f in answer.findings
    ]


def works(answer: Answer) -> set[str]:
    return {str(f.value["name"]) for f in answer.findings if f.value["relation"] == "works on"}


ASHA = person("Asha Rao", organisation="Northmere Hospice", place="Northmere, North Marches")
STEADY = ("works on", "Asha Rao", "Steady Steps")
HOST = ("works on", "Northmere Hospice", "Steady Steps")
NIGHT = ("works on", "Dan Okafor", "Night Watch")
WRITER = ("wrote about", "Writer One", "")


def test_people_come_before_organisations_running_before_ended_and_writers_last(small: GraphStore):
    found = said(who(small))
    assert found[:3] == [STEADY, NIGHT, HOST] or found[:3] == [STEADY, HOST, NIGHT]
    assert {name for relation, name, _ in found[3:]} <= {"Writer One", "Asha Rao"}
    assert all(relation == "wrote about" for relation, *_ in found[3:])
    assert found[-1][0] == "wrote about"
    assert any("writing is not working" in caveat for caveat in who(small).caveats)


def test_what_was_only_planned_is_left_out_and_said(small: GraphStore):
    assert "Bela Bo" not in works(who(small))
    assert (
        "1 more is only planned or proposed: ask with the status `planned`, or `proposed`."
        in who(small).caveats
    )
    assert works(who(small, status="planned")) == {"Bela Bo"}


def test_a_narrower_topic_is_found_with_the_path_to_it(small: GraphStore):
    paths = {
        f.value["name"]: f.value["topic"]["path"]
        for f in ask(small, "who-works-on", {"topic": "safety"}).findings
    }
    assert paths["Dan Okafor"] == ["safety", "falls", "inpatient falls"]
    assert paths["Northmere Hospice"] == ["safety", "falls"]
    assert works(who(small, topic="inpatient falls")) == {"Dan Okafor"}


def test_documents_of_a_writer_are_counted_and_quoted(small: GraphStore):
    (found,) = [f for f in who(small).findings if f.value["name"] == "Writer One"]
    assert found.value["documents"] == 2
    assert found.why == ("Writer One wrote 2 documents about falls.",)
    assert len({evidence.document for evidence in found.because}) == 2


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"place": "northmere"}, {"Asha Rao"}),
        ({"place": "Kelsby"}, {"Dan Okafor"}),
        ({"place": "North"}, set()),
        ({"organisation": "Northmere Hospice"}, {"Asha Rao", "Northmere Hospice"}),
        ({"organisation_kind": "Hospice"}, {"Asha Rao", "Northmere Hospice"}),
        ({"status": "done"}, {"Dan Okafor"}),
        ({"status": "doing"}, {"Asha Rao", "Northmere Hospice"}),
        ({"strength": "declared"}, {"Asha Rao", "Northmere Hospice", "Dan Okafor"}),
        ({"strength": "asserted"}, set()),
        ({"since": "2021"}, {"Asha Rao", "Northmere Hospice"}),
        ({"until": "2020"}, {"Dan Okafor"}),
        ({"since": "2019", "until": "2020"}, {"Dan Okafor"}),
        ({"as_of": "2019"}, {"Dan Okafor"}),
        ({"as_of": "2023"}, {"Asha Rao", "Northmere Hospice"}),
    ],
)  # fmt: skip
def test_each_filter_keeps_what_fits(empty: GraphStore, given: dict[str, str], names: set[str]):
    # Without the members' list nobody of the projects has a namesake whom nothing joins to them.
    people = {"projects": [
        project("P1", "Steady Steps", team=[ASHA], host="Northmere Hospice", topics=["falls"], starts="2021"),
        project("P2", "Night Watch", team=["Dan Okafor"], topics=["inpatient falls"], status=Modality.DONE,
                starts="2018", ends="2020", place="Kelsby"),
    ]}  # fmt: skip
    read(empty, {"topics": TOPICS, "register": SOURCES["register"], **people})
    assert works(who(empty, **given)) == names


def test_work_that_ended_later_was_under_way_then_as_its_profile_has_it(small: GraphStore):
    (found,) = [f for f in who(small, as_of="2019").findings if f.value["name"] == "Dan Okafor"]
    assert (found.value["status"], found.value["until"]) == ("doing", "")
    assert found.why == (
        "Dan Okafor works on Night Watch as lead; it is about inpatient falls; under way since 2018.",
    )
    profile = ask(small, "project", {"id": "Night Watch", "as_of": "2019"}).findings
    assert [f.value["status"] for f in profile if f.value["name"] == "Dan Okafor"] == ["doing"]
    assert "Dan Okafor" in works(who(small, as_of="2019", status="doing"))
    assert "Dan Okafor" not in works(who(small, as_of="2019", status="done"))


def test_pages_read_block_by_block_are_those_of_the_whole_list(
    small: GraphStore, monkeypatch: pytest.MonkeyPatch
):
    whole = said(who(small, topic="safety"))
    monkeypatch.setattr("queries.who_works_on._BLOCK", 1)
    pages, cursor = list[tuple[str, str, str]](), "0"
    while cursor:
        page = who(small, topic="safety", limit="1", cursor=cursor)
        pages, cursor = [*pages, *said(page)], page.next
    assert pages == whole
    assert len(whole) >= 4


def test_the_lines_of_a_list_that_give_state_and_dates_are_quoted(small: GraphStore):
    quoted = {f.value["name"]: [e.quote for e in f.because] for f in who(small).findings}
    assert quoted["Dan Okafor"][:1] == ["Team: Dan Okafor (lead)"]
    assert {"Status: done", "Started: 2018", "Ended: 2020"} <= set(quoted["Dan Okafor"])
    profile = ask(small, "project", {"id": "Night Watch"}).findings
    (worked,) = [f for f in profile if f.value["name"] == "Dan Okafor"]
    assert {"Status: done", "Started: 2018", "Ended: 2020"} <= {e.quote for e in worked.because}


def test_work_that_ended_some_time_in_a_year_was_true_in_that_year(small: GraphStore):
    assert "Dan Okafor" in works(who(small, as_of="2020-01-15"))


@pytest.mark.parametrize("limit", ["1", "2"])
def test_pages_hold_every_finding_once(small: GraphStore, limit: str):
    paged: list[Finding] = []
    cursor = "0"
    while cursor:
        answer = who(small, limit=limit, cursor=cursor)
        paged += answer.findings
        cursor = answer.next
    assert paged == list(who(small).findings)
    assert len(paged) > 3


def test_known_at_sees_what_had_been_read_by_then(empty: GraphStore):
    on = [project("P1", "Steady Steps", team=["Asha Rao"], topics=["falls"])]
    read(empty, on)
    read(empty, [project("P1", "Steady Steps", team=["Dan Okafor"], topics=["falls"])], at=SECOND)
    assert works(who(empty)) == {"Dan Okafor"}
    assert who(empty, known_at="2023").findings == ()


def test_known_at_still_sees_a_person_whom_nothing_names_any_more(empty: GraphStore):
    read(empty, [project("P1", "Steady Steps", team=["Asha Rao"], topics=["falls"])])
    read(empty, [project("P1", "Steady Steps", team=["Dan Okafor"], topics=["falls"])], at=SECOND)
    assert works(who(empty, known_at="2024-01-15")) == {"Asha Rao"}


DAN = member("M1", "Dan Okafor", organisation="Kelsby Trust")
DENIAL = "We asked Kelsby Trust. Dan Okafor is not involved in the Steady Steps project and never was."


def test_a_denial_never_counts(empty: GraphStore):
    read(empty, {"projects": [project("P1", "Steady Steps", team=["Asha Rao"], topics=["falls"])],
                 "members": [DAN], "blog": [post("p", body=DENIAL)]}, prose=True)  # fmt: skip
    assert works(who(empty)) == {"Asha Rao"}
    profile = ask(empty, "person", {"id": "Dan Okafor"})
    assert any(f.value.get("polarity") == "denies" for f in profile.findings)


def test_nobody_is_an_answer_and_no_such_topic_is_not(small: GraphStore):
    assert ask(small, "who-works-on", {"topic": "sepsis"}).findings == ()
    with pytest.raises(NotFoundError, match="zeppelins"):
        ask(small, "who-works-on", {"topic": "zeppelins"})
    with pytest.raises(NotFoundError, match="Nowhere Trust"):
        who(small, organisation="Nowhere Trust")


def test_a_host_that_is_named_twice_is_one_finding(empty: GraphStore):
    host = organisation_named("Kelsby Trust")
    read(empty, [project("P1", "Steady Steps", host=host, topics=["falls"])])
    (found,) = who(empty).findings
    assert (found.value["label"], found.value["organisation"], found.value["person"]) == (
        "Organisation",
        "Kelsby Trust",
        None,
    )
    assert found.why == ("Kelsby Trust runs Steady Steps; it is about falls; under way since 2022.",)
