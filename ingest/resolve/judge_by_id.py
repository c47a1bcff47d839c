"""The rule of identifiers: whoever carries one identifier is one, unless the names have not a word in common."""

from __future__ import annotations

from collections.abc import Iterable

from graph.ids import shown_ids
from graph.model import Judgement, Label, Record, Verdict
from graph.names import is_full_name, name_key
from ingest.records import BY_TIME
from ingest.resolve.judge import BY_ID, MISFIT, MOST_PAIRS, judgement, same_judgement


def judge_ids(identifier: str, records: Iterable[Record]) -> list[Judgement]:
    """Return the judgements that join all records which carry one identifier.

    Two people whose names have not a word in common are left to a person: lists do hold an ORCID in the
    wrong row.
    """
    found: list[Judgement] = []
    firsts: list[Record] = []
    # A reason is read by people and leaves by exports: a login is not named in it.
    shown = next(iter(shown_ids([identifier])), "of one account")
    for record in sorted(records, key=lambda record: record.id):
        first = next((one for one in firsts if _could_be_one_name(one, record)), None)
        if first is not None:
            found.append(same_judgement(first, record, BY_ID, 1.0, _reason(first, record, shown)))
            continue
        for other in firsts[:MOST_PAIRS]:
            reason = f"Both carry the identifier {shown}, but they are called {other.name} and {record.name}."
            found.append(judgement(other, record, Verdict.UNSURE, (MISFIT, 0.5, reason)))
        firsts.append(record)
    return found


def _reason(one: Record, other: Record, shown: str) -> str:
    then = next((record for record in (one, other) if BY_TIME in record.signals), None)
    if then is None:
        return f"Both carry the identifier {shown}."
    return f"Several are listed as “{then.name}”; when that was written, only {shown} was meant by it."


def _could_be_one_name(one: Record, other: Record) -> bool:
    if one.label is not Label.PERSON:
        return True
    names = [
        {word for name in (record.name, *record.names) for word in name_key(record.label, name).split()}
        for record in (one, other)
    ]
    return (
        not all(names)
        or bool(names[0] & names[1])
        or not (is_full_name(one.name) and is_full_name(other.name))
    )
