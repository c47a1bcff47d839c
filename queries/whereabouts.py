"""Where people and projects are and of what kind: through their organisations, and what those are part of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.ids import label_of
from graph.model import Label
from graph.names import fold
from graph.schema import ENTITIES
from graph.store import Reader, Row
from queries.affiliations import organisations_of
from queries.reads import named
from queries.request import Request

# A register's hierarchy: practice, network, board, region, country; more is a mistake in a list.
_MOST_STEPS = 6
# One read takes so many entities at once, and looks through so many claims on them.
_AT_ONCE, _MOST = 1000, 50_000


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """By the id of a person, project or organisation: places and what they lie in, and kinds; all folded."""

    places: dict[str, frozenset[str]] = field(default_factory=dict)
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)


def whereabouts(reader: Reader, request: Request, ids: Iterable[str]) -> Whereabouts:
    """Return where each of these is: its own place, that of its organisation, and all that this is part of.

    A person's organisation is the one that the newest word names, a project's are those that run it. "Kelsby,
    North Marches" lies in both; a trust that is part of a region lies where the region does, and in what the
    region is called. A kind is that of the organisation itself.
    """
    wanted = sorted(set(ids) - {""})
    own = {row["id"]: row for row in _entities(reader, wanted)}
    at = _organisations(reader, request, wanted)
    above = _above(reader, request, {one for some in at.values() for one in some})
    every = {one for some in above.values() for one in some}
    rows = {row["id"]: row for row in _entities(reader, sorted(every))}
    found = Whereabouts()
    for identifier in wanted:
        organisations = [rows[one] for one in at[identifier] if one in rows]
        around = [rows[one] for start in at[identifier] for one in above[start] if one in rows]
        mine = own[identifier]["place"] if identifier in own else ""
        found.places[identifier] = frozenset(_lies_in(mine, around))
        found.kinds[identifier] = frozenset(fold(row["kind"]) for row in organisations if row["kind"])
    return found


def _lies_in(place: str, around: list[Row]) -> Iterable[str]:
    for words in (place, *(row["place"] for row in around)):
        yield from (part.strip() for part in fold(words).split(",") if part.strip())
    for row in around:
        yield from (fold(name) for name in row["names"])


def _entities(reader: Reader, ids: list[str]) -> Iterable[Row]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from reader.find(ENTITIES, "id", ids[start : start + _AT_ONCE])


def _organisations(reader: Reader, request: Request, ids: list[str]) -> dict[str, set[str]]:
    """Return the organisations of each: an organisation's own id, a person's employer, a project's hosts."""
    found: dict[str, set[str]] = {one: {one} if label_of(one) is Label.ORGANISATION else set() for one in ids}
    people = [one for one in ids if label_of(one) is Label.PERSON]
    for start in range(0, len(people), _AT_ONCE):
        for person, row in organisations_of(reader, request, people[start : start + _AT_ONCE]).items():
            found[person].add(row["id"])
    projects = [one for one in ids if label_of(one) is Label.PROJECT]
    for row in _claims(reader, request, "claims_to", projects, "RUNS"):
        found[row["object"]].add(row["subject"])
    return found


def _above(reader: Reader, request: Request, organisations: set[str]) -> dict[str, set[str]]:
    """Return each organisation with all that it is part of."""
    parents: dict[str, set[str]] = {}
    level = sorted(organisations)
    for _ in range(_MOST_STEPS):
        for row in _claims(reader, request, "claims_from", level, "PART_OF"):
            parents.setdefault(row["subject"], set()).add(row["object"])
        level = sorted({one for child in level for one in parents.get(child, ())} - set(parents))
        if not level:
            break
    found: dict[str, set[str]] = {}
    for organisation in organisations:
        reached, fresh = {organisation}, {organisation}
        while fresh:
            fresh = {one for child in fresh for one in parents.get(child, ())} - reached
            reached |= fresh
        found[organisation] = reached
    return found


def _claims(reader: Reader, request: Request, name: str, ids: list[str], predicate: str) -> Iterable[Row]:
    """Yield what is asserted of these in one relationship at the request's times."""
    for start in range(0, len(ids), _AT_ONCE):
        rows = reader.read(
            named(name), entities=ids[start : start + _AT_ONCE], predicates=[predicate], limit=_MOST,
            **request.moments,
        )  # fmt: skip
        yield from (row for row in rows if row["polarity"] == "asserts")
