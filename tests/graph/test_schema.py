"""The declared schema, and all that is made from it: a change of either shows as a change of a file."""

import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from graph import model, schema
from graph.model import RelType
from graph.schema import TABLES, Kind, Table, Words
from graph.schema_page import page
from graph.stores import neo4j_text, sqlite_text
from tests.golden.made import MADE, ROOT


@pytest.mark.parametrize("path", list(MADE), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_generated_file_is_fresh(path: Path):
    assert path.read_text("utf-8") == MADE[path](), "run `make golden` and read the difference"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_page_names_every_property(table: Table):
    part = page().partition(f"\n## {table.name}\n")[2].partition("\n## ")[0]
    rows = {line.split("`")[1]: line for line in part.splitlines() if line.startswith("| `")}
    assert tuple(rows) == table.columns
    assert all(f"| {prop.kind} |" in rows[prop.name] for prop in table.properties)
    assert not table.node or f"`(:{table.node})`" in part


def test_the_page_says_how_every_relationship_reads():
    assert all(f"| `{rel}` | " in page() for rel in RelType)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_whole(table: Table):
    assert len(set(table.columns)) == len(table.columns)
    assert "id" in table.columns
    assert {column for index in table.indexes for column in index} <= set(table.columns)
    assert {name for words in table.words for name in words.of} <= set(table.columns)
    assert all(prop.describes for prop in table.properties)


@pytest.mark.parametrize(
    ("table", "value"),
    [
        (schema.SOURCES, model.Source), (schema.DOCUMENTS, model.Document), (schema.RECORDS, model.Record),
        (schema.MENTIONS, model.Mention), (schema.CLAIMS, model.Claim), (schema.JUDGEMENTS, model.Judgement),
    ],
)  # fmt: skip
def test_a_table_holds_every_field_of_its_value(table: Table, value: type):
    kept_with_the_place = set(schema.PLACES.columns) if value is model.Document else set()
    assert {item.name for item in fields(value)} <= {*table.columns, *kept_with_the_place}


def test_sqlite_takes_every_statement():
    with closing(sqlite3.connect(":memory:")) as connection:
        for _ in range(2):
            for statement in sqlite_text.definitions():
                connection.execute(statement)
        for statement in sqlite_text.removals():
            connection.execute(statement)
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_every_lookup_of_sqlite_uses_an_index():
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in sqlite_text.definitions():
            connection.execute(statement)
        for table in TABLES:
            for column in ("id", *(index[0] for index in table.indexes)):
                plan = connection.execute(f"EXPLAIN QUERY PLAN {sqlite_text.delete(table, column)}", ("x",))
                assert "USING" in plan.fetchall()[0][3], (table.name, column)


def test_neo4j_removes_all_that_it_defines():
    made = [line.split(" IF NOT EXISTS")[0].split()[-1] for line in neo4j_text.definitions()]
    removed = [line.split()[2] for line in neo4j_text.removals()]
    assert removed == made
    assert len(set(made)) == len(made)


def test_words_are_those_of_their_fields_lists_too():
    both = Words("words", ("name", "names"))
    assert both.text({"name": "Siân’s ward", "names": ["NTH", "a-b"]}) == "sians ward nth a b"


def test_lists_are_known_by_their_kind():
    for table in TABLES:
        assert table.lists == {prop.name for prop in table.properties if prop.kind is Kind.LIST}
