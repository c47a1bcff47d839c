"""The names of a register, found in a line of words: exactly, in another order, or with a letter wrong."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.resolve.register.entries import Body
from ingest.resolve.register.words import Word, name_words

# Longer names are found by their first words: no window of a line is longer.
_LONGEST = 12
# Registers add the country or town where a name is borne twice: "Fujitsu (Japan)".
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_GERMAN = re.compile("[äöüÄÖÜ]")
# A word of more names than this tells too little to look names up by.
_MOST_NAMES = 400
# Names compared letter by letter with one stretch of a line, at most: the cost of a line stays bounded.
_MOST_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a body in a line: the span of words, and how alike they are (1 where they are the same words)."""

    body: int
    start: int
    end: int
    likeness: float = 1.0
    acronym: bool = False
    reordered: bool = False
    other_name: bool = False


class NameIndex:
    """All names of all bodies, by their words."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._phrases: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._acronyms: dict[str, list[int]] = defaultdict(list)
        self._bags: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._names: list[tuple[tuple[str, ...], int]] = []
        self._own: dict[int, tuple[str, ...]] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for number, body in enumerate(bodies):
            keys = dict.fromkeys(name_words(name)[:_LONGEST] for name in _spellings(body))
            self._own[number] = name_words(body.name)[:_LONGEST]
            for key in filter(None, keys):
                self._add(key, number)
            for acronym in body.acronyms:
                self._acronyms[acronym.replace(".", "").strip()].append(number)
            counts.update({word for key in keys for word in key})
        self._counts = counts
        self._bodies = max(1, len(bodies))

    def _add(self, key: tuple[str, ...], number: int) -> None:
        self._phrases[key].append(number)
        if len(key) > 1:
            self._bags[tuple(sorted(key))].append(number)
            for word in set(key):
                self._by_word[word].append(len(self._names))
            self._names.append((key, number))

    def weight(self, word: str) -> float:
        """Return how much a word tells: its inverse document frequency over the bodies, in nats."""
        return math.log(self._bodies / (1 + self._counts.get(word, 0)))

    def exact(self, words: Sequence[Word]) -> Iterator[Found]:
        """Yield every name that stands in a line word for word, or with its words in another order."""
        keys = [word.key for word in words]
        for start in range(len(keys)):
            written = words[start].written
            if written.isupper() or any(c.isupper() for c in written[1:]):
                for body in self._acronyms.get(written, ()):
                    yield Found(body, start, start + 1, acronym=True)
            for end in range(start + 1, min(len(keys), start + _LONGEST) + 1):
                window = tuple(keys[start:end])
                same = self._phrases.get(window, ())
                for body in same:
                    yield Found(body, start, end, other_name=self._own[body] != window)
                if not same and end > start + 1 and words[start].segment == words[end - 1].segment:
                    for body in self._bags.get(tuple(sorted(window)), ()):
                        yield Found(body, start, end, 0.9, reordered=True)

    def near(self, words: Sequence[Word], least: float) -> Iterator[Found]:
        """Yield names that a stretch of a line is nearly: most of its telling words, letter by letter alike."""
        from rapidfuzz import fuzz

        for start, end in _stretches(words):
            keys = [word.key for word in words[start:end]]
            heard = " ".join(keys)
            for place in self._sharing(keys):
                key, body = self._names[place]
                likeness = fuzz.ratio(heard, " ".join(key)) / 100
                if likeness >= least:
                    yield Found(body, start, end, likeness)

    def _sharing(self, keys: Sequence[str]) -> list[int]:
        """Return the names that share most with some words, by the weight of what they share."""
        shared: Counter[int] = Counter()
        for word in set(keys):
            places = self._by_word.get(word, ())
            if 0 < len(places) <= _MOST_NAMES:
                weight = int(100 * self.weight(word))
                for place in places:
                    shared[place] += weight
        return [place for place, _ in shared.most_common(_MOST_COMPARED)]


def _spellings(body: Body) -> Iterator[str]:
    """Yield the names of a body, also without what stands in brackets behind them, and with ü written as ue."""
    for name in (body.name, *body.names):
        yield name
        yield _IN_BRACKETS.sub("", name)
        if _GERMAN.search(name):
            yield _GERMAN.sub(lambda found: found.group() + "e", name)


def _stretches(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the segments of a line, and each two that follow one another."""
    starts = [n for n in range(len(words)) if n == 0 or words[n].segment != words[n - 1].segment]
    ends = [*starts[1:], len(words)]
    for number, start in enumerate(starts):
        for end in ends[number : number + 2]:
            if 2 <= end - start <= _LONGEST:
                yield start, end
