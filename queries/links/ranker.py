"""The ranking of possible ties: weights learned in the community's own past, from fixed ones where it is short."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from queries.links.backtest import Band, Hidden, bands
from queries.links.best_entries import best_of_rows, blocks_of
from queries.links.choice import fit
from queries.links.history import Floats, History, Ints
from queries.links.signals import NAMES, Signals

# Means of the weights learned on the Social Network Science community (45,580 people) with cuts at 1998, 2000 and 2003,
# three years foreseen each; they differed by less than a half from cut to cut. That community states no
# organisation or place, so these weigh nothing until a community's own past says otherwise.
FIXED: Floats = np.array([0.37, 0.26, 2.03, 0.44, 0.59, 0.21, 2.5, 0.0, 0.0])
# Fewer people with a new tie than this, and nothing is said of how often the ranking came true; more to learn from
# than _MOST change the third digit only, and take longer.
_FEWEST, _MOST = 60, 400
# A share of one in a hundred is known to a fifth of itself from the places of so many people.
_TRIED = 200
# Who is looked at more closely: four times as many as are asked for, and 50 at least.
_WIDER, _LEAST = 4, 50


@dataclass(frozen=True, eq=False)
class Ranker:
    """Weights of the signals, where they come from, and what came of such rankings before (`tried`; () if never)."""

    weights: Floats
    origin: str
    tried: tuple[Band, ...] = ()
    trial: str = ""

    def scores(self, signals: Signals, rows: Ints) -> Floats:
        """Return the scores of some people with everybody (rows x people)."""
        found: Floats = signals.block(rows) @ self.weights
        return found

    def without(self, columns: tuple[str, ...]) -> Ranker:
        """Return the ranker with some signals weighing nothing (the others are not learned anew)."""
        weights = self.weights.copy()
        weights[[NAMES.index(name) for name in columns]] = 0
        return replace(self, weights=weights)

    def best(self, signals: Signals, people: Ints, most: int) -> tuple[Ints, Ints, Floats]:
        """Return (person, other, score) of the best others of each of some people who are not tied to them.

        Looked at are those whom a walk of two steps reaches with the greatest chance; nobody whom nothing leads to
        is suggested. Best first within a person; equal scores by number.
        """
        wanted = max(_LEAST, _WIDER * most)
        parts = blocks_of(signals.lanes.products()[people]) if signals.history.works else []
        found = [self._best(signals, people[part], most, wanted) for part in parts]
        none = np.zeros(0, dtype=np.int64)
        persons = np.concatenate([none, *(one[0] for one in found)])
        others = np.concatenate([none, *(one[1] for one in found)])
        return persons, others, np.concatenate([np.zeros(0), *(one[2] for one in found)])

    def _best(self, signals: Signals, rows: Ints, most: int, wanted: int) -> tuple[Ints, Ints, Floats]:
        walks = signals.lanes.walks(rows)
        open_ = _untied(walks[0], signals.history, rows)
        place, other, chance = best_of_rows(open_, wanted)
        within = np.arange(len(place)) - np.searchsorted(place, place)
        others = np.zeros((len(rows), max(1, wanted)), dtype=np.int64)
        real = np.zeros(others.shape, dtype=bool)
        chances = np.zeros(others.shape)
        others[place, within], real[place, within], chances[place, within] = other, True, chance
        scores = np.where(real, signals.pairs(rows, others, chances, walks[1]) @ self.weights, -np.inf)
        order = np.lexsort((others, -scores), axis=-1)[:, :most]
        scores, others = np.take_along_axis(scores, order, 1), np.take_along_axis(others, order, 1)
        kept = np.isfinite(scores)
        return np.repeat(rows, kept.sum(axis=1)), others[kept], scores[kept]


def ranker_for(history: History, now: float, years: float = 3.0) -> Ranker:
    """Return the ranker of a history as of `now`: learned from its own past where enough people met.

    It learns from the ties of the last `years` but one such period, is tried on the last one, and is then
    learned anew on it, so that what is said of its success is of ties it had not seen.
    """
    last = Hidden.after(history, now - years, now)
    earlier = Hidden.after(history, now - 2 * years, now - years)
    ranker = learned(earlier)
    tried = _tried(last, ranker) if len(last.people) >= _FEWEST else ()
    period = f"{last.cut:.0f} to {last.last:.0f}"
    return replace(learned(last), tried=tried, trial=period if tried else "")


def learned(hidden: Hidden) -> Ranker:
    """Return a ranker that has learned from hidden ties; the fewer, the nearer it stays to the fixed weights."""
    if not len(hidden.people):
        return Ranker(FIXED, "fixed weights, learned in another community: no new tie here to learn from")
    choices = hidden.choices(_MOST)
    origin = f"weights learned from whom {len(choices)} people met after {hidden.cut:.0f}"
    few = ", held to those of another community" if len(choices) < _FEWEST else ""
    return Ranker(fit(choices, FIXED), origin + few)


def _tried(hidden: Hidden, ranker: Ranker) -> tuple[Band, ...]:
    """Return what came of the rankings of some who met somebody and, in proportion, of those who did not."""
    people = hidden.some(_TRIED)
    ranks = hidden.ranks(lambda rows: ranker.scores(hidden.signals, rows), people)
    return bands(ranks, round(len(hidden.there) * len(people) / len(hidden.people)))


def _untied(walk: Any, history: History, rows: Ints) -> Any:
    """Return the walks without those to oneself and to one's own ties."""
    from scipy.sparse import csr_matrix

    own = csr_matrix((np.ones(len(rows)), (np.arange(len(rows)), rows)), shape=walk.shape)
    # A chance is 1 at most: less 2, it is no longer among the best.
    return (walk - 2 * (history.ties[rows] + own)).tocsr()
