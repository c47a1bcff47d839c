"""Path: who could introduce one person to another, by up to three short ways, with what each step rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.errors import UsageError
from graph.model import Label
from graph.store import Reader
from queries.answer import Answer, Finding
from queries.look_up import look_up
from queries.network import Network, network_of
from queries.network.contacts import Floats, Ints
from queries.network.meetings import evidence_of, in_words, meetings
from queries.network.scope import employers
from queries.network.shown import page, person
from queries.network.suggestible import Suggestible, suggestible
from queries.network.ties import Flags, date_of
from queries.request import Request, Role

_PATHS = 3
# Two who last met so long ago are tied half as strongly: of ties that bridge, most are gone within years
# (Burt 2002, Social Networks 24, 333).
_HALVED_AFTER = 5.0
_QUOTES_A_STEP = 2
# Up to three steps everybody on the way knows one of the two ends; with more, somebody knows neither.
_FAR = 3


@dataclass(frozen=True, slots=True)
class _Way:
    people: tuple[int, ...]
    cost: float


def answer(reader: Reader, request: Request) -> Answer:
    """Return up to three ways from one person to another, the shortest and warmest first.

    A step costs 1 and, the weaker and older the contact, up to 1 more: three warm steps come before two cold ones. No
    way is a detour: nobody on it is tied to anybody further on than the next; none of more than three steps is more
    than a step longer than the shortest. The ways begin with different people where they can, and lead over and to
    people who may be suggested; who asks needs no consent of their own. Raises NotFoundError or AmbiguousError for
    either person, UsageError where they are one.
    """
    ends = [look_up(reader, Label.PERSON, request.get(name), request) for name in ("from", "to")]
    if ends[0]["id"] == ends[1]["id"]:
        raise UsageError("`from` and `to` are one person", "name two")
    network = network_of(reader, request)
    numbers = [network.nodes.index.get(end["id"], -1) for end in ends]
    consent = suggestible(reader, network)
    ways = _ways(network, consent.may, (numbers[0], numbers[1])) if min(numbers) >= 0 else []
    shown, more = page(request, ways)
    findings = tuple(_finding(reader, request, network, way) for way in shown)
    caveats = [
        (
            "A step is a shared project, thread or event, a reply, a mention or a declared tie that was read; "
            "nobody on the way has been asked yet."
        ),
        consent.told(request),
    ]
    if ways and len(ways[0].people) - 1 > _FAR:
        caveats.insert(
            0,
            f"More than {_FAR} steps seldom carry an introduction: a meeting of both may be the better way.",
        )
    if not ways:
        caveats.insert(0, _no_way(request, consent, numbers, [str(end["name"]) for end in ends]))
    return Answer("path", request.values, findings, caveats=tuple(filter(None, caveats)), next=more)


def _ways(network: Network, may: Flags, ends: tuple[int, int]) -> list[_Way]:
    open_to = may.copy()
    open_to[ends[0]] = True
    if not open_to[ends[1]]:
        return []
    over = np.flatnonzero(open_to)
    start, end = np.searchsorted(over, ends).tolist()
    found = _around(_costs(network)[over][:, over].tocsr(), start, end, frozenset())
    longest = max(_FAR, min(len(way.people) for way in found)) if found else 0
    short = (way for way in found if len(way.people) - 1 <= longest)
    return [_Way(tuple(over[list(way.people)].tolist()), way.cost) for way in short]


def _around(costs: Any, start: int, end: int, closed: frozenset[int]) -> list[_Way]:
    """Return the cheapest way by each contact of `start` that avoids the others, and `closed`; three at most.

    A way by another contact would be a detour. The shortest has none either: two steps cost more than any one. Where
    fewer than three contacts lead there, further ways by the same ones are looked for from those on.
    """
    contacts = costs.indices[costs.indptr[start] : costs.indptr[start + 1]].tolist()
    if end in contacts:
        return [_Way((start, end), float(costs[start, end]))]
    contacts = [one for one in contacts if one not in closed]
    shut = closed | {start, *contacts}
    away, before, left = _away(costs, end, shut)
    found = []
    for one in contacts:
        nexts = costs.indices[costs.indptr[one] : costs.indptr[one + 1]]
        further = costs.data[costs.indptr[one] : costs.indptr[one + 1]] + away[nexts]
        if len(nexts) and np.isfinite(further.min()):
            best = min(zip(further.round(9).tolist(), nexts.tolist(), strict=True))[1]
            cost = float(costs[start, one] + further.min())
            found.append(_Way((start, one, *_walk(before, left, best, end)), cost))
    found.sort(key=lambda way: (round(way.cost, 9), way.people))
    known = {way.people for way in found}
    for way in tuple(found):
        if len(known) < _PATHS:
            rest = _around(costs, way.people[1], end, shut - {way.people[1]})
            more = [_Way((start, *one.people), float(costs[start, way.people[1]]) + one.cost) for one in rest]
            found += [one for one in more if one.people not in known]
            known |= {one.people for one in more}
    found.sort(key=lambda way: (round(way.cost, 9), way.people))
    return found[:_PATHS]


def _away(costs: Any, end: int, shut: frozenset[int]) -> tuple[Floats, Ints, Ints]:
    """Return the cost from each to `end` over those who are not shut out (inf where there is no way), and the ways.

    The ways are predecessors by place among those left, whose numbers come last.
    """
    from scipy.sparse.csgraph import dijkstra

    size = costs.shape[0]
    left = np.setdiff1d(np.arange(size), np.fromiter(shut, dtype=np.int64, count=len(shut)))
    place = int(np.searchsorted(left, end))
    found, before = dijkstra(costs[left][:, left], directed=False, indices=place, return_predecessors=True)
    away = np.full(size, np.inf)
    away[left] = found
    return away, before, left


def _costs(network: Network) -> Any:
    """Return the cost of each step (CSR): 1 + 1 / (1 + weight, halved every five years since they last met)."""
    pairs = network.contacts
    newest = int(pairs.last.max()) if len(pairs.last) else 0
    years = np.where(pairs.last > 0, (newest - pairs.last) / 10_000, _HALVED_AFTER)
    strength = pairs.weight * 0.5 ** (years / _HALVED_AFTER)
    return network.symmetric(1 + 1 / (1 + strength))


def _walk(before: Ints, left: Ints, start: int, end: int) -> tuple[int, ...]:
    """Return those from `start` to `end`, both with them, by the predecessors of a walk from the end."""
    found = [start]
    while found[-1] != end:
        found.append(int(left[before[np.searchsorted(left, found[-1])]]))
    return tuple(found)


def _finding(reader: Reader, request: Request, network: Network, way: _Way) -> Finding:
    at = employers(network)
    steps = list(zip(way.people, way.people[1:], strict=False))
    met = [meetings(network, one, other) for one, other in steps]
    through = [person(network, number, at) for number in way.people[1:-1]]
    value = {
        "relation": "way" if through else "they are tied already",
        "name": " – ".join(str(network.row(number)["name"]) for number in way.people),
        "steps": len(steps),
        "through": through,
        "last_contact": [date_of(max(one.day for one in some)) for some in met],
    }
    why = tuple(f"{in_words(network, some[0])}." for some in met)
    because = evidence_of(reader, request, network, [some[0] for some in met], len(steps) * _QUOTES_A_STEP)
    return Finding(value, 1 / way.cost, why, because)


def _no_way(request: Request, consent: Suggestible, numbers: list[int], names: list[str]) -> str:
    """Say why there is no way: consent, no tie at all, or parts of the community that nothing ties."""
    from scipy.sparse.csgraph import connected_components

    network = consent.network
    if numbers[1] >= 0 and not consent.may[numbers[1]]:
        why = consent.consents.why_not(network.row(numbers[1]))
        return f"No way is suggested: {why}." if request.role is Role.MANAGER else "No way can be suggested."
    _, labels = connected_components(network.matrix, directed=False)
    sizes = [int((labels == labels[number]).sum()) if number >= 0 else 1 for number in numbers]
    alone = [name for name, size in zip(names, sizes, strict=True) if size == 1]
    if alone:
        return f"No tie of {' or '.join(alone)} was read: nobody is known who could introduce them."
    if labels[numbers[0]] == labels[numbers[1]]:
        return "Every way that was read leads over somebody who is left out."
    return f"{names[0]} is among {sizes[0]:,} people who are tied, {names[1]} among {sizes[1]:,}: no tie joins the two."
