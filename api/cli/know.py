"""`review know`: two people know each other already; introductions learn it and no source takes it back."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import invocation, terminal
from graph.errors import ImprovementGraphError, InputError, UsageError

if TYPE_CHECKING:
    from graph.store import GraphStore, Row

_Person = Annotated[str, typer.Argument(help="A person: an id, a registered id or an unambiguous name.")]


def know(
    one: _Person = "",
    other: _Person = "",
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A list: two people a line, by tab or comma."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.", show_default=False)] = "",
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Say that two people know each other already: a declared tie, kept when sources are read again.

    They are not introduced any more. Lines of a list that fit nobody, or several, are named and left out.
    """
    if (file is None) != bool(one and other):
        raise UsageError(
            "say who: two people, or a list", "review know ONE OTHER, or review know --from FILE"
        )
    with invocation.opened(store) as opened:
        if file is None:
            said = _say(opened, (one, other), by, undo=undo)
            skips = list[str]()
        else:
            said, skips = _say_all(opened, file, by, undo=undo)
    if as_json:
        terminal.print_json({"said": said, "taken back": undo, "skips": skips})
        return
    print(f"{'taken back' if undo else 'noted'}: {said} {'pair' if said == 1 else 'pairs'}")
    for skip in skips:
        terminal.complain(skip, as_json=False)


def _say(store: GraphStore, people: tuple[str, str], by: str, *, undo: bool) -> int:
    from ingest import acquainted

    rows = [_person(store, asked) for asked in people]
    if undo:
        acquainted.forget_that(store, rows[0], rows[1])
        return 1
    return int(acquainted.know(store, rows[0], rows[1], by or getpass.getuser()))


def _say_all(store: GraphStore, file: Path, by: str, *, undo: bool) -> tuple[int, list[str]]:
    from ingest.acquainted import lines_of

    try:
        text = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}", "it is a text with two people a line") from error
    said, skips = 0, []
    for line in lines_of(text):
        try:
            if not line.other:
                raise UsageError(
                    "two people are wanted, with a tab or a comma between them"
                )  # said as the others are
            said += _say(store, (line.one, line.other), by, undo=undo)
        except ImprovementGraphError as error:
            skips.append(f"{file.name}, line {line.number}: {error.message}")
    return said, skips


def _person(store: GraphStore, asked: str) -> Row:
    from graph.model import Label
    from queries.look_up import look_up

    with store.reading() as reader:
        return look_up(reader, Label.PERSON, asked)
