"""What the graph can see: how much was read, from where, and over what period."""

from __future__ import annotations

from typing import Any

from graph.errors import StoreNotReadyError
from graph.schema import META, SOURCES
from graph.store import Reader, Row
from queries.answer import Answer, Finding
from queries.kept import COUNTS, read_once
from queries.request import END, Request

_LABELS = {
    "claims": "claims", "Person": "people", "Project": "projects",
    "Organisation": "organisations", "Topic": "topics",
}  # fmt: skip


def summary(reader: Reader, request: Request | None = None, *, whole: bool = True) -> dict[str, Any]:
    """Return the counts and the period of the whole graph, as the last run left them.

    For a request about another time, those of what was there and known then. Unless `whole`, claims are not counted
    for `as_of` alone: it takes seconds where there are millions. Raises StoreNotReadyError where nothing has been
    ingested yet.
    """
    names = [f"count:{name}" for name in (*COUNTS, "first", "last")]
    facts = {row["id"].removeprefix("count:"): row["value"] for row in reader.find(META, "id", names)}
    if not facts:
        raise StoreNotReadyError("nothing has been ingested yet", "run: improvement-graph ingest PATH")
    told: tuple[str, ...] = COUNTS
    if request is not None and request.timed:
        # Who and what had been read by a time differs from today only where `known_at` is given.
        whole = whole or request.known_at != END
        facts |= _documents(reader, request) | (_at(reader, request) if whole else {})
        told = COUNTS if whole else tuple(name for name in COUNTS if name != "claims")
    counts: dict[str, Any] = {name: int(facts.get(name, "0")) for name in told}
    return {**counts, "from": facts.get("first", "")[:10], "to": facts.get("last", "")[:10]}


def _at(reader: Reader, request: Request) -> dict[str, str]:
    """Return the counts at a request's times; sources are those of today."""
    rows = {row["name"]: row for row in read_once(reader, "coverage_at", **request.moments)}
    return {ours: str(rows[name]["number"]) if name in rows else "0" for name, ours in _LABELS.items()}


def _documents(reader: Reader, request: Request) -> dict[str, str]:
    times = {"as_of": request.as_of, "known_at": request.known_at}
    (row,) = read_once(reader, "documents_at", **times)
    return {"documents": str(row["number"]), "first": row["first"], "last": row["last"]}


def answer(reader: Reader, request: Request) -> Answer:
    """Return each source with its terms, its period and its people; the counts stand in the answer's coverage."""
    rows = sorted(_sources(reader), key=lambda row: str(row["id"]))
    page = rows[request.offset : request.offset + request.limit]
    name, moments = ("source_totals_at", request.moments) if request.timed else ("source_totals", {})
    read = read_once(reader, name, sources=[row["id"] for row in page], **moments)
    totals = {row["source"]: row for row in read}
    findings = tuple(_finding(row, totals[row["id"]]) for row in page)
    more = str(request.offset + request.limit) if request.offset + request.limit < len(rows) else ""
    caveats = ("The graph sees what was written and read, not what was done and never told.",)
    return Answer("coverage", request.values, findings, caveats=caveats, next=more)


def _finding(row: Row, total: Row) -> Finding:
    """Return one source: its terms, and what it holds."""
    terms = {
        name: row[name]
        for name in ("id", "kind", "name", "licence", "lawful_basis", "retention", "visibility")
    }
    value = {
        **terms,
        "documents": total["documents"],
        "from": total["first"][:10],
        "to": total["last"][:10],
        "people": total["people"],
        "people_doing": total["doing"],
    }
    when = f", of {_years(total['first'], total['last'])}" if total["first"] else ""
    people = (
        f" It names {_people(total['people'])}, of whom {total['doing']:,} wrote or are said to work on something."
        if total["people"]
        else ""
    )
    count = "1 document" if total["documents"] == 1 else f"{total['documents']:,} documents"
    why = f"Source “{row['id']}” was read as {row['kind']}: {count}{when}.{people}"
    return Finding(value=value, score=1.0, why=(why,), because=())


def _years(first: str, last: str) -> str:
    """Return "2019" or "2019 to 2024"."""
    return first[:4] if first[:4] == last[:4] else f"{first[:4]} to {last[:4]}"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _sources(reader: Reader) -> list[dict[str, Any]]:
    names = [row["value"] for row in reader.find(META, "id", ["count:source-ids"])]
    return reader.find(SOURCES, "id", names[0].split("\n")) if names else []
