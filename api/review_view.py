"""A pair that waits for a judgement, as `--json` and the HTTP API give it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph.store import Reader, Row
from ingest.resolve.queue import Waiting, said_of

# What tells two records of one name apart.
FIELDS = ("name", "role", "organisation", "place", "source", "id", "document")


def as_dict(reader: Reader, item: Waiting) -> dict[str, Any]:
    """Return a pair: both records with what is said of them, the reasons, and what would follow."""
    return {
        "judgement": item.judgement,
        "left": _side(reader, item.left),
        "right": _side(reader, item.right),
        "reasons": list(item.reasons),
        "score": item.score,
        "consequence": item.consequence,
        "joins": item.joins,
        "pairs": item.pairs,
    }


def _side(reader: Reader, record: Row) -> dict[str, Any]:
    return {
        **{name: record[name] for name in FIELDS},
        "because": [asdict(said) for said in said_of(reader, record)],
    }
