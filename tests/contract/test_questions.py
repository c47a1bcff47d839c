"""Every question, on both engines, over the same community: the same answer, with its evidence."""

from __future__ import annotations

import pytest

from graph.errors import AmbiguousError, NotFoundError
from graph.schema import DOCUMENTS
from graph.store import GraphStore
from queries.questions import QUESTIONS, ask
from queries.request import Role

ASKED = [
    ("who-works-on", {"topic": "falls"}),
    ("who-works-on", {"topic": "falls", "place": "Northmere"}),
    ("who-works-on", {"topic": "falls", "organisation": "NTH"}),
    ("who-works-on", {"topic": "falls", "organisation_kind": "health board"}),
    ("who-works-on", {"topic": "virtual wards", "status": "planned"}),
    ("who-works-on", {"topic": "falls", "as_of": "2021"}),
    ("who-works-on", {"topic": "Safety", "known_at": "2100"}),
    ("person", {"id": "Asha Rao", "as_of": "2023"}),
    ("who-works-on", {"topic": "falls", "since": "2023", "until": "2024"}),
    ("who-works-on", {"topic": "falls", "limit": "3", "cursor": "2"}),
    ("find", {"words": "virtual ward"}),
    ("find", {"words": "zoe"}),
    ("find", {"words": "sepssi"}),
    ("find", {"words": "plan do study act"}),
    ("find", {"words": "pdsa", "label": "Topic"}),
    ("experts", {"about": "falls in care homes"}),
    ("experts", {"about": "elderly people who fall over", "limit": "3", "cursor": "1"}),
    ("experts", {"about": "virtual wards", "as_of": "2022"}),
    ("person", {"id": "Asha Rao"}),
    ("project", {"id": "Steady Steps"}),
    ("organisation", {"id": "NTH"}),
    ("topic", {"id": "falls"}),
    ("introductions", {}),
    ("introductions", {"topic": "falls"}),
    ("introductions", {"place": "Northmere", "limit": "5"}),
    ("introductions", {"person": "Asha Rao", "as_of": "2023"}),
    ("introductions", {"between": "project"}),
    ("introductions", {"between": "organisation"}),
    ("introductions", {"between": "person-project", "limit": "20"}),
    ("peers", {"person": "members:M001"}),
    ("peers", {"person": "members:M007", "distance": "1", "as_of": "2024"}),
    ("similar-projects", {"project": "Patient Flow Room"}),
    ("similar-projects", {"about": "a daily huddle against falls on wards", "limit": "5", "as_of": "2024"}),
    ("changes", {"since": "2023"}),
    ("changes", {"since": "2021-06", "until": "2022", "by": "true"}),
    ("bridges", {}),
    ("bridges", {"topic": "falls", "as_of": "2023"}),
    ("bridges", {"place": "Northmere"}),
    ("bridges", {"person": "Asha Rao"}),
    ("bridges", {"organisation": "Kelsby and Thornhaven Hospitals NHS Foundation Trust"}),
    ("silos", {}),
    ("silos", {"person": "Asha Rao"}),
    ("silos", {"place": "Ashdale"}),
    ("gaps", {}),
    ("gaps", {"topic": "falls", "by": "organisation_kind"}),
    ("gaps", {"place": "Northmere"}),
    ("newcomers", {}),
    ("newcomers", {"person": "Vikram Shetty"}),
    ("newcomers", {"place": "Kelsby"}),
    ("path", {"from": "Asha Rao", "to": "Hannah Whitcombe"}),
    ("convene", {"topic": "falls"}),
    ("convene", {"place": "Northmere", "size": "3"}),
    ("convene", {"organisation": "NTH", "size": "2"}),
    ("what-if", {"remove": "Asha Rao"}),
    ("coverage", {}),
    ("coverage", {"as_of": "2021", "known_at": "2100"}),
]


@pytest.mark.parametrize(("name", "parameters"), ASKED, ids=str)
def test_a_question_has_the_same_answer_on_both_engines(
    sample_sqlite: GraphStore, sample_neo4j: GraphStore, name: str, parameters: dict[str, str]
) -> None:
    answer = ask(sample_sqlite, name, parameters, Role.MANAGER)
    assert answer.findings
    assert ask(sample_neo4j, name, parameters, Role.MANAGER).as_dict() == answer.as_dict()


def test_every_question_is_asked_here() -> None:
    assert {name for name, _ in ASKED} == {question.name for question in QUESTIONS}


@pytest.mark.parametrize(("name", "parameters"), ASKED, ids=str)
def test_every_quote_is_a_slice_of_its_document(
    sample_sqlite: GraphStore, name: str, parameters: dict[str, str]
) -> None:
    for finding in ask(sample_sqlite, name, parameters, Role.MANAGER).findings:
        for evidence in finding.because:
            document = sample_sqlite.find(DOCUMENTS, "id", [evidence.document])[0]
            assert document["text"][evidence.start : evidence.end] == evidence.quote
            assert (document["title"], document["url"]) == (evidence.title, evidence.url)


def test_an_unknown_topic_is_not_an_answer(sample_sqlite: GraphStore, sample_neo4j: GraphStore) -> None:
    for store in (sample_sqlite, sample_neo4j):
        with pytest.raises(NotFoundError, match="zeppelins"):
            ask(store, "who-works-on", {"topic": "zeppelins"})


def test_an_ambiguous_name_is_answered_with_its_candidates(
    sample_sqlite: GraphStore, sample_neo4j: GraphStore
) -> None:
    found = []
    for store in (sample_sqlite, sample_neo4j):
        with pytest.raises(AmbiguousError) as raised:
            ask(store, "person", {"id": "David Smith"})
        found.append(raised.value.candidates)
    assert found[0] == found[1]
    assert len(found[0]) >= 2


def test_today_is_what_is_known_by_the_end_of_time(
    sample_sqlite: GraphStore, sample_neo4j: GraphStore
) -> None:
    for store in (sample_sqlite, sample_neo4j):
        now = ask(store, "who-works-on", {"topic": "Safety", "limit": "500"}).findings
        assert (
            ask(store, "who-works-on", {"topic": "Safety", "limit": "500", "known_at": "2100"}).findings
            == now
        )
