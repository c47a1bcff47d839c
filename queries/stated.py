"""What a sentence says of work beyond who does it: its state, its dates, the role, each with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.model import Modality, Strength
from graph.store import Reader, Row
from queries.answer import Evidence
from queries.evidence import QUOTES, Said, evidence_of
from queries.reads import named
from queries.request import Request

_HEADINGS = (
    ("Status", "status", "modality"),
    ("Started", "since", "valid_from"),
    ("Ended", "until", "valid_to"),
)
# Both engines read 2,000 letters of a text, one of them counts some signs (emoji) twice: what is as long may end in
# a line.
_READ_UP_TO = 1900
# What the id of every project begins with.
_PROJECT = "project:"

# The lines of the documents that list a project, by heading and value.
Lines = Mapping[tuple[str, str], Evidence]
Fields = Mapping[str, Lines]
NONE: Lines = {}


def fields_of(reader: Reader, request: Request, projects: Iterable[str]) -> Fields:
    """Return the lines "Status: done", "Started: 2021" and "Ended: 2023-10-31" of the lists of these projects.

    Of documents that had been read by the request's time; the first that gives a value.
    """
    wanted = sorted({one for one in projects if one.startswith(_PROJECT)})
    found: dict[str, dict[tuple[str, str], Evidence]] = {}
    rows = reader.read(named("project_fields"), projects=wanted, known_at=request.known_at) if wanted else []
    for row in rows:
        lines = found.setdefault(row["project"], {})
        for heading, value, line in _lines_of(row):
            lines.setdefault((heading, value), line)
    return found


def quotes_of(
    said: Said, told: Mapping[str, Any], lines: Lines = NONE, most: int = QUOTES
) -> tuple[Evidence, ...]:
    """Return the newest quotes of a tie, then those that its sentence rests on, each once.

    `told` is the finding's value (`status`, `since`, `until`, and `first` and `latest` for when it was said).
    """
    rows = said.rows
    if len(rows) > 1:
        rows = (*rows[:most], *_telling(said, told, lines))
    found = {one.place: one for one in (*evidence_of(rows, len(rows)), *_told_by(told, lines))}
    return tuple(found.values())


def told_of(said: Said) -> dict[str, str]:
    """Return what a sentence tells of a tie, by its claims alone."""
    return {
        "status": said.modality, "since": said.since, "until": said.ended, "first": said.first, "latest": said.last,
    }  # fmt: skip


def start_of(claims: Iterable[Row], when: str, listed: Fields) -> tuple[Evidence, ...]:
    """Return the line that gives a date as a project's start, for claims of it whose documents have no date."""
    found = (
        listed.get(claim["object"], NONE).get(("Started", when)) for claim in claims if not claim["published"]
    )
    return tuple(line for line in found if line)[:1]


def _telling(said: Said, told: Mapping[str, Any], lines: Lines) -> Iterator[Row]:
    """Yield the claims that give the role and, where no list does, the state, the dates and when it was said."""
    if said.role:
        yield from _newest(said, "role", said.role)
    for heading, field, name in _HEADINGS:
        if told[field] and (heading, told[field]) not in lines:
            yield from _newest(said, name, told[field])
    if not told["since"] and not told["until"]:
        for date in (told["first"], told["latest"]):
            yield from [row for row in said.rows if date and date in (row["valid_from"], row["published"])][
                :1
            ]


def _newest(said: Said, name: str, value: str) -> list[Row]:
    return [row for row in said.rows if row[name] == value][:1]


def _told_by(told: Mapping[str, Any], lines: Lines) -> Iterator[Evidence]:
    """Yield the lines of lists that say what is told."""
    if not lines:
        return
    for heading, field, _ in _HEADINGS:
        if line := lines.get((heading, told[field])):
            yield line
    if told["status"] == Modality.DOING and ("Status", "doing") not in lines:
        # What has ended since was under way: the day of its end says so.
        yield from (line for (heading, _), line in lines.items() if heading == "Ended")


def _lines_of(row: Row) -> Iterator[tuple[str, str, Evidence]]:
    """Yield the fields of a document that give a state or a date; they end where a line is empty."""
    text: str = row["text"]
    fields, ended, _ = text.partition("\n\n")
    if not ended and len(text) >= _READ_UP_TO:
        fields = fields.rpartition("\n")[0]  # the read was cut within a line
    for heading, _, _ in _HEADINGS:
        begin = fields.find(f"\n{heading}: ") + 1
        if begin:
            quote = fields[begin:].partition("\n")[0]
            line = Evidence(
                document=row["document"], title=row["title"], url=row["url"], author=row["author"],
                published=row["published"], quote=quote, start=begin, end=begin + len(quote), rule="field",
                status=str(Strength.DECLARED),
            )  # fmt: skip
            yield heading, quote[len(heading) + 2 :], line
