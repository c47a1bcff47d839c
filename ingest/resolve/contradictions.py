"""What speaks against two records being one, whatever they have in common: each a predicate with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, islice

from graph.ids import judgement_id, scheme_of
from graph.model import Judgement, Label, Record, Verdict

DIFFERENT_IDS, ONE_LINE = "rule:different-ids", "rule:one-line"
LINE, EMPLOYED = "line:", "employed:"
# Those kept apart are what bars a wrong join: every pair of a hundred namesakes.
_MOST_APART = 5000
_TWO_EMPLOYERS = "In one year, {year}, they name two employers: “{one}” and “{other}”."


def contradict(one: Record, other: Record) -> bool:
    """Say whether two records carry different identifiers of one scheme, or stand side by side on one line."""
    schemes = {scheme_of(identifier): identifier.casefold() for identifier in one.ids}
    if any(schemes.get(scheme_of(one), one.casefold()) != one.casefold() for one in other.ids):
        return True
    return on_one_line(one, other)


def on_one_line(one: Record, other: Record) -> bool:
    """Both are named on one author or team line, which names nobody twice."""
    return (
        one.label is Label.PERSON
        and bool(_of_kind(one, LINE) & _of_kind(other, LINE))
        and not {identifier.casefold() for identifier in one.ids} & {i.casefold() for i in other.ids}
    )


def two_employers_at_once(one: Record, other: Record) -> str:
    """They name different employers in the same year: return the sentence that says so, '' where they do not."""
    left, right = _employers(one), _employers(other)
    for year in sorted(left.keys() & right.keys()):
        if not left[year] & right[year]:
            return _TWO_EMPLOYERS.format(year=year, one=min(left[year]), other=min(right[year]))
    return ""


def apart_on_a_line(records: Iterable[Record]) -> Iterator[Judgement]:
    """Yield a judgement that keeps apart each two of these people who are named on one line."""
    holders: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for line in sorted(_of_kind(record, LINE)):
            holders[line].append(record)
    for _, named in sorted(holders.items()):
        for one, other in islice(combinations(sorted(named, key=lambda record: record.id), 2), _MOST_APART):
            if on_one_line(one, other):
                reason = f"“{one.name}” and “{other.name}” are named on one line, as two people are."
                yield Judgement(
                    judgement_id(one.id, other.id, ONE_LINE), one.id, other.id, Verdict.DIFFERENT, (reason,),
                    ONE_LINE, 1.0,
                )  # fmt: skip


def of_different_ids(records: Iterable[Record]) -> Iterator[tuple[str, Record, Record]]:
    """Yield the pairs of records that carry different identifiers of one scheme, with the scheme."""
    schemes: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        for identifier in record.ids:
            schemes[scheme_of(identifier)].setdefault(identifier.casefold(), record)
    for scheme, holders in sorted(schemes.items()):
        for one, other in islice(combinations(holders.values(), 2), _MOST_APART):
            yield scheme, one, other


def _of_kind(record: Record, kind: str) -> set[str]:
    return {signal for signal in record.signals if signal.startswith(kind)}


def _employers(record: Record) -> dict[str, set[str]]:
    """Return the employers that a record names, by the year in which it was written."""
    found: dict[str, set[str]] = defaultdict(set)
    for signal in _of_kind(record, EMPLOYED):
        year, _, employer = signal.removeprefix(EMPLOYED).partition(" ")
        found[year].add(employer)
    return found
