"""Rows of CSV, XLSX, YAML, JSON and JSON lines, and records that are each the front matter of a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from graph.names import words
from ingest.community import SourceConfig
from ingest.document import Skip
from ingest.sources.files import MOST_PAGE, BrokenError, key_of, place_of, read_text, stem_of
from ingest.sources.front_matter import NotJsonError, Value, parse_json, parse_yaml, read_page, text_of
from ingest.sources.json_file import read_json
from ingest.sources.json_stream import before_the_cut
from ingest.sources.sheet_rows import HEADINGS_WITHIN, distinct, lines_in, sheets_of

_SHEETS = (".csv", ".tsv")
_PAGES = (".md", ".qmd", ".markdown")
_LINES = (".jsonl", ".ndjson")
_PRIVATE = frozenset("email e-mail mail emails phone telephone tel mobile fax phones".split())


@dataclass(frozen=True, slots=True)
class Row:
    """One record: where it is, its number there (0 for the only one of a file), and its cells."""

    file: Path
    place: str
    number: int
    cells: Mapping[str, Value]

    def value(self, column: str) -> Value:
        """Return a cell, looking inside for "profile.orcid"; "" where there is none or it is private."""
        if not column or is_private(column):
            return ""
        if column in self.cells:
            return self.cells[column]
        found: Value = dict(self.cells)
        for part in column.split("."):
            found = found.get(part, "") if isinstance(found, dict) else ""
        return found

    def text(self, column: str) -> str:
        """Return a cell as one text."""
        return text_of(self.value(column))

    def even_private(self, column: str) -> str:
        """Return a cell as one text, also under "May be contacted by e-mail": it holds a yes or a no."""
        return text_of(self.cells[column]) if column in self.cells else self.text(column)

    def has(self, column: str) -> bool:
        """Say whether the record has the column at all, empty or not."""
        found: Value = dict(self.cells)
        if column in self.cells:
            return True
        for part in column.split("."):
            if not isinstance(found, dict) or part not in found:
                return False
            found = found[part]
        return True


def is_private(column: str) -> bool:
    """Say whether a column holds e-mail addresses or telephone numbers, by its heading."""
    parts = words(column)
    return bool(_PRIVATE & set(parts)) or parts[:2] == ["e", "mail"]


def headings(config: SourceConfig, file: Path, wanted: tuple[str, ...] = ()) -> list[str] | None:
    """Return the headings of a CSV or XLSX file, None for formats where each record has its own.

    Raises BrokenError for a file that is not what its name says.
    """
    rows = _sheet(config, file, wanted)
    return None if rows is None else _head(rows, wanted)[1]


def rows_of(config: SourceConfig, file: Path, wanted: tuple[str, ...] = ()) -> Iterator[Row | Skip]:
    """Yield the rows of a file in order; one that is broken, and a broken file, is a Skip.

    `wanted` are the columns that tell the line of the headings from titles above it.
    """
    place = place_of(config, file)
    given = {"@stem": stem_of(file), "@path": key_of(config, file)}
    try:
        sheet = _sheet(config, file, wanted)
        records = _records(config, file) if sheet is None else _cells(sheet, wanted)
        for number, cells in records:
            where = f"{place}, row {number}" if number else place
            if isinstance(cells, str):
                yield Skip(where, cells)
            else:
                yield Row(file, where, number, {**cells, **given})
    except BrokenError as error:
        yield Skip(place, str(error))
    except OSError as error:
        yield Skip(place, f"cannot be opened: {error.strerror or type(error).__name__}")
    except csv.Error as error:
        yield Skip(place, f"not CSV from some row on: {error}")


def _sheet(config: SourceConfig, file: Path, wanted: tuple[str, ...]) -> Iterator[list[str]] | None:
    """Return the rows of a CSV file or of the sheet that counts, None for formats whose records name their fields."""
    ending = file.suffix.lower()
    if ending not in (*_SHEETS, ".xlsx"):
        return None
    found = False
    for sheet in sheets_of(file):
        if ending != ".xlsx" or sheet.name == config.records:
            return sheet.rows
        found = True
        top = list(islice(sheet.rows, HEADINGS_WITHIN))
        if not config.records and set(wanted) & set(_head(top, wanted)[1]):
            return chain(top, sheet.rows)
    if config.records or not found:
        raise BrokenError(f"no sheet called {config.records!r}" if config.records else "no sheet in it")
    # None has a wanted column: the first one, from its beginning.
    return next(sheets_of(file)).rows


def _head(rows: Iterable[list[str]], wanted: tuple[str, ...]) -> tuple[int, list[str]]:
    """Return number and names of the line of headings.

    It is the first line with a wanted column, else the first that is not empty.
    """
    first: tuple[int, list[str]] | None = None
    for number, row in enumerate(rows, 1):
        names = distinct([name.strip() for name in row])
        if set(wanted) & set(names):
            return number, names
        if first is None and any(names):
            first = (number, names)
        if number >= HEADINGS_WITHIN:
            break
    return first or (0, [])


def _cells(
    sheet: Iterable[list[str]], wanted: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, Value] | str]]:
    rows = iter(sheet)
    top = list(islice(rows, HEADINGS_WITHIN))
    at, names = _head(top, wanted)
    for number, row in enumerate(chain(top[at:], rows), at + 1):
        values = [value.strip() for value in row]
        if any(values):
            filled = values + [""] * (len(names) - len(values))
            yield number, {name: value for name, value in zip(names, filled, strict=False) if name}


def _records(config: SourceConfig, file: Path) -> Iterator[tuple[int, dict[str, Value] | str]]:
    ending = file.suffix.lower()
    if ending in _PAGES:
        page = read_page(read_text(file, MOST_PAGE))
        yield 0, {**page.head, "@body": page.body} if page.has_head else "no front matter"
        return
    if ending in _LINES:
        yield from _json_lines(file)
        return
    try:
        found = read_json(file) if ending == ".json" else parse_yaml(read_text(file))
    except NotJsonError:
        whole = before_the_cut(file, config.records)
        if not any(isinstance(record, dict) for record in whole):
            raise
        yield from enumerate(whole, 1)
        return
    for part in config.records.split(".") if config.records else ():
        found = found.get(part, "") if isinstance(found, dict) else ""
    if not found:
        raise BrokenError(f"no records under `{config.records}`" if config.records else "no records in it")
    yield from _numbered(found, named=bool(config.records))


def _json_lines(file: Path) -> Iterator[tuple[int, dict[str, Value] | str]]:
    for number, line in enumerate(lines_in(file), 1):
        if line.strip():
            try:
                found = parse_json(line)
            except BrokenError:
                yield number, "row is not JSON"
                continue
            yield number, found if isinstance(found, dict) else "row is no record"


def _numbered(found: Value, *, named: bool) -> Iterator[tuple[int, dict[str, Value] | str]]:
    if isinstance(found, dict):
        lists = [
            value
            for value in found.values()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        if found and all(isinstance(value, dict) for value in found.values()):
            for number, (key, value) in enumerate(found.items(), 1):
                yield number, {**(value if isinstance(value, dict) else {}), "@key": key}
            return
        # {"grants": […]}: a wrapper around one list, as 360Giving and many others publish.
        found = lists[0] if len(lists) == 1 and not named and len(found) <= len(lists) + 3 else [found]
    for number, value in enumerate(found if isinstance(found, list) else [], 1):
        yield number, value if isinstance(value, dict) else "row is no record"
