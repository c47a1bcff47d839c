"""Introductions: people who share topics, show no tie, are at different organisations, and are likely to meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from graph.model import Label
from graph.names import name_key
from graph.store import Reader
from queries import introduced_between
from queries.answer import Answer
from queries.exposure import exposure
from queries.filters import Filters
from queries.introduced import Introduced, introduce, trial_in_words
from queries.links.history import Floats, Ints
from queries.links.of_network import Links, links_of
from queries.look_up import look_up
from queries.narrower import topics_asked
from queries.network import Network, network_of
from queries.network.scope import employers
from queries.network.suggestible import Suggestible, suggestible
from queries.reads import named
from queries.request import Request
from queries.shared_topics import MOST_PEOPLE, SharedTopics, shared_topics

# Pairs of one person, at most: the busiest must not fill the list (product.md, 8).
_PER_PERSON = 3
# Others who are looked at for each person where a whole community is asked for; most are dropped again by what
# the two share, and three are shown.
_LOOKED_AT = 100
_CAVEAT = (
    "No tie was found in what was read; they may know each other all the same. Where they do, say so: "
    "improvement-graph review know ONE OTHER"
)
_company: WeakKeyDictionary[Network, dict[str, frozenset[str]]] = WeakKeyDictionary()


def answer(reader: Reader, request: Request) -> Answer:
    """Return pairs of people, best first: what they share, with a quote for each of them.

    Pairs that are known to be at different organisations come before those where one is not known; then the likelier
    to be tied next, as `queries.links` has learned it. Nobody is introduced to somebody whom they share a project,
    a thread, an organisation or a declared tie with; both are people who may be suggested. Raises NotFoundError or
    AmbiguousError for what the request names.
    """
    if request.get("between") not in ("", "person"):
        return introduced_between.answer(reader, request)
    asked = _Asked(reader, request, network_of(reader, request))
    # Whoever asks about one person or one topic wants all of its pairs; a whole community, a fair share of each.
    focused = bool(request.get("person") or request.get("topic"))
    every = sorted(asked.pairs(), key=asked.order)
    capped = every if focused else list(_fair(every))
    page = capped[request.offset : request.offset + request.limit]
    findings = introduce(reader, request, asked.shared, asked.links, page)
    more = str(request.offset + request.limit) if request.offset + request.limit < len(capped) else ""
    shown = exposure(asked.network, asked.suggested(capped))
    caveats = (
        _CAVEAT,
        "" if focused else f"Each person is in at most {_PER_PERSON} pairs.",
        asked.suggestible.told(request),
        trial_in_words(asked.links.ranker),
        *shown.told,
    )
    return Answer(
        "introductions",
        request.values,
        findings,
        caveats=tuple(filter(None, caveats)),
        next=more,
        facets=shown.counts,
    )


@dataclass(eq=False)
class _Asked:
    """What is asked for, in the network as it stood then."""

    reader: Reader
    request: Request
    network: Network

    @cached_property
    def links(self) -> Links:
        return links_of(self.network)

    @cached_property
    def suggestible(self) -> Suggestible:
        return suggestible(self.reader, self.network)

    @cached_property
    def shared(self) -> SharedTopics:
        return shared_topics(self.network)

    @cached_property
    def names(self) -> list[str]:
        return [
            name_key(Label.PERSON, self.network.row(person)["name"]) for person in range(self.network.size)
        ]

    @cached_property
    def at(self) -> list[str]:
        """The name of each person's organisation as it is compared, '' where none is known."""
        known = employers(self.network)
        rows = (self.network.row(person) for person in range(self.network.size))
        said = (
            self.network.row(int(at))["name"] if at >= 0 else row["organisation"]
            for at, row in zip(known, rows, strict=True)
        )
        return [name_key(Label.ORGANISATION, name) for name in said]

    @cached_property
    def company(self) -> dict[str, frozenset[str]]:
        """What people of each name have been part of, planned work too.

        A namesake whom nobody has joined may be the same person: their company counts too.
        """
        found = _company.get(self.network)
        if found is None:
            of: dict[str, set[str]] = defaultdict(set)
            name = "people_and_company_at" if self.request.timed else "people_and_company"
            moments = self.request.moments if self.request.timed else {}
            for row in self.reader.read(named(name), **moments):
                of[name_key(Label.PERSON, row["name"])].add(row["company"])
            found = _company[self.network] = {name: frozenset(groups) for name, groups in of.items()}
        return found

    @cached_property
    def topics(self) -> list[int] | None:
        """The topics asked for, with narrower ones, by number."""
        if not self.request.get("topic"):
            return None
        below = topics_asked(self.reader, self.request)
        return [self.network.nodes.index[topic] for topic in below if topic in self.network.nodes.index]

    @cached_property
    def person(self) -> list[int]:
        """The person asked about, by number; nobody where none is, or was there then."""
        if not self.request.get("person"):
            return []
        row = look_up(self.reader, Label.PERSON, self.request.get("person"), self.request)
        return [self.network.nodes.index[row["id"]]] if row["id"] in self.network.nodes.index else []

    def pairs(self) -> Iterator[Introduced]:
        """Yield the pairs that are asked for, share enough and are apart, each once."""
        if self.network.size < 2:
            return
        person, other, score = self._ranked()
        rank = np.arange(len(person)) - np.searchsorted(person, person) + 1
        kept, doing = self.shared.enough(person, other, self.topics)
        # Said is not done: two who wrote of it are half as likely as one who did and one who wrote.
        score = score + np.log(np.maximum(doing, 0.01))
        wanted = self._wanted()
        best: dict[tuple[int, int], Introduced] = {}
        columns = (column[kept].tolist() for column in (person, other, score, rank, doing))
        for first, second, likely, place, done in zip(*columns, strict=True):
            pair = (min(first, second), max(first, second))
            known = best.get(pair)
            if known is None or likely > known.score:
                best[pair] = Introduced(pair, likely, min(place, known.rank if known else place), done)
        may = self.suggestible.may
        for pair, one in best.items():
            if may[pair[0]] and may[pair[1]] and set(pair) & wanted and self._apart(*pair):
                yield one

    def suggested(self, pairs: Iterable[Introduced]) -> list[int]:
        """Return who is suggested, once for each pair; whoever asks about themselves is not."""
        asks = self.person
        return [person for one in pairs for person in one.people if person not in asks]

    def order(self, one: Introduced) -> tuple[bool, float, float, str, str, tuple[int, int]]:
        """Return what pairs are put in order by: whether both are placed, how likely, and their names.

        Where a topic is asked for, those who do it come before those who say it is theirs, or wrote about it.
        """
        placed = all(self.at[person] for person in one.people)
        names = [str(self.network.row(person)["name"]) for person in one.people]
        doing = round(one.doing, 3) if self.topics is not None else 0.0
        return not placed, -doing, -round(one.score, 6), names[0], names[1], one.people

    def _ranked(self) -> tuple[Ints, Ints, Floats]:
        """Return (person, other, score): of one person, of those on a topic, or of everybody."""
        signals, ranker = self.links.signals, self.links.ranker
        if self.request.get("person"):
            return ranker.best(signals, np.array(self.person, dtype=np.int64), self.network.size)
        if self.topics is not None:
            return ranker.best(signals, self._members(self.topics), self.network.size)
        return ranker.best(signals, np.arange(self.network.size), _LOOKED_AT)

    def _members(self, topics: list[int]) -> Ints:
        """Return who is tied to a topic that is not everybody's."""
        telling = [topic for topic in topics if self.shared.holders[topic] <= MOST_PEOPLE]
        mode = self.network.two_mode("topic")
        return np.unique(mode.person[np.isin(mode.group, telling)])

    def _wanted(self) -> frozenset[int]:
        """Return the people at the place and of the organisation asked for; everybody where neither is."""
        people = range(self.network.size)
        if not self.request.get("place") and not self.request.get("organisation"):
            return frozenset(people)
        ids = list(self.network.people)
        filters = Filters.of(self.reader, self.request, ids)
        return frozenset(
            person
            for person in people
            if filters.fits_place([self.network.row(person)["place"]])
            and filters.fits_organisation(ids[person], "")
        )

    def _apart(self, one: int, other: int) -> bool:
        """Say whether two people, as far as known, are at different organisations and are two."""
        if self.at[one] and self.at[one] == self.at[other]:
            return False
        names = self.names[one], self.names[other]
        if names[0].split(" ")[-1] == names[1].split(" ")[-1]:
            # Perhaps one person whom nobody has joined yet (Bill and William Jessop): nobody is introduced to
            # themselves, and two of one family know each other.
            return False
        none: frozenset[str] = frozenset()
        return not self.company.get(names[0], none) & self.company.get(names[1], none)


def _fair(ranked: Iterable[Introduced]) -> Iterator[Introduced]:
    """Yield the pairs in order, leaving out those of a person who is in enough of them already."""
    count: dict[int, int] = defaultdict(int)
    for pair in ranked:
        if all(count[person] < _PER_PERSON for person in pair.people):
            for person in pair.people:
                count[person] += 1
            yield pair
