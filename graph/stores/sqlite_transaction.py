"""What is written and read inside a transaction of SQLite, and rows as its driver gives them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from graph.catalog import NamedRead
from graph.schema import META, Table
from graph.store import Row
from graph.stores import sqlite_text as text


class SqliteTransaction:
    """What a transaction of SQLite can do; see store.Transaction. `wrote` says whether it changed the graph."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.wrote = False

    def read(self, read: NamedRead, **params: object) -> list[Row]:
        """Return the rows of a named read."""
        return read_rows(self.connection, read, params)

    def find(self, table: Table, column: str, values: Iterable[str]) -> list[Row]:
        """Return the rows whose column has one of these values."""
        return found_rows(self.connection, table, column, values)

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write whole rows, in place of those with the same id."""
        self._write(text.upsert(table), table, rows)
        if table.words:
            self.connection.executemany(text.forget_words(table, "id"), ((row["id"],) for row in rows))
            self._write_words(table, rows)

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write whole rows that are not there: no row is looked for, and no words are taken out."""
        self._write(text.insert(table), table, rows)
        if table.words:
            self._write_words(table, rows)

    def _write(self, statement: str, table: Table, rows: Sequence[Row]) -> None:
        self.wrote |= table is not META and bool(rows)
        values: Iterable[Sequence[object]] = map(itemgetter(*table.columns), rows)
        if table.lists:
            at = [name in table.lists for name in table.columns]
            values = (
                [stored(value) if is_list else value for value, is_list in zip(some, at, strict=True)]
                for some in values
            )
        self.connection.executemany(statement, values)

    def _write_words(self, table: Table, rows: Sequence[Row]) -> None:
        self.connection.executemany(
            text.write_words(table),
            ([*(words.text(row) for words in table.words), row["id"]] for row in rows),
        )

    def change(self, table: Table, rows: Sequence[Row]) -> None:
        """Set the given columns of rows that are there."""
        if not rows:
            return
        self.wrote = True
        columns = tuple(name for name in rows[0] if name != "id")
        self.connection.executemany(
            text.change(table, columns),
            ([*(stored(row[name]) for name in columns), row["id"]] for row in rows),
        )

    def delete(self, table: Table, column: str, values: Iterable[str]) -> None:
        """Delete rows, with their words."""
        keys = [(value,) for value in values]
        self.wrote |= bool(keys)
        if table.words:
            self.connection.executemany(text.forget_words(table, column), keys)
        self.connection.executemany(text.delete(table, column), keys)


def stored(value: object) -> object:
    """Return a value as SQLite keeps it: lists as JSON text."""
    return json.dumps(list(value), ensure_ascii=False) if isinstance(value, list | tuple) else value


def read_rows(connection: sqlite3.Connection, read: NamedRead, params: Mapping[str, object]) -> list[Row]:
    """Return the rows of a named read; lists go in and come out as JSON."""
    cursor = connection.execute(read.sql, {name: stored(value) for name, value in params.items()})
    returned = tuple(column[0] for column in cursor.description)
    if not read.lists:  # without a call for each row: a page has hundreds
        return [dict(zip(returned, values, strict=True)) for values in cursor]
    return [row_of(returned, read.lists, values) for values in cursor]


def found_rows(connection: sqlite3.Connection, table: Table, column: str, values: Iterable[str]) -> list[Row]:
    """Return the whole rows whose column has one of these values."""
    keys = list(values)
    if not keys:
        return []
    cursor = connection.execute(text.find(table, column), (json.dumps(keys),))
    if not table.lists:  # thirty thousand handles for a batch of a thousand records: each call counts
        return [dict(zip(table.columns, found, strict=True)) for found in cursor]
    return [row_of(table.columns, table.lists, found) for found in cursor]


def row_of(columns: Sequence[str], lists: frozenset[str], values: Sequence[object]) -> Row:
    """Return a row by its columns; lists are kept as JSON text."""
    row: Row = dict(zip(columns, values, strict=True))
    for name in lists:
        row[name] = json.loads(row[name]) if row[name] != "[]" else []
    return row
