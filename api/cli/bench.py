"""`bench`: how fast this is, each figure beside something plain that is measured in the same run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from api.bench.areas import ALL, AREAS, measure
from api.bench.figures import Bench
from api.cli import invocation, terminal


def bench(
    area: Annotated[str, typer.Argument(metavar="AREA", help=f"{', '.join(AREAS)} or {ALL}.")] = ALL,
    documents: Annotated[int, typer.Option(min=500, help="Documents of the made-up community.")] = 5000,
    store: Annotated[
        str,
        typer.Option(metavar="URL", help="An empty store, emptied at the end.", show_default="a new file"),
    ] = "",
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the made-up community in the store, for the next run.")
    ] = False,
    as_json: invocation.Json = False,
) -> None:
    """Measure speed on a made-up community, beside something plain in the same run.

    Parsing stands beside the bare parser library, ingest (prose left alone) beside the engine writing the same
    rows, a peak of memory beside that of a tenth of the documents, and questions beside the same asked by
    hand of the bare engine. Speed is promised at 300,000 documents: 100,000 people and 2,000,000 mentions.
    """
    with TemporaryDirectory() as folder:
        settings = invocation.settings_for(store or f"sqlite:{folder}/bench.db")
        figures = list(measure(area, Bench(documents, settings, Path(folder), keep)))
    if as_json:
        terminal.print_json([asdict(figure) for figure in figures])
        return
    headings = ("area", "measure", "value", "unit", "beside", "ratio", "load")
    rows = [[f"{x:,.2f}" if isinstance(x, float) else x for x in asdict(one).values()] for one in figures]
    terminal.console().print(terminal.table(headings, rows, numbers=("value", "beside", "ratio", "load")))
