"""The SQL that the declared schema makes: tables, indexes, writes."""

from __future__ import annotations

from graph.schema import TABLES, Kind, Table

_TYPES = {Kind.TEXT: "TEXT", Kind.LIST: "TEXT", Kind.INTEGER: "INTEGER", Kind.REAL: "REAL"}


def definitions() -> list[str]:
    """Return the statements that make every table and index; each may be run again."""
    return [statement for table in TABLES for statement in _define(table)]


def removals() -> list[str]:
    """Return the statements that remove every table."""
    names = [f"{table.name}_words" for table in TABLES if table.words] + [table.name for table in TABLES]
    return [f'DROP TABLE IF EXISTS "{name}"' for name in names]


def index_removals() -> list[str]:
    """Return the statements that remove every index of ours but those of the ids and of words."""
    return [f'DROP INDEX IF EXISTS "{_index(table, on)}"' for table in TABLES for on in table.indexes]


def _index(table: Table, on: tuple[str, ...]) -> str:
    return f"{table.name}_by_{'_'.join(on)}"


def _define(table: Table) -> list[str]:
    columns = ["row INTEGER PRIMARY KEY", '"id" TEXT NOT NULL UNIQUE']
    columns += [
        f'"{prop.name}" {_TYPES[prop.kind]} NOT NULL' for prop in table.properties if prop.name != "id"
    ]
    lines = [f'CREATE TABLE IF NOT EXISTS "{table.name}" (\n  ' + ",\n  ".join(columns) + "\n)"]
    for index in table.indexes:
        name = _index(table, index)
        on = ", ".join(f'"{column}"' for column in index)
        lines.append(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table.name}" ({on})')
    if table.words:
        fields = ", ".join(words.name for words in table.words)
        # ascii: the words are already folded to a-z and 0-9 (names.words), as in the other store.
        lines.append(
            f'CREATE VIRTUAL TABLE IF NOT EXISTS "{table.name}_words" '
            f"USING fts5({fields}, tokenize = 'ascii', prefix = '2 3')"
        )
    return lines


def insert(table: Table) -> str:
    """Return the statement that writes a whole row that is not there; its values come in order of the columns."""
    marks = ", ".join("?" for _ in table.columns)
    return f'INSERT INTO "{table.name}" ({_columns(table)}) VALUES ({marks})'


def upsert(table: Table) -> str:
    """Return the statement that writes a whole row; its values come in order of the columns."""
    changes = ", ".join(f'"{column}" = excluded."{column}"' for column in table.columns if column != "id")
    return f'{insert(table)} ON CONFLICT ("id") DO UPDATE SET {changes}'


def forget_words(table: Table, column: str) -> str:
    """Return the statement that takes rows out of the full-text index, found by a column."""
    return (
        f'DELETE FROM "{table.name}_words" WHERE rowid IN '
        f'(SELECT row FROM "{table.name}" WHERE "{column}" = ?)'
    )


def write_words(table: Table) -> str:
    """Return the statement that puts a row's words into the full-text index: words in order, then its id."""
    fields = ", ".join(words.name for words in table.words)
    marks = ", ".join("?" for _ in table.words)
    return f'INSERT INTO "{table.name}_words" (rowid, {fields}) SELECT row, {marks} FROM "{table.name}" WHERE "id" = ?'


def change(table: Table, columns: tuple[str, ...]) -> str:
    """Return the statement that sets some columns of a row: the values in order, then its id."""
    sets = ", ".join(f'"{column}" = ?' for column in columns)
    return f'UPDATE "{table.name}" SET {sets} WHERE "id" = ?'


def delete(table: Table, column: str) -> str:
    """Return the statement that deletes the rows with one value of a column."""
    return f'DELETE FROM "{table.name}" WHERE "{column}" = ?'


def find(table: Table, column: str) -> str:
    """Return the statement that reads the rows whose column has one of the values of a JSON list."""
    return (
        f'SELECT {_columns(table)} FROM "{table.name}" '
        f'WHERE "{column}" IN (SELECT value FROM json_each(?)) ORDER BY "id"'
    )


def scan(table: Table, most: int) -> str:
    """Return the statement that reads the next rows of a table, after an id."""
    return f'SELECT {_columns(table)} FROM "{table.name}" WHERE "id" > ? ORDER BY "id" LIMIT {most}'


def _columns(table: Table) -> str:
    return ", ".join(f'"{column}"' for column in table.columns)
