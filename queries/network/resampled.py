"""What would still hold if other documents had been read: the network drawn again from its occasions (bootstrap)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.network.contacts import Ints, joined
from queries.network.snapshot import Network

# Enough for a 5th and a 95th percentile; fewer where the walk through a large network takes a second each.
DRAWS, FEWEST = 100, 20
_SECONDS_WORTH = 500_000


@dataclass(frozen=True, slots=True)
class Interval:
    """The 5th to 95th percentile of a figure over resamples, and in how many of how many it was above zero."""

    low: float
    high: float
    above: int
    draws: int


def resamples(network: Network, people: Ints, seed: int = 0) -> Iterator[Any]:
    """Yield the ties of some people (CSR, by place in `people`) with the occasions that made them drawn anew.

    An occasion is one project, thread, event, mention or declared tie: as many are drawn as there are, with
    replacement (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 8), so that about a third of
    what was read is missing from each draw. What stands only on one document falls away in as many.
    """
    from scipy.sparse import csr_matrix

    met = joined(*network.contacts_by_kind.values())
    place = np.full(network.size, -1, dtype=np.int64)
    place[people] = np.arange(len(people))
    inside = (place[met.one] >= 0) & (place[met.other] >= 0)
    one, other, group = place[met.one[inside]], place[met.other[inside]], met.group[inside]
    # Each declared tie is an occasion of its own, beyond the numbers of the nodes.
    alone = len(network.nodes.ids) + met.one[inside] * network.size + met.other[inside]
    _, unit = np.unique(np.where(group < 0, alone, group), return_inverse=True)
    number = int(unit.max()) + 1 if len(unit) else 0
    draws = max(FEWEST, min(DRAWS, _SECONDS_WORTH // max(1, len(people))))
    random = np.random.default_rng(seed)
    for _ in range(draws if number else 0):
        times = random.multinomial(number, np.full(number, 1 / number))[unit]
        ends = np.r_[one, other], np.r_[other, one]
        made = csr_matrix((np.r_[times, times].astype(np.float64), ends), shape=(len(people), len(people)))
        made.eliminate_zeros()
        yield made


def interval(values: list[float]) -> Interval:
    """Return the interval of a figure's values over the resamples; either end is a value that was drawn."""
    if not values:
        return Interval(0.0, 0.0, 0, 0)
    low, high = np.percentile(values, [5, 95], method="inverted_cdf").tolist()
    return Interval(low, high, sum(value > 0 for value in values), len(values))
