"""`review`: which records are one, for a person to say; every word of it can be taken back."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from api import whole_file
from api.cli import invocation, terminal
from api.cli.know import know
from api.cli.proposed_topics import topics

app = typer.Typer()
app.command()(know)
app.command()(topics)

_Left = Annotated[str, typer.Argument(help="The id of one record.")]
_Right = Annotated[str, typer.Argument(help="The id of the other.")]
_By = Annotated[
    str,
    typer.Option(
        "--by", metavar="NAME", help="Who says so.  [default: who is logged in]", show_default=False
    ),
]
_Reason = Annotated[str, typer.Option(help="Why; it is kept with the judgement.")]


@app.callback(invoke_without_command=True)
def _review(
    context: typer.Context, by: _By = "", store: invocation.Store = "", as_json: invocation.Json = False
) -> None:
    """Say which records are one: pair by pair on a terminal, one key a decision; elsewhere a list.

    The most consequential pairs come first. Every judgement can be taken back, and none is lost when
    sources are read again.
    """
    if context.invoked_subcommand is not None:
        return
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        waiting(store=store, as_json=as_json)
        return
    from api.cli.review_screen import Session, sit

    with invocation.opened(store) as opened:
        judged = sit(Session(opened, by or getpass.getuser(), typer.getchar))
    print(f"{judged} judged. Take one back with: improvement-graph review undo JUDGEMENT")


@app.command("list")
def waiting(
    limit: Annotated[int, typer.Option(min=1, help="How many pairs at most.")] = 20,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """List the pairs that wait for a judgement, the most consequential first."""
    from api.cli.review_screen import consequence
    from api.review_view import FIELDS, as_dict
    from ingest.resolve import queue

    with invocation.opened(store) as opened:
        found = queue.waiting(opened, limit)
        if as_json:
            terminal.print_json([as_dict(opened, item) for item in found])
            return
    out = terminal.console()
    for item in found:
        rows = [(name, item.left[name], item.right[name]) for name in FIELDS]
        out.print(terminal.table(("", "one", "the other"), [row for row in rows if any(row[1:])]))
        out.print(terminal.plain(" ".join(item.reasons)))
        out.print(consequence(item))
    if found:
        out.print("Decide with: improvement-graph review same|different|unsure ONE OTHER --reason WHY")
    else:
        out.print("Nothing is waiting for a judgement.")


@app.command("export")
def export_judgements(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; `-` for the screen.")],
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Write the judgements of people as plain text, a line each, to keep or to give to another store."""
    from ingest.resolve.judgement_file import judgement_lines

    with invocation.opened(store) as opened:
        lines = list(judgement_lines(opened))
    if str(file) == "-":
        sys.stdout.writelines(lines)
        return
    with whole_file.writing(file) as out:
        out.writelines(lines)
    written = len(lines) - 1
    if as_json:
        terminal.print_json({"file": str(file), "judgements": written})
    else:
        print(f"{written} judgements in {file}")


@app.command("import")
def import_judgements(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `review export` wrote.")],
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Give the judgements of a file, in the name of whoever gave them."""
    from ingest.resolve.judgement_file import give

    lines = _lines_of(file)
    with invocation.opened(store) as opened:
        given = give(opened, lines)
    if as_json:
        skips = [{"place": skip.place, "reason": skip.reason} for skip in given.skips]
        terminal.print_json({"given": given.new, "standing": given.standing, "skips": skips})
        return
    print(f"{given.new} judgements given, {given.standing} stood already, {len(given.skips)} left out")
    for skip in given.skips:
        terminal.complain(f"{skip.place}: {skip.reason}", as_json=False)


@app.command()
def same(
    left: _Left, right: _Right, by: _By = "", reason: _Reason = "",
    store: invocation.Store = "", as_json: invocation.Json = False,
) -> None:  # fmt: skip
    """Say that two records are one."""
    _decide(store, left, right, "same", by, reason, as_json=as_json)


@app.command()
def different(
    left: _Left, right: _Right, by: _By = "", reason: _Reason = "",
    store: invocation.Store = "", as_json: invocation.Json = False,
) -> None:  # fmt: skip
    """Say that two records are not one."""
    _decide(store, left, right, "different", by, reason, as_json=as_json)


@app.command()
def unsure(
    left: _Left, right: _Right, by: _By = "", reason: _Reason = "",
    store: invocation.Store = "", as_json: invocation.Json = False,
) -> None:  # fmt: skip
    """Say that nobody can tell; the pair is not asked about again."""
    _decide(store, left, right, "unsure", by, reason, as_json=as_json)


@app.command()
def undo(
    judgement: Annotated[
        str, typer.Argument(help="The id of the judgement, as `same` or `different` printed it.")
    ],
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Take a judgement back; the graph is then as it was before it."""
    from ingest.resolve import review

    with invocation.opened(store) as opened:
        review.undo(opened, judgement)
    if as_json:
        terminal.print_json({"undone": judgement})
    else:
        print(f"undone: {judgement}")


def _decide(store: str, left: str, right: str, verdict: str, by: str, reason: str, *, as_json: bool) -> None:
    from graph.model import Verdict
    from ingest.resolve import review

    with invocation.opened(store) as opened:
        judgement = review.decide(opened, left, right, Verdict(verdict), by or getpass.getuser(), reason)
    if as_json:
        terminal.print_json({"judgement": judgement, "verdict": verdict})
    else:
        print(f"{verdict}: {judgement}\ntake it back with: improvement-graph review undo {judgement}")


def _lines_of(file: Path) -> list[str]:
    from graph.errors import InputError

    try:
        return file.read_text("utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}", "`review export` writes such a file") from error
