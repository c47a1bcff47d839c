"""What ties people to topics: which ties say so, how many, and which topics count for which."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.ids import tie_id
from graph.model import Label, RelType
from graph.store import Reader
from queries.answer import Evidence
from queries.evidence import said_of_ties
from queries.narrower import MOST_STEPS
from queries.network.contacts import Ints
from queries.network.snapshot import Network, matches
from queries.network.ties import PREDICATES
from queries.reads import named
from queries.request import Request


def ties_to_topics(network: Network, person: int, topics: set[int]) -> list[tuple[str, ...]]:
    """Return the ids of the ties that lead from a person to topics, by their own word first, then by what they did.

    A way over a project or a document is two ties: to it, and from it to the topic.
    """
    ties = network.ties
    ids = network.nodes.ids
    codes = [PREDICATES.index(one) for one in (RelType.ABOUT, RelType.WORKS_ON, RelType.WROTE)]
    own = np.flatnonzero((ties.source == person) & np.isin(ties.predicate, codes))
    direct = [
        place for place in own if ties.predicate[place] == codes[0] and int(ties.target[place]) in topics
    ]
    found = [(_tie(network, int(place)),) for place in direct]
    done = {int(ties.target[place]): int(place) for place in own if ties.predicate[place] != codes[0]}
    about = np.flatnonzero((ties.predicate == codes[0]) & np.isin(ties.source, list(done)))
    over = [place for place in about.tolist() if int(ties.target[place]) in topics]
    # Work before writing, and the newest first.
    over.sort(
        key=lambda place: (ids[ties.source[place]].startswith("document:"), -int(ties.last[place]), place)
    )
    return found + [(_tie(network, done[int(ties.source[place])]), _tie(network, place)) for place in over]


def ways_to_topics(network: Network, topics: set[int]) -> Ints:
    """Return by how many of their works, texts and own words each person is tied to some topics, each counted once."""
    ties, people = network.ties, network.nodes.span(Label.PERSON)
    about = ties.of(RelType.ABOUT)
    about = about.where(np.isin(about.target, np.fromiter(topics, dtype=np.int64, count=len(topics))))
    own = about.source[about.source < people.stop]
    done = ties.of(RelType.WORKS_ON, RelType.WROTE)
    done = done.where(done.source < people.stop)
    by, _ = matches(done.target, np.unique(about.source[about.source >= people.stop]))
    # One may both write and work on a thing: it is one way all the same.
    works = np.unique(np.stack([done.source[by], done.target[by]]), axis=1)[0]
    return np.bincount(np.r_[own, works], minlength=network.size)


def broader_or_same(reader: Reader, request: Request, network: Network) -> Any:
    """Return which topic counts for which, by place in the network's topics (CSR of 0/1): itself and all broader ones.

    The hierarchy is the one that was said and known at the request's times.
    """
    from scipy.sparse import csr_matrix, identity

    span, index = network.nodes.span(Label.TOPIC), network.nodes.index
    rows = reader.read(named("network_ties"), predicates=[str(RelType.BROADER)], **request.moments)
    ends = [(index.get(row["source"], -1), index.get(row["target"], -1)) for row in rows]
    steps = (
        np.array([end for end in ends if min(end) >= span.start], dtype=np.int64).reshape(-1, 2) - span.start
    )
    shape = (len(span), len(span))
    up = csr_matrix((np.ones(len(steps)), (steps[:, 0], steps[:, 1])), shape=shape)
    found = identity(len(span), format="csr")
    for _ in range(MOST_STEPS):
        found = ((found + found @ up) > 0).astype(np.float64)
    return found.tocsr()


def quotes_on(
    reader: Reader, request: Request, network: Network, wanted: list[tuple[int, set[int]]]
) -> tuple[Evidence, ...]:
    """Return a quote for each person and their topics: the first way that leads there, both its ties."""
    ways = [ties_to_topics(network, person, topics)[:1] for person, topics in wanted]
    ties = [tie for some in ways for way in some for tie in way]
    said = said_of_ties(reader, ties, request)
    found: dict[tuple[str, int, int], Evidence] = {}
    for tie in ties:
        for one in said[tie].evidence(1) if tie in said else ():
            found.setdefault((one.document, one.start, one.end), one)
    return tuple(found.values())


def _tie(network: Network, place: int) -> str:
    ties, ids = network.ties, network.nodes.ids
    return tie_id(ids[ties.source[place]], PREDICATES[ties.predicate[place]], ids[ties.target[place]])
