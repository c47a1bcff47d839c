"""Peers: people like somebody but somewhere different, in three short lists, from closest to useful stranger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.errors import UsageError
from graph.model import Label, RelType
from graph.names import name_key, words
from graph.schema import ENTITIES
from graph.store import Reader, Row
from queries.affiliations import affiliations_of
from queries.answer import Answer
from queries.facets import Facet, Facets, facets_of
from queries.look_up import look_up
from queries.network import Network, network_of
from queries.network.suggestible import suggestible
from queries.network.ties import Flags
from queries.peer_words import Looked, Peer, Person, findings_of
from queries.people_topics import PeopleTopics, people_topics
from queries.request import Request

PROBLEM, METHOD, ROLE = "same problem elsewhere", "same method, other place", "other role, same setting"
# Topics of no facet count as problems: in a vocabulary without kinds they are what people work on.
_FACETS = {PROBLEM: (Facet.PROBLEM, Facet.NONE), METHOD: (Facet.METHOD,), ROLE: (Facet.SETTING,)}
_SHORT = 5
# Candidates of a list that are looked at closely: enough for five when most are of one's own organisation.
_CLOSE_LOOK = 200
_MIDDLE = 0.5
# Being at the same kind of organisation is a setting shared, but one that many share: half of a topic's weight.
_SAME_KIND = 0.5
# Two roles of which half the words are the same are one role ("Improvement Lead", "Quality Improvement Lead").
_SAME_ROLE = 0.5


@dataclass(frozen=True, slots=True)
class _Asked:
    """For whom peers are looked for, and everything that is looked at for it."""

    person: int
    distance: float
    network: Network
    topics: PeopleTopics
    close: Any
    may: Flags


def answer(reader: Reader, request: Request) -> Answer:
    """Return three short lists of people who share a problem, a method or a setting with somebody, and are elsewhere.

    What two share is the cosine of their topics of that kind. `distance` weighs it by how alike the two are otherwise
    (0), not at all (.5, unless said), or by how different (1): people learn most from those who share the problem and
    little else, and can least easily reach them (Rogers 2003, Diffusion of Innovations, ch. 8: optimal heterophily).
    Each person stands in one list. Raises NotFoundError, AmbiguousError, or UsageError for a distance that is none.
    """
    distance = _distance(request.get("distance"))
    whom = look_up(reader, Label.PERSON, request.get("person"), request)
    network = network_of(reader, request)
    facets = facets_of(reader, request)
    if whom["id"] not in network.nodes.index:
        return Answer("peers", request.values, (), caveats=(_no_topics(whom),))
    topics = people_topics(network, facets)
    person = network.nodes.index[whom["id"]]
    everything = topics.of(tuple(Facet))
    consent = suggestible(reader, network)
    asked = _Asked(person, distance, network, topics, _cosines(everything, person), consent.may)
    people, lists = _lists(reader, request, asked)
    short = _SHORT if "limit" not in request.values else max(_SHORT, request.limit // len(_FACETS))
    chosen = _each_once(lists, short, people)
    page = chosen[request.offset : request.offset + request.limit]
    more = str(request.offset + request.limit) if request.offset + request.limit < len(chosen) else ""
    found = findings_of(reader, request, Looked(person, people, topics), page)
    caveats = (*_caveats(whom, facets, everything[person].nnz > 0), consent.told(request))
    return Answer("peers", request.values, found, caveats=caveats, next=more)


def _distance(given: str) -> float:
    try:
        distance = float(given or _MIDDLE)
    except ValueError:
        distance = -1.0
    if not 0 <= distance <= 1:
        raise UsageError(f"`distance` is {given!r}", "give a number from 0 (closest) to 1 (useful stranger)")
    return distance


def _cosines(rows: Any, person: int) -> Any:
    return np.asarray((rows @ rows[person].T).todense()).ravel()


def _lists(
    reader: Reader, request: Request, asked: _Asked
) -> tuple[dict[int, Person], dict[str, list[tuple[float, Peer]]]]:
    """Return everybody looked at, and the candidates of each list, best first."""
    shared = {name: _cosines(asked.topics.of(facets), asked.person) for name, facets in _FACETS.items()}
    # Whom only the setting's kind makes a candidate is found among those who share any topic at all.
    looked = shared | {ROLE: shared[ROLE] + asked.close}
    candidates = {name: _best(scores * asked.may, asked.person) for name, scores in looked.items()}
    numbers = {asked.person, *(number for some in candidates.values() for number in some)}
    people = _people(reader, request, asked.network, numbers)
    me, colleagues = people[asked.person], _colleagues(asked)
    lists: dict[str, list[tuple[float, Peer]]] = {}
    for name, some in candidates.items():
        found = []
        for number in some:
            other, score = people[number], float(shared[name][number])
            if name == ROLE:
                score = _setting(score, me, other)
            if score > 0 and _may_be(name, me, other):
                differs = _differences(me, other)
                weighed = score * _weight(asked, number, me, other)
                found.append(
                    (weighed, Peer(name, _FACETS[name], number, weighed, differs, _contact(asked, number)))
                )
        # Of whom no organisation is known, nobody can say that they are elsewhere: they fill what room is left, and
        # so do those on a project with the one who asks, who know each other already.
        found.sort(
            key=lambda one: (
                not people[one[1].number].organisation,
                one[1].number in colleagues,
                -round(one[0], 9),
                people[one[1].number].name,
                people[one[1].number].id,
            )
        )
        lists[name] = found
    return people, lists


def _colleagues(asked: _Asked) -> frozenset[int]:
    """Return everybody who is on a project with the one who asks."""
    work = asked.network.ties.of(RelType.WORKS_ON)
    mine = work.target[work.source == asked.person]
    return frozenset(work.source[np.isin(work.target, mine)].tolist())


def _best(scores: Any, person: int) -> list[int]:
    order = np.argsort(-scores, kind="stable")[: _CLOSE_LOOK + 1]
    return [int(number) for number in order if scores[number] > 0 and number != person]


def _people(reader: Reader, request: Request, network: Network, numbers: set[int]) -> dict[int, Person]:
    ids = {network.nodes.ids[number]: number for number in numbers}
    rows = {row["id"]: row for row in reader.find(ENTITIES, "id", sorted(ids))}
    at = affiliations_of(reader, request, sorted(ids))
    return {ids[one]: Person.of(rows[one], at.get(one)) for one in sorted(ids) if one in rows}


def _may_be(name: str, me: Person, other: Person) -> bool:
    """Say whether somebody can stand in a list: not at one's own organisation, nor perhaps oneself under one name."""
    here = name_key(Label.ORGANISATION, me.organisation)
    if _perhaps_one(me, other) or (here and here == name_key(Label.ORGANISATION, other.organisation)):
        return False
    if name == ROLE:
        return bool(me.role and other.role) and not _same_role(me.role, other.role)
    there = name_key(Label.TOPIC, other.place)
    return name == PROBLEM or not there or name_key(Label.TOPIC, me.place) != there


def _perhaps_one(me: Person, other: Person) -> bool:
    """Say whether two entries may be one person: one name, or family name and initial, and no list has both."""
    mine, others = (name_key(Label.PERSON, one.name).split(" ") for one in (me, other))
    alike = mine == others or (mine[-1], mine[0][:1]) == (others[-1], others[0][:1])
    schemes = {one.partition(":")[0] for one in me.ids} & {one.partition(":")[0] for one in other.ids}
    return alike and not schemes


def _same_role(one: str, other: str) -> bool:
    left, right = set(words(one)), set(words(other))
    return len(left & right) >= _SAME_ROLE * len(left | right)


def _setting(score: float, me: Person, other: Person) -> float:
    """Return how far the setting is shared: topics of setting, or the kind of organisation that a register gives."""
    same = bool(me.kind) and name_key(Label.TOPIC, me.kind) == name_key(Label.TOPIC, other.kind)
    return max(score, _SAME_KIND) if same else score


def _differences(me: Person, other: Person) -> tuple[str, ...]:
    """Return in what two are known to differ."""
    pairs = {
        "organisation": (me.organisation, other.organisation),
        "kind of organisation": (me.kind, other.kind),
        "place": (me.place, other.place),
        "role": (me.role, other.role),
    }
    return tuple(
        name for name, (mine, others) in pairs.items()
        if mine and others and name_key(Label.TOPIC, mine) != name_key(Label.TOPIC, others)
    )  # fmt: skip


def _weight(asked: _Asked, number: int, me: Person, other: Person) -> float:
    """Return the weight of the dial: 1 in the middle, towards 0 it favours the alike, towards 1 the different."""
    known = [
        (mine, others) for mine, others in zip(me.compared, other.compared, strict=True) if mine and others
    ]
    apart = [float(name_key(Label.TOPIC, mine) != name_key(Label.TOPIC, others)) for mine, others in known]
    apart.append(1.0 - float(asked.close[number]))
    apart.append({"yes": 0.0, "through somebody": 0.5}.get(_contact(asked, number), 1.0))
    strange = sum(apart) / len(apart)
    return 2 * ((1 - asked.distance) * (1 - strange) + asked.distance * strange)


def _contact(asked: _Asked, number: int) -> str:
    """Return whether two have had to do with each other by what was read: yes, through somebody, or none read."""
    matrix = asked.network.matrix
    mine, others = (set(matrix[one].indices.tolist()) for one in (asked.person, number))
    if number in mine:
        return "yes"
    return "through somebody" if mine & others else "none read"


def _each_once(
    lists: Mapping[str, list[tuple[float, Peer]]], short: int, people: Mapping[int, Person]
) -> list[Peer]:
    """Return the lists one after the other, each person in the first that has room for them."""
    taken: list[Person] = []
    found = []
    for some in lists.values():
        room = short
        for _, peer in some:
            other = people[peer.number]
            if room and not any(other.id == one.id or _perhaps_one(other, one) for one in taken):
                taken.append(other)
                found.append(peer)
                room -= 1
    return found


def _no_topics(whom: Row) -> str:
    return f"No topic is known of {whom['name']}: peers are people who share one."


def _caveats(whom: Row, facets: Facets, any_topics: bool) -> tuple[str, ...]:
    said = [] if any_topics else [_no_topics(whom)]
    unknown = sum(1 for facet in facets.of.values() if facet is Facet.NONE)
    if not facets.some(Facet.METHOD):
        said.append("No topic is known to be a method here: give the topics of the vocabulary a kind.")
    if unknown:
        said.append(
            f"{unknown} of {len(facets.of)} topics are of no kind in the vocabulary: they count as problems."
        )
    said.append("What is shared is what was read; people may do more than they wrote.")
    return tuple(said)
