"""Weights learned from a community's own past: whom did people choose, of all those they could have?

A conditional logit (McFadden 1974) for the growth of networks, as in Overgoor, Benson and Ugander (2019), WWW,
"Choosing to grow a graph": the chance that a person's new tie goes to j is exp(w·x_j) over the sum for everybody they
were not tied to. It ranks within one person by construction, and its weights can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from queries.links.history import Floats, Ints

# Alternatives kept for each person: the hardest by two orders, and a sample that stands for all the rest.
_HARD, _SAMPLE = 150, 300
# How firmly weights are held to the prior, in units of standardised signals: as some 100 choices would. Of 5, 15, 40
# and 150 people of the reference community's years 2001 to 2003, tried on 2004 to 2006, 100 was best or second of 3,
# 10, 30 and 100 each time; with 5 people MRR .085 against .073 for a prior of no effect.
_RIDGE = 100.0
_SEED = 8


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What one person could choose from: signals (alternatives x signals), how many each stands for, and the chosen.

    The first `chosen` rows are the people whom they were tied to.
    """

    signals: Floats
    stands_for: Floats
    chosen: int


def alternatives(signals: Floats, chosen: Ints, allowed: Ints, orders: Iterable[int]) -> Choice:
    """Return a choice of one person from everybody allowed: the hardest few by some columns, and a weighed sample."""
    rest = np.setdiff1d(allowed, chosen, assume_unique=True)
    hard = np.unique(
        np.concatenate([rest[np.argsort(-signals[rest, column], kind="stable")[:_HARD]] for column in orders])
    )
    left = np.setdiff1d(rest, hard, assume_unique=True)
    random = np.random.default_rng(_SEED)
    some = np.sort(random.choice(left, min(_SAMPLE, len(left)), replace=False)) if len(left) else left
    kept = np.concatenate([chosen, hard, some])
    weight = len(left) / max(1, len(some))
    stands_for = np.r_[np.ones(len(chosen) + len(hard)), np.full(len(some), weight)]
    return Choice(signals[kept], stands_for, len(chosen))


def fit(choices: list[Choice], prior: Floats | None = None) -> Floats:
    """Return the weights of the signals, as they are (not standardised), that make what was chosen likeliest.

    They are held to `prior` (nothing weighs anything, where left out): the fewer choices there are, the nearer they
    stay. A signal that never differs keeps its prior. Deterministic. Raises ValueError without a single choice.
    """
    from scipy.optimize import minimize

    if not choices:
        raise ValueError("nothing to learn from: no choice")
    signals = np.concatenate([choice.signals for choice in choices])
    spread = signals.std(axis=0)
    varies = spread > 1e-9
    scale = np.where(varies, spread, 1.0)
    standard = np.where(varies, (signals - signals.mean(axis=0)) / scale, 0.0)
    start = np.zeros(signals.shape[1]) if prior is None else prior * scale
    found = minimize(_loss(choices, standard, start), start, jac=True, method="L-BFGS-B")
    weights: Floats = np.where(varies, found.x, start) / scale
    return weights.round(4)


def _loss(choices: list[Choice], signals: Floats, prior: Floats) -> Callable[[Floats], tuple[float, Floats]]:
    """Return the negative log-likelihood with its ridge about a prior, and the gradient, of standardised signals."""
    sizes = np.array([len(choice.signals) for choice in choices])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    of = np.repeat(np.arange(len(choices)), sizes)
    counts = np.array([choice.chosen for choice in choices], dtype=np.float64)
    log_weight = np.log(np.concatenate([choice.stands_for for choice in choices]))
    chosen = np.zeros(len(signals))
    for start, choice in zip(starts, choices, strict=True):
        chosen[start : start + choice.chosen] = 1

    def loss(weights: Floats) -> tuple[float, Floats]:
        utility = signals @ weights
        weighed = utility + log_weight
        top = np.maximum.reduceat(weighed, starts)
        terms = np.exp(weighed - top[of])
        total = np.add.reduceat(terms, starts)
        likelihood = chosen @ utility - counts @ (top + np.log(total))
        expected = terms / total[of] * counts[of]
        gradient = signals.T @ (chosen - expected)
        off = weights - prior
        return float(-likelihood + _RIDGE * off @ off / 2), -gradient + _RIDGE * off

    return loss
