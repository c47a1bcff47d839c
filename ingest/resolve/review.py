"""Judgements of people: deciding whether two records are one, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from graph.errors import NotFoundError, UsageError
from graph.ids import judgement_id
from graph.model import Judgement, Verdict
from graph.rows import chunks, judgement_row
from graph.schema import CLAIMS, JUDGEMENTS, RECORDS
from graph.store import GraphStore, Reader, Row, Transaction
from ingest.counts import write_counts
from ingest.resolve.rewrite import find_all, write_settlement, write_ties
from ingest.resolve.settle import Settler


def decide(  # noqa: PLR0913, PLR0917  # two records, what, who and why: each is needed
    store: GraphStore, left: str, right: str, verdict: Verdict, by: str, reason: str = ""
) -> str:
    """Write a person's judgement on two records and what follows from it; return its id.

    It stands above every rule's and replaces earlier ones of people on the same pair. Raises UsageError
    for one record twice, for two labels, or where nobody is named; NotFoundError for an unknown record.
    """
    if left == right:
        raise UsageError("these are the same record", "name two different ones")
    if not by.strip() or by.startswith("rule:"):
        raise UsageError("a judgement needs the name of who judges", "give it with --by NAME")
    left, right = sorted((left, right))
    with store.transaction() as transaction:
        records = _records(transaction, {left, right})
        for identifier in (left, right):
            if identifier not in records or records[identifier]["retracted"]:
                raise NotFoundError(
                    f"there is no record {identifier}", "`review list` and `export records` name them"
                )
        if records[left]["label"] != records[right]["label"]:
            raise UsageError(
                f"{left} and {right} are of different kinds", "judge two people, or two organisations"
            )
        now = _now()
        pair = _of_pair(transaction, {"left": left, "right": right})
        earlier = [row["id"] for row in pair if not row["undone"]]
        transaction.change(JUDGEMENTS, [{"id": identifier, "undone": now} for identifier in earlier])
        said = reason or f"{by} judged them to be {verdict}."
        # The moment is part of the id: a change of mind is a judgement of its own, and can be taken back.
        judgement = Judgement(judgement_id(left, right, f"{by} {now}"), left, right, verdict, (said,), by)
        transaction.upsert(JUDGEMENTS, [judgement_row(judgement, now)])
        _follow(transaction, (left, right), now)
    write_counts(store)
    return judgement.id


def undo(store: GraphStore, identifier: str) -> None:
    """Take a judgement back: the clusters are again what the others make of them.

    One that had replaced an earlier one of a person brings that back. A rule's judgement that was taken
    back is not made again by that rule. Raises NotFoundError for an unknown one, UsageError for one that
    was taken back before.
    """
    with store.transaction() as transaction:
        rows = transaction.find(JUDGEMENTS, "id", [identifier])
        if not rows:
            raise NotFoundError(
                f"there is no judgement {identifier}", "`review list` and `export judgements` name them"
            )
        if rows[0]["undone"]:
            raise UsageError(f"{identifier} was taken back on {rows[0]['undone']}", "nothing was changed")
        now = _now()
        transaction.change(JUDGEMENTS, [{"id": identifier, "undone": now}])
        replaced = [
            row["id"]
            for row in _of_pair(transaction, rows[0])
            if row["id"] != identifier and row["undone"] == rows[0]["made"]
        ]
        transaction.change(JUDGEMENTS, [{"id": one, "undone": ""} for one in replaced])
        _follow(transaction, (rows[0]["left"], rows[0]["right"]), now)
    write_counts(store)


def _follow(transaction: Transaction, records: tuple[str, str], now: str) -> None:
    """Write the clusters, entities and ties that follow from the judgements that stand now."""
    settlement = Settler(transaction).settle({}, {}, (), also=records)
    ties = write_settlement(transaction, settlement, now)
    write_ties(transaction, ties, find_all(transaction, CLAIMS, "tie", ties))


def _of_pair(reader: Reader, pair: Row) -> list[Row]:
    """Return the judgements of people on a pair of records, those taken back too."""
    rows = reader.find(JUDGEMENTS, "left", [pair["left"]])
    return [row for row in rows if row["right"] == pair["right"] and not row["by"].startswith("rule:")]


def _records(reader: Reader, identifiers: Iterable[str]) -> dict[str, Row]:
    return {
        row["id"]: row for some in chunks(sorted(identifiers)) for row in reader.find(RECORDS, "id", some)
    }


def _now() -> str:
    # To the microsecond: what one decision replaced is known by the moment that it was taken back.
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
