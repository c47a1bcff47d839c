"""`copy`, `verify`, `backup` and `restore`: moving a graph, and checking that it is sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.cli import invocation, terminal
from graph import transfer
from graph.errors import UsageError
from graph.stores import open_store

_UNSOUND = 4
_Replace = Annotated[bool, typer.Option("--replace", help="Drop the graph that is there.")]


def copy(
    source: Annotated[str, typer.Option("--from", metavar="URL", help="The store to copy.")],
    target: Annotated[
        str, typer.Option("--to", metavar="URL", help="The store to copy to; it must be empty.")
    ],
    replace: _Replace = False,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Copy a whole graph to another store.

    Everything is counted there again at the end.
    """
    if store:
        raise UsageError("copy takes no --store", "say --from URL and --to URL")
    if _file(source) == _file(target):
        raise UsageError("--from and --to are the same store", "name another one to copy to")
    with invocation.opened(source) as opened:
        to = open_store(invocation.settings_for(target))
        try:
            moved = transfer.copy(opened, to, replace=replace)
        finally:
            to.close()
    _tell("copied", moved, target, as_json=as_json)


def verify(store: invocation.Store = "", as_json: invocation.Json = False) -> None:
    """Check that quotes and references are sound.

    Each quote must stand in its document, and each reference lead somewhere; exit code 4 if not.
    """
    with invocation.opened(store) as opened:
        found = transfer.verify(opened)
        counts = opened.count()
    if as_json:
        terminal.print_json({"problems": found, "counts": dict(counts)})
    else:
        for problem in found:
            print(problem)
        checked = (
            f"{counts['claims']:,} claims, {counts['mentions']:,} mentions, {counts['documents']:,} documents"
        )
        print(f"{len(found)} problems in {checked}" if found else f"sound: {checked}")
    if found:
        raise typer.Exit(_UNSOUND)


def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Write the whole graph to one file.

    A copy of the SQLite file; for a server, compressed lines of JSON (name it .jsonl.gz).
    """
    from graph.stores.sqlite_backup import backup as backup_sqlite

    with invocation.opened(store) as opened:
        counts = dict(opened.count())
        if opened.url.startswith("sqlite:"):
            backup_sqlite(Path(opened.url.removeprefix("sqlite:")), out)
        else:
            counts = transfer.save(opened, out)
    _tell("backed up", counts, str(out), as_json=as_json)


def restore(
    backed_up: Annotated[Path, typer.Argument(metavar="IN", help="A file that `backup` wrote.")],
    replace: _Replace = False,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Read a backup into a store of either kind."""
    from graph.stores.sqlite_backup import check, is_sqlite

    settings = invocation.settings_for(store)
    if is_sqlite(backed_up):
        if _file(settings.store) == backed_up.resolve():
            raise UsageError(f"{backed_up} is the store itself", "name a file that backup wrote")
        check(backed_up)
        with invocation.opened(f"sqlite:{backed_up}") as opened:
            to = open_store(settings)
            try:
                moved = transfer.copy(opened, to, replace=replace)
            finally:
                to.close()
    else:
        to = open_store(settings)
        try:
            moved = transfer.load(backed_up, to, replace=replace)
        finally:
            to.close()
    _tell("restored", moved, settings.store, as_json=as_json)


def _file(url: str) -> Path | str:
    """Return the file of an SQLite store, however its path is written; another store's address as it is."""
    scheme, _, rest = url.partition(":")
    return Path(rest.removeprefix("//")).resolve() if scheme == "sqlite" else url


def _tell(what: str, counts: Mapping[str, int], where: str, *, as_json: bool) -> None:
    if as_json:
        terminal.print_json({"done": what, "where": where, "rows": dict(counts)})
        return
    rows = [(name, number) for name, number in counts.items() if name != "meta"]
    terminal.console().print(terminal.table(("rows of", "number"), rows, numbers=("number",)))
    print(f"{what}: {sum(number for _, number in rows):,} rows, {where}")
