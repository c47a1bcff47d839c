"""What a document mentions: the names that the rules keep, and beside them what a trained pipeline sees.

The rules decide what may become a node or an end of a claim and are strict; a mention is neither. So no name that a
pipeline is sure enough of is lost here because no rule has a use for it, small letters and single names too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from graph.model import Label
from graph.names import fold
from ingest.extract.labels import ORGANISATIONS, PERSONS, PLACES
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Place, Span
from ingest.extract.reading import Reading, Seen
from ingest.extract.third_parties import THIRD_PARTY, is_third_party
from ingest.extract.vocabulary import role_words, topic_words

# Rules that read a person's name by its shape: a pipeline that reads the sentence knows better where it ends.
_BY_SHAPE = ("name", "trained", "short")
_LONGEST_NAME = 4
# From here on the end of a longer name is the pipeline's to say ("Martin Gonzales" before a heading).
_SURE = 0.8
_Found = TypeVar("_Found", Span, Seen)


def mentions(reading: Reading) -> tuple[list[Span], list[Place]]:
    """Return the names of a document and its places, in order; none stands over another, topics apart."""
    seen = reading.surely_seen()
    if not seen:
        return sorted(reading.spans, key=_place), []
    ends = {
        _place(end) for made in reading.relations for end in (made.subject, made.object) if end is not None
    }
    firm = [span for span in reading.spans if _place(span) in ends or not is_by_shape(span)]
    loose = [span for span in reading.spans if _place(span) not in ends and is_by_shape(span)]
    seen = list(_outside(firm, seen))
    over = Overlap(seen)
    kept = [span for span in loose if stands(reading, span, over)]
    seen = list(_outside(kept, seen))
    added = [_mention(reading, one) for one in seen if one.label not in PLACES and not _is_words(one)]
    places = [Place(one.start, one.end) for one in seen if one.label in PLACES]
    return sorted([*firm, *kept, *added], key=_place), places


def is_by_shape(span: Span) -> bool:
    """Say whether a span is a person's of whom only the shape of the name is known."""
    return span.label is Label.PERSON and not span.known and span.rule in _BY_SHAPE


def stands(reading: Reading, span: Span, seen: Overlap[Seen]) -> bool:
    """Say whether a person's name known by its shape stands beside what the pipeline sees in its place.

    It does where the pipeline sees nothing there or the same, and on one line also where the pipeline's name leaves
    one word of it off ("Hui Min" of Hui Min Tan) or parts it after the first ("Ana", "Rita Figueiredo").
    """
    over = seen.over(span.start, span.end)
    people = all(one.label in PERSONS and span.start <= one.start and one.end <= span.end for one in over)
    if not over or (people and _place(over[0]) == _place(span)):
        return True
    words = span.name.split()
    one_line = "\n" not in reading.text[span.start : span.end]
    if not (people and one_line and over[0].start == span.start and len(words) <= _LONGEST_NAME):
        return False
    left = len(words) - sum(len(one.name.split()) for one in over)
    first = over[0]
    if len(over) == 1:
        return left == 1 and (" " not in first.name or first.score < _SURE)
    return left == 0 and len(over) == 2 and " " not in first.name and " " in over[1].name


def _is_words(seen: Seen) -> bool:
    """Say whether a guess at an organisation is a topic or a role ("SBAR", "matron")."""
    return seen.label in ORGANISATIONS and (
        fold(seen.name) in topic_words() or fold(seen.name) in role_words()
    )


def _mention(reading: Reading, seen: Seen) -> Span:
    """Return a span that becomes no node; a patient or a relative is one by whatever name."""
    label = Label.PERSON if seen.label in PERSONS else Label.ORGANISATION
    span = Span(label, seen.start, seen.end, seen.name, "trained", confidence=seen.score, known=False)
    private = label is Label.PERSON and is_third_party(*reading.around(span.start, span.end))
    return replace(span, rule=THIRD_PARTY) if private else span


def _place(found: Span | Seen) -> tuple[int, int]:
    return found.start, found.end


def _outside(taken: Iterable[Span | Seen], found: Iterable[_Found]) -> Iterator[_Found]:
    """Yield what is no part of another name ("Leeds" in "Leeds Teaching Hospitals"); topics are everyday words."""
    over = Overlap(one for one in taken if one.label is not Label.TOPIC)
    return (one for one in found if not over.touches(one.start, one.end))
