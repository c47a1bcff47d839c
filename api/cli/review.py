"""`review`: which records are one, for a person to say; every word of it can be taken back."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import invocation, terminal

if TYPE_CHECKING:
    from ingest.resolve.review import Waiting

app = typer.Typer()

_Left = Annotated[str, typer.Argument(help="The id of one record.")]
_Right = Annotated[str, typer.Argument(help="The id of the other.")]
_By = Annotated[
    str,
    typer.Option(
        "--by", metavar="NAME", help="Who says so.  [default: who is logged in]", show_default=False
    ),
]
_Reason = Annotated[str, typer.Option(help="Why; it is kept with the judgement.")]


# What tells two records of one name apart.
_FIELDS = ("id", "name", "role", "organisation", "place", "source", "document")


@app.callback(invoke_without_command=True)
def _review(context: typer.Context, store: invocation.Store = "", as_json: invocation.Json = False) -> None:
    """Say which records are one; see which pairs wait."""
    if context.invoked_subcommand is None:
        waiting(store=store, as_json=as_json)


@app.command("list")
def waiting(
    limit: Annotated[int, typer.Option(min=1, help="How many pairs at most.")] = 20,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """List the pairs that wait for a judgement, the most consequential first."""
    from ingest.resolve import review

    with invocation.opened(store) as opened:
        found = review.waiting(opened, limit)
    if as_json:
        terminal.print_json([_as_dict(item) for item in found])
        return
    out = terminal.console()
    for item in found:
        rows = [(name, item.left[name], item.right[name]) for name in _FIELDS]
        out.print(terminal.table(("", "one", "the other"), [row for row in rows if any(row[1:])]))
        reasons = terminal.plain(" ".join(item.reasons))
        out.print(f"{reasons} Score {item.score:.2f}; it would join {item.consequence} records.")
    if found:
        out.print("Decide with: improvement-graph review same|different ONE OTHER --reason WHY")
    else:
        out.print("Nothing is waiting for a judgement.")


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


def _as_dict(item: Waiting) -> dict[str, Any]:
    return {
        "judgement": item.judgement,
        "left": {name: item.left[name] for name in _FIELDS},
        "right": {name: item.right[name] for name in _FIELDS},
        "reasons": list(item.reasons),
        "score": item.score,
        "consequence": item.consequence,
    }
