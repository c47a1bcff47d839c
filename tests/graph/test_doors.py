"""What a store refuses, and what no door lets out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import StoreError, UsageError
from graph.export import KINDS
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite import SqliteStore
from queries.questions import ask


def test_a_file_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE documents (x)")
    before = path.read_bytes()
    with closing(SqliteStore(path)) as store, pytest.raises(StoreError, match="not ours"):
        store.migrate()
    with closing(sqlite3.connect(path)) as other:
        assert [row[0] for row in other.execute("SELECT name FROM sqlite_master")] == ["documents"]
    assert len(path.read_bytes()) == len(before)


@pytest.mark.parametrize(
    "address", ["neo4j://localhost:abc", "neo4j://[::1", "bolt://h?password=secret", "neo4j://u:secret@h:1"]
)
def test_an_address_that_cannot_be_is_wrong_use_and_is_not_repeated(address: str) -> None:
    with pytest.raises(UsageError) as raised:
        open_store(Settings(store=address))
    assert "secret" not in f"{raised.value} {raised.value.hint}"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_login_leaves_by_an_export(sample_sqlite: GraphStore, kind: str) -> None:
    assert not any(":login:" in str(row) for row in KINDS[kind](sample_sqlite))


def test_no_login_leaves_by_a_profile(sample_sqlite: GraphStore) -> None:
    answer = ask(sample_sqlite, "person", {"id": "Asha Rao"})
    assert answer.findings[0].value["ids"] == ["members:M001"]
