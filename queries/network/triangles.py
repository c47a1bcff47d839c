"""Triangles of a network, each once: what structural holes and brokerage are counted from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.network.contacts import Ints

# Candidates looked at in one go: some 100 MB of arrays.
_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The edges of an undirected network, each once: ends by number, sorted by (low, high) in `order` numbering.

    `order` numbers the nodes by degree, then number: an edge leads from the end of the lower place to the higher.
    """

    low: Ints
    high: Ints
    starts: Ints
    order: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Triangles:
    """Some triangles: three corners (node numbers) and, opposite to each, the place of its edge in Edges."""

    corners: tuple[Ints, Ints, Ints]
    opposite: tuple[Ints, Ints, Ints]


def edges_of(matrix: Any) -> Edges:
    """Return the edges of a symmetric CSR matrix, diagonal left out, ordered by degree.

    Each node then has at most sqrt(2m) edges to nodes of higher place, whatever hubs there are (Chiba and
    Nishizeki 1985, SIAM J. Comput. 14, 210): listing the triangles stays quick.
    """
    size = matrix.shape[0]
    degree = np.diff(matrix.indptr)
    order = np.lexsort((np.arange(size), degree))
    place = np.empty(size, dtype=np.int64)
    place[order] = np.arange(size)
    rows = place[np.repeat(np.arange(size), degree)]
    columns = place[matrix.indices]
    up = rows < columns
    keys = np.sort(rows[up] * size + columns[up])
    low, high = (keys // size, keys % size) if size else (keys, keys)
    return Edges(low, high, np.searchsorted(low, np.arange(size + 1)), order)


def triangles(edges: Edges) -> Iterator[Triangles]:
    """Yield all triangles, some at a time: for each edge u-v, every w above v that u is tied to as well."""
    size = len(edges.order)
    keys = edges.low * size + edges.high
    above = np.diff(edges.starts)[edges.high]
    ends = np.cumsum(above)
    start = 0
    while start < len(keys):
        done = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _AT_ONCE, "right")))
        counts = above[start:stop]
        first = np.repeat(np.arange(start, stop), counts)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        second = edges.starts[edges.high[first]] + within
        wanted = edges.low[first] * size + edges.high[second]
        third = np.searchsorted(keys, wanted)
        third[third == len(keys)] = 0
        there = keys[third] == wanted
        first, second, third = first[there], second[there], third[there]
        corners = edges.low[first], edges.high[first], edges.high[second]
        yield Triangles(tuple(edges.order[c] for c in corners), (second, third, first))
        start = stop
