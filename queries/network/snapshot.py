"""The network at one moment: people by projects, threads, events, organisations and topics, and people by people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.model import DocumentKind, Label, RelType
from graph.store import Row
from queries.network.contacts import Floats, Ints, Pairs, Together, dyads, joined, pairs_within, together_once
from queries.network.ties import Flags, Nodes, Ties

if TYPE_CHECKING:
    import networkx as nx

# What makes two people acquainted, and what does not by itself: two of one trust need never have met.
ACQUAINTING = ("project", "thread", "event")
KINDS = (*ACQUAINTING, "organisation", "topic")
# A mention is one-sided: half of what a reply, which somebody wrote to somebody, is worth.
_MENTION = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class TwoMode:
    """People by groups of one kind: each (person, group) once, as arrays of node numbers.

    `columns` are the node numbers that can be groups; `first` and `last` are days (yyyymmdd, 0 unknown).
    """

    person: Ints
    group: Ints
    first: Ints
    last: Ints
    people: int
    columns: range

    @property
    def matrix(self) -> Any:
        """The 0/1 matrix (scipy CSR, float64): row = person, column = group - columns.start."""
        from scipy.sparse import csr_matrix

        ends = (self.person, self.group - self.columns.start)
        return csr_matrix((np.ones(len(self.person)), ends), shape=(self.people, len(self.columns)))


@dataclass(frozen=True, eq=False)
class Network:
    """The ties as they stood, by node number; people are 0 to `len(people) - 1` in every matrix."""

    nodes: Nodes
    ties: Ties

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the people, in the order of their numbers."""
        return self.nodes.ids[: self.size]

    @property
    def size(self) -> int:
        """The number of people."""
        return len(self.nodes.span(Label.PERSON))

    def row(self, number: int) -> Row:
        """Return the entity of a node: its name, role, organisation, place and so on."""
        return self.nodes.rows[self.nodes.ids[number]]

    def name(self, number: int) -> str:
        """Return what a node is called: the name of an entity, the title of a document ('' for one without)."""
        node = self.nodes.ids[number]
        return str(self.nodes.rows[node]["name"]) if node in self.nodes.rows else self.nodes.titles[node]

    def until(self, day: int) -> Network:
        """Return the network without what was first seen after a day (yyyymmdd); what has no date stays.

        The numbers of the nodes are the same: who came later is there without ties.
        """
        known = self.ties.where(self.ties.first <= day)
        return Network(self.nodes, replace(known, last=np.minimum(known.last, day)))

    def two_mode(self, kind: str) -> TwoMode:
        """Return people by projects, threads, events, organisations or topics (see KINDS)."""
        made: TwoMode = getattr(self, f"_{kind}")
        return made

    @cached_property
    def contacts(self) -> Pairs:
        """Pairs of people who had to do with each other, each once, in order; weights as `pairs_within` has them."""
        return together_once(joined(*self.contacts_by_kind.values()), self.size)

    @cached_property
    def contacts_by_kind(self) -> dict[str, Pairs]:
        """Every single contact by what made it: project, thread, event, reply, mention, or a declared tie."""
        groups = {kind: self.two_mode(kind) for kind in ACQUAINTING}
        return {
            **{kind: pairs_within(Together(g.person, g.group, g.first)) for kind, g in groups.items()},
            "reply": self._replies(),
            "mention": self._mentions(),
            "declared": self._declared(),
        }

    @cached_property
    def matrix(self) -> Any:
        """The weights of contacts, people by people (scipy CSR, symmetric, float64, no diagonal)."""
        return self.symmetric(self.contacts.weight)

    def symmetric(self, values: Floats | Ints) -> Any:
        """Return a value for each pair of `contacts` as a symmetric CSR matrix, zeros kept."""
        from scipy.sparse import csr_matrix

        pairs = self.contacts
        ends = np.r_[pairs.one, pairs.other], np.r_[pairs.other, pairs.one]
        return csr_matrix((np.r_[values, values], ends), shape=(self.size, self.size))

    def graph(self) -> nx.Graph[str]:
        """Return the people and their contacts for networkx: names on nodes; weight, first and last on edges."""
        import networkx as nx

        made: nx.Graph[str] = nx.Graph()
        made.add_nodes_from((person, {"name": self.nodes.rows[person]["name"]}) for person in self.people)
        pairs = self.contacts
        facts = ("weight", "first", "last")
        columns = (getattr(pairs, name).tolist() for name in ("one", "other", *facts))
        for one, other, *values in zip(*columns, strict=True):
            made.add_edge(self.people[one], self.people[other], **dict(zip(facts, values, strict=True)))
        return made

    def written_in(self, person: int, thread: int) -> list[int]:
        """Return the documents of a thread that somebody wrote, by number."""
        own = self._written.target[self._written.source == person]
        found: list[int] = own[self._threads[own] == thread].tolist()
        return found

    @cached_property
    def _project(self) -> TwoMode:
        ties = self.ties.of(RelType.WORKS_ON).between(self._span(Label.PERSON), self._span(Label.PROJECT))
        return self._grouped(ties.source, ties.target, ties.first, ties.last, Label.PROJECT)

    @cached_property
    def _organisation(self) -> TwoMode:
        ties = self.ties.of(RelType.AFFILIATED_WITH)
        ties = ties.between(self._span(Label.PERSON), self._span(Label.ORGANISATION))
        return self._grouped(ties.source, ties.target, ties.first, ties.last, Label.ORGANISATION)

    @cached_property
    def _thread(self) -> TwoMode:
        ties = self._written
        return self._grouped(ties.source, self._threads[ties.target], ties.first, ties.last, Label.DOCUMENT)

    @cached_property
    def _event(self) -> TwoMode:
        ties = self._named
        ties = ties.where(self._is_event[ties.source])
        return self._grouped(ties.target, ties.source, ties.first, ties.last, Label.DOCUMENT)

    @cached_property
    def _topic(self) -> TwoMode:
        """People by topics: their own, those of their projects, and those of what they wrote."""
        about, people = self.ties.of(RelType.ABOUT), self._span(Label.PERSON)
        about = about.where(np.isin(about.target, np.asarray(self._span(Label.TOPIC), dtype=np.int64)))
        own = about.where(about.source < people.stop)
        done = self.ties.of(RelType.WORKS_ON, RelType.WROTE)
        done = done.where(done.source < people.stop)
        left, right = matches(done.target, about.source)
        return self._grouped(
            np.r_[own.source, done.source[left]],
            np.r_[own.target, about.target[right]],
            np.r_[own.first, np.maximum(done.first[left], about.first[right])],
            np.r_[own.last, np.maximum(done.last[left], about.last[right])],
            Label.TOPIC,
        )

    def _span(self, label: Label) -> range:
        return self.nodes.span(label)

    @cached_property
    def _written(self) -> Ties:
        return self.ties.of(RelType.WROTE).between(self._span(Label.PERSON), self._span(Label.DOCUMENT))

    @cached_property
    def _named(self) -> Ties:
        return self.ties.of(RelType.MENTIONS).between(self._span(Label.DOCUMENT), self._span(Label.PERSON))

    @cached_property
    def _threads(self) -> Ints:
        """The thread of each node that is a document, by number; any other node stands for itself."""
        index, ids = self.nodes.index, self.nodes.ids
        found = np.arange(len(ids))
        for number in self._span(Label.DOCUMENT):
            found[number] = index.get(self.nodes.threads[ids[number]], number)
        return found

    @cached_property
    def _is_event(self) -> Flags:
        kinds = (self.nodes.kinds.get(node) == DocumentKind.EVENT for node in self.nodes.ids)
        return np.fromiter(kinds, dtype=np.bool_)

    def _grouped(self, person: Ints, group: Ints, first: Ints, last: Ints, label: Label) -> TwoMode:
        """Return each (person, group) once, with its first and last day."""
        width = max(1, len(self.nodes.ids))
        keys = person * width + group
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = (
            np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, dtype=np.int64)
        )
        if len(starts):
            first = np.minimum.reduceat(first[order], starts)
            last = np.maximum.reduceat(last[order], starts)
        ends = keys[starts] // width, keys[starts] % width
        return TwoMode(*ends, first, last, self.size, self._span(label))

    def _replies(self) -> Pairs:
        """One contact for each thread in which one replied to the other, however often."""
        replies = self.ties.of(RelType.REPLIES_TO)
        made, by = matches(replies.source, self._written.target)
        to, of = matches(replies.target[made], self._written.target)
        one, other = self._written.source[by[to]], self._written.source[of]
        threads, days = self._threads[replies.source[made[to]]], self._written.first[by[to]]
        low, high = np.minimum(one, other), np.maximum(one, other)
        _, kept = np.unique(np.stack([low, high, threads]), axis=1, return_index=True)
        return dyads(low[kept], high[kept], np.ones(len(kept)), days[kept], threads[kept])

    def _mentions(self) -> Pairs:
        """One contact from a writer to each of the k people whom a document names, weighing 1/2k."""
        named = self._named.where(~self._is_event[self._named.source])
        _, place, sizes = np.unique(named.source, return_inverse=True, return_counts=True)
        left, right = matches(named.source, self._written.target)
        weight = _MENTION / sizes[place[left]] if len(left) else np.zeros(0)
        return dyads(
            self._written.source[right], named.target[left], weight, named.first[left], named.source[left]
        )

    def _declared(self) -> Pairs:
        people = self._span(Label.PERSON)
        ties = self.ties.of(RelType.KNOWS).between(people, people)
        return dyads(
            ties.source, ties.target, np.ones(len(ties.source)), ties.first, np.full(len(ties.source), -1)
        )


def matches(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Return every (place in left, place in right) whose values are equal: an inner join of two arrays."""
    order = np.argsort(right, kind="stable")
    sorted_right = right[order]
    low, high = np.searchsorted(sorted_right, left, "left"), np.searchsorted(sorted_right, left, "right")
    counts = high - low
    of_left = np.repeat(np.arange(len(left)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return of_left, order[np.repeat(low, counts) + within]
