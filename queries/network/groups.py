"""Groups of people who have to do with each other more than with the rest: Leiden, over several seeded runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from queries.network.contacts import Floats, Ints

# Runs of one network, and fewer of a large one, where each takes seconds.
RUNS, RUNS_OF_LARGE, LARGE = 10, 4, 20_000
# So many rounds reach the optimum of small graphs in every run; of a large one three (networkit's default) lose .0002
# of the modularity of ten on 100,000 people in teams, .003 with hubs, in half the time: `bench network` prints both.
ROUNDS, ROUNDS_OF_LARGE = 10, 3
# Shuffles of an E-I index, and of very many ties, where each takes tens of milliseconds.
_SHUFFLES, _FEWER, _MANY = 199, 39, 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The best of several runs: the group of each node (-1 for a node without ties), groups numbered by size.

    `modularity` is that of the best run, `modularities` of all. `nmi` and `ari` are the mean agreement between two
    runs (normalised mutual information, adjusted Rand index): 1 where all runs find the same. `together` is, for
    each group, the share of runs in which two of its members are together, over its ties.
    """

    of: Ints
    sizes: Ints
    modularity: float
    modularities: tuple[float, ...]
    nmi: float
    ari: float
    together: Floats


def groups(matrix: Any, *, runs: int = 0, seed: int = 0) -> Groups:
    """Return the groups of a symmetric CSR matrix of weights: the run of highest modularity, equal for equal input.

    Leiden (Traag, Waltman and van Eck 2019, Scientific Reports 9, 5233) as networkit has it, in one thread: with
    several, its moves and so its result depend on which is first. Modularity as Newman (2004, Phys. Rev. E 70, 056131).
    """
    size = matrix.shape[0]
    tied = np.flatnonzero(np.diff(matrix.indptr))
    number = runs or (RUNS_OF_LARGE if len(tied) > LARGE else RUNS)
    if not len(tied):
        return Groups(np.full(size, -1), np.zeros(0, dtype=np.int64), 0.0, (), 1.0, 1.0, np.zeros(0))
    part = matrix[tied][:, tied].tocsr()
    found = [leiden(part, seed + run) for run in range(number)]
    qualities = [modularity(part, one) for one in found]
    best = int(np.argmax(qualities))
    ranked = _by_size(found[best])
    of = np.full(size, -1)
    of[tied] = ranked
    pairs = list(combinations(found, 2))
    agreed = np.array([_agreement(one, other) for one, other in pairs]) if pairs else np.ones((1, 2))
    nmi, ari = agreed.mean(axis=0).tolist()
    qualities = [round(quality, 7) for quality in qualities]
    together = _together(part, ranked, found)
    return Groups(of, np.bincount(ranked), qualities[best], tuple(qualities), nmi, ari, together)


def leiden(matrix: Any, seed: int, iterations: int = 0) -> Ints:
    """Return the group of each node by one run of Leiden; of as many rounds as `rounds` says, unless given."""
    import networkit as nk

    graph = networkit_of(matrix)
    before = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)
    nk.engineering.setSeed(seed, False)
    try:
        run = nk.community.ParallelLeiden(
            graph, iterations=iterations or rounds(matrix.shape[0]), randomize=True
        )
        run.run()
        found: Ints = np.asarray(run.getPartition().getVector(), dtype=np.int64)
    finally:
        nk.setNumberOfThreads(before)
    return found


def rounds(people: int) -> int:
    """Return how many rounds of moves and refinements a network of this size gets."""
    return ROUNDS_OF_LARGE if people > LARGE else ROUNDS


def modularity(matrix: Any, of: Ints) -> float:
    """Return the modularity of a partition: the share of weight within groups beyond what degrees alone would give."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    total = float(matrix.sum())
    if not total:
        return 0.0
    within = float(matrix.data[of[rows] == of[matrix.indices]].sum())
    degrees = np.bincount(of, np.asarray(matrix.sum(axis=1)).ravel())
    return within / total - float(((degrees / total) ** 2).sum())


@dataclass(frozen=True, slots=True)
class EIIndex:
    """How far ties leave their category: the index, what chance gives (and gives in 95 of 100 cases), ties counted."""

    index: float
    chance: float
    low: float
    high: float
    ties: int


def ei_index(matrix: Any, of: Ints) -> EIIndex:
    """Return the E-I index of a network by category, beside that of categories dealt out to people at random.

    (ties between categories - ties within) / all, from -1 (only among themselves) to 1 (Krackhardt and Stern 1988,
    Soc. Psychol. Q. 51, 123). Each tie counts once, weights not; nodes of category -1 are left out. Chance: the
    categories of those who are known shuffled among them, ties kept (the permutation test of the same paper); its mean
    is exact, its range from seeded shuffles.
    """
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    known = (of[rows] >= 0) & (of[matrix.indices] >= 0) & (rows < matrix.indices)
    ends = rows[known], matrix.indices[known]
    every = len(ends[0])
    if not every:
        return EIIndex(0.0, 1.0, -1.0, 1.0, 0)
    sizes = np.bincount(of[of >= 0]).astype(np.float64)
    people = sizes.sum()
    chance = 1 - 2 * float((sizes * (sizes - 1)).sum() / (people * (people - 1)))
    low, high = np.percentile(_shuffled(ends, of), (2.5, 97.5))
    return EIIndex(_between(ends, of), chance, float(low), float(high), every)


def _between(ends: tuple[Ints, Ints], of: Ints) -> float:
    return 1 - 2 * float((of[ends[0]] == of[ends[1]]).mean())


def _shuffled(ends: tuple[Ints, Ints], of: Ints) -> list[float]:
    """Return the index of each shuffle; of very many ties fewer shuffles do: their spread is small."""
    random = np.random.default_rng(0)
    places, shuffled, found = np.flatnonzero(of >= 0), of.copy(), []
    for _ in range(_SHUFFLES if len(ends[0]) <= _MANY else _FEWER):
        shuffled[places] = random.permutation(of[places])
        found.append(_between(ends, shuffled))
    return found


def networkit_of(matrix: Any) -> Any:
    """Return a networkit graph with each edge once."""
    import networkit as nk
    from scipy.sparse import triu

    upper = triu(matrix, 1).tocoo()
    ends = upper.row.astype(np.uint64), upper.col.astype(np.uint64)
    return nk.GraphFromCoo(
        (upper.data.astype(np.float64), ends), n=matrix.shape[0], weighted=True, directed=False
    )


def _by_size(of: Ints) -> Ints:
    """Number groups from 0, the largest first, those of one size by their first member."""
    _, first, plain, sizes = np.unique(of, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    ranked: Ints = place[plain]
    return ranked


def _agreement(one: Ints, other: Ints) -> tuple[float, float]:
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    return float(normalized_mutual_info_score(one, other)), float(adjusted_rand_score(one, other))


def _together(matrix: Any, best: Ints, found: Sequence[Ints]) -> Floats:
    """Return for each group of the best run how often its ties are within one group in all runs."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    inside = best[rows] == best[matrix.indices]
    ends = rows[inside], matrix.indices[inside]
    number = int(best.max()) + 1
    ties = np.bincount(best[ends[0]], minlength=number)
    kept = sum(np.bincount(best[ends[0]], one[ends[0]] == one[ends[1]], number) for one in found) / len(found)
    share: Floats = np.divide(kept, ties, out=np.ones(number), where=ties > 0)
    return share
