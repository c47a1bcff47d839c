"""Who is working on a topic: on its projects, by their own word, and, apart, who only wrote about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.ids import tie_id
from graph.model import Label, Modality
from graph.store import Reader, Row
from queries.affiliations import affiliations_of, placed_then
from queries.answer import Answer, Evidence, Finding
from queries.evidence import Said, said_of_ties
from queries.filters import Filters
from queries.kept import read_once
from queries.look_up import look_up
from queries.narrower import topics_below
from queries.reads import named
from queries.request import Request
from queries.sentences import work_sentence, writing_sentence
from queries.stated import NONE, Fields, fields_of, quotes_of

# Read in one go: so many pages of the usual length are then at hand.
_BLOCK = 500
# With a filter that no store knows of (place, organisation, kind), everything is read.
_ALL = 1_000_000
_NOT_BEGUN = (Modality.PLANNED, Modality.PROPOSED)
_ON_PROJECT, _NO_PROJECT, _WROTE = "works on", "works on, no project named", "wrote about"
# Work on a named project says more than work on a topic, and that more than a post about it.
_WEIGHT = {_ON_PROJECT: 1.0, _NO_PROJECT: 0.8, _WROTE: 0.5}
_VERBS = {
    "WORKS_ON": "works on", "RUNS": "runs", "PARTNERS_IN": "is a partner in", "FUNDS": "funds", "ABOUT": "works on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Listed:
    """What is listed on a page, best first, whether there is more, and how much is only planned or proposed.

    `counted` says that everything was read, so that this number is the whole.
    """

    works: Sequence[Row]
    writers: Sequence[Row]
    more: bool
    planned: int
    counted: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What a page needs to know of those on it: entities, employers, what was said and listed, topics."""

    rows: dict[str, Row]
    places: dict[str, Row]
    said: dict[str, Said]
    listed: Fields
    written: dict[str, list[Row]]
    topics: dict[str, Row]


def answer(reader: Reader, request: Request) -> Answer:
    """Return who works on a topic and its narrower ones, with what was said and where.

    Work that was only planned or proposed is left out unless `status` asks for it, and denials always.
    Named projects come first, then work without one, then those who only wrote; people before organisations,
    running before ended, the newest first. Raises NotFoundError or AmbiguousError for the topic or the
    organisation; a topic that nobody is on has no findings.
    """
    topic = look_up(reader, Label.TOPIC, request.get("topic"), request)
    topics = topics_below(reader, topic, request)
    listed = _list(reader, request, list(topics))
    known = _know(reader, request, listed, topics)
    findings = [_work(row, known) for row in listed.works] + [_writer(row, known) for row in listed.writers]
    more = str(request.offset + request.limit) if listed.more else ""
    return Answer("who-works-on", request.values, tuple(findings), caveats=_caveats(listed), next=more)


def _list(reader: Reader, request: Request, topics: list[str]) -> _Listed:
    """Return the page asked for: first those on projects, then those without one, then those who wrote.

    What comes after is read where the page reaches it, and not before.
    """
    begin, end = request.offset, request.offset + request.limit
    block = _ALL if Filters.asked(request) else (end // _BLOCK + 1) * _BLOCK
    asked: dict[str, Any] = {
        "topics": topics, "strength": request.get("strength"), "since": request.since,
        "until": request.until if request.get("until") else "", "limit": block,
    }  # fmt: skip
    rows = _works(reader, request, asked, "project")
    everything = len(rows) < block
    # What has not begun stands last: where a block ends with it, all that has begun was read.
    if begun := everything or (not request.get("status") and rows[-1]["status"] in _NOT_BEGUN):
        rows = [*rows, *_works(reader, request, asked, "topic")]
    if Filters.asked(request):
        rows = _fitting(reader, request, rows, ("worker", "project"))
    works = rows if request.get("status") else [row for row in rows if row["status"] not in _NOT_BEGUN]
    writers: list[Row] = []
    if begun and len(works) <= end and not request.get("status"):
        others = sorted({row["worker"] for row in works})
        writers = read_once(reader, "writers_about", **asked, **request.moments, others=others)
        if Filters.asked(request):
            writers = _fitting(reader, request, writers, ("writer",))
    both = len(works) + len(writers)
    after = slice(max(0, begin - len(works)), max(0, end - len(works)))
    return _Listed(
        works[begin:end],
        writers[after],
        both > end,
        len(rows) - len(works),
        everything or bool(request.get("status")),
    )


def _works(reader: Reader, request: Request, asked: dict[str, Any], part: str) -> list[Row]:
    """Return the work on projects or without one: of today's ties, or of the claims of the times asked for."""
    status = request.get("status")
    if request.timed:
        return read_once(reader, "who_worked_on", **asked, **request.moments, part=part, status=status)
    if part == "topic":
        return read_once(reader, "work_without_project", **asked, status=status)
    # People's work under way stands first: where there is a block of it, nothing else is put in order.
    first = [] if status or Filters.asked(request) else _on_projects(reader, asked, "yes", "")
    return first if len(first) == asked["limit"] else _on_projects(reader, asked, "", status)


def _on_projects(reader: Reader, asked: dict[str, Any], running: str, status: str) -> list[Row]:
    return read_once(reader, "who_works_on", **asked, running=running, status=status)


def _fitting(reader: Reader, request: Request, rows: list[Row], ends: tuple[str, ...]) -> list[Row]:
    """Return the rows whose worker or project is where, and of what kind, the request asks for."""
    ids = {row[end] for row in rows for end in ends} - {""}
    filters = Filters.of(reader, request, ids)
    return [
        row
        for row in rows
        if filters.fits_place((), *(row[end] for end in ends))
        and filters.fits_organisation(row[ends[0]], row[ends[-1]])
    ]


def _know(reader: Reader, request: Request, listed: _Listed, topics: dict[str, Row]) -> _Known:
    """Read what the page shows: of its findings alone."""
    order = list(topics)
    ties: list[str] = []
    for row in listed.works:
        topic, project = order[row["nearest"]], row["project"]
        ties.append(tie_id(row["worker"], row["predicate"], project or topic))
        ties += [tie_id(project, "ABOUT", topic)] if project else []
    who = [row["worker"] for row in listed.works] + [row["writer"] for row in listed.writers]
    written: dict[str, list[Row]] = {}
    if listed.writers:
        writers = [row["writer"] for row in listed.writers]
        until = request.until if request.get("until") else ""
        for row in reader.read(
            named("newest_written"), writers=writers, topics=order, since=request.since, until=until,
            **request.moments,
        ):  # fmt: skip
            written.setdefault(row["writer"], []).append(row)
            ties.append(tie_id(row["writer"], "WROTE", row["document"]))
            ties.append(tie_id(row["document"], "ABOUT", row["topic"]))
    shown = sorted({*who, *(row["project"] for row in listed.works)} - {""})
    rows = {row["id"]: row for row in reader.read(named("entities_shown"), entities=shown)}
    people = [one for one in who if one in rows and rows[one]["label"] == Label.PERSON]
    posts = affiliations_of(reader, request, people) if people else {}
    if request.timed:
        rows |= {one: placed_then(rows[one], posts.get(one)) for one in people}
    places = {person: at for person, (at, _) in posts.items()}
    fields = fields_of(reader, request, (row["project"] for row in listed.works))
    return _Known(rows, places, said_of_ties(reader, ties, request), fields, written, topics)


def _work(row: Row, known: _Known) -> Finding:
    topic = list(known.topics)[row["nearest"]]
    project = known.rows.get(row["project"])
    said = known.said[tie_id(row["worker"], row["predicate"], row["project"] or topic)]
    about = known.said.get(tie_id(row["project"], "ABOUT", topic))
    value = {
        "relation": _ON_PROJECT if project else _NO_PROJECT,
        **_who(row["worker"], known, project),
        "project": {"id": project["id"], "name": project["name"]} if project else None,
        "topic": {"id": topic, "name": known.topics[topic]["name"], "path": _path(topic, known.topics)},
        "role": said.role or known.rows[row["worker"]]["role"],
        "status": row["status"],
        "since": (project["starts"] if project else "") or said.since,
        "said": row["first"],
        "until": row["ends"],
        "strength": row["strength"],
        "documents": None,
    }
    told = {**value, "first": row["first"], "latest": row["first"]}
    quotes = quotes_of(said, told, known.listed.get(row["project"], NONE), 3)
    unique = {one.place: one for one in (*quotes, *(about.evidence(1) if about else ()))}
    why = work_sentence(value, _VERBS[row["predicate"]], said.role)
    return Finding(value, _WEIGHT[value["relation"]] * said.confidence, (why,), tuple(unique.values()))


def _writer(row: Row, known: _Known) -> Finding:
    topic = list(known.topics)[row["nearest"]]
    value = {
        "relation": _WROTE,
        **_who(row["writer"], known, None),
        "project": None,
        "topic": {"id": topic, "name": known.topics[topic]["name"], "path": _path(topic, known.topics)},
        "role": known.rows[row["writer"]]["role"],
        "status": "",
        "since": "",
        "said": row["first"],
        "until": "",
        "strength": row["strength"],
        "documents": row["documents"],
    }
    wrote, quotes = 1.0, list[Evidence]()
    for one in known.written.get(row["writer"], ()):
        said = known.said[tie_id(one["writer"], "WROTE", one["document"])]
        wrote = min(wrote, said.confidence)
        quotes += said.evidence(1)
        about = known.said.get(tie_id(one["document"], "ABOUT", one["topic"]))
        quotes += about.evidence(1) if about else ()
    unique = {one.place: one for one in quotes}
    return Finding(value, _WEIGHT[_WROTE] * wrote, (writing_sentence(value),), tuple(unique.values()))


def _who(identifier: str, known: _Known, project: Row | None) -> dict[str, Any]:
    """Return who it is and where: a person with the employer that the newest word names."""
    row, at = known.rows[identifier], known.places.get(identifier)
    person = row["label"] == Label.PERSON
    return {
        "name": row["name"],
        "label": row["label"],
        "person": {"id": row["id"], "name": row["name"]} if person else None,
        "organisation": (at["name"] if at else row["organisation"]) if person else row["name"],
        "organisation_id": (at["id"] if at else None) if person else row["id"],
        "place": row["place"] or (at["place"] if at else "") or (project["place"] if project else ""),
    }


def _path(topic: str, topics: dict[str, Row]) -> list[str]:
    """Return the names from the topic that was asked for down to this one."""
    names: list[str] = []
    while topic in topics and len(names) <= len(topics):
        names.append(topics[topic]["name"])
        topic = topics[topic]["broader"]
    return names[::-1]


def _caveats(listed: _Listed) -> tuple[str, ...]:
    found = []
    if not listed.counted:
        found.append(
            "Work that is only planned or proposed is left out: ask with the status `planned`, or `proposed`."
        )
    elif listed.planned:
        one = "1 more is" if listed.planned == 1 else f"{listed.planned} more are"
        found.append(f"{one} only planned or proposed: ask with the status `planned`, or `proposed`.")
    if listed.writers:
        found.append("Those who only wrote about the topic are listed last: writing is not working on it.")
    return tuple(found)
