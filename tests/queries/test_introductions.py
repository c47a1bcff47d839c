"""Introductions: pairs that share topics and show no tie, nobody too often, with a quote for both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.model import RelType
from graph.store import GraphStore
from ingest.document import Draft, Statement
from queries.answer import Finding
from queries.questions import ask
from tests.community import comment, empty_sqlite, member, person, post, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def pairs(store: GraphStore, **given: str) -> set[frozenset[str]]:
    found = ask(store, "introductions", {"limit": "500", **given}).findings
    return {frozenset(person["name"] for person in finding.value["people"]) for finding in found}


def m(
    number: int,
    name: str,
    organisation: str = "",
    *,
    place: str = "",
    interests: tuple[str, ...] = ("falls",),
) -> Draft:
    return member(f"M{number}", name, organisation=organisation, place=place, interests=interests)


ASHA, BELA = m(1, "Asha Rao", "NTH", place="Northmere"), m(2, "Bela Bo", "Steadyfoot", place="Kelsby")
PAIR = frozenset({"Asha Rao", "Bela Bo"})
A, B = (person(name, ids=(f"members:M{n}",)) for n, name in ((1, "Asha Rao"), (2, "Bela Bo")))


def test_two_who_share_a_topic_and_no_tie_are_introduced_with_a_quote_for_each(empty: GraphStore):
    read(empty, [ASHA, BELA])
    (found,) = ask(empty, "introductions", {}).findings
    assert [topic["name"] for topic in found.value["topics"]] == ["falls"]
    assert {evidence.title for evidence in found.because} == PAIR
    assert found.why[0] == "They share falls."
    assert "They are at NTH and Steadyfoot." in found.why[2] or "NTH" in " ".join(found.why)


TIES = {
    "organisation": [m(1, "Asha Rao", "NTH"), m(2, "Bela Bo", "the nth")],
    "project": [ASHA, BELA, project("P1", "Night Watch", team=[A, B])],
    "thread": [ASHA, BELA, post("p", by=A), comment("c", on="p", by=B)],
    "thread below": [ASHA, BELA, post("p", by="Cy Low"), comment("c", on="p", by=A),
                     comment("d", on="c", thread="p", by=B)],
    "document": [ASHA, BELA, post("p", by=[A, B])],
    "declared tie": [ASHA, Draft(BELA.key, BELA.kind, BELA.title, main=BELA.main,
                                 statements=(*BELA.statements, Statement("Knows", RelType.KNOWS, object=A)))],
    "no topic": [ASHA, m(2, "Bela Bo", "Steadyfoot", interests=("sepsis",))],
    "one name": [ASHA, m(2, "Asha Rao", "Steadyfoot")],
}  # fmt: skip


@pytest.mark.parametrize("tie", TIES)
def test_nobody_is_introduced_to_somebody_they_are_tied_to(empty: GraphStore, tie: str):
    read(empty, TIES[tie])
    assert pairs(empty) == set()


def test_two_organisations_of_one_project_are_no_tie_of_two_people(empty: GraphStore):
    read(empty, [ASHA, BELA, project("P1", "Night Watch", team=[A], topics=["huddles"])])
    assert pairs(empty) == {PAIR}


NAMES = ("Asha Rao", "Bela Bo", "Cy Low", "Di Moss", "Ed Nott", "Flo Orr", "Gus Pike", "Hal Quin")


def test_nobody_is_in_more_than_three_pairs_unless_it_is_about_them(empty: GraphStore):
    read(empty, [m(n, name, f"Organisation {n}") for n, name in enumerate(NAMES)])
    count = Counter(name for pair in pairs(empty) for name in pair)
    assert max(count.values()) == 3
    assert len(pairs(empty, person="Asha Rao")) == len(NAMES) - 1
    assert any("at most 3" in caveat for caveat in ask(empty, "introductions", {}).caveats)


def test_the_rarer_topic_comes_first(empty: GraphStore):
    common = [m(n, name, f"Organisation {n}") for n, name in enumerate(NAMES[2:], 10)]
    rare = [m(1, "Asha Rao", "NTH", interests=("tea",)), m(2, "Bela Bo", "Steadyfoot", interests=("tea",))]
    read(empty, [*common, *rare])
    first = ask(empty, "introductions", {}).findings[0]
    assert {one["name"] for one in first.value["people"]} == PAIR


def test_filters_keep_pairs_with_one_of_those_asked_for(empty: GraphStore):
    cy = m(3, "Cy Low", "Third Trust", place="Ashdale", interests=("falls", "sepsis"))
    read(empty, [ASHA, BELA, cy, m(4, "Di Moss", "Fourth Trust", interests=("sepsis",))])
    assert pairs(empty, topic="sepsis") == {frozenset({"Cy Low", "Di Moss"})}
    assert pairs(empty, person="Bela Bo") == {PAIR, frozenset({"Bela Bo", "Cy Low"})}
    assert pairs(empty, place="Northmere") == {PAIR, frozenset({"Asha Rao", "Cy Low"})}
    assert pairs(empty, organisation="Fourth Trust") == {frozenset({"Cy Low", "Di Moss"})}


def test_pages_hold_every_pair_once(empty: GraphStore):
    read(empty, [m(n, name, f"Organisation {n}") for n, name in enumerate(NAMES)])
    whole = ask(empty, "introductions", {}).findings
    paged: list[Finding] = []
    cursor = "0"
    while cursor:
        answer = ask(empty, "introductions", {"limit": "2", "cursor": cursor})
        paged += answer.findings
        cursor = answer.next
    assert tuple(paged) == whole
    assert len(whole) > 4


@pytest.mark.parametrize("given", [{"known_at": "2020"}, {"as_of": "2020"}])
def test_no_pair_is_made_of_what_was_not_known_then(empty: GraphStore, given: dict[str, str]):
    at = [person(one.name, ids=one.ids, organisation=f"{one.name} Trust") for one in (A, B)]
    read(empty, [post(str(number), by=by, topics=["falls", "huddles"]) for number, by in enumerate(at)])
    assert pairs(empty) == {PAIR}
    assert all(finding.because for finding in ask(empty, "introductions", given).findings)


def test_no_pair_of_the_sample_shares_a_project_a_thread_or_an_organisation(told: GraphStore):
    ties = list(told.scan(schema.TIES))
    thread = {row["id"]: row["thread"] for row in told.scan(schema.DOCUMENTS)}
    company: dict[str, set[str]] = {}
    for tie in ties:
        if tie["predicate"] in ("WORKS_ON", "AFFILIATED_WITH"):
            company.setdefault(tie["source"], set()).add(tie["target"])
        if tie["predicate"] == "WROTE":
            company.setdefault(tie["source"], set()).add(thread[tie["target"]])
    found = ask(told, "introductions", {"limit": "500"}).findings
    assert len(found) > 10
    for finding in found:
        left, right = (one["id"] for one in finding.value["people"])
        assert not company.get(left, set()) & company.get(right, set())
        assert len(finding.because) >= 1


def test_whoever_asks_about_one_person_is_told_of_the_exposure_of_the_others(empty: GraphStore):
    others = [m(n, f"{chr(65 + n)}nn {chr(65 + n)}ley", f"Trust {n}", place="Kelsby") for n in range(3, 15)]
    read(empty, [ASHA, *others])
    answer = ask(empty, "introductions", {"person": "Asha Rao"})
    (by_place,) = (line for line in answer.caveats if "by place" in line)
    assert by_place == "Suggested (there), by place: Kelsby 100% (92%), Northmere 0% (8%)."
    assert answer.facets["suggested by place"] == {"Kelsby": 12}
    assert answer.facets["there by place"] == {"Kelsby": 12, "Northmere": 1}
