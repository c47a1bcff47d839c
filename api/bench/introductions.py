"""How fast links are ranked: beside networkx (a sample, extrapolated), the bare sparse product, and one row of it.

Times are of the processor, in a process of its own with one thread, so that other work on the machine counts less.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from api.bench.figures import Bench, Figure, apart, figure, peak

_AREA = "introductions"
_TOP = 10
# People whose pairs networkx scores; the time goes with their number.
_SAMPLE = 60
_ONE, _OF_ONE = 30, 30


def figures(_: Bench) -> Iterator[Figure]:
    """Yield the figures of 100,000 people with a million ties, evenly spread and full of hubs; no store is used."""
    for name, hubs in (("even", False), ("hubs", True)):
        bare, found = apart(_paths, name, hubs)
        yield from found
        # The bare product takes gigabytes where there are hubs: the ranking's memory is measured without it.
        yield from apart(_rankings, name, hubs, bare)


def _made_up(name: str, hubs: bool) -> tuple[Any, str]:
    """Return the network for one thread, and what it is called."""
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    from api.bench.made_up_network import NetworkSize, made_up

    history = made_up(NetworkSize(hubs=hubs))
    return history, f"{name}, {history.people:,} people, {history.ties.nnz // 2:,} ties"


def _paths(name: str, hubs: bool) -> tuple[float, list[Figure]]:
    """Return the seconds of the bare product, and the figures of Adamic-Adar."""
    history, of = _made_up(name, hubs)
    bare, adar = _adamic_adar(history.ties)
    return bare, [
        figure(_AREA, f"Adamic-Adar top {_TOP} of all, beside the bare product ({of})", "s", adar, bare),
        figure(
            _AREA,
            f"Adamic-Adar top {_TOP} of all, beside networkx ({of})",
            "s",
            adar,
            _networkx(history.ties),
        ),
    ]


def _rankings(name: str, hubs: bool, bare: float) -> list[Figure]:
    """Return the figures of the ranking beside the seconds of the bare product."""
    history, of = _made_up(name, hubs)
    before = peak()
    whole, one = _ranking(history)
    most = peak()
    row = _timed(lambda: [history.ties[[person]] @ history.ties for person in range(_OF_ONE)])
    beside = 1000 * row / _OF_ONE
    return [
        figure(_AREA, f"whole ranking, beside the bare product ({of})", "s", whole, bare),
        figure(_AREA, f"peak of memory, beside before the ranking ({of})", "MB", most, before),
        figure(_AREA, f"one person's ranking, beside one row of the product ({of})", "ms", one, beside),
    ]


def _adamic_adar(ties: Any) -> tuple[float, float]:
    """Return the seconds of the bare product, and of the best ten of everybody."""
    from scipy.sparse import diags

    from queries.links import topology

    weights = topology.adamic_adar_weights(ties)
    bare = _timed(lambda: ties @ (diags(weights) @ ties))
    return bare, _timed(lambda: topology.top_pairs(ties, weights, _TOP))


def _networkx(ties: Any) -> float:
    """Return the seconds that networkx would need, from the pairs of a sample within two steps."""
    import networkx as nx

    graph = nx.from_scipy_sparse_array(ties)
    people = range(0, ties.shape[0], max(1, ties.shape[0] // _SAMPLE))

    def score() -> None:
        for person in people:
            near = {far for other in graph[person] for far in graph[other]} - {person} - set(graph[person])
            # A list, not a generator: given one, networkx 3.6.1 answers nothing.
            scores = list(nx.adamic_adar_index(graph, [(person, far) for far in near]))
            sorted(scores, key=lambda pair: -pair[2])[:_TOP]

    return _timed(score) * int(ties.shape[0]) / len(people)


def _ranking(history: Any) -> tuple[float, float]:
    """Return the seconds of everybody's best ten with all that they need, and the milliseconds of one person's."""
    import numpy as np

    from queries.links.ranker import FIXED, Ranker
    from queries.links.signals import Signals

    ranker, signals = Ranker(FIXED, "fixed"), Signals(history, 2025.0)
    everybody = np.arange(history.people)
    whole = _timed(lambda: ranker.best(signals, everybody, _TOP))
    some = everybody[:: history.people // _ONE][:_ONE]
    one = _timed(lambda: [ranker.best(signals, some[[place]], _TOP) for place in range(_ONE)])
    return whole, 1000 * one / _ONE


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
