"""Scores of pairs by the ties around them, as sparse products: common neighbours, Adamic-Adar, and the rest.

Definitions as in Liben-Nowell and Kleinberg (2007), J. Am. Soc. Inf. Sci. 58:1019, and, for resource allocation and the
local path index, Zhou, Lü and Zhang (2009), Eur. Phys. J. B 71:623. Ties are a symmetric 0/1 CSR matrix; self-ties are
left out. Networkx's adamic_adar_index (3.6.1) answers nothing, without a word, when its pairs come from a generator;
nothing here has that trap.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from queries.links.best_entries import best_of_rows, blocks_of
from queries.links.history import Floats, Ints

# Below any score: no sum of 1/log(degree) comes near it.
_FAR = 1e9
_NONE = np.zeros(0, dtype=np.int64)


def without_self(ties: Any) -> Any:
    """Return ties as 0/1 floats without those of anybody to themselves."""
    plain = ties.tocsr(copy=True).astype(np.float64)
    plain.setdiag(0)
    plain.eliminate_zeros()
    plain.data[:] = 1
    return plain


def degrees(ties: Any) -> Ints:
    """Return how many others each person is tied to."""
    found: Ints = np.diff(ties.indptr).astype(np.int64)
    return found


def adamic_adar_weights(ties: Any) -> Floats:
    """Return 1/log(degree) of each person as the one in between; 0 for those of degree 1, whom no pair shares."""
    degree = degrees(ties)
    weights = np.zeros(len(degree))
    weights[degree > 1] = 1 / np.log(degree[degree > 1])
    return weights


def resource_allocation_weights(ties: Any) -> Floats:
    """Return 1/degree of each person as the one in between."""
    return 1 / np.maximum(degrees(ties), 1)


def between(ties: Any, rows: Ints | slice, weights: Floats) -> Any:
    """Return, for some people by all, the summed weights of whom both are tied to (CSR)."""
    from scipy.sparse import diags

    return (ties[rows] @ diags(weights) @ ties).tocsr()


def common_neighbours(ties: Any, rows: Ints | slice) -> Any:
    """Return how many people both are tied to."""
    return between(ties, rows, np.ones(ties.shape[0]))


def local_paths(ties: Any, rows: Ints | slice, damping: float) -> Any:
    """Return paths of length 2 and, times `damping`, 3: the local path index, which ranks as Katz to length 3."""
    two = ties[rows] @ ties
    return (two + damping * (two @ ties)).tocsr()


def top_pairs(ties: Any, weights: Floats, most: int) -> tuple[Ints, Ints, Floats]:
    """Return for everybody their `most` best others who are no tie of theirs yet: (person, other, score).

    Best first within a person, equal scores by number. Own ties and oneself are put far below zero by the product
    itself: [A | A + I] times [WA over -10^9 I]. It is made in blocks of rows, so that memory stays bounded however
    heavy the hubs are.
    """
    from scipy.sparse import diags, hstack, identity, vstack

    people = ties.shape[0]
    left = hstack([ties, ties + identity(people)]).tocsr()
    right = vstack([diags(weights) @ ties, diags(np.full(people, -_FAR))]).tocsr()
    found = []
    for rows in blocks_of(_products(ties)):
        row, other, score = best_of_rows(left[rows] @ right, most)
        found.append((row + rows.start, other, score))
    return (
        np.concatenate([_NONE, *(part[0] for part in found)]),
        np.concatenate([_NONE, *(part[1] for part in found)]),
        np.concatenate([np.zeros(0), *(part[2] for part in found)]),
    )


def _products(ties: Any) -> Ints:
    """Return how many products each row of ties times ties adds up."""
    found: Ints = (ties @ degrees(ties).astype(np.float64)).astype(np.int64)
    return found
