"""Names of patients, relatives and people of stories: they are masked in the text before anything is stored.

The marks are as long as the name, so that every place in the text stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label
from ingest.document import Cleaned
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Prose, Span
from ingest.extract.third_parties import THIRD_PARTY

_LETTER = re.compile(r"[^\W_]")
_MARK = "•"
# Where a part of a name may begin, with what follows up to the longest part, and the marks before which it may end.
_WORD = re.compile(r"(?<![\w'-])(?=(\w\S{0,60}))")
_MARK_INSIDE = re.compile(r"[^\w-]")
# Shorter parts of a name ("Li", "Al") are words or parts of words elsewhere.
_SHORTEST = 3


def withhold(cleaned: Cleaned, prose: Prose) -> Cleaned:
    """Return a document without the names of third parties, in its title and in its text.

    A given or family name of theirs that stands alone is masked too, where it is not part of the name of somebody
    whom a byline, a role or a list makes known.
    """
    people = [span for span in prose.spans if span.label is Label.PERSON]
    private = [span for span in people if span.rule == THIRD_PARTY and not span.known]
    if not private:
        return cleaned
    document = cleaned.document
    kept = [*(span for span in prose.spans if span.known), *_authors(document.text, document.author)]
    places = {*_places(private), *_alone(document.text, private, kept)}
    # Where a text tells of one patient, whoever else nothing makes known may be another ("Mr Drew in the next bed").
    # The title is what the text is called by: there only whom the words show to be one.
    others = [span for span in people if not span.known and not span.short and span.rule != THIRD_PARTY]
    more = {*_places(others), *_alone(document.text, others, kept)}
    places |= {place for place in more if place[0] >= len(document.title)}
    text = _masked(document.text, sorted(places))
    return replace(cleaned, document=replace(document, text=text, title=text[: len(document.title)]))


def _authors(text: str, authors: str) -> Iterator[Span]:
    """Yield where the authors' names stand in a text: a patient of the same family name does not hide them."""
    for name in filter(None, authors.split("; ")):
        for match in re.finditer(re.escape(name), text):
            yield Span(Label.PERSON, *match.span(), name, "byline")


def _places(spans: list[Span]) -> Iterator[tuple[int, int]]:
    return ((span.start, span.end) for span in spans)


def _alone(text: str, private: list[Span], kept: list[Span]) -> Iterator[tuple[int, int]]:
    """Yield where a part of a private name stands by itself."""
    parts = {
        part for span in private for part in text[span.start : span.end].split() if len(part) >= _SHORTEST
    }
    taken = Overlap(kept)
    for match in _WORD.finditer(text):
        # At its end, and before a genitive or another mark ("Pym's", "Pym.").
        for length in (len(match[1]), *(mark.start() for mark in _MARK_INSIDE.finditer(match[1]))):
            end = match.start() + length
            if match[1][:length] in parts and not taken.touches(match.start(), end):
                yield match.start(), end


def _masked(text: str, places: list[tuple[int, int]]) -> str:
    """Return a text with the letters in places masked; they are in order and may lie over one another."""
    out, at = [], 0
    for start, end in places:
        if end > at:
            out += [text[at:start], _LETTER.sub(_MARK, text[max(start, at) : end])]
            at = end
    return "".join([*out, text[at:]])
