"""SQLite's errors as ours, each with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from graph.errors import StoreError, StoreNotReadyError, StoreUnavailableError


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn the engine's errors into ours, saying what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            raise StoreUnavailableError(
                f"{url} is locked by another process that writes to it",
                "wait until the other run has ended, or stop it, and try again",
            ) from error
        if "no such table" in said:
            raise StoreNotReadyError(
                f"no graph has been built in {url}", "run: improvement-graph ingest PATH"
            ) from error
        raise StoreError(
            f"{url}: {said}", "check the path, its permissions and the free space on the disk"
        ) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{url} is not a graph store, or is damaged ({error})",
            "name another file; a damaged one is built again with: improvement-graph ingest",
        ) from error
