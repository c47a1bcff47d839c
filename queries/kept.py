"""What is costly to read or to work out of a store, kept in memory while the store does not change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from graph.catalog import NamedRead
from graph.schema import META, Table
from graph.store import Reader, Row
from queries.reads import named

# Rows kept in all, and of one read at most: some 400 bytes each, so 40 MB.
_KEPT, _MOST = 100_000, 40_000
# What most answers ask a store of itself: which it is, in which state, and what it holds.
COUNTS = ("documents", "people", "projects", "organisations", "topics", "claims", "sources")
FACTS = ("store", "state", *(f"count:{name}" for name in (*COUNTS, "first", "last")))
_Key = tuple[str, ...]
_guard = threading.Lock()
_rows: OrderedDict[_Key, list[Row]] = OrderedDict()
_T = TypeVar("_T")


class KeptWhole(Generic[_T]):
    """What is worked out of a whole store, for the few stores asked last; worked out anew once the state is another.

    The first question after a change waits for it, and others with it: two at once would take the memory twice.
    """

    def __init__(self, make: Callable[[Reader], _T], most: int) -> None:
        self._make, self._most = make, most
        self._guard = threading.Lock()
        self._kept: OrderedDict[_Key, _T] = OrderedDict()

    def of(self, reader: Reader) -> _T:
        """Return it for a store as it stands."""
        facts = {row["id"]: row["value"] for row in reader.find(META, "id", ["store", "state"])}
        if "state" not in facts:
            return self._make(reader)
        key = (facts.get("store", ""), facts["state"])
        with self._guard:
            if key not in self._kept:
                self._kept[key] = self._make(reader)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return self._kept[key]


class Snapshot:
    """A reader that reads the store's facts of itself once: within one reading they do not change.

    A server answers each read in about a millisecond, however small, and most answers need them several times.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._facts: dict[str, Row | None] = {}

    def read(self, read: NamedRead, **params: object) -> list[Row]:
        """Return the rows of a named read."""
        return self._reader.read(read, **params)

    def find(self, table: Table, column: str, values: Iterable[str]) -> list[Row]:
        """Return the rows whose column has one of these values, in order of id."""
        if table is not META or column != "id":
            return self._reader.find(table, column, values)
        wanted = sorted(set(values))
        if any(one not in self._facts for one in wanted):
            asked = sorted({*wanted, *FACTS})
            self._facts |= dict.fromkeys(asked)
            self._facts |= {row["id"]: row for row in self._reader.find(META, "id", asked)}
        return [row for one in wanted if (row := self._facts[one]) is not None]


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
