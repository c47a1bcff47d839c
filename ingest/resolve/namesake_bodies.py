"""Organisations of one name in the registers, and somebody who wrote that name without saying which or when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.model import Record


def asked_of(same: Sequence[Record], most: int) -> Iterator[tuple[Record, Record, float, str]]:
    """Yield each listed body that a name without an id may mean, with how likely it is and a sentence; `most` pairs.

    Nothing tells them apart, so each is as likely as the others.
    """
    # A body may have further records, of what its successor's row says of it: that of its own row has the dates.
    listed: dict[tuple[str, ...], Record] = {}
    for record in same:
        if record.ids and (record.ids not in listed or record.starts or record.ends):
            listed[record.ids] = record
    bodies = list(listed.values())
    unknown = [record for record in same if not record.ids]
    made = 0
    for record in unknown:
        for body in bodies[: most - made]:
            made += 1
            among = f"“{record.name}” may be any of {len(bodies)} that are listed under the name"
            yield record, body, round(1 / len(bodies), 2), f"{among}; this one {_stood(body)}."


def _stood(body: Record) -> str:
    if body.ends:
        return f"stood from {body.starts} to {body.ends}" if body.starts else f"was closed on {body.ends}"
    return f"has stood since {body.starts}" if body.starts else f"is listed without dates ({body.ids[0]})"
