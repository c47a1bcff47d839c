"""The files of the NHS Organisation Data Service: which each is, and what stands in which of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from ingest.sources.files import BrokenError
from ingest.sources.json_stream import json_records
from ingest.sources.sheet_rows import sheets_of

# What organisations the files hold, by name (digital.nhs.uk, "Organisation Data Service", file specifications).
_KINDS = {
    "etr": "NHS trust", "ets": "NHS trust site", "ect": "Care trust", "ectsite": "Care trust site",
    "eccg": "Clinical commissioning group", "eccgsite": "Clinical commissioning group site",
    "eicb": "Integrated care board", "epraccur": "GP practice", "ebranchs": "GP branch surgery",
    "epcn": "Primary care network", "ecsu": "Commissioning support unit", "espha": "Special health authority",
    "ensa": "NHS support agency", "eauth": "NHS regional body", "eother": "National grouping",
    "ephp": "Independent provider", "ephpsite": "Independent provider site", "enonnhs": "Non-NHS organisation",
    "ehospice": "Hospice", "ecarehomehq": "Care home group", "ecarehomesite": "Care home",
    "epharmacyhq": "Pharmacy group", "edispensary": "Pharmacy", "eopthq": "Optician group",
    "eoptsite": "Optician", "eschools": "School", "ejustice": "Justice organisation", "lauth": "Local authority",
    "lauthsite": "Local authority site", "wlhb": "Welsh local health board", "wlhbsite": "Welsh health board site",
    "hboard": "Scottish health board", "niorg": "Northern Irish health organisation",
    "edentp": "Dental practice", "egdpprac": "Dental practice", "eplab": "Pathology laboratory",
}  # fmt: skip
PEOPLE_FILES = frozenset(
    {"egpcur", "egparc", "econcur", "econarc", "edconcur", "epracmem", "enurse", "egmcmem"}
)
PERSONS_CODE = re.compile(r"[GCDN]P?\d{6,7}")
_CODE = re.compile(r"[A-Z0-9]{2,12}")
_STEM = re.compile(r"[a-z]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
# code, name, region, area, five lines of address, postcode, opened, closed, status, sub-type, parent, …
_PLACES = {
    "code": 0, "name": 1, "region": 2, "area": 3, "town": 7, "county": 8, "postcode": 9, "opened": 10,
    "closed": 11, "parent": 14,
}  # fmt: skip
_FEWEST, _MOST = 12, 40
_HEADINGS = {
    "code": ("odscode", "organisationcode", "orgcode", "code", "odstrustcode"),
    "name": ("name", "organisationname", "orgname", "trustname", "healthboard"),
    "town": ("town", "city"),
    "county": ("county",),
    "postcode": ("postcode",),
    "opened": ("opendate", "openeddate", "startdate", "legalstartdate", "operationalstartdate"),
    "closed": ("closedate", "closeddate", "enddate", "legalenddate", "operationalenddate"),
    "parent": ("parentodscode", "parentcode", "parentorganisationcode"),
    "kind": ("organisationtype", "primaryrole", "type"),
    "successor": ("successorcode", "successor", "successorodscode"),
}
_MARKS = re.compile(r"[^a-z0-9]+")
_LISTS = frozenset({"", "Organisations", "organisations", "value"})

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of one file: where it is, and its cells by our names; a reason instead where it is broken."""

    place: str
    cells: Cells
    reason: str = ""


def file_kind(file: Path) -> str:
    """Return which ODS file this is by its name, "etr" for "etr_2021.csv"; '' for none."""
    found = _STEM.match(file.stem.casefold())
    name = found[0] if found else ""
    return name if name in _KINDS or name in PEOPLE_FILES or name in ("succ", "succarc") else ""


def kind_of(file: Path, name: str) -> str:
    """Return what an organisation is, by its file and its name."""
    lower = f" {name.casefold()} "
    for words, kind in (
        (" nhs foundation trust ", "NHS foundation trust"),
        (" integrated care board ", "Integrated care board"),
        (" ambulance service nhs trust ", "NHS trust"),
        (" nhs trust ", "NHS trust"),
        (" health board ", "Health board"),
    ):
        if words in lower and _KINDS.get(file_kind(file), "") in ("", "NHS trust"):
            return kind
    return _KINDS.get(file_kind(file), "")


def year_of(file: Path) -> str:
    """Return the year in a file's name (or its folder's), or ''."""
    found = _YEAR.findall(file.stem) or _YEAR.findall(file.parent.name)
    return found[-1] if found else ""


def lines_of(file: Path) -> Iterator[Line]:
    """Yield the rows of a file without headings, of one with, or of a JSON list. Raises BrokenError."""
    if file.suffix.lower() == ".json":
        for number, record in enumerate(json_records(file, _LISTS), 1):
            if isinstance(record, str):
                yield Line(f"item {number}", {}, record)
            else:
                texts = {key: value for key, value in record.items() if isinstance(value, str)}
                yield Line(f"item {number}", _named(texts))
        return
    sheet = next(sheets_of(file), None)
    if sheet is None:
        raise BrokenError("no sheet in it")
    top = list(islice(sheet.rows, 1))
    heading = top[0] if top and _is_heading(top[0]) else None
    rows = sheet.rows if heading else chain(top, sheet.rows)
    for number, row in enumerate(rows, 2 if heading else 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if heading:
            yield Line(f"row {number}", _named(dict(zip(heading, cells, strict=False))))
        elif not is_ods_row(cells):
            yield Line(f"row {number}", {}, "not a row of an ODS file")
        else:
            at = {name: cells[place] for name, place in _PLACES.items() if place < len(cells)}
            yield Line(f"row {number}", at)


def successions(file: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (old code, new code, date) of a file of successors. Raises BrokenError."""
    for sheet in sheets_of(file):
        for row in sheet.rows:
            cells = [cell.strip() for cell in row]
            if len(cells) >= 4 and _CODE.fullmatch(cells[0]) and _CODE.fullmatch(cells[1]):
                yield cells[0], cells[1], cells[3]


def is_ods_row(row: list[str]) -> bool:
    """Say whether a line can be a row of a file without headings: as many columns, and a code first."""
    return _FEWEST <= len(row) <= _MOST and bool(_CODE.fullmatch(row[0].strip()))


def _is_heading(row: list[str]) -> bool:
    names = {_MARKS.sub("", cell.casefold()) for cell in row}
    return bool(names & set(_HEADINGS["code"])) and bool(names & set(_HEADINGS["name"]))


def _named(cells: Cells) -> dict[str, str]:
    plain = {_MARKS.sub("", key.casefold()): value for key, value in cells.items()}
    found = {
        name: next((plain[heading] for heading in headings if plain.get(heading)), "")
        for name, headings in _HEADINGS.items()
    }
    return {name: value for name, value in found.items() if value}
