"""The network at a request's times, kept while the store does not change."""

from __future__ import annotations

import threading
from collections import OrderedDict

from graph.schema import META
from graph.store import Reader
from queries.network.snapshot import Network
from queries.network.ties import read_ties
from queries.request import Request

# Two stores, each now and at one earlier date; one of 100,000 people takes some hundred MB.
_KEPT = 4
_guard = threading.Lock()
_networks: OrderedDict[tuple[str, ...], Network] = OrderedDict()


def network_of(reader: Reader, request: Request) -> Network:
    """Return the network as it stood and was known at the request's times.

    It is read anew where the store's state is another one (every transaction that writes gives it a new one), or
    is not known, as in a store that an earlier version wrote last.
    """
    facts = {row["id"]: row["value"] for row in reader.find(META, "id", ["store", "state"])}
    if "state" not in facts:
        return Network(*read_ties(reader, request))
    key = (facts.get("store", ""), facts["state"], *request.moments.values())
    with _guard:
        if key in _networks:
            _networks.move_to_end(key)
            return _networks[key]
    made = Network(*read_ties(reader, request))
    with _guard:
        _networks[key] = made
        while len(_networks) > _KEPT:
            _networks.popitem(last=False)
    return made
