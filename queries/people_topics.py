"""How strongly each person is tied to each topic: by what they do, say of themselves and write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph.ids import tie_id
from graph.model import Label, RelType
from queries.facets import Facet, Facets
from queries.network import Network
from queries.network.ties import PREDICATES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Doing counts more than saying, and that more than writing (product.md, 2: said is not done), as in introductions.
WAY = {"works on": 1.0, "is about": 0.8, "wrote about": 0.5}
# Sharing "falls" through "inpatient falls" is half of sharing it: each step up says less of the work.
_STEP = 0.5
_STEPS = 3
# Topics that more than this share of the people have say nothing of two of them.
_EVERYBODY = 0.5

_made: WeakKeyDictionary[Network, PeopleTopics] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Way:
    """How one person is tied to a topic: the way, what they work on or wrote ('' for their own word), the ties."""

    way: str
    through: str
    topic: str
    ties: tuple[str, ...]


@dataclass(eq=False)
class PeopleTopics:
    """People by topics (rows and columns as the network numbers them, columns from the first topic), weighted."""

    network: Network
    facets: Facets

    @cached_property
    def weights(self) -> Any:
        """The strongest way of each person to each topic, topics above with half of it a step, times rarity (CSR).

        Rarity is the inverse document frequency log(1 + people / people with it) (Spärck Jones 1972).
        """
        own = self._tied
        up, reached = self._above, own
        for _ in range(_STEPS):
            reached = _carried(reached, up) * _STEP
            own = own.maximum(reached)
        counts = np.bincount(own.indices, minlength=own.shape[1])
        idf = np.log1p(own.shape[0] / np.maximum(counts, 1))
        idf[counts > max(2.0, _EVERYBODY * own.shape[0])] = 0.0
        return (own @ _diagonal(idf)).tocsr()

    def of(self, facets: Sequence[Facet]) -> Any:
        """Return the weights of the topics of some facets alone; the product of two rows says how much they share.

        It is their cosine, but for a person of whom little was read: each row is divided by its length and the usual
        length together, so that one comment on one topic is no full likeness (a pivoted length, Singhal, Buckley and
        Mitra 1996, SIGIR).
        """
        topics = self.network.nodes.span(Label.TOPIC)
        kept = [self.facets.of.get(self.network.nodes.ids[number], Facet.NONE) in facets for number in topics]
        some = (self.weights @ _diagonal(np.asarray(kept, dtype=np.float64))).tocsr()
        lengths = np.sqrt(np.asarray(some.multiply(some).sum(axis=1)).ravel())
        usual = float(lengths[lengths > 0].mean()) if lengths.any() else 1.0
        return (_diagonal(1 / np.sqrt((lengths**2 + usual**2) / 2)) @ some).tocsr()

    def ways(self, person: int, topic: int) -> list[Way]:
        """Return how a person is tied to a topic or one below it: the nearest topic first, doing before writing."""
        nodes, wanted = self.network.nodes, self.network.nodes.ids[topic]
        whom = nodes.ids[person]
        found = []
        for way, through, about in self._through(person):
            above = self.facets.above(nodes.ids[about]).get(wanted)
            if above is None:
                continue
            steps, ties = above
            first = nodes.ids[through] if through != person else whom
            said = [tie_id(first, str(RelType.ABOUT), nodes.ids[about])]
            if through != person:
                relation = RelType.WORKS_ON if way == "works on" else RelType.WROTE
                said.insert(0, tie_id(whom, str(relation), first))
            own = "" if through == person else first
            found.append((steps, -WAY[way], first, Way(way, own, nodes.ids[about], (*said, *ties))))
        return [way for *_, way in sorted(found, key=lambda one: one[:3])]

    def _through(self, person: int) -> list[tuple[str, int, int]]:
        """Return (way, node it leads through, topic) for everything a person is tied to."""
        found = [("is about", person, topic) for topic in self._topics_of(person)]
        for way, relation in (("works on", RelType.WORKS_ON), ("wrote about", RelType.WROTE)):
            for through in self._targets(person, relation):
                found += [(way, through, topic) for topic in self._topics_of(through)]
        return found

    def _topics_of(self, node: int) -> list[int]:
        topics = self.network.nodes.span(Label.TOPIC)
        return [target for target in self._targets(node, RelType.ABOUT) if target in topics]

    def _targets(self, node: int, relation: RelType) -> list[int]:
        order, sources = self._by_source
        first, last = np.searchsorted(sources, [node, node + 1])
        some = order[first:last]
        kept = some[self._ties.predicate[some] == PREDICATES.index(relation)]
        return sorted(int(target) for target in self._ties.target[kept])

    @cached_property
    def _by_source(self) -> tuple[Ints, Ints]:
        """The places of the ties in order of their sources, and the sources in that order."""
        order = np.argsort(self._ties.source, kind="stable")
        return order, self._ties.source[order]

    @property
    def _ties(self) -> Any:
        return self.network.ties

    @cached_property
    def _tied(self) -> Any:
        """The strongest way of each person to each topic itself."""
        from scipy.sparse import csr_matrix

        people, topics = self.network.size, self.network.nodes.span(Label.TOPIC)
        about = self._ties.of(RelType.ABOUT).between(range(len(self.network.nodes.ids)), topics)
        shape = (len(self.network.nodes.ids), len(topics))
        ends = (about.source, about.target - topics.start)
        of_node = csr_matrix((np.ones(len(about.source)), ends), shape=shape)
        of_node.data[:] = 1.0
        tied = of_node[:people] * WAY["is about"]
        for way, relation in (("works on", RelType.WORKS_ON), ("wrote about", RelType.WROTE)):
            ties = self._ties.of(relation)
            ties = ties.where(ties.source < people)
            square = (people, len(self.network.nodes.ids))
            done = csr_matrix((np.ones(len(ties.source)), (ties.source, ties.target)), shape=square)
            reached = (done @ of_node).tocsr()
            reached.data[:] = WAY[way]
            tied = tied.maximum(reached)
        return tied.tocsr()

    @cached_property
    def _above(self) -> Any:
        """Which topic hangs on which: rows are the narrower, columns the broader."""
        from scipy.sparse import csr_matrix

        topics = self.network.nodes.span(Label.TOPIC)
        index = self.network.nodes.index
        pairs = [
            (index[lower] - topics.start, index[upper] - topics.start)
            for lower, uppers in self.facets.broader.items()
            for upper, _ in uppers
            if lower in index and upper in index
        ]
        ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2).T
        return csr_matrix((np.ones(len(pairs)), (ends[0], ends[1])), shape=(len(topics), len(topics)))


def people_topics(network: Network, facets: Facets) -> PeopleTopics:
    """Return the people's topics of a network, made once for it."""
    made = _made.get(network)
    if made is None:
        made = _made[network] = PeopleTopics(network, facets)
    return made


def _carried(tied: Any, up: Any) -> Any:
    """Return the weights carried up one step: of several topics below one their mean, not their sum."""
    carried = tied @ up
    plain = tied.copy()
    plain.data[:] = 1.0
    number = plain @ up
    # Equal numbers of entries in the same places: both products reach the same topics.
    carried.sort_indices()
    number.sort_indices()
    carried.data /= np.maximum(number.data, 1.0)
    return carried.tocsr()


def _diagonal(values: Floats) -> Any:
    from scipy.sparse import diags

    return diags(values).tocsr()
