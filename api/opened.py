"""The one store of a running application: opened when first needed, closed at the end."""

from __future__ import annotations

import threading

from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store


class OpenedStore:
    """Opens the store that the settings name once it is there, and then keeps it open.

    An application may start before anything has been ingested: until then each call of `get` raises
    what `open_store` raises, and the first one after the ingest succeeds.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._guard = threading.Lock()
        self._store: GraphStore | None = None

    def get(self) -> GraphStore:
        """Return the open store; raises StoreError where there is none to be had now."""
        with self._guard:
            if self._store is None:
                self._store = open_store(self._settings, must_exist=True)
            return self._store

    def close(self) -> None:
        """Close the store, if it was ever opened."""
        with self._guard:
            if self._store is not None:
                self._store.close()
                self._store = None
