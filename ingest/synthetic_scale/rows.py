"""The rows of the made-up community, written straight into an empty store: who is who is known, not worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import itemgetter

from graph.ids import judgement_id
from graph.model import Claim, Judgement, Label, Polarity, Record, Verdict
from graph.rows import (
    chunks,
    claim_row,
    document_row,
    handle_rows,
    judgement_row,
    mention_row,
    place_row,
    record_row,
    source_row,
)
from graph.schema import (
    CLAIMS,
    DOCUMENTS,
    ENTITIES,
    HANDLES,
    JUDGEMENTS,
    MENTIONS,
    META,
    PLACES,
    RECORDS,
    SOURCES,
    TIES,
)
from graph.store import GraphStore, Row
from ingest.claims import claim_document
from ingest.clean import clean
from ingest.counts import write_counts
from ingest.lexicon import Lexicon
from ingest.resolve.entity import entity_row
from ingest.resolve.handles import further_handles
from ingest.resolve.rewrite import tie_row
from ingest.synthetic_scale import drafts
from ingest.synthetic_scale.drafts import Made
from ingest.synthetic_scale.size import Scale

# When it was read: fixed, so that the same size and seed give the same rows.
READ_AT = "2025-06-01T00:00:00Z"
_DOCUMENTS, _ROWS = 1000, 5000  # in one transaction
# What makes an entity's row: its first records. A hub has thousands, which say nothing new.
_KEPT = 3
# In the order in which a batch is written: what a tie leads to comes before the ties.
_WRITTEN = (DOCUMENTS, PLACES, RECORDS, HANDLES, MENTIONS, CLAIMS, JUDGEMENTS, ENTITIES, TIES)
_Rows = dict[str, list[Row]]  # by the name of their table
_REASON = "They are one by construction."
_TALLIED = (
    "id", "subject_entity", "subject_label", "predicate", "object_entity", "object_label", "status", "modality",
    "role", "valid_from", "document", "confidence",
)  # fmt: skip
_TALLY = itemgetter(*_TALLIED)


@dataclass(slots=True)
class _Entity:
    """One of the community's people, projects, organisations or topics, with its first records."""

    id: str
    records: list[Record] = field(default_factory=list)
    count: int = 0


@dataclass(slots=True)
class _Graph:
    """What is known of all documents so far: entities, who each record is, and ties between entities.

    A tie with a document at one end is said in that document alone, and is written with it; `ties` are the others.
    """

    entities: dict[str, _Entity] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    ties: dict[str, list[tuple[object, ...]]] = field(default_factory=lambda: defaultdict(list))
    lexicon: Lexicon = field(default_factory=Lexicon)
    new: list[_Entity] = field(default_factory=list)


def write(store: GraphStore, scale: Scale) -> dict[str, int]:
    """Write the community into an empty, migrated store, and return how much it holds.

    Takes two milliseconds of one processor a document, and about a gigabyte of memory for 300,000 of them.
    """
    graph = _Graph()
    with store.loading():
        with store.transaction() as transaction:
            transaction.upsert(META, [{"id": "community", "value": "Made-up community"}])
            transaction.upsert(SOURCES, [source_row(source) for source in drafts.SOURCES])
        made = drafts.documents(scale)
        while some := list(islice(made, _DOCUMENTS)):
            _insert(store, _batch(graph, some))
        for ties in chunks(graph.ties, _ROWS):
            said = {
                tie: [dict(zip(_TALLIED, one, strict=True)) for one in graph.ties.pop(tie)] for tie in ties
            }
            _insert(store, {TIES.name: _ties(said)})
        for entities in chunks((name for name, one in graph.entities.items() if one.count > 1), _ROWS):
            with store.transaction() as transaction:
                transaction.upsert(ENTITIES, [_entity(graph.entities[name]) for name in entities])
    return write_counts(store)


def _insert(store: GraphStore, rows: _Rows) -> None:
    with store.transaction() as transaction:
        for table in _WRITTEN:
            transaction.insert(table, rows.get(table.name, []))


def _batch(graph: _Graph, some: Sequence[Made]) -> _Rows:
    """Return the rows of some documents, by table."""
    rows: _Rows = {table.name: [] for table in _WRITTEN}
    for made in some:
        # Of its fields it says what any document would, of its prose what was written into it.
        cleaned = clean(made.draft, made.source)
        said = claim_document(cleaned, made.writing.found(cleaned.body_start), graph.lexicon)
        rows[DOCUMENTS.name].append(document_row(said.document, READ_AT))
        rows[PLACES.name].append(place_row(said.document))
        entities = _records(graph, made, said.records, rows)
        rows[MENTIONS.name] += [mention_row(one, entities.get(one.record, "")) for one in said.mentions]
        _claims(graph, said.claims, entities, rows)
    rows[ENTITIES.name] += [_entity(entity) for entity in graph.new]
    graph.new.clear()
    return rows


def _records(graph: _Graph, made: Made, records: Iterable[Record], rows: _Rows) -> dict[str, str]:
    """Add the rows of a document's records, and return the entity of each."""
    entities: dict[str, str] = {}
    for record in records:
        if known := graph.shared.get(record.id):
            entities[record.id] = known
            continue
        means = made.means[record.label, record.name]
        if means not in graph.entities:
            graph.entities[means] = _Entity(record.id)
            graph.new.append(graph.entities[means])
        entity = graph.entities[means]
        entities[record.id] = entity.id
        entity.count += 1
        if len(entity.records) < _KEPT:
            # Signals are for a resolver alone, and long.
            entity.records.append(replace(record, signals=()))
        if not record.document:
            graph.shared[record.id] = entity.id
        if record.id != entity.id:
            rows[JUDGEMENTS.name].append(judgement_row(_judgement(entity.id, record.id), READ_AT))
        rows[RECORDS.name].append(record_row(record, READ_AT, entity.id))
        rows[HANDLES.name] += handle_rows(record, entity.id, further_handles(record))
    return entities


def _judgement(left: str, right: str) -> Judgement:
    first, second = sorted((left, right))
    by = "rule:made-up"
    return Judgement(judgement_id(first, second, by), first, second, Verdict.SAME, (_REASON,), by)


def _claims(graph: _Graph, claims: Iterable[Claim], entities: dict[str, str], rows: _Rows) -> None:
    """Add the rows of a document's claims and of its own ties, and keep what other ties are added up from."""
    own: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        ends = entities.get(claim.subject, claim.subject), entities.get(claim.object, claim.object)
        row = claim_row(claim, READ_AT, *ends)
        rows[CLAIMS.name].append(row)
        if claim.polarity != Polarity.ASSERTS or ends[0] == ends[1]:
            continue
        if Label.DOCUMENT in (claim.subject_label, claim.object_label):
            own[row["tie"]].append(row)
        else:
            graph.ties[row["tie"]].append(_TALLY(row))
    rows[TIES.name] += _ties(own)


def _entity(entity: _Entity) -> Row:
    return {**entity_row(entity.id, entity.records), "records": entity.count}


def _ties(said: dict[str, list[Row]]) -> list[Row]:
    return [tie_row(tie, claims) for tie, claims in said.items()]
