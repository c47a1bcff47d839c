"""What a store says of itself: its schema version, an id by which it is known under any address, and its state."""

from __future__ import annotations

from uuid import uuid4

from graph.schema import META, VERSION
from graph.store import Row, Transaction

STORE_ID = "store"
# Another value after each transaction that changed rows: what was worked out of a graph may be kept until then.
STATE = "state"


def own_facts(transaction: Transaction) -> list[Row]:
    """Return the facts that every store holds; the id is made once."""
    facts = [{"id": "schema", "value": str(VERSION)}]
    if not transaction.find(META, "id", [STORE_ID]):
        facts.append({"id": STORE_ID, "value": uuid4().hex})
    return facts


def new_state() -> Row:
    """Return the fact that the graph is another one than before."""
    return {"id": STATE, "value": uuid4().hex}
