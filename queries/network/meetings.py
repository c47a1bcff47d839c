"""What made two people acquainted: each occasion, the words for it, and the ties that say so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.ids import tie_id
from graph.model import RelType
from graph.store import Reader
from queries.answer import Evidence
from queries.evidence import said_of_ties, year
from queries.network.snapshot import Network
from queries.network.ties import date_of
from queries.request import Request

_WORDS = {
    "declared": "say they know each other", "project": "both work on {}", "reply": "replied to each other in {}",
    "thread": "both wrote in {}", "mention": "are tied by a mention in {}", "event": "were both at {}",
}  # fmt: skip
# A thread of hundreds of comments is shown by its first ones.
_DOCUMENTS = 3


@dataclass(frozen=True, slots=True)
class Meeting:
    """One occasion that tied two people: how, where, and since which day (yyyymmdd, 0 unknown)."""

    kind: str
    group: int
    day: int
    people: tuple[int, int]


def meetings(network: Network, one: int, other: int) -> list[Meeting]:
    """Return what tied two people (named in this order), the most telling kind first and the newest of a kind first."""
    low, high = min(one, other), max(one, other)
    found = []
    for kind in _WORDS:
        pairs = network.contacts_by_kind[kind]
        places = np.flatnonzero((pairs.one == low) & (pairs.other == high))
        found += [
            Meeting(kind, int(pairs.group[place]), int(pairs.last[place]), (one, other)) for place in places
        ]
    order = list(_WORDS)
    return sorted(found, key=lambda meeting: (order.index(meeting.kind), -meeting.day, meeting.group))


def in_words(network: Network, meeting: Meeting) -> str:
    """Return how two people met: "Asha Rao and Bela Bo both work on Night Watch (2022)"."""
    names = " and ".join(network.row(person)["name"] for person in meeting.people)
    when = year(date_of(meeting.day))
    return f"{names} {_WORDS[meeting.kind].format(_called(network, meeting.group))}{f' ({when})' if when else ''}"


def evidence_of(
    reader: Reader, request: Request, network: Network, met: list[Meeting], most: int
) -> tuple[Evidence, ...]:
    """Return quotes for occasions, one for each side before a second for anybody, at most so many."""
    ties = [ties_of(network, meeting) for meeting in met]
    said = said_of_ties(reader, [tie for some in ties for tie in some], request)
    found: dict[tuple[str, int, int], Evidence] = {}
    for some in ties:
        for tie in some:
            for one in said[tie].evidence(1) if tie in said else ():
                if len(found) < most:
                    found.setdefault((one.document, one.start, one.end), one)
    return tuple(found.values())


def ties_of(network: Network, meeting: Meeting) -> list[str]:
    """Return the ids of the ties that an occasion stands on."""
    people = [network.people[person] for person in meeting.people]
    if meeting.kind == "declared":
        return [tie_id(people[0], RelType.KNOWS, people[1]), tie_id(people[1], RelType.KNOWS, people[0])]
    group = network.nodes.ids[meeting.group]
    if meeting.kind == "project":
        return [tie_id(person, RelType.WORKS_ON, group) for person in people]
    if meeting.kind == "event":
        return [tie_id(group, RelType.MENTIONS, person) for person in people]
    if meeting.kind == "mention":
        return [tie_id(group, RelType.MENTIONS, person) for person in people] + [
            tie_id(person, RelType.WROTE, group) for person in people
        ]
    return [
        tie_id(network.people[person], RelType.WROTE, network.nodes.ids[document])
        for person in meeting.people
        for document in network.written_in(person, meeting.group)[:_DOCUMENTS]
    ]


def _called(network: Network, group: int) -> str:
    if group < 0:
        return ""
    title = network.name(group)
    return f"“{title}”" if title else "a document without a title"
