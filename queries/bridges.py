"""Bridges: who stands between others, what falls apart without them, and the single ties that hold two parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph.store import Reader
from queries.answer import Answer, Evidence, Finding
from queries.evidence import listed
from queries.network import Network, network_of
from queries.network.between import EXACT, SAMPLED, betweenness
from queries.network.brokerage import ROLES, roles
from queries.network.contacts import Floats, Ints
from queries.network.cuts import Cuts, cuts, pieces_without
from queries.network.holes import Holes, holes
from queries.network.meetings import evidence_of, meetings
from queries.network.resampled import Interval, interval, resamples
from queries.network.scope import Scope, employers, nobody, place_of, scope_of
from queries.network.shown import NOT_NAMED, counted, names, page, person
from queries.request import Request, Role

_QUOTES = 6
# Ties here lead both ways, so a representative of one group is a gatekeeper of the other: one role.
_APART = {
    "coordinator": "within the own organisation",
    "itinerant": "within one other organisation",
    "representative": "of the own and another organisation",
    "liaison": "of two other organisations",
}


@dataclass(eq=False)
class _Held:
    """The part of the network that is asked about, and what is worked out of it; people by their place in it."""

    network: Network
    scope: Scope

    @cached_property
    def cuts(self) -> Cuts:
        return cuts(self.scope.matrix)

    @cached_property
    def between(self) -> Floats:
        return betweenness(self.scope.matrix)

    @cached_property
    def holes(self) -> Holes:
        return holes(self.scope.matrix)

    @cached_property
    def at(self) -> Ints:
        return employers(self.network)

    @cached_property
    def roles(self) -> dict[int, dict[str, int]]:
        """Brokerage between organisations, of those whose organisation is known: pairs of contacts by role."""
        at = self.at[self.scope.people]
        known = np.flatnonzero(at >= 0)
        if not len(known):
            return {}
        found = roles(self.scope.matrix[known][:, known].tocsr(), at[known])
        return {int(place): _undirected(row) for place, row in zip(known, found.tolist(), strict=True)}

    @cached_property
    def resampled(self) -> list[Cuts]:
        return [cuts(matrix) for matrix in resamples(self.network, self.scope.people)]

    def interval(self, place: int) -> Interval:
        return interval([float(drawn.cut_off(place)) for drawn in self.resampled])

    def contacts(self, place: int) -> int:
        return int(np.diff(self.scope.matrix.indptr)[place])

    def number(self, place: int) -> int:
        return int(self.scope.people[place])


def _undirected(row: list[int]) -> dict[str, int]:
    """Return counts of pairs of contacts: a pair within one group counts from either end, so twice."""
    counts = dict(zip(ROLES, row, strict=True))
    halved = {role: count if role == "representative" else count // 2 for role, count in counts.items()}
    return {role: count for role, count in halved.items() if count and role in _APART}


def answer(reader: Reader, request: Request) -> Answer:
    """Return the whole in figures, then those who stand between others, then single ties that hold two parts.

    People are in order of betweenness: of all pairs, how many have their shortest path through them. Persons are
    named to managers only; everybody else gets the figures. Raises NotFoundError or AmbiguousError for a topic.
    """
    network = network_of(reader, request)
    held = _Held(network, scope_of(reader, request, network))
    only = place_of(reader, request, network, held.scope)
    caveats = [
        "A tie is a shared project, thread or event, a reply, a mention or a declared tie; one employer is none.",
        _drawn(held),
        _sampled(held),
        nobody(held.scope),
    ]
    rows: list[Any] = [None]
    if request.role is Role.MANAGER:
        rows += _told(held, only)
        if only is not None and not held.contacts(only):
            name = network.row(held.number(only))["name"]
            caveats.insert(0, f"No tie of {name} was read among {held.scope.words}.")
    else:
        caveats.insert(0, NOT_NAMED)
    shown, more = page(request, rows)
    findings = tuple(_finding(reader, request, held, row) for row in shown)
    return Answer(
        "bridges",
        request.values,
        findings if len(held.scope.people) else (),
        caveats=tuple(filter(None, caveats)),
        next=more,
    )


def _drawn(held: _Held) -> str:
    draws = len(held.resampled)
    return (
        f"Intervals: the 5th to 95th percentile over {draws} draws of what was read, with replacement."
        if draws
        else ""
    )


def _sampled(held: _Held) -> str:
    tied = int((np.diff(held.scope.matrix.indptr) > 0).sum())
    if len(held.scope.people) <= EXACT or tied <= SAMPLED:
        return ""
    return f"Betweenness is estimated: walked from {SAMPLED} people drawn at random of {tied:,}."


def _told(held: _Held, only: int | None) -> list[Any]:
    """Return who stands between others, by place, then the ends of single ties; with `only`, that person's alone."""
    between = held.between
    people = [place for place in np.lexsort((held.scope.people, -between)).tolist() if between[place] > 0]
    ties = [ends for ends, sides in held.cuts.bridges.items() if min(sides) > 1]
    ties.sort(key=lambda ends: (-min(held.cuts.bridges[ends]), ends))
    if only is None:
        return [*people, *ties]
    return [*([only] if held.contacts(only) else []), *(ends for ends in ties if only in ends)]


def _finding(reader: Reader, request: Request, held: _Held, row: Any) -> Finding:
    if row is None:
        return _whole(held)
    if isinstance(row, tuple):
        return _single(reader, request, held, row)
    return _person(reader, request, held, row)


def _whole(held: _Held) -> Finding:
    from scipy.sparse.csgraph import connected_components

    matrix = held.scope.matrix
    _, labels = connected_components(matrix, directed=False)
    sizes = np.bincount(labels) if len(labels) else np.zeros(1, dtype=np.int64)
    value = {
        "relation": "the whole",
        "name": held.scope.words,
        "people": len(held.scope.people),
        "ties": matrix.nnz // 2,
        "without_ties": int((sizes == 1).sum()),
        "separate_parts": int((sizes > 1).sum()),
        "largest_part": int(sizes.max()),
        "people_who_hold_parts_together": len(held.cuts.points),
        "single_ties_that_hold_parts_together": len(held.cuts.bridges),
    }
    why = (
        f"Of {counted(value['people'], 'person', 'people')}, {value['largest_part']:,} are tied to each other "
        f"directly or through others. {counted(value['people_who_hold_parts_together'], 'person', 'people')} hold "
        "parts together: without any one of them, somebody would lose touch with the rest."
    )
    return Finding(value, 1.0, (why,), ())


def _person(reader: Reader, request: Request, held: _Held, place: int) -> Finding:
    number, matrix = held.number(place), held.scope.matrix
    pieces = [held.scope.people[piece] for piece in pieces_without(matrix, place)]
    within = held.interval(place)
    contacts = held.contacts(place)
    pairs = max(1.0, (sum(map(len, pieces)) * (sum(map(len, pieces)) - 1)) / 2)
    who = person(held.network, number, held.at)
    value = {
        "relation": "stands between others",
        "person": who,
        "name": who["name"],
        "contacts": contacts,
        "effective_size": round(float(held.holes.effective_size[place]), 3),
        "constraint": round(float(held.holes.constraint[place]), 3),
        "betweenness": round(float(held.between[place]), 2),
        "cut_off": held.cuts.cut_off(place),
        "cut_off_interval": [within.low, within.high],
        "holds_in_draws": f"{within.above} of {within.draws}",
        "pieces": [len(piece) for piece in pieces],
        "brokerage": held.roles.get(place, {}),
    }
    share = float(held.between[place]) / pairs
    because = _between_pieces(reader, request, held, (number, pieces))
    return Finding(value, min(1.0, share), _why(held, value, pieces, within), because)


def _why(held: _Held, value: dict[str, Any], pieces: list[Ints], within: Interval) -> tuple[str, ...]:
    name, found = value["name"], []
    if value["cut_off"]:
        smaller = [who for piece in pieces[1:] for who in piece.tolist()]
        found.append(
            f"If {name} left, {names(held.network, smaller)} would lose touch with the other "
            f"{len(pieces[0]):,}: in {within.above} of {within.draws} draws somebody would "
            f"({within.low:.0f} to {within.high:.0f} people)."
        )
    found.append(
        f"{name}'s {counted(value['contacts'], 'contact')} count as {value['effective_size']:.1f} who do not know "
        f"each other already (constraint {value['constraint']:.2f}: the lower, the freer)."
    )
    if value["brokerage"]:
        told = (f"{counted(count, 'pair')} {_APART[role]}" for role, count in value["brokerage"].items())
        found.append(f"By organisation, {name} stands between {listed(list(told))}.")
    return tuple(found)


def _between_pieces(
    reader: Reader, request: Request, held: _Held, what: tuple[int, list[Ints]]
) -> tuple[Evidence, ...]:
    """Return quotes for a person's ties, one piece after the other, so that those to all sides are seen."""
    number, pieces = what
    matrix, network = held.network.matrix, held.network
    contacts = set(matrix.indices[matrix.indptr[number] : matrix.indptr[number + 1]].tolist())
    sides = [[who for who in piece.tolist() if who in contacts] for piece in pieces]
    sides = [sorted(side, key=lambda who: (-matrix[number, who], who))[:3] for side in sides]
    turns = [side[turn] for turn in range(3) for side in sides if turn < len(side)]
    met = [meeting for who in turns[:_QUOTES] for meeting in meetings(network, number, who)[:1]]
    return evidence_of(reader, request, network, met, _QUOTES)


def _single(reader: Reader, request: Request, held: _Held, ends: tuple[int, int]) -> Finding:
    sides = dict(zip(ends, held.cuts.bridges[ends], strict=True))
    ends_by_name = sorted(ends, key=lambda place: (held.network.row(held.number(place))["name"], place))
    numbers = [held.number(place) for place in ends_by_name]
    met = meetings(held.network, *numbers)
    who = [person(held.network, number, held.at) for number in numbers]
    value: dict[str, Any] = {
        "relation": "the only tie between two parts",
        "name": " and ".join(str(one["name"]) for one in who),
        "ends": who,
        "sides": [sides[place] for place in ends_by_name],
    }
    why = f"Only {value['name']} tie {value['sides'][0]:,} people to {value['sides'][1]:,}."
    whole = max(1, len(held.scope.people))
    return Finding(
        value, min(sides) / whole, (why,), evidence_of(reader, request, held.network, met, _QUOTES)
    )
