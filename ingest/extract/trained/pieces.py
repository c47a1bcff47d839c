"""Words as the tagger reads them: pieces of an uncased vocabulary, and the shape that the writer gave each word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

# What the vocabulary of BERT calls the beginning, the end and a word that it cannot spell.
_CLS, _SEP, _UNKNOWN = 101, 102, 100
# Of a longer word (an address, a line of dashes) the rest says nothing more.
_MOST_PIECES = 12
# Words remembered, so that a common one is cut once: about 60 MB when full.
_REMEMBERED = 100_000
_JOINED = re.compile(r"(?<=\w)[-–—/](?=\w)")
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:html?|docx?|pdf|xlsx?|csv)$", re.IGNORECASE)
_ENDS = frozenset(".!?…")

# Letter shapes. A piece that goes on with its word has the shape's number plus seven; 0 is padding.
LOWER, TITLE, UPPER, MIXED, DIGITS, MARKS, INITIAL = range(1, 8)
CONTINUED = 7
SHAPES = 16


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands: `text[start:end]`; the pieces and shapes that stand for it.

    An address (of mail, of a page) names nobody, whoever's name is in it.
    """

    start: int
    end: int
    ends_sentence: bool
    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Words that are read together, as rows of numbers; `first` is the place of each word's first piece."""

    words: tuple[Word, ...]
    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    first: tuple[int, ...]


class Pieces:
    """Cuts words with the tokenizer file of the encoder."""

    def __init__(self, tokenizer: Path) -> None:
        """Read the tokenizer; raises an error of `tokenizers` where the file is none."""
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def of(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the numbers of a word's pieces and shapes."""
        known = self._known.get(word)
        if known is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:_MOST_PIECES] or [_UNKNOWN]
            plain = shape(word)
            known = (tuple(ids), (plain, *[plain + CONTINUED] * (len(ids) - 1)))
            if len(self._known) < _REMEMBERED:
                self._known[word] = known
        return known

    def tokens(self, words: Sequence[str]) -> list[Word]:
        """Return words that a corpus has parted; each one's place is its number."""
        return [Word(at, at + 1, word in _ENDS, *self.of(word)) for at, word in enumerate(words)]

    def words(self, tokens: Sequence[tuple[str, int]]) -> list[Word]:
        """Return the words of tokens given with their place; hyphens and strokes part them, as in the corpora."""
        found = []
        for text, start in tokens:
            address = _ADDRESS.search(text) is not None
            for part, at in _parts(text):
                pieces, shapes = self.of(part)
                place = start + at
                found.append(Word(place, place + len(part), part in _ENDS, pieces, shapes, address))
        return found


def shape(word: str) -> int:
    """Return the number of a word's letter shape: small, Title, CAPITALS, mixed, digits, marks or one capital."""
    if not any(map(str.isalpha, word)):
        return DIGITS if any(map(str.isdigit, word)) else MARKS
    if word.islower():
        return LOWER
    if word.isupper():
        return INITIAL if len(word) == 1 else UPPER
    return TITLE if word[0].isupper() and word[1:].islower() else MIXED


def windows(words: Sequence[Word], most: int) -> Iterator[Window]:
    """Yield stretches of at most `most` pieces, cut after a sentence's end where one stands in the last half."""
    start = 0
    while start < len(words):
        size, stop, cut = 2, start, 0
        while stop < len(words) and size + len(words[stop].pieces) <= most:
            size += len(words[stop].pieces)
            stop += 1
            if words[stop - 1].ends_sentence and size > most // 2:
                cut = stop
        if stop < len(words) and cut:
            stop = cut
        yield window_of(words[start:stop])
        start = stop


def window_of(words: Sequence[Word]) -> Window:
    """Return words as one window, between the marks that the encoder knows."""
    pieces, shapes, first = [_CLS], [0], []
    for word in words:
        first.append(len(pieces))
        pieces += word.pieces
        shapes += word.shapes
    return Window(tuple(words), (*pieces, _SEP), (*shapes, 0), tuple(first))


def _parts(token: str) -> Iterator[tuple[str, int]]:
    """Yield the parts of a token and the marks that join them: "NHS-R" is three, "Leeds" one."""
    at = 0
    for joint in _JOINED.finditer(token):
        yield token[at : joint.start()], at
        yield joint.group(), joint.start()
        at = joint.end()
    yield token[at:], at
