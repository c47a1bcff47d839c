"""The areas whose speed is measured: each is a module of this package with `figures`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from api.bench.figures import Bench, Figure
from api.bench.made_up import empty, holds
from graph.errors import UsageError

# In the order in which `all` measures them: `ask` finds in the store what `ingest` wrote.
AREAS = ("sources", "ingest", "ask", "extraction", "introductions", "network", "resolution")
ALL = "all"


def measure(area: str, bench: Bench) -> Iterator[Figure]:
    """Yield the figures of an area, or of all, and leave the store empty, unless it is to be kept.

    Raises UsageError for an area that there is not, and for a store that holds somebody's graph.
    """
    if area not in {*AREAS, ALL}:
        known = ", ".join((*AREAS, ALL))
        raise UsageError(f"there is nothing called `{area}` to measure", f"the areas are: {known}")
    if not (bench.keep and holds(bench.settings, bench.documents)):
        empty(bench.settings)
    try:
        for name in AREAS if area == ALL else (area,):
            yield from import_module(f"api.bench.{name.replace('-', '_')}").figures(bench)
    finally:
        if not bench.keep:
            empty(bench.settings, mark=False)
