"""`serve`: the HTTP API and the page."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import invocation, terminal
from graph.errors import UsageError
from queries.request import Role

if TYPE_CHECKING:
    from graph.settings import Settings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# How many ports are tried after the one that is taken.
_TRIES = 50


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 for everyone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any.")] = 8000,
    role: Annotated[
        Role,
        typer.Option(help="Who may be at the other end: managers are also told who is a bridge or alone."),
    ] = Role.MEMBER,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Serve the HTTP API and the page until interrupted."""
    run(invocation.settings_for(store), listen(host, port), role=role, as_json=as_json)


def listen(host: str, port: int, *, or_next: bool = False) -> socket.socket:
    """Return a socket that listens at a port, or at the next free one; raises UsageError if it cannot."""
    last = min(port + _TRIES, 65535) if or_next else port
    for candidate in range(port, last + 1):
        try:
            return _bound(host, candidate)
        except OSError as error:
            cause = error
    raise UsageError(
        f"port {port} of {host} cannot be had: {cause.strerror}",
        "stop what listens there, or choose another --port",
    ) from cause


def run(
    settings: Settings, listening: socket.socket, *, role: Role = Role.MEMBER, as_json: bool = False
) -> None:
    """Serve at a socket until interrupted, and say where."""
    import uvicorn

    from api.app import create_app

    with listening:
        host, port = listening.getsockname()[:2]
        _note_what_is_missing(settings)
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        if as_json:
            terminal.print_json({"address": address, "store": settings.store})
        else:
            print(f"serving {settings.store} at {address} (Ctrl-C ends it)")
        sys.stdout.flush()
        app = create_app(settings, hosts=(*_LOOPBACK, "[::1]") if host in _LOOPBACK else ("*",), role=role)
        config = uvicorn.Config(app, log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def _note_what_is_missing(settings: Settings) -> None:
    """Say where nothing can be answered yet; the server starts all the same, and answers once it can."""
    from graph.errors import StoreError
    from graph.stores import open_store

    try:
        open_store(settings, must_exist=True).close()
    except StoreError as error:
        print(f"note: {error.message}; {error.hint}", file=sys.stderr)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen()
    except OSError:
        made.close()
        raise
    return made
