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
from ingest.extract.reading import UPPER, Reading, Seen
from ingest.extract.roles import DETERMINERS, role_pattern

# Below that the pipeline is more often wrong than right even here (names of wards, of courses).
_LEAST = 0.3
_SURE = 0.85
# Two or three capitals behind a role are as often a subject ("the QI lead") as an employer.
_SHORTEST = 4
_BY_NAME = re.compile(r"(?:,? (?:of|from|at|with)|,) (?:the )?$|^ \((?:the )?$")
# What only a body is to a piece of work: it pays, hosts, or is a partner.
_TO_A_PROJECT = re.compile(
    r"\b(?:funded|paid for|financed|commissioned|sponsored|hosted|delivered|coordinated) by (?:the )?$|"
    r"\b(?:funding|grants?|money|award) from (?:the )?$|"
    r"\b(?:partnership|collaboration) (?:with|between) (?:the )?$|\b(?:local |other |two |three )partners?,? (?:the )?$"
)
_DOES = re.compile(
    r"^(?: (?:has|have|had|is|are|also|both))* (?:funds|funded|funding|pays for|paid for|hosts|hosted|commissioned|"
    r"sponsors|sponsored)\b|^ (?:is|are) (?:a|an|our|the) (?:[\w-]+ )?(?:partners?|funders?|hosts?)\b"
)
_WORKING = re.compile(r"\b(?:works?|worked|working|based) (?:at|for) (?:the )?$")


# "a service manager at Shannon Regional", "(informatics nurse, Moorcroft General)": only an employer stands there,
# whatever the pipeline makes of its name. "in" may be a town, "of" a subject.
_NAME = rf"[{UPPER}][\w'&-]+(?: (?:of |and |the |for |& |in )?[{UPPER}][\w'&-]+){{0,5}}"


def confirm(reading: Reading) -> None:
    """Add the organisations that a role or a person's name stands before, or that pay for work, host it, take part."""
    _by_ending(reading)
    _by_role(reading)
    taken = Overlap([span for span in reading.spans if span.label is not Label.TOPIC])
    people = {span.end for span in reading.spans if span.label is Label.PERSON and not span.short}
    bodies = [span for span in reading.spans if span.label is Label.ORGANISATION]
    taking_part = {span.end for span in bodies if _TO_A_PROJECT.search(_before(reading, span.start))}
    for one in reading.seen:
        if one.label not in ORGANISATIONS or one.score < _LEAST or len(one.name) < _SHORTEST:
            continue
        if taken.touches(one.start, one.end):
            continue
        takes_part = _takes_part(reading, one, taking_part)
        if takes_part or _employs(reading, one, people):
            reading.spans.append(
                Span(Label.ORGANISATION, one.start, one.end, one.name, "affiliation", confidence=_SURE)
            )
        if takes_part:
            taking_part.add(one.end)


def _before(reading: Reading, start: int) -> str:
    return reading.flat[max(reading.sentence_of(start)[0], start - 90) : start]


def _employs(reading: Reading, one: Seen, people: set[int]) -> bool:
    """Say whether a role, or a person's name, stands before a name as before an employer's."""
    before = _before(reading, one.start)
    named = any(
        end in people and _BY_NAME.fullmatch(reading.flat[end : one.start])
        for end in range(one.start - 13, one.start)
    )
    return named or _WORKING.search(before) is not None or _in_a_role().search(before) is not None


def _takes_part(reading: Reading, one: Seen, taking_part: set[int]) -> bool:
    """Say whether a name stands where only a body does: it pays, hosts, is a partner, or is listed with one that is."""
    joined = any(
        reading.flat[end : one.start] in (" and ", " and the ", ", ")
        for end in range(one.start - 9, one.start - 1)
        if end in taking_part
    )
    after = reading.flat[one.end : one.end + 40]
    return (
        joined
        or _TO_A_PROJECT.search(_before(reading, one.start)) is not None
        or _DOES.match(after) is not None
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
        rf"(?:(?P<article>an? (?!patient|resident|inpatient)(?:[a-z-]+ ){{0,3}}[a-z-]+ at)|"
        rf"{DETERMINERS}{role_pattern()}(?:,| at|, at)) (?:the )?"
        rf"(?P<body>{_NAME})(?=[,.;:)]|$| (?:and|who|to|has|have|is|was|said|says|about|for|on|in|which)\b)"
    )


@cache
def _in_a_role() -> re.Pattern[str]:
    return re.compile(rf"\b{role_pattern()},?(?: (?:at|of|with|for|from))? (?:the )?$")
