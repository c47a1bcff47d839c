"""The engines that keep a graph, and the one place that chooses between them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import UsageError
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores.sqlite import SqliteStore

NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(settings: Settings, *, must_exist: bool = False) -> GraphStore:
    """Open the store that the settings name; the caller closes it.

    Raises UsageError for an address that names no engine or carries credentials, StoreUnavailableError
    where the engine does not answer, StoreNotReadyError where it must exist and does not.
    """
    scheme, _, rest = settings.store.partition(":")
    if scheme == "sqlite" and rest:
        return SqliteStore(Path(rest.removeprefix("//")), must_exist=must_exist)
    if scheme in NEO4J_SCHEMES and rest.startswith("//"):
        if "@" in rest or "?" in rest:
            raise UsageError(
                "a Neo4j address must carry no user, password or parameter",
                "set NEO4J_USER and NEO4J_PASSWORD in the environment instead",
            )
        if not _has_good_port(settings.store):
            raise UsageError("the store's address has no valid host and port", "write neo4j://HOST:7687")
        # Imported here, since the driver takes 0.3 s that a question to SQLite need not wait for.
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore(settings, must_exist=must_exist)
    raise UsageError(
        f"{scheme or settings.store!r} names no store",
        "use sqlite:PATH, neo4j://HOST:7687, neo4j+s://HOST:7687 or bolt://HOST:7687",
    )


def _has_good_port(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
