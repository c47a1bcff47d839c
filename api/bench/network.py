"""How fast the network is measured, in one thread, beside the bare library and networkx on a part, scaled up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from api.bench.figures import Bench, Figure, apart, figure
from api.bench.made_up_networks import hubs, teams
from queries.network.groups import ROUNDS, ROUNDS_OF_LARGE, leiden, modularity

_AREA = "network"
# 5,000 documents, the usual size of a bench, go with the 100,000 people and 1,000,000 ties that are promised.
_PEOPLE_A_DOCUMENT, _TIES_A_PERSON = 20, 10
_SOURCES = 100
# networkx is measured on a network of so small a part of the people, as densely tied, and scaled up with the ties:
# in its favour, for of all pairs that a hub joins it makes a row.
_PART = 50
_GRAPHS = {"teams": teams, "hubs": hubs}


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield CPU seconds of groups, structural holes, betweenness and cuts, for a network of teams and one with hubs."""
    for name in _GRAPHS:
        yield from apart(_measure, name, bench.documents * _PEOPLE_A_DOCUMENT)


def _measure(name: str, people: int) -> list[Figure]:
    """Measure ours, the bare library and networkx, in a process of its own."""
    matrix = _GRAPHS[name](people, people * _TIES_A_PERSON)
    ours = _ours(matrix)
    beside = [(measure, *pair) for measure, pair in _of_networkit(matrix).items()]
    beside += [
        (measure, "networkx", seconds) for measure, seconds in _of_networkx(name, people // _PART).items()
    ]
    size = f"{people:,} people, {name}"
    made = [
        figure(_AREA, f"{one}, {size}, beside {words}", "s CPU", ours[one], s) for one, words, s in beside
    ]
    few, many = _modularities(matrix)
    return [
        *made,
        figure(
            _AREA, f"modularity by {ROUNDS_OF_LARGE} rounds, {size}, beside {ROUNDS} rounds", "", few, many
        ),
    ]


def _modularities(matrix: Any) -> tuple[float, float]:
    """Return what the few rounds that a large network gets find, and what as many as a small one gets would."""
    few, many = (modularity(matrix, leiden(matrix, 0, some)) for some in (ROUNDS_OF_LARGE, ROUNDS))
    return few, many


def _ours(matrix: Any) -> dict[str, float]:
    """Return what ours takes, from the matrix on; the libraries are loaded beforehand."""
    import networkit  # noqa: F401 - loading it is no part of what is timed
    import scipy.sparse.csgraph  # noqa: F401 - as above

    from queries.network.between import betweenness
    from queries.network.cuts import cuts
    from queries.network.holes import holes

    return {
        "Leiden": _seconds(lambda: leiden(matrix, 0)),
        "constraint of all": _seconds(lambda: holes(matrix)),
        f"betweenness from {_SOURCES}": _seconds(lambda: betweenness(matrix, sources=_SOURCES)),
        "articulation points": _seconds(lambda: cuts(matrix)),
    }


def _of_networkit(matrix: Any) -> dict[str, tuple[str, float]]:
    """Return what networkit takes on a graph that is made already, in one thread."""
    import networkit as nk

    from queries.network.groups import networkit_of, rounds

    nk.setNumberOfThreads(1)
    graph = networkit_of(matrix)
    graph.indexEdges()
    measured = {
        "Leiden": nk.community.ParallelLeiden(graph, iterations=rounds(matrix.shape[0]), randomize=True),
        "constraint of all": nk.sparsification.TriangleEdgeScore(graph),
        f"betweenness from {_SOURCES}": nk.centrality.EstimateBetweenness(graph, _SOURCES),
        "articulation points": nk.components.BiconnectedComponents(graph),
    }
    words = {"constraint of all": "networkit's triangles alone"}
    return {name: (words.get(name, "networkit"), _seconds(work.run)) for name, work in measured.items()}


def _of_networkx(name: str, people: int) -> dict[str, float]:
    """Return what networkx would take: measured on a part of the people, scaled up to all."""
    import networkx as nx

    graph = nx.from_scipy_sparse_array(_GRAPHS[name](people, people * _TIES_A_PERSON))
    return {
        "Leiden": _PART * _seconds(lambda: nx.community.louvain_communities(graph, seed=0)),
        "constraint of all": _PART * _seconds(lambda: nx.constraint(graph)),
        f"betweenness from {_SOURCES}": _PART * _SOURCES
        * _seconds(lambda: nx.betweenness_centrality(graph, k=1, seed=0)),
        "articulation points": _PART * _seconds(lambda: list(nx.articulation_points(graph))),
    }  # fmt: skip


def _seconds(work: Callable[[], Any]) -> float:
    """Return the CPU seconds of one call, at least a millisecond."""
    started = time.process_time()
    work()
    return max(time.process_time() - started, 0.001)
