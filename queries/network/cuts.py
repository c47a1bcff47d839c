"""Who and what holds a network in one piece: articulation points and bridge edges (Hopcroft and Tarjan 1973)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.network.contacts import Ints


@dataclass(frozen=True, slots=True)
class Cuts:
    """What falls apart without one node, or without one edge.

    `points`: for each articulation point the sizes of the pieces that its component falls into without it, largest
    first. `bridges`: for each bridge edge (low, high) the sizes of the two sides, in that order.
    """

    points: Mapping[int, tuple[int, ...]]
    bridges: Mapping[tuple[int, int], tuple[int, int]]

    def cut_off(self, node: int) -> int:
        """Return how many nodes lose touch with the largest piece when a node leaves."""
        return sum(self.points.get(node, ())[1:])


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """A depth-first forest: nodes in preorder, the parent of each, the size of each subtree, and its low point."""

    order: Ints
    parent: Ints
    place: Ints
    low: list[int]
    below: list[int]
    whole: Ints


def cuts(matrix: Any) -> Cuts:
    """Return the articulation points and bridges of a symmetric CSR matrix; weights and the diagonal do not count."""
    size = matrix.shape[0]
    if not size:
        return Cuts({}, {})
    tree = _forest(matrix)
    pieces: dict[int, list[int]] = {}
    bridges: dict[tuple[int, int], tuple[int, int]] = {}
    for node in tree.order.tolist():
        parent = int(tree.parent[node])
        if parent == size:
            continue
        if tree.low[node] >= tree.place[parent]:
            pieces.setdefault(parent, []).append(tree.below[node])
        if tree.low[node] > tree.place[parent]:
            sides = tree.below[node], int(tree.whole[node]) - tree.below[node]
            bridges[min(node, parent), max(node, parent)] = sides if node < parent else sides[::-1]
    points = {}
    for node, parts in sorted(pieces.items()):
        rest = int(tree.whole[node]) - 1 - sum(parts)
        whole = sorted([*parts, *([rest] if rest else [])], reverse=True)
        if len(whole) > 1:
            points[node] = tuple(whole)
    return Cuts(points, dict(sorted(bridges.items())))


def pieces_without(matrix: Any, node: int) -> list[Ints]:
    """Return the pieces, largest first, that a node's component falls into when the node leaves."""
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    members = np.sort(breadth_first_order(matrix, node, directed=False, return_predecessors=False))
    rest = members[members != node].astype(np.int64)
    _, labels = connected_components(matrix[rest][:, rest], directed=False)
    found = [rest[labels == label] for label in np.unique(labels)]
    return sorted(found, key=lambda piece: (-len(piece), int(piece[0])))


def _forest(matrix: Any) -> _Tree:
    """Walk the network depth first, each component from its first node; a node more ties the components' firsts."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components, depth_first_order

    size = matrix.shape[0]
    ties = matrix.tocoo()
    apart = (ties.row != ties.col) & (ties.data != 0)
    rows, columns = ties.row[apart].astype(np.int64), ties.col[apart].astype(np.int64)
    plain = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    number, labels = connected_components(plain, directed=False)
    firsts = np.unique(labels, return_index=True)[1]
    tied = np.full(number, size)
    ends = np.r_[rows, firsts, tied], np.r_[columns, tied, firsts]
    joined = csr_matrix((np.ones(len(ends[0])), ends), shape=(size + 1, size + 1))
    order, parent = depth_first_order(joined, size, directed=True)
    place = np.empty(size + 1, dtype=np.int64)
    place[order] = np.arange(size + 1)
    # The earliest node that each is tied to, other than by the edge it was reached by.
    reached = parent[rows] == columns
    lowest = place[:size].copy()
    np.minimum.at(lowest, rows[~reached], place[columns[~reached]])
    low, below = [*lowest.tolist(), 0], [1] * (size + 1)
    for node in order[:0:-1].tolist():
        above = int(parent[node])
        below[above] += below[node]
        if above != size and low[node] < low[above]:
            low[above] = low[node]
    return _Tree(order[1:], parent, place, low, below, np.bincount(labels)[labels])
