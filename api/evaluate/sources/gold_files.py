"""Gold files of a community as rows: which column is what, whoever made the file.

`gold/*.jsonl` and `gold/*.csv` describe one document, project, person or organisation a row, or one edge a row
("person,project", "project,topic"). Files named "silver", and counts by year, are no gold of fields.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import InputError

_AUTHORS = ("author_names", "authors", "contributors")
_TOPICS = ("tags", "topics", "keywords")
_PEOPLE = ("team", "organisers")
_ORGANISATIONS = ("origin",)
_NOT_FIELDS = ("silver", "by_year", "crosspost")


# "Asha Rao, Dan Chalk and Jo Hill, Public Health England." in one cell: three people and where they are.
_SENTENCE = re.compile(r"^(?P<names>[^,]+, .+ and [^,]+), [^,]+\.$")


_NOBODY = re.compile(r"\b(?:team|trust|many other)\b", re.IGNORECASE)
_DRAFT = re.compile(rb"^draft: *true\b", re.MULTILINE)
# A tab behind a value: strict parsers of YAML stop there, and leave the whole head unread.
_UNREAD = re.compile(rb"\A---[ ]*\r?\n(?:(?!---).*\n)*?[^\n\"'#]*[^\s\"'][ ]*\t\s*?\n")
_HEAD = 4000


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One row: the thing it describes by its id there, and its cells.

    `silent` is a row that says nothing of the fields: whoever made the gold could not read the file, or the file
    says that it is a draft. `elsewhere` tells that a file has no field for topics by the name of the gold's column: it
    may state them under another.
    """

    id: str
    cells: Mapping[str, Any]
    silent: bool = False
    elsewhere: bool = False

    def names(self, *columns: str) -> list[str] | None:
        """Return the names in the first of some columns that is there; None where none is."""
        found = next((column for column in columns if column in self.cells), None)
        if found is None:
            return None
        value = self.cells[found]
        items = value if isinstance(value, list) else str(value or "").split("|")
        return [name for item in items if item for name in _names_in(str(item))]

    @property
    def authors(self) -> list[str] | None:
        """Who wrote it."""
        return self.names(*_AUTHORS)

    @property
    def topics(self) -> list[str] | None:
        """What it is about; None where the gold looked for it in a field that the file does not have."""
        return None if self.elsewhere else self.names(*_TOPICS)

    @property
    def people(self) -> list[str] | None:
        """Who works on it; a team or a trust among them is nobody."""
        names = self.names(*_PEOPLE)
        return None if names is None else [name for name in names if is_somebody(name)]

    @property
    def organisations(self) -> list[str] | None:
        """Who runs it."""
        return self.names(*_ORGANISATIONS)


@dataclass(frozen=True, slots=True)
class GoldFile:
    """One file: its columns, and its rows."""

    name: str
    columns: frozenset[str]
    rows: tuple[GoldRow, ...]


def gold_files(folder: Path) -> Iterator[GoldFile]:
    """Yield the files of fields in a set's `gold` folder, by name; raises InputError for a broken one."""
    for file in sorted((folder / "gold").glob("*")):
        if file.suffix in (".csv", ".jsonl") and not any(word in file.name for word in _NOT_FIELDS):
            rows = list(rows_in(file))
            columns = frozenset(name for row in rows for name in row)
            named = tuple(
                GoldRow(_id(row), row, _is_silent(folder, row), _is_elsewhere(folder, row)) for row in rows
            )
            yield GoldFile(file.name, columns, named)


def rows_in(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a CSV or JSON-lines file; raises InputError where it is neither."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            if file.suffix == ".csv":
                yield from csv.DictReader(lines)
            else:
                yield from (json.loads(line) for line in lines if line.strip())
    except (ValueError, OSError, csv.Error) as error:
        raise InputError(f"{file} cannot be read: {error}", "correct the gold file") from error


def _names_in(cell: str) -> list[str]:
    said = _SENTENCE.match(cell)
    return re.split(r", | and ", said["names"]) if said else [cell]


def is_somebody(name: str) -> bool:
    """Say whether a name in a list of people can be a person's: "NHS Hack Day Team" and "… and many others" cannot."""
    return _NOBODY.search(name) is None


def _is_silent(folder: Path, row: Mapping[str, Any]) -> bool:
    file = folder / _id(row)
    unread = bool(row.get("fm_error")) or ("title" in row and not row["title"])
    head = file.read_bytes()[:_HEAD] if file.is_file() else b""
    return unread or _DRAFT.search(head) is not None or _UNREAD.match(head) is not None


def _is_elsewhere(folder: Path, row: Mapping[str, Any]) -> bool:
    """Say whether the gold has no topics of a file that has no field of that name."""
    column = next((name for name in _TOPICS if name in row), "")
    file = folder / _id(row)
    if not column or row[column] or not file.is_file():
        return False
    return re.search(rb"^" + column.encode() + rb"\s*:", file.read_bytes()[:_HEAD], re.MULTILINE) is None


def _id(row: Mapping[str, Any]) -> str:
    return str(row.get("id") or row.get("project") or row.get("person_id") or "")
