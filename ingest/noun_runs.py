"""Runs of plain words that may be terms: what stands between function words, capitals, names and signs.

The candidates of RAKE (Rose and others 2010, Automatic keyword extraction from individual documents): text cut at stop
words and at punctuation. A run that holds a capital inside a sentence, or touches a name that was found, is left out
whole: what is beside a name is often a part of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.extract.vocabulary import word_set

# Longer runs are no sentences: lists, tables, code.
_LONGEST_RUN = 6
# A word with its hyphens, or any sign; blanks alone end no run.
_TOKEN = re.compile(r"\d\w*|[^\W\d_]+(?:[-'’][^\W\d_]+)*|•+|\S")
_PLAIN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END = frozenset(".!?:;…|")
_SENTENCE_MAY_OPEN = frozenset("\"'“”‘’([{*#>-–—")
MASK = "•"
_LINE = re.compile(r"[^\n]+")
# Code and addresses in a line make it no prose.
_CODE = re.compile(r"[<>={}\\~^`$@]|\w\(|\w_\w|https?:|www\.")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in small letters that follow each other; `before` is the word in front of them, or ''.

    `spots` are the start and end of each word in the text.
    """

    words: tuple[str, ...]
    spots: tuple[tuple[int, int], ...]
    before: str


@dataclass(slots=True)
class _Open:
    """The run that is being read; a spoilt one is not given out."""

    before: str = ""
    spots: list[tuple[int, int]] = field(default_factory=list)
    spoilt: bool = False


def prose_lines(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each line from `start` that is prose: no code, no address."""
    for line in _LINE.finditer(text, start):
        if not _CODE.search(line.group()):
            yield line.span()


def noun_runs(text: str, start: int, end: int) -> Iterator[Run]:
    """Yield the runs of a line; a masked word spoils its run as a name does."""
    breaks, run, opening = word_set("phrase_breaks"), _Open(), True
    for token in _TOKEN.finditer(text, start, end):
        word = token.group()
        if word in breaks or not (word[0].isalpha() or word[0] == MASK):
            yield from _closed(text, run)
            run = _Open(word)
        elif word.islower() and _PLAIN.fullmatch(word):
            run.spots.append(token.span())
        elif word[0] == MASK or _is_name(word, opening):
            run.spoilt = True
        else:
            yield from _closed(text, run)
            run = _Open(word.lower())
        opening = word in _SENTENCE_END or (opening and word in _SENTENCE_MAY_OPEN)
    yield from _closed(text, run)


def without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return a text, as long as it was, with what stands in some places masked; they may lie over one another."""
    out, at = [], 0
    for start, end in sorted(places):
        if end > at:
            out += [text[at:start], MASK * (end - max(start, at))]
            at = end
    return "".join([*out, text[at:]])


def _is_name(word: str, opening: bool) -> bool:
    """Say whether a word has the capital of a name: no acronym, and not the first of its sentence."""
    return not opening and not word.islower() and not word.isupper()


def _closed(text: str, run: _Open) -> Iterator[Run]:
    if run.spots and not run.spoilt and len(run.spots) <= _LONGEST_RUN:
        yield Run(tuple(text[low:high] for low, high in run.spots), tuple(run.spots), run.before)
