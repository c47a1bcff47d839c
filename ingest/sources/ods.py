"""NHS organisations as the Organisation Data Service lists them: one document a code, over all the years given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import SourceConfig
from ingest.document import Draft, Named, Skip, Statement
from ingest.sources.files import BrokenError, address, place_of
from ingest.sources.ods_files import (
    PEOPLE_FILES,
    PERSONS_CODE,
    Line,
    file_kind,
    kind_of,
    lines_of,
    successions,
    year_of,
)
from ingest.sources.people import tidy
from ingest.sources.readable_case import readable

# The largest of them, of all sites, is 6 MB; all codes are held in memory, at fifteen times that.
_MOST_BYTES = 24 << 20
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(slots=True)
class _Entry:
    """What all files say of one code; what a later file says counts, earlier names are kept."""

    code: str
    file: Path
    cells: dict[str, str]
    names: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.names[-1][1]


@dataclass(slots=True)
class _Register:
    """All codes of a source, and which of them went over into which."""

    entries: dict[str, _Entry] = field(default_factory=dict)
    successors: dict[str, dict[str, str]] = field(default_factory=dict)


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield one document an organisation, in order of codes; files are taken in order of their years."""
    register = _Register()
    for file in sorted(files, key=lambda file: (year_of(file), file.as_posix())):
        place = place_of(config, file)
        try:
            yield from _learn(register, file, place)
        except BrokenError as error:
            yield Skip(place, str(error))
        except OSError as error:
            yield Skip(place, f"cannot be opened: {error.strerror or type(error).__name__}")
    for code in sorted(register.entries):
        yield _draft(config, register, register.entries[code])


def _learn(register: _Register, file: Path, place: str) -> Iterator[Skip]:
    name = file_kind(file)
    if name in PEOPLE_FILES:
        yield Skip(place, "a register of people, not of organisations", on_purpose=True)
        return
    if name in ("succ", "succarc"):
        for old, new, day in successions(file):
            register.successors.setdefault(old, {})[new] = _iso(day)
        return
    if file.stat().st_size > _MOST_BYTES:
        raise BrokenError("too large for an ODS file (over 24 MB)")
    for line in lines_of(file):
        reason = line.reason or _take(register, file, line)
        if reason:
            yield Skip(f"{place}, {line.place}", reason)


def _take(register: _Register, file: Path, line: Line) -> str:
    """Take one row; return why it is left out, or ''."""
    code, name = line.cells.get("code", "").upper(), readable(tidy(line.cells.get("name", "")))
    if not code:
        return "row has no code"
    if PERSONS_CODE.fullmatch(code):
        return "the code of a person"
    if not name_key(Label.ORGANISATION, name):
        return "row has no name"
    said = {key: value for key, value in line.cells.items() if value}
    entry = register.entries.setdefault(code, _Entry(code, file, {}))
    if entry.file != file:
        # An organisation of a later year that is open again has no closing date any more.
        entry.cells.pop("closed", None)
    entry.file = file
    entry.cells |= said
    if not entry.names or entry.name != name:
        entry.names.append((year_of(file), name))
    return ""


def _draft(config: SourceConfig, register: _Register, entry: _Entry) -> Draft:
    cells = entry.cells
    earlier = list(dict.fromkeys(name for _, name in entry.names if name != entry.name))
    place = [readable(tidy(cells.get(part, ""))) for part in ("town", "county")]
    outward = cells.get("postcode", "").split(" ")[0].upper()
    kind = kind_of(entry.file, entry.name)
    return Draft(
        key=entry.code,
        kind=DocumentKind.ORGANISATION,
        title=entry.name,
        url=address(config, entry.file, entry.code),
        main=Named(
            Label.ORGANISATION,
            entry.name,
            ids=(f"ods:{entry.code}",),
            names=tuple(earlier),
            place=", ".join(dict.fromkeys(filter(None, (*place, outward)))),
            kind=kind or readable(cells.get("kind", "")),
            starts=_iso(cells.get("opened", "")),
            ends=_iso(cells.get("closed", "")),
        ),
        details=tuple(_details(register, entry)),
        statements=tuple(_statements(register, entry)),
    )


def _details(register: _Register, entry: _Entry) -> Iterator[tuple[str, str]]:
    yield "ODS code", entry.code
    if len(entry.names) > 1:
        for year, name in entry.names:
            yield f"Name in {year}" if year else "Earlier name", name
    for heading, column in (("Region", "region"), ("Health geography", "area")):
        code = entry.cells.get(column, "")
        if code:
            known = register.entries.get(code)
            yield heading, f"{known.name} ({code})" if known else code


def _statements(register: _Register, entry: _Entry) -> Iterator[Statement]:
    parent = register.entries.get(entry.cells.get("parent", "").upper())
    if parent is not None and parent.code != entry.code:
        yield Statement("Part of", RelType.PART_OF, object=_named(parent))
    successors = dict(register.successors.get(entry.code, {}))
    if told := entry.cells.get("successor", "").upper():
        successors.setdefault(told, "")
    for code in sorted(successors):
        found = register.entries.get(code)
        if found is not None and code != entry.code:
            yield Statement("Succeeded by", RelType.SUCCEEDED_BY, object=_named(found), role=successors[code])


def _named(entry: _Entry) -> Named:
    return Named(Label.ORGANISATION, entry.name, ids=(f"ods:{entry.code}",))


def _iso(day: str) -> str:
    """Return 2011-07-01 for 20110701; other ways of writing a date stay as they are."""
    return _DAY.sub(r"\1-\2-\3", day) if len(day) == 8 else day
