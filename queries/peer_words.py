"""How a peer is put: what the two share and through what, where each is, what differs, and a quote for each clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import DocumentKind, Label
from graph.schema import DOCUMENTS, RECORDS
from graph.store import Reader, Row
from queries.answer import Evidence, Finding
from queries.changed import field_lines
from queries.evidence import Said, evidence_of, listed, said_of_ties
from queries.facets import Facet
from queries.people_topics import PeopleTopics, Way
from queries.request import Request

# Topics shown for what two share, each with the ways of both.
_TOPICS = 3
_HEADS = {
    Facet.PROBLEM: "shared problems", Facet.METHOD: "shared methods", Facet.SETTING: "shared settings",
    Facet.NONE: "shared topics",
}  # fmt: skip
_WAYS = {"is about": "has {topic} as their own work or interest", "wrote about": "wrote about {topic}"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as far as known: where they are by the newest word, in which role there, and the claim that says so."""

    id: str
    name: str
    role: str
    organisation: str
    organisation_id: str
    kind: str
    place: str
    ids: tuple[str, ...]
    at: Row | None = None

    @classmethod
    def of(cls, row: Row, at: tuple[Row, Row] | None) -> Person:
        """Return a person from their entity, and from the organisation and the claim on it, where one is known."""
        organisation, claim = at or (None, None)
        return cls(
            row["id"], row["name"], (claim["role"] if claim else "") or row["role"],
            organisation["name"] if organisation else row["organisation"], organisation["id"] if organisation else "",
            organisation["kind"] if organisation else "", row["place"], tuple(row["ids"]), claim,
        )  # fmt: skip

    @property
    def compared(self) -> tuple[str, ...]:
        """What two people are compared by."""
        return self.organisation, self.kind, self.place, self.role


@dataclass(frozen=True, slots=True)
class Peer:
    """A person of a list: the list and its facets, the number, the score, in what they differ, and their contact."""

    relation: str
    facets: tuple[Facet, ...]
    number: int
    score: float
    differs: tuple[str, ...]
    contact: str


@dataclass(frozen=True, slots=True)
class Looked:
    """For whom peers were looked for, by number, everybody looked at, and their topics."""

    person: int
    people: Mapping[int, Person]
    topics: PeopleTopics

    def name_of(self, node: str) -> str:
        """Return the name of a topic or a project."""
        return str(self.topics.network.nodes.rows[node]["name"])


@dataclass(frozen=True, slots=True)
class _Sharing:
    """One topic that two people share, its facet, and how the peer and the one asked about are tied to it."""

    topic: str
    facet: Facet
    ways: tuple[Way, Way]

    @property
    def ties(self) -> list[str]:
        """The ties that say so, those of the peer first."""
        return [tie for way in self.ways for tie in way.ties]


def findings_of(
    reader: Reader, request: Request, looked: Looked, peers: Sequence[Peer]
) -> tuple[Finding, ...]:
    """Return a finding a peer; what no quote says is not said, and a peer of whom nothing is left is left out."""
    shared = {peer.number: _shared(looked, peer) for peer in peers}
    said = said_of_ties(
        reader, (tie for some in shared.values() for one in some for tie in one.ties), request
    )
    kinds = _kind_lines(reader, looked, peers)
    found = []
    for peer in peers:
        proved = [one for one in shared[peer.number] if all(tie in said for tie in one.ties)]
        finding = _finding(looked, peer, _shown(proved, peer), said, kinds)
        if finding is not None:
            found.append(finding)
    return tuple(found)


def _shared(looked: Looked, peer: Peer) -> list[_Sharing]:
    """Return the topics that two share, the most telling first; none that stands above another of them."""
    weights, network = looked.topics.weights, looked.topics.network
    both = weights[looked.person].multiply(weights[peer.number]).tocoo()
    first = network.nodes.span(Label.TOPIC).start
    order = sorted(zip((-both.data).round(9).tolist(), both.col.tolist(), strict=True))
    found, above = [], set[str]()
    for weight, column in order:
        topic = network.nodes.ids[first + column]
        ways = [looked.topics.ways(number, first + column) for number in (peer.number, looked.person)]
        if weight < 0 and topic not in above and all(ways):
            above |= set(looked.topics.facets.above(topic))
            facet = looked.topics.facets.of.get(topic, Facet.NONE)
            found.append(_Sharing(topic, facet, (ways[0][0], ways[1][0])))
    return found


def _shown(proved: Sequence[_Sharing], peer: Peer) -> list[_Sharing]:
    """Return the topics to show: those of the list's own facet first."""
    own = [one for one in proved if one.facet in peer.facets]
    rest = [one for one in proved if one.facet not in peer.facets]
    return [*own, *rest][:_TOPICS]


def _finding(
    looked: Looked,
    peer: Peer,
    shown: Sequence[_Sharing],
    said: Mapping[str, Said],
    kinds: Mapping[str, Evidence],
) -> Finding | None:
    other, me = looked.people[peer.number], looked.people[looked.person]
    same_kind = _same_kind(other, me, kinds) if Facet.SETTING in peer.facets else ()
    if not same_kind and not any(one.facet in peer.facets for one in shown):
        return None
    value: dict[str, Any] = {
        "relation": peer.relation, "id": other.id, "name": other.name, "role": other.role,
        "organisation": other.organisation, "organisation_id": other.organisation_id or None, "place": other.place,
        "differs in": list(peer.differs),
        "contact": peer.contact,
    }  # fmt: skip
    for facet, head in _HEADS.items():
        names = [{"id": one.topic, "name": looked.name_of(one.topic)} for one in shown if one.facet == facet]
        value |= {head: names} if names else {}
    if same_kind:
        value["shared kind of organisation"] = other.kind
    value["through"] = _through(looked, shown)
    value["compared with"] = {"id": me.id, "name": me.name, "organisation": me.organisation}
    why = [*_share_sentence(looked, shown, other, me), *_at_sentence(other, me)]
    if same_kind:
        why.append(f"{other.organisation} and {me.organisation} are both of the kind {other.kind}.")
    quotes = (
        *(one for sharing in shown for tie in sharing.ties for one in said[tie].evidence(1)),
        *(one for person in (other, me) if person.at for one in evidence_of([person.at])),
        *same_kind,
    )
    return Finding(value, peer.score, tuple(why), _each_once(quotes))


def _through(looked: Looked, shown: Sequence[_Sharing]) -> list[dict[str, str]]:
    """Return the projects, and the narrower topics, through which the first topic is shared."""
    nodes = [
        node
        for one in shown[:1]
        for way in one.ways
        for node in (
            way.through if way.way == "works on" else "",
            way.topic if way.topic != one.topic else "",
        )
    ]
    return [{"id": node, "name": looked.name_of(node)} for node in dict.fromkeys(filter(None, nodes))]


def _share_sentence(looked: Looked, shown: Sequence[_Sharing], other: Person, me: Person) -> list[str]:
    if not shown:
        return []
    names = listed([looked.name_of(one.topic) for one in shown])
    clauses = [
        f"{person.name} {_clause(looked, way)}"
        for person, way in zip((other, me), shown[0].ways, strict=True)
    ]
    return [f"{other.name} and {me.name} share {names}.", f"{'; '.join(clauses)}."]


def _clause(looked: Looked, way: Way) -> str:
    topic = looked.name_of(way.topic)
    if way.way == "works on":
        return f"has worked on {looked.name_of(way.through)}, which is about {topic}"
    return _WAYS[way.way].format(topic=topic)


def _at_sentence(other: Person, me: Person) -> list[str]:
    """Return where each is and as what, as the claims on it say; who has none is left out."""
    said = [
        f"{one.name} is {one.at['role'] + ' ' if one.at['role'] else ''}at {one.organisation}"
        for one in (other, me)
        if one.at is not None
    ]
    return [f"{'; '.join(said)}."] if said else []


def _same_kind(other: Person, me: Person, kinds: Mapping[str, Evidence]) -> tuple[Evidence, ...]:
    """Return what the register says of both organisations, where it is the same and is written there."""
    both = (other.organisation_id, me.organisation_id)
    if not other.kind or other.kind != me.kind or not all(one in kinds for one in both):
        return ()
    return tuple(kinds[one] for one in dict.fromkeys(both))


def _kind_lines(reader: Reader, looked: Looked, peers: Sequence[Peer]) -> dict[str, Evidence]:
    """Return the line of each organisation's own entry that gives its kind."""
    whom = [looked.people[number] for number in (looked.person, *(peer.number for peer in peers))]
    kinds = {one.organisation_id: one.kind for one in whom if one.organisation_id and one.kind}
    documents = {
        row["document"]: row["entity"]
        for row in reader.find(RECORDS, "entity", sorted(kinds))
        if row["document"]
    }
    found: dict[str, Evidence] = {}
    for row in reader.find(DOCUMENTS, "id", sorted(documents)):
        organisation = documents[row["id"]]
        for line in field_lines(row, kinds[organisation]) if row["kind"] == DocumentKind.ORGANISATION else ():
            found.setdefault(organisation, line)
    return found


def _each_once(quotes: Iterable[Evidence]) -> tuple[Evidence, ...]:
    found: dict[tuple[str, int, int], Evidence] = {}
    for one in quotes:
        found.setdefault((one.document, one.start, one.end), one)
    return tuple(found.values())
