"""Whose words a passage is: quotation marks, block quotes and speakers' turns are not the author's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Label
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Span
from ingest.extract.reading import UPPER, Reading

# A lone quotation mark must not swallow the page: a quotation ends within its paragraph.
_QUOTED = re.compile(r"“[^”\n]{2,2000}”|(?<![\w\"])\"[^\"\n]{2,2000}\"(?!\w)")
_SINGLE_QUOTED = re.compile(r"(?<!\w)‘[^‘\n]{12,1500}?[.,!?…]’(?!\w)")
_BLOCK = re.compile(r"(?m)(?:^[ ]{0,3}>[^\n]*(?:\n|\Z))+")
# An interview: a paragraph that opens with a name and a colon. The turn lasts until the next.
_TURN = re.compile(rf"(?m)^[ *_#]*(?P<who>[{UPPER}][\w'-]+(?: [{UPPER}][\w'-]+){{0,2}})[*_]*:[*_]*(?= )")
# Names of fields look like turns ("Results: ..."): an interview has more than one turn.
_FEWEST_TURNS = 2
# How far before a quotation the name of its speaker ends, and after it begins, at most.
_BEFORE, _AFTER = 120, 60
_SAYS = (
    r"(?:said|says|explained|explains|told (?:me|us)|tells (?:me|us)|wrote|writes|added|adds|asked|asks|"
    r"replied|recalls|recalled|put it|reflects|reflected|commented|comments|argued|observed|noted)"
)
_SAID_BEFORE = re.compile(rf"^(?:,[^,\n]{{2,80}},)? {_SAYS}[^.\n]{{0,30}}[,:]?\s*[>*_ ]*$")
_SAYS_THEN = re.compile(rf"^[,.]?\s*[-–—]?\s*(?:{_SAYS} )?(?:[\w]+ ){{0,2}}?$")


@dataclass(frozen=True, slots=True)
class Voice:
    """A passage in somebody's own words; `speaker` is None where the text does not name a known person."""

    start: int
    end: int
    speaker: Span | None


class Voices:
    """The passages of a document that are not its author's, in order of place."""

    def __init__(self, reading: Reading) -> None:
        turns = list(_turns(reading))
        people = Overlap(reading.of(Label.PERSON))
        quoted = [Voice(*place, _speaker(reading.flat, people, *place)) for place in _quoted(reading)]
        self._all = sorted(turns + quoted, key=lambda voice: voice.start)
        self._starts = [voice.start for voice in self._all]

    def at(self, place: int) -> Voice | None:
        """Return the innermost passage that holds a place, or None where the author speaks."""
        # Quotations nest two deep at most here (a quotation in a turn), but short ones may lie between.
        for index in range(bisect_right(self._starts, place) - 1, -1, -1):
            if place < self._all[index].end:
                return self._all[index]
            if self._starts[index] < place - 20_000:
                return None
        return None


def _quoted(reading: Reading) -> Iterator[tuple[int, int]]:
    for pattern, text in ((_QUOTED, reading.flat), (_SINGLE_QUOTED, reading.text), (_BLOCK, reading.text)):
        for match in pattern.finditer(text):
            yield match.span()


def _turns(reading: Reading) -> Iterator[Voice]:
    turns = list(_TURN.finditer(reading.flat))
    people = {span.start: span for span in reading.of(Label.PERSON)}
    spoken = [turn for turn in turns if turn.start("who") in people]
    if len(spoken) < _FEWEST_TURNS:
        return
    for turn, following in zip(spoken, [*spoken[1:], None], strict=True):
        end = following.start() if following else len(reading.flat)
        speaker = people[turn.start("who")]
        yield Voice(turn.end(), end, speaker if speaker.known else None)


def _speaker(flat: str, people: Overlap[Span], start: int, end: int) -> Span | None:
    """Return the known person whom the words beside a quotation name as its speaker."""
    beside = [*people.over(start - _BEFORE, start), *people.between(end, end + _AFTER)]
    for span in beside:
        if span.end <= start and _SAID_BEFORE.match(flat[span.end : start]):
            return span if span.known else None
        gap = flat[end : span.start] if end <= span.start else ""
        said = re.match(rf",? {_SAYS}\b", flat[span.end : span.end + 30])
        if gap and _SAYS_THEN.match(gap) and (re.search(_SAYS, gap) or said or re.search(r"[-–—]", gap)):
            return span if span.known else None
    return None
