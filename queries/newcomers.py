"""Newcomers: those without a tie, each with one first introduction and its reason, or "no trace yet"."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graph.ids import tie_id
from graph.model import Label, RelType
from graph.names import name_key
from graph.store import Reader
from queries.answer import Answer, Evidence, Finding
from queries.evidence import listed, said_of_ties, year
from queries.network import Network, network_of
from queries.network.contacts import Floats, Ints
from queries.network.on_topics import quotes_on
from queries.network.scope import Scope, employers, nobody, numbered, place_of, places, scope_of
from queries.network.shown import NOT_NAMED, counted, names, page, person
from queries.network.suggestible import Suggestible, suggestible
from queries.network.ties import date_of
from queries.request import Request, Role

# Nobody is asked to welcome more than this.
_MOST = 3
_CANDIDATES = 20
# Topics are the reason to talk; an employer makes it easy, a place easier. So that neither outweighs a topic.
_SAME_EMPLOYER, _SAME_PLACE = 0.25, 0.1
_TOPICS = 3
# As in a path: of ties that bridge most are gone within years (Burt 2002, Social Networks 24, 333).
_HALVED_AFTER = 5.0
_NAMESAKE = "Somebody of this name has ties: perhaps the same person, whom nobody has judged to be one yet."
# Who is known to one only can lead a newcomer on to that one only: half of what somebody with many contacts counts.
_LEADS_ON = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class _Welcome:
    """A newcomer, who might welcome them, and what the two share.

    A host of -1: there is nobody, or, where the score is not 0, nobody who does not welcome enough others.
    """

    newcomer: int
    host: int = -1
    score: float = 0.0
    topics: tuple[int, ...] = ()


@dataclass(eq=False)
class _Traces:
    """What is known of everybody that an introduction can rest on."""

    network: Network
    consent: Suggestible
    at: Ints = field(init=False)
    place: Ints = field(init=False)
    topics: Any = field(init=False)
    active: Ints = field(init=False)
    warmth: Floats = field(init=False)
    perhaps: Mapping[int, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.at = employers(self.network)
        self.place = numbered(places(self.network))[0]
        tied = self.network.two_mode("topic").matrix
        rarity = np.log1p(tied.shape[0] / np.maximum(1, np.asarray(tied.sum(axis=0)).ravel()))
        weighted = tied.multiply(rarity).tocsr()
        lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        self.topics = weighted.multiply(1 / np.where(lengths > 0, lengths, 1)[:, None]).tocsr()
        contacts = np.diff(self.network.matrix.indptr)
        tied_at_all = contacts > 0
        self.active = np.flatnonzero(tied_at_all & self.consent.may)
        self.warmth = _lately(self.network) * contacts / (contacts + _LEADS_ON)
        self.perhaps = _perhaps_one(self.network, np.flatnonzero(~tied_at_all), np.flatnonzero(tied_at_all))


def answer(reader: Reader, request: Request) -> Answer:
    """Return everybody without a tie, those with the best introduction first, those without a trace last.

    Whoever welcomes has ties and may be suggested, shares a topic, an employer or a place, and welcomes three at most.
    Newcomers are named to managers only. Raises NotFoundError or AmbiguousError for a topic.
    """
    network = network_of(reader, request)
    scope = scope_of(reader, request, network)
    alone = scope.people[np.diff(network.matrix.indptr)[scope.people] == 0]
    only = place_of(reader, request, network, scope)
    if only is not None:
        alone = alone[alone == scope.people[only]]
    consent = suggestible(reader, network)
    caveats = ["No tie was read: they may know many whom no text names. Nobody has been asked yet."]
    if request.role is not Role.MANAGER:
        findings = (_figures(scope, alone),) if len(scope.people) else ()
        told = filter(None, (nobody(scope), NOT_NAMED, *caveats))
        return Answer("newcomers", request.values, findings, caveats=tuple(told))
    caveats += [consent.told(request), nobody(scope)]
    if only is not None and not len(alone):
        caveats.insert(0, "Ties of this person were read: ask for `introductions` to them.")
    traces = _Traces(network, consent)
    rows = _welcomes(traces, alone)
    shown, more = page(request, rows)
    found = tuple(_finding(reader, request, traces, welcome) for welcome in shown)
    return Answer("newcomers", request.values, found, caveats=tuple(filter(None, caveats)), next=more)


def _figures(scope: Scope, alone: Ints) -> Finding:
    value = {
        "relation": "the whole",
        "name": scope.words,
        "people": len(scope.people),
        "without_ties": len(alone),
    }
    why = f"{counted(len(alone), 'person', 'people')} of {len(scope.people):,} in {scope.words} are without a tie."
    return Finding(value, 1.0, (why,), ())


def _welcomes(traces: _Traces, alone: Ints) -> list[_Welcome]:
    """Return one welcome each: the best pairs first, until a host has enough; then whoever is left.

    Those who may be somebody with ties, by their names, come after the others: they may be no newcomers.
    """
    agree = alone[traces.consent.may[alone]].tolist()
    every = {newcomer: _hosts(traces, newcomer, set()) for newcomer in agree}
    pairs = [(score, newcomer, host) for newcomer, some in every.items() for score, host in some]
    pairs.sort(key=lambda pair: (pair[1] in traces.perhaps, -pair[0], pair[1], pair[2]))
    taken: dict[int, int] = {}
    found: dict[int, _Welcome] = {}

    def welcome(score: float, newcomer: int, host: int) -> None:
        taken[host] = taken.get(host, 0) + 1
        found[newcomer] = _Welcome(newcomer, host, score, _shared(traces, newcomer, host))

    for score, newcomer, host in pairs:
        if newcomer not in found and taken.get(host, 0) < _MOST:
            welcome(score, newcomer, host)
    for newcomer in (one for one in agree if one not in found and every[one]):
        full = {host for host, number in taken.items() if number >= _MOST}
        for score, host in _hosts(traces, newcomer, full)[:1]:
            welcome(score, newcomer, host)
    order = sorted(found.values(), key=lambda one: (one.newcomer in traces.perhaps, -one.score, one.newcomer))
    left = [one for one in alone.tolist() if one not in found]
    return [*order, *(_Welcome(one, score=float(bool(every.get(one)))) for one in left)]


def _hosts(traces: _Traces, newcomer: int, full: Set[int]) -> list[tuple[float, int]]:
    """Return those with ties who share something with a newcomer and are not full, the best first.

    Whoever was in touch with somebody lately can be reached, and whoever knows several can lead on: an old contact
    and a single one count for less. Nobody welcomes whom their name says they may be themselves.
    """
    out = [*full, *traces.perhaps.get(newcomer, ())]
    active = np.setdiff1d(traces.active, np.array(out, dtype=np.int64))
    if not len(active):
        return []
    scores = (traces.topics[active] @ traces.topics[newcomer].T).toarray().ravel()
    for of, worth in ((traces.at, _SAME_EMPLOYER), (traces.place, _SAME_PLACE)):
        if of[newcomer] >= 0:
            scores += worth * (of[active] == of[newcomer])
    scores *= traces.warmth[active]
    best = np.lexsort((active, -scores))[:_CANDIDATES]
    return [(round(float(scores[one]), 9), int(active[one])) for one in best if scores[one] > 0]


def _shared(traces: _Traces, newcomer: int, host: int) -> tuple[int, ...]:
    common = traces.topics[newcomer].multiply(traces.topics[host]).tocoo()
    order = np.lexsort((common.col, -common.data))[:_TOPICS]
    start = traces.network.two_mode("topic").columns.start
    return tuple(start + int(common.col[one]) for one in order)


def _finding(reader: Reader, request: Request, traces: _Traces, welcome: _Welcome) -> Finding:
    network, newcomer = traces.network, welcome.newcomer
    who = person(network, newcomer, traces.at)
    if refused := traces.consent.consents.why_not(network.row(newcomer)):
        value = {"relation": "not to be suggested", "person": who, "name": who["name"]}
        return Finding(value, 0.0, (f"{refused[:1].upper()}{refused[1:]}: no introduction is made.",), ())
    if welcome.host < 0:
        value = {"relation": "no trace yet", "person": who, "name": who["name"]}
        none = f"No trace yet: {who['name']} shares no topic, employer or place with anybody who has ties."
        if welcome.score:
            none = f"Whoever shares something with {who['name']} is to welcome {_MOST} others already."
            value["relation"] = "nobody left to welcome them"
        return Finding(value, 0.0, (none, *_may_be(traces, newcomer)), ())
    host = person(network, welcome.host, traces.at)
    topics = [network.row(topic) for topic in welcome.topics]
    value = {
        "relation": "first introduction",
        "person": who,
        "name": who["name"],
        "introduce_to": host,
        "topics": [{"id": row["id"], "name": row["name"]} for row in topics],
    }
    shared = [f"both are tied to {listed([str(row['name']) for row in topics])}"] if topics else []
    if traces.at[newcomer] >= 0 and traces.at[newcomer] == traces.at[welcome.host]:
        shared.append(f"both are at {host['organisation']}")
    if traces.place[newcomer] >= 0 and traces.place[newcomer] == traces.place[welcome.host]:
        shared.append(f"both are in {places(network)[welcome.host]}")
    row = network.matrix[welcome.host]
    last = _last_contact(network, welcome.host)
    why = (
        f"{who['name']} has no tie that was read. {host['name']}: {listed(shared)}.",
        f"{host['name']} has {counted(row.nnz, 'contact')}{f', the latest in {year(last)}' if last else ''}.",
        *_may_be(traces, newcomer),
    )
    return Finding(value, welcome.score, why, _because(reader, request, traces, welcome))


def _may_be(traces: _Traces, newcomer: int) -> tuple[str, ...]:
    """Return the sentence for a newcomer who may be somebody that has ties."""
    others = traces.perhaps.get(newcomer, ())
    keys = {_key(traces.network, one) for one in others}
    if not keys:
        return ()
    if _key(traces.network, newcomer) in keys:
        return (_NAMESAKE,)
    return (f"{names(traces.network, others)} may be the same person, whom nobody has judged to be one yet.",)


def _perhaps_one(network: Network, alone: Ints, tied: Ints) -> dict[int, tuple[int, ...]]:
    """Return for people without ties those with ties who may be the same by name: "Seb Fox" for "Sebastian Fox".

    The last names are equal, and one first name begins the other.
    """
    by_last: dict[str, list[tuple[str, int]]] = {}
    for number in tied.tolist():
        first, *rest = _key(network, number).split() or [""]
        by_last.setdefault(rest[-1] if rest else first, []).append((first, number))
    found = {}
    for number in alone.tolist():
        first, *rest = _key(network, number).split() or [""]
        others = by_last.get(rest[-1] if rest else first, ())
        same = [other for name, other in others if name.startswith(first) or first.startswith(name)]
        if same:
            found[number] = tuple(same)
    return found


def _key(network: Network, number: int) -> str:
    return name_key(Label.PERSON, str(network.row(number)["name"]))


def _because(reader: Reader, request: Request, traces: _Traces, welcome: _Welcome) -> tuple[Evidence, ...]:
    """Return quotes for either side's topics, or where they share none, for their employers."""
    both = (welcome.newcomer, welcome.host)
    if welcome.topics:
        wanted = [(one, {topic}) for topic in welcome.topics for one in both]
        return quotes_on(reader, request, traces.network, wanted)
    ids = traces.network.nodes.ids
    ties = [
        tie_id(ids[one], RelType.AFFILIATED_WITH, ids[int(traces.at[one])])
        for one in both
        if traces.at[one] >= 0
    ]
    said = said_of_ties(reader, ties, request)
    return tuple(one for tie in ties if tie in said for one in said[tie].evidence(1))


def _lately(network: Network) -> Floats:
    """Return 1 for those in touch when the community last was, less for an older last contact, down to a half."""
    pairs = network.contacts
    last = np.zeros(network.size, dtype=np.int64)
    for ends in (pairs.one, pairs.other):
        np.maximum.at(last, ends, pairs.last)
    years = np.where(last > 0, (last.max(initial=0) - last) / 10_000, _HALVED_AFTER)
    found: Floats = 0.5 + 0.5 * 0.5 ** (years / _HALVED_AFTER)
    return found


def _last_contact(network: Network, number: int) -> str:
    pairs = network.contacts
    own = (pairs.one == number) | (pairs.other == number)
    return date_of(int(pairs.last[own].max())) if own.any() else ""
