"""How much there is in a store, kept with it, so that each answer can say what it covers at no cost."""

from __future__ import annotations

from functools import cache

from graph.catalog import NamedRead, load_reads
from graph.model import Label
from graph.schema import META, SOURCES
from graph.store import GraphStore

_NAMES = {
    "documents": "documents",
    Label.PERSON: "people",
    Label.PROJECT: "projects",
    Label.ORGANISATION: "organisations",
    Label.TOPIC: "topics",
}


@cache
def _reads() -> dict[str, NamedRead]:
    return load_reads("graph")


def write_counts(store: GraphStore) -> dict[str, int]:
    """Count what is in a store, keep the counts with it, and return them.

    They are: documents, people, projects, organisations, topics, claims, sources.
    """
    rows = {row["name"]: row for row in store.read(_reads()["totals"])}
    counts = {ours: int(rows[name]["number"]) if name in rows else 0 for name, ours in _NAMES.items()}
    tables = store.count()
    counts |= {name: tables[name] for name in ("claims", "sources")}
    facts = {name: str(number) for name, number in counts.items()}
    facts["source-ids"] = "\n".join(row["id"] for row in store.scan(SOURCES))
    facts |= {"first": rows["documents"]["first"], "last": rows["documents"]["last"]}
    with store.transaction() as transaction:
        transaction.upsert(
            META, [{"id": f"count:{name}", "value": value} for name, value in sorted(facts.items())]
        )
    return counts
