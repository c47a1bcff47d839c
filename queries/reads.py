"""The named reads of this package, checked when first asked for."""

from __future__ import annotations

from functools import cache

from graph.catalog import NamedRead, load_reads


@cache
def _all() -> dict[str, NamedRead]:
    return load_reads("queries")


def named(name: str) -> NamedRead:
    """Return the read of this name; raises KeyError for a name without files."""
    return _all()[name]
