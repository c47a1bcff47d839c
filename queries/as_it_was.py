"""An entity as it stood and was known at another time: by the records and the claims that had been read by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.model import Label, Modality, Polarity, RelType
from graph.schema import RECORDS
from graph.store import Reader, Row
from queries.request import Request

_OVER = (Modality.DONE, Modality.STOPPED, Modality.FAILED)
# One read takes the records of at most so many entities.
_AT_ONCE = 1000

# Claims on an entity, newest first, with whether it is their subject; and the names of their other ends, by id.
Said = tuple[Iterable[tuple[bool, Row]], Mapping[str, str]]


def as_it_was(reader: Reader, request: Request, entity: Row, said: Said) -> Row:
    """Return an entity's row as it stood and was known at the request's times.

    Its names, ids and place are those of the records read by then; where a person was and in which role is what
    the newest word of that time says; work that ended later was under way, and work that began later has no state.
    """
    if not request.timed:
        return entity
    found = as_recorded(entity, records_then(reader, request, [entity["id"]]).get(entity["id"], ()))
    if entity["label"] == Label.PERSON:
        found |= _post(*said)
    if entity["label"] == Label.PROJECT:
        found |= _state(found, request)
    return found


def records_then(reader: Reader, request: Request, entities: Sequence[str]) -> dict[str, list[Row]]:
    """Return the records of each entity that had been read by the request's times and stood then."""
    found: dict[str, list[Row]] = {}
    for start in range(0, len(entities), _AT_ONCE):
        for row in reader.find(RECORDS, "entity", entities[start : start + _AT_ONCE]):
            taken_back = row["retracted"] and row["retracted"] <= request.known_at
            if row["recorded"] <= request.known_at and not taken_back:
                found.setdefault(row["entity"], []).append(row)
    return found


def said_then(claim: Row, request: Request) -> Row:
    """Return a claim as it was true at the request's time: work that ended after it was under way."""
    ends = claim["valid_to"]
    over = not ends or not request.as_of_start or ends < request.as_of_start[: len(ends)]
    if over or claim["modality"] not in _OVER:
        return claim
    return {**claim, "modality": str(Modality.DOING), "valid_to": ""}


def as_recorded(entity: Row, rows: Sequence[Row]) -> Row:
    """Return an entity's row with the names, ids and place that these records give it."""
    names = sorted({name for row in rows for name in (row["name"], *row["names"])})
    return {
        **entity,
        "names": names,
        "name": entity["name"] if entity["name"] in names or not names else names[0],
        "ids": sorted({one for row in rows for one in row["ids"]}),
        "records": len(rows),
        **{name: _latest(rows, name) for name in ("kind", "place", "status", "starts", "ends")},
    }


def _latest(rows: Sequence[Row], name: str) -> str:
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
