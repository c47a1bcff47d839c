"""Writing a batch: documents and what they say, in one transaction, with the clusters that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from graph.catalog import NamedRead, load_reads
from graph.ids import digest
from graph.model import Claim, Document, Record, RelType
from graph.rows import (
    claim_row,
    document_row,
    handle_rows,
    mention_row,
    place_row,
    record_of,
    record_row,
)
from graph.schema import CLAIMS, DOCUMENTS, HANDLES, MENTIONS, PLACES, RECORDS
from graph.store import Reader, Row, Transaction
from ingest.consents import write_consents
from ingest.document import Extraction
from ingest.resolve.handles import further_handles
from ingest.resolve.registered import Registers
from ingest.resolve.rewrite import find_all, write_settlement, write_ties
from ingest.resolve.settle import Settlement, Settler

_SAID = (
    "subject", "predicate", "object", "rule", "quote", "status", "polarity", "modality", "speaker", "role",
    "confidence", "valid_from", "valid_to", "precision",
)  # fmt: skip
_NO_LONGER_SAID = "the document no longer says it"
_NO_LONGER_THERE = "its source no longer has the document"


@dataclass(slots=True)
class Changes:
    """What a batch changes in the records of a store, and what follows from it.

    `records` are all records of the batch as they will be; `changed` those that are new or differ.
    `stored` are rows that were there, by id.
    """

    records: dict[str, Record] = field(default_factory=dict)
    changed: dict[str, Record] = field(default_factory=dict)
    gone: dict[str, Record] = field(default_factory=dict)
    stored: dict[str, Row] = field(default_factory=dict)
    settlement: Settlement = field(default_factory=Settlement)

    def entity(self, identifier: str) -> str:
        """Return the entity of a record as it will be; a document stands for itself."""
        known = self.settlement.entity.get(identifier)
        if known is None and identifier in self.stored:
            known = str(self.stored[identifier]["entity"])
        return known or identifier


def resolve_batch(reader: Reader, batch: Sequence[Extraction], registers: Registers | None = None) -> Changes:
    """Compare a batch with what is stored, and work out the clusters that follow from it.

    With `registers`, organisations that nothing joins are looked up in those that the store holds.
    """
    changes = Changes()
    for extraction in batch:
        for record in extraction.records:
            known = changes.records.get(record.id)
            changes.records[record.id] = _together(known, record) if known else record
    documents = [extraction.document.id for extraction in batch]
    rows = reader.find(RECORDS, "id", sorted(changes.records)) + reader.find(RECORDS, "document", documents)
    for row in rows:
        changes.stored[row["id"]] = row
        stored = record_of(row)
        if row["id"] not in changes.records:
            if not row["retracted"]:
                changes.gone[row["id"]] = stored
        elif not stored.document:
            changes.records[row["id"]] = _together(stored, changes.records[row["id"]])
    for identifier in _unsaid(reader, documents, changes):
        changes.gone[identifier] = record_of(changes.stored[identifier])
    for identifier, record in changes.records.items():
        row = changes.stored.get(identifier, {})
        if not row or row["retracted"] or record_of(row) != record:
            changes.changed[identifier] = record
    said = [judgement for extraction in batch for judgement in extraction.judgements]
    if registers is not None:
        written = {
            record.id: extraction.document.published
            for extraction in sorted(batch, key=lambda one: one.document.published)
            for record in extraction.records
        }
        said += registers.judgements(reader, changes.changed, written)
    changes.settlement = Settler(reader).settle(changes.changed, changes.gone, said)
    return changes


def _unsaid(reader: Reader, documents: list[str], changes: Changes) -> list[str]:
    """Return the records of whole sources that these documents alone named, and name no longer."""
    named = {row[end] for row in reader.find(CLAIMS, "document", documents) for end in ("subject", "object")
             if not row["retracted"]}  # fmt: skip
    named |= {row["record"] for row in reader.find(MENTIONS, "document", documents)}
    dropped = sorted(named - set(changes.records) - set(changes.gone) - {""})
    rows = {row["id"]: row for row in reader.find(RECORDS, "id", dropped) if not row["document"]}
    still = (
        reader.read(_reads()["records_still_said"], records=sorted(rows), documents=documents) if rows else []
    )
    changes.stored |= rows
    return sorted(set(rows) - {row["record"] for row in still})


@cache
def _reads() -> dict[str, NamedRead]:
    return load_reads("graph")


def _together(one: Record, other: Record) -> Record:
    """Return a record that a whole source shares, with what two documents say of it."""
    if one.document:
        return other
    return replace(
        one,
        names=tuple(sorted({*one.names, *other.names})),
        ids=tuple(sorted({*one.ids, *other.ids})),
        place=one.place or other.place,
        kind=one.kind or other.kind,
    )


def load_batch(
    transaction: Transaction, batch: Sequence[Extraction], changes: Changes, now: str
) -> list[Extraction]:
    """Write a batch: all of it, with every entity and tie it touches.

    Returns the replies that came before what they answer: written again later, they find it.
    """
    ties = write_settlement(transaction, changes.settlement, now)
    _write_records(transaction, changes, now)
    write_consents(transaction, batch, changes.entity, now)
    documents = [extraction.document for extraction in batch]
    places = _places(transaction, [document.parent for document in documents] + [d.thread for d in documents])
    places |= {document.id: document.id for document in documents}
    transaction.upsert(PLACES, [place_row(document) for document in documents])
    _write_documents(transaction, documents, places, now)
    transaction.delete(MENTIONS, "document", [document.id for document in documents])
    mentions = [
        mention_row(mention, changes.entity(mention.record) if mention.record else "")
        for extraction in batch
        for mention in extraction.mentions
    ]
    transaction.insert(MENTIONS, list({row["id"]: row for row in mentions}.values()))
    _write_claims(transaction, batch, (changes, places, ties), now)
    return [
        extraction
        for extraction in batch
        if {extraction.document.parent, extraction.document.thread} - {"", *places}
    ]


def _write_documents(
    transaction: Transaction, documents: Sequence[Document], places: Mapping[str, str], now: str
) -> None:
    """Write documents, each under the document that stands where its parent was read."""
    stored = transaction.find(DOCUMENTS, "id", [document.id for document in documents])
    recorded = {row["id"]: row["recorded"] for row in stored}
    rows = []
    for document in documents:
        parent, thread = places.get(document.parent, ""), places.get(document.thread, document.id)
        placed = replace(document, parent=parent, thread=thread)
        rows.append(document_row(placed, recorded.get(document.id, now)))
    transaction.upsert(DOCUMENTS, rows)


def retire_batch(transaction: Transaction, documents: Sequence[Document], now: str) -> None:
    """Take back all that some documents say: their source no longer has them.

    Their text stays, so that what was known at an earlier time can still be shown with its quotes.
    """
    batch = [Extraction(document) for document in documents]
    changes = resolve_batch(transaction, batch)
    ties = write_settlement(transaction, changes.settlement, now)
    _write_records(transaction, changes, now)
    write_consents(transaction, batch, changes.entity, now)
    ids = [document.id for document in documents]
    transaction.delete(MENTIONS, "document", ids)
    transaction.change(DOCUMENTS, [{"id": identifier, "retired": now} for identifier in ids])
    _write_claims(transaction, batch, (changes, {}, ties), now, _NO_LONGER_THERE)


def _places(reader: Reader, identifiers: Iterable[str]) -> dict[str, str]:
    """Return the document that stands at each of these places, where there is one."""
    wanted = sorted({identifier for identifier in identifiers if identifier})
    return {row["id"]: row["document"] for row in reader.find(PLACES, "id", wanted)}


def _write_records(transaction: Transaction, changes: Changes, now: str) -> None:
    """Write new and changed records with their handles; mark those that are gone as retracted."""
    known = [identifier for identifier in changes.changed if identifier in changes.stored]
    transaction.delete(HANDLES, "record", [*known, *changes.gone])
    transaction.upsert(
        RECORDS,
        [
            record_row(
                record,
                changes.stored.get(identifier, {"recorded": now})["recorded"],
                changes.entity(identifier),
            )
            for identifier, record in changes.changed.items()
        ],
    )
    transaction.insert(
        HANDLES,
        [
            row
            for identifier, record in changes.changed.items()
            for row in handle_rows(record, changes.entity(identifier), further_handles(record))
        ],
    )
    transaction.change(RECORDS, [{"id": identifier, "retracted": now} for identifier in changes.gone])


def _said(row: Row) -> tuple[str, ...]:
    """Return what makes two readings of a document the same claim: all that it says, but not its place in the text."""
    return tuple(str(row[name]) for name in _SAID)


def _placed(claim: Claim, places: Mapping[str, str]) -> Claim | None:
    """Return a reply with the document that stands where its parent was read; None where none does."""
    if claim.predicate is not RelType.REPLIES_TO:
        return claim
    parent = places.get(claim.object)
    return replace(claim, object=parent) if parent else None


def _write_claims(
    transaction: Transaction,
    batch: Sequence[Extraction],
    known: tuple[Changes, dict[str, str], set[str]],
    now: str,
    reason: str = _NO_LONGER_SAID,
) -> None:
    """Write the claims of a batch and retract those that its documents no longer make; add up all ties touched."""
    changes, places, moved = known
    old = {row["id"]: row for row in transaction.find(CLAIMS, "document", [e.document.id for e in batch])}
    standing = {_said(row): row for row in old.values() if not row["retracted"]}
    ties = {row["tie"] for row in old.values()}
    rows: dict[str, Row] = {}
    for extraction in batch:
        for claim in filter(None, (_placed(claim, places) for claim in extraction.claims)):
            ends = changes.entity(claim.subject), changes.entity(claim.object)
            row = claim_row(claim, now, *ends)
            before = standing.get(_said(row))
            if before is not None:
                row |= {"id": before["id"], "recorded": before["recorded"]}
            elif claim.id in old:
                # Said before and taken back, or said otherwise now: a claim of its own, so that known_at sees both.
                row["id"] = f"claim:{digest(claim.id, now)}"
            rows[row["id"]] = row
    retracted = [
        {"id": identifier, "retracted": now, "reason": reason}
        for identifier, row in old.items()
        if identifier not in rows and not row["retracted"]
    ]
    ties |= {row["tie"] for row in rows.values()}
    # Read before they are written: what this batch says is in hand.
    stored = {row["id"]: row for row in find_all(transaction, CLAIMS, "tie", ties | moved)}
    transaction.change(CLAIMS, retracted)
    transaction.insert(CLAIMS, [row for identifier, row in rows.items() if identifier not in old])
    transaction.upsert(CLAIMS, [row for identifier, row in rows.items() if identifier in old])
    new = ties - moved - {row["tie"] for row in stored.values()}
    for change in retracted:
        stored[change["id"]] = {**old[change["id"]], **change}
    write_ties(transaction, ties | moved, {**stored, **rows}.values(), new)
