"""The ties of a graph as arrays: read in bulk, numbered once, each with the days it was first and last seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.ids import label_of
from graph.model import Label, RelType
from graph.schema import ENTITIES
from graph.store import Reader, Row
from queries.reads import named
from queries.request import Request
from queries.standing import standing

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# What ties people to each other, to what they do, and that to topics and organisations.
PREDICATES = (
    RelType.WORKS_ON, RelType.WROTE, RelType.MENTIONS, RelType.REPLIES_TO, RelType.KNOWS, RelType.AFFILIATED_WITH,
    RelType.ABOUT, RelType.RUNS, RelType.PARTNERS_IN, RelType.FUNDS,
)  # fmt: skip
# People come first, so that a row of a people-by-people matrix has the number that the person has everywhere.
LABELS = (Label.PERSON, Label.PROJECT, Label.ORGANISATION, Label.TOPIC, Label.DOCUMENT)


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Every node by its number: people from 0, then projects, organisations, topics and documents, each by id.

    `rows` are those of the entities, by id; `kinds`, `threads` and `titles` are of documents, by id.
    """

    ids: tuple[str, ...]
    starts: Mapping[Label, int]
    rows: Mapping[str, Row]
    kinds: Mapping[str, str] = field(default_factory=dict)
    threads: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    index: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {node: number for number, node in enumerate(self.ids)})

    def span(self, label: Label) -> range:
        """Return the numbers of the nodes of a label."""
        place = LABELS.index(label)
        ends = [*(self.starts[one] for one in LABELS[1:]), len(self.ids)]
        return range(self.starts[label], ends[place])


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Ties as parallel arrays: ends by number, relationship by its place in PREDICATES, days as yyyymmdd.

    A day that is not known is 0, an unknown month or day within it 00: so that numbers compare as dates do.
    `listed` says that a list or a form declares the tie.
    """

    source: Ints
    predicate: Ints
    target: Ints
    first: Ints
    last: Ints
    listed: Flags

    def of(self, *predicates: RelType) -> Ties:
        """Return the ties of some relationships."""
        return self.where(np.isin(self.predicate, [PREDICATES.index(one) for one in predicates]))

    def where(self, kept: Flags) -> Ties:
        """Return those that a mask keeps."""
        return Ties(*(getattr(self, name)[kept] for name in self.__slots__))

    def between(self, source: range, target: range) -> Ties:
        """Return the ties that lead from one span of nodes to another."""
        inside = (self.source >= source.start) & (self.source < source.stop)
        return self.where(inside & (self.target >= target.start) & (self.target < target.stop))


def read_ties(reader: Reader, request: Request) -> tuple[Nodes, Ties]:
    """Return the nodes and ties that stood at the request's times, in three bulk reads.

    Denials, questions and what was only planned or proposed are no ties. An entity whom nothing ties to anything
    is a node all the same; one that no record describes (any more, or at those times) is none.
    """
    entities = {row["id"]: row for row in reader.find(ENTITIES, "label", list(map(str, LABELS[:-1])))}
    there = (
        standing(reader, request, entities)
        if request.timed
        else {one for one, row in entities.items() if row["records"]}
    )
    documents = reader.read(named("network_documents"), known_at=request.known_at)
    said = reader.read(named("network_ties"), predicates=list(map(str, PREDICATES)), **request.moments)
    known = {one: row for one, row in entities.items() if one in there}
    nodes = number_nodes(_placed_then(known, said) if request.timed else known, documents)
    return nodes, number_ties(nodes, said)


def _placed_then(entities: Mapping[str, Row], said: Sequence[Row]) -> dict[str, Row]:
    """Return the entities; people at another organisation than today's without that one and their role there."""
    at: dict[str, set[str]] = {}
    for row in said:
        if row["predicate"] == RelType.AFFILIATED_WITH and row["target"] in entities:
            at.setdefault(row["source"], set()).update(entities[row["target"]]["names"])
    moved = (
        one
        for one, row in entities.items()
        if row["label"] == Label.PERSON and row["organisation"] and row["organisation"] not in at.get(one, ())
    )
    return {**entities, **{one: {**entities[one], "organisation": "", "role": ""} for one in moved}}


def number_nodes(entities: Mapping[str, Row], documents: Sequence[Row]) -> Nodes:
    """Number entities and documents: by label, and by id within one."""
    groups: dict[Label, list[str]] = {label: [] for label in LABELS}
    for node, row in entities.items():
        groups[Label(row["label"])].append(node)
    groups[Label.DOCUMENT] = [row["document"] for row in documents]
    starts, ids = {}, list[str]()
    for label in LABELS:
        starts[label] = len(ids)
        ids += sorted(groups[label])
    kinds = {row["document"]: row["kind"] for row in documents}
    threads = {row["document"]: row["thread"] or row["document"] for row in documents}
    titles = {row["document"]: row["title"] for row in documents}
    return Nodes(tuple(ids), starts, entities, kinds, threads, titles)


def number_ties(nodes: Nodes, said: Sequence[Row]) -> Ties:
    """Return rows (source, predicate, target, first, last, listed) as arrays; ends that are no nodes are left out."""
    codes = {str(predicate): code for code, predicate in enumerate(PREDICATES)}
    kept = [row for row in said if row["source"] in nodes.index and row["target"] in nodes.index]
    return Ties(
        _ints(nodes.index[row["source"]] for row in kept),
        _ints(codes[row["predicate"]] for row in kept),
        _ints(nodes.index[row["target"]] for row in kept),
        _ints(day(row["first"]) for row in kept),
        _ints(day(row["last"]) for row in kept),
        np.fromiter((bool(row["listed"]) for row in kept), dtype=np.bool_),
    )


def day(date: str) -> int:
    """Return a date as yyyymmdd with 00 for what is not known, and 0 for no date."""
    digits = date[:10].replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdigit() else 0


def date_of(number: int) -> str:
    """Return the ISO date of a day as `day` has it, cut to what is known, or ''."""
    text = f"{number:08d}"
    parts = [text[:4], text[4:6], text[6:]]
    while parts and not int(parts[-1]):
        parts.pop()
    return "-".join(parts)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def label_at(nodes: Nodes, number: int) -> Label | None:
    """Return the label of a node by its number."""
    return label_of(nodes.ids[number])
