"""The beginning of a community file for a table that nobody has described yet, from its headings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from graph.errors import InputError
from graph.model import Source
from graph.names import words
from ingest.community import SourceConfig
from ingest.document import Skip
from ingest.sources.described import DATED
from ingest.sources.files import BrokenError
from ingest.sources.members import usual_mapping
from ingest.sources.sheet_rows import HEADINGS_WITHIN, sheets_of
from ingest.sources.tabular import headings, is_private, rows_of

# What the columns of project lists are usually called, after the field of ours that they fill.
_USUAL = {
    "key": ("id", "ref", "reference", "project id", "code", "number", "key"),
    "name": ("title", "project title", "project", "project name", "name", "topic", "subject"),
    "text": ("description", "summary", "abstract", "aim", "aims", "background", "details"),
    "people": ("people", "team", "lead", "project lead", "leads", "contact", "members", "owner", "author"),
    "organisations": (
        "organisation",
        "organization",
        "organisations",
        "trust",
        "hospital",
        "provider",
        "site",
    ),
    "topics": ("topics", "topic", "keywords", "themes", "theme", "tags", "area", "category"),
    "start": ("start", "start date", "started", "date", "year", "created"),
    "end": ("end", "end date", "ended", "finished", "completed"),
    "status": ("status", "stage", "state"),
    "place": ("place", "region", "location", "town", "city"),
    "url": ("url", "link", "website", "web page"),
    "published": DATED,
}
_SHEETS = (".csv", ".tsv", ".xlsx")
# Fields whose cells may hold several names, with the marks that part them, surest first: a comma may stand within
# "Rao, Asha" and "Department of Health, Wales", and parts topics only.
_PARTED = {"people": (";", "|", "\n"), "organisations": (";", "|", "\n"), "topics": (";", "|", "\n", ",")}
# As many rows as show how a list is written.
_LOOKED_AT = 200


def starter_mapping(path: Path) -> str:
    """Return a [[source]] to put into a community file, or '' for what is no sheet with headings.

    Columns of e-mail addresses and telephone numbers are not named: no mapping reads them.
    """
    if path.suffix.lower() not in _SHEETS:
        return ""
    config = SourceConfig(Source(path.stem, "table"), path.name, path.resolve().parent)
    try:
        line = _line_of_headings(path)
        columns = [name for name in headings(config, path, line) or () if name and not is_private(name)]
        marks = _marks(config, path, line)
    except (BrokenError, OSError):
        return ""
    if not columns:
        return ""
    people = _people(columns, marks)
    about, lines = ("person", people) if people else ("project", _projects(columns, marks))
    used = " ".join(lines.values())
    other = [name for name in columns if json.dumps(name, ensure_ascii=False) not in used]
    return "\n".join(
        (
            "[[source]]",
            f"id = {_quoted(path.stem)}",
            'kind = "table"',
            f"path = {_quoted(path.name)}",
            'licence = "…"',
            'lawful_basis = "…"',
            f"[source.{about}]  # or person, project, organisation, topic: what each row is about",
            *(f"{field} = {value}" for field, value in lines.items()),
            *([f"# not used yet: {', '.join(other)}"] if other else []),
        )
    )


def _line_of_headings(path: Path) -> tuple[str, ...]:
    """Return the first line near the top with two cells and more: what stands alone above it is a title."""
    sheet = next(sheets_of(path), None)
    lines = islice(sheet.rows, HEADINGS_WITHIN) if sheet is not None else ()
    filled = (tuple(cell.strip() for cell in line if cell.strip()) for line in lines)
    return next((line for line in filled if len(line) > 1), ())


def _marks(config: SourceConfig, path: Path, line: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return the marks that stand in the cells of each column near the top: what may part the names in them."""
    found: dict[str, frozenset[str]] = {}
    for row in islice(rows_of(config, path, line), _LOOKED_AT):
        if isinstance(row, Skip):
            continue
        for column in row.cells:
            found[column] = found.get(column, frozenset()) | (set(row.text(column)) & set(";|\n,"))
    return found


def _parted(field: str, column: str, marks: Mapping[str, frozenset[str]]) -> str:
    """Return a column as a mapping names it, with the mark that its cells are cut at."""
    seen = marks.get(column, frozenset())
    mark = next((mark for mark in _PARTED.get(field, ()) if mark in seen), "")
    return f"{{ column = {_quoted(column)}, split = {_quoted(mark)} }}" if mark else _quoted(column)


def _people(columns: list[str], marks: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return the mapping of a list of people, or nothing where a name stands alone."""
    try:
        found = usual_mapping(columns, "")
    except InputError:
        return {}
    if not (found.role or found.organisation or found.topics or len(found.name) > 1):
        return {}
    lines = {"key": found.key, "name": found.name[0] if len(found.name) == 1 else "", "role": found.role}
    lines |= {"organisation": found.organisation, "place": found.place, "start": found.start}
    made = {field: _quoted(column) for field, column in lines.items() if column}
    if len(found.name) > 1:
        made["name"] = json.dumps(list(found.name), ensure_ascii=False)
    if found.text:
        made["text"] = json.dumps(list(found.text), ensure_ascii=False)
    if found.topics:
        made["topics"] = _parted("topics", found.topics[0].column, marks)
    return made


def _projects(columns: list[str], marks: Mapping[str, frozenset[str]]) -> dict[str, str]:
    named = {" ".join(words(column)): column for column in reversed(columns)}
    made: dict[str, str] = {}
    taken: set[str] = set()
    for field, usual in _USUAL.items():
        column = next((named[name] for name in usual if name in named and named[name] not in taken), "")
        if not column and field == "name":
            column = columns[0]
        if column:
            taken.add(column)
            made[field] = _parted(field, column, marks)
    return made


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
