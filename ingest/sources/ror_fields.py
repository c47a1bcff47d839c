"""Records of the Research Organization Registry in one shape: schema 2, schema 1, and the flattened CSV of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.sources.front_matter import Value, text_of
from ingest.sources.giving360_fields import objects

_OUTER = ("grid", "wikidata", "isni")
_LANGUAGE = re.compile(r"^(?:[a-z]{2,3}|no_lang_code)\s*:\s*")
_RELATED = re.compile(r"(\w+)\s*:\s*((?:(?:https?://)?(?:ror\.org/)?0[a-z0-9]{8}[\s,|]*)+)", re.IGNORECASE)
_ID = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}$")
_MANY = re.compile(r"\s*;\s*")


@dataclass(frozen=True, slots=True)
class Related:
    """Another organisation, as a record names it; the CSV gives its id alone."""

    type: str
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Institution:
    """What is read of one record."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    place: str = ""
    established: str = ""
    status: str = ""
    url: str = ""
    related: tuple[Related, ...] = ()


def from_json(record: Mapping[str, Value]) -> Institution:
    """Return a record of either schema; an index of the registry wraps it in "_source"."""
    inner = record.get("_source")
    record = inner if isinstance(inner, dict) else record
    names = list(_names(record))
    shown = next((name for name, first in names if first), names[0][0] if names else "")
    return Institution(
        id=ror_id(text_of(record.get("id"))),
        name=shown,
        names=tuple(dict.fromkeys(name for name, _ in names if name and name != shown)),
        ids=tuple(dict.fromkeys(_outer_ids(record))),
        types=tuple(_texts(record.get("types"))),
        place=_place(record),
        established=text_of(record.get("established")),
        status=text_of(record.get("status")),
        url=_website(record),
        related=tuple(
            Related(
                text_of(one.get("type")).casefold(), ror_id(text_of(one.get("id"))), text_of(one.get("label"))
            )
            for one in objects(record.get("relationships"))
        ),
    )


def from_row(cells: Mapping[str, str]) -> Institution:
    """Return a record from a row of the CSV dump of schema 2 or schema 1."""
    shown = name_in_row(cells)
    columns = ("label", "alias", "acronym")
    flat = [
        cells.get(f"names.types.{one}") or cells.get(f"{one}es" if one == "alias" else f"{one}s", "")
        for one in columns
    ]
    names = [other for cell in flat for other in _split(cell)]
    place = [
        cells.get("locations.geonames_details.name") or cells.get("addresses[0].city", ""),
        cells.get("locations.geonames_details.country_subdivision_name")
        or cells.get("addresses[0].geonames_city.geonames_admin1.name", ""),
        cells.get("locations.geonames_details.country_name") or cells.get("country.country_name", ""),
    ]
    related = (
        Related(found[1].casefold(), ror_id(one))
        for found in _RELATED.finditer(cells.get("relationships", ""))
        for one in re.split(r"[\s,|]+", found[2])
        if one
    )
    return Institution(
        id=ror_id(cells.get("id", "")),
        name=shown,
        names=tuple(dict.fromkeys(other for other in names if other != shown)),
        ids=tuple(dict.fromkeys(_flat_ids(cells))),
        types=tuple(_MANY.split(cells["types"])) if cells.get("types") else (),
        place=", ".join(dict.fromkeys(filter(None, (_split(part)[0] if part else "" for part in place)))),
        established=cells.get("established", "").removesuffix(".0"),
        status=cells.get("status", ""),
        url=_MANY.split(cells.get("links.type.website") or cells.get("links", ""))[0],
        related=tuple(dict.fromkeys(related)),
    )


def name_in_row(cells: Mapping[str, str]) -> str:
    """Return the name to show of a row of either schema, '' where it has none."""
    return cells.get("name") or next(iter(_split(cells.get("names.types.ror_display", ""))), "")


def ror_id(written: str) -> str:
    """Return "02bfwt286" for an address or a bare id, '' for anything else."""
    found = _ID.search(written.strip().rstrip("/").casefold())
    return found[0] if found else ""


def _names(record: Mapping[str, Value]) -> Iterator[tuple[str, bool]]:
    """Yield (name, whether it is the one to show)."""
    for one in objects(record.get("names")):
        yield text_of(one.get("value")), "ror_display" in _texts(one.get("types"))
    if isinstance(record.get("name"), str):
        yield text_of(record.get("name")), True
    for field in ("aliases", "acronyms"):
        yield from ((name, False) for name in _texts(record.get(field)))
    yield from ((text_of(one.get("label")), False) for one in objects(record.get("labels")))


def _outer_ids(record: Mapping[str, Value]) -> Iterator[str]:
    outer = record.get("external_ids")
    if isinstance(outer, dict):  # schema 1: {"GRID": {"preferred": …, "all": …}}
        found = [(key.casefold(), value) for key, value in outer.items() if isinstance(value, dict)]
    else:
        found = [(text_of(one.get("type")).casefold(), one) for one in objects(outer)]
    for scheme, one in found:
        if scheme in _OUTER:
            for value in dict.fromkeys((text_of(one.get("preferred")), *_texts(one.get("all")))):
                yield from _identifier(scheme, value)


def _flat_ids(cells: Mapping[str, str]) -> Iterator[str]:
    for scheme in _OUTER:
        for end in ("preferred", "all"):
            for start in (
                f"external_ids.type.{scheme}",
                f"external_ids.{scheme.upper()}",
                f"external_ids.{scheme.capitalize()}",
            ):
                for value in _split(cells.get(f"{start}.{end}", "")):
                    yield from _identifier(scheme, value)


def _identifier(scheme: str, value: str) -> Iterator[str]:
    plain = value.replace(" ", "")
    if plain:
        yield f"{scheme}:{plain}"


def _place(record: Mapping[str, Value]) -> str:
    parts: list[str] = []
    for one in objects(record.get("locations")):
        inside = one.get("geonames_details")
        if isinstance(inside, dict) and not parts:
            parts = [text_of(inside.get(key)) for key in ("name", "country_subdivision_name", "country_name")]
    for one in objects(record.get("addresses")):
        parts = parts or [text_of(one.get("city")), text_of(one.get("state"))]
    country = record.get("country")
    if isinstance(country, dict):
        parts.append(text_of(country.get("country_name")))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _website(record: Mapping[str, Value]) -> str:
    for one in objects(record.get("links")):
        if text_of(one.get("type")) == "website":
            return text_of(one.get("value"))
    return next(iter(_texts(record.get("links"))), "")


def _texts(value: Value | None) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item]


def _split(cell: str) -> list[str]:
    """Return the names or ids of a cell, without "en:" before each."""
    return [_LANGUAGE.sub("", part) for part in _MANY.split(cell.strip()) if part]
