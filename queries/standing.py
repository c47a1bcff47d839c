"""Who and what was there at the times that a request asks about: what had begun by then, and had been read."""

from __future__ import annotations

from collections.abc import Iterable

from graph.store import Reader
from queries.reads import named
from queries.request import Request

# One read takes at most so many entities: an IN list beyond it gains nothing.
_AT_ONCE = 2000


def standing(reader: Reader, request: Request, entities: Iterable[str]) -> frozenset[str]:
    """Return those of these entities that were there at the request's times; all where it asks about today.

    Something was there once anything said of it was true, and where a list without dates has it; what has ended was
    there. A person of whom nothing is dated counts from the day they were read (as in every read of claims).
    """
    wanted = sorted(set(entities))
    if not request.timed:
        return frozenset(wanted)
    times = {"as_of": request.as_of, "known_at": request.known_at}
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        rows = reader.read(named("entities_begun"), entities=wanted[start : start + _AT_ONCE], **times)
        found.update(row["entity"] for row in rows)
    return frozenset(found)
