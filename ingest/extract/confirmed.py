"""Organisations that only a trained pipeline sees, made firm by words that only an organisation follows.

Alone they are too doubtful for a rule to rest on; behind "ward manager at" or "Asha Rao of the" they are an employer.
"""

from __future__ import annotations

import re
from functools import cache

from graph.model import Label
from ingest.extract.labels import ORGANISATIONS, PLACES
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Span
from ingest.extract.reading import UPPER, Reading
from ingest.extract.roles import DETERMINERS, role_pattern

# Below that the pipeline is more often wrong than right even here (names of wards, of courses).
_LEAST = 0.3
_SURE = 0.85
# Two or three capitals behind a role are as often a subject ("the QI lead") as an employer.
_SHORTEST = 4
_BY_NAME = re.compile(r"(?:,? (?:of|from|at|with)|,) (?:the )?$|^ \((?:the )?$")
_WORKING = re.compile(r"\b(?:works?|worked|working|based) (?:at|for) (?:the )?$")


# "a service manager at Shannon Regional", "(informatics nurse, Moorcroft General)": only an employer stands there,
# whatever the pipeline makes of its name. "in" may be a town, "of" a subject.
_NAME = rf"[{UPPER}][\w'&-]+(?: (?:of |and |the |for |& |in )?[{UPPER}][\w'&-]+){{0,5}}"


def confirm(reading: Reading) -> None:
    """Add the organisations that a role or a person's name stands before."""
    _by_ending(reading)
    _by_role(reading)
    taken = Overlap([span for span in reading.spans if span.label is not Label.TOPIC])
    names = {span.end for span in reading.spans if span.label is Label.PERSON and not span.short}
    for one in reading.seen:
        if one.label not in ORGANISATIONS or one.score < _LEAST or len(one.name) < _SHORTEST:
            continue
        if taken.touches(one.start, one.end):
            continue
        before = reading.flat[max(reading.sentence_of(one.start)[0], one.start - 90) : one.start]
        named = any(
            end in names and _BY_NAME.fullmatch(reading.flat[end : one.start])
            for end in range(one.start - 13, one.start)
        )
        if named or _WORKING.search(before) or _in_a_role().search(before):
            reading.spans.append(
                Span(Label.ORGANISATION, one.start, one.end, one.name, "affiliation", confidence=_SURE)
            )


# Hospitals and practices whose names say so by their last word, and where something is done.
_AT_NAMED = re.compile(
    rf"(?<=\b[Aa]t )(?P<body>[{UPPER}][\w'&-]+(?: [{UPPER}][\w'&-]+){{0,3}} "
    r"(?:Royal|General|Regional|Infirmary|Lodge|Grange|Victoria|Memorial|Clinic|Practice|Surgery|Hospice))(?![\w-])"
)


def _by_ending(reading: Reading) -> None:
    """Take "at Medlock Royal" for a body, whatever the pipeline makes of it."""
    known = Overlap([s for s in reading.spans if s.label in (Label.ORGANISATION, Label.PROJECT)])
    for match in _AT_NAMED.finditer(reading.flat):
        if not known.touches(*match.span("body")):
            _add(reading, *match.span("body"))


def _add(reading: Reading, start: int, end: int) -> None:
    """Add an organisation in the place of any other name there."""
    reading.spans = [
        span for span in reading.spans if span.end <= start or end <= span.start or span.label is Label.TOPIC
    ]
    name = reading.flat[start:end]
    reading.spans.append(Span(Label.ORGANISATION, start, end, name, "affiliation", confidence=_SURE))


def _by_role(reading: Reading) -> None:
    """Take the capitalised words behind a role for its employer, a person's name too."""
    people = {span.end: span for span in reading.spans if span.label is Label.PERSON}
    known = Overlap([s for s in reading.spans if s.label in (Label.ORGANISATION, Label.PROJECT)])
    places = Overlap([one for one in reading.surely_seen() if one.label in PLACES])
    for match in _employed().finditer(reading.flat):
        start, end = match.span("body")
        person = people.get(match.start())
        # With an article the words describe a person ("a porter at Wearmouth Royal"), even one whom nothing else names.
        named = person is not None and (person.known or (match["article"] and not person.short))
        if not named or known.touches(start, end) or places.touches(start, end):
            continue
        _add(reading, start, end)


@cache
def _employed() -> re.Pattern[str]:
    """Return the pattern of a role with its employer, right behind a person's name."""
    return re.compile(
        rf"(?:, | \(| is | was |, who (?:is|was) )"
        rf"(?:(?P<article>an? (?!patient|resident|inpatient)(?:[a-z-]+ ){{0,3}}[a-z-]+ (?:at|with))|"
        rf"{DETERMINERS}{role_pattern()}(?:,| at|, at| with)) (?:the )?"
        rf"(?P<body>{_NAME})(?=[,.;:)]|$| (?:and|who|to|has|have|is|was|said|says|about|for|on|in|which)\b)"
    )


@cache
def _in_a_role() -> re.Pattern[str]:
    return re.compile(rf"\b{role_pattern()},?(?: (?:at|of|with|for|from))? (?:the )?$")
