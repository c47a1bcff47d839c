"""The embedded store, where its file is locked, missing, damaged, of another version or left by a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import SchemaVersionError, StoreError, StoreNotReadyError, StoreUnavailableError
from graph.schema import DOCUMENTS, META, SOURCES
from graph.settings import Settings
from graph.stores import open_store
from graph.stores.sqlite import SqliteStore
from ingest.document import Draft
from tests.community import comment, post, read, rows, tables

ROOT = Path(__file__).parents[2]


def made(path: Path, busy_seconds: float = 5) -> SqliteStore:
    store = SqliteStore(path, busy_seconds=busy_seconds)
    store.migrate()
    return store


def test_a_file_that_another_writer_holds_is_unavailable_and_says_so_soon(tmp_path: Path):
    path = tmp_path / "graph.db"
    with closing(made(path, busy_seconds=0.1)) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.perf_counter()
        with pytest.raises(StoreUnavailableError, match="locked") as raised, store.transaction():
            pytest.fail("two writers at once")
        assert time.perf_counter() - started < 2
        assert raised.value.hint
        assert isinstance(raised.value.__cause__, sqlite3.Error)
        assert store.count()["meta"] == 2  # reading goes on
        other.rollback()
        with store.transaction() as transaction:
            transaction.upsert(META, [{"id": "later", "value": "yes"}])


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path):
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 500, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not a graph store") as raised:
        SqliteStore(path)
    assert raised.value.hint
    assert path.read_bytes() == before


@pytest.mark.parametrize("must_exist", [True, False])
def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, must_exist: bool):
    with pytest.raises(StoreError):
        SqliteStore(tmp_path / "nowhere" / "graph.db", must_exist=must_exist)
    assert list(tmp_path.iterdir()) == []


def test_a_graph_that_must_exist_is_not_made(tmp_path: Path):
    with pytest.raises(StoreNotReadyError, match="there is no graph"):
        open_store(Settings(store=f"sqlite:{tmp_path / 'graph.db'}"), must_exist=True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_and_another_database_are_no_graph(tmp_path: Path):
    (tmp_path / "empty.db").touch()
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE birds (name TEXT)")
    for name in ("empty.db", "other.db"):
        with pytest.raises(StoreNotReadyError):
            SqliteStore(tmp_path / name, must_exist=True)


def test_reading_before_anything_was_built_says_so(tmp_path: Path):
    with closing(SqliteStore(tmp_path / "graph.db")) as store:
        with pytest.raises(StoreNotReadyError, match="no graph has been built"):
            store.find(DOCUMENTS, "id", ["document:x"])
        with pytest.raises(StoreNotReadyError):
            store.count()


def test_a_graph_of_another_schema_is_refused_and_kept(tmp_path: Path):
    path = tmp_path / "graph.db"
    with closing(made(path)) as store:
        with store.transaction() as transaction:
            transaction.upsert(META, [{"id": "schema", "value": "99"}])
        with pytest.raises(SchemaVersionError, match="schema 99"):
            store.migrate()
    with pytest.raises(SchemaVersionError) as raised:
        SqliteStore(path, must_exist=True)
    assert "CHANGELOG" in raised.value.hint
    with closing(SqliteStore(path)) as store:
        assert store.find(META, "id", ["schema"]) == [{"id": "schema", "value": "99"}]


def test_a_damaged_file_is_a_store_error_not_a_wrong_answer(tmp_path: Path):
    path = tmp_path / "graph.db"
    with closing(made(path)) as store:
        read(store, [post(str(number), body="words " * 200) for number in range(50)])
        expected = rows(store, DOCUMENTS)
    whole = bytearray(path.read_bytes())
    for page in range(4096 * 3, len(whole), 4096):
        whole[page : page + 512] = b"\x5a" * 512
    path.write_bytes(whole)
    with pytest.raises(StoreError) as raised, closing(SqliteStore(path)) as store:
        assert rows(store, DOCUMENTS) == expected
    assert raised.value.hint


def test_two_threads_read_whole_batches_while_one_writes(tmp_path: Path):
    with closing(made(tmp_path / "graph.db")) as store:
        seen: list[int] = []
        ended = threading.Event()

        def count() -> None:
            while not ended.is_set():
                seen.append(store.count()["sources"])

        readers = [threading.Thread(target=count) for _ in range(2)]
        for reader in readers:
            reader.start()
        for batch in range(20):
            with store.transaction() as transaction:
                for number in range(10):
                    transaction.upsert(SOURCES, [dict.fromkeys(SOURCES.columns, f"{batch}-{number}")])
        ended.set()
        for reader in readers:
            reader.join(10)
        assert seen
        assert all(number % 10 == 0 for number in seen)
        assert store.count()["sources"] == 200


def test_nothing_is_half_written_when_a_transaction_fails(tmp_path: Path):
    path = tmp_path / "graph.db"
    whole, half = dict.fromkeys(SOURCES.columns, "one"), {"id": "two", "kind": "", "name": ""}
    with closing(made(path)) as store:
        with pytest.raises(KeyError, match="place"), store.transaction() as transaction:
            transaction.upsert(SOURCES, [whole, half])
        assert store.count()["sources"] == 0
        with store.transaction() as transaction:  # and the next one works
            transaction.upsert(SOURCES, [dict.fromkeys(SOURCES.columns, "three")])
    with closing(SqliteStore(path)) as store:
        assert [row["id"] for row in store.scan(SOURCES)] == ["three"]


def test_a_reader_cannot_write(tmp_path: Path):
    with closing(made(tmp_path / "graph.db")) as store:
        with store.transaction():
            pass
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store._connection().execute("DELETE FROM meta")


def test_closing_twice_is_allowed_and_the_file_stands_alone(tmp_path: Path):
    store = made(tmp_path / "graph.db")
    store.close()
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["graph.db"]


def drafts() -> list[Draft]:
    """Two hundred documents whose people, threads and topics hang together across batches."""
    posts = [
        post(f"p{number}", f"Post {number}", by=f"Asha Rao{number % 7}", topics=["falls", f"t{number % 5}"])
        for number in range(100)
    ]
    return [*posts, *(comment(f"c{number}", on=f"p{number}", by="Dan Okafor") for number in range(100))]


_INGEST = """
import sys, time
from pathlib import Path
import ingest.run
from graph.stores.sqlite import SqliteStore
from tests.community import read
from tests.graph.test_sqlite import drafts
load, done = ingest.run.WRITE[1], []
def slow(run, batch):
    load(run, batch)
    done.append(1)
    if len(done) == 6:
        print("half", flush=True)
        time.sleep(60)
ingest.run.WRITE = (ingest.run.WRITE[0], slow)
read(SqliteStore(Path(sys.argv[1])), drafts(), batch=10)
"""


def test_a_kill_leaves_whole_batches_and_the_next_run_completes_the_graph(tmp_path: Path):
    path = tmp_path / "graph.db"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", _INGEST, str(path)], stdout=subprocess.PIPE, env=environment, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"half\n"
        child.send_signal(signal.SIGKILL)
    with closing(SqliteStore(path)) as store, closing(made(tmp_path / "whole.db")) as whole:
        assert store.count()["documents"] == 50  # the sixth batch was written, and not committed
        report = read(store, drafts(), batch=10)
        assert (report.unchanged, report.loaded) == (50, 150)
        read(whole, drafts(), batch=10)
        assert tables(store) == tables(whole)
