"""Organisations that only a trained pipeline sees, made firm by words that only an organisation follows.

Alone they are too doubtful for a rule to rest on; behind "ward manager at" or "Asha Rao of the" they are an employer.
"""

from __future__ import annotations

import re
from functools import cache

from graph.model import Label
from ingest.extract.labels import ORGANISATIONS
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Span
from ingest.extract.reading import Reading
from ingest.extract.roles import role_pattern

# Below that the pipeline is more often wrong than right even here (names of wards, of courses).
_LEAST = 0.3
_SURE = 0.85
# Two or three capitals behind a role are as often a subject ("the QI lead") as an employer.
_SHORTEST = 4
_BY_NAME = re.compile(r"(?:,? (?:of|from|at|with)|,) (?:the )?$|^ \((?:the )?$")
_WORKING = re.compile(r"\b(?:works?|worked|working|based) (?:at|for) (?:the )?$")


def confirm(reading: Reading) -> None:
    """Add the organisations that a role or a person's name stands before."""
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


@cache
def _in_a_role() -> re.Pattern[str]:
    return re.compile(rf"\b{role_pattern()},?(?: (?:at|of|with|for|from))? (?:the )?$")
