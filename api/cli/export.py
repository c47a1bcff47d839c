"""`export`: the graph as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from api.cli import invocation, terminal
from api.whole_file import writing
from graph.errors import UsageError
from graph.export import KINDS, lines
from graph.store import GraphStore

_NETWORK = ("csv", "graphml", "gexf", "jsonld")  # queries/graph_export.py, loaded when one is wanted


def export(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help=f"{', '.join(KINDS)} (JSON lines), or {', '.join(_NETWORK)}."),
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file; - is standard output.")],
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Write the graph for other programs.

    Rows come as JSON lines; the network as GraphML, GEXF, JSON-LD or CSV for Gephi, R or a spreadsheet.
    """
    if kind not in (*KINDS, *_NETWORK):
        raise UsageError(f"there is no export {kind!r}", f"the exports are: {', '.join((*KINDS, *_NETWORK))}")
    with invocation.opened(store) as opened:
        text = _text(opened, kind)
        if str(out) == "-":
            sys.stdout.writelines(text)
            return
        with writing(out) as file:
            written = 0
            for line in text:
                file.write(line)
                written += line.count("\n")
    if as_json:
        terminal.print_json({"kind": kind, "file": str(out), "lines": written})
    else:
        print(f"{kind}: {written:,} lines in {out}")


def _text(store: GraphStore, kind: str) -> Iterator[str]:
    if kind in KINDS:
        return lines(store, kind)
    from queries.graph_export import FORMATS

    return FORMATS[kind](store)
