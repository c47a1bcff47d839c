"""Edge lists with published AUC: a quarter of the ties hidden at random, each beside a pair that is no tie.

Protocol of Aiyappa et al. (2024), "Implicit degree bias in the link prediction task" (arXiv 2405.14985): outside a
spanning tree 25% of the ties are hidden; the other pair is drawn uniformly, or both its ends in proportion to their
degree: then a score that is mere popularity is no better than a coin.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from api.evaluate.measured import Measure
from graph.errors import InputError
from queries.links import topology
from queries.links.history import Floats, Ints
from queries.links.walks import Lanes, by_row, strongest

_SPLITS, _HIDDEN, _SEED = 20, 0.25, 1
# The local path index's weight of paths of three, and the tolerance of a reproduction: both from the protocol.
_LOCAL_PATH = 0.01
_LEAST_TOLERANCE, _DEVIATIONS = 0.01, 2.0
_PUBLISHED = {
    "common neighbours": "commonNeighbors", "Adamic-Adar": "adamicAdar", "resource allocation": "resourceAllocation",
    "Jaccard": "jaccardIndex", "local path": "localPathIndex", "degree product": "preferentialAttachment",
}  # fmt: skip
_SAMPLERS = {"uniform": "uniform", "degree-biased": "degreeBiased"}
# The reproduction that came with the data differs here by up to .05 too: the sampling is not told in full.
_NOT_HELD = "degree product"


@dataclass(frozen=True, slots=True)
class Split:
    """Ties to learn from, and the hidden ones (pairs of ends)."""

    ties: Any
    hidden: tuple[Ints, Ints]


def measure(folder: Path) -> Iterator[Measure]:
    """Yield the mean AUC of each method over 20 splits, for either kind of other pair, beside the published one."""
    published = _published(folder)
    for file in sorted(folder.glob("*_edges.csv")):
        graph = file.name.removesuffix("_edges.csv")
        ties = _ties(file)
        found: dict[tuple[str, str], list[float]] = {}
        for seed in range(_SPLITS):
            random = np.random.default_rng([_SEED, seed])
            split = _split(ties, random)
            scores = {name: _both_ways(matrix) for name, matrix in _scores(split.ties).items()}
            for sampler in _SAMPLERS:
                other = _no_ties(ties, split, sampler, random)
                for name, matrix in scores.items():
                    found.setdefault((sampler, name), []).append(_auc(matrix, split.hidden, other))
        yield from _measures(graph, found, published)


def _measures(
    graph: str, found: dict[tuple[str, str], list[float]], published: dict[tuple[str, str, str], float]
) -> Iterator[Measure]:
    worst = 0.0
    for (sampler, name), values in found.items():
        known = published.get((graph, _SAMPLERS[sampler], _PUBLISHED.get(name, "")))
        mean = float(np.mean(values))
        yield Measure(f"{graph}, {sampler}: {name} AUC", mean, known)
        if known is not None and name != _NOT_HELD:
            spread = max(float(np.std(values)), _LEAST_TOLERANCE / _DEVIATIONS)
            worst = max(worst, abs(mean - known) / spread)
    yield Measure(
        f"{graph}: greatest difference from published, in sd of a split", worst, None, _DEVIATIONS, True
    )


def _scores(ties: Any) -> dict[str, Any]:
    """Return every pair's score by each method, and by the ranking's part that looks at ties alone."""
    everybody = slice(None)
    degree = topology.degrees(ties).astype(np.float64)
    shared = topology.common_neighbours(ties, everybody).toarray()
    step = by_row(ties)
    lanes = Lanes(step, strongest(step, len(degree)), ties[:, :0], ties[:0])
    return {
        "common neighbours": shared,
        "Adamic-Adar": topology.between(ties, everybody, topology.adamic_adar_weights(ties)).toarray(),
        "resource allocation": topology.between(
            ties, everybody, topology.resource_allocation_weights(ties)
        ).toarray(),
        "Jaccard": shared / np.maximum(degree[:, None] + degree[None, :] - shared, 1),
        "local path": topology.local_paths(ties, everybody, _LOCAL_PATH).toarray(),
        "degree product": np.outer(degree, degree),
        "ranking's walk over ties": lanes.walks(np.arange(len(degree)))[1].toarray(),
    }


def _both_ways(matrix: Floats) -> Floats:
    found: Floats = matrix + matrix.T
    return found


def _split(ties: Any, random: np.random.Generator) -> Split:
    """Hide a quarter of the ties, none of a random spanning tree."""
    from scipy.sparse import coo_matrix, triu
    from scipy.sparse.csgraph import minimum_spanning_tree

    upper = triu(ties, 1).tocoo()
    weights = coo_matrix((random.random(upper.nnz) + 1, (upper.row, upper.col)), shape=ties.shape)
    tree = minimum_spanning_tree(weights.tocsr()).tocoo()
    in_tree = set(
        zip(np.minimum(tree.row, tree.col).tolist(), np.maximum(tree.row, tree.col).tolist(), strict=True)
    )
    pairs = list(zip(upper.row.tolist(), upper.col.tolist(), strict=True))
    free = np.array([place for place, pair in enumerate(pairs) if pair not in in_tree], dtype=np.int64)
    hidden = random.permutation(free)[: int(_HIDDEN * upper.nnz)]
    kept = np.ones(upper.nnz, dtype=bool)
    kept[hidden] = False
    left = coo_matrix((np.ones(kept.sum()), (upper.row[kept], upper.col[kept])), shape=ties.shape).tocsr()
    return Split(
        (left + left.T).tocsr(), (upper.row[hidden].astype(np.int64), upper.col[hidden].astype(np.int64))
    )


def _no_ties(ties: Any, split: Split, sampler: str, random: np.random.Generator) -> tuple[Ints, Ints]:
    """Return as many pairs that are no ties as are hidden."""
    wanted, people = len(split.hidden[0]), ties.shape[0]
    degree = topology.degrees(split.ties).astype(np.float64)
    weights = degree / degree.sum() if sampler == "degree-biased" else None
    tied = set(zip(*(ends.tolist() for ends in ties.nonzero()), strict=True))
    found: list[tuple[int, int]] = []
    while len(found) < wanted:
        ends = random.choice(people, (2 * wanted, 2), p=weights).tolist()
        found += [(one, other) for one, other in ends if one != other and (one, other) not in tied]
    pairs = np.array(found[:wanted], dtype=np.int64)
    return pairs[:, 0], pairs[:, 1]


def _auc(scores: Floats, hidden: tuple[Ints, Ints], other: tuple[Ints, Ints]) -> float:
    """Return the chance that a hidden tie scores above another pair (ties count half)."""
    from scipy.stats import rankdata

    values = np.r_[scores[hidden], scores[other]]
    ranks = rankdata(values)[: len(hidden[0])]
    return float((ranks.mean() - (len(ranks) + 1) / 2) / len(other[0]))


def _ties(file: Path) -> Any:
    from scipy.sparse import coo_matrix

    try:
        with file.open(encoding="utf-8", newline="") as text:
            ends = np.array([(int(row["a"]), int(row["b"])) for row in csv.DictReader(text)], dtype=np.int64)
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise InputError(f"{file.name} cannot be read: {error}", "it needs the columns a and b") from error
    if len(ends) < 4:
        raise InputError(f"{file.name} holds {len(ends)} ties: too few to hide some of them")
    people = int(ends.max()) + 1
    made = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(people, people)).tocsr()
    return topology.without_self((made + made.T).tocsr())


def _published(folder: Path) -> dict[tuple[str, str, str], float]:
    file = folder / "ref_published_auc.csv"
    try:
        with file.open(encoding="utf-8", newline="") as text:
            return {
                (row["data"], row["negativeEdgeSampler"], row["model"]): float(row["score"])
                for row in csv.DictReader(text)
            }
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise InputError(f"{file.name} cannot be read: {error}") from error
