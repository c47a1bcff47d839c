"""Entities and ties worked out anew where a settlement touches them, and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from graph.ids import tie_id
from graph.model import Polarity, Strength
from graph.rows import chunks, judgement_row
from graph.schema import CLAIMS, CONSENTS, ENTITIES, HANDLES, JUDGEMENTS, MENTIONS, RECORDS, TIES, Table
from graph.store import Reader, Row, Transaction
from ingest.resolve.entity import entity_row
from ingest.resolve.settle import Settlement

_STRENGTHS = list(Strength)


def write_settlement(transaction: Transaction, settlement: Settlement, now: str) -> set[str]:
    """Write judgements, entities and the entity of every stored record that moved; return the ties it touches.

    New records, with their handles, claims and mentions, are the caller's to write.
    """
    transaction.delete(JUDGEMENTS, "id", settlement.dropped)
    transaction.upsert(JUDGEMENTS, [judgement_row(item, now) for item in settlement.made])
    moved = {
        record: entity
        for record, entity in settlement.entity.items()
        if settlement.before[record] not in ("", entity)
    }
    moved |= {record: entity for record, (old, entity) in settlement.led.items() if old not in ("", entity)}
    transaction.change(RECORDS, [{"id": record, "entity": entity} for record, entity in moved.items()])
    members = settlement.members()
    # Nobody describes it any more: it stays as a name for what was known before, with no record and no tie.
    retired = {old for old, entity in settlement.led.values() if old and old == entity} - set(members)
    empty = sorted(entity for entity in settlement.touched if entity not in members and entity not in retired)
    transaction.upsert(ENTITIES, [entity_row(entity, records) for entity, records in members.items()])
    transaction.change(ENTITIES, [{"id": entity, "records": 0} for entity in sorted(retired)])
    ties = _move(transaction, moved)
    transaction.delete(ENTITIES, "id", empty)
    return ties


def _move(transaction: Transaction, moved: Mapping[str, str]) -> set[str]:
    """Carry the handles, mentions, consents and stored claims of moved records over; return their ties, old and new."""
    ties: set[str] = set()
    for records in chunks(sorted(moved)):
        for table in (HANDLES, MENTIONS, CONSENTS):
            rows = transaction.find(table, "record", records)
            transaction.change(table, [{"id": row["id"], "entity": moved[row["record"]]} for row in rows])
        claims = {
            row["id"]: row for end in ("subject", "object") for row in transaction.find(CLAIMS, end, records)
        }
        changes = []
        for row in claims.values():
            subject = moved.get(row["subject"], row["subject_entity"])
            target = moved.get(row["object"], row["object_entity"])
            tie = tie_id(subject, row["predicate"], target)
            ties |= {row["tie"], tie}
            changes.append({"id": row["id"], "subject_entity": subject, "object_entity": target, "tie": tie})
        transaction.change(CLAIMS, changes)
    return ties


def find_all(reader: Reader, table: Table, column: str, values: Iterable[str]) -> Iterator[Row]:
    """Yield the rows whose column has one of many values."""
    for some in chunks(sorted(values)):
        yield from reader.find(table, column, some)


def write_ties(
    transaction: Transaction, ties: Iterable[str], claims: Iterable[Row], new: Set[str] = frozenset()
) -> None:
    """Add up the standing, asserting claims of these ties; a tie without any is deleted.

    `claims` are all claims of the ties, as they are now; `new` are ties that had none before.
    """
    wanted = set(ties)
    said: dict[str, list[Row]] = defaultdict(list)
    for row in claims:
        if row["tie"] in wanted and not row["retracted"] and row["polarity"] == Polarity.ASSERTS:
            said[row["tie"]].append(row)
    loops = {tie for tie, rows in said.items() if rows[0]["subject_entity"] == rows[0]["object_entity"]}
    made = [tie_row(tie, rows) for tie, rows in sorted(said.items()) if tie not in loops]
    transaction.insert(TIES, [row for row in made if row["id"] in new])
    transaction.upsert(TIES, [row for row in made if row["id"] not in new])
    transaction.delete(TIES, "id", sorted(tie for tie in wanted - new if tie not in said or tie in loops))


def tie_row(identifier: str, claims: list[Row]) -> Row:
    """Return the row of a tie: strongest status, latest state and role, and the noisy-or of confidence."""
    first = claims[0]
    ordered = sorted(claims, key=lambda row: (row["valid_from"], row["id"]))
    dates = [row["valid_from"] for row in ordered if row["valid_from"]]
    doubt = 1.0
    for document in {row["document"] for row in claims}:
        # Claims of one document are not independent: the surest of them counts.
        doubt *= 1.0 - max(row["confidence"] for row in claims if row["document"] == document)
    return {
        "id": identifier,
        "source": first["subject_entity"],
        "source_label": first["subject_label"],
        "predicate": first["predicate"],
        "target": first["object_entity"],
        "target_label": first["object_label"],
        "status": min(
            (row["status"] for row in claims), key=lambda status: _STRENGTHS.index(Strength(status))
        ),
        "modality": next((row["modality"] for row in reversed(ordered) if row["modality"]), ""),
        "role": next((row["role"] for row in reversed(ordered) if row["role"]), ""),
        "first_seen": min(dates, default=""),
        "last_seen": max(dates, default=""),
        "documents": len({row["document"] for row in claims}),
        "claims": len(claims),
        "confidence": round(1.0 - doubt, 6),
    }
