"""Projects of the Gateway to Research (UK Research and Innovation) as CSV, beside a plain count of its ids.

People and organisations are compared by the identifiers that the file gives them (PIId, LeadROId, FundingOrgId).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from api.evaluate.measured import Measure, SetKind
from api.evaluate.sources.fields import Read, plain, read_all
from api.evaluate.sources.gold_files import rows_in
from api.evaluate.sources.tally import Tally
from ingest.community import read_community
from ingest.dates import read_date

_MAPPING = Path(__file__).with_name("mappings") / "ukri-gtr.toml"
_NO_TITLE = ("", "TBC", "TBA")
_COLUMNS = ("ProjectId", "PIId", "LeadROId", "FundingOrgId", "StartDate")


def _files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*.csv")) if _is_one(file)]


def _is_one(file: Path) -> bool:
    with file.open(encoding="utf-8-sig", errors="replace") as opened:
        headings = opened.readline()
    return all(column in headings for column in _COLUMNS)


def _measure(folder: Path) -> Iterator[Measure]:
    tally = Tally()
    (config,) = read_community(_MAPPING).sources
    for file in _files(folder):
        named = (row for row in rows_in(file) if row["Title"].strip().upper() not in _NO_TITLE)
        rows = {row["ProjectId"]: row for row in named if row["ProjectId"]}
        read = {one.key: one for one in read_all(replace(config, folder=folder, path=file.name))[0]}
        tally.compare("documents", read, rows)
        for key in rows.keys() & read.keys():
            one, row = read[key], rows[key]
            day = read_date(row["StartDate"])[0]
            tally.compare(
                "dates", {(key, one.published)} if one.published else (), {(key, day)} if day else ()
            )
            investigator = {(key, row["PIId"])} if row["PIId"] and row["PISurname"] else set()
            tally.compare("project-person", _ids(one, one.people, key), investigator | _student(row, key))
            bodies = {(key, row[column]) for column in ("LeadROId", "FundingOrgId") if row[column]}
            tally.compare("project-organisation", _ids(one, one.organisations, key), bodies)
    yield from tally.measures()


def _student(row: dict[str, str], key: str) -> set[tuple[str, str]]:
    """Return the student, who has a name and no identifier."""
    parts = (row["StudentFirstName"], row["StudentOtherNames"], row["StudentSurname"])
    name = plain(" ".join(parts))
    return {(key, name)} if name else set()


def _ids(one: Read, names: tuple[str, ...], key: str) -> set[tuple[str, str]]:
    return {(key, identifier) for name in names for identifier in one.ids.get(name, (name,))}


KINDS = (SetKind("projects of the Gateway to Research", lambda folder: bool(_files(folder)), _measure),)
