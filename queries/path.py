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
from queries.network.meetings import evidence_of, in_words, meetings
from queries.network.scope import employers
from queries.network.shown import page, person
from queries.network.suggestible import Suggestible, suggestible
from queries.network.ties import Flags, date_of
from queries.request import Request, Role

_PATHS = 3
# Ways looked at, so that the three shown can begin with three different people.
_LOOKED_AT = 12
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

    A step costs 1 and, the weaker and older the contact, up to 1 more: two warm introductions come before one cold
    one. The ways begin with different people where they can, and lead over and to people who may be suggested; who
    asks needs no consent of their own. Raises NotFoundError or AmbiguousError for either
    person, UsageError where they are one.
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
    from scipy.sparse.csgraph import yen

    open_to = may.copy()
    open_to[ends[0]] = True
    if not open_to[ends[1]]:
        return []
    over = np.flatnonzero(open_to)
    start, end = np.searchsorted(over, ends).tolist()
    costs = _costs(network)[over][:, over]
    found, before = yen(costs, start, end, _LOOKED_AT, directed=False, return_predecessors=True)
    walks = (_walk(before[number], start, end) for number in range(len(found)))
    ways = [
        _Way(tuple(over[list(walk)].tolist()), float(cost)) for walk, cost in zip(walks, found, strict=True)
    ]
    ways.sort(key=lambda way: (round(way.cost, 9), way.people))
    first: dict[int, _Way] = {}
    for way in ways:
        first.setdefault(way.people[1], way)
    chosen = sorted([*first.values()][:_PATHS], key=lambda way: (round(way.cost, 9), way.people))
    rest = [way for way in ways if way not in chosen]
    return (chosen + rest)[:_PATHS]


def _costs(network: Network) -> Any:
    """Return the cost of each step (CSR): 1 + 1 / (1 + weight, halved every five years since they last met)."""
    pairs = network.contacts
    newest = int(pairs.last.max()) if len(pairs.last) else 0
    years = np.where(pairs.last > 0, (newest - pairs.last) / 10_000, _HALVED_AFTER)
    strength = pairs.weight * 0.5 ** (years / _HALVED_AFTER)
    return network.symmetric(1 + 1 / (1 + strength))


def _walk(before: Any, start: int, end: int) -> tuple[int, ...]:
    found = [end]
    while found[-1] != start:
        found.append(int(before[found[-1]]))
    return tuple(found[::-1])


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
