"""The embedded store: one SQLite file, in WAL mode, with FTS5 for words."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.catalog import NamedRead
from graph.errors import SchemaVersionError, StoreError, StoreNotReadyError
from graph.schema import META, TABLES, VERSION, Table
from graph.store import Row
from graph.stores import sqlite_text as text
from graph.stores.identity import new_state, own_facts
from graph.stores.sqlite_errors import told

# Another writer holds the file for one batch at most: well below a second; five allow for a slow disk.
BUSY_SECONDS = 5.0
_SCAN = 1000
# A question takes well below a second; one that takes longer at shutdown keeps its connection.
_CLOSE_SECONDS = 10.0


class SqliteStore:
    """A graph in one file; readers in any thread and process, one writer at a time."""

    def __init__(self, path: Path, *, must_exist: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = f"sqlite:{path}"
        self._path = path
        self._busy_seconds = busy_seconds
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._idle = threading.Condition(threading.RLock())
        self._calls = 0
        if must_exist and (not path.is_file() or path.stat().st_size == 0):
            raise StoreNotReadyError(
                f"there is no graph at {self.url}",
                "build one first: improvement-graph ingest PATH --store URL",
            )
        with self._using():
            self._connection()
        if must_exist:
            self._check_version()

    def read(self, read: NamedRead, **params: object) -> list[Row]:
        """Return the rows of a named read."""
        with self._using():
            return _rows(self._connection(), read, params)

    def find(self, table: Table, column: str, values: Iterable[str]) -> list[Row]:
        """Return the rows whose column has one of these values."""
        with self._using():
            return _found(self._connection(), table, column, values)

    @contextmanager
    def transaction(self) -> Iterator[_SqliteTransaction]:
        """Open a transaction that writes; raises StoreUnavailableError when another writer does not end."""
        with self._using():
            connection = self._connection()
            connection.execute("PRAGMA query_only = OFF")
            connection.execute("BEGIN IMMEDIATE")
            try:
                writing = _SqliteTransaction(connection)
                yield writing
                if writing.wrote:
                    writing.upsert(META, [new_state()])
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            finally:
                with suppress(sqlite3.Error):
                    connection.execute("PRAGMA query_only = ON")

    @contextmanager
    def reading(self) -> Iterator[SqliteStore]:
        """Open several reads as one: all see the state that the first of them sees."""
        connection = self._connection()
        if connection.in_transaction:
            yield self
            return
        with self._using():
            connection.execute("BEGIN")
            try:
                yield self
            finally:
                with suppress(sqlite3.Error):
                    connection.execute("COMMIT")

    def scan(self, table: Table) -> Iterator[Row]:
        """Yield every row of a table in order of id, a thousand at a time."""
        query = text.scan(table, _SCAN)
        last = ""
        while True:
            with self._using():
                found = self._connection().execute(query, (last,)).fetchall()
            for values in found:
                yield _row(table.columns, table.lists, values)
            if len(found) < _SCAN:
                return
            last = found[-1][table.columns.index("id")]

    def count(self) -> Mapping[str, int]:
        """Return the number of rows of each table."""
        with self._using():
            connection = self._connection()
            return {
                table.name: connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
                for table in TABLES
            }

    def migrate(self) -> None:
        """Make tables and indexes where they are missing; raises SchemaVersionError for another version."""
        version = self._version()
        if version not in (0, VERSION):
            self._check_version()
        if version == 0:
            self._refuse_foreign()
        with self.transaction() as transaction:
            for statement in text.definitions():
                transaction.connection.execute(statement)
            transaction.upsert(META, own_facts(transaction))

    def wipe(self) -> None:
        """Delete every table."""
        with self.transaction() as transaction:
            for statement in text.removals():
                transaction.connection.execute(statement)

    def close(self) -> None:
        """Close the connections of every thread, once the calls that are under way have ended."""
        with self._idle:
            # A connection closed under a call of another thread takes the whole process with it.
            self._idle.wait_for(lambda: self._calls == 0, timeout=_CLOSE_SECONDS)
            while self._open and not self._calls:
                self._open.pop().close()
        self._local = threading.local()

    @contextmanager
    def _using(self) -> Iterator[None]:
        """Count a call, so that close() waits for it, and turn the engine's errors into ours."""
        with self._idle:
            self._calls += 1
        try:
            with told(self.url):
                yield
        finally:
            with self._idle:
                self._calls -= 1
                self._idle.notify_all()

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection; it only reads except inside transaction()."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None:
            return found
        if not self._path.parent.is_dir():
            raise StoreError(f"there is no folder {self._path.parent}", "make it, or name another store")
        # check_same_thread is off so that close() can close what other threads opened.
        connection = sqlite3.connect(
            self._path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
        )
        with self._idle:
            self._open.append(connection)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "readonly" not in str(error):
                raise
            connection = self._read_only(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -16384")
        connection.execute("PRAGMA query_only = ON")
        self._local.connection = connection
        return connection

    def _read_only(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """Return a connection to a file in a folder that cannot be written: it can be asked all the same."""
        connection.close()
        with self._idle:
            self._open.remove(connection)
        address = f"{self._path.resolve().as_uri()}?immutable=1"
        opened = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        with self._idle:
            self._open.append(opened)
        return opened

    def _refuse_foreign(self) -> None:
        """Raise StoreError where the file holds tables of another program: nothing is written among them."""
        with self._using():
            rows = self._connection().execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
            names = [row[0] for row in rows]
        if names:
            raise StoreError(f"{self.url} holds tables that are not ours ({names[0]})", "name another file")

    def _version(self) -> int:
        with self._using():
            connection = self._connection()
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                return 0
            row = connection.execute("SELECT value FROM meta WHERE id = 'schema'").fetchone()
        return int(row[0]) if row else 0

    def _check_version(self) -> None:
        version = self._version()
        if version == 0:
            raise StoreNotReadyError(
                f"no graph has been built in {self.url}", "run: improvement-graph ingest PATH"
            )
        if version != VERSION:
            raise SchemaVersionError(
                f"{self.url} holds a graph of schema {version}; this version reads schema {VERSION}",
                "ingest into a new store, or use the version that built it (see CHANGELOG.md)",
            )


class _SqliteTransaction:
    """What a transaction of SQLite can do; see store.Transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.wrote = False

    def read(self, read: NamedRead, **params: object) -> list[Row]:
        return _rows(self.connection, read, params)

    def find(self, table: Table, column: str, values: Iterable[str]) -> list[Row]:
        return _found(self.connection, table, column, values)

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        lists = table.lists
        self.wrote |= table is not META and bool(rows)
        self.connection.executemany(
            text.upsert(table),
            ([_stored(row[name]) if name in lists else row[name] for name in table.columns] for row in rows),
        )
        if table.words:
            self.connection.executemany(text.forget_words(table, "id"), ((row["id"],) for row in rows))
            self.connection.executemany(
                text.write_words(table),
                ([*(words.text(row) for words in table.words), row["id"]] for row in rows),
            )

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        self.upsert(table, rows)

    def change(self, table: Table, rows: Sequence[Row]) -> None:
        if not rows:
            return
        self.wrote = True
        columns = tuple(name for name in rows[0] if name != "id")
        self.connection.executemany(
            text.change(table, columns),
            ([*(_stored(row[name]) for name in columns), row["id"]] for row in rows),
        )

    def delete(self, table: Table, column: str, values: Iterable[str]) -> None:
        keys = [(value,) for value in values]
        self.wrote |= bool(keys)
        if table.words:
            self.connection.executemany(text.forget_words(table, column), keys)
        self.connection.executemany(text.delete(table, column), keys)


def _stored(value: object) -> object:
    """Return a value as SQLite keeps it: lists as JSON text."""
    return json.dumps(list(value), ensure_ascii=False) if isinstance(value, list | tuple) else value


def _rows(connection: sqlite3.Connection, read: NamedRead, params: Mapping[str, object]) -> list[Row]:
    cursor = connection.execute(read.sql, {name: _stored(value) for name, value in params.items()})
    returned = tuple(column[0] for column in cursor.description)
    return [_row(returned, read.lists, values) for values in cursor]


def _found(connection: sqlite3.Connection, table: Table, column: str, values: Iterable[str]) -> list[Row]:
    keys = list(values)
    if not keys:
        return []
    cursor = connection.execute(text.find(table, column), (json.dumps(keys),))
    return [_row(table.columns, table.lists, found) for found in cursor]


def _row(columns: Sequence[str], lists: frozenset[str], values: Sequence[object]) -> Row:
    row: Row = dict(zip(columns, values, strict=True))
    for name in lists:
        row[name] = json.loads(row[name])
    return row
