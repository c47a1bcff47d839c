"""`evaluate`: how good the answers are, beside known methods and goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli import invocation, terminal
from api.evaluate.areas import AREAS, Measured
from api.evaluate.areas import evaluate as figures_of
from graph.errors import InputError

_NOTHING_MEASURED = 3  # wrong input
# Where the data lies beside a checkout; from elsewhere it is named.
_BESIDE = Path("..") / "shared" / "data"


def evaluate(
    area: Annotated[str, typer.Argument(help=f"What is evaluated: {', '.join(AREAS)}.")],
    sets: Annotated[
        list[Path] | None,
        typer.Option("--set", metavar="DIR", help="A further set, in a format of those in the data folder."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DIR", help="The data folder. [default: ../shared/data, unless --set]"
        ),
    ] = None,
    store: invocation.Store = "",  # noqa: ARG001  # every command takes one; an evaluation makes its own
    as_json: invocation.Json = False,
) -> None:
    """Measure quality on labelled data: each figure beside a known method's and the goal.

    A set is known by the files that it holds, so one of your own is measured like those in the data folder.
    """
    folder = data if data is not None or sets else _BESIDE
    found = list(_told(figures_of(area, folder, sets or ())))
    if not found:
        raise InputError(f"no set for `{area}` in {folder}", "name one with --set DIR")
    if as_json:
        terminal.print_json([_row(each) for each in found])
    else:
        _show(found)
    if all(each.measure is None for each in found):
        raise typer.Exit(_NOTHING_MEASURED)


def _told(found: Iterable[Measured]) -> Iterator[Measured]:
    """Yield what is measured, and say which set it is, where somebody watches: a whole area takes minutes."""
    out, before = terminal.console(error=True), ""
    for each in found:
        if each.set != before and out.is_terminal:
            out.print(f"measuring {terminal.plain(each.set)}", style="dim")
        before = each.set
        yield each


def _row(each: Measured) -> dict[str, Any]:
    row: dict[str, Any] = {"area": each.area, "set": each.set}
    if each.measure is None:
        return {**row, "measure": "problem", "value": each.problem, "anchor": None, "goal": None, "met": None}
    measure = each.measure
    low, high = measure.interval or (None, None)
    return {
        **row,
        "measure": measure.name,
        "value": measure.value,
        "of": measure.of,
        "low": low,
        "high": high,
        "anchor": measure.anchor,
        "goal": measure.goal,
        "met": measure.met,
    }


def _show(found: Iterable[Measured]) -> None:
    rows, problems, before = [], [], ""
    for each in found:
        if each.measure is None:
            problems.append(f"{each.set}: {each.problem}")
            continue
        measure = each.measure
        goal = "" if measure.goal is None else f"{'≤' if measure.at_most else '≥'} {_figure(measure.goal)}"
        met = {None: "", True: "yes", False: "no"}[measure.met]
        shown = "" if each.set == before else each.set
        between = "" if measure.interval is None else "{:.3f}–{:.3f}".format(*measure.interval)
        rows.append(
            (shown, measure.name, _figure(measure.value), between, _figure(measure.anchor), goal, met)
        )
        before = each.set
    headings = ("set", "measure", "value", "95 %", "anchor", "goal", "met")
    terminal.console().print(terminal.table(headings, rows, numbers=("value", "95 %", "anchor", "goal")))
    for problem in problems:
        terminal.complain(problem, as_json=False)


def _figure(value: float | None) -> str:
    """Return a count whole, and anything else with the four digits that published figures have."""
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) > 1 else f"{value:.4f}"
