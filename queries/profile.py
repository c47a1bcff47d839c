"""Everything about one person, project, organisation or topic, with its evidence, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import Label, Polarity, RelType
from graph.schema import RECORDS
from graph.store import Reader, Row
from queries.answer import Answer, Finding
from queries.as_it_was import as_it_was, said_then
from queries.consent import consents_of
from queries.evidence import Said, year
from queries.filters import fits_period
from queries.look_up import look_up
from queries.profile_head import head
from queries.reads import named
from queries.request import Request, Role
from queries.sentences import details_of, in_time
from queries.standing import standing
from queries.stated import NONE, Lines, fields_of, quotes_of

# Claims looked through for one profile, newest first; a caveat says where there are more.
_CLAIMS = 3000
# What the id of every document begins with.
_TEXT = "document:"

# How a relationship reads from its subject ("Asha works on …") and from its object ("… is worked on by Asha").
_FROM = {
    RelType.AFFILIATED_WITH: "is at",
    RelType.WORKS_ON: "works on",
    RelType.RUNS: "runs",
    RelType.PARTNERS_IN: "is a partner in",
    RelType.FUNDS: "funds",
    RelType.ABOUT: "is about",
    RelType.WROTE: "wrote",
    RelType.KNOWS: "knows",
    RelType.PART_OF: "is part of",
    RelType.SUCCEEDED_BY: "was succeeded by",
    RelType.BROADER: "is a kind of",
}
_TO = {
    RelType.AFFILIATED_WITH: "has",
    RelType.WORKS_ON: "is worked on by",
    RelType.RUNS: "is run by",
    RelType.PARTNERS_IN: "has as a partner",
    RelType.FUNDS: "is funded by",
    RelType.ABOUT: "is the subject of",
    RelType.MENTIONS: "is mentioned in",
    RelType.KNOWS: "is known by",
    RelType.PART_OF: "includes",
    RelType.SUCCEEDED_BY: "succeeded",
    RelType.BROADER: "has as a narrower topic",
}
# What somebody says they do about a topic is work, and what they say interests them is no subject: by side, with a
# state of the work and without one.
_OWN = {True: ("works on", "has an interest in"), False: ("is worked on by", "is an interest of")}
_ORDER = [*_FROM.values(), _OWN[True][1], *_TO.values(), _OWN[False][1]]


@dataclass(frozen=True, slots=True, eq=False)
class _Tie:
    """One relationship to one other end, as asserted, denied or asked, with the claims that say so."""

    verb: str
    other: str
    polarity: str
    said: Said


def person(reader: Reader, request: Request) -> Answer:
    """Return everything about one person; raises NotFoundError or AmbiguousError."""
    return _profile(reader, request, Label.PERSON)


def project(reader: Reader, request: Request) -> Answer:
    """Return everything about one project; raises NotFoundError or AmbiguousError."""
    return _profile(reader, request, Label.PROJECT)


def organisation(reader: Reader, request: Request) -> Answer:
    """Return everything about one organisation; raises NotFoundError or AmbiguousError."""
    return _profile(reader, request, Label.ORGANISATION)


def topic(reader: Reader, request: Request) -> Answer:
    """Return everything about one topic; raises NotFoundError or AmbiguousError."""
    return _profile(reader, request, Label.TOPIC)


def standing_id(reader: Reader, identifier: str) -> str:
    """Return the id of the entity that a record's id leads to; the id itself where it leads nowhere else."""
    rows = reader.find(RECORDS, "id", [identifier])
    return str(rows[0]["entity"]) if rows and rows[0]["entity"] else identifier


def _profile(reader: Reader, request: Request, label: Label) -> Answer:
    """Return the head of the profile, then one finding a tie, grouped by relationship, newest first."""
    entity = look_up(reader, label, request.get("id"), request)
    rows = _claims(reader, request, entity["id"])
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for outward, row in rows:
        verb = _verb(outward, row)
        if verb:
            other = row["object"] if outward else row["subject"]
            groups.setdefault((verb, other, row["polarity"]), []).append(row)
    there = standing(reader, request, {other for _, other, _ in groups if not other.startswith(_TEXT)})
    ties = [
        _Tie(*key, Said(tuple(said)))
        for key, said in groups.items()
        if key[1] in there or key[1].startswith(_TEXT)
    ]
    if request.since or request.get("until"):
        ties = [tie for tie in ties if _in_period(tie.said, request)]
    ties.sort(key=_newest, reverse=True)
    ties.sort(key=lambda tie: _ORDER.index(tie.verb))
    # The head is the first of the list.
    page = ties[max(0, request.offset - 1) : request.offset + request.limit - 1]
    others = _others(reader, [tie.other for tie in page] + _employers(rows, request))
    listed = fields_of(reader, request, _dated_projects(entity, page))
    found = [
        _finding(entity, tie, others, listed.get(tie.other) or listed.get(entity["id"], NONE)) for tie in page
    ]
    if request.offset == 0:
        names = {one: row["name"] for one, row in others.items()}
        as_then = as_it_was(reader, request, entity, (rows, names))
        found.insert(0, head(as_then, rows, _consent(reader, request, entity)))
    end = request.offset + request.limit
    more = str(end) if end < len(ties) + 1 else ""
    caveats = (f"Only the newest {_CLAIMS} statements were looked through.",) if len(rows) >= _CLAIMS else ()
    return Answer(label.lower(), request.values, tuple(found), caveats=caveats, next=more)


def _consent(reader: Reader, request: Request, entity: Row) -> str:
    """Return what managers are told of whether a person may be suggested to others, today's word for it."""
    if request.role is not Role.MANAGER or entity["label"] != Label.PERSON:
        return ""
    return consents_of(reader).told(entity)


def _employers(rows: list[tuple[bool, Row]], request: Request) -> list[str]:
    """Return the organisations that a person was said to be at, where the head must tell the one of another time."""
    if not request.timed:
        return []
    return [row["object"] for outward, row in rows if outward and row["predicate"] == RelType.AFFILIATED_WITH]


def _claims(reader: Reader, request: Request, entity: str) -> list[tuple[bool, Row]]:
    """Return the claims on an entity, with whether it is their subject."""
    rows: list[tuple[bool, Row]] = []
    for name, outward, relations in (("claims_from", True, _FROM), ("claims_to", False, _TO)):
        predicates = [str(relation) for relation in relations]
        said = reader.read(
            named(name), entities=[entity], predicates=predicates, limit=_CLAIMS, **request.moments
        )
        rows += [(outward, said_then(row, request) if request.timed else row) for row in said]
    return rows


def _verb(outward: bool, row: Row) -> str:
    relation = RelType(row["predicate"])
    if relation is RelType.ABOUT and row["subject_label"] in (Label.PERSON, Label.ORGANISATION):
        work, interest = _OWN[outward]
        return work if row["modality"] else interest
    return (_FROM if outward else _TO)[relation]


def _others(reader: Reader, identifiers: list[str]) -> dict[str, dict[str, Any]]:
    """Return what to show of the other ends that are entities; documents are shown by their claims."""
    wanted = sorted({identifier for identifier in identifiers if not identifier.startswith(_TEXT)})
    shown = ("id", "label", "name", "role", "organisation", "place", "status")
    rows = reader.read(named("entities_shown"), entities=wanted) if wanted else []
    return {row["id"]: {name: row[name] for name in shown} for row in rows}


def _dated_projects(entity: Row, page: Sequence[_Tie]) -> Iterator[str]:
    """Yield the projects whose state or dates are told on a page: their lists say so."""
    for tie in page:
        if tie.said.modality or tie.said.since or tie.said.ended:
            yield from (entity["id"], tie.other)


def _finding(entity: Row, tie: _Tie, others: dict[str, dict[str, Any]], listed: Lines) -> Finding:
    verb, other, polarity, said = tie.verb, tie.other, tie.polarity, tie.said
    newest = said.rows[0]
    document = {"id": other, "label": str(Label.DOCUMENT), "name": newest["title"], "url": newest["url"]}
    shown = others.get(other, document)
    value = {
        "relation": verb,
        "name": shown["name"],
        "other": shown,
        "polarity": polarity,
        "role": said.role,
        "status": said.modality,
        "since": said.since,
        "until": said.ended,
        "first": said.first,
        "latest": said.last,
        "strength": said.strength,
    }
    return Finding(
        value, said.confidence, (_sentence(entity["name"], value),), quotes_of(said, value, listed)
    )


def _sentence(name: str, value: dict[str, Any]) -> str:
    words = {Polarity.DENIES: "It is denied that ", Polarity.QUESTIONS: "It is asked whether "}
    opening = words.get(Polarity(value["polarity"]), "")
    if value["relation"] == _FROM[RelType.WROTE]:
        written = year(value["first"])
        return f"{opening}{name} wrote “{value['name']}”{' in ' + written if written else ''}."
    role = f" as {value['role']}" if value["role"] else ""
    if opening:
        return f"{opening}{name} {value['relation']} {value['name']}{role}."
    dates, said = (value["since"], value["until"]), (value["first"], value["latest"])
    # A post is no piece of work that is completed: somebody was there, or is.
    post = value["relation"] in (_FROM[RelType.AFFILIATED_WITH], _TO[RelType.AFFILIATED_WITH])
    details = details_of("" if post else value["status"], dates, said)
    # Where somebody was until a day, they are no longer.
    over = bool(value["until"]) and not value["status"]
    does = in_time(value["relation"], value["status"], over=over)
    return f"{name} {does} {value['name']}{role}{'; ' + details if details else ''}."


def _in_period(said: Said, request: Request) -> bool:
    return fits_period(request, said.since or said.first, said.last)


def _newest(tie: _Tie) -> tuple[str, str]:
    return tie.said.last, tie.other
