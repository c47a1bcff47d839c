"""What a store says of itself: its schema version, and an id by which it is known under any address."""

from __future__ import annotations

from uuid import uuid4

from graph.schema import META, VERSION
from graph.store import Row, Transaction

STORE_ID = "store"


def own_facts(transaction: Transaction) -> list[Row]:
    """Return the facts that every store holds; the id is made once."""
    facts = [{"id": "schema", "value": str(VERSION)}]
    if not transaction.find(META, "id", [STORE_ID]):
        facts.append({"id": STORE_ID, "value": uuid4().hex})
    return facts
