"""The plain methods that a ranking of links is measured against, each as a score of some people with everybody."""

from __future__ import annotations

from typing import Any

import numpy as np

from queries.links import topology
from queries.links.backtest import Hidden, Scorer
from queries.links.history import Floats, Ints
from queries.links.walks import rarity_of

# Katz's damping as the reference figures have it; it only breaks ties between equal numbers of shared neighbours.
KATZ = 0.005


def baselines(hidden: Hidden) -> dict[str, Scorer]:
    """Return the plain methods that a history allows, by name; `same organisation` only where one is known."""
    ties = hidden.before.ties
    degree = topology.degrees(ties).astype(np.float64)
    found: dict[str, Scorer] = {
        "degree": lambda rows: np.tile(degree, (len(rows), 1)),
        "common neighbours": lambda rows: topology.common_neighbours(ties, rows).toarray(),
        "Adamic-Adar": _between(ties, topology.adamic_adar_weights(ties)),
        "resource allocation": _between(ties, topology.resource_allocation_weights(ties)),
        "Katz": lambda rows: topology.local_paths(ties, rows, KATZ).toarray(),
        "topic cosine": _cosine(hidden),
    }
    found["AA+topics"] = _joined(found["Adamic-Adar"], found["topic cosine"])
    codes = hidden.before.organisation
    if len(codes) and (codes >= 0).any():
        found["same organisation"] = lambda rows: (
            (codes[rows][:, None] == codes[None, :]) & (codes[rows][:, None] >= 0)
        ).astype(np.float64)
    return found


def _between(ties: Any, weights: Floats) -> Scorer:
    return lambda rows: topology.between(ties, rows, weights).toarray()


def _cosine(hidden: Hidden) -> Scorer:
    """Return the cosine of topics weighed (1 + ln tf) ln(n / df), over the people who were there."""
    from scipy.sparse import diags

    history = hidden.before
    counts = (history.membership() @ history.topics).tocsr()
    weighed = counts.copy()
    weighed.data = 1 + np.log(weighed.data)
    # The people who came later have no topics yet, and must not count among n.
    rarity = rarity_of(counts) + np.log(len(hidden.there) / counts.shape[0])
    weighed = (weighed @ diags(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit = (diags(1 / np.where(length > 0, length, 1)) @ weighed).tocsr()
    return lambda rows: (unit[rows] @ unit.T).toarray()


def _joined(adar: Scorer, cosine: Scorer) -> Scorer:
    """Return Adamic-Adar over the ego's highest (the ego's own with itself included) plus the cosine."""

    def scores(rows: Ints) -> Floats:
        first = adar(rows)
        top = first.max(axis=1, keepdims=True)
        found: Floats = first / np.where(top > 0, top, 1) + cosine(rows)
        return found

    return scores
