"""`ingest`: read sources into the store, and say what was taken and what was left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import invocation, terminal
from graph.errors import StoreNotReadyError

if TYPE_CHECKING:
    from graph.settings import Settings
    from graph.store import GraphStore
    from ingest.community import Community
    from ingest.document import Skip
    from ingest.report import Report

# The name in ingest/sample/community.toml.
SAMPLE = "Sample improvement community"
_NOTHING_READ = 3
_EXAMPLES = 3


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...",
            help="A community file (.toml), or files, folders and addresses (https://…) to read.",
            show_default=False,
        ),
    ] = None,
    community: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The community file; paths then say which of its sources."),
    ] = None,
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="What the files are, where that cannot be told by looking.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report, and write nothing.")] = False,
    no_language: Annotated[
        bool, typer.Option("--no-language", help="Leave prose alone: only what fields and bylines state.")
    ] = False,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Read sources into the store.

    What has not changed since the last run is left as it is.
    """
    from api.cli.named_sources import community_of

    meant = community_of(paths or [], community, kind)
    report = read(meant, invocation.settings_for(store), dry_run=dry_run, language=not no_language)
    if as_json:
        terminal.print_json(report.as_dict())
    else:
        show(report)
    if report.loaded + report.unchanged == 0:
        terminal.complain("nothing could be read", "the report says why", as_json=as_json)
        raise typer.Exit(_NOTHING_READ)


def read(community: Community, settings: Settings, *, dry_run: bool = False, language: bool = True) -> Report:
    """Run the ingest with a progress bar, where somebody watches."""
    from ingest.run import ingest as run

    with _store(settings, dry_run=dry_run) as store, _progress() as tell:
        _refuse_the_sample(store, community)
        community, left = _fetched(community, settings, tell)
        report = run(store, community, settings, dry_run=dry_run, language=language, progress=tell)
    for source, skip in left:
        report.of(source).skip(skip)
    report.store = settings.store
    return report


def _refuse_the_sample(store: GraphStore, community: Community) -> None:
    """Raise UsageError where a real community would be read into the store of the demo's made-up one."""
    from graph.errors import StoreNotReadyError, UsageError
    from graph.schema import META

    try:
        held = [row["value"] for row in store.find(META, "id", ["community"])]
    except StoreNotReadyError:
        return
    if SAMPLE in held and community.name != SAMPLE:
        raise UsageError(
            f"{store.url} holds the made-up sample community",
            "read your own into a store of its own: --store sqlite:NAME.db (or delete the demo's file)",
        )


def _fetched(
    community: Community, settings: Settings, tell: Callable[[str, int], None]
) -> tuple[Community, list[tuple[str, Skip]]]:
    """Return the community with folders in place of live addresses, and what could not be fetched."""
    from ingest.sources.files import is_address

    if not any(is_address(config.path) for config in community.sources):
        return community, []
    from ingest.fetch.settings import fetch_settings
    from ingest.fetch.sources import fetch_sources

    community, fetched = fetch_sources(community, fetch_settings(settings), tell)
    for note in (note for found in fetched.values() for note in found.notes):
        terminal.console(error=True).print(terminal.plain(note))
    return community, [(source, skip) for source, found in fetched.items() for skip in found.skips]


def show(report: Report) -> None:
    """Print the report of a run: each source in a row, then the reasons for what was left out."""
    out = terminal.console()
    counts = ("read", "loaded", "unchanged", "skipped")
    rows = [
        (item.source, item.read, item.loaded, item.unchanged, item.skipped)
        for item in report.sources.values()
    ]
    if len(rows) > 1:
        rows.append(("all", report.read, report.loaded, report.unchanged, report.skipped))
    out.print(terminal.table(("source", *counts), rows, numbers=counts))
    for item in report.sources.values():
        for reason, number in item.reasons.most_common():
            named = [skip.place for skip in item.skips if skip.reason == reason][:_EXAMPLES]
            more = "; …" if number > len(named) else ""
            out.print(f"skipped {number:,} of {item.source}: {terminal.plain(reason)}")
            out.print(f"  {terminal.plain('; '.join(named))}{more}", style="dim")
    if report.stored:
        stored = ", ".join(f"{number:,} {name}" for name, number in report.stored.items())
        out.print(f"In {report.store}: {stored}.")
    written = "Nothing was written (dry run)" if report.dry_run else "Done"
    out.print(f"{written}: read {report.read:,} in {report.seconds:.1f} s.")


@contextmanager
def _store(settings: Settings, *, dry_run: bool) -> Iterator[GraphStore]:
    """Open the store of a run; a dry one that finds none looks at an empty one instead, and makes none."""
    from graph.stores import open_store

    with TemporaryDirectory() as folder:
        try:
            store = open_store(settings, must_exist=dry_run)
        except StoreNotReadyError:
            store = open_store(replace(settings, store=f"sqlite:{folder}/dry-run.db"))
        try:
            yield store
        finally:
            store.close()


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """Yield what the run calls after each document: a line for each source on a terminal, else nothing."""
    out = terminal.console(error=True)
    if not out.is_terminal:
        yield lambda *_: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,} documents"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=out, transient=True) as bar:
        tasks: dict[str, int] = {}

        def tell(source: str, documents: int) -> None:
            if source not in tasks:
                tasks[source] = bar.add_task(source, total=None)
            bar.update(tasks[source], completed=documents)  # type: ignore[arg-type]  # a TaskID is an int

        yield tell
