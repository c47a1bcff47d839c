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
        yield from apart(_measured, name, hubs)


def _measured(name: str, hubs: bool) -> list[Figure]:  # as it goes to another process
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    from api.bench.made_up_network import NetworkSize, made_up

    history = made_up(NetworkSize(hubs=hubs))
    of = f"{name}, {history.people:,} people, {history.ties.nnz // 2:,} ties"
    bare, adar = _adamic_adar(history.ties)
    found = [
        figure(_AREA, f"Adamic-Adar top {_TOP} of all, beside the bare product ({of})", "s", adar, bare),
        figure(
            _AREA,
            f"Adamic-Adar top {_TOP} of all, beside networkx ({of})",
            "s",
            adar,
            _networkx(history.ties),
        ),
    ]
    before = peak()
    whole, one = _ranking(history)
    found.append(figure(_AREA, f"whole ranking, beside the bare product ({of})", "s", whole, bare))
    found.append(figure(_AREA, f"peak of memory, beside before the ranking ({of})", "MB", peak(), before))
    row = _timed(lambda: [history.ties[[person]] @ history.ties for person in range(_OF_ONE)])
    beside = 1000 * row / _OF_ONE
    found.append(
        figure(_AREA, f"one person's ranking, beside one row of the product ({of})", "ms", one, beside)
    )
    return found


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
