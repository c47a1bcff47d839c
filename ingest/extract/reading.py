"""One document while it is read: its flattened text, its sentences, and what the components have found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from spacy.tokens import Doc

from graph.model import Label
from ingest.extract.labels import ORGANISATIONS, PERSONS, PLACES
from ingest.extract.prose import Context, Relation, Span
from ingest.extract.sentences import flatten, sentences

UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
LOWER = "".join(chr(code) for code in range(0x61, 0x250) if chr(code).islower())
# Addresses and file names hold names that nobody is meant by ("lmh.nhs.uk", "falls.csv", "@asha").
_ADDRESS = re.compile(r"@\w|://|www\.|\w\.(?:csv|xlsx?|pdf|py|md|qmd|html?|org|com|net|uk|io)\b")
_UNBROKEN = re.compile(r"\S{4,}")  # word by word: one pattern for both is quadratic on a page without spaces
# A name goes in from this score on: F is highest where the threshold is half of it (Lipton, Elkan and Naryanaswamy
# 2014), and on web text it lies about 0.8 for people and places, 0.66 for organisations.
_LEAST = {**dict.fromkeys(PERSONS | PLACES, 0.4), **dict.fromkeys(ORGANISATIONS, 0.33)}


@dataclass(frozen=True, slots=True)
class Seen:
    """A name that a trained pipeline saw: `flat[start:end]`, its label in the pipeline's words, and how sure it was."""

    start: int
    end: int
    name: str
    label: str
    score: float


@dataclass(slots=True)
class Reading:
    """A document's text and what is found in it; offsets are those of the text as it was given.

    `flat` is as long as the text: lines that only wrap are joined, typographic signs are plain, and
    what is not read (the field lines between title and body) is blank. `seen` are a trained pipeline's names, and
    `single` the places of those that call a person by one name alone. `language` is that of a text not in English.
    """

    text: str
    flat: str
    title_end: int
    context: Context
    sentences: list[tuple[int, int]]
    spans: list[Span] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    addresses: list[tuple[int, int]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    single: set[tuple[int, int]] = field(default_factory=set)
    language: str = ""

    def of(self, label: Label) -> list[Span]:
        """Return the spans of one label, in order of place."""
        return [span for span in self.spans if span.label is label]

    def surely_seen(self) -> list[Seen]:
        """Return the people, organisations and places of which the trained pipeline is sure enough."""
        return [one for one in self.seen if one.label in _LEAST and one.score >= _LEAST[one.label]]

    def sentence_of(self, place: int) -> tuple[int, int]:
        """Return the sentence that holds a place, or an empty one."""
        at = bisect_right(self.starts, place) - 1
        if at >= 0 and place < self.sentences[at][1]:
            return self.sentences[at]
        return (place, place)

    def around(self, start: int, end: int) -> tuple[str, str]:
        """Return the words before and after a name, within its sentence; patterns look no further than 160 letters."""
        opens, closes = self.sentence_of(start)
        before = self.flat[min(opens, start) : start]
        return before[-160:], self.flat[end : min(max(closes, end), end + 160)]

    def in_title(self, place: int) -> bool:
        """Say whether a place is in the title line."""
        return place < self.title_end

    def by_sentence(self) -> Iterator[tuple[int, int, list[Span]]]:
        """Yield each sentence with its spans, in order."""
        at = 0
        for start, end in self.sentences:
            while at < len(self.spans) and self.spans[at].start < start:
                at += 1
            inside = []
            while at < len(self.spans) and self.spans[at].start < end:
                if self.spans[at].end <= end:
                    inside.append(self.spans[at])
                at += 1
            yield start, end, inside


def begin(text: str, body_start: int, context: Context) -> Reading:
    """Return a document ready to be read: the title line, and the text from `body_start` on."""
    body_start = min(max(body_start, 0), len(text))
    title_end = min(len(text.partition("\n")[0]), body_start)
    flat = flatten(text, title_end, body_start)
    found = sentences(flat, title_end)
    addresses = [word.span() for word in _UNBROKEN.finditer(flat) if _ADDRESS.search(word.group())]
    starts = [start for start, _ in found]
    return Reading(text, flat, title_end, context, found, starts=starts, addresses=addresses)


def reading_of(doc: Doc) -> Reading:
    """Return the reading that the pipeline has hung on a spaCy document."""
    return cast(Reading, doc._.reading)
