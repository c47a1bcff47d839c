"""What must hold in every graph: each quote stands in its document, each reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from graph import schema
from graph.model import Label
from graph.store import GraphStore, Row

# Texts kept in memory at once: claims come in order of id, so each pass looks up one slice of documents.
_TEXTS = 20_000


def problems(store: GraphStore) -> Iterator[str]:
    """Yield what is wrong, one sentence each; nothing for a sound graph."""
    documents = {row["id"] for row in store.scan(schema.DOCUMENTS)}
    entities = {row["id"] for row in store.scan(schema.ENTITIES)}
    records: set[str] = set()
    for row in store.scan(schema.RECORDS):
        records.add(row["id"])
        if row["document"] and row["document"] not in documents and not row["retracted"]:
            yield f"record {row['id']} is described by {row['document']}, which is not there"
        if not row["retracted"] and row["entity"] not in entities:
            yield f"record {row['id']} belongs to {row['entity'] or 'no entity'}, which is not there"
    yield from _references(store, documents, records, entities)
    for row in store.scan(schema.CONSENTS):
        if row["record"] and row["record"] not in records:
            yield f"consent {row['id']} is that of {row['record']}, which is not there"
    yield from _quotes(store)


def _references(
    store: GraphStore, documents: set[str], records: set[str], entities: set[str]
) -> Iterator[str]:
    """Yield the claims, mentions and ties of which an end is not there."""
    for row in store.scan(schema.CLAIMS):
        if row["retracted"]:
            continue
        if row["document"] not in documents:
            yield f"claim {row['id']} is said in {row['document']}, which is not there"
        for end in ("subject", "object"):
            there = documents if row[f"{end}_label"] == Label.DOCUMENT else records
            if row[end] not in there:
                yield f"claim {row['id']} names {row[end]}, which is not there"
    for row in store.scan(schema.MENTIONS):
        if row["document"] not in documents:
            yield f"mention {row['id']} stands in {row['document']}, which is not there"
        if row["record"] and row["record"] not in records:
            yield f"mention {row['id']} names {row['record']}, which is not there"
    for row in store.scan(schema.TIES):
        for end in ("source", "target"):
            there = documents if row[f"{end}_label"] == Label.DOCUMENT else entities
            if row[end] not in there:
                yield f"tie {row['id']} leads to {row[end]}, which is not there"


def _quotes(store: GraphStore) -> Iterator[str]:
    """Yield the claims and mentions whose words do not stand where they say, some documents at a time."""
    texts: dict[str, str] = {}
    for row in store.scan(schema.DOCUMENTS):
        texts[row["id"]] = row["text"]
        if len(texts) == _TEXTS:
            yield from _misquoted(store, texts)
            texts = {}
    yield from _misquoted(store, texts)


def _misquoted(store: GraphStore, texts: dict[str, str]) -> Iterator[str]:
    for row in store.scan(schema.CLAIMS):
        if not row["retracted"] and _differs(row, row["quote"], texts):
            yield f"claim {row['id']}: its quote is not what {row['document']} says at {row['start']}"
    for row in store.scan(schema.MENTIONS):
        if _differs(row, row["text"], texts):
            yield f"mention {row['id']}: its words are not what {row['document']} says at {row['start']}"


def _differs(row: Row, words: str, texts: dict[str, str]) -> bool:
    text = texts.get(row["document"])
    return text is not None and text[row["start"] : row["end"]] != words
