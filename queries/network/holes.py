"""Structural holes: how far a person's contacts know each other already (Burt 1992, Structural Holes, chapter 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.network.contacts import Floats
from queries.network.triangles import edges_of, triangles


@dataclass(frozen=True, slots=True, eq=False)
class Holes:
    """For each node its constraint and its effective size; NaN and 0 for one without ties.

    Constraint: the sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2, where p_ij is the share of i's ties
    that j has; small where the contacts are many and do not know each other. Effective size: the number of contacts
    less their redundancy, the sum over j of 1 - sum over q of p_iq m_jq, where m_jq is j's tie to q as a share of
    j's strongest. Without weights it is n - 2t/n for n contacts with t ties among them (Borgatti 1997, Connections 20).
    """

    constraint: Floats
    effective_size: Floats


def holes(matrix: Any) -> Holes:
    """Return the measures for a CSR matrix of ties; a directed one counts both ways (a_ij + a_ji), the diagonal not.

    Equal to networkx's `constraint` and, of given nodes, `effective_size`; without given nodes networkx 3.6.1 divides
    the weights of a row by the maxima of the columns, and its weighted effective sizes differ.
    """
    ties = _mutual(matrix)
    size = ties.shape[0]
    edges = edges_of(ties)
    low, high = edges.order[edges.low], edges.order[edges.high]
    weight = _weights(ties, low, high)
    total = np.bincount(low, weight, size) + np.bincount(high, weight, size)
    strongest = np.zeros(size)
    for ends in (low, high):
        np.maximum.at(strongest, ends, weight)
    through, redundant = np.zeros(len(weight)), np.zeros(size)
    for some in triangles(edges):
        ties_of = [weight[edge] for edge in some.opposite]
        for corner in range(3):
            one, other = (corner + 1) % 3, (corner + 2) % 3
            via = ties_of[one] * ties_of[other] / total[some.corners[corner]]
            through += np.bincount(some.opposite[corner], via, len(through))
            # For this corner i with contacts j, q tied to each other: p_iq m_jq and p_ij m_qj.
            between = ties_of[corner] / total[some.corners[corner]]
            shared = (
                ties_of[one] / strongest[some.corners[one]] + ties_of[other] / strongest[some.corners[other]]
            )
            # opposite[one] is the edge from i to `other`, and the other way round.
            redundant += np.bincount(some.corners[corner], between * shared, size)
    squares = np.zeros(size)
    for ends in (low, high):
        squares += np.bincount(ends, ((weight + through) / np.where(total > 0, total, 1.0)[ends]) ** 2, size)
    constraint = np.where(total > 0, squares, np.nan)
    degree = np.bincount(low, minlength=size) + np.bincount(high, minlength=size)
    return Holes(constraint, degree.astype(np.float64) - redundant)


def _mutual(matrix: Any) -> Any:
    """Return a_ij + a_ji as CSR without its diagonal, zeros dropped."""
    from scipy.sparse import csr_matrix, triu

    both = csr_matrix(matrix + matrix.T)
    upper = triu(both, 1)
    made = csr_matrix(upper + upper.T)
    made.eliminate_zeros()
    made.sort_indices()
    return made


def _weights(ties: Any, low: Any, high: Any) -> Floats:
    """Return the weight of each edge."""
    size = max(1, ties.shape[0])
    keys = np.repeat(np.arange(ties.shape[0]), np.diff(ties.indptr)) * size + ties.indices
    found: Floats = ties.data[np.searchsorted(keys, low * size + high)]
    return found
