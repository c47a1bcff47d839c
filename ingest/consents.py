"""What lists say of whether people may be suggested, written with a batch: a no outlasts its row, a yes does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.ids import consent_id
from graph.model import Agreed, Label, Record
from graph.names import name_key
from graph.rows import consent_row
from graph.schema import CONSENTS
from graph.store import Transaction
from ingest.document import Extraction


def consent_id_of(record: Record) -> str:
    """Return the id of what a row says of its person: without a key of its own, a row is another person's one day."""
    return consent_id(record.id, name_key(Label.PERSON, record.name), keyed=bool(record.ids))


def write_consents(
    transaction: Transaction, batch: Sequence[Extraction], entity_of: Callable[[str], str], now: str
) -> None:
    """Write what the rows of a batch say; `entity_of` gives the entity of a record as it will be.

    A yes stands as long as its row says so. A no stands until the row says yes: it outlasts a cell that is left
    blank and a row that is gone. Where the row is another person's now, the no stays by the name alone.
    """
    said = {consent.id: consent for extraction in batch for consent in extraction.consents}
    stored = transaction.find(CONSENTS, "document", [extraction.document.id for extraction in batch])
    recorded = {
        row["id"]: row["recorded"]
        for row in stored
        if row["id"] in said and row["says"] == said[row["id"]].says
    }
    transaction.upsert(
        CONSENTS,
        [consent_row(one, recorded.get(one.id, now), entity_of(one.record)) for one in said.values()],
    )
    unsaid = [row for row in stored if row["id"] not in said]
    transaction.delete(CONSENTS, "id", [row["id"] for row in unsaid if row["says"] == Agreed.YES])
    others = {extraction.document.id: _described(extraction) for extraction in batch}
    left = [
        row for row in unsaid if row["says"] == Agreed.NO and others[row["document"]] not in ("", row["id"])
    ]
    transaction.change(CONSENTS, [{"id": row["id"], "record": "", "entity": ""} for row in left])


def _described(extraction: Extraction) -> str:
    """Return the id under which a row would say something of the person it describes now; '' for a row that is gone."""
    found = next((record for record in extraction.records if record.id == extraction.main), None)
    return consent_id_of(found) if found is not None else ""
