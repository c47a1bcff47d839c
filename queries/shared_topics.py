"""Which topics people share, how each is tied to them, and by which ties: what an introduction rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from graph.ids import tie_id
from graph.model import Label, RelType
from queries.network import Network
from queries.network.contacts import Floats, Ints
from queries.network.snapshot import matches
from queries.network.ties import PREDICATES

# A topic that so many people share says nothing of two of them, and makes pairs without number.
MOST_PEOPLE = 150
# Doing counts more than writing (product.md, 2: said is not done).
WAYS = ("works on", "is about", "wrote about")
_WEIGHTS = np.array([1.0, 0.8, 0.5])
_TOPICS_SHOWN = 3


@dataclass(frozen=True, eq=False)
class SharedTopics:
    """Each (person, topic) of a network once, by the best way that leads from one to the other."""

    network: Network

    @cached_property
    def _arrays(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Person, topic, way (its place in WAYS), and the places in `network.ties` that say so (-1: no second)."""
        ties, topics = self.network.ties, self.network.nodes.span(Label.TOPIC)
        of, works, wrote = (PREDICATES.index(one) for one in (RelType.ABOUT, RelType.WORKS_ON, RelType.WROTE))
        to_topic = (ties.target >= topics.start) & (ties.target < topics.stop)
        about = np.flatnonzero((ties.predicate == of) & to_topic)
        own = about[ties.source[about] < self.network.size]
        does = (ties.predicate == works) | (ties.predicate == wrote)
        done = np.flatnonzero(does & (ties.source < self.network.size))
        left, right = matches(ties.target[done], ties.source[about])
        work, subject = done[left], about[right]
        person = np.r_[ties.source[own], ties.source[work]]
        topic = np.r_[ties.target[own], ties.target[subject]]
        way = np.r_[np.ones(len(own), dtype=np.int64), np.where(ties.predicate[work] == wrote, 2, 0)]
        first, second = np.r_[own, work], np.r_[np.full(len(own), -1), subject]
        # Of several of one way the newest speaks; of those the first by number, so that both stores say the same.
        order = np.lexsort((second, first, -ties.last[first], way, topic, person))
        person, topic = person[order], topic[order]
        kept = np.r_[True, (person[1:] != person[:-1]) | (topic[1:] != topic[:-1])] if len(person) else order
        kept = kept.astype(bool)
        return person[kept], topic[kept], way[order][kept], first[order][kept], second[order][kept]

    @cached_property
    def _place(self) -> dict[tuple[int, int], int]:
        person, topic = self._arrays[:2]
        return {pair: place for place, pair in enumerate(zip(person.tolist(), topic.tolist(), strict=True))}

    @cached_property
    def of_people(self) -> dict[int, list[int]]:
        """The topics of each person who has any, by number."""
        found: dict[int, list[int]] = {}
        for person, topic in self._place:
            found.setdefault(person, []).append(topic)
        return found

    @cached_property
    def holders(self) -> Ints:
        """How many people are tied to each node that is a topic, by number."""
        return np.bincount(self._arrays[1], minlength=len(self.network.nodes.ids))

    def weight(self, topic: int) -> float:
        """Return how much sharing a topic says: the rarer, the more (inverse document frequency, smoothed)."""
        return math.log(1 + len(self.of_people) / max(1, int(self.holders[topic])))

    def common(self, one: int, other: int) -> list[int]:
        """Return the topics two people share, the most telling first."""
        theirs = set(self.of_people.get(other, ()))
        found = [t for t in self.of_people.get(one, ()) if t in theirs and self.holders[t] <= MOST_PEOPLE]
        return sorted(found, key=lambda topic: (-self.weight(topic), topic))[:_TOPICS_SHOWN]

    def way(self, person: int, topic: int) -> str:
        """Return how a person is tied to a topic."""
        return WAYS[self._arrays[2][self._place[person, topic]]]

    def ties(self, person: int, topic: int) -> list[str]:
        """Return the ids of the ties that lead from a person to a topic."""
        place = self._place[person, topic]
        found = [int(self._arrays[3][place]), int(self._arrays[4][place])]
        ties, ids = self.network.ties, self.network.nodes.ids
        return [
            tie_id(ids[ties.source[one]], PREDICATES[ties.predicate[one]], ids[ties.target[one]])
            for one in found
            if one >= 0
        ]

    def matrix(self, topics: list[int] | None, ways: int) -> Any:
        """Return people by topics (CSR): the weight of the way, of topics that tell something and are asked for.

        Of the ways, the first `ways` of WAYS count.
        """
        from scipy.sparse import csr_matrix

        person, topic, way = self._arrays[:3]
        kept = (self.holders[topic] <= MOST_PEOPLE) & (way < ways)
        if topics is not None:
            kept &= np.isin(topic, topics)
        shape = (self.network.size, len(self.network.nodes.ids))
        return csr_matrix((_WEIGHTS[way[kept]], (person[kept], topic[kept])), shape=shape)

    def enough(self, one: Ints, other: Ints, topics: list[int] | None) -> tuple[Any, Floats]:
        """Say of each pair whether what they share carries an introduction, and how much doing is in it (0.25 to 1).

        Two topics carry it, and one that somebody of the two works on or has as their own. Two posts under one heading
        ("Reflections") do not. Doing: the product of the two ways' weights, a mean over what they share.
        """
        every, doing = self.matrix(topics, len(WAYS)), self.matrix(topics, 2)
        shared = _both(every.sign(), every.sign(), one, other)
        does = _both(doing, every, one, other) + _both(every, doing, one, other)
        kept = (shared > 1) | ((shared > 0) & (does > 0))
        return kept, _both(every, every, one, other) / np.maximum(shared, 1)


_made: WeakKeyDictionary[Network, SharedTopics] = WeakKeyDictionary()


def shared_topics(network: Network) -> SharedTopics:
    """Return the shared topics of a network; the second time they are there already."""
    found = _made.get(network)
    if found is None:
        found = _made[network] = SharedTopics(network)
    return found


def _both(left: Any, right: Any, one: Ints, other: Ints, step: int = 200_000) -> Floats:
    """Return for each pair the product of its rows, added up."""
    parts = [np.zeros(0)]
    for start in range(0, len(one), step):
        rows = left[one[start : start + step]].multiply(right[other[start : start + step]])
        parts.append(np.asarray(rows.sum(axis=1)).ravel())
    return np.concatenate(parts)
