"""Values to rows and back: the one place that knows how a record, a claim or a judgement is stored."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, cast

from graph.ids import digest, tie_id
from graph.model import (
    Claim,
    Consent,
    Document,
    DocumentKind,
    Judgement,
    Label,
    Mention,
    Precision,
    Record,
    Source,
    Verdict,
)
from graph.names import name_key
from graph.store import Row


def source_row(source: Source) -> Row:
    """Return the row of a source."""
    return _values(source)


def document_row(document: Document, recorded: str) -> Row:
    """Return the row of a document; its fingerprints are kept with its place."""
    row = _values(document)
    del row["fingerprint"], row["body_fingerprint"], row["address"]
    return {
        **row,
        "kind": str(document.kind),
        "precision": str(document.precision),
        "recorded": recorded,
        "retired": "",
    }


def document_of(row: Row) -> Document:
    """Return the document of a row, without the fingerprints that are kept with its place."""
    values = {item.name: row[item.name] for item in fields(Document) if item.name in row}
    return Document(
        **{**values, "kind": DocumentKind(values["kind"]), "precision": Precision(values["precision"])}
    )


def place_row(document: Document, found_as: str = "") -> Row:
    """Return the row of the place a document was found at; `found_as` is the document it is the same as."""
    return {
        "id": document.id,
        "document": found_as or document.id,
        "source": document.source,
        "url": document.url,
        "address": document.address,
        "fingerprint": document.fingerprint,
        "body_fingerprint": document.body_fingerprint,
    }


def record_row(record: Record, recorded: str, entity: str) -> Row:
    """Return the row of a record."""
    row = _values(record)
    row |= {name: list(row[name]) for name in ("names", "ids", "signals")}
    return {**row, "label": str(record.label), "recorded": recorded, "retracted": "", "entity": entity}


def record_of(row: Row) -> Record:
    """Return the record of a row."""
    values = {name: row[name] for name in _fields(Record)[0]}
    lists = {name: tuple(values[name]) for name in ("names", "ids", "signals")}
    return Record(**{**values, **lists, "label": Label(values["label"])})


def name_handle(label: Label, name: str) -> str:
    """Return the handle of a name, or '' for a name of no letters."""
    key = name_key(label, name)
    return f"{label}|name|{key}" if key else ""


def id_handle(label: Label, identifier: str) -> str:
    """Return the handle of a "scheme:value" identifier."""
    return f"{label}|id|{identifier.casefold()}"


def handles_of(record: Record) -> list[str]:
    """Return every handle of a record: its name, its other names, its ids."""
    found = [name_handle(record.label, name) for name in (record.name, *record.names)]
    found += [id_handle(record.label, identifier) for identifier in record.ids]
    return sorted({handle for handle in found if handle})


def handle_rows(record: Record, entity: str, further: Iterable[str] = ()) -> list[Row]:
    """Return the rows of a record's handles, and of `further` ones that a resolver looks it up by."""
    return [
        {"id": f"handle:{digest(handle, record.id)}", "handle": handle, "record": record.id, "entity": entity}
        for handle in (*handles_of(record), *further)
    ]


def consent_row(consent: Consent, recorded: str, entity: str) -> Row:
    """Return the row of what somebody's list says of their being suggested."""
    return {**_values(consent), "says": str(consent.says), "recorded": recorded, "entity": entity}


def mention_row(mention: Mention, entity: str) -> Row:
    """Return the row of a mention."""
    row = _values(mention)
    identifier = digest(mention.document, str(mention.start), str(mention.end), mention.label)
    return {**row, "id": f"mention:{identifier}", "label": str(mention.label), "entity": entity}


def claim_row(claim: Claim, recorded: str, subject_entity: str, object_entity: str) -> Row:
    """Return the row of a standing claim."""
    row = _values(claim)
    plain = ("subject_label", "object_label", "predicate", "status", "polarity", "modality", "precision")
    row |= {name: str(row[name]) for name in plain}
    return {
        **row,
        "subject_entity": subject_entity,
        "object_entity": object_entity,
        "tie": tie_id(subject_entity, claim.predicate, object_entity),
        "recorded": recorded,
        "retracted": "",
        "reason": "",
    }


def judgement_row(judgement: Judgement, made: str, undone: str = "") -> Row:
    """Return the row of a judgement."""
    row = _values(judgement)
    return {
        **row,
        "verdict": str(judgement.verdict),
        "reasons": list(judgement.reasons),
        "made": made,
        "undone": undone,
    }


def judgement_of(row: Row) -> Judgement:
    """Return the judgement of a row."""
    values = {name: row[name] for name in _fields(Judgement)[0]}
    return Judgement(**{**values, "reasons": tuple(values["reasons"]), "verdict": Verdict(values["verdict"])})


def _values(value: Any) -> Row:
    """Return the fields of a value by their names."""
    names, get = _fields(value.__class__)
    return dict(zip(names, get(value), strict=True))


@cache
def _fields(kind: Hashable) -> tuple[tuple[str, ...], attrgetter[tuple[Any, ...]]]:
    """Return the names of a kind's fields, and what reads them all: asked once for each kind, not for each row."""
    names = tuple(item.name for item in fields(cast(Any, kind)))
    return names, attrgetter(*names)


def chunks(values: Iterable[str], size: int = 5000) -> Iterable[list[str]]:
    """Cut values into lists of at most `size`: what one read or write takes at once."""
    items = list(values)
    return (items[start : start + size] for start in range(0, len(items), size))
