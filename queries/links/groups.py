"""Where each person stands among the community's groups: a spectral embedding of people by topics.

People near each other work on the same side of the community even where they share no topic by name. The singular
vectors of the person-by-topic counts, scaled by the square roots of their margins, as in Dhillon (2001), KDD,
"Co-clustering documents and words using bipartite spectral graph partitioning"; margins are smoothed by their mean, so
that people of one topic do not each make a group of their own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from queries.links.best_entries import blocks_of
from queries.links.history import Floats
from queries.links.walks import by_row, rarity_of, strongest

# 8 to 64 were tried on the Social Network Science community (cuts 1997 to 2003): 16 was best, none far off.
DIMENSIONS = 16
# A person is also where their contacts are, by half.
_OF_CONTACTS = 0.5
# Topics of a person that count, the strongest: in a community full of hubs everybody's contacts have every topic, and
# the matrix would be dense (6 GB and half the time at 100,000 people); no figure of the back-test hangs on the rest.
_WIDEST = 100
# Of a singular value: exact ones cost several times as much in a large community, and no rank hangs on the rest.
_TOLERANCE = 1e-3


def positions(by_topic: Any, ties: Any) -> Floats:
    """Return a unit vector for each person (people x dimensions - 1); zeros for those without topics or contacts.

    Deterministic: the solver begins from a fixed vector. A community with fewer topics or people than dimensions
    has as many as it allows.
    """
    from scipy.sparse import diags
    from scipy.sparse.linalg import svds

    weighed = (by_topic @ diags(rarity_of(by_topic))).tocsr()
    near = _with_contacts(strongest(weighed, _WIDEST), by_row(ties))
    near.data = np.log1p(near.data)
    dimensions = min(DIMENSIONS, min(near.shape) - 1)
    if dimensions < 2 or not near.nnz:
        return np.zeros((near.shape[0], 1))
    rows, columns = (np.asarray(near.sum(axis=axis)).ravel() for axis in (1, 0))
    rows, columns = rows + rows.mean(), columns + columns.mean()
    scaled = (diags(rows**-0.5) @ near @ diags(columns**-0.5)).tocsr()
    start = np.full(min(scaled.shape), 1 / np.sqrt(min(scaled.shape)))
    left, values, _ = svds(scaled, k=dimensions, v0=start, tol=_TOLERANCE)
    order = np.argsort(-values)[1:]  # the first is the margins themselves
    found = left[:, order] * values[order] / np.sqrt(rows)[:, None]
    length = np.linalg.norm(found, axis=1, keepdims=True)
    # The solver's last digits differ from run to run; answers must not.
    placed: Floats = np.where(length > 1e-9, found / np.maximum(length, 1e-9), 0.0)
    return placed.round(9)


def _with_contacts(weighed: Any, mean: Any) -> Any:
    """Return each person's strongest topics with half the mean of their contacts' (CSR), by blocks of rows."""
    from scipy.sparse import vstack

    added = (mean.astype(bool).astype(np.float64) @ np.diff(weighed.indptr)).astype(np.int64)
    parts = [
        strongest((weighed[rows] + _OF_CONTACTS * (mean[rows] @ weighed)).tocsr(), _WIDEST)
        for rows in blocks_of(added)
    ]
    return vstack(parts).tocsr() if parts else weighed
