"""Names of patients, relatives and people of stories: they are masked in the text before anything is stored.

The marks are as long as the name, so that every place in the text stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label
from ingest.document import Cleaned
from ingest.extract.prose import Prose, Span
from ingest.extract.third_parties import THIRD_PARTY

_LETTER = re.compile(r"[^\W_]")
_MARK = "•"
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
    kept = [span for span in prose.spans if span.known]
    text = _masked(document.text, sorted({*_places(private), *_alone(document.text, private, kept)}))
    return replace(cleaned, document=replace(document, text=text, title=text[: len(document.title)]))


def _places(spans: list[Span]) -> Iterator[tuple[int, int]]:
    return ((span.start, span.end) for span in spans)


def _alone(text: str, private: list[Span], kept: list[Span]) -> Iterator[tuple[int, int]]:
    """Yield where a part of a private name stands by itself."""
    parts = {
        part for span in private for part in text[span.start : span.end].split() if len(part) >= _SHORTEST
    }
    taken = [(span.start, span.end) for span in kept]
    for part in sorted(parts):
        for match in re.finditer(rf"(?<![\w'-]){re.escape(part)}(?![\w-])", text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                yield match.span()


def _masked(text: str, places: list[tuple[int, int]]) -> str:
    for start, end in places:
        text = text[:start] + _LETTER.sub(_MARK, text[start:end]) + text[end:]
    return text
