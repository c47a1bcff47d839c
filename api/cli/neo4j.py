"""The commands that start, find and stop a Neo4j server of one's own on this machine."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from graph.stores import neo4j_install, neo4j_server
from graph.stores.neo4j_server import Server

app = typer.Typer(
    help="A Neo4j server of one's own on this machine, from packages alone.", no_args_is_help=True
)

Home = Annotated[
    Path | None,
    typer.Option(help="The folder that holds the server's data.", show_default="your data folder"),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def start(
    home: Home = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="The Bolt port; 0 for any.", show_default="the one of last time, or 7687"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Start the server, or find it running, and print its address and how to get its password.

    The first start fetches 146 MB. The password is the one in NEO4J_PASSWORD if that is set, else a random
    one that is kept in the home folder; it is never printed.
    """
    folder = _folder(home)
    cache = neo4j_install.default_cache(os.environ)
    if not neo4j_install.installed(cache):
        typer.echo(f"fetching Neo4j {neo4j_install.VERSION} (146 MB, once)…", err=True)
    password = os.environ.get("NEO4J_PASSWORD") or None
    server = neo4j_server.start(folder, bolt_port=port, password=password, cache=cache)
    if as_json:
        _print_json(folder, server)
        return
    typer.echo(f"address   {server.uri}")
    typer.echo(f"browser   {server.browser}")
    typer.echo(f"user      {neo4j_server.USER}")
    typer.echo(f"password  {_how_to_get_password(server.home, password)}")


@app.command()
def stop(home: Home = None, as_json: Json = False) -> None:
    """Stop the server; its data stays."""
    folder = _folder(home)
    stopped = neo4j_server.stop(folder)
    if as_json:
        typer.echo(json.dumps({"stopped": stopped, "home": str(folder)}))
    else:
        typer.echo("stopped" if stopped else f"no server runs in {folder}")


@app.command()
def status(home: Home = None, as_json: Json = False) -> None:
    """Say whether the server runs, and where."""
    folder = _folder(home)
    server = neo4j_server.status(folder)
    if as_json:
        _print_json(folder, server)
    elif server is None:
        typer.echo(f"no server runs in {folder}")
    else:
        state = "runs" if neo4j_server.answers(server) else "is starting"
        typer.echo(f"{state} at {server.uri} (process {server.pid}, {server.home})")


def _folder(home: Path | None) -> Path:
    return (home or neo4j_server.default_home(os.environ)).expanduser().resolve()


def _print_json(folder: Path, server: Server | None) -> None:
    """Print the same fields whether a server runs or not; what there is not is null."""
    kept = neo4j_server.password_file(folder)
    row = {
        "running": server is not None,
        "answers": server is not None and neo4j_server.answers(server),
        "uri": server and server.uri,
        "browser": server and server.browser,
        "user": neo4j_server.USER,
        "password_file": str(kept) if kept.exists() else None,
        "pid": server and server.pid,
        "home": str(folder),
    }
    typer.echo(json.dumps(row))


def _how_to_get_password(home: Path, given: str | None) -> str:
    kept = neo4j_server.password_file(home)
    if given or not kept.exists():
        return "the one in NEO4J_PASSWORD when it was first started"
    return f'export NEO4J_PASSWORD="$(cat {shlex.quote(str(kept))})"'
