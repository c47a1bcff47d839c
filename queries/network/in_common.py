"""What the members of a group have in common: topics, projects, events and threads, and organisations."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import Any

import numpy as np

from queries.network.contacts import Ints
from queries.network.snapshot import ACQUAINTING, Network

_SHOWN = 3


def topics_of(network: Network, members: Ints) -> list[dict[str, Any]]:
    """Return the topics that more of a group have than of the rest: by how many, times how much more often."""
    tied = network.two_mode("topic")
    own = np.isin(tied.person, members)
    inside, every = (Counter(tied.group[some].tolist()) for some in (own, np.ones(len(own), dtype=bool)))
    share = len(members) / max(1, network.size)
    scores = {
        topic: count * log(count / (every[topic] * share))
        for topic, count in inside.items()
        if count > 1 and count > every[topic] * share
    }
    best = sorted(scores, key=lambda topic: (-scores[topic], topic))[:_SHOWN]
    return [_shown(network, topic, inside[topic]) for topic in best]


def occasions_of(network: Network, members: Ints) -> list[dict[str, Any]]:
    """Return the projects, events and threads that most of a group took part in; nothing that one alone did."""
    counts: Counter[int] = Counter()
    for kind in ACQUAINTING:
        tied = network.two_mode(kind)
        counts.update(tied.group[np.isin(tied.person, members)].tolist())
    shared = [group for group, count in counts.items() if count > 1]
    best = sorted(shared, key=lambda group: (-counts[group], group))[:_SHOWN]
    return [_shown(network, group, counts[group]) for group in best]


def organisations_of(network: Network, members: Ints, at: Ints) -> list[dict[str, Any]]:
    """Return the organisations that most of a group are at; `at` has everybody's, by number or -1."""
    counts = Counter(int(one) for one in at[members] if one >= 0)
    best = sorted(counts, key=lambda one: (-counts[one], one))[:_SHOWN]
    return [_shown(network, one, counts[one]) for one in best]


def _shown(network: Network, number: int, people: int) -> dict[str, Any]:
    return {"id": network.nodes.ids[number], "name": network.name(number), "people": people}
