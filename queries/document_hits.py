"""Which documents have some words: counted and put in order by a few columns of all documents, kept in memory."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.store import Reader, Row
from queries.kept import KeptWhole
from queries.reads import named
from queries.request import Request

# Rows read at a time: some 25 MB.
_AT_ONCE = 50_000
# Two stores; the columns of 300,000 documents are some 40 MB, most of it ids.
_KEPT = 2
# Below every number that a store gives a document: SQLite begins with 1, Neo4j with 0.
_BEFORE_ALL = -1
# The counts of a word that 40,000 of 300,000 documents have took 90 ms where the store read each of their rows; from
# these columns they take one.
Positions = NDArray[np.int64]
NO_HITS: Positions = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Dates:
    """A date of every document: the place of each in `known`, the different dates in order.

    Four bytes a document, where the texts themselves took a hundred.
    """

    code: NDArray[np.int32]
    known: tuple[str, ...]

    @staticmethod
    def of(dates: Sequence[str]) -> _Dates:
        known = tuple(sorted(set(dates)))
        codes = {date: code for code, date in enumerate(known)}
        return _Dates(np.fromiter((codes[date] for date in dates), np.int32, len(dates)), known)

    def until(self, hits: Positions, moment: str) -> NDArray[np.bool_]:
        """Say whose date is not after a moment; what has no date is before all."""
        until: NDArray[np.bool_] = self.code[hits] < bisect_right(self.known, moment)
        return until

    def is_empty(self, hits: Positions) -> NDArray[np.bool_]:
        """Say which have no date."""
        return self.until(hits, "")


@dataclass(frozen=True, slots=True, eq=False)
class DocumentColumns:
    """What documents are counted and put in order by; a position stands for a document, in order of `numbers`.

    `numbers` are those the store knows documents by, ascending; `group` leads into `groups`, pairs of source and
    year; `place` is a document's in the order newest first, then by id. `published`, `recorded` and `retired` say
    when it was written, read, and taken back ('' for not).
    """

    numbers: Positions
    ids: tuple[str, ...]
    group: NDArray[np.int32]
    groups: tuple[tuple[str, str], ...]
    comment: NDArray[np.bool_]
    place: NDArray[np.int32]
    published: _Dates
    recorded: _Dates
    retired: _Dates

    def having(self, reader: Reader, words: str, request: Request) -> Positions:
        """Return the positions of the documents that have these words, and were there at the request's times.

        The words are given as the full-text indexes read them.
        """
        found: list[int] = reader.read(named("documents_with_words"), words=words)[0]["numbers"]
        if not found or not len(self.numbers):
            return NO_HITS
        numbers = np.array(found, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        hits = at[self.numbers[at] == numbers]
        standing: Positions = hits[self._standing(hits, request)]
        return standing

    def _standing(self, hits: Positions, request: Request) -> NDArray[np.bool_]:
        """Say which documents had been written and read by the request's times, and were not taken back then.

        One that was taken back keeps its words.
        """
        stands = self.retired.is_empty(hits)
        if not request.timed:
            return stands
        stands = stands | ~self.retired.until(hits, request.known_at)
        read = self.recorded.until(hits, request.known_at)
        # What has no date was there from the day it was read: a list of 2025 says nothing of 2019.
        undated = self.published.is_empty(hits) & ~self.recorded.until(hits, request.as_of)
        return stands & read & self.published.until(hits, request.as_of) & ~undated

    def counted(self, hits: Positions) -> Iterator[tuple[str, str, int]]:
        """Yield each source and year that some of these documents are of, with how many, in order."""
        counts = np.bincount(self.group[hits], minlength=len(self.groups)).tolist()
        yield from ((*group, count) for group, count in zip(self.groups, counts, strict=True) if count)

    def best(self, hits: Positions, scores: NDArray[Any], most: int) -> Positions:
        """Return the positions of the documents of the highest scores, newest first within a score."""
        places = self.place[hits]
        if len(hits) > most:
            # One number each, so that the few best are parted from the many without putting all in order.
            ranks = np.unique(-scores, return_inverse=True)[1] * len(self.numbers) + places
            few = np.argpartition(ranks, most)[: most + 1]
            hits, scores, places = hits[few], scores[few], places[few]
        ordered: Positions = hits[np.lexsort((places, -scores))]
        return ordered[:most]


def _read(reader: Reader) -> DocumentColumns:
    numbers, ids, group, comment = array("q"), list[str](), array("i"), bytearray()
    published, recorded, retired = list[str](), list[str](), list[str]()
    groups = dict[tuple[str, str], int]()
    for row in _rows(reader):
        numbers.append(row["number"])
        ids.append(row["id"])
        group.append(groups.setdefault((row["source"], row["published"][:4]), len(groups)))
        comment.append(row["kind"] == "comment")
        published.append(row["published"])
        recorded.append(row["recorded"])
        retired.append(row["retired"])
    # Two stable sorts: by id, then the newest first.
    order = sorted(sorted(range(len(ids)), key=ids.__getitem__), key=published.__getitem__, reverse=True)
    place = np.empty(len(ids), dtype=np.int32)
    place[order] = np.arange(len(ids), dtype=np.int32)
    named_in_order = sorted(groups)
    renumbered = np.array([named_in_order.index(one) for one in groups], dtype=np.int32)
    return DocumentColumns(
        np.array(numbers, dtype=np.int64),
        tuple(ids),
        renumbered[np.array(group, dtype=np.int32)],
        tuple(named_in_order),
        np.array(comment, dtype=np.bool_),
        place,
        *map(_Dates.of, (published, recorded, retired)),
    )


def _rows(reader: Reader) -> Iterator[Row]:
    after = _BEFORE_ALL
    while True:
        rows = reader.read(named("document_columns"), after=after, limit=_AT_ONCE)
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1]["number"]


_columns = KeptWhole(_read, _KEPT)


def document_columns(reader: Reader) -> DocumentColumns:
    """Return the columns of a store's documents, kept while the store does not change."""
    return _columns.of(reader)
