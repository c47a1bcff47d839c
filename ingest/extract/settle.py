"""Which of the names found in one place stands: the longest, and one label for one name in a document."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graph.model import Label
from graph.names import fold
from ingest.extract.prose import Span
from ingest.extract.reading import Reading
from ingest.extract.third_parties import THIRD_PARTY

# Where two names are equally long: what a list or a byline says before what a pattern reads, a pattern
# before a trained model, and a topic last, because its words are everyday ones.
_FIRST = ("byline", "thread", "listed", "acronym", "")
_LAST = ("trained",)


def settle(reading: Reading) -> None:
    """Keep spans that do not overlap, each in what is read, with one label for each name."""
    kept: list[Span] = []
    taken: list[tuple[int, int]] = list(reading.addresses)
    taken.sort()
    for span in sorted(reading.spans, key=_rank):
        if _free(taken, span.start, span.end):
            taken.insert(bisect_right(taken, (span.start, span.end)), (span.start, span.end))
            kept.append(span)
    reading.spans = _one_label(sorted(kept, key=lambda span: span.start), reading)


def _rank(span: Span) -> tuple[int, int, int]:
    kind = span.rule.partition(":")[0]
    trust = 2 if span.label is Label.TOPIC else 0 if kind in _FIRST else 1
    return (span.start - span.end, 3 if kind in _LAST else trust, span.start)


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(taken, (start, end))
    before = taken[at - 1] if at else (0, 0)
    after = taken[at] if at < len(taken) else (end, end)
    return before[1] <= start and after[0] >= end


def _one_label(spans: list[Span], reading: Reading) -> list[Span]:
    """Drop the spans whose words have another label more often or more surely in this document."""
    votes: dict[str, Counter[Label]] = {}
    for span in spans:
        weight = 10 if span.rule.partition(":")[0] in _FIRST else 1
        votes.setdefault(fold(reading.flat[span.start : span.end]), Counter())[span.label] += weight
    kept = []
    for span in spans:
        count = votes[fold(reading.flat[span.start : span.end])]
        best = max(count, key=lambda label: count[label])
        if span.label is best or span.label is Label.TOPIC:
            kept.append(span)
    return kept


def promote(reading: Reading, named: Iterable[tuple[Span, str]]) -> None:
    """Make known, everywhere in the document, the people whom relations name, by the rule given with each.

    A third party never is.
    """
    rules: dict[str, str] = {}
    for person, rule in named:
        if not person.known and person.label is Label.PERSON and person.rule != THIRD_PARTY:
            rules.setdefault(person.name, rule)
    for at, span in enumerate(reading.spans):
        if span.name in rules and span.label is Label.PERSON and not span.known:
            rule = span.rule if span.short else rules[span.name]
            reading.spans[at] = replace(span, known=True, rule=rule)
