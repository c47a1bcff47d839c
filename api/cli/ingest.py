"""`ingest`: read sources into the store, and say what was taken and what was left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import invocation, terminal
from api.cli.run_report import show
from graph.errors import StoreNotReadyError

if TYPE_CHECKING:
    from graph.settings import Settings
    from graph.store import GraphStore
    from ingest.community import Community
    from ingest.progress import Progress
    from ingest.report import Report

# The name in ingest/sample/community.toml.
SAMPLE = "Sample improvement community"
_NOTHING_READ = 3


_Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH...",
        help="A community file (.toml), or files, folders and addresses (https://…) to read.",
        show_default=False,
    ),
]
_Community = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The community file; paths then say which of its sources."),
]
_Kind = Annotated[
    str, typer.Option(metavar="KIND", help="What the files are, where that cannot be told by looking.")
]
_DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be created, changed and retired; write nothing.")
]
_Complete = Annotated[
    bool,
    typer.Option("--complete", help="The sources are whole: retire what was read before and is gone now."),
]
_NoTerms = Annotated[
    bool, typer.Option("--no-terms", help="Read sources too that state no licence or no lawful basis.")
]
_NoLanguage = Annotated[
    bool, typer.Option("--no-language", help="Leave prose alone: only what fields and bylines state.")
]
_Model = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="NAME",
        help="What finds names in prose: `default`, `rules`, or an installed spaCy pipeline or its folder.",
    ),
]

_Processes = Annotated[
    int,
    typer.Option(
        "--processes",
        metavar="N",
        min=0,
        max=64,
        help="Processes that read prose side by side, about 400 MB each.  [default: 1]",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class How:
    """How a run is done: whether it writes, reads prose, and takes its sources for whole."""

    dry_run: bool = False
    language: bool = True
    complete: bool = False


_AS_USUAL = How()


def ingest(
    paths: _Paths = None,
    community: _Community = None,
    kind: _Kind = "",
    dry_run: _DryRun = False,
    complete: _Complete = False,
    no_terms: _NoTerms = False,
    no_language: _NoLanguage = False,
    model: _Model = "",
    processes: _Processes = 0,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Read sources into the store.

    What has not changed since the last run is left as it is. The report is kept: `runs` shows it again.
    """
    from api.cli.named_sources import community_of
    from ingest.terms import require_terms

    meant = community_of(paths or [], community, kind)
    from_a_file = community is not None or any(path.lower().endswith(".toml") for path in paths or [])
    if from_a_file and not no_terms and not dry_run:
        require_terms(meant)
    how = How(dry_run=dry_run, language=not no_language, complete=complete)
    settings = invocation.settings_for(store)
    settings = replace(
        settings, pipeline=model or settings.pipeline, processes=processes or settings.processes
    )
    report = _read_or_stop(meant, settings, how, as_json=as_json)
    for warning in report.warnings if not as_json else ():
        terminal.warn(warning)
    if as_json:
        terminal.print_json(report.as_dict())
    else:
        show(report.as_dict())
    if all(source.failed for source in report.sources.values()):
        terminal.complain("nothing could be read", "the report says why", as_json=as_json)
        raise typer.Exit(_NOTHING_READ)


def _read_or_stop(community: Community, settings: Settings, how: How, *, as_json: bool) -> Report:
    """Read; say what stays where somebody stops it."""
    try:
        return read(community, settings, how)
    except KeyboardInterrupt:
        kept = "nothing was written" if how.dry_run else "what was written stays, whole"
        terminal.complain(
            f"stopped; {kept}", "give the same command again: it goes on from there", as_json=as_json
        )
        raise


def read(community: Community, settings: Settings, how: How = _AS_USUAL) -> Report:
    """Run the ingest with a progress bar, where somebody watches."""
    from api.cli.named_sources import named_apart, no_longer_named, vanished
    from ingest.report import Report
    from ingest.run import ingest as run
    from ingest.terms import warnings

    report = Report(warnings=warnings(community))
    with _store(settings, dry_run=how.dry_run) as store, _progress() as tell:
        _refuse_the_sample(store, community)
        community, short = _fetched(named_apart(store, community), settings, report, tell)
        whole = {config.id for config in community.sources} - short if how.complete else set()
        for name in short if how.complete else ():
            report.of(name).kept = "the address could be read in part only"
        for name in vanished(store, community) if how.complete else ():
            report.of(name).kept = "no file of its kind is there any more: a moved file would look the same"
        if how.complete and (gone := no_longer_named(store, community)):
            stays = "not named in the community file; what was read of it before stays (a new store leaves it out)"
            report.warnings += [f"{name}: {stays}" for name in gone]
        run(
            store, community, settings, dry_run=how.dry_run, language=how.language, complete=whole,
            report=report, progress=tell,
        )  # fmt: skip
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
    community: Community, settings: Settings, report: Report, tell: Progress
) -> tuple[Community, set[str]]:
    """Return the community with folders in place of live addresses, and the sources of which a part is missing.

    What could not be fetched is a skip of the report.
    """
    from ingest.sources.files import is_address

    if not any(is_address(config.path) for config in community.sources):
        return community, set()
    from ingest.fetch.settings import fetch_settings
    from ingest.fetch.sources import fetch_sources

    community, fetched = fetch_sources(community, fetch_settings(settings), tell)
    for name, found in fetched.items():
        for note in found.notes:
            terminal.console(error=True).print(terminal.plain(note))
        for skip in found.skips:
            report.of(name).skip(skip)
    return community, {name for name, found in fetched.items() if not found.whole}


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
def _progress() -> Iterator[Progress]:
    """Yield what the run calls after each document: a line for each source on a terminal, else nothing."""
    out = terminal.console(error=True)
    if not out.is_terminal:
        from ingest.progress import nobody

        yield nobody
        return
    from api.cli.progress_bar import shown

    with shown(out) as tell:
        yield tell
