"""The graph as rows for other programs: the fields of the contract, one object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from graph import schema
from graph.ids import shown_ids
from graph.schema import Table
from graph.store import GraphStore, Row

# Of each kind: what is always text, list or number; any other field is null where it is not known.
_NEVER_NULL = frozenset({
    "id", "source", "kind", "text", "document", "label", "rule", "name", "predicate", "target", "quote",
    "status", "polarity", "verdict", "left", "right", "by", "made",
})  # fmt: skip


def rows(store: GraphStore, kind: str) -> Iterator[Row]:
    """Yield the rows of a kind, in order of id; `kind` is one of KINDS."""
    return KINDS[kind](store)


def lines(store: GraphStore, kind: str) -> Iterator[str]:
    """Yield the same as lines of JSON."""
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows(store, kind))


def _documents(store: GraphStore) -> Iterator[Row]:
    fields = ("id", "source", "kind", "url", "title", "author", "published", "precision", "parent", "text")
    return _plain(store, schema.DOCUMENTS, fields)


def _mentions(store: GraphStore) -> Iterator[Row]:
    fields = ("document", "label", "start", "end", "text", "record", "entity", "confidence", "rule")
    return _plain(store, schema.MENTIONS, fields)


def _records(store: GraphStore) -> Iterator[Row]:
    """Yield the records that stand; a retracted one is described by no document any more."""
    fields = ("id", "label", "source", "document", "name", "ids", "role", "organisation", "place", "entity")
    for row in store.scan(schema.RECORDS):
        if not row["retracted"]:
            yield _pick(row, fields) | {"document": row["document"] or None, "ids": shown_ids(row["ids"])}


def _entities(store: GraphStore) -> Iterator[Row]:
    """Yield the entities, each with the ids of its records."""
    members: dict[str, list[str]] = {}
    for row in store.scan(schema.RECORDS):
        if not row["retracted"]:
            members.setdefault(row["entity"], []).append(row["id"])
    for row in store.scan(schema.ENTITIES):
        if row["records"]:
            yield _pick(row, ("id", "label", "name", "names", "ids")) | {
                "ids": shown_ids(row["ids"]),
                "records": members.get(row["id"], []),
            }


def _ties(store: GraphStore) -> Iterator[Row]:
    fields = ("source", "predicate", "target", "status", "first_seen", "last_seen", "documents", "confidence")
    return _plain(store, schema.TIES, fields)


def _judgements(store: GraphStore) -> Iterator[Row]:
    return _plain(store, schema.JUDGEMENTS, schema.JUDGEMENTS.columns)


def _claims(store: GraphStore) -> Iterator[Row]:
    """Yield every claim, retracted ones too, with both ends named."""
    names = names_of(store)
    fields = (
        "document", "quote", "start", "end", "status", "polarity", "modality", "speaker", "role",
        "confidence", "rule", "valid_from", "valid_to", "precision", "recorded", "retracted", "reason",
    )  # fmt: skip
    for row in store.scan(schema.CLAIMS):
        yield {
            "id": row["id"],
            "subject": _end(row, "subject", names),
            "predicate": row["predicate"],
            "object": _end(row, "object", names),
            **_pick(row, fields),
        }


def names_of(store: GraphStore) -> dict[str, str]:
    """Return the name of each record and entity, and the title of each document, by id."""
    names = {row["id"]: row["title"] for row in store.scan(schema.DOCUMENTS)}
    names |= {row["id"]: row["name"] for row in store.scan(schema.RECORDS)}
    return names | {row["id"]: row["name"] for row in store.scan(schema.ENTITIES)}


def _end(row: Row, end: str, names: dict[str, str]) -> Row:
    """Return one end of a claim; `name` is the record's own, as its source writes it."""
    record = row[end]
    return {
        "record": record,
        "entity": row[f"{end}_entity"] or None,
        "label": row[f"{end}_label"],
        "name": names.get(record) or None,
    }


def _plain(store: GraphStore, table: Table, fields: tuple[str, ...]) -> Iterator[Row]:
    return (_pick(row, fields) for row in store.scan(table))


def _pick(row: Row, fields: tuple[str, ...]) -> Row:
    return {name: _value(name, row[name]) for name in fields}


def _value(name: str, value: Any) -> Any:
    return None if value == "" and name not in _NEVER_NULL else value


KINDS: dict[str, Callable[[GraphStore], Iterator[Row]]] = {
    "documents": _documents,
    "mentions": _mentions,
    "claims": _claims,
    "records": _records,
    "entities": _entities,
    "ties": _ties,
    "judgements": _judgements,
}
