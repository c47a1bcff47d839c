"""Tables and member lists: each row is a document about one person, project, organisation or topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import Column, Mapping, SourceConfig
from ingest.document import Draft, Markup, Named, Skip, Statement
from ingest.markup import html_to_text
from ingest.sources.bylines import Authors
from ingest.sources.described import (
    cells_of,
    identifier,
    ids_of,
    items,
    key_in,
    main_of,
    mapping_of,
    name_of,
    wanted_of,
)  # fmt: skip
from ingest.sources.files import address, each_file, key_of
from ingest.sources.front_matter import Value, text_of
from ingest.sources.people import is_body, split_role, tidy
from ingest.sources.register import read_register
from ingest.sources.tabular import Row, rows_of

_KINDS = {
    Label.PROJECT: DocumentKind.PROJECT,
    Label.PERSON: DocumentKind.PROFILE,
    Label.ORGANISATION: DocumentKind.ORGANISATION,
    Label.TOPIC: DocumentKind.TOPIC,
}
_PEOPLE = {
    Label.PROJECT: RelType.WORKS_ON,
    Label.PERSON: RelType.KNOWS,
    Label.ORGANISATION: RelType.AFFILIATED_WITH,
    Label.TOPIC: RelType.ABOUT,
}
_ORGANISATIONS = {
    Label.PROJECT: RelType.RUNS,
    Label.PERSON: RelType.AFFILIATED_WITH,
    Label.ORGANISATION: RelType.PART_OF,
    Label.TOPIC: RelType.ABOUT,
}
# Said of the one the row describes: "(row) KNOWS (person)"; all others of the one in the cell.
_OF_THE_ROW = (RelType.KNOWS, RelType.HEARD_OF, RelType.CONSIDERS, RelType.PART_OF, RelType.SUCCEEDED_BY)
_CODES = re.compile(r"[;|]")


@dataclass(slots=True)
class _Table:
    """A source being read: its mapping, who its keys stand for, and the names of its own codes."""

    config: SourceConfig
    mapping: Mapping
    registers: dict[str, Authors]
    codes: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield one document a row, in the order of the files and the rows.

    Raises InputError when the mapping names a column that no file has.
    """
    mapping = mapping_of(config, files)
    registers = {register.id: Authors.of(read_register(register)) for register in config.registers}
    table = _Table(config, mapping, registers)
    if mapping.part_of or mapping.successor or mapping.broader:
        _learn_codes(table, files)
    yield from each_file(config, files, partial(_read_file, table))


def _read_file(table: _Table, file: Path) -> Iterator[Draft | Skip]:
    for row in rows_of(table.config, file, wanted_of(table.config)):
        if isinstance(row, Skip):
            yield row
            continue
        main = main_of(table.config, table.mapping, row)
        if main is None:
            yield Skip(row.place, "row has no name", on_purpose=True)
            continue
        key = key_in(table.config, table.mapping, row) or _number(table.config, row)
        if key in table.keys:
            yield Skip(row.place, f"same key as {table.keys[key]}", on_purpose=True)
            continue
        table.keys[key] = f"row {row.number}" if row.number else row.place
        yield _draft(table, row, key, main)


def _number(config: SourceConfig, row: Row) -> str:
    return f"row:{key_of(config, row.file).removesuffix(row.file.suffix)}:{row.number}"


def _draft(table: _Table, row: Row, key: str, main: Named) -> Draft:
    mapping = table.mapping
    url = row.text(mapping.url)
    details = tuple(
        (heading(column), _words(row.text(column)))
        for column in mapping.text
        if column != "@body" and row.text(column)
    )
    return Draft(
        key=key,
        kind=_KINDS[mapping.label],
        title=main.name,
        body=row.text("@body") if "@body" in mapping.text else "",
        markup=Markup.MARKDOWN if "@body" in mapping.text else Markup.TEXT,
        url=url if url.startswith(("http://", "https://")) else address(table.config, row.file, key),
        published=row.text(mapping.published),
        main=main,
        details=details,
        statements=tuple(dict.fromkeys(_statements(table, row))),
    )


def heading(column: str) -> str:
    """Return a column's name as a reader would write it: "first-name" -> "First name"."""
    words = re.sub(r"[-_\s]+", " ", column.rpartition(".")[2]).strip()
    return words[:1].upper() + words[1:]


def _words(text: str) -> str:
    return html_to_text(text) if "<" in text or "&" in text else text


def _statements(table: _Table, row: Row) -> Iterator[Statement]:
    mapping = table.mapping
    for column in mapping.people:
        for cell in cells_of(row, column):
            yield from _person(table, column, cell, ids_of(row, column))
    for column in mapping.organisations:
        for cell in cells_of(row, column):
            named = _organisation(table, column, cell)
            if named is not None:
                named = replace(named, ids=(*named.ids, *ids_of(row, column)))
                yield _said(column, column.predicate or _ORGANISATIONS[mapping.label], named)
    for column in mapping.topics:
        for cell in cells_of(row, column):
            name = tidy(cell if isinstance(cell, str) else text_of(cell))
            if name_key(Label.TOPIC, name):
                yield Statement(
                    heading(column.column), column.predicate or RelType.ABOUT, object=Named(Label.TOPIC, name)
                )
    yield from _coded(table, row, mapping.part_of, RelType.PART_OF)
    yield from _coded(table, row, mapping.successor, RelType.SUCCEEDED_BY)
    yield from _coded(table, row, mapping.broader, RelType.BROADER)


def _said(column: Column, predicate: RelType, named: Named, role: str = "") -> Statement:
    if predicate in _OF_THE_ROW or (
        predicate is RelType.AFFILIATED_WITH and named.label is Label.ORGANISATION
    ):
        return Statement(heading(column.column), predicate, object=named, role=role, usual_role=column.role)
    return Statement(heading(column.column), predicate, subject=named, role=role, usual_role=column.role)


def _person(
    table: _Table, column: Column, cell: str | dict[str, Value], known_by: tuple[str, ...]
) -> Iterator[Statement]:
    name, role = split_role(cell) if isinstance(cell, str) else (text_of(cell), text_of(cell.get("role")))
    predicate = column.predicate or _PEOPLE[table.mapping.label]
    known = table.registers[column.register].get(name) if column.register in table.registers else None
    if known is not None:
        # The row says who, the register says the rest: role and employer there are not said here.
        yield _said(column, predicate, Named(Label.PERSON, known.name, (*known.ids, *known_by)), role)
        return
    handle = name if name.startswith("@") else role if role.startswith("@") else ""
    if handle:
        role = "" if role == handle else role
        known_by = (identifier(column.handles, handle), *known_by) if column.handles else known_by
    name = tidy(name)
    if is_body(name) and table.mapping.label is Label.PROJECT:
        # "The Strategy Unit" among a team: a partner, and no person.
        yield Statement(heading(column.column), RelType.PARTNERS_IN, subject=Named(Label.ORGANISATION, name))
    elif name and not is_body(name):
        yield _said(column, predicate, Named(Label.PERSON, name, known_by), role)


def _organisation(table: _Table, column: Column, cell: str | dict[str, Value]) -> Named | None:
    name = tidy(cell if isinstance(cell, str) else text_of(cell))
    known = table.registers[column.register].get(name) if column.register in table.registers else None
    if known is not None:
        return Named(Label.ORGANISATION, known.name, known.ids)
    return Named(Label.ORGANISATION, name) if name else None


def _learn_codes(table: _Table, files: list[Path]) -> None:
    """Read the names of all codes first: a row may point to one further down."""
    for file in files:
        for row in rows_of(table.config, file, wanted_of(table.config)):
            if isinstance(row, Row) and (code := key_in(table.config, table.mapping, row)):
                name = name_of(row, table.mapping)
                if name:
                    table.codes.setdefault(code, name)
                    table.by_name.setdefault(name_key(table.mapping.label, name), code)


def _coded(table: _Table, row: Row, column: str, predicate: RelType) -> Iterator[Statement]:
    cells = items(row.value(column)) if column else ()
    for cell in cells:
        text = cell if isinstance(cell, str) else text_of(cell)
        for code in [text] if text in table.codes else [part.strip() for part in _CODES.split(text)]:
            found = (
                code if code in table.codes else table.by_name.get(name_key(table.mapping.label, code), code)
            )
            if code and found != key_in(table.config, table.mapping, row):
                named = Named(
                    table.mapping.label, table.codes.get(found, code), (f"{table.config.id}:{found}",)
                )
                yield Statement(heading(column), predicate, object=named)
