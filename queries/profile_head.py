"""Who or what a profile is about: its names and ids, and where it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.ids import shown_ids
from graph.model import Label, Polarity, RelType
from graph.store import Row
from queries.answer import Evidence, Finding
from queries.evidence import evidence_of

_SHOWN = (
    "id", "label", "name", "names", "ids", "kind", "role", "organisation", "place", "status", "starts", "ends",
)  # fmt: skip


def head(entity: Row, claims: Iterable[tuple[bool, Row]], consent: str = "") -> Finding:
    """Return who or what this is: all its names and ids, and how many records are taken to be it.

    `consent` is what managers are told of whether somebody may be suggested to others.
    """
    value: dict[str, Any] = {"relation": "is", **{name: entity[name] for name in _SHOWN}}
    value |= {"records": entity["records"], "ids": shown_ids(entity["ids"])}
    value |= {"consent": consent} if consent else {}
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
