"""Convene: whom to invite, so that roles, organisations and places are covered and people meet who have not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph.errors import UsageError
from graph.model import Label
from graph.store import Reader
from queries.answer import Answer, Finding
from queries.evidence import listed
from queries.look_up import look_up
from queries.narrower import topics_asked
from queries.network import Network, network_of
from queries.network.contacts import Floats, Ints
from queries.network.invited import Invited, Wanted, invite
from queries.network.meetings import evidence_of, meetings
from queries.network.on_topics import quotes_on, ways_to_topics
from queries.network.role_families import role_family
from queries.network.scope import employers, nobody, numbered, places, scope_of
from queries.network.shown import counted, page, person
from queries.network.suggestible import Suggestible, suggestible
from queries.request import Request, whole

_SIZE, _MOST = 8, 60
# The best known on the topic are chosen among: with more, the search takes minutes.
_CANDIDATES = 300
_KINDS = ("organisation", "place", "role")
# Less than that would be shown as 0.0.
_TOLD = 0.05


@dataclass(eq=False)
class _Room:
    """Who can be invited, and what each would bring."""

    network: Network
    people: Ints
    topics: set[int]
    consent: Suggestible
    about: str

    @cached_property
    def at(self) -> Ints:
        return employers(self.network)

    @cached_property
    def brings(self) -> tuple[tuple[Ints, tuple[str, ...]], ...]:
        """For each of _KINDS the category of each candidate (or -1), and the names of the categories."""
        where = places(self.network)
        organisations = [person(self.network, one, self.at)["organisation"] for one in self.people.tolist()]
        roles = [role_family(str(self.network.row(one)["role"])) for one in self.people.tolist()]
        return (
            numbered([str(one) for one in organisations]),
            numbered([where[one] for one in self.people]),
            numbered(roles),
        )

    @cached_property
    def ways(self) -> Ints:
        return ways_to_topics(self.network, self.topics)

    @cached_property
    def tied(self) -> Any:
        return self.network.matrix[self.people][:, self.people].tocsr()


def answer(reader: Reader, request: Request) -> Answer:
    """Return whom to invite, a finding for each seat: what they bring, and who would come in their stead.

    Of those on the topic or in the place who may be suggested, `size` are chosen such that as many organisations,
    places and kinds of role are there and as few pairs as can be who are tied already; how near that is to the best
    there could be is said. Raises UsageError without topic and place, NotFoundError or AmbiguousError for a topic.
    """
    if not any(request.get(name) for name in ("topic", "place", "organisation")):
        raise UsageError(
            "`convene` needs `topic`, `place` or `organisation`",
            "say what the meeting is about, where it is, or whose it is",
        )
    size = whole(request.get("size") or str(_SIZE), "size", 2, _MOST)
    network = network_of(reader, request)
    scope = scope_of(reader, request, network)
    topics = _topics(reader, request, network)
    consent = suggestible(reader, network)
    agree = scope.people[consent.may[scope.people]]
    worth, people = _best_known(network, agree, topics)
    about = (
        look_up(reader, Label.TOPIC, request.get("topic"), request)["name"] if request.get("topic") else ""
    )
    room = _Room(network, people, topics, consent, str(about))
    wanted = Wanted(tuple(of for of, _ in room.brings), room.tied, worth, min(size, len(people)))
    chosen = invite(wanted)
    shown, more = page(request, chosen.seats)
    findings = tuple(_seat(reader, request, room, (wanted, chosen, place)) for place in shown)
    caveats = (
        nobody(scope),
        *_caveats(room, chosen, size, len(agree)),
        consent.told(request, scope.people.tolist()),
    )
    return Answer("convene", request.values, findings, caveats=tuple(filter(None, caveats)), next=more)


def _topics(reader: Reader, request: Request, network: Network) -> set[int]:
    if not request.get("topic"):
        return set(network.nodes.span(Label.TOPIC))
    found = topics_asked(reader, request)
    return {network.nodes.index[one] for one in found if one in network.nodes.index}


def _best_known(network: Network, people: Ints, topics: set[int]) -> tuple[Floats, Ints]:
    """Return the worth of each candidate (0 to 1/2, by how much they did on the topics) and who they are.

    So it decides between people who bring the same; one more organisation at the table counts for more.
    """
    ways = ways_to_topics(network, topics)[people]
    worth = ways / (ways + 1) / 2
    order = np.lexsort((people, -worth))[:_CANDIDATES]
    order = order[np.argsort(people[order])]
    return worth[order], people[order]


def _seat(reader: Reader, request: Request, room: _Room, what: tuple[Wanted, Invited, int]) -> Finding:
    wanted, chosen, place = what
    number = int(room.people[place])
    who = person(room.network, number, room.at)
    others = [seat for seat in chosen.seats if seat != place]
    alone = {
        kind: names[of[place]]
        for kind, (of, names) in zip(_KINDS, room.brings, strict=True)
        if of[place] >= 0 and not (of[others] == of[place]).any()
    }
    repeats = [int(room.people[seat]) for seat in others if room.tied[place, seat] > 0]
    runner, lost = chosen.runner_up(wanted, place)
    value = {
        "relation": "seat",
        "person": who,
        "name": who["name"],
        "brings_alone": alone,
        "ways_to_topic": int(room.ways[number]),
        "new_ties": len(others) - len(repeats),
        "tied_already": [
            {"id": room.network.people[one], "name": room.network.row(one)["name"]} for one in repeats
        ],
        "runner_up": person(room.network, int(room.people[runner]), room.at) if runner >= 0 else None,
        "lost_with_runner_up": round(lost, 2) if runner >= 0 else None,
    }
    why = [
        _brings(str(who["name"]), alone, value["ways_to_topic"], room.about),
        f"Would meet {counted(value['new_ties'], 'person', 'people')} with whom no tie was read.",
    ]
    if runner >= 0:
        less = f"which would be worth {lost:.1f} less" if lost >= _TOLD else "which would be worth as much"
        why.append(f"If not: {value['runner_up']['name']}, {less}.")
    because = quotes_on(reader, request, room.network, [(number, room.topics)])
    met = [meeting for one in repeats[:1] for meeting in meetings(room.network, number, one)[:1]]
    return Finding(
        value,
        wanted.value_of(place, others),
        tuple(why),
        because + evidence_of(reader, request, room.network, met, 2),
    )


def _brings(name: str, alone: Mapping[str, str], ways: int, about: str) -> str:
    """Return why somebody has a seat: what nobody else brings, and what they did on what the meeting is about."""
    kinds = [f"the {'kind of role' if kind == 'role' else kind} {one}" for kind, one in alone.items()]
    does = f"is tied to {about or 'topics'} by {counted(ways, 'work, text or interest', 'works, texts and interests')}"
    said = [f"alone brings {listed(kinds)}"] if kinds else []
    said += [does] if ways else []
    return f"{name} {listed(said) or 'meets people who are new to them'}."


def _caveats(room: _Room, chosen: Invited, size: int, every: int) -> tuple[str, ...]:
    found = []
    if len(room.people) < size:
        some = f"Only {counted(len(room.people), 'person', 'people')}" if len(room.people) else "Nobody"
        found.append(f"{some} can be invited: {size} were asked for.")
    elif len(room.people) < every:
        found.append(f"Chosen among the {len(room.people):,} best known on it, of {every:,}.")
    if chosen.seats:
        found += [_worth(chosen), "Nobody has been asked yet."]
    return tuple(found)


def _worth(chosen: Invited) -> str:
    pairs = len(chosen.seats) * (len(chosen.seats) - 1) // 2
    new = f"; {pairs - chosen.repeats:,} of {counted(pairs, 'pair')} are new" if pairs else ""
    return (
        f"They cover {counted(chosen.covered, 'organisation, place or role', 'organisations, places and roles')}{new}. "
        f"Worth {chosen.worth:.2f}, at most {chosen.bound:.2f} can be had: a gap of {chosen.gap:.1%}. One more "
        "organisation, place or kind of role is worth 1, a pair who are tied already takes 1 away, and what "
        "somebody did on the topic is worth up to a half."
    )
