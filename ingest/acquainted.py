"""Two people know each other, somebody says: a declared tie that no reading of sources takes back.

It is a document of a source of its own, so that the tie has its quote, who said it and when, as any other has. Said
again it changes nothing; taken back it is retracted, as a claim that a document no longer makes is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from graph.errors import NotFoundError, UsageError
from graph.ids import claim_id, document_id
from graph.model import Claim, Document, DocumentKind, Label, Precision, RelType, Source, Strength
from graph.rows import source_row
from graph.schema import DOCUMENTS, RECORDS, SOURCES
from graph.store import GraphStore, Reader, Row
from ingest.counts import write_counts
from ingest.document import Extraction
from ingest.load import load_batch, resolve_batch, retire_batch

SAID_HERE = Source(
    "said-here",
    "ties",
    "Said here: who know each other",
    lawful_basis="said by somebody of the community's team",
)
_RULE = "review:know"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plain-text list: its number, and two people by id or name."""

    number: int
    one: str
    other: str


def lines_of(text: Iterable[str]) -> Iterator[Line]:
    """Yield the pairs of a list: two names or ids a line, with a tab, a semicolon or a comma between them.

    Empty lines and those that begin with # are passed over; a line without two names has an empty second one.
    """
    for number, line in enumerate(text, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        between = next((mark for mark in ("\t", ";", ",") if mark in line), "\t")
        one, _, other = (part.strip() for part in line.partition(between))
        yield Line(number, one, other)


def know(store: GraphStore, one: Row, other: Row, by: str) -> bool:
    """Write that two people (rows of entities) know each other; False where that was said here before.

    Raises UsageError for somebody with themselves, NotFoundError for one that is there no more.
    """
    if one["id"] == other["id"]:
        raise UsageError(f"{one['name']} is one person: everybody knows themselves", "name two people")
    first, second = sorted((one, other), key=lambda row: str(row["id"]))
    with store.transaction() as transaction:
        records = [_record(transaction, row) for row in (first, second)]
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        said = _said(records, by, now[:10])
        stored = transaction.find(DOCUMENTS, "id", [said.document.id])
        if stored and not stored[0]["retired"]:
            return False
        transaction.upsert(SOURCES, [source_row(SAID_HERE)])
        changes = resolve_batch(transaction, [said])
        # The records are other documents': their entities are known, nothing of them changes.
        changes.stored |= {row["id"]: row for row in records}
        load_batch(transaction, [said], changes, now)
    write_counts(store)
    return True


def forget_that(store: GraphStore, one: Row, other: Row) -> None:
    """Take back that two people know each other; raises UsageError where it was not said here."""
    first, second = sorted((one, other), key=lambda row: str(row["id"]))
    with store.transaction() as transaction:
        records = [_record(transaction, row) for row in (first, second)]
        document = _said(records, "", "").document
        stored = transaction.find(DOCUMENTS, "id", [document.id])
        if not stored or stored[0]["retired"]:
            raise UsageError(
                f"nobody said here that {first['name']} and {second['name']} know each other",
                "a tie that a source tells is taken back in that source",
            )
        retire_batch(transaction, [document], datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    write_counts(store)


def _record(reader: Reader, entity: Row) -> Row:
    """Return the record that stands for a person: the first that is described today."""
    rows = [row for row in reader.find(RECORDS, "entity", [entity["id"]]) if not row["retracted"]]
    if not rows:
        raise NotFoundError(f"{entity['name']} is described by no document any more")
    return min(rows, key=lambda row: str(row["id"]))


def _said(records: list[Row], by: str, day: str) -> Extraction:
    names = [str(row["name"]) for row in records]
    quote = f"{names[0]} and {names[1]} know each other"
    key = "|".join(str(row["id"]) for row in records)
    document = Document(
        document_id(SAID_HERE.id, key), SAID_HERE.id, DocumentKind.PROFILE, key, quote, f"{quote}.",
        author=by, published=day, precision=Precision.DAY if day else Precision.NONE,
    )  # fmt: skip
    one, other = (str(row["id"]) for row in records)
    claim = Claim(
        claim_id(document.id, (one, RelType.KNOWS, other), _RULE, quote),
        one, Label.PERSON, RelType.KNOWS, other, Label.PERSON, document.id, quote, 0, len(quote),
        Strength.DECLARED, _RULE, speaker=by,
    )  # fmt: skip
    return Extraction(document, claims=(claim,))
