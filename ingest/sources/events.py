"""Attendance lists: one document an event, which mentions who was there; being there together is no tie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key, words
from ingest.community import SourceConfig
from ingest.document import Draft, Named, Skip, Statement
from ingest.sources.files import BrokenError, address, key_of, place_of
from ingest.sources.people import split_role, tidy, writer
from ingest.sources.sheet_rows import headed, sheets_of
from ingest.sources.tabular import is_private

_COLUMNS = {
    "event_key": ("event id", "eventid", "event code", "event key", "session id"),
    "event": (
        "event", "event name", "event title", "meeting", "webinar", "webinar title", "session", "workshop",
        "topic", "title of event", "course",
    ),
    "date": (
        "date", "event date", "date of event", "when", "start date", "start", "start time", "session date",
        "meeting date", "held on",
    ),
    "key": ("id", "member id", "person id", "attendee id", "registrant id", "membership number"),
    "name": (
        "name", "full name", "attendee", "attendee name", "participant", "delegate", "delegate name", "person",
        "display name", "user name", "name original name", "member", "who",
    ),
    "first": ("first name", "firstname", "given name", "forename", "first"),
    "last": ("last name", "lastname", "surname", "family name", "last"),
    "organisation": (
        "organisation", "organization", "employer", "affiliation", "company", "institution", "trust", "workplace",
        "organisation name",
    ),
    "role": ("role", "job title", "position", "job", "job role"),
    "part": ("attended as", "event role", "role at event", "participation", "attendee type", "capacity"),
    "attended": ("attended", "attendance", "present", "status", "attendance status", "joined"),
    "place": ("venue", "location", "place", "where"),
}  # fmt: skip
_PARTS = frozenset(
    "speaker chair facilitator host panellist panelist presenter organiser organizer moderator attendee "
    "participant delegate co-host keynote".split()
)
_ABSENT = frozenset(
    "no n false 0 absent cancelled canceled declined apologies dna waitlisted rejected invited registered".split()
) | {"did not attend", "not attended", "no show", "didnt attend"}
_STAYED_AWAY = "did not attend, as far as the list says"


# All who came are held in memory until the last row: it may be another of the first event.
_MOST_BYTES = 32 << 20


@dataclass(slots=True)
class _Event:
    """One event with whom it had, in the order of the list, each once."""

    key: str
    title: str
    date: str
    file: Path
    place: str = ""
    people: dict[tuple[str, str], tuple[str, Named]] = field(default_factory=dict)


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield one document an event, in the order in which the files first name them."""
    events: dict[str, _Event] = {}
    for file in files:
        try:
            yield from _learn(config, events, file)
        except BrokenError as error:
            yield Skip(place_of(config, file), str(error))
        except OSError as error:
            yield Skip(place_of(config, file), f"cannot be opened: {error.strerror or type(error).__name__}")
    for event in events.values():
        yield _draft(config, event)


def is_attendance_heading(row: list[str]) -> bool:
    """Say whether a line has a column for names, and one for the event, its date or who came."""
    named = _columns(row)
    whole = "name" in named or {"first", "last"} <= set(named)
    return whole and bool({"event", "event_key", "date", "attended", "part"} & set(named))


def is_event_list(row: list[str]) -> bool:
    """Say whether a line can be nothing but the headings of an attendance list."""
    named = _columns(row)
    return (
        is_attendance_heading(row)
        and {"event", "date"} <= set(named)
        and named["event"].casefold() != "topic"
    )


def _learn(config: SourceConfig, events: dict[str, _Event], file: Path) -> Iterator[Skip]:
    place, found = place_of(config, file), False
    if file.stat().st_size > _MOST_BYTES:
        raise BrokenError("too large for a list of attendance (over 32 MB)")
    for sheet in sheets_of(file):
        below = headed(sheet.rows, is_attendance_heading)
        if below is None:
            continue
        found = True
        columns = _columns(below[0])
        of_sheet = f"sheet {sheet.name}, " if sheet.name else ""
        for number, cells in below[1]:
            row = {ours: cells.get(column, "") for ours, column in columns.items()}
            event = _event(config, events, row, file)
            if reason := _attend(config, event, row):
                yield Skip(f"{place}, {of_sheet}row {number}", reason, on_purpose=reason == _STAYED_AWAY)
    if not found:
        raise BrokenError("no attendance in it: no columns for names and for the event, its date or who came")


def _columns(row: list[str]) -> dict[str, str]:
    by_words = {
        " ".join(words(name)): name.strip() for name in reversed(row) if name.strip() and not is_private(name)
    }
    found: dict[str, str] = {}
    for ours, usual in _COLUMNS.items():
        column = next((by_words[one] for one in usual if one in by_words), "")
        if column:
            found[ours] = column
    return found


def _event(config: SourceConfig, events: dict[str, _Event], row: dict[str, str], file: Path) -> _Event:
    """Return the event of a row; a list that names none is a list of the event that its file is called after."""
    inside = key_of(config, file).removesuffix(file.suffix)
    title, date = tidy(row.get("event", "")), row.get("date", "")
    key = row.get("event_key", "")
    if not key:
        key = f"{name_key(Label.TOPIC, title)}@{date}" if title else inside
    title = title or file.stem.replace("_", " ").replace("-", " ").strip()
    event = events.setdefault(key, _Event(key, title, date, file))
    event.date = event.date or date
    event.place = event.place or tidy(row.get("place", ""))
    return event


def _attend(config: SourceConfig, event: _Event, row: dict[str, str]) -> str:
    """Put down one who came; return why a row is left out, or ''."""
    came = " ".join(words(row.get("attended", "")))
    if came in _ABSENT:
        return _STAYED_AWAY
    written = row.get("name") or " ".join(filter(None, (row.get("first", ""), row.get("last", ""))))
    name, bracketed = split_role(written)
    part, role = tidy(row.get("part", "")), tidy(row.get("role", ""))
    for said in (bracketed, role):
        if set(words(said)) & _PARTS:
            part = part or said
            role = "" if said == role else role
    key = row.get("key", "")
    named = writer(name, (f"{config.id}:{key}",) if key else (), role, row.get("organisation", ""))
    if named is None:
        return "row has no name" if not tidy(written) else "attended by nobody (admin, a team)"
    event.people.setdefault((key, name_key(named.label, named.name)), (part or "attendee", named))
    return ""


def _draft(config: SourceConfig, event: _Event) -> Draft:
    """Return the event's document; each who came has a line, so that a quote tells of nobody else."""
    counts: dict[str, int] = {}
    statements = []
    for part, named in event.people.values():
        heading = part[:1].upper() + part[1:]
        counts[heading] = counts.get(heading, 0) + 1
        statements.append(Statement(f"{heading} {counts[heading]}", RelType.MENTIONS, object=named))
    return Draft(
        key=event.key,
        kind=DocumentKind.EVENT,
        title=event.title,
        url=address(config, event.file, event.key),
        published=event.date,
        details=(("Place", event.place),) if event.place else (),
        statements=tuple(statements),
    )
