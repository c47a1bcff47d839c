"""Every trap of the sample's expected.json holds in the store that read the sample with its prose.

The expectations are the sample's own. One that the product does not meet yet is an xfail with its cause, and
becomes a failure on the day it is met.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from api.evidence_csv import text as as_csv
from graph import export
from graph.schema import CLAIMS, MENTIONS, PLACES, TABLES, TIES
from graph.settings import Settings
from graph.store import GraphStore, Row
from graph.stores import open_store
from ingest.community import read_community
from ingest.report import Report
from ingest.run import ingest
from queries.graph_export import FORMATS
from queries.questions import ask
from tests.quality.gold import Graph, person_key
from tests.quality.measures import SAMPLE, Truth, introduced

TRUTH = Truth()
E: Mapping[str, Any] = TRUTH.expected
QUESTIONS = [
    *(("who-works-on", {"topic": topic, "limit": "500"}) for topic in E["who_works_on"]),
    *(("project", {"id": row["title"], "limit": "500"}) for row in TRUTH.projects),
    *(("person", {"id": f"members:{row['member_id']}", "limit": "500"}) for row in TRUTH.members),
    ("introductions", {"limit": "500"}),
    ("coverage", {}),
]
_ALONE = "ingest/resolve/judge.py: a name that one member alone bears joins nobody"
_SHORT = "ingest/resolve: this record shares nothing but its short name with the member"
_OPEN = ("Liz Hartley", "Jo Nowak", "Tom Ogilvie", "Sam Tetteh")


def not_yet(*values: Any, reason: str) -> Any:
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.fixture(scope="module")
def graph(told: GraphStore) -> Graph:
    return Graph.of(told)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    settings = Settings(store=f"sqlite:{tmp_path_factory.mktemp('report') / 'graph.db'}")
    store = open_store(settings)
    done = ingest(store, read_community(SAMPLE / "community.toml"), settings, language=False)
    store.close()
    return done


@pytest.fixture(scope="module")
def all_that_comes_out(told: GraphStore) -> dict[str, str]:
    """Every table, every export and every answer, as text."""
    out = {f"table {table.name}": json.dumps(list(told.scan(table)), ensure_ascii=False) for table in TABLES}
    out |= {f"export {kind}": "".join(export.lines(told, kind)) for kind in export.KINDS}
    out |= {f"graph {name}": "".join(write(told)) for name, write in FORMATS.items()}
    for name, parameters in QUESTIONS:
        answer = ask(told, name, parameters)
        out[f"ask {name} {parameters}"] = json.dumps(answer.as_dict(), ensure_ascii=False) + as_csv(answer)
    return out


def documents(graph: Graph, title: str, *, comments: bool = False) -> list[Row]:
    kinds = ("comment",) if comments else ("post", "page")
    wanted = f"Comment on {title}" if comments else title
    return [row for row in graph.documents.values() if row["title"] == wanted and row["kind"] in kinds]


def comments(graph: Graph, title: str) -> list[Row]:
    return documents(graph, title, comments=True)


def members_of(graph: Graph, name: str) -> set[str]:
    """Whom the records of this name are taken to be."""
    found = (row for row in graph.records.values() if row["label"] == "Person" and row["name"] == name)
    return {graph.member(row["entity"]) for row in found}


# What was read.


@pytest.mark.parametrize(
    "document", E["documents"], ids=lambda row: str(row["file"]).split("/")[-1] + row["title"][:12]
)
def test_a_document_has_its_authors_date_and_comments(graph: Graph, document: dict[str, Any]) -> None:
    (found,) = documents(graph, document["title"])
    people = [name for name in document["authors"] if name not in E["accounts_that_are_no_people"]]
    cross_post = document["title"] == E["cross_post"]["title"]
    assert found["author"] == "; ".join(people)
    assert found["published"][:10] == (
        E["cross_post"]["first_published"] if cross_post else document["published"]
    )
    expected_comments = max(d["comments"] for d in E["documents"] if d["title"] == document["title"])
    assert (
        sum(row["thread"] == found["id"] for row in comments(graph, document["title"])) == expected_comments
    )
    if not cross_post:
        assert found["url"] == (document["url"] or "")


def test_a_pasted_page_with_a_byline_is_a_post(graph: Graph) -> None:
    pages = [row["title"] for row in E["documents"] if row["source"] == "pages"]
    assert {documents(graph, title)[0]["kind"] for title in pages} == {"post"}


def test_what_is_left_out_is_counted_by_reason(report: Report) -> None:
    reasons = report.of("blog").reasons
    words = {"unapproved": "comment not approved", "password_protected": "password-protected",
             "attachment": "not a post (attachment)"}  # fmt: skip
    assert dict(reasons) == {words.get(name, name): count for name, count in E["left_out"].items()}


def test_a_cross_post_is_one_document_with_two_places(told: GraphStore, graph: Graph, report: Report) -> None:
    (document,) = documents(graph, E["cross_post"]["title"])
    places = [row["url"] for row in told.scan(PLACES) if row["document"] == document["id"]]
    assert sorted(places) == sorted(E["cross_post"]["urls"])
    assert any("cross-post" in reason for reason in report.of("stories").reasons)


# What must not come out.


def test_addresses_and_numbers_come_out_nowhere(all_that_comes_out: dict[str, str]) -> None:
    private = [each for kind in E["must_not_come_out"].values() for each in kind]
    assert [
        (where, one) for where, text in all_that_comes_out.items() for one in private if one in text
    ] == []


def test_names_in_what_is_left_out_come_out_nowhere(all_that_comes_out: dict[str, str]) -> None:
    hidden = E["names_only_in_what_is_left_out"]
    assert [(where, one) for where, text in all_that_comes_out.items() for one in hidden if one in text] == []


@pytest.mark.parametrize("name", [*E["patient_story"]["names_that_must_not_become_people"], "Ewa"])
def test_patients_and_bystanders_become_no_person(told: GraphStore, graph: Graph, name: str) -> None:
    key = person_key(name)
    people = [
        row for rows in (graph.entities, graph.records) for row in rows.values() if row["label"] == "Person"
    ]
    assert [row["name"] for row in people if key in map(person_key, (row["name"], *row["names"]))] == []
    assert not [row for row in told.scan(MENTIONS) if row["text"] == name and row["record"]]


@pytest.mark.parametrize("name", E["patient_story"]["people_it_does_name"])
def test_the_patient_story_names_its_staff(told: GraphStore, graph: Graph, name: str) -> None:
    (story,) = documents(graph, E["patient_story"]["document"])
    found = {
        graph.records[r["record"]]["name"]
        for r in told.scan(MENTIONS)
        if r["document"] == story["id"] and r["record"]
    }
    assert TRUTH.who(name) in {TRUTH.who(one) for one in found}


def test_an_anonymous_comment_has_no_author(told: GraphStore, graph: Graph) -> None:
    expected = E["anonymous_comment"]
    (comment,) = [row for row in comments(graph, expected["document"]) if expected["quote"] in row["text"]]
    assert (comment["author"], comment["published"][:10]) == ("", expected["published"])
    assert not [r for r in told.scan(CLAIMS) if r["object"] == comment["id"] and r["predicate"] == "WROTE"]


def test_an_account_is_no_person(graph: Graph) -> None:
    people = {row["name"] for row in graph.entities.values() if row["label"] == "Person"}
    assert not people & set(E["accounts_that_are_no_people"])


# Who is who.


def test_two_people_of_one_name_stay_two(graph: Graph) -> None:
    double = E["two_people_one_name"]
    clusters: dict[str, set[str]] = defaultdict(set)
    for row in graph.records.values():
        known = {one.rpartition(":")[2] for one in row["ids"] if one.startswith(("members:", "blog:login:"))}
        clusters[row["entity"]] |= known & {
            p[key] for p in double["people"] for key in ("login", "member_id")
        }
    held = sorted(sorted(ids) for ids in clusters.values() if ids)
    assert held == sorted(sorted([p["login"], p["member_id"]]) for p in double["people"])


@pytest.mark.parametrize("person", E["two_people_one_name"]["people"], ids=lambda row: str(row["member_id"]))
def test_each_of_the_two_has_their_own_posts_and_comments(
    told: GraphStore, graph: Graph, person: dict[str, Any]
) -> None:
    (entity,) = {
        row["id"] for row in graph.entities.values() if f"members:{person['member_id']}" in row["ids"]
    }
    ties = [row for row in told.scan(TIES) if row["source"] == entity]
    written = [graph.documents[row["target"]] for row in ties if row["predicate"] == "WROTE"]
    assert {row["title"] for row in written if row["kind"] != "comment"} == set(person["wrote"])
    assert {row["title"].removeprefix("Comment on ") for row in written if row["kind"] == "comment"} == set(
        person["comments_on"]
    )
    worked = {graph.entities[row["target"]]["name"] for row in ties if row["predicate"] == "WORKS_ON"}
    assert worked == {person["project"]}


def test_a_comment_of_either_of_the_two_is_given_to_neither(told: GraphStore, graph: Graph) -> None:
    expected = E["two_people_one_name"]["cannot_be_told"]
    (comment,) = [row for row in comments(graph, expected["document"]) if expected["quote"] in row["text"]]
    writers = [
        r["subject_entity"]
        for r in told.scan(CLAIMS)
        if r["object"] == comment["id"] and r["predicate"] == "WROTE"
    ]
    assert [graph.ids(writer, "members") for writer in writers] == [[]]


@pytest.mark.parametrize(
    "row",
    [not_yet(row, reason=_SHORT) if row["short"] in _OPEN else row for row in E["nicknames"]],
    ids=lambda row: str(row["short"]),
)
def test_a_short_form_is_the_member(graph: Graph, row: dict[str, str]) -> None:
    assert members_of(graph, row["short"]) <= {row["member_id"]}


@pytest.mark.parametrize(
    "row",
    E["bare_first_names"],
    ids=lambda row: str(row["first_name"]),
)
def test_a_first_name_in_a_comment_is_the_member(told: GraphStore, graph: Graph, row: dict[str, str]) -> None:
    (comment,) = [one for one in comments(graph, row["document"]) if row["quote"] in one["text"]]
    found = [
        m for m in told.scan(MENTIONS) if m["document"] == comment["id"] and m["text"] == row["first_name"]
    ]
    assert [graph.member(mention["entity"]) for mention in found] == [row["member_id"]]


@pytest.mark.parametrize("row", E["bare_first_names"], ids=lambda row: str(row["first_name"]))
def test_a_first_name_links_to_somebody_of_that_name_within_its_thread(
    told: GraphStore, graph: Graph, row: dict[str, str]
) -> None:
    (comment,) = [one for one in comments(graph, row["document"]) if row["quote"] in one["text"]]
    found = [
        m for m in told.scan(MENTIONS) if m["document"] == comment["id"] and m["text"] == row["first_name"]
    ]
    assert {TRUTH.who(graph.entities[mention["entity"]]["name"]) for mention in found} == {row["member_id"]}


@pytest.mark.parametrize("row", E["predecessors"], ids=lambda row: str(row["code"]))
def test_a_predecessor_leads_to_its_successor(told: GraphStore, graph: Graph, row: dict[str, str]) -> None:
    ties = [t for t in told.scan(TIES) if t["predicate"] == "SUCCEEDED_BY"]
    assert row["successor"] in {
        graph.organisation(t["target"]) for t in ties if graph.organisation(t["source"]) == row["code"]
    }


@pytest.mark.parametrize("row", E["newcomers"], ids=lambda row: str(row["name"]))
def test_a_newcomer_has_no_work_and_wrote_nothing(
    told: GraphStore, graph: Graph, row: dict[str, str]
) -> None:
    (entity,) = {one["id"] for one in graph.entities.values() if f"members:{row['member_id']}" in one["ids"]}
    assert not [
        t for t in told.scan(TIES) if t["source"] == entity and t["predicate"] in ("WORKS_ON", "WROTE")
    ]


_DISPLAYED = [
    not_yet(row, reason=_ALONE) if row["display_name"] == "Niamh O'Sullivan" else row
    for row in E["display_name_is_member_name"]
]


@pytest.mark.parametrize("row", _DISPLAYED, ids=lambda row: str(row["display_name"]))
def test_a_display_name_that_is_one_members_name_is_that_member(graph: Graph, row: dict[str, str]) -> None:
    posts = {one["id"] for one in comments(graph, row["document"]) if one["author"] == row["display_name"]}
    authors = [one for one in graph.records.values() if one["name"] == row["display_name"]]
    found = {graph.member(one["entity"]) for one in authors if one["document"] in posts}
    assert found == {row["member_id"]}


@pytest.mark.xfail(strict=True, reason="a member's comments are another person's: short form, or no login")
def test_nobody_is_introduced_to_whom_they_talked_with(told: GraphStore, graph: Graph) -> None:
    threads: dict[str, set[str]] = defaultdict(set)
    for row in graph.documents.values():
        threads[row["thread"]] |= {TRUTH.who(name) for name in row["author"].split("; ")}
    pairs = introduced(told)
    assert [sorted(pair) for pair in pairs if any(pair <= people for people in threads.values())] == []
