"""Who or what a profile is about: its names and ids, and where it is, at the time that is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.ids import shown_ids
from graph.model import Label, Modality, Polarity, RelType
from graph.schema import RECORDS
from graph.store import Reader, Row
from queries.answer import Evidence, Finding
from queries.evidence import evidence_of
from queries.request import Request

_SHOWN = (
    "id", "label", "name", "names", "ids", "kind", "role", "organisation", "place", "status", "starts", "ends",
)  # fmt: skip
_OVER = (Modality.DONE, Modality.STOPPED, Modality.FAILED)

# Claims on an entity, newest first, with whether it is their subject; and the names of their other ends, by id.
Said = tuple[Iterable[tuple[bool, Row]], Mapping[str, str]]


def as_it_was(reader: Reader, request: Request, entity: Row, said: Said) -> Row:
    """Return an entity's row as it stood and was known at the request's times.

    Its names, ids and place are those of the records read by then; where a person was and in which role is what
    the newest word of that time says; work that ended later was under way, and work that began later has no state.
    """
    if not request.timed:
        return entity
    rows = [
        row
        for row in reader.find(RECORDS, "entity", [entity["id"]])
        if row["recorded"] <= request.known_at
        and (not row["retracted"] or row["retracted"] > request.known_at)
    ]
    names = sorted({name for row in rows for name in (row["name"], *row["names"])})
    found = {
        **entity,
        "names": names,
        "name": entity["name"] if entity["name"] in names or not names else names[0],
        "ids": sorted({one for row in rows for one in row["ids"]}),
        "records": len(rows),
        **{name: _latest(rows, name) for name in ("kind", "place", "status", "starts", "ends")},
    }
    if entity["label"] == Label.PERSON:
        found |= _post(*said)
    if entity["label"] == Label.PROJECT:
        found |= _state(found, request)
    return found


def _latest(rows: list[Row], name: str) -> str:
    """Return a field by the record that was read last, of those a list describes before others."""
    said = [row for row in rows if row[name]]
    return (
        str(max(said, key=lambda row: (bool(row["ids"]), row["recorded"], row["id"]))[name]) if said else ""
    )


def _post(claims: Iterable[tuple[bool, Row]], names: Mapping[str, str]) -> Row:
    """Return where a person was, and as what, by the newest word: the claims come newest first."""
    for outward, row in claims:
        if outward and row["predicate"] == RelType.AFFILIATED_WITH and row["polarity"] == Polarity.ASSERTS:
            return {"organisation": names.get(row["object"], ""), "role": row["role"]}
    return {"organisation": "", "role": ""}


def _state(project: Row, request: Request) -> Row:
    if project["starts"] and project["starts"] > request.as_of:
        return {"status": ""}
    over = project["ends"] and project["ends"] < request.as_of_start[: len(project["ends"])]
    if project["status"] in _OVER and project["ends"] and request.as_of_start and not over:
        return {"status": str(Modality.DOING)}
    return {"status": project["status"]}


def head(entity: Row, claims: Iterable[tuple[bool, Row]]) -> Finding:
    """Return who or what this is: all its names and ids, and how many records are taken to be it."""
    value: dict[str, Any] = {"relation": "is", **{name: entity[name] for name in _SHOWN}}
    value |= {"records": entity["records"], "ids": shown_ids(entity["ids"])}
    details = [entity[name] for name in ("role", "kind", "organisation", "place") if entity[name]]
    about = f" ({', '.join(details)})" if details else ""
    kind, records = entity["label"].lower(), entity["records"]
    count = "one entry in what was read is" if records == 1 else f"{records} entries in what was read are"
    article = "an" if entity["label"] == Label.ORGANISATION else "a"
    why = f"{entity['name']}{about} is {article} {kind}; {count} taken to be about this {kind}."
    return Finding(value, 1.0, (why,), _quote(entity, claims))


def _quote(entity: Row, claims: Iterable[tuple[bool, Row]]) -> tuple[Evidence, ...]:
    """Return one quote that names it: where somebody is told to be, where that is shown; else the newest."""
    said = [row for _, row in claims if row["polarity"] == Polarity.ASSERTS]
    placed = [row for row in said if row["predicate"] == RelType.AFFILIATED_WITH]
    own = [row for row in placed if entity["organisation"] and entity["organisation"] in row["quote"]]
    return evidence_of((own or placed or said)[:1])
