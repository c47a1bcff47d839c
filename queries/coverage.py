"""What the graph can see: how much was read, from where, and over what period."""

from __future__ import annotations

from typing import Any

from graph.errors import StoreNotReadyError
from graph.schema import META, SOURCES
from graph.store import Reader
from queries.answer import Answer, Finding
from queries.request import Request

_COUNTS = ("documents", "people", "projects", "organisations", "topics", "claims", "sources")


def summary(reader: Reader) -> dict[str, Any]:
    """Return the counts and the period of the whole graph, as the last run left them.

    Raises StoreNotReadyError where nothing has been ingested yet.
    """
    names = [f"count:{name}" for name in (*_COUNTS, "first", "last")]
    facts = {row["id"].removeprefix("count:"): row["value"] for row in reader.find(META, "id", names)}
    if not facts:
        raise StoreNotReadyError("nothing has been ingested yet", "run: improvement-graph ingest PATH")
    counts: dict[str, Any] = {name: int(facts.get(name, "0")) for name in _COUNTS}
    return {**counts, "from": facts.get("first", "")[:10], "to": facts.get("last", "")[:10]}


def answer(reader: Reader, request: Request) -> Answer:
    """Return each source with its terms; the counts stand in the answer's coverage."""
    rows = [row for _, row in sorted((row["id"], row) for row in _sources(reader))]
    page = rows[request.offset : request.offset + request.limit]
    findings = tuple(
        Finding(
            value={
                name: row[name] for name in ("id", "kind", "name", "licence", "lawful_basis", "visibility")
            },
            score=1.0,
            why=(f"Source “{row['id']}” was read as {row['kind']}.",),
            because=(),
        )
        for row in page
    )
    more = str(request.offset + request.limit) if request.offset + request.limit < len(rows) else ""
    caveats = ("The graph sees what was written and read, not what was done and never told.",)
    return Answer("coverage", request.values, findings, caveats=caveats, next=more)


def _sources(reader: Reader) -> list[dict[str, Any]]:
    names = [row["value"] for row in reader.find(META, "id", ["count:source-ids"])]
    return reader.find(SOURCES, "id", names[0].split("\n")) if names else []
