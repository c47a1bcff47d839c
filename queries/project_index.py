"""The texts and topics of all projects in memory, and how near each is to a project or to free words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph.model import Label, RelType
from graph.store import Reader, Row
from queries.network import Network, network_of
from queries.reads import named
from queries.request import Request
from queries.text import IndexBuilder, TextIndex

Floats = NDArray[np.float64]

# Chosen on the judged pairs of tests/quality/similar_projects: what words share, what they mean, and topics in common.
WORDS, MEANING, TOPICS = 1.0, 0.5, 0.15
# A topic known to be an aim, a method or a setting says more than a tag or the name of a programme.
KNOWN_TOPICS = 0.6
# The block of fields under the title ("Team: …"): who pays and who works says nothing of what is done.
_FIELDS = re.compile(r"\A(?P<title>[^\n]*)\n(?:[^\n]{1,40}: [^\n]*\n?)+(?:\n|\Z)")
_LABEL = re.compile(r"^[A-Z][\w -]{1,30}: ", re.MULTILINE)

_made: WeakKeyDictionary[Network, ProjectIndex] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class ProjectIndex:
    """Every project by number: its entity, the documents that describe it, its topics, and an index of the texts."""

    rows: Sequence[Row]
    documents: Mapping[str, Sequence[Row]]
    topics: Sequence[frozenset[str]]
    text: TextIndex
    rarity: Mapping[str, float]
    having: Mapping[str, Sequence[int]]

    def number(self, project: str) -> int:
        """Return the number of a project, -1 for one that is not there."""
        return next((place for place, row in enumerate(self.rows) if row["id"] == project), -1)

    def words(self, number: int) -> str:
        """Return what is said of a project: its name and its documents' words, without their fields."""
        row = self.rows[number]
        return said_of(row, self.documents.get(row["id"], ()))

    def nearness(self, words: str, topics: Mapping[str, bool], own: int = -1) -> Floats:
        """Return how near each project is to words and topics: 0 to about 2, and 0 for the one asked about (`own`).

        `topics` says of each topic whether it is known to be an aim, a method or a setting.

        A weighted sum (Fox and Shaw 1994, "Combination of Multiple Searches") of BM25, over its best score, of the
        cosine of meaning, where it is above what any two texts have, and of the topics in common by rarity.
        """
        asked = {term: 1.0 + float(np.log(count)) for term, count in self.text.asked(words).items()}
        by_words = np.array(self.text.bm25(asked), dtype=np.float64)
        by_words[own if own >= 0 else []] = 0.0
        best = float(by_words.max()) if len(by_words) else 0.0
        meaning = np.asarray(self.text.meaning(words), dtype=np.float64)
        usual = float(np.median(meaning)) if len(meaning) else 0.0
        found = MEANING * np.clip((meaning - usual) / max(1.0 - usual, 1e-9), 0.0, 1.0)
        found += WORDS * (by_words / best if best else by_words)
        found += self._shared(topics)
        found[own if own >= 0 else []] = 0.0
        return found

    def _shared(self, topics: Mapping[str, bool]) -> Floats:
        """Return for each project how telling the topics in common are: one that all have says nothing."""
        found = np.zeros(len(self.rows))
        for topic in sorted(topics.keys() & self.rarity.keys()):
            weight = KNOWN_TOPICS if topics[topic] else TOPICS
            found[list(self.having[topic])] += weight * self.rarity[topic] ** 2
        return np.minimum(found, 1.0)


def project_index(reader: Reader, request: Request) -> ProjectIndex:
    """Return the index of the projects as they stood at the request's times, made once for each state of the store."""
    network = network_of(reader, request)
    made = _made.get(network)
    if made is None:
        made = _made[network] = _index(reader, request, network)
    return made


def said_of(row: Row, documents: Sequence[Row]) -> str:
    """Return a project's name and the words of its documents, without fields and headings."""
    said = [_LABEL.sub("", _FIELDS.sub(r"\g<title>\n", document["text"])) for document in documents]
    return "\n".join([str(row["name"]), *said])


def _index(reader: Reader, request: Request, network: Network) -> ProjectIndex:
    span, nodes = network.nodes.span(Label.PROJECT), network.nodes
    documents: dict[str, list[Row]] = {}
    for row in reader.read(named("project_documents"), known_at=request.known_at):
        documents.setdefault(row["project"], []).append({**row, "id": row["document"]})
    topics: list[set[str]] = [set() for _ in span]
    about = network.ties.of(RelType.ABOUT).between(span, nodes.span(Label.TOPIC))
    for source, target in zip(about.source.tolist(), about.target.tolist(), strict=True):
        topics[source - span.start].add(nodes.ids[target])
    rows = [nodes.rows[nodes.ids[number]] for number in span]
    builder = IndexBuilder()
    for row in rows:
        builder.add(said_of(row, documents.get(row["id"], ())))
    having: dict[str, list[int]] = {}
    for number, some in enumerate(topics):
        for topic in some:
            having.setdefault(topic, []).append(number)
    whole = float(np.log1p(max(len(rows), 1)))
    rarity = {topic: float(np.log1p(len(rows) / len(numbers))) / whole for topic, numbers in having.items()}
    return ProjectIndex(
        rows, documents, [frozenset(some) for some in topics], builder.build(), rarity, having
    )
