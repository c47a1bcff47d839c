"""What there is to rank people by, read from the store: their texts, their work, what is said of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.catalog import NamedRead
from graph.ids import tie_id
from graph.model import DocumentKind, RelType
from graph.store import Reader, Row
from queries.expertise.ranking import Ground, Traces
from queries.reads import named
from queries.request import Request
from queries.text import IndexBuilder

# What somebody wrote, did, and is said to be busy with; hearing of something or considering it is no knowledge of it.
_PREDICATES = (
    RelType.WROTE,
    RelType.WORKS_ON,
    RelType.ABOUT,
    RelType.ADOPTED,
    RelType.ADAPTED,
    RelType.STOPPED,
)
# Every id of a tie is of one length.
_TIE = len(tie_id("", "", ""))
# Rows read at a time: some tens of MB of texts.
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, eq=False)
class Community:
    """The ground to rank on, and what its numbers stand for.

    `documents` is one a text: the document, or '' for a single sentence said of somebody. `ties` is one a trace: the
    id of the tie whose claims say that the person has a part in the text, in ASCII; `how` is its predicate's place
    among those counted. Arrays, since a string object for each trace takes four times as much.
    """

    ground: Ground
    people: tuple[str, ...]
    documents: tuple[str, ...]
    ties: NDArray[np.bytes_]
    how: NDArray[np.uint8]

    def ties_of(self, traces: NDArray[np.intp]) -> list[str]:
        """Return the ids of some traces' ties, in their order."""
        return [str(tie) for tie in self.ties[traces].astype(np.str_).tolist()]

    def how_of(self, trace: int) -> RelType:
        """Return how a trace's person has a part in its text."""
        return _PREDICATES[self.how[trace]]


def read_community(reader: Reader, request: Request) -> Community:
    """Return everybody's traces at the request's times, with the index of all texts."""
    builder, gathered = IndexBuilder(), _Gathered()
    for row in _pages(reader, named("text_documents"), "document", known_at=request.known_at):
        builder.add(row["text"])
        gathered.add_text(row["document"], row["published"])
    of_projects: dict[str, list[int]] = {}
    for row in reader.read(named("documents_of_projects"), known_at=request.known_at):
        if row["document"] in gathered.numbers:
            of_projects.setdefault(row["project"], []).append(gathered.numbers[row["document"]])
    predicates = [str(predicate) for predicate in _PREDICATES]
    for row in _pages(reader, named("traces_of_people"), "claim", predicates=predicates, **request.moments):
        for text in _texts_of(row, gathered, of_projects, builder):
            gathered.add_trace(row, text)
    return gathered.community(builder)


def _texts_of(
    row: Row, gathered: _Gathered, of_projects: dict[str, list[int]], builder: IndexBuilder
) -> list[int]:
    """Return the texts that a claim gives its person a part in.

    A document that they wrote; the rows that describe their project; else the sentence itself, for a post by somebody
    else that names them once is not theirs.
    """
    if row["predicate"] == RelType.WROTE:
        written = gathered.numbers.get(row["object"])
        return [] if written is None else [written]
    described = of_projects.get(row["object"], [])
    if row["kind"] == DocumentKind.PROJECT and described:
        return described
    builder.add(f"{row['quote']} {row['object_name']}")
    return [gathered.add_text("", row["published"]), *described]


class _Gathered:
    """Texts and traces while they are read: numbers in arrays, since there may be a million."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._documents: list[str] = []
        self._years = array("f")
        self._people: dict[str, int] = {}
        self._person, self._text = array("i"), array("i")
        self._ties, self._how = bytearray(), bytearray()

    def add_text(self, document: str, published: str) -> int:
        """Take the next text, and return its number."""
        number = len(self._documents)
        if document:
            self.numbers[document] = number
        self._documents.append(document)
        self._years.append(_year(published))
        return number

    def add_trace(self, row: Row, text: int) -> None:
        """Take the part that a claim's person has in a text."""
        self._person.append(self._people.setdefault(row["person"], len(self._people)))
        self._text.append(text)
        self._ties += tie_id(row["person"], row["predicate"], row["object"]).encode("ascii")
        self._how.append(_PREDICATES.index(row["predicate"]))

    def community(self, builder: IndexBuilder) -> Community:
        """Return all that was taken."""
        person, text = (np.array(numbers, dtype=np.int32) for numbers in (self._person, self._text))
        years = np.array(self._years, dtype=np.float32)
        known = years[np.isfinite(years)]
        traces = Traces(person, text, np.ones(len(person), dtype=np.float32), len(self._people), years)
        # The newest text is now: an answer must not change because a day has passed.
        ground = Ground(builder.build(), traces, float(known.max()) if len(known) else 0.0)
        ties = np.frombuffer(self._ties, dtype=f"S{_TIE}")
        how = np.frombuffer(self._how, dtype=np.uint8)
        return Community(ground, tuple(self._people), tuple(self._documents), ties, how)


def _pages(reader: Reader, read: NamedRead, column: str, **given: object) -> Iterator[Row]:
    """Yield the rows of a read page by page, in order of a column."""
    after = ""
    while True:
        rows = reader.read(read, after=after, limit=_AT_ONCE, **given)
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1][column]


def _year(date: str) -> float:
    """Return a date as a year with decimals: the middle of what is known of it; nan for none."""
    if not date[:4].isdigit():
        return float("nan")
    month = int(date[5:7]) if date[5:7].isdigit() else 7
    return int(date[:4]) + (month - 0.5) / 12
