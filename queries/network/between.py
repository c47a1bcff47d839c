"""Betweenness: how many shortest paths lead through each node (Freeman 1977), exact or from sampled sources."""

from __future__ import annotations

from typing import Any

import numpy as np

from queries.network.contacts import Floats

# Up to so many nodes every source is walked from, which takes well below a second.
EXACT = 1000
SAMPLED = 200
# Sources walked from at once: with 100,000 nodes their arrays take some 30 MB each.
_AT_ONCE = 32


def betweenness(matrix: Any, *, sources: int = SAMPLED, seed: int = 0) -> Floats:
    """Return the number of shortest paths through each node of a symmetric CSR matrix, each pair of ends once.

    Exact up to EXACT nodes, else from `sources` random ones, scaled up: an unbiased estimate (Brandes and Pich 2007,
    Int. J. Bifurcation Chaos 17, 2303). Ties count alike, whatever their weight. It is Brandes's algorithm (2001,
    J. Math. Sociol. 25, 163) from many sources at once, a step a product of matrices.
    """
    from scipy.sparse import csr_matrix

    size = matrix.shape[0]
    plain = csr_matrix((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)
    tied = np.flatnonzero(np.diff(plain.indptr))
    if size > EXACT and len(tied) > sources:
        chosen = np.sort(np.random.default_rng(seed).choice(tied, sources, replace=False))
    else:
        chosen = tied
    total = np.zeros(size)
    for start in range(0, len(chosen), _AT_ONCE):
        total += _from(plain, chosen[start : start + _AT_ONCE])
    # Each pair of ends is walked from both sides.
    return total * (len(tied) / max(1, len(chosen))) / 2


def _from(plain: Any, sources: Any) -> Floats:
    """Return the dependency of some sources on each node, added up."""
    shape = plain.shape[0], len(sources)
    paths = np.zeros(shape)
    paths[sources, np.arange(len(sources))] = 1.0
    reached = paths > 0
    front, levels = paths.copy(), [reached.copy()]
    while True:
        front = plain @ front
        front[reached] = 0.0
        new = front > 0
        if not new.any():
            break
        reached |= new
        paths += front
        levels.append(new)
    return _dependency(plain, paths, levels, sources)


def _dependency(plain: Any, paths: Floats, levels: list[Any], sources: Any) -> Floats:
    """Walk back from the farthest: each node hands what depends on it to those it was reached from."""
    depends = np.zeros(paths.shape)
    share = np.zeros(paths.shape)
    for near, far in zip(levels[-2::-1], levels[:0:-1], strict=True):
        share.fill(0.0)
        share[far] = (1.0 + depends[far]) / paths[far]
        back = plain @ share
        depends[near] += back[near] * paths[near]
    depends[sources, np.arange(len(sources))] = 0.0
    total: Floats = depends.sum(axis=1)
    return total
