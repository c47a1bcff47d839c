"""How an introduction is put: what the two share, how each is tied to it, and a quote for each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.schema import ENTITIES
from graph.store import Reader, Row
from queries.answer import Evidence, Finding
from queries.evidence import Said, listed, said_of_ties
from queries.request import Request

# A topic that so many people share says nothing of two of them, and makes pairs without number.
MOST_PEOPLE = 150
# Doing counts more than writing (product.md, 2: said is not done).
WAY = {"works on": 1.0, "is about": 0.8, "wrote about": 0.5}
_TOPICS_SHOWN = 3
_IN_WORDS = {
    "works on": "works on a project about it",
    "is about": "has it as their own work or interest",
    "wrote about": "wrote about it",
}

# Two people, their score, and their rows.
Pair = tuple[tuple[str, str], float, tuple[Row, Row]]


@dataclass(slots=True)
class Shared:
    """Who is tied to which topics (and how: the way, and the ids of the ties that say so), and to which company."""

    topics: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    people: dict[str, list[str]] = field(default_factory=dict)
    company: dict[str, frozenset[str]] = field(default_factory=dict)
    namesakes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def weight(self, topic: str) -> float:
        """Return how much sharing a topic says: the rarer, the more (inverse document frequency, smoothed)."""
        return math.log(1 + len(self.topics) / len(self.people[topic]))

    def common(self, pair: tuple[str, str]) -> list[str]:
        """Return the topics two people share, the most telling first."""
        one, other = (self.topics[person] for person in pair)
        found = [topic for topic in one if topic in other and len(self.people[topic]) <= MOST_PEOPLE]
        return sorted(found, key=lambda topic: (-self.weight(topic), topic))[:_TOPICS_SHOWN]

    def ties(self, person: str, topic: str) -> list[str]:
        """Return the ids of the ties that lead from a person to a topic."""
        return self.topics[person][topic][1].split(" ")


def introduce(reader: Reader, request: Request, shared: Shared, pairs: Sequence[Pair]) -> tuple[Finding, ...]:
    """Return one finding a pair, each with at least a quote for either person and shared topic."""
    wanted = {topic for pair, _, _ in pairs for topic in shared.common(pair)}
    topics = {row["id"]: row["name"] for row in reader.find(ENTITIES, "id", sorted(wanted))}
    ties = [
        tie
        for pair, _, _ in pairs
        for topic in shared.common(pair)
        for person in pair
        for tie in shared.ties(person, topic)
    ]
    said = said_of_ties(reader, ties, request)
    return tuple(_finding(pair, shared, topics, said) for pair in pairs)


def known(reader: Reader, request: Request, shared: Shared) -> Shared:
    """Return what of this was true and known at the times asked for; all of it where none was asked for."""
    if not request.get("as_of") and not request.get("known_at"):
        return shared
    every = {
        tie for topics in shared.topics.values() for _, source in topics.values() for tie in source.split(" ")
    }
    said = said_of_ties(reader, every, request)
    kept = Shared(company=shared.company, namesakes=shared.namesakes)
    for person, topics in shared.topics.items():
        for topic, (way, source) in topics.items():
            if all(tie in said for tie in source.split(" ")):
                kept.topics.setdefault(person, {})[topic] = (way, source)
                kept.people.setdefault(topic, []).append(person)
    return kept


def _finding(pair: Pair, shared: Shared, topics: Mapping[str, str], said: Mapping[str, Said]) -> Finding:
    ids, score, rows = pair
    common = shared.common(ids)
    people = [{name: row[name] for name in ("id", "name", "role", "organisation", "place")} for row in rows]
    value: dict[str, Any] = {
        "name": " and ".join(person["name"] for person in people),
        "people": people,
        "topics": [{"id": topic, "name": topics[topic]} for topic in common],
        "ways": [{topics[topic]: shared.topics[person][topic][0] for topic in common} for person in ids],
    }
    # The first tie of either person comes first: one quote for each before a second for anybody.
    ties = [[tie for person in ids for tie in shared.ties(person, topic)[:1]] for topic in common]
    rest = [[tie for person in ids for tie in shared.ties(person, topic)[1:]] for topic in common]
    quotes = _quotes(said, (tie for pair_of_ties in (*ties, *rest) for tie in pair_of_ties))
    return Finding(value, score, _why(value), quotes)


def _quotes(said: Mapping[str, Said], ties: Iterable[str]) -> tuple[Evidence, ...]:
    found: dict[tuple[str, int, int], Evidence] = {}
    for tie in ties:
        for one in said[tie].evidence(1) if tie in said else ():
            found.setdefault((one.document, one.start, one.end), one)
    return tuple(found.values())


def _why(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what they share and how each is tied to it, and what keeps them apart as far as is known."""
    names = [topic["name"] for topic in value["topics"]]
    first = names[0]
    said = [
        f"{person['name']} {_IN_WORDS[ways[first]]}"
        for person, ways in zip(value["people"], value["ways"], strict=True)
    ]
    places = [person["organisation"] for person in value["people"]]
    unknown = listed([person["name"] for person in value["people"] if not person["organisation"]])
    apart = (
        f" They are at {places[0]} and {places[1]}." if not unknown else f" Where {unknown} is, is not known."
    )
    return (
        f"They share {listed(names)}.",
        f"On {first}: {said[0]}; {said[1]}.",
        f"No tie between them was read.{apart}",
    )
