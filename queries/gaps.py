"""Gaps: topic by place or by kind of organisation, where fewer are active than one would expect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph.errors import UsageError
from graph.model import Label
from graph.store import Reader
from queries.answer import Answer, Finding
from queries.evidence import listed
from queries.filters import Filters
from queries.narrower import topics_asked
from queries.network import Network, network_of
from queries.network.contacts import Floats, Ints
from queries.network.on_topics import broader_or_same, quotes_on
from queries.network.scope import employers, numbered, places
from queries.network.shown import counted, page, person
from queries.network.suggestible import suggestible
from queries.network.ties import Flags
from queries.request import Request

BY = ("place", "organisation_kind")
# Where less than one person is to be expected, nobody is no news.
_LEAST_EXPECTED = 1.0
_NEAREST = 3
_HALF_OF_FIVE_PERCENT = 0.025


@dataclass(eq=False)
class _Table:
    """How many people are on each topic in each category; only people whose category is known are counted."""

    network: Network
    topics: Ints
    by: str
    may: Flags
    # Which topic counts for which: whoever works on inpatient falls works on falls.
    counts_for: Any

    @cached_property
    def at(self) -> Ints:
        return employers(self.network)

    @cached_property
    def _numbered(self) -> tuple[Ints, tuple[str, ...]]:
        if self.by == "place":
            return numbered(places(self.network))
        kinds = [str(self.network.row(int(one))["kind"]) if one >= 0 else "" for one in self.at]
        return numbered(kinds)

    @property
    def of(self) -> Ints:
        """The category of each person, or -1."""
        return self._numbered[0]

    @property
    def categories(self) -> tuple[str, ...]:
        return self._numbered[1]

    @cached_property
    def on(self) -> Any:
        """People by the topics asked about (CSC of booleans); who is on a narrower topic is on the broader one."""
        tied = self.network.two_mode("topic")
        return (tied.matrix @ self.counts_for[:, self.topics - tied.columns.start]).astype(bool).tocsc()

    @cached_property
    def known(self) -> int:
        return int((self.of >= 0).sum())

    @cached_property
    def observed(self) -> Ints:
        """Topics by categories: the number of people."""
        counts = np.zeros((len(self.topics), len(self.categories)), dtype=np.int64)
        for row in range(len(self.topics)):
            of = self.of[self.people(row)]
            counts[row] = np.bincount(of[of >= 0], minlength=len(self.categories))
        return counts

    @cached_property
    def margins(self) -> tuple[Ints, Ints]:
        """How many people of a known category are on each topic, and in each category."""
        in_each = np.bincount(self.of[self.of >= 0], minlength=len(self.categories))
        return self.observed.sum(axis=1), in_each

    @cached_property
    def expected(self) -> Floats:
        on, at = self.margins
        return np.outer(on, at) / max(1, self.known)

    @cached_property
    def chance(self) -> Floats:
        """The probability of so few or fewer, were the topic's people spread over the categories by chance."""
        from scipy.stats import hypergeom

        on, at = self.margins
        found: Floats = hypergeom.cdf(self.observed, self.known, on[:, None], at[None, :])
        return found

    def usual(self, row: int, column: int) -> tuple[int, int]:
        """Return the range that chance would give in 95 of 100 cases."""
        from scipy.stats import hypergeom

        spread = hypergeom(self.known, int(self.margins[0][row]), int(self.margins[1][column]))
        return int(spread.ppf(_HALF_OF_FIVE_PERCENT)), int(spread.ppf(1 - _HALF_OF_FIVE_PERCENT))

    @cached_property
    def below(self) -> tuple[int, float]:
        """How many cells with one or more expected are below that range, and how many chance alone would put there."""
        from scipy.stats import hypergeom

        rows, columns = np.nonzero(self.expected >= _LEAST_EXPECTED)
        on, at = self.margins[0][rows], self.margins[1][columns]
        low = hypergeom.ppf(_HALF_OF_FIVE_PERCENT, self.known, on, at)
        by_chance = float(hypergeom.cdf(low - 1, self.known, on, at).sum())
        return int((self.observed[rows, columns] < low).sum()), by_chance

    def with_narrower(self, row: int) -> set[int]:
        """Return a topic and all narrower ones, by number."""
        start = self.network.two_mode("topic").columns.start
        below = self.counts_for[:, int(self.topics[row]) - start].tocoo().row
        return {start + int(one) for one in below}

    def people(self, row: int) -> Ints:
        """The people on a topic, by number."""
        found: Ints = self.on.indices[self.on.indptr[row] : self.on.indptr[row + 1]].astype(np.int64)
        return np.sort(found)


def answer(reader: Reader, request: Request) -> Answer:
    """Return the cells with fewer people than expected, the least likely first; silent ones say so.

    The null model keeps both margins: the people on a topic are spread over places as all people are (the
    hypergeometric distribution of Fisher's exact test; Fisher 1935, J. R. Stat. Soc. 98, 39). Whoever is on a
    narrower topic counts for the broader one. Cells where less than one person would be expected are left out.
    Raises NotFoundError or AmbiguousError for the topic.
    """
    network = network_of(reader, request)
    consent = suggestible(reader, network)
    topics = _topics(reader, request, network)
    counts_for = broader_or_same(reader, request, network)
    table = _Table(network, topics, request.get("by") or BY[0], consent.may, counts_for)
    fewer = (table.observed < table.expected) & (table.expected >= _LEAST_EXPECTED)
    fewer &= _asked_for(request, table)[None, :]
    rows, columns = np.nonzero(fewer)
    keys = (
        -table.expected[rows, columns],
        table.observed[rows, columns],
        np.round(table.chance[rows, columns], 12),
    )
    order = np.lexsort((columns, rows, *keys))
    cells = [(int(rows[one]), int(columns[one])) for one in order]
    shown, more = page(request, cells)
    findings = tuple(_finding(reader, request, table, cell) for cell in shown)
    return Answer(
        "gaps",
        request.values,
        findings,
        caveats=tuple(filter(None, (*_caveats(table, len(cells)), consent.told(request)))),
        next=more,
    )


def _topics(reader: Reader, request: Request, network: Network) -> Ints:
    """Return the topic asked for and its narrower ones; without one, all topics."""
    if not request.get("topic"):
        return np.asarray(network.nodes.span(Label.TOPIC), dtype=np.int64)
    found = topics_asked(reader, request)
    return np.array(
        sorted(network.nodes.index[one] for one in found if one in network.nodes.index), dtype=np.int64
    )


def _asked_for(request: Request, table: _Table) -> Flags:
    """Return which categories are asked for: those of the place, or all; raises UsageError where they are no places."""
    if request.get("place") and table.by != BY[0]:
        raise UsageError(
            "`place` goes with places, not with kinds of organisation", "leave out `by` or `place`"
        )
    filters = Filters(request)
    fits = (filters.fits_place([category]) for category in table.categories)
    return np.fromiter(fits, dtype=np.bool_, count=len(table.categories))


def _caveats(table: _Table, cells: int) -> tuple[str, ...]:
    words = table.by.replace("_", " ")
    every = int((table.expected >= _LEAST_EXPECTED).sum())
    if not table.known:
        return (
            f"The {words} of nobody is known: read a members' list or a register of organisations that says it.",
        )
    below, by_chance = table.below
    return (
        (
            f"The {words} of {table.known:,} of {counted(table.network.size, 'person', 'people')} is known; "
            "the others are not counted."
        ),
        (
            f"Expected: the people on a topic, or a narrower one, spread over {words}s as all people are. Of "
            f"{counted(every, 'cell')} with one or more expected, {below:,} are below the range of chance (chance "
            f"alone would put {by_chance:.1f} there); {cells:,} have fewer than expected."
        ),
        "Silence here is silence in what was read: work that nobody wrote of does not count.",
    )


def _finding(reader: Reader, request: Request, table: _Table, cell: tuple[int, int]) -> Finding:
    row, column = cell
    topic = table.network.row(int(table.topics[row]))
    observed, expected = int(table.observed[cell]), float(table.expected[cell])
    low, high = table.usual(row, column)
    category = table.categories[column]
    near = _nearest(table, cell)
    value = {
        "relation": "silent" if observed == 0 else "fewer than expected",
        "name": f"{topic['name']} – {category}",
        "topic": {"id": topic["id"], "name": topic["name"]},
        table.by: category,
        "people": observed,
        "expected": round(expected, 2),
        "by_chance": [low, high],
        "beyond_chance": observed < low,
        "probability": round(float(table.chance[cell]), 5),
        "people_there": int(table.margins[1][column]),
        "nearest": [person(table.network, one, table.at) for one, _ in near],
    }
    seen = "Nobody" if observed == 0 else f"Only {observed:,}"
    why = [
        (
            f"{seen} in {category} on {topic['name']}, where {expected:.1f} of {value['people_there']:,} people "
            f"would be expected ({low:,} to {high:,} by chance: "
            f"{'fewer than chance would leave' if observed < low else 'chance alone may leave as few'})."
        )
    ]
    if near:
        told = [f"{table.network.row(one)['name']} ({_steps(steps)})" for one, steps in near]
        why.append(f"Nearest to them and on the topic: {listed(told)}.")
    wanted = [(one, table.with_narrower(row)) for one, _ in near]
    because = quotes_on(reader, request, table.network, wanted)
    return Finding(value, 1 - float(table.chance[cell]), tuple(why), because)


def _nearest(table: _Table, cell: tuple[int, int]) -> list[tuple[int, int]]:
    """Return whom to suggest: on the topic, elsewhere, and how many steps from the category (-1: no way)."""
    from scipy.sparse.csgraph import dijkstra

    row, column = cell
    there = np.flatnonzero(table.of == column)
    on = table.people(row)
    on = on[(table.of[on] != column) & table.may[on]]
    if not len(on) or not len(there):
        return []
    away = dijkstra(table.network.matrix, directed=False, indices=there, unweighted=True, min_only=True)[on]
    ties = np.diff(table.network.matrix.indptr)[on]
    order = np.lexsort((on, -ties, away))[:_NEAREST]
    return [(int(on[one]), int(away[one]) if np.isfinite(away[one]) else -1) for one in order]


def _steps(steps: int) -> str:
    return "no way was read" if steps < 0 else counted(steps, "step")
