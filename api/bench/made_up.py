"""A made-up community in a store that held nothing: what the areas measure on, and how it is cleared away."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from api.bench.figures import Bench, apart, peak
from graph.errors import StoreNotReadyError, UsageError
from graph.schema import META
from graph.settings import Settings
from graph.stores import open_store

# A store that holds this row holds a bench's graph and nothing of anybody's: it may be emptied.
_MARK = "made-by-bench"


class Written(NamedTuple):
    """What one process wrote: rows, the seconds that took, and the most memory it ever held, in MB."""

    rows: int
    seconds: float
    peak: float


def empty(settings: Settings, *, mark: bool = True) -> None:
    """Empty a store that holds nothing, or nothing but a bench's graph; raises UsageError for any other."""
    with closing(open_store(settings)) as store:
        with suppress(StoreNotReadyError):
            if not store.find(META, "id", [_MARK]) and any(store.count().values()):
                raise UsageError(f"{settings.store} holds a graph; a bench empties it", "name an empty store")
        store.wipe()
        if mark:
            store.migrate()
            with store.transaction() as transaction:
                transaction.upsert(META, [{"id": _MARK, "value": "yes"}])


def build(settings: Settings, documents: int, folder: Path) -> Written:
    """Ingest a made-up community into an emptied store, through the readers' own seam."""
    from ingest import synthetic
    from ingest.run import ingest
    from ingest.sources import SOURCES

    SOURCES.update(dict.fromkeys(set(synthetic.KINDS.values()), synthetic.read))
    empty(settings)
    with closing(open_store(settings)) as store:
        made = synthetic.community(synthetic.Size(documents), folder)
        report = ingest(store, made, settings, language=False)
        with store.transaction() as transaction:
            transaction.upsert(META, [{"id": _MARK, "value": str(documents)}])
        return Written(sum(store.count().values()), report.seconds, peak())


def fill(bench: Bench) -> None:
    """See to it that the store holds the large made-up community, of as many documents as are asked for.

    Its rows are written straight into the store (ingest/synthetic_scale), in minutes for 300,000 documents.
    """
    if not holds(bench.settings, bench.documents):
        apart(_write_rows, bench.settings, bench.documents)


def holds(settings: Settings, documents: int) -> bool:
    """Say whether the store holds the large made-up community of this many documents already."""
    with closing(open_store(settings)) as store, suppress(StoreNotReadyError):
        return [row["value"] for row in store.find(META, "id", [_MARK])] == [_rows(documents)]
    return False


def _write_rows(settings: Settings, documents: int) -> None:
    from ingest.synthetic_scale.rows import write
    from ingest.synthetic_scale.size import Scale

    empty(settings)
    with closing(open_store(settings)) as store:
        write(store, Scale.of(documents))
        with store.transaction() as transaction:
            transaction.upsert(META, [{"id": _MARK, "value": _rows(documents)}])


def _rows(documents: int) -> str:
    return f"rows of {documents} documents"
