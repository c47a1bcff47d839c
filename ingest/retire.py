"""What a source no longer has or publishes: its documents are retired, and with them all that they alone say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from graph.errors import StoreNotReadyError
from graph.rows import chunks, document_of
from graph.schema import DOCUMENTS, PLACES
from graph.store import Reader, Row
from ingest.community import SourceConfig
from ingest.load import retire_batch
from ingest.report import Action, SourceReport
from ingest.steps import Run

# A feed is a window on a site: what has left it was not deleted.
_WINDOWS = ("feed",)


def retire(run: Run, config: SourceConfig) -> None:
    """Retire what stood in a source before and was not met in this run, which read all of it.

    Nothing is retired from a feed, nor where a part of the source could not be read: the report says so.
    A document that stands in another source too loses this place and stays. A dry run only counts.
    """
    report = run.report.of(config.id)
    report.kept = _why_not(config, report)
    if report.kept:
        return
    _retire_places(run, report, list(_gone(run, config)))


def withdraw(run: Run, config: SourceConfig) -> None:
    """Retire what was read before and the source now says to be private, a draft or spam: it need not be whole."""
    with suppress(StoreNotReadyError):
        stored = [
            row["id"]
            for some in chunks(sorted(run.withdrawn - run.seen))
            for row in run.store.find(PLACES, "id", some)
        ]
        _retire_places(run, run.report.of(config.id), stored)
        run.seen.update(stored)  # a dry run leaves them in the store: they are not gone once more


def _retire_places(run: Run, report: SourceReport, gone: list[str]) -> None:
    for places in chunks(gone):
        if run.report.dry_run:
            _retire_some(run, run.store, report, places)
            continue
        with run.store.transaction() as transaction:
            documents = _retire_some(run, transaction, report, places)
            transaction.delete(PLACES, "id", places)
            retire_batch(transaction, [document_of(row) for row in documents], run.now)


def _why_not(config: SourceConfig, report: SourceReport) -> str:
    """Return why nothing may be retired, or ''."""
    if config.source.kind in _WINDOWS:
        return "a feed is a window: what has left it was not deleted"
    if report.hidden is not None:
        return f"a part of it could not be read ({report.hidden.place}: {report.hidden.reason})"
    if not report.read:
        return "there was nothing in it at all"
    return ""


def _gone(run: Run, config: SourceConfig) -> Iterator[str]:
    """Yield the places of a source that this run did not meet; none where no graph has been built yet."""
    try:
        for row in run.store.scan(PLACES):
            if row["source"] == config.id and row["id"] not in run.seen:
                yield row["id"]
    except StoreNotReadyError:
        return


def _retire_some(run: Run, reader: Reader, report: SourceReport, places: list[str]) -> list[Row]:
    """Return the documents that stand nowhere else, and count them."""
    leaving = set(places)
    documents = sorted({row["document"] for row in reader.find(PLACES, "id", places)})
    elsewhere = {
        row["document"] for row in reader.find(PLACES, "document", documents) if row["id"] not in leaving
    }
    rows = reader.find(
        DOCUMENTS, "id", [identifier for identifier in documents if identifier not in elsewhere]
    )
    for row in rows:
        report.count(Action.RETIRED, row["key"], row["title"], named=run.report.dry_run)
    return rows
