"""Organisations that only a trained pipeline sees, made firm by words that only an organisation follows.

Alone they are too doubtful for a rule to rest on; behind "ward manager at" or "Asha Rao of the" they are an employer.
"""

from __future__ import annotations

import re
from functools import cache

from graph.model import Label
from ingest.extract.prose import Span
from ingest.extract.reading import Reading
from ingest.extract.roles import role_pattern
from ingest.extract.trained_names import ORGANISATIONS

# Below that the pipeline is more often wrong than right even here (names of wards, of courses).
_LEAST = 0.3
_SURE = 0.85
_BY_NAME = re.compile(r"(?:,? (?:of|from|at|with)|,) (?:the )?$|^ \((?:the )?$")
_WORKING = re.compile(r"\b(?:works?|worked|working|based) (?:at|for) (?:the )?$")


def confirm(reading: Reading) -> None:
    """Add the organisations that a role or a person's name stands before."""
    taken = [(span.start, span.end) for span in reading.spans if span.label is not Label.TOPIC]
    names = {span.end for span in reading.spans if span.label is Label.PERSON and not span.short}
    for one in reading.seen:
        if one.label not in ORGANISATIONS or one.score < _LEAST:
            continue
        if any(one.start < end and start < one.end for start, end in taken):
            continue
        before = reading.flat[max(reading.sentence_of(one.start)[0], one.start - 90) : one.start]
        named = any(
            _BY_NAME.fullmatch(reading.flat[end : one.start]) for end in names if 0 < one.start - end < 14
        )
        if named or _WORKING.search(before) or _in_a_role().search(before):
            reading.spans.append(
                Span(Label.ORGANISATION, one.start, one.end, one.name, "affiliation", confidence=_SURE)
            )


@cache
def _in_a_role() -> re.Pattern[str]:
    return re.compile(rf"\b{role_pattern()},?(?: (?:at|of|with|for|from))? (?:the )?$")
