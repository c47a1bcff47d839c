"""Rows of a costly read, kept in memory while the store does not change."""

from __future__ import annotations

import threading
from collections import OrderedDict

from graph.schema import META
from graph.store import Reader, Row
from queries.reads import named

# Rows kept in all, and of one read at most: some 400 bytes each, so 40 MB.
_KEPT, _MOST = 100_000, 20_000
_Key = tuple[str, ...]
_guard = threading.Lock()
_rows: OrderedDict[_Key, list[Row]] = OrderedDict()


def read_once(reader: Reader, name: str, **params: object) -> list[Row]:
    """Return the rows of a named read; they are read anew once the store's state is another one.

    Every transaction that writes gives a store another state (graph/stores/identity.py); where none is known,
    nothing is kept. The rows are shared: callers leave them as they are.
    """
    facts = {row["id"]: row["value"] for row in reader.find(META, "id", ["store", "state"])}
    if "state" not in facts:
        return reader.read(named(name), **params)
    key = (facts.get("store", ""), facts["state"], name, *(repr(value) for value in params.values()))
    with _guard:
        if key in _rows:
            _rows.move_to_end(key)
            return _rows[key]
    rows = reader.read(named(name), **params)
    if len(rows) <= _MOST:
        _keep(key, rows)
    return rows


def _keep(key: _Key, rows: list[Row]) -> None:
    with _guard:
        _rows[key] = rows
        held = sum(len(some) for some in _rows.values())
        while held > _KEPT:
            _, dropped = _rows.popitem(last=False)
            held -= len(dropped)
