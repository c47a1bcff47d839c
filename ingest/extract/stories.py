"""Finds the names of people in stories that no list of names has, by what the story says around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.model import Label
from graph.names import name_key
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Span
from ingest.extract.reading import Reading
from ingest.extract.third_parties import is_named_after_cue, is_named_before_cue
from ingest.extract.vocabulary import word_set

# Words that open a sentence or stand before a name, and are none.
_OPENERS = frozenset(
    "A An The One Two Our My His Her Their Mr Mrs Ms Miss Baby Patient Resident Old Young When After Then And But "
    "So If Because While Since Before Although For In On At With From Later Today Yesterday Last Little Dear".split()
)
_FEWEST, _MOST = 2, 4
_TOGETHER = re.compile(r" and | & |, ")


def in_stories(reading: Reading, run: re.Pattern[str]) -> None:
    """Add the third parties among the runs of capitalised words that are no name of anything yet.

    `run` is how names are spelt.
    """
    taken = Overlap(reading.spans)
    for match in run.finditer(reading.flat):
        if taken.touches(*match.span()):
            continue
        for start, end in _private(reading, match):
            name = reading.flat[start:end]
            span = Span(Label.PERSON, start, end, name, "name", confidence=0.5, known=False)
            reading.spans.append(span)


def _private(reading: Reading, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    words = list(re.finditer(r"\S+", match.group()))
    begin, stop = reading.sentence_of(match.start())
    first = next((place for place, word in enumerate(words) if word.group() not in _OPENERS), len(words))
    named = words[first : first + _MOST]
    if len(named) < _FEWEST or not word_set("not_people").isdisjoint(word.group() for word in named):
        return
    start, end = match.start() + named[0].start(), match.start() + named[-1].end()
    before = reading.flat[min(begin, start) : start][-160:]
    after = reading.flat[end : min(max(stop, end), end + 160)]
    if is_named_after_cue(before) or is_named_before_cue(after):
        yield start, end


def told_together(reading: Reading, private: set[str]) -> set[str]:
    """Return the names that stand in one list with a third party's: "her daughters, Siobhan and Maeve Keane"."""
    people = sorted(
        (span for span in reading.spans if span.label is Label.PERSON), key=lambda span: span.start
    )
    found: set[str] = set()
    for one, other in pairwise(people):
        joined = _TOGETHER.fullmatch(reading.flat[one.end : other.start]) is not None
        if joined and name_key(Label.PERSON, one.name) in private | found and not other.known:
            found.add(name_key(Label.PERSON, other.name))
    return found
