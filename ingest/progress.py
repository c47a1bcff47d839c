"""How far a run is: told after each document, so that somebody who waits sees it move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from ingest.document import Draft, Skip


class Progress(Protocol):
    """What a run calls as it goes on."""

    def __call__(self, source: str, documents: int, words: int = 0, total: int = 0) -> None:
        """Take note of the documents of a source that are done and of the words of prose read in them.

        `total` is how many documents there are, 0 while nobody knows.
        """


def nobody(source: str, documents: int, words: int = 0, total: int = 0) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Watch:
    """Counts the documents and words of the source that is being read, and tells whoever waits."""

    tell: Progress = nobody
    totals: dict[str, int] = field(default_factory=dict)
    source: str = ""
    documents: int = 0
    words: int = 0

    def begin(self, source: str) -> None:
        """Go on to a source."""
        self.source, self.documents, self.words = source, 0, 0

    def read(self, text: str, done: int) -> None:
        """Count the words of a document whose prose was read, the last of `done` in its batch."""
        self.words += len(text.split())
        self._tell(self.documents + done)

    def leave(self, batch: int) -> None:
        """Count a batch of so many documents as done."""
        self.documents += batch
        self._tell(self.documents)

    def counted(self, source: str, items: Iterable[Draft | Skip]) -> Iterator[Draft | Skip]:
        """Yield what a source holds, and know afterwards how many documents that are."""
        number = 0
        for item in items:
            number += isinstance(item, Draft)
            yield item
        self.totals[source] = number

    def _tell(self, documents: int) -> None:
        self.tell(self.source, documents, self.words, self.totals.get(self.source, 0))
