"""What waits for a person's judgement: pairs of entities that may be one, the most consequential first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graph.catalog import NamedRead, load_reads
from graph.model import Verdict
from graph.rows import chunks
from graph.schema import CLAIMS, DOCUMENTS, ENTITIES, JUDGEMENTS, RECORDS, Table
from graph.store import GraphStore, Reader, Row

# Of each side so many quotes: with both sides and the reasons they fill one screen.
_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question for a person: are these two records one?

    It stands for all open pairs of the same two entities, `pairs` of them, and is the one with the highest
    score. `consequence` is how many ties would pass to another entity, and with them the answers that
    show them; `joins` counts the records that would be one.
    """

    judgement: str
    left: Row
    right: Row
    reasons: tuple[str, ...]
    score: float
    consequence: int
    joins: int
    pairs: int = 1


@dataclass(frozen=True, slots=True)
class Quoted:
    """Something said of a record: the words, and where and when they were written."""

    quote: str
    title: str
    url: str
    author: str
    published: str


def waiting(store: GraphStore, limit: int = 20) -> list[Waiting]:
    """Return what no person has decided and no judgement has settled, the most consequential first."""
    rows = _open(store)
    records = _by_id(store, RECORDS, {row[end] for row in rows for end in ("left", "right")})
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        ends = sorted(str(records[row[end]]["entity"]) for end in ("left", "right"))
        if ends[0] != ends[1]:
            grouped.setdefault((ends[0], ends[1]), []).append(row)
    entities = {entity for pair in grouped for entity in pair}
    sizes = {row["id"]: int(row["records"]) for row in _by_id(store, ENTITIES, entities).values()}
    ties = _ties(store, entities)
    found = []
    for pair, judgements in grouped.items():
        row = min(judgements, key=lambda row: (-row["score"], row["id"]))
        found.append(
            Waiting(
                row["id"], records[row["left"]], records[row["right"]], tuple(row["reasons"]), row["score"],
                # The smaller of the two gives its ties away.
                consequence=min(ties.get(entity, 0) for entity in pair),
                joins=sum(sizes[entity] for entity in pair),
                pairs=len(judgements),
            )
        )  # fmt: skip
    return sorted(found, key=lambda item: (-item.consequence, -item.joins, -item.score, item.judgement))[
        :limit
    ]


def said_of(reader: Reader, record: Row) -> list[Quoted]:
    """Return what is said of a record, in its own document first, then the newest."""
    claims = [
        row for end in ("subject", "object") for row in reader.find(CLAIMS, end, [record["id"]])
        if not row["retracted"]
    ]  # fmt: skip
    documents = _by_id(reader, DOCUMENTS, {row["document"] for row in claims} | {record["document"]} - {""})
    quotes: dict[str, Quoted] = {}
    for row in sorted(claims, key=lambda row: _order(row, record, documents)):
        document = documents[row["document"]]
        quotes.setdefault(
            row["quote"],
            Quoted(
                row["quote"], document["title"], document["url"], document["author"], document["published"]
            ),
        )
    return list(quotes.values())[:_QUOTES]


def _order(claim: Row, record: Row, documents: Mapping[str, Row]) -> tuple[bool, str, str]:
    published = str(documents[claim["document"]]["published"])
    newest_first = "".join(chr(0x10FFFF - ord(letter)) for letter in published) or chr(0x10FFFF)
    return claim["document"] != record["document"], newest_first, str(claim["id"])


def _open(store: GraphStore) -> list[Row]:
    """Return the standing judgements that leave a pair open, and on which no person has said anything."""
    unsure, decided = [], set()
    for row in store.scan(JUDGEMENTS):
        if row["undone"]:
            continue
        if not row["by"].startswith("rule:"):
            decided.add((row["left"], row["right"]))
        elif row["verdict"] == Verdict.UNSURE:
            unsure.append(row)
    return [row for row in unsure if (row["left"], row["right"]) not in decided]


def _by_id(reader: Reader, table: Table, identifiers: Iterable[str]) -> dict[str, Row]:
    return {row["id"]: row for some in chunks(sorted(identifiers)) for row in reader.find(table, "id", some)}


def _ties(reader: Reader, entities: Iterable[str]) -> dict[str, int]:
    rows: Iterator[Row] = (
        row for some in chunks(sorted(entities)) for row in reader.read(_reads()["tie_counts"], entities=some)
    )
    return {str(row["entity"]): int(row["number"]) for row in rows}


@cache
def _reads() -> dict[str, NamedRead]:
    return load_reads("graph")
