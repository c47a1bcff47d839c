"""Brokerage roles: who stands between whose groups (Gould and Fernandez 1989, Sociological Methodology 19, 89)."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

from queries.network.contacts import Ints
from queries.network.triangles import Edges, Triangles, edges_of, triangles

# In the order of the columns of `roles`. A broker b stands between a and c, who have no tie of their own (a -> b -> c).
# Between two of their own group; of one other group; from their own to another; the other way; of two others.
ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


def roles(matrix: Any, groups: Ints) -> Ints:
    """Return for each node how often it holds each of ROLES: an array of nodes by roles.

    `matrix` is CSR, an entry a -> b a tie; `groups` has a number for each node. Every a -> b -> c without a -> c
    counts, a and c being different: of undirected ties, which lead both ways, each pair counts twice, once each way.
    """
    from scipy.sparse import csr_matrix

    if not matrix.nnz:
        return np.zeros((matrix.shape[0], len(ROLES)), dtype=np.int64)
    plain = csr_matrix((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)
    plain.setdiag(0)
    plain.eliminate_zeros()
    plain.sort_indices()
    size = plain.shape[0]
    counts = _two_paths(plain, groups)
    both = csr_matrix(plain.maximum(plain.T))
    edges = edges_of(both)
    ways = _ways(plain, edges, size)
    for some in triangles(edges):
        for broker, role in _closed(some, ways, edges, groups):
            np.subtract.at(counts, (broker, role), 1)
    return counts


def _two_paths(plain: Any, groups: Ints) -> Ints:
    """Return the paths a -> b -> c with a other than c by b's role, whether or not a is tied to c as well."""
    from scipy.sparse import csr_matrix

    size = plain.shape[0]
    kinds = int(groups.max()) + 1 if size else 0
    of = csr_matrix((np.ones(size), (np.arange(size), groups)), shape=(size, kinds))
    out, into = csr_matrix(plain @ of), csr_matrix(plain.T @ of)
    back = np.asarray(plain.multiply(plain.T).sum(axis=1)).ravel()
    own = np.asarray(out[np.arange(size), groups]).ravel(), np.asarray(into[np.arange(size), groups]).ravel()
    same = groups[np.repeat(np.arange(size), np.diff(plain.indptr))] == groups[plain.indices]
    mutual_own = np.asarray(
        csr_matrix((same.astype(float), plain.indices, plain.indptr), shape=plain.shape)
        .multiply(plain.T)
        .sum(axis=1)
    ).ravel()
    total = np.asarray(plain.sum(axis=1)).ravel(), np.asarray(plain.sum(axis=0)).ravel()
    one_group = np.asarray(out.multiply(into).sum(axis=1)).ravel()
    coordinator = own[0] * own[1] - mutual_own
    itinerant = one_group - own[0] * own[1] - (back - mutual_own)
    representative = own[1] * (total[0] - own[0])
    gatekeeper = (total[1] - own[1]) * own[0]
    every = total[0] * total[1] - back
    liaison = every - coordinator - itinerant - representative - gatekeeper
    found: Ints = np.rint(
        np.stack([coordinator, itinerant, representative, gatekeeper, liaison], axis=1)
    ).astype(np.int64)
    return found


def _ways(plain: Any, edges: Edges, size: int) -> tuple[Any, Any]:
    """Return for each edge whether a tie leads from its lower to its higher end, and whether one leads back."""
    keys = np.repeat(np.arange(size), np.diff(plain.indptr)) * max(1, size) + plain.indices
    low, high = edges.order[edges.low], edges.order[edges.high]
    return np.isin(low * size + high, keys), np.isin(high * size + low, keys)


def _closed(some: Triangles, ways: tuple[Any, Any], edges: Edges, groups: Ints) -> Any:
    """Yield the broker and the role of each a -> b -> c in which a -> c is there as well."""
    for a, b, c in permutations(range(3)):
        tied = np.ones(len(some.corners[0]), dtype=bool)
        for start, end in ((a, b), (b, c), (a, c)):
            edge = some.opposite[3 - start - end]
            up = edges.order[edges.low[edge]] == some.corners[start]
            tied &= np.where(up, ways[0][edge], ways[1][edge])
        of = [groups[some.corners[corner][tied]] for corner in (a, b, c)]
        yield some.corners[b][tied], role_of(*of)


def role_of(before: Ints, broker: Ints, after: Ints) -> Ints:
    """Return the place in ROLES for the groups of a, b and c."""
    found: Ints = np.select(
        [(before == broker) & (after == broker), before == after, before == broker, after == broker],
        [0, 1, 2, 3], 4,
    )  # fmt: skip
    return found
