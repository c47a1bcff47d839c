"""The server store: Neo4j 5 over Bolt, with the official driver."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from graph.catalog import NamedRead
from graph.errors import SchemaVersionError, StoreError, StoreNotReadyError, StoreUnavailableError
from graph.model import Label, RelType
from graph.schema import ENTITIES, META, TABLES, TIES, VERSION, Table
from graph.settings import Settings
from graph.store import Row
from graph.stores import neo4j_text as text
from graph.stores.identity import new_state, own_facts

_SCAN = 1000
# Indexes of two million claims are full after some minutes.
_INDEX_SECONDS = 1800
# Seconds: a server that does not open a connection in ten is not there for a person who waits.
_CONNECT_SECONDS = 10.0


class Neo4jStore:
    """A graph on a Neo4j server; safe in any number of threads."""

    def __init__(self, settings: Settings, *, must_exist: bool = False) -> None:
        self.url = settings.store
        self._database = settings.neo4j_database
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        with _errors(self.url):
            self._driver = neo4j.GraphDatabase.driver(
                settings.store,
                auth=(settings.neo4j_user, settings.neo4j_password),
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=2 * _CONNECT_SECONDS,
                max_transaction_retry_time=_CONNECT_SECONDS,
                notifications_min_severity="OFF",
            )
        try:
            with _errors(self.url):
                self._driver.verify_connectivity()
            if must_exist:
                self._check_version()
        except BaseException:
            self._driver.close()
            raise

    def read(self, read: NamedRead, **params: object) -> list[Row]:
        """Return the rows of a named read, in a read-only transaction."""
        return [_row(read.columns, record) for record in self._query(read.cypher, params)]

    def find(self, table: Table, column: str, values: Iterable[str]) -> list[Row]:
        """Return the rows whose column has one of these values."""
        keys = list(values)
        found = self._query(text.find(table, column), {"values": keys}) if keys else []
        return [_row(table.columns, record) for record in found]

    @contextmanager
    def transaction(self) -> Iterator[_Neo4jTransaction]:
        """Open a transaction that writes; it waits while another one of ours is open."""
        with _errors(self.url), self._session() as session, session.begin_transaction() as transaction:
            transaction.run(text.LOCK)
            writing = _Neo4jTransaction(transaction)
            yield writing
            if writing.wrote:
                writing.upsert(META, [new_state()])
            transaction.commit()

    @contextmanager
    def reading(self) -> Iterator[_Neo4jReading]:
        """Open several reads as one: one transaction, one connection, no round trip to open each."""
        with (
            _errors(self.url),
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction() as transaction,
        ):
            yield _Neo4jReading(transaction)

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Open a load of very many rows: other indexes than those of the ids are made at its end."""
        self._run(text.index_removals())
        try:
            yield
        finally:
            self._define()

    def scan(self, table: Table) -> Iterator[Row]:
        """Yield every row of a table in order of id, a thousand at a time."""
        if table is TIES:
            yield from heapq.merge(
                *(self._pages(text.scan_ties(rel), table) for rel in RelType), key=lambda row: str(row["id"])
            )
        else:
            yield from self._pages(text.scan(table), table)

    def count(self) -> Mapping[str, int]:
        """Return the number of rows of each table."""
        counts = {}
        for table in TABLES:
            if table is TIES:
                query = (
                    "MATCH (:Entity|Document)-[t]->() WHERE t.predicate IS NOT NULL RETURN count(t) AS rows"
                )
            else:
                query = f"MATCH (n:{table.node}) RETURN count(n) AS rows"
            counts[table.name] = int(self._query(query, {})[0]["rows"])
        return counts

    def migrate(self) -> None:
        """Make constraints and indexes where they are missing; raises SchemaVersionError for another version."""
        if self._version() not in (0, VERSION):
            self._check_version()
        self._define()
        with self.transaction() as transaction:
            transaction.upsert(META, own_facts(transaction))

    def wipe(self) -> None:
        """Delete the nodes, relationships, indexes and constraints that are ours, and nothing else."""
        with _errors(self.url), self._session() as session:
            for label in text.node_labels():
                session.run(
                    _text(f"MATCH (n:{label}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 5000 ROWS")
                ).consume()
        self._run(text.removals())

    def _define(self) -> None:
        self._run([*text.definitions(), f"CALL db.awaitIndexes({_INDEX_SECONDS})"])

    def _run(self, statements: Iterable[str]) -> None:
        """Run statements each in a transaction of its own, as changes of the schema must be."""
        with _errors(self.url), self._session() as session:
            for statement in statements:
                session.run(_text(statement)).consume()

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    def _session(self, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        return self._driver.session(
            database=self._database, bookmark_manager=self._bookmarks, default_access_mode=access
        )

    def _query(self, query: str, params: Mapping[str, object]) -> list[neo4j.Record]:
        with _errors(self.url), self._session() as session:
            return session.execute_read(lambda work: list(work.run(_text(query), dict(params))))

    def _pages(self, query: str, table: Table) -> Iterator[Row]:
        last = ""
        while True:
            found = self._query(query, {"last": last, "most": _SCAN})
            for record in found:
                yield _row(table.columns, record)
            if len(found) < _SCAN:
                return
            last = found[-1]["id"]

    def _version(self) -> int:
        found = self._query("MATCH (n:Meta {id: 'schema'}) RETURN n.value AS value", {})
        return int(found[0]["value"]) if found else 0

    def _check_version(self) -> None:
        version = self._version()
        if version == 0:
            raise StoreNotReadyError(
                f"no graph has been built in {self.url}", "run: improvement-graph ingest PATH"
            )
        if version != VERSION:
            raise SchemaVersionError(
                f"{self.url} holds a graph of schema {version}; this version reads schema {VERSION}",
                "ingest into a new database, or use the version that built it (see CHANGELOG.md)",
            )


class _Neo4jReading:
    """What reads inside one transaction of Neo4j can do; see store.Reader."""

    def __init__(self, transaction: neo4j.Transaction) -> None:
        self._transaction = transaction

    def read(self, read: NamedRead, **params: object) -> list[Row]:
        return [_row(read.columns, record) for record in self._run(read.cypher, **params)]

    def find(self, table: Table, column: str, values: Iterable[str]) -> list[Row]:
        keys = list(values)
        found = self._run(text.find(table, column), values=keys) if keys else []
        return [_row(table.columns, record) for record in found]

    def _run(self, query: str, **params: object) -> list[neo4j.Record]:
        return list(self._transaction.run(_text(query), params))


class _Neo4jTransaction(_Neo4jReading):
    """What a transaction of Neo4j can do; see store.Transaction."""

    wrote = False

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        self.wrote |= table is not META and bool(rows)
        if table is TIES:
            for (source, predicate, target), group in _by_ends(rows).items():
                rel = RelType(predicate)
                there = {record["id"] for record in self._run(text.renew_ties(rel), rows=group)}
                if new := [row for row in group if row["id"] not in there]:
                    self._run(text.create_ties(Label(source), rel, Label(target)), rows=new)
            return
        written = _with_words(table, rows)
        if table is ENTITIES:
            for label in Label:
                if group := [row for row in written if row["label"] == label]:
                    self._run(text.upsert_entities(label), rows=group)
        elif written:
            self._run(text.upsert(table), rows=written)

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        self.wrote |= bool(rows)
        if table is TIES:
            for (source, predicate, target), group in _by_ends(rows).items():
                query = text.create_ties(Label(source), RelType(predicate), Label(target))
                self._run(query, rows=group)
        elif table is ENTITIES:
            self.upsert(table, rows)
        elif rows:
            self._run(text.insert(table), rows=_with_words(table, rows))

    def change(self, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self.wrote = True
            self._run(text.change(table), rows=list(rows))

    def delete(self, table: Table, column: str, values: Iterable[str]) -> None:
        keys = list(values)
        if not keys:
            return
        self.wrote = True
        if table is TIES:
            for rel in RelType:
                self._run(text.delete_ties(rel, column), values=keys)
        else:
            self._run(text.delete(table, column), values=keys)


def _by_ends(rows: Sequence[Row]) -> dict[tuple[str, str, str], list[Row]]:
    """Return ties by the label they start from, their type, and the label they lead to."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["source_label"], row["predicate"], row["target_label"]].append(row)
    return groups


def _with_words(table: Table, rows: Sequence[Row]) -> list[Row]:
    return [{**row, **{words.name: words.text(row) for words in table.words}} for row in rows]


def _text(query: str) -> LiteralString:
    """Pass a query to the driver: all of ours are files or made from enums, none from input."""
    return query


def _row(columns: Sequence[str], record: neo4j.Record) -> Row:
    values: dict[str, Any] = {}
    for column in columns:
        value = record[column]
        values[column] = list(value) if isinstance(value, list) else value
    return values


@contextmanager
def _errors(url: str) -> Iterator[None]:
    """Turn the driver's errors into ours, saying what to do; credentials are never repeated."""
    try:
        yield
    except AuthError as error:
        raise StoreUnavailableError(
            f"{url} refuses the user or the password", "set NEO4J_USER and NEO4J_PASSWORD in the environment"
        ) from error
    except ServiceUnavailable as error:
        raise StoreUnavailableError(
            f"no Neo4j answers at {url}",
            "check the address, or start one with: improvement-graph neo4j start",
        ) from error
    except Neo4jError as error:
        if error.is_retryable():
            raise StoreUnavailableError(f"{url} is busy: {error.message}", "try again") from error
        raise StoreError(f"{url}: {error.message}", "see the server's log") from error
    except DriverError as error:
        raise StoreError(f"{url}: {error}", "check the address: neo4j://HOST:7687") from error
