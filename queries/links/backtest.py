"""Was it foreseen? The later part of a history is hidden, and the ties in it are looked for in the rankings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from queries.links.choice import Choice, alternatives
from queries.links.history import Floats, History, Ints
from queries.links.signals import NAMES, Signals

# Scores of some people (rows) with everybody (columns).
Scorer = Callable[[Ints], Floats]
# Floats of one block of rows with all signals: about 100 MB.
_BLOCK = 12_000_000
# The bands of a person's list that a confidence is stated for.
BANDS = ((1, 3), (4, 10), (11, 50), (51, 200))
_HARDEST_BY = tuple(NAMES.index(name) for name in ("walks", "recent", "groups"))


@dataclass(frozen=True, eq=False)
class Hidden:
    """A history cut at the end of `cut`, and who was newly tied to whom from then to the end of `last`.

    Only people who were there by the cut are ranked and looked for.
    """

    before: History
    partners: dict[int, Ints]
    cut: float
    last: float

    @classmethod
    def after(cls, history: History, cut: float, last: float) -> Hidden:
        """Hide what came after a year."""
        before, later = history.until(cut), history.until(last)
        fresh = (later.ties - before.ties.multiply(later.ties)).tocsr()
        fresh.eliminate_zeros()
        there = np.zeros(history.people, dtype=bool)
        there[before.person] = True
        partners = {}
        for person in np.flatnonzero(there & (np.diff(fresh.indptr) > 0)):
            met = fresh.indices[fresh.indptr[person] : fresh.indptr[person + 1]]
            if there[met].any():
                partners[int(person)] = np.sort(met[there[met]]).astype(np.int64)
        return cls(before, partners, cut, last)

    @cached_property
    def there(self) -> Ints:
        """The people who had done something by the cut."""
        return np.unique(self.before.person)

    @cached_property
    def people(self) -> Ints:
        """The people who met somebody new."""
        return np.array(sorted(self.partners), dtype=np.int64)

    @cached_property
    def signals(self) -> Signals:
        """The signals as of the cut."""
        return Signals(self.before, self.cut)

    def allowed(self, person: int) -> Ints:
        """Return everybody who was there and neither the person nor tied to them."""
        ties = self.before.ties
        tied = ties.indices[ties.indptr[person] : ties.indptr[person + 1]]
        return np.setdiff1d(self.there, np.r_[tied, person])

    def rows(self, people: Ints) -> Iterator[Ints]:
        """Yield people by blocks whose signals with everybody fit into some 100 MB."""
        size = max(1, _BLOCK // (self.before.people * len(NAMES)))
        yield from (people[start : start + size] for start in range(0, len(people), size))

    def some(self, most: int) -> Ints:
        """Return so many of the people who met somebody new, or a few less, spread evenly."""
        return self.people[:: max(1, -(-len(self.people) // most))]

    def ranks(self, scorer: Scorer, people: Ints | None = None) -> Floats:
        """Return the rank of each hidden tie in the list of either person (mid-rank among equal scores).

        `people` are some of those who met somebody; all of them where left out.
        """
        found = []
        for rows in self.rows(self.people if people is None else people):
            for person, scores in zip(rows.tolist(), scorer(rows), strict=True):
                others = scores[self.allowed(person)]
                for score in scores[self.partners[person]]:
                    above, equal = np.count_nonzero(others > score), np.count_nonzero(others == score)
                    found.append(above + (equal + 1) / 2)
        return np.array(found)

    def above_popular(self, scorer: Scorer) -> float:
        """Return the chance that a hidden tie scores above another person drawn in proportion to their ties, plus one.

        A score that is mere popularity is no better than a coin here (Aiyappa et al. 2024, arXiv 2405.14985).
        """
        popular = np.diff(self.before.ties.indptr) + 1.0
        found = []
        for rows in self.rows(self.people):
            for person, scores in zip(rows.tolist(), scorer(rows), strict=True):
                rest = np.setdiff1d(self.allowed(person), self.partners[person], assume_unique=True)
                weights, others = popular[rest] / popular[rest].sum(), scores[rest]
                found += [
                    weights[others < score].sum() + weights[others == score].sum() / 2
                    for score in scores[self.partners[person]]
                ]
        return float(np.mean(found)) if found else 0.0

    def choices(self, most: int) -> list[Choice]:
        """Return what people chose of all they could have, of at most so many people (spread evenly)."""
        made = []
        for rows in self.rows(self.some(most)):
            for person, signals in zip(rows.tolist(), self.signals.block(rows), strict=True):
                made.append(alternatives(signals, self.partners[person], self.allowed(person), _HARDEST_BY))
        return made

    @cached_property
    def apart(self) -> Any:
        """For each hidden tie, in the order of `ranks`, whether the two had no neighbour in common."""
        ties = self.before.ties
        found = []
        for person in self.people.tolist():
            shared = np.asarray((ties[person] @ ties)[:, self.partners[person]].todense()).ravel()
            found.append(shared == 0)
        return np.concatenate(found) if found else np.zeros(0, dtype=bool)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How well ranks foresaw: the mean of 1/rank, and the shares within the first 10, 50 and 200."""

    mrr: float
    hits_10: float
    hits_50: float
    hits_200: float

    @classmethod
    def by(cls, ranks: Floats) -> Foreseen:
        """Return the figures of some ranks; all 0 where there is none."""
        if not len(ranks):
            return cls(0.0, 0.0, 0.0, 0.0)
        shares = (float(np.mean(ranks <= most)) for most in (10, 50, 200))
        return cls(float(np.mean(1 / ranks)), *shares)


@dataclass(frozen=True, slots=True)
class Band:
    """A part of each person's list: of how many places in it how many were filled by those they met."""

    first: int
    last: int
    met: int
    places: int

    @property
    def share(self) -> float:
        """Return the share that met."""
        return self.met / self.places if self.places else 0.0


def bands(ranks: Floats, people: int) -> tuple[Band, ...]:
    """Return what came of each part of so many people's lists, those counted who met nobody at all."""
    return tuple(
        Band(first, last, int(np.sum((ranks >= first) & (ranks < last + 1))), people * (last - first + 1))
        for first, last in BANDS
    )
