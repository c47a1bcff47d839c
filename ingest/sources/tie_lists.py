"""Declared ties as their files have them: edge lists, Kumu's and sumApp's elements and connections, by usual names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from graph.names import words
from ingest.redact import redact
from ingest.sources.files import BrokenError
from ingest.sources.front_matter import Value, text_of
from ingest.sources.giving360_fields import objects
from ingest.sources.json_file import read_json
from ingest.sources.people import tidy
from ingest.sources.sheet_rows import headed, sheets_of
from ingest.sources.tabular import is_private

_FROM = (
    "from", "source", "from id", "source id", "from name", "ego", "respondent", "person 1", "name 1", "start",
    "name", "person", "member",
)  # fmt: skip
_TO = (
    "to",
    "target",
    "to id",
    "target id",
    "to name",
    "alter",
    "nominee",
    "person 2",
    "name 2",
    "end",
    "knows",
)
_TYPE = (
    "type",
    "connection type",
    "tie",
    "tie type",
    "relationship",
    "relation",
    "relationship type",
    "label",
    "kind",
)
_DATE = ("date", "since", "when", "created", "created at", "timestamp", "year", "valid from")
_DEGREE = ("strength", "frequency", "how often", "how well", "closeness")
_ID = ("id", "key", "guid", "element id", "member id")
_NAME = ("label", "name", "full name", "title", "person", "member")
_FIRST, _LAST = ("first name", "firstname", "given name"), ("last name", "lastname", "surname", "family name")
_KIND = ("type", "element type", "kind", "category")
_ROLE = ("role", "job title", "position", "job")
_ORGANISATION = ("organisation", "organization", "employer", "affiliation", "company", "institution")
_PLACE = ("place", "location", "city", "town", "region", "area")
_LISTS = (
    ("elements", "nodes", "members", "people"),
    ("connections", "edges", "links", "ties", "relationships"),
)
# Pictures of people (often addressed by a digest of their e-mail), and what only a map needs.
_NOT_TEXT = frozenset(
    "image picture photo avatar icon thumbnail url color colour size shape x y position weight direction width "
    "password token ip".split()
)
# All ends are held in memory, at twenty times what they take in the file.
_MOST_BYTES = 16 << 20
_TOP = 15
# https://docs.kumu.io/guides/import: a sheet with this in its name is not meant, and a cell may name several ends.
_IGNORED, _SEVERAL = "(ignore)", "|"


@dataclass(frozen=True, slots=True)
class Element:
    """One end of ties, as a file describes it."""

    key: str
    name: str
    place: str
    kind: str = ""
    role: str = ""
    organisation: str = ""
    location: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """One tie from one end to another, each by its key or its name."""

    start: str
    end: str
    place: str
    type: str = ""
    date: str = ""


@dataclass(slots=True)
class TieList:
    """What one file holds, and what in it could not be read: (place, reason)."""

    elements: list[Element] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)


def read_ties(file: Path) -> TieList:
    """Return the elements and connections of a file. Raises BrokenError for one that has neither."""
    if file.stat().st_size > _MOST_BYTES:
        raise BrokenError("too large for a list of ties (over 16 MB)")
    found = _from_json(file) if file.suffix.lower() == ".json" else _from_sheets(file)
    if not (found.elements or found.connections or found.broken):
        raise BrokenError("no ties in it: no columns called From and To")
    return found


def is_edge_heading(row: list[str]) -> bool:
    """Say whether a line is the headings of an edge list."""
    names = {" ".join(words(name)) for name in row}
    return bool(names & set(_FROM)) and bool(names & set(_TO))


def is_element_heading(row: list[str]) -> bool:
    """Say whether a line is the headings of elements."""
    names = {" ".join(words(name)) for name in row}
    return bool(names & set(_NAME)) or bool(names & set(_FIRST) and names & set(_LAST))


def has_elements(file: Path) -> bool:
    """Say whether a sheet describes the ends of ties: they have an id or a label, where other lists have names."""
    try:
        tops = [list(islice(sheet.rows, _TOP)) for sheet in sheets_of(file)]
    except (BrokenError, OSError):
        return False
    headings = ({" ".join(words(name)) for name in row} for top in tops for row in top)
    return any(names & set(_ID) or "label" in names for names in headings)


def _from_json(file: Path) -> TieList:
    value = read_json(file)
    found = TieList()
    elements: Value = ""
    connections: Value = value
    if isinstance(value, dict):
        lists = [next((value[name] for name in names if name in value), "") for names in _LISTS]
        elements, connections = lists
    for number, record in enumerate(objects(elements), 1):
        _add_element(found, f"element {number}", _flat(record))
    for number, record in enumerate(objects(connections), 1):
        _add_connection(found, f"connection {number}", _flat(record))
    return found


def _from_sheets(file: Path) -> TieList:
    found = TieList()
    for sheet in sheets_of(file):
        if _IGNORED in sheet.name.casefold():
            continue
        top = list(islice(sheet.rows, _TOP))
        of_sheet = f"sheet {sheet.name}, " if sheet.name else ""
        edges = headed(chain(top, sheet.rows), is_edge_heading)
        below = edges or (headed(chain(top, sheet.rows), is_element_heading) if sheet.name else None)
        for number, cells in below[1] if below else ():
            add = _add_connection if edges else _add_element
            add(found, f"{of_sheet}row {number}", dict(cells))
    return found


def _flat(record: Mapping[str, Value]) -> dict[str, str]:
    """Return texts by key; Kumu keeps what people typed under "attributes"."""
    inner = record.get("attributes")
    whole = {
        **(inner if isinstance(inner, dict) else {}),
        **{k: v for k, v in record.items() if k != "attributes"},
    }
    flat = {key: text_of(value) for key, value in whole.items()}
    return {key.lstrip("_"): value for key, value in flat.items() if value}


def _by_words(cells: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return (heading, value) by the words of the heading, without private columns."""
    shown = [(name, value) for name, value in reversed(list(cells.items())) if value and not is_private(name)]
    return {" ".join(words(name)): (name, value) for name, value in shown}


def _take(cells: dict[str, tuple[str, str]], usual: tuple[str, ...]) -> str:
    """Take the value of the first usual column that is there out of the cells."""
    name = next((one for one in usual if one in cells), "")
    return cells.pop(name)[1].strip() if name else ""


def _add_element(found: TieList, place: str, texts: dict[str, str]) -> None:
    cells = _by_words(texts)
    key, name = _take(cells, _ID), tidy(_take(cells, _NAME))
    name = name or tidy(" ".join(filter(None, (_take(cells, _FIRST), _take(cells, _LAST)))))
    if not name:
        found.broken.append((place, "element has no name"))
        return
    found.elements.append(
        Element(
            key=key or name,
            name=name,
            place=place,
            kind=_take(cells, _KIND),
            role=tidy(_take(cells, _ROLE)),
            organisation=tidy(_take(cells, _ORGANISATION)),
            location=tidy(_take(cells, _PLACE)),
            more=tuple(
                (name, redact(value))
                for words_of, (name, value) in reversed(cells.items())
                if not _NOT_TEXT & set(words_of.split()) and not re.match(r"https?://", value)
            ),
        )
    )


def _add_connection(found: TieList, place: str, texts: dict[str, str]) -> None:
    cells = _by_words(texts)
    start, ends = tidy(_take(cells, _FROM)), _take(cells, _TO).split(_SEVERAL)
    kind, degree, date = _take(cells, _TYPE), _take(cells, _DEGREE), _take(cells, _DATE)
    for end in map(tidy, ends):
        if not start or not end:
            found.broken.append((place, "tie without both ends"))
        elif start == end:
            found.broken.append((place, "tie of somebody with themselves"))
        else:
            said = ", ".join(filter(None, (tidy(kind), tidy(degree))))
            found.connections.append(Connection(start, end, place, said, date))
