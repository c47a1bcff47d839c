"""Introductions between projects, between organisations, and of people to projects: by topics and texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph.errors import UsageError
from graph.ids import tie_id
from graph.model import Label, RelType
from graph.store import Reader
from queries.answer import Answer, Evidence, Finding
from queries.between_texts import Texts
from queries.evidence import Said, listed, said_of_ties
from queries.filters import Filters
from queries.links.history import Ints
from queries.look_up import look_up
from queries.narrower import topics_asked
from queries.network import Network, network_of
from queries.network.suggestible import suggestible
from queries.network.ties import PREDICATES
from queries.project_index import project_index
from queries.request import Request
from queries.shared_topics import MOST_PEOPLE, shared_topics

_KINDS = {
    "project": (Label.PROJECT, Label.PROJECT),
    "organisation": (Label.ORGANISATION, Label.ORGANISATION),
    "person-project": (Label.PERSON, Label.PROJECT),
}
# What ties an organisation to a project, and so to its topics.
_RUN = (RelType.RUNS, RelType.PARTNERS_IN, RelType.FUNDS)
# What two have in common by which they know of each other already.
_COMPANY = {
    Label.PROJECT: (RelType.WORKS_ON, *_RUN),
    Label.ORGANISATION: (RelType.AFFILIATED_WITH, *_RUN),
    Label.PERSON: (RelType.WORKS_ON, RelType.AFFILIATED_WITH),
}
_PER_ONE = 3
# Halfway from what any two texts have in common to the same words.
_ALIKE = 0.5
_TOPICS_SHOWN = 3
# The ids of the ties that lead from one to a topic.
_Ways = dict[int, dict[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class _Pair:
    one: int
    other: int
    score: float
    topics: tuple[int, ...]


def answer(reader: Reader, request: Request) -> Answer:
    """Return pairs of two kinds of things that share rare topics and nobody and nothing else, best first.

    The score is the cosine of their topics weighed by rarity, times k / (k + 1) for k shared ones, and half the
    likeness of what is written of their work: it has not been back-tested, and the answer says so. Raises UsageError
    for a filter that does not fit the kinds.
    """
    asked = _Asked(reader, request, network_of(reader, request))
    ranked = sorted(asked.pairs(), key=asked.order)
    focused = bool(request.get("person") or request.get("topic"))
    capped = ranked if focused else list(_fair(ranked))
    page = capped[request.offset : request.offset + request.limit]
    said = said_of_ties(reader, sorted({tie for pair in page for tie in asked.ties(pair)}), request)
    more = request.offset + request.limit
    caveats = (
        "No tie was found in what was read: no person, project or organisation that both have to do with.",
        "" if focused else f"Each is in at most {_PER_ONE} pairs.",
        suggestible(reader, asked.network).told(request) if Label.PERSON in asked.kinds else "",
        "How likely such a pair is to meet has not been tried: shared topics and likeness of texts put them in order.",
    )
    return Answer(
        "introductions",
        request.values,
        tuple(asked.finding(pair, said) for pair in page),
        caveats=tuple(filter(None, caveats)),
        next=str(more) if more < len(capped) else "",
    )


@dataclass(eq=False)
class _Asked:
    reader: Reader
    request: Request
    network: Network

    def __post_init__(self) -> None:
        self.kinds = _KINDS[self.request.get("between")]
        if self.request.get("person") and Label.PERSON not in self.kinds:
            raise UsageError("`person` does not go with `between` here", "ask for person or person-project")

    @cached_property
    def ways(self) -> tuple[_Ways, _Ways]:
        """The topics of what stands on either side, each with the ties that say so."""
        left = self._ways_of(self.kinds[0])
        return left, left if self.kinds[0] is self.kinds[1] else self._ways_of(self.kinds[1])

    @cached_property
    def company(self) -> dict[int, set[int]]:
        """Whom and what each has to do with, and itself."""
        found: dict[int, set[int]] = defaultdict(set)
        ties = self.network.ties.of(*{one for kind in self.kinds for one in _COMPANY[kind]})
        for source, target in zip(ties.source.tolist(), ties.target.tolist(), strict=True):
            found[source] |= {target, source}
            found[target] |= {source, target}
        return found

    @cached_property
    def texts(self) -> Texts:
        """What is written of the work of each."""
        return Texts(self.network, project_index(self.reader, self.request))

    def introducers(self, pair: _Pair) -> int:
        """Return how many people who may be named have had to do with somebody of both."""
        may, near = suggestible(self.reader, self.network).may, []
        for node in (pair.one, pair.other):
            own = {one for one in self.company[node] | {node} if one < self.network.size}
            near.append(own | {int(far) for one in own for far in self._contacts(one)})
        return sum(bool(may[person]) for person in near[0] & near[1] - {pair.one, pair.other})

    def _contacts(self, person: int) -> Ints:
        matrix = self.network.matrix
        found: Ints = matrix.indices[matrix.indptr[person] : matrix.indptr[person + 1]]
        return found

    def pairs(self) -> Iterator[_Pair]:
        """Yield the pairs that are asked for."""
        left, right = self.ways
        holders: dict[int, list[int]] = defaultdict(list)
        for node, topics in right.items():
            for topic in topics:
                holders[topic].append(node)
        number = len(set(left) | set(right))
        weight = {topic: float(np.log1p(number / len(nodes))) for topic, nodes in holders.items()}
        lengths = {
            node: float(np.sqrt(sum(weight.get(topic, 0.0) ** 2 for topic in topics))) or 1.0
            for ways in (left, right)
            for node, topics in ways.items()
        }
        wanted, fits = self._topics(), self._fitting()
        for one, topics in left.items():
            shared: dict[int, list[int]] = defaultdict(list)
            for topic in topics:
                if (wanted is None or topic in wanted) and len(holders[topic]) <= MOST_PEOPLE:
                    for other in holders[topic]:
                        shared[other].append(topic)
            for other, common in shared.items():
                if (one >= other and self.kinds[0] is self.kinds[1]) or not fits & {one, other}:
                    continue
                if self.company[one] & self.company[other]:
                    continue
                product = sum(weight[topic] ** 2 for topic in common) / lengths[one] / lengths[other]
                order = tuple(sorted(common, key=lambda topic: (-weight[topic], topic)))
                score = product * len(common) / (len(common) + 1) + self.texts.worth(one, other)
                yield _Pair(one, other, score, order[:_TOPICS_SHOWN])

    def order(self, pair: _Pair) -> tuple[float, str, str, int, int]:
        """Return what pairs are put in order by."""
        names = [str(self.network.row(node)["name"]) for node in (pair.one, pair.other)]
        return -round(pair.score, 9), names[0], names[1], pair.one, pair.other

    def ties(self, pair: _Pair) -> list[str]:
        """Return the ids of the ties a pair rests on: of each topic the ties of either side in turn."""
        left, right = self.ways
        return [tie for topic in pair.topics for tie in (*left[pair.one][topic], *right[pair.other][topic])]

    def finding(self, pair: _Pair, said: Mapping[str, Said]) -> Finding:
        """Return a pair with what it shares and a quote for each side."""
        rows = [self.network.row(node) for node in (pair.one, pair.other)]
        topics = [self.network.row(topic) for topic in pair.topics]
        names = [str(row["name"]) for row in rows]
        value: dict[str, Any] = {
            "name": " and ".join(names),
            "pair": [{name: row[name] for name in ("id", "label", "name", "place")} for row in rows],
            "topics": [{"id": row["id"], "name": row["name"]} for row in topics],
            "likeness": round(self.texts.likeness(pair.one, pair.other), 2),
            "introducers": self.introducers(pair),
        }
        why = (
            f"{listed(names)} share {listed([str(row['name']) for row in topics])}.",
            "No person, project or organisation was read that both have to do with.",
            *_known_in_words(value),
        )
        found: dict[tuple[str, int, int], Evidence] = {}
        for tie in self.ties(pair):
            for one in said[tie].evidence(1) if tie in said else ():
                found.setdefault((one.document, one.start, one.end), one)
        return Finding(value, pair.score, why, tuple(found.values()))

    def _ways_of(self, label: Label) -> _Ways:
        if label is Label.PERSON:
            shared, may = shared_topics(self.network), suggestible(self.reader, self.network).may
            return {
                person: {topic: tuple(shared.ties(person, topic)) for topic in topics}
                for person, topics in shared.of_people.items()
                if may[person]
            }
        ties, ids = self.network.ties, self.network.nodes.ids
        span, topics = self.network.nodes.span(label), self.network.nodes.span(Label.TOPIC)
        about, found = defaultdict[int, list[int]](list), _Ways()
        every = ties.of(RelType.ABOUT)
        for source, target in zip(every.source.tolist(), every.target.tolist(), strict=True):
            if target in topics:
                about[source].append(target)
                if source in span:
                    found.setdefault(source, {})[target] = (tie_id(ids[source], RelType.ABOUT, ids[target]),)
        if label is Label.ORGANISATION:
            run = ties.of(*_RUN)
            ends = (column.tolist() for column in (run.source, run.predicate, run.target))
            for source, code, project in zip(*ends, strict=True):
                for topic in about[project] if source in span else ():
                    both = (
                        tie_id(ids[source], PREDICATES[code], ids[project]),
                        tie_id(ids[project], RelType.ABOUT, ids[topic]),
                    )
                    found.setdefault(source, {}).setdefault(topic, both)
        return found

    def _topics(self) -> frozenset[int] | None:
        if not self.request.get("topic"):
            return None
        below = topics_asked(self.reader, self.request)
        return frozenset(
            self.network.nodes.index[topic] for topic in below if topic in self.network.nodes.index
        )

    def _fitting(self) -> frozenset[int]:
        """Return the nodes of which a pair must have one: the person's, at the place, of the organisation."""
        nodes = {node for ways in self.ways for node in ways}
        if self.request.get("person"):
            row = look_up(self.reader, Label.PERSON, self.request.get("person"), self.request)
            nodes &= {self.network.nodes.index.get(row["id"], -1)}
        if self.request.get("organisation"):
            row = look_up(self.reader, Label.ORGANISATION, self.request.get("organisation"), self.request)
            at = self.network.nodes.index.get(row["id"], -1)
            nodes = {node for node in nodes if node == at or at in self.company[node]}
        if self.request.get("place"):
            filters = Filters(self.request)
            nodes = {node for node in nodes if filters.fits_place([self.network.row(node)["place"]])}
        return frozenset(nodes)


def _known_in_words(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield whether their texts are alike, and who could introduce them."""
    if value["likeness"] >= _ALIKE:
        yield "What is written of their work is alike in meaning."
    some = value["introducers"]
    if some:
        people = "1 person has" if some == 1 else f"{some} people have"
        yield f"{people} had to do with people of both, and could introduce them."


def _fair(ranked: Iterable[_Pair]) -> Iterator[_Pair]:
    count: dict[int, int] = defaultdict(int)
    for pair in ranked:
        if count[pair.one] < _PER_ONE and count[pair.other] < _PER_ONE:
            count[pair.one] += 1
            count[pair.other] += 1
            yield pair
