"""What ties people to topics: which ties say so, and how recently."""

from __future__ import annotations

import numpy as np

from graph.ids import tie_id
from graph.model import RelType
from graph.store import Reader
from queries.answer import Evidence
from queries.evidence import said_of_ties
from queries.network.snapshot import Network
from queries.network.ties import PREDICATES
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
