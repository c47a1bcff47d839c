"""Records in a published standard, beside a plain count of the same files: 360Giving, NHS ODS, ROR.

The gold is worked out here with the standard library alone, from the standard's own description of its fields.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from api.evaluate.measured import Measure, SetKind, holds
from api.evaluate.sources.fields import Read, plain, read_all
from api.evaluate.sources.tally import Tally
from graph.model import Source
from ingest.community import SourceConfig
from ingest.dates import read_date
from ingest.document import Draft
from ingest.sources import read_source
from ingest.sources.mojibake import mended

_Record = dict[str, Any]
_HEAD = 4000


def _read(folder: Path, kind: str, path: str) -> list[Read]:
    return read_all(SourceConfig(Source("register", kind), path, folder))[0]


# --- 360Giving: https://standard.threesixtygiving.org/


def _grant_files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*.json")) if b'"grants"' in file.read_bytes()[:_HEAD]]


def _grants(folder: Path) -> Iterator[Measure]:
    tally = Tally()
    for file in _grant_files(folder):
        grants = {g["id"]: g for g in json.loads(file.read_text("utf-8-sig"))["grants"] if g.get("id")}
        read = {one.key: one for one in _read(folder, "360giving", file.name)}
        tally.compare("documents", read, grants)
        for key in grants.keys() & read.keys():
            one, grant = read[key], grants[key]
            award = read_date(str(grant.get("awardDate") or ""))[0][:10]
            tally.compare(
                "dates", {(key, one.published[:10])} if one.published else (), {(key, award)} if award else ()
            )
            bodies = [*_each(grant, "fundingOrganization"), *_each(grant, "recipientOrganization")]
            tally.compare(
                "project-organisation", ((key, name) for name in one.organisations), _names(key, bodies)
            )
            about = [*_each(grant, "grantProgramme"), *_each(grant, "classifications")]
            tally.compare("project-topic", ((key, name) for name in one.topics), _names(key, about, "title"))
            tally.compare("project-person", ((key, name) for name in one.people), ())
    yield from tally.measures()


def _each(record: _Record, field: str) -> list[_Record]:
    value = record.get(field) or []
    return value if isinstance(value, list) else [value]


def _names(key: str, records: Iterable[_Record], field: str = "name") -> set[tuple[str, str]]:
    names = (plain(mended(str(one.get(field) or ""))) for one in records)
    return {(key, name) for name in names if name}


# --- NHS Organisation Data Service: etr.csv, without headings: code, name, …, opened (11th), closed (12th)


def _trust_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("etr*.csv"), key=lambda file: re.findall(r"\d{4}", file.stem))


def _trusts(folder: Path) -> Iterator[Measure]:
    """Yield codes, names and days of all years together: what the latest file says of a code counts."""
    wanted: dict[str, list[str]] = {}
    earlier: set[tuple[str, str]] = set()
    for file in _trust_files(folder):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                before = wanted.get(row[0])
                if before and plain(before[1]) != plain(row[1]):
                    earlier.add((row[0], plain(before[1])))
                wanted[row[0]] = row
    config = SourceConfig(Source("register", "ods"), "etr*.csv", folder)
    drafts = {item.key: item for item in _drafts(config)}
    tally = Tally()
    tally.compare("documents", drafts, wanted)
    said = [(key, draft.main) for key, draft in drafts.items() if draft.main is not None]
    tally.compare(
        "names", ((key, plain(one.name)) for key, one in said), ((k, plain(r[1])) for k, r in wanted.items())
    )
    days = {
        (key, part, day)
        for key, row in wanted.items()
        for part, day in (("opened", row[10]), ("closed", row[11]))
    }
    ours = {
        (key, part, _digits(day))
        for key, one in said
        for part, day in (("opened", one.starts), ("closed", one.ends))
    }
    tally.compare("dates", {day for day in ours if day[2]}, {day for day in days if day[2]})
    tally.compare("earlier names", ((key, plain(name)) for key, one in said for name in one.names), earlier)
    yield from tally.measures()


def _drafts(config: SourceConfig) -> Iterator[Draft]:
    from ingest.community import Community

    for item in read_source(config, Community(config.id, (config,), config.folder)):
        if isinstance(item, Draft):
            yield item


def _digits(day: str) -> str:
    return day.replace("-", "")


# --- Research Organization Registry: https://ror.readme.io/docs/data-structure


def _ror_files(folder: Path) -> list[Path]:
    found = (file for file in sorted(folder.glob("*.json")) if file.stat().st_size < 50_000_000)
    return [
        file for file in found if b"ror.org/" in (data := file.read_bytes()) and b'"external_ids"' in data
    ]


def _institutions(folder: Path) -> Iterator[Measure]:
    tally = Tally()
    for file in _ror_files(folder):
        records = {one["id"].rpartition("/")[2]: one for one in _records(json.loads(file.read_text("utf-8")))}
        drafts = {d.key: d for d in _drafts(SourceConfig(Source("register", "ror"), file.name, folder))}
        tally.compare(
            "documents", drafts, {key for key, one in records.items() if one.get("status") != "withdrawn"}
        )
        for key in drafts.keys() & records.keys():
            main = drafts[key].main
            names = [main.name, *main.names] if main is not None else []
            tally.compare("names", ((key, plain(name)) for name in names), _ror_names(key, records[key]))
            begun = str(records[key].get("established") or "")
            began = main.starts if main is not None else ""
            tally.compare("dates", {(key, began)} if began else (), {(key, begun)} if begun else ())
    yield from tally.measures()


def _records(value: Any) -> Iterator[_Record]:
    """Yield the records of a dump, of an answer of the registry's interface, or of its index."""
    hits = value.get("hits", {}).get("hits") if isinstance(value, dict) else None
    items = hits or (value.get("items", []) if isinstance(value, dict) else value)
    for item in items:
        yield item.get("_source", item)


def _ror_names(key: str, record: _Record) -> set[tuple[str, str]]:
    if isinstance(record.get("names"), list):
        return _names(key, record["names"], "value")
    said = [record.get("name"), *record.get("aliases", []), *record.get("acronyms", [])]
    said += [label.get("label") for label in record.get("labels", [])]
    return {(key, plain(str(name))) for name in said if name}


KINDS = (
    SetKind("360Giving grants as JSON", lambda folder: bool(_grant_files(folder)), _grants),
    SetKind("NHS trusts of the Organisation Data Service", holds("etr*.csv"), _trusts),
    SetKind(
        "records of the Research Organization Registry",
        lambda folder: bool(_ror_files(folder)),
        _institutions,
    ),
)
