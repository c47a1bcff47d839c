"""The embedded store: one SQLite file, in WAL mode, with FTS5 for words."""

from __future__ import annotations

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
from graph.stores.sqlite_transaction import SqliteTransaction, found_rows, read_rows, row_of

# Another writer holds the file for one batch at most: well below a second; five allow for a slow disk.
BUSY_SECONDS = 5.0
_SCAN = 1000
# Pages kept in memory by each connection; a load goes through the whole index of ids of one table at a time.
_CACHE_KB, _LOADING_KB = 16384, 262144
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
            return read_rows(self._connection(), read, params)

    def find(self, table: Table, column: str, values: Iterable[str]) -> list[Row]:
        """Return the rows whose column has one of these values."""
        with self._using():
            return found_rows(self._connection(), table, column, values)

    @contextmanager
    def transaction(self) -> Iterator[SqliteTransaction]:
        """Open a transaction that writes; raises StoreUnavailableError when another writer does not end."""
        with self._using():
            connection = self._connection()
            connection.execute("PRAGMA query_only = OFF")
            connection.execute("BEGIN IMMEDIATE")
            try:
                writing = SqliteTransaction(connection)
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

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Open a load of very many rows: other indexes than that of the ids are made at its end."""
        connection = self._connection()
        with self._using():
            connection.execute(f"PRAGMA cache_size = -{_LOADING_KB}")
        self._run(text.index_removals())
        try:
            yield
        finally:
            self._run(text.definitions())
            with self._using():
                connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")

    def scan(self, table: Table) -> Iterator[Row]:
        """Yield every row of a table in order of id, a thousand at a time."""
        query = text.scan(table, _SCAN)
        last = ""
        while True:
            with self._using():
                found = self._connection().execute(query, (last,)).fetchall()
            for values in found:
                yield row_of(table.columns, table.lists, values)
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
        self._run(text.removals())

    def _run(self, statements: Sequence[str]) -> None:
        with self.transaction() as transaction:
            for statement in statements:
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
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
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
