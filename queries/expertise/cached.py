"""Everybody's traces at a request's times, kept while the store does not change."""

from __future__ import annotations

import threading
from collections import OrderedDict

from graph.schema import META
from graph.store import Reader
from queries.expertise.traces import Community, read_community
from queries.request import Request

# Now and one earlier date, or two stores: one of 300,000 documents takes some hundred MB.
_KEPT = 2
_guard = threading.Lock()
_kept: OrderedDict[tuple[str, ...], Community] = OrderedDict()


def community_of(reader: Reader, request: Request) -> Community:
    """Return the community as it stood and was known at the request's times.

    Read anew where the store's state is another one; the first question after a change waits for it, and others with
    it: two at once would take the memory twice.
    """
    facts = {row["id"]: row["value"] for row in reader.find(META, "id", ["store", "state"])}
    key = (facts.get("store", ""), facts.get("state", ""), *request.moments.values())
    with _guard:
        if key not in _kept or not facts.get("state"):
            _kept[key] = read_community(reader, request)
        _kept.move_to_end(key)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
        return _kept[key]
