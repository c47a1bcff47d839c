"""Every named read, on both engines, over the same community: the same rows, and at least one."""

from __future__ import annotations

import pytest

from graph.catalog import load_reads
from graph.ids import tie_id
from graph.model import Label
from graph.rows import name_handle
from graph.schema import TABLES, TIES
from graph.store import GraphStore, Row
from ingest.proposed_topics import proposed_topics

READS = {**load_reads("graph"), **load_reads("queries")}
PERIOD = {"strength": "", "since": "2019-06", "until": "2025-12-31T23:59:59Z"}
SOURCES = ["members", "projects", "posts", "nowhere"]
OF_ENTITIES = ("newest_claims", "entities_begun", "entities_shown", "tie_counts")
TIMES = {"as_of": "9999", "as_of_start": "", "known_at": "9999"}


def _named(store: GraphStore, label: Label, *names: str) -> list[str]:
    handles = [name_handle(label, name) for name in names]
    return sorted({row["id"] for row in store.read(READS["entities_by_handle"], handles=handles)})


def _writers(store: GraphStore) -> list[str]:
    return sorted({row["source"] for row in store.scan(TIES) if row["predicate"] == "WROTE"})


def _parameters(store: GraphStore, name: str) -> dict[str, object]:
    topics = _named(store, Label.TOPIC, "falls", "inpatient falls", "falls in care homes")
    people = _named(store, Label.PERSON, "Asha Rao", "Eleri Vaughan")
    projects = _named(store, Label.PROJECT, "Codi yn Saff", "Steady Steps")
    own: dict[str, dict[str, object]] = {
        "claims_from": {"entities": people, "predicates": ["WORKS_ON", "AFFILIATED_WITH"], "limit": 100},
        "claims_to": {"entities": projects, "predicates": ["WORKS_ON", "RUNS"], "limit": 100},
        "claims_of_ties": {"ties": [tie_id(person, "WORKS_ON", p) for person in people for p in projects]},
        "who_works_on": {"topics": topics, **PERIOD, "running": "yes", "status": "", "limit": 100},
        "work_without_project": {"topics": topics, **PERIOD, "status": "", "limit": 100},
        "who_worked_on": {"topics": topics, **PERIOD, "status": "", "part": "project", "limit": 100},
        "writers_about": {"topics": topics, **PERIOD, "others": people, "limit": 100},
        "newest_written": {"topics": topics, **PERIOD, "writers": _writers(store)},
        "narrower_at": {"topics": topics},
        **{each: {"sources": SOURCES} for each in ("source_totals", "source_totals_at")},
        "records_still_said": {"records": people, "documents": []},
        "handle_sizes": {"handles": [name_handle(Label.PERSON, "David Smith"), "nobody"], "most": 2},
        **{each: {"entities": [*people, *projects, *topics]} for each in OF_ENTITIES},
        "narrower_topics": {"topic": topics[0]},
        "entities_by_handle": {"handles": [name_handle(Label.PERSON, "David Smith")]},
        "network_ties": {"predicates": ["WORKS_ON", "WROTE", "MENTIONS", "ABOUT"]},
        "traces_between": {"since": "2022", "until": "2023-12-31T23:59:59Z", "after": "2019"},
        "projects_ended_between": {"since": "2020", "until": "2023-12-31T23:59:59Z"},
        "entities_learned_between": {"since": "2020", "until": "9999"},
        "claims_retracted_between": {"since": "2020", "until": "9999", "limit": 100},
        "text_documents": {"after": "document:8", "limit": 50},
        "traces_of_people": {"predicates": ["WROTE", "WORKS_ON", "ABOUT"], "after": "claim:8", "limit": 200},
        "find_entities": {"words": "virtual AND ward*", "label": "", "least": 1, "limit": 50},
        "find_entity_counts": {"words": "(virtual AND ward*)"},
        "documents_with_words": {"words": "(virtual AND ward*) OR (pdsa*)"},
        "document_columns": {"after": -1, "limit": 500},
        "entities_placed": {"places": ["Northmere"], "kinds": ["health board"]},
        "belonging_to": {"organisations": _named(store, Label.ORGANISATION, "NTH", "Ashdale")},
        "project_fields": {"projects": projects},
        "people_judged": {"entities": people},
        "entity_names": {"after": "person:8", "limit": 50},
    }
    return {parameter: {**TIMES, **own.get(name, {})}[parameter] for parameter in READS[name].params}


# Nothing of the contract's community was taken back, nobody in it was asked (test_consent.py asks), and work without a
# project is told by prose alone.
NOTHING_TO_FIND = {"claims_retracted_between", "consents", "people_judged", "work_without_project"}


# When a record was read is when the test ran, which is not the same moment on both.
OF_THE_RUN = {"entities_learned_between"}


# Each store numbers its documents in a way of its own.
NUMBERED = {"documents_with_words", "document_columns"}


@pytest.mark.parametrize("name", sorted(READS))
def test_a_read_gives_the_same_rows_on_both_engines(
    sample_sqlite: GraphStore, sample_neo4j: GraphStore, name: str
) -> None:
    parameters = _parameters(sample_sqlite, name)
    assert _parameters(sample_neo4j, name) == parameters
    rows = sample_sqlite.read(READS[name], **parameters)
    other = sample_neo4j.read(READS[name], **parameters)
    if name in NUMBERED:
        named_by_both = _without_numbers(sample_sqlite, rows)
        assert _without_numbers(sample_neo4j, other) == named_by_both != []
        return
    if name in OF_THE_RUN:
        rows, other = ([_without_times(row) for row in both] for both in (rows, other))
        assert other == rows
        return
    assert other == rows
    assert bool(rows) is (name not in NOTHING_TO_FIND)
    assert all(tuple(row) == READS[name].columns for row in rows)


def _without_numbers(store: GraphStore, rows: list[Row]) -> list[tuple[str, ...]]:
    """Return the documents that rows are about or hold the numbers of, with all else that they say, in order."""
    ids = {row["number"]: row["id"] for row in store.read(READS["document_columns"], after=-1, limit=10_000)}
    if "numbers" in rows[0]:
        return sorted((ids[number],) for number in rows[0]["numbers"])
    assert [row["number"] for row in rows] == sorted(ids)
    return sorted((row["id"], row["source"], row["kind"], row["published"]) for row in rows)


def _without_times(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("recorded", "made", "place", "first")}


@pytest.mark.parametrize(
    "table",
    [table for table in TABLES if table.name not in ("meta", "consents")],
    ids=lambda table: table.name,
)
def test_a_table_holds_the_same_rows_on_both_engines(
    sample_sqlite: GraphStore, sample_neo4j: GraphStore, table
) -> None:
    rows = [_without_times(row) for row in sample_sqlite.scan(table)]
    assert [_without_times(row) for row in sample_neo4j.scan(table)] == rows
    assert rows
    assert sample_neo4j.count()[table.name] == sample_sqlite.count()[table.name] == len(rows)


def test_rows_are_found_by_every_index_on_both_engines(
    sample_sqlite: GraphStore, sample_neo4j: GraphStore
) -> None:
    for table in TABLES:
        if table is TIES or table.name in ("meta", "consents"):
            continue
        first = next(sample_sqlite.scan(table))
        for column in {"id", *(index[0] for index in table.indexes)}:
            found = sample_sqlite.find(table, column, [first[column]])
            assert _without_times(first) in [_without_times(row) for row in found], (table.name, column)
            other = sample_neo4j.find(table, column, [first[column]])
            assert [_without_times(row) for row in other] == [_without_times(row) for row in found]


def test_both_stores_propose_the_same_phrases_to_the_curator(
    sample_sqlite: GraphStore, sample_neo4j: GraphStore
) -> None:
    found = proposed_topics(sample_sqlite, 50)
    assert proposed_topics(sample_neo4j, 50) == found != []
