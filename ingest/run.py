"""A run: every source of a community, batch by batch, through the same steps."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import UTC, datetime

from graph.errors import InputError
from graph.ids import document_id
from graph.model import CONSENT_POLICY
from graph.rows import source_row
from graph.schema import META, SOURCES
from graph.settings import Settings
from graph.store import GraphStore
from ingest.community import Community, SourceConfig
from ingest.counts import write_counts
from ingest.document import Draft, Skip
from ingest.load import load_batch, resolve_batch
from ingest.progress import Progress, Watch
from ingest.report import DONE, RUNNING, STOPPED, Report
from ingest.reports import keep_report
from ingest.retire import retire, withdraw
from ingest.sources import read_source
from ingest.steps import (
    Batch,
    Run,
    claim_step,
    clean_step,
    count_step,
    extract_step,
    load_step,
    read_step,
    resolve_step,
)

# The first four only read, outside any transaction, so that a slow text holds up no other writer.
PREPARE = (read_step, clean_step, extract_step, claim_step)
WRITE = (resolve_step, load_step)
STEPS = (*PREPARE, *WRITE)


def ingest(  # noqa: PLR0913  # what to read, where to, and three switches by name
    store: GraphStore,
    community: Community,
    settings: Settings,
    *,
    dry_run: bool = False,
    language: bool = True,
    complete: Collection[str] = (),
    report: Report | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read every source of a community into a store, and return what was taken and what was left.

    Each batch is one transaction: when a run is stopped, what it had written stays, whole. A document
    that cannot be read is skipped, named and counted, and so is a source that is not there or whose mapping does
    not fit: InputError where it is the only one. `complete` are the ids of sources that are whole: what
    was read from them before and is there no more is retired. The report is kept in the store too; one
    that is handed in tells what was left out before. Raises StoreError where the store fails.
    """
    started = time.perf_counter()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    report = report or Report()
    report.store, report.dry_run, report.community, report.started = store.url, dry_run, community.name, now
    run = Run(store, community, settings, report, language, now, complete=frozenset(complete))
    run.watch = Watch(progress) if progress is not None else run.watch
    _begin(run)
    try:
        with run.ending, ThreadPoolExecutor(max_workers=1, thread_name_prefix="write") as writer:
            for config in community.sources:
                _read_or_leave(run, config, writer)
        report.outcome = DONE
    finally:
        report.seconds = time.perf_counter() - started
        if not dry_run:
            _close(store, report)
    return report


def _begin(run: Run) -> None:
    """Report what was named and no source reads, and make the store ready."""
    community, store = run.community, run.store
    for name, skip in community.left:
        run.report.of(name).skip(skip)
    if run.report.dry_run:
        return
    store.migrate()
    with store.transaction() as transaction:
        # Files that are read by themselves give a community that has a name no other.
        if community.folder.is_absolute() or not transaction.find(META, "id", ["community"]):
            transaction.upsert(META, [{"id": "community", "value": community.name}])
        if community.consent is not None:  # a file that is silent leaves what another one said
            transaction.upsert(META, [{"id": CONSENT_POLICY, "value": str(community.consent)}])


def _read_or_leave(run: Run, config: SourceConfig, writer: Executor) -> None:
    """Read one source; one that cannot be read is a skip and a warning, but an InputError where it is the only one."""
    try:
        _ingest_source(run, config, writer)
    except InputError as error:
        if len(run.community.sources) == 1 and not run.community.left:
            raise
        said = f"{error.message} ({error.hint})" if error.hint else error.message
        run.report.of(config.id).skip(Skip(config.path, said))
        run.report.warnings.append(f"{config.id} was not read: {said}")


def _close(store: GraphStore, report: Report) -> None:
    """Keep the counts and the report, also of a run that was stopped: what it had written can be asked about."""
    report.outcome = STOPPED if report.outcome == RUNNING else report.outcome
    report.stored = write_counts(store)
    keep_report(store, report)


def _ingest_source(run: Run, config: SourceConfig, writer: Executor) -> None:
    """Read one source: while one batch is being written, the next one is being prepared."""
    run.report.of(config.id)
    writing: Future[None] | None = None
    first = True
    run.seen, run.withdrawn, run.early = set(), set(), []
    run.registers.reload()
    run.watch.begin(config.id)
    for drafts in _batches(run, config):
        size = len(drafts)
        batch = Batch(config, run.store, drafts)
        for step in PREPARE:
            step(run, batch)
        if run.report.dry_run:
            count_step(run, batch)
        elif batch.extractions or batch.found_elsewhere or first:
            if writing is not None:
                writing.result()
            writing = writer.submit(_write, run, batch, first=first)
            first = False
        run.watch.leave(size)
    if writing is not None:
        writing.result()
    if run.early:
        _join_replies(run)
    withdraw(run, config)
    if config.id in run.complete:
        retire(run, config)


def _join_replies(run: Run) -> None:
    """Write again the replies that came before what they answer, now that it is there."""
    with run.store.transaction() as transaction:
        changes = resolve_batch(transaction, run.early)
        load_batch(transaction, run.early, changes, run.now)


def _write(run: Run, batch: Batch, *, first: bool) -> None:
    """Write one batch in one transaction; the first of a source writes the source too."""
    with run.store.transaction() as transaction:
        if first:
            transaction.upsert(SOURCES, [source_row(batch.config.source)])
        batch.reader = batch.transaction = transaction
        for step in WRITE:
            step(run, batch)


def _batches(run: Run, config: SourceConfig) -> Iterator[list[Draft]]:
    """Yield the drafts of a source in batches, counting what its reader skips; at least one batch."""
    drafts: list[Draft] = []
    for item in read_source(config, run.community):
        if isinstance(item, Skip):
            run.report.of(config.id).skip(item)
            if item.key:
                run.withdrawn.add(document_id(config.id, item.key))
            continue
        drafts.append(item)
        if len(drafts) >= run.settings.batch:
            yield drafts
            drafts = []
    yield drafts
