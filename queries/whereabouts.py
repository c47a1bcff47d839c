"""Who and what is at a place, or of a kind: by itself, or through its organisation and what that is part of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.ids import label_of
from graph.model import Label
from graph.names import fold
from graph.rows import name_handle
from graph.schema import ENTITIES
from graph.store import Reader
from queries.affiliations import organisations_of
from queries.kept import read_once
from queries.reads import named
from queries.request import Request

# A register's hierarchy: practice, network, board, region, country; more is a mistake in a list.
_MOST_STEPS = 6
# One read takes so many entities at once, and looks through so many claims on them.
_AT_ONCE, _MOST = 1000, 50_000


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Of those looked at, who and what is at the place asked for, and who and what is of the kind asked for."""

    at_place: frozenset[str] = frozenset()
    of_kind: frozenset[str] = frozenset()


def whereabouts(reader: Reader, request: Request, ids: Iterable[str]) -> Whereabouts:
    """Return which of these people, projects and organisations are at the request's place and of its kind.

    Something is where its own place is, its organisation's, or that of all that this is part of. A person's
    organisation is the one that the newest word names, a project's are those that run it. "Kelsby, North Marches" lies
    in both; a trust that is part of a region lies where the region does, and in what the region is called. A kind is
    that of the organisation itself. It begins at the place, not at those asked about: of thousands on a topic few
    are there.
    """
    wanted = frozenset(ids) - {""}
    place, kind = fold(request.get("place")), fold(request.get("organisation_kind"))
    return Whereabouts(
        _at_place(reader, request, place, wanted) if place else frozenset(),
        _belonging(reader, request, _of_kind(reader, kind), wanted) if kind else frozenset(),
    )


def _at_place(reader: Reader, request: Request, place: str, wanted: frozenset[str]) -> frozenset[str]:
    said = [value for value in _values(reader, "place") if place in _parts(value)]
    own = {row["id"] for row in read_once(reader, "entities_placed", places=said, kinds=[])}
    bodies = {one for one in own if label_of(one) is Label.ORGANISATION} | _called(reader, place)
    around = _with_parts(reader, request, bodies)
    return frozenset(own & wanted) | _belonging(reader, request, around, wanted)


def _parts(place: str) -> list[str]:
    return [part.strip() for part in fold(place).split(",")]


def _values(reader: Reader, field: str) -> list[str]:
    return [row["value"] for row in read_once(reader, "places_and_kinds") if row["field"] == field]


def _of_kind(reader: Reader, kind: str) -> set[str]:
    kinds = [value for value in _values(reader, "kind") if fold(value) == kind]
    return {row["id"] for row in read_once(reader, "entities_placed", places=[], kinds=kinds)}


def _called(reader: Reader, place: str) -> set[str]:
    """Return the organisations that are called like the place: a region, a board."""
    handle = name_handle(Label.ORGANISATION, place)
    rows = reader.read(named("entities_by_handle"), handles=[handle]) if handle else []
    known = reader.find(ENTITIES, "id", sorted({row["id"] for row in rows}))
    return {row["id"] for row in known if place in {fold(name) for name in row["names"]}}


def _with_parts(reader: Reader, request: Request, organisations: set[str]) -> set[str]:
    """Return organisations with all that are part of them at the request's times."""
    found, level = set(organisations), sorted(organisations)
    for _ in range(_MOST_STEPS):
        below = set[str]()
        for start in range(0, len(level), _AT_ONCE):
            rows = reader.read(
                named("claims_to"), entities=level[start : start + _AT_ONCE], predicates=["PART_OF"], limit=_MOST,
                **request.moments,
            )  # fmt: skip
            below |= {row["subject"] for row in rows if row["polarity"] == "asserts"}
        level = sorted(below - found)
        if not level:
            break
        found |= below
    return found


def _belonging(
    reader: Reader, request: Request, organisations: set[str], wanted: frozenset[str]
) -> frozenset[str]:
    """Return these organisations, who is there by the newest word, and the projects they run; of those wanted."""
    ordered = sorted(organisations)
    near = set[str]()
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        near |= {
            row["entity"] for row in reader.read(named("belonging_to"), organisations=some, **request.moments)
        }
    near &= wanted
    people = sorted(one for one in near if label_of(one) is Label.PERSON)
    found: set[str] = (organisations & wanted) | (near - set(people))
    for start in range(0, len(people), _AT_ONCE):
        at = organisations_of(reader, request, people[start : start + _AT_ONCE])
        found |= {person for person, row in at.items() if row["id"] in organisations}
    return frozenset(found)
