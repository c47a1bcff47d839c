"""`review`: which records are one, for a person to say; every word of it can be taken back."""

from __future__ import annotations

import dataclasses
import getpass
from typing import Annotated, Any

import typer

from api.cli import invocation, terminal

app = typer.Typer(help="Say which records are one; see which pairs wait.", no_args_is_help=True)

_Left = Annotated[str, typer.Argument(help="The id of one record.")]
_Right = Annotated[str, typer.Argument(help="The id of the other.")]
_By = Annotated[
    str,
    typer.Option(
        "--by", metavar="NAME", help="Who says so.  [default: who is logged in]", show_default=False
    ),
]
_Reason = Annotated[str, typer.Option(help="Why; it is kept with the judgement.")]


@app.command("list")
def waiting(
    limit: Annotated[int, typer.Option(min=1, help="How many pairs at most.")] = 20,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """List the pairs that wait for a judgement, the most consequential first."""
    from ingest.resolve import review

    with invocation.opened(store) as opened:
        found = [_fields(item) for item in review.waiting(opened, limit)]
    if as_json:
        terminal.print_json(found)
        return
    out = terminal.console()
    for item in found:
        out.print(
            terminal.table(
                ("", "what"), [(name.replace("_", " "), _line(value)) for name, value in item.items()]
            )
        )
    out.print(f"{len(found)} waiting." if found else "Nothing is waiting for a judgement.")


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


def _fields(item: Any) -> dict[str, Any]:
    return dataclasses.asdict(item)


def _line(value: Any) -> str:
    """Return a field of a waiting pair as one line, whatever it is made of."""
    if isinstance(value, dict):
        return ", ".join(_line(each) for each in value.values() if each not in ("", None))
    if isinstance(value, list | tuple):
        return "; ".join(_line(each) for each in value)
    return str(value)
