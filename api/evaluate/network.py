"""Structural holes, brokerage, cuts and groups on graphs whose values are known."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.evaluate.measured import Measure, SetKind, holds
from graph.errors import InputError

# What issue 8 promises of constraint, effective size and betweenness; published figures of groups have four digits.
_WITHIN, _FOUR_DIGITS = 1e-6, 5e-5
_MILLIONTHS = 1e6
_ROLES = ("w_I", "w_O", "b_IO", "b_OI", "b_O")
_MICRO = "*burt*.json"


@dataclass(frozen=True, slots=True, eq=False)
class _Graph:
    """A graph of a set: its name, its nodes in the order of their file, and its ties as a CSR matrix."""

    name: str
    nodes: list[str]
    matrix: Any


def _nodes(folder: Path) -> Iterator[Measure]:
    """Yield the largest difference to the values in *_ref_nodes.csv, for each graph."""
    import numpy as np

    from queries.network.between import betweenness
    from queries.network.cuts import cuts
    from queries.network.holes import holes

    for file in sorted(folder.glob("*_ref_nodes.csv")):
        rows = _rows(file, {"id", "constraint", "effective_size"})
        graph = _graph(
            folder, file.name.removesuffix("_ref_nodes.csv"), [row["id"] for row in rows], directed=False
        )
        found = holes(graph.matrix)
        ours = {
            "constraint": found.constraint,
            "effective_size": found.effective_size,
            "betweenness": betweenness(graph.matrix, sources=len(rows)),
        }
        for name, values in ours.items():
            if name in rows[0]:
                known = np.array([_number(row[name], file) for row in rows])
                words = name.replace("_", " ")
                apart = float(np.abs(values - known).max()) * _MILLIONTHS
                label = f"{graph.name}: {words}, largest difference in millionths"
                yield Measure(label, apart, 0.0, _WITHIN * _MILLIONTHS, at_most=True)
        if "articulation" in rows[0]:
            known_points = {place for place, row in enumerate(rows) if row["articulation"] == "1"}
            wrong = len(known_points ^ set(cuts(graph.matrix).points))
            yield Measure(f"{graph.name}: articulation points that differ", wrong, 0.0, 0.0, at_most=True)


def _brokers(folder: Path) -> Iterator[Measure]:
    """Yield how many counts of brokerage roles differ, for each graph."""
    import numpy as np

    from queries.network.brokerage import roles

    for file in sorted(folder.glob("*_ref_brokerage.csv")):
        rows = _rows(file, {"name", "group", *_ROLES})
        graph = _graph(
            folder, file.name.removesuffix("_ref_brokerage.csv"), [row["name"] for row in rows], directed=True
        )
        groups = sorted({row["group"] for row in rows})
        found = roles(graph.matrix, np.array([groups.index(row["group"]) for row in rows]))
        known = np.array([[int(_number(row[role], file)) for role in _ROLES] for row in rows])
        wrong = int((found != known).sum())
        yield Measure(
            f"{graph.name}: brokerage counts that differ, of {known.size}", wrong, 0.0, 0.0, at_most=True
        )


def _communities(folder: Path) -> Iterator[Measure]:
    """Yield the modularity of the groups found beside the published optimum, and how far the runs agree."""
    from queries.network.cuts import cuts
    from queries.network.groups import groups

    for row in _rows(folder / "ref_communities.csv", {"graph", "published_exact_optimum"}):
        edges = folder / f"{row['graph']}_edges.csv"
        nodes = sorted({end for one in _edges(edges) for end in one}, key=lambda node: (len(node), node))
        graph = _graph(folder, row["graph"], nodes, directed=False)
        found, best = groups(graph.matrix), float(row["published_exact_optimum"])
        yield Measure(f"{graph.name}: modularity", found.modularity, best, best - _FOUR_DIGITS)
        yield Measure(f"{graph.name}: agreement of {len(found.modularities)} runs, NMI", found.nmi)
        yield Measure(f"{graph.name}: agreement of {len(found.modularities)} runs, ARI", found.ari)
        if row.get("bridges"):
            wrong = abs(len(cuts(graph.matrix).bridges) - int(row["bridges"]))
            yield Measure(f"{graph.name}: bridge edges too many or too few", wrong, 0.0, 0.0, at_most=True)


def _micro(folder: Path) -> Iterator[Measure]:
    """Yield the largest difference to values worked out by hand and by three programs, directed and weighted too."""
    import numpy as np
    from scipy.sparse import csr_matrix

    from queries.network.holes import holes

    for file in sorted(folder.glob(_MICRO)):
        known = json.loads(file.read_text("utf-8"))
        within = float(known.get("tolerance", _WITHIN))
        for ties in ("undirected", "directed"):
            edges = known.get(f"{ties}_edges", [])
            names = sorted({end for edge in edges for end in edge[:2]})
            for weights in ("unweighted", "weighted"):
                matrix = np.zeros((len(names), len(names)))
                for one, other, weight in edges:
                    ends = names.index(one), names.index(other)
                    matrix[ends] = weight if weights == "weighted" else 1
                    matrix[ends[::-1]] = matrix[ends] if ties == "undirected" else matrix[ends[::-1]]
                found = holes(csr_matrix(matrix))
                for measure in ("constraint", "effective_size"):
                    key = f"{measure}_{weights}" if ties == "undirected" else f"{measure}_{ties}_{weights}"
                    if key not in known:
                        continue
                    apart = _apart(known[key], names, getattr(found, measure))
                    name = f"{file.stem}: {key.replace('_', ' ')}, largest difference"
                    yield Measure(name, apart, 0.0, within, at_most=True)


def _apart(known: Any, names: list[str], found: Any) -> float:
    """Return the largest difference to known values, which stand by name or in the order of the names."""
    values = dict(zip(names, known, strict=True)) if isinstance(known, list) else dict(known)
    # The file gives two or three decimals: half a unit of the last is no difference.
    rounding = {name: 0.5 * 10 ** -len(str(value).partition(".")[2]) for name, value in values.items()}
    return max((max(0.0, abs(found[names.index(name)] - value) - rounding[name]) for name, value in values.items()),
               default=0.0)  # fmt: skip


def _graph(folder: Path, name: str, nodes: list[str], *, directed: bool) -> _Graph:
    import numpy as np
    from scipy.sparse import csr_matrix

    index = {node: place for place, node in enumerate(nodes)}
    ends = _edges(folder / f"{name}_edges.csv")
    if stray := [end for edge in ends for end in edge if end not in index]:
        raise InputError(f"{folder.name}/{name}_edges.csv names {stray[0]!r}, which is no node of the set")
    pairs = {(index[one], index[other]) for one, other in ends if one != other}
    pairs |= set() if directed else {(other, one) for one, other in pairs}
    rows, columns = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    return _Graph(name, nodes, csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(nodes),) * 2))


def _edges(file: Path) -> list[tuple[str, str]]:
    """Return the edges of a file: its first two columns, below the headings."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return [(row[0], row[1]) for row in list(csv.reader(opened))[1:] if len(row) > 1]
    except FileNotFoundError as error:
        raise InputError(
            f"there is no {file.name} in {file.parent.name}", "name the edges GRAPH_edges.csv"
        ) from error


def _number(value: str, file: Path) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise InputError(f"{file.name}: {value!r} is no number", "give a number for each node") from error


def _rows(file: Path, needed: set[str]) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    if not rows or not needed <= set(rows[0]):
        raise InputError(f"{file.name} lacks a column", f"it needs: {', '.join(sorted(needed))}")
    return rows


KINDS = (
    SetKind("values of nodes (*_ref_nodes.csv)", holds("*_ref_nodes.csv", "*_edges.csv"), _nodes),
    SetKind("brokerage (*_ref_brokerage.csv)", holds("*_ref_brokerage.csv", "*_edges.csv"), _brokers),
    SetKind("communities (ref_communities.csv)", holds("ref_communities.csv", "*_edges.csv"), _communities),
    SetKind("structural holes by hand (*burt*.json)", holds(_MICRO), _micro),
)
