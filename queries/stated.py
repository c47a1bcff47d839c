"""What a sentence says of work beyond who does it: its state, its dates, the role, each with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.model import Modality, Strength
from graph.store import Reader, Row
from queries.answer import Evidence
from queries.evidence import QUOTES, Said, evidence_of
from queries.reads import named
from queries.request import Request

# The beginnings of the documents that list a project, by the project's id.
Fields = Mapping[str, Sequence[Row]]
# What the id of every project begins with.
_PROJECT = "project:"


def fields_of(reader: Reader, request: Request, projects: Iterable[str]) -> Fields:
    """Return the beginnings of the documents that list these projects and were read by the request's time."""
    wanted = sorted({one for one in projects if one.startswith(_PROJECT)})
    found: dict[str, list[Row]] = {}
    if wanted:
        for row in reader.read(named("project_fields"), projects=wanted, known_at=request.known_at):
            found.setdefault(row["project"], []).append(row)
    return found


def quotes_of(
    said: Said, told: Mapping[str, Any], listed: Sequence[Row] = (), most: int = QUOTES
) -> tuple[Evidence, ...]:
    """Return the newest quotes of a tie, then those that its sentence rests on, each once.

    `told` is the finding's value (`status`, `since`, `until`, and `first` and `latest` for when it was said);
    `listed` are the beginnings of the documents that list the project.
    """
    claims = evidence_of([*said.rows[:most], *_telling(said, told, listed)], len(said.rows))
    unique = {one.place: one for one in (*claims, *_lines(told, listed))}
    return tuple(unique.values())


def told_of(said: Said) -> dict[str, str]:
    """Return what a sentence tells of a tie, by its claims alone."""
    return {
        "status": said.modality, "since": said.since, "until": said.ended, "first": said.first, "latest": said.last,
    }  # fmt: skip


def start_of(claims: Iterable[Row], when: str, listed: Fields) -> tuple[Evidence, ...]:
    """Return the line that gives a date as a project's start, for claims of it whose documents have no date."""
    rows = (row for claim in claims if not claim["published"] for row in listed.get(claim["object"], ()))
    return tuple(line for row in rows if (line := _line([row], "Started", when)))[:1]


def _telling(said: Said, told: Mapping[str, Any], listed: Sequence[Row]) -> Iterator[Row]:
    """Yield the claims that give the role and, where no list does, the state, the dates and when it was said."""
    if said.role:
        yield from _newest(said, "role", said.role)
    for heading, field, name in (("Status", "status", "modality"), ("Started", "since", "valid_from"),
                                 ("Ended", "until", "valid_to")):  # fmt: skip
        if told[field] and not _line(listed, heading, told[field]):
            yield from _newest(said, name, told[field])
    if not told["since"] and not told["until"]:
        for date in (told["first"], told["latest"]):
            yield from [row for row in said.rows if date and date in (row["valid_from"], row["published"])][
                :1
            ]


def _newest(said: Said, name: str, value: str) -> list[Row]:
    return [row for row in said.rows if row[name] == value][:1]


def _lines(told: Mapping[str, Any], listed: Sequence[Row]) -> Iterator[Evidence]:
    """Yield the lines "Status: done", "Started: 2021" and "Ended: 2023-10-31" that say what is told."""
    for heading, field in (("Status", "status"), ("Started", "since"), ("Ended", "until")):
        if told[field] and (found := _line(listed, heading, told[field])):
            yield found
    if told["status"] == Modality.DOING and not _line(listed, "Status", Modality.DOING):
        # What has ended since was under way: the day of its end says so.
        yield from (_evidence(row, *spot) for row in listed for spot in _spots(row, "Ended", ""))


def _line(listed: Sequence[Row], heading: str, value: str) -> Evidence | None:
    return next((_evidence(row, *spot) for row in listed for spot in _spots(row, heading, value)), None)


def _spots(row: Row, heading: str, value: str) -> Iterator[tuple[int, int]]:
    """Yield where a field stands with this value, or with any for ''; the fields end where a line is empty."""
    text: str = row["text"]
    begin = text.find(f"\n{heading}: {value}", 0, _fields_end(text)) + 1
    if begin:
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if not value or text[begin:end] == f"{heading}: {value}":
            yield begin, end


def _fields_end(text: str) -> int:
    end = text.find("\n\n")
    return len(text) if end < 0 else end


def _evidence(row: Row, start: int, end: int) -> Evidence:
    return Evidence(
        document=row["document"], title=row["title"], url=row["url"], author=row["author"],
        published=row["published"], quote=row["text"][start:end], start=start, end=end, rule="field",
        status=str(Strength.DECLARED),
    )  # fmt: skip
