"""Whom or what one row describes: its key, its name, and what its plain fields say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from graph.errors import InputError
from graph.model import Label, Modality
from graph.names import words
from ingest.community import Column, Mapping, SourceConfig
from ingest.consent_columns import said_in, usual_columns
from ingest.document import Named, Skip
from ingest.sources.files import BrokenError, key_of
from ingest.sources.front_matter import Value, text_of
from ingest.sources.members import ANY_LIST, usual_mapping
from ingest.sources.people import is_no_name, tidy
from ingest.sources.tabular import Row, headings, is_private, rows_of

# Names of accounts are the same in any case.
_HANDLES = frozenset({"twitter", "github", "mastodon", "linkedin", "bluesky"})
_ANY = re.compile(r"[;|\n]")
# Headings of the address of a row's own page, of any list and of one about this; a person's "website" is not the page
# that has the row's words.
_ADDRESSES = (
    "permalink", "record url", "record link", "page url", "page link", "page address",
)  # fmt: skip
_ADDRESSES_OF = {
    Label.PERSON: ("profile url", "profile link", "profile page", "member url", "member page"),
    Label.PROJECT: (
        "project url", "project link", "project page", "project website", "project web page", "url", "link",
        "web page", "webpage", "web address", "website",
    ),
    Label.ORGANISATION: ("profile url", "profile link", "profile page"),
    Label.TOPIC: ("topic url", "topic page", "url", "link"),
}  # fmt: skip
# Headings of the day on which a row was handed in or came out: not that of an edit, nor of when the work began.
DATED = (
    "published on", "date published", "published date", "publication date", "published at", "submitted on",
    "date submitted", "submission date", "submitted at", "timestamp", "date posted", "posted on",
)  # fmt: skip


def mapping_of(config: SourceConfig, files: list[Path]) -> Mapping:
    """Return how rows are to be read: the source's own mapping, or the usual one of a member list.

    A mapping that names no column of consent (of people's rows), no address or no day of a row takes those with a
    usual heading that it does not use otherwise: a quote then carries the link and the day of its row.

    Raises InputError when a column of the mapping is in none of the files.
    """
    if config.mapping is None:
        seen = _columns(config, files, set())
        if not seen and any(isinstance(row, Skip) for file in files for row in rows_of(config, file)):
            # No file can be read: each says why when its rows are asked for.
            return Mapping(Label.PERSON, name=())
        return _with_page_and_day(usual_mapping(seen, config.id), seen)
    missing = {column for column in _named(config.mapping) if not column.startswith("@")}
    seen = _columns(config, files, missing)
    if missing and seen:
        column = sorted(missing)[0]
        hint = f"its columns are: {', '.join(name for name in seen if not name.startswith('@'))}"
        raise InputError(f"source {config.id}: there is no column {column!r} in {config.path}", hint)
    if config.mapping.label is Label.PERSON and not config.mapping.consent:
        # A no must not go unread because nobody mapped its column.
        return _with_page_and_day(replace(config.mapping, consent=usual_columns(seen)), seen)
    return _with_page_and_day(config.mapping, seen)


def _with_page_and_day(mapping: Mapping, seen: Iterable[str]) -> Mapping:
    """Return a mapping with the address and the day of a row by their usual headings, where it names none."""
    used = set(_named(mapping))
    free = {" ".join(words(name)): name for name in seen if name not in used and not is_private(name)}

    def first(usual: Iterable[str]) -> str:
        return next((free[heading] for heading in usual if heading in free), "")

    addresses = (*_ADDRESSES, *_ADDRESSES_OF[mapping.label])
    return replace(mapping, url=mapping.url or first(addresses), published=mapping.published or first(DATED))


def wanted_of(config: SourceConfig) -> tuple[str, ...]:
    """Return the columns that tell the headings of a sheet from titles above them."""
    return config.mapping.name if config.mapping is not None else ()


def items(value: Value, split: str = "") -> Iterator[str | dict[str, Value]]:
    """Yield the names in a cell: a list as it is, text cut at `split`; no "TBC", no "-"."""
    if isinstance(value, dict):
        yield from [value] if text_of(value) else list(value)
    elif isinstance(value, list):
        for item in value:
            yield from items(item, split)
    elif split == ANY_LIST:
        yield from (
            name
            for part in (_ANY.split(value) if _ANY.search(value) else value.split(","))
            if (name := tidy(part))
        )
    else:
        yield from (name for part in (value.split(split) if split else [value]) if (name := tidy(part)))


def cells_of(row: Row, column: Column) -> Iterator[str | dict[str, Value]]:
    """Yield the names in a row's cell; one that stands in several columns is joined."""
    if column.more:
        yield from items(" ".join(filter(None, (row.text(part) for part in (column.column, *column.more)))))
    else:
        yield from items(row.value(column.column), column.split)


def ids_of(row: Row, column: Column) -> tuple[str, ...]:
    """Return the identifiers of the one whom a cell names, from the columns beside it."""
    said = ((scheme, row.text(name)) for scheme, name in column.ids)
    return tuple(identifier(scheme, value) for scheme, value in said if value and not is_no_name(value))


def name_of(row: Row, mapping: Mapping) -> str:
    """Return the name of what a row describes, "" where it has none."""
    return tidy(" ".join(filter(None, (row.text(column) for column in mapping.name))))


def key_in(config: SourceConfig, mapping: Mapping, row: Row) -> str:
    """Return a row's own key, or ''."""
    key = row.text(mapping.key) if mapping.key else text_of(row.cells.get("@key"))
    return key or ("" if row.number else key_of(config, row.file))


def main_of(config: SourceConfig, mapping: Mapping, row: Row) -> Named | None:
    """Return what a row describes, None for a row without a name.

    Only a key of the row's own makes an id: its number would be another's when a row is put in.
    """
    name = name_of(row, mapping)
    if not name:
        return None
    key = key_in(config, mapping, row)
    known_by = [f"{config.id}:{key}"] if key else []
    for scheme, column in mapping.ids:
        value = row.text(column)
        known_by += [identifier(scheme, value)] if value and not is_no_name(value) else []
    status = dict(mapping.status_values).get(row.text(mapping.status_column).casefold())
    consent = said_in(row.even_private, mapping.consent)
    names = items(row.value(mapping.names.column), mapping.names.split) if mapping.names else ()
    return Named(
        mapping.label,
        name,
        ids=tuple(known_by),
        names=tuple(other if isinstance(other, str) else text_of(other) for other in names),
        role=tidy(row.text(mapping.role)),
        organisation=tidy(row.text(mapping.organisation)),
        place=tidy(row.text(mapping.place)),
        kind=row.text(mapping.kind),
        status=status or Modality.NONE,
        unknown_status="" if status else row.text(mapping.status_column),
        starts=row.text(mapping.start),
        ends=row.text(mapping.end),
        agreed=consent.agreed,
        agreed_in_words=consent.words,
        unclear_consent=consent.unclear,
    )


def identifier(scheme: str, value: str) -> str:
    """Return "scheme:value"; of an address its last part counts, of a handle what follows the "@"."""
    value = value.strip()
    if value.startswith(("http://", "https://")):
        value = value.rstrip("/").rpartition("/")[2]
    value = value.lstrip("@")
    return f"{scheme}:{value.lower() if scheme in _HANDLES else value}"


def _columns(config: SourceConfig, files: list[Path], missing: set[str]) -> dict[str, None]:
    """Return all columns of all files, taking them out of `missing`; broken files are reported later."""
    seen: dict[str, None] = {}
    wanted = wanted_of(config)
    for file in files:
        try:
            names = headings(config, file, wanted)
        except (BrokenError, OSError):
            continue
        if names is not None:
            seen |= dict.fromkeys(filter(None, names))
            missing -= set(names)
            continue
        for row in rows_of(config, file, wanted):
            if isinstance(row, Row):
                seen |= dict.fromkeys(row.cells)
                missing -= {column for column in missing if row.has(column)}
    return seen


def _parts(column: Column) -> Iterator[str]:
    yield from (column.column, *column.more, *(name for _, name in column.ids))


def _named(mapping: Mapping) -> Iterator[str]:
    listed = (*mapping.people, *mapping.organisations, *mapping.topics)
    columns: tuple[Column, ...] = listed if mapping.names is None else (*listed, mapping.names)
    plain = (
        mapping.key, mapping.start, mapping.end, mapping.published, mapping.place, mapping.kind,
        mapping.role, mapping.organisation, mapping.part_of, mapping.successor, mapping.broader,
        mapping.url, mapping.status_column, *mapping.name, *mapping.text,
        *(column for _, column in mapping.ids), *(name for column in columns for name in _parts(column)),
    )  # fmt: skip
    yield from (column for column in plain if column and not is_private(column))
    yield from (one.column for one in mapping.consent)
