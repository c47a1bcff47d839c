"""How an introduction is put: what the two share, why they are not tied yet, what a tie would bridge, how likely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.store import Reader
from queries.answer import Evidence, Finding
from queries.evidence import Said, listed, said_of_ties
from queries.links.of_network import Links
from queries.links.ranker import Ranker
from queries.network import Network
from queries.network.scope import employers
from queries.network.suggestible import suggestible
from queries.network.ties import Flags
from queries.request import Request
from queries.shared_topics import SharedTopics

_IN_WORDS = {
    "works on": "has worked on a project about it",
    "is about": "has it as their own work or interest",
    "wrote about": "wrote about it",
}
# Longer ways than this are not told apart: nobody is introduced over six others.
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Introduced:
    """Two people by number, the score, and the place of one in the other's list before anything was left out.

    `doing` is how much of what they share is done rather than said (see SharedTopics.enough).
    """

    people: tuple[int, int]
    score: float
    rank: int
    doing: float


def introduce(
    reader: Reader, request: Request, shared: SharedTopics, links: Links, pairs: Sequence[Introduced]
) -> tuple[Finding, ...]:
    """Return one finding a pair, each with at least a quote for either person and shared topic."""
    common = {pair.people: shared.common(*pair.people) for pair in pairs}
    ties = {
        tie
        for people, topics in common.items()
        for topic in topics
        for person in people
        for tie in shared.ties(person, topic)
    }
    said = said_of_ties(reader, sorted(ties), request)
    may = suggestible(reader, shared.network).may
    put = _Put(shared, links, said, employers(shared.network), may)
    return tuple(put.finding(pair, common[pair.people]) for pair in pairs)


def trial_in_words(ranker: Ranker) -> str:
    """Return what came of such rankings before, and where the weights come from."""
    if not ranker.tried:
        return f"How likely a pair is to meet has not been tried in this community: {ranker.origin}."
    shares = ", ".join(f"{one.first}-{one.last}: {one.met} of {one.places:,}" for one in ranker.tried)
    return (
        f"Back-tested on {ranker.trial}: places in everybody's list that came true, by rank {shares}. "
        f"Ranked by {ranker.origin}."
    )


@dataclass(frozen=True, slots=True)
class _Put:
    shared: SharedTopics
    links: Links
    said: Mapping[str, Said]
    at: Any
    may: Flags

    def finding(self, pair: Introduced, topics: list[int]) -> Finding:
        network = self.shared.network
        names = {topic: network.row(topic)["name"] for topic in topics}
        bridge = _bridge(network, pair, self.may)
        value: dict[str, Any] = {
            "name": " and ".join(network.row(person)["name"] for person in pair.people),
            "people": [self._person(person) for person in pair.people],
            "topics": [{"id": network.nodes.ids[topic], "name": names[topic]} for topic in topics],
            "ways": [
                {names[topic]: self.shared.way(person, topic) for topic in topics} for person in pair.people
            ],
            "bridges": bridge,
            "confidence": _confidence(self.links.ranker, pair.rank),
        }
        why = (
            *_why(value),
            _bridge_in_words(bridge),
            *_confidence_in_words(value["confidence"]),
        )
        return Finding(value, pair.score, why, self._quotes(pair, topics))

    def _person(self, person: int) -> dict[str, str]:
        row, at = self.shared.network.row(person), int(self.at[person])
        organisation = self.shared.network.row(at)["name"] if at >= 0 else row["organisation"]
        return {
            **{name: row[name] for name in ("id", "name", "role")},
            "organisation": organisation,
            "place": row["place"],
        }

    def _quotes(self, pair: Introduced, topics: list[int]) -> tuple[Evidence, ...]:
        """Return quotes: the first tie of either person first, one quote for each before a second for anybody."""
        every = [self.shared.ties(person, topic) for topic in topics for person in pair.people]
        ordered = [ties[0] for ties in every] + [tie for ties in every for tie in ties[1:]]
        found: dict[tuple[str, int, int], Evidence] = {}
        for tie in ordered:
            for one in self.said[tie].evidence(1) if tie in self.said else ():
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


def _bridge(network: Network, pair: Introduced, may: Flags) -> dict[str, int]:
    """Return how far apart they are by contacts (0: no way), how many could introduce them, and the fewer's contacts.

    Whoever may not be suggested (`may`) is not counted among those who could introduce them.
    """
    matrix, (one, other) = network.matrix, pair.people
    reached = np.zeros(network.size, dtype=bool)
    reached[one], front, steps = True, np.array([one]), 0
    while len(front) and steps < _LONGEST and not reached[other]:
        front = np.setdiff1d(_others(matrix, front), np.flatnonzero(reached))
        reached[front], steps = True, steps + 1
    common = np.intersect1d(_others(matrix, np.array([one])), _others(matrix, np.array([other])))
    introducers = int(may[common].sum())
    sides = [len(_others(matrix, np.array([person]))) for person in pair.people]
    return {"steps": steps if reached[other] else 0, "introducers": introducers, "contacts": min(sides)}


def _others(matrix: Any, people: Iterable[int]) -> Any:
    found = [matrix.indices[matrix.indptr[person] : matrix.indptr[person + 1]] for person in people]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def _bridge_in_words(bridge: Mapping[str, int]) -> str:
    if not bridge["contacts"]:
        return "At least one of them has no tie to anybody yet: it would be the first."
    if bridge["introducers"]:
        some = "1 person has" if bridge["introducers"] == 1 else f"{bridge['introducers']} people have"
        return f"{some} had to do with both, and could introduce them."
    if bridge["steps"]:
        return f"A tie would shorten the way between them and their contacts from {bridge['steps']} steps to one."
    return "Nobody links them within six steps: a tie would join two parts of the community that do not meet."


def _confidence(ranker: Ranker, rank: int) -> dict[str, Any] | None:
    """Return what came of places like this one in the back-test; None without one, or below its bands."""
    band = next((one for one in ranker.tried if one.first <= rank <= one.last), None)
    if band is None:
        return None
    return {"share": round(band.share, 6), "met": band.met, "of": band.places, "period": ranker.trial}


def _confidence_in_words(confidence: Mapping[str, Any] | None) -> tuple[str, ...]:
    if confidence is None:
        return ()
    met = f"{confidence['met']} of {confidence['of']:,} came true by themselves in {confidence['period']}."
    return (f"Of suggestions ranked like this one, {met}",)
