"""What keeps two records apart: one line, two employers in one year; and what it says how many bear a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Label
from graph.schema import JUDGEMENTS
from graph.store import GraphStore
from ingest.document import Draft
from ingest.resolve.evidence import name_frequency
from tests.community import SECOND, comment, empty_sqlite, entities, judged_by, person, post, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def names(store: GraphStore) -> list[list[str]]:
    return sorted(row["names"] for row in entities(store, Label.PERSON))


def reasons(store: GraphStore, by: str) -> list[str]:
    return [reason for row in store.scan(JUDGEMENTS) if row["by"] == by for reason in row["reasons"]]


def test_two_on_one_team_line_are_two_people_though_their_names_are_forms_of_one(empty: GraphStore):
    read(empty, [project("P1", "Calm Start", team=["Dan Okafor", "Daniel Okafor"], host="Kelsby Trust")])
    assert names(empty) == [["Dan Okafor"], ["Daniel Okafor"]]
    (reason,) = reasons(empty, "rule:one-line")
    assert reason.endswith("are named on one line, as two people are.")


def test_two_authors_of_one_post_bar_the_path_through_a_third_record(empty: GraphStore):
    read(empty, [post("p", by=["Ruth Abernethy", "Ruth Abernethey"], topics=["falls", "sepsis"])])
    assert len(names(empty)) == 2
    second = project("P1", "Calm Start", team=["Ruth Abernethy"], topics=["falls", "sepsis"])
    read(empty, {"blog": [post("p", by=["Ruth Abernethy", "Ruth Abernethey"], topics=["falls", "sepsis"])],
                 "projects": [second]}, at=SECOND)  # fmt: skip
    assert ["Ruth Abernethey"] in names(empty)


def test_an_id_in_common_joins_even_on_one_line(empty: GraphStore):
    both = [
        person("Dan Okafor", ids=("orcid:0000-0001",)),
        person("D Okafor", ids=("x:2", "orcid:0000-0001")),
    ]
    read(empty, [project("P1", "Calm Start", team=both, host="Kelsby Trust")])
    assert names(empty) == [["D Okafor", "Dan Okafor"]]


def test_on_two_lines_of_one_row_short_and_full_name_are_one_person(empty: GraphStore):
    row = project("P1", "Calm Start", team=["Daniel Okafor"], host="Kelsby Trust", topics=["falls", "sepsis"])
    read(empty, {"a": [row], "b": [project("P1", "Calm Start", team=["Dan Okafor"], host="Kelsby Trust")]})
    assert names(empty) == [["Dan Okafor", "Daniel Okafor"]]


def wrote(key: str, employer: str, published: str) -> Draft:
    by = person("Wenna Trelawny", organisation=employer)
    return post(key, by=by, topics=["falls", "sepsis"], published=published)


def test_two_employers_in_one_year_wait_for_a_person_with_the_reason(empty: GraphStore):
    read(empty, [wrote("p", "Kelsby Trust", "2023-05-01"), wrote("q", "Northmere Hospital", "2023-06-01")])
    assert len(names(empty)) == 2
    found = [reason for reason in reasons(empty, "rule:same-name") if "two employers" in reason]
    assert len(found) == 1
    assert "2023" in found[0]
    assert "kelsby trust" in found[0].casefold()


def test_another_employer_years_later_is_a_change_of_job(empty: GraphStore):
    read(empty, [wrote("p", "Kelsby Trust", "2018-05-01"), wrote("q", "Northmere Hospital", "2023-06-01")])
    assert len(names(empty)) == 1


def test_a_name_that_more_bear_is_less_likely_one_person_and_says_so(empty: GraphStore):
    read(empty, {f"blog{n}": [comment(str(n), on=str(n), by="Wenna Trelawny")] for n in range(2)})
    few = [row["score"] for row in empty.scan(JUDGEMENTS) if row["by"] == "rule:same-name"]
    read(empty, {f"blog{n}": [comment(str(n), on=str(n), by="Wenna Trelawny")] for n in range(6)}, at=SECOND)
    many = [row["score"] for row in empty.scan(JUDGEMENTS) if row["by"] == "rule:same-name"]
    assert max(many) < min(few)
    assert "The name is borne by 6 here who are not joined." in reasons(empty, "rule:same-name")
    assert judged_by(empty) == []


def test_the_frequency_of_a_name_weighs_more_the_more_bear_it():
    assert name_frequency(2).bits == 0
    assert name_frequency(3).bits > name_frequency(10).bits > name_frequency(1000).bits
