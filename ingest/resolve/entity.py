"""An entity's row from its records: the best name, all names and ids, the latest role and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph.model import Label, Record
from graph.names import is_full_name
from graph.store import Row
from ingest.records import is_described


def entity_row(identifier: str, records: list[Record]) -> Row:
    """Return the row of the entity that these records make; there is at least one."""
    label = records[0].label
    organisation = _latest(records, "organisation")
    return {
        "id": identifier,
        "label": str(label),
        "name": _best_name(label, records),
        "names": sorted({name for record in records for name in (record.name, *record.names)}),
        "ids": sorted({one for record in records for one in record.ids}),
        "records": len(records),
        "kind": _latest(records, "kind"),
        # A role is one at an organisation: that of an earlier employer does not go with today's.
        "role": _latest([one for one in records if one.organisation in ("", organisation)], "role"),
        "organisation": organisation,
        "place": _latest(records, "place"),
        "status": _latest(records, "status"),
        "starts": min((record.starts for record in records if record.starts), default=""),
        "ends": _latest(records, "ends"),
    }


def _best_name(label: Label, records: list[Record]) -> str:
    """Return a full name before a short one; then that of a row about it, of a registered record, the most used.

    Among equals the longer one, then the first in the alphabet: the same choice every time.
    """
    counts = Counter(record.name for record in records)
    registered = {record.name for record in records if record.ids}
    described = {record.name for record in records if is_described(record)}
    return min(
        counts,
        key=lambda name: (
            label is Label.PERSON and not is_full_name(name),
            name not in described,
            name not in registered,
            -counts[name],
            -len(name),
            name,
        ),
    )


def _latest(records: Iterable[Record], field: str) -> str:
    """Return the field as the record says it that a whole row describes; else a registered one, else the last."""
    said = [record for record in records if getattr(record, field)]
    if not said:
        return ""
    best = max(said, key=lambda record: (is_described(record), bool(record.ids), record.starts, record.id))
    return str(getattr(best, field))
