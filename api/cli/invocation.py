"""What every command shares: the store it is given, `--json`, and the environment, read here alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer

from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store

Store = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="URL",
        help="The store: sqlite:PATH, neo4j://HOST:7687, bolt://…  "
        "[default: IMPROVEMENT_GRAPH_STORE, or sqlite:community.db]",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_for(store: str) -> Settings:
    """Return the settings of the environment, with the store that a command was given, if it was."""
    settings = Settings.from_environment(os.environ)
    return replace(settings, store=store) if store else settings


@contextmanager
def opened(store: str) -> Iterator[GraphStore]:
    """Open the store of a command, which must be there, and close it at the end."""
    found = open_store(settings_for(store), must_exist=True)
    try:
        yield found
    finally:
        found.close()


def debugging() -> bool:
    """Say whether whoever runs this wants the traceback of a bug."""
    return bool(os.environ.get("IMPROVEMENT_GRAPH_DEBUG"))
