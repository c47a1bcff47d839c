"""Who works on a topic, by place and time: employers, hosts and regions, coarse dates, tenses, later readings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Modality
from graph.store import GraphStore
from tests.community import SECOND, empty_sqlite, organisation, person, post, project, read, topic, within
from tests.queries.test_who_works_on import TOPICS, who, works


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


REGIONAL = {
    "topics": TOPICS,
    "register": [
        organisation("X1", "Northmere Hospice", kind="hospice", place="Northmere"),
        organisation("X2", "North Marches Region", names=("North Marches",), kind="region"),
        within("X3", "Kelsby Trust", "North Marches Region", kind="trust", place="Kelsby"),
    ],
    "projects": [
        project("P1", "Steady Steps", team=[person("Asha Rao", organisation="Kelsby Trust")], topics=["falls"]),
        project("P2", "Night Watch", team=["Dan Okafor"], host="Northmere Hospice", topics=["falls"]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"place": "Kelsby"}, {"Asha Rao"}),
        ({"place": "north marches"}, {"Asha Rao"}),
        ({"place": "Northmere"}, {"Dan Okafor", "Northmere Hospice"}),
        ({"organisation_kind": "trust"}, {"Asha Rao"}),
        ({"organisation_kind": "hospice"}, {"Dan Okafor", "Northmere Hospice"}),
    ],
)  # fmt: skip
def test_a_person_is_where_their_employer_is_and_a_project_where_its_host_is(
    empty: GraphStore, given: dict[str, str], names: set[str]
):
    read(empty, REGIONAL)
    assert works(who(empty, **given)) == names


@pytest.mark.parametrize(
    ("since", "names"), [("2021-06-01", {"Asha Rao"}), ("2022-01-01", set()), ("2021", {"Asha Rao"})]
)
def test_a_year_may_be_any_day_of_it(empty: GraphStore, since: str, names: set[str]):
    dates = {"starts": "2019", "ends": "2021"}
    read(
        empty,
        [project("P1", "Steady Steps", team=["Asha Rao"], topics=["falls"], status=Modality.DONE, **dates)],
    )
    assert works(who(empty, since=since)) == names


def test_what_has_ended_is_told_as_past_and_what_is_planned_as_to_come(empty: GraphStore):
    read(empty, [
        project("P1", "Steady Steps", team=["Asha Rao"], topics=["falls"], status=Modality.DONE, starts="2022"),
        project("P2", "Sure Feet", team=["Bela Bo"], topics=["falls"], status=Modality.PLANNED, starts="2026"),
    ])  # fmt: skip
    (done,), (planned,) = who(empty).findings, who(empty, status="planned").findings
    assert done.why == (
        "Asha Rao worked on Steady Steps as lead; it is about falls; completed (begun in 2022).",
    )
    assert planned.why == ("Bela Bo is to work on Sure Feet as lead; it is about falls; planned for 2026.",)


def test_an_undated_list_says_nothing_of_a_day_before_it_was_read(empty: GraphStore):
    undated = project("P1", "Steady Steps", team=["Dan Okafor"], topics=["falls"], starts="")
    read(empty, {"topics": TOPICS, "projects": [undated]})
    assert works(who(empty)) == {"Dan Okafor"}
    assert works(who(empty, as_of="2019")) == set()
    assert works(who(empty, as_of="2024-06")) == {"Dan Okafor"}


def test_the_hierarchy_is_that_of_the_time_asked_for(empty: GraphStore):
    on = project("P1", "Night Watch", team=["Dan Okafor"], topics=["inpatient falls"])
    read(empty, {"topics": TOPICS, "projects": [on]})
    read(
        empty, {"topics": [TOPICS[0], topic("T2", "inpatient falls", broader="sepsis"), TOPICS[2]]}, at=SECOND
    )
    assert works(who(empty)) == set()
    assert works(who(empty, topic="sepsis")) == {"Dan Okafor"}
    assert works(who(empty, known_at="2024-01-15")) == {"Dan Okafor"}
    assert works(who(empty, topic="sepsis", known_at="2024-01-15")) == set()


def test_a_page_deep_in_the_list_shows_the_writers_too(empty: GraphStore):
    posts = [post(f"p{n}", by=f"Writer {name}", topics=["falls"], published=f"2020-01-{n + 10}")
             for n, name in enumerate(("One", "Two", "Three"))]  # fmt: skip
    read(empty, [project("P1", "Steady Steps", team=["Asha Rao"], topics=["falls"]), *posts])
    assert [f.value["name"] for f in who(empty).findings] == [
        "Asha Rao",
        "Writer Three",
        "Writer Two",
        "Writer One",
    ]
    (third,) = who(empty, limit="1", cursor="2").findings
    assert (third.value["name"], third.value["documents"]) == ("Writer Two", 1)


def test_what_is_read_later_is_in_the_next_answer(empty: GraphStore):
    read(empty, [project("P1", "Steady Steps", team=["Asha Rao"], topics=["falls"])])
    assert works(who(empty)) == works(who(empty)) == {"Asha Rao"}
    read(empty, [project("P2", "Night Watch", team=["Dan Okafor"], topics=["falls"])], at=SECOND)
    assert works(who(empty)) == {"Asha Rao", "Dan Okafor"}
