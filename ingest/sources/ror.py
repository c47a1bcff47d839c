"""The Research Organization Registry (JSON of schema 1 and 2, and its CSV dump): one document an organisation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import SourceConfig
from ingest.document import Draft, Named, Skip, Statement
from ingest.sources.files import BrokenError, each_file, place_of
from ingest.sources.json_stream import json_records
from ingest.sources.people import tidy
from ingest.sources.ror_fields import Institution, Related, from_json, from_row, name_in_row, ror_id
from ingest.sources.sheet_rows import headed, sheets_of

_LISTS = frozenset({"", "items", "hits.hits"})
# A record says its own side of each tie: "child" and "predecessor" are said by the other one.
_TIES = {"parent": ("Part of", RelType.PART_OF), "successor": ("Succeeded by", RelType.SUCCEEDED_BY)}
_REGISTRY = "https://ror.org/"


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield one document an organisation, in the order of the files."""
    yield from each_file(config, files, partial(_read_file, config))


def is_ror_heading(row: list[str]) -> bool:
    """Say whether a line is the headings of the registry's CSV dump."""
    names = {name.strip() for name in row}
    return "id" in names and bool(names & {"names.types.ror_display", "country.country_code"})


def _read_file(config: SourceConfig, file: Path) -> Iterator[Draft | Skip]:
    place = place_of(config, file)
    where = ""
    names = {} if file.suffix.lower() == ".json" else _names_in(file)
    try:
        for where, found in _institutions(file):
            spot = f"{place}, {where}"
            yield Skip(spot, found) if isinstance(found, str) else _draft(spot, found, names)
    except BrokenError as error:
        yield Skip(f"{place}, {where} or after it" if where else place, str(error))


def _institutions(file: Path) -> Iterator[tuple[str, Institution | str]]:
    if file.suffix.lower() == ".json":
        for number, record in enumerate(json_records(file, _LISTS), 1):
            yield f"record {number}", record if isinstance(record, str) else from_json(record)
        return
    for sheet in sheets_of(file):
        below = headed(sheet.rows, is_ror_heading)
        if below is None:
            raise BrokenError("no headings of the registry's CSV in it")
        for number, cells in below[1]:
            yield f"row {number}", from_row(cells)


def _names_in(file: Path) -> dict[str, str]:
    """Read the names of all ids first: in the CSV a record names its parents by their ids."""
    names: dict[str, str] = {}
    try:
        for sheet in sheets_of(file):
            below = headed(sheet.rows, is_ror_heading)
            for _, cells in below[1] if below else ():
                names.setdefault(ror_id(cells.get("id", "")), name_in_row(cells))
    except BrokenError:
        return names  # the second reading comes to the same place and says so
    return names


def _draft(place: str, found: Institution, names: dict[str, str]) -> Draft | Skip:
    name = tidy(found.name)
    if not found.id:
        return Skip(place, "record without a ROR id")
    if not name_key(Label.ORGANISATION, name):
        return Skip(place, "record without a name")
    said = list(dict.fromkeys(_statements(found, names)))
    if found.status == "withdrawn" and not said:
        return Skip(place, "withdrawn from the registry", on_purpose=True)
    return Draft(
        key=found.id,
        kind=DocumentKind.ORGANISATION,
        title=name,
        url=f"{_REGISTRY}{found.id}",
        main=Named(
            Label.ORGANISATION,
            name,
            ids=(f"ror:{found.id}", *found.ids),
            names=tuple(dict.fromkeys(filter(None, map(tidy, found.names)))),
            place=found.place,
            kind=", ".join(found.types),
            starts=found.established,
        ),
        details=tuple(
            detail
            for detail in (("In the registry", found.status), ("Website", found.url))
            if detail[1] and detail[1] != "active"
        ),
        statements=tuple(said),
    )


def _statements(found: Institution, names: dict[str, str]) -> Iterator[Statement]:
    for related in found.related:
        tie = _TIES.get(related.type)
        name = tidy(related.name) or names.get(related.id, "")
        if tie is not None and name and related.id and related.id != found.id:
            yield Statement(tie[0], tie[1], object=_named(related, name))


def _named(related: Related, name: str) -> Named:
    return Named(Label.ORGANISATION, name, ids=(f"ror:{related.id}",))
