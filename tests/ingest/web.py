"""A small web on loopback for tests: routes that a test writes, a log of what was asked, and time that is made up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from ingest.fetch import FetchSettings, Outside
from ingest.fetch.polite import PoliteReader

HOST = "site.test"
# A test's server sends no more than this, whatever is asked.
MOST_BYTES = 64 << 20


@dataclass(frozen=True)
class Asked:
    """One request: path, query and headers."""

    path: str
    query: dict[str, str]
    headers: Message

    @property
    def host(self) -> str:
        return self.headers.get("Host", "")


@dataclass(frozen=True)
class Sent:
    """One answer; `pieces` are sent one by one instead of the body."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] | None = None


Route = Sent | Callable[[Asked], Sent]


class Web:
    """Routes by path; what is not there is a 404."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.log: list[Asked] = []
        self.statuses: list[int] = []
        self.port = 0

    def url(self, path: str = "/", host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def count(self, status: int) -> int:
        return self.statuses.count(status)

    def forget(self) -> None:
        self.log.clear()
        self.statuses.clear()

    def answer(self, asked: Asked) -> Sent:
        route = self.routes.get(asked.path, Sent("not here", 404))
        sent = route if isinstance(route, Sent) else route(asked)
        tag = sent.headers.get("ETag")
        if tag is not None and asked.headers.get("If-None-Match") == tag:
            return Sent(status=304, headers={"ETag": tag})
        return sent


class _Handler(BaseHTTPRequestHandler):
    web: Web
    protocol_version = "HTTP/1.1"
    timeout = 10
    disable_nagle_algorithm = True  # or each answer waits 40 ms

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = Asked(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), self.headers)
        sent = self.web.answer(asked)
        self.web.log.append(asked)
        self.web.statuses.append(sent.status)
        try:
            self._send(sent)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, sent: Sent) -> None:
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body
        self.send_response(sent.status)
        for name, value in sent.headers.items():
            self.send_header(name, value)
        if sent.pieces is None:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Connection", "close")
        self.end_headers()
        total = 0
        for piece in sent.pieces():
            self.wfile.write(piece)
            total += len(piece)
            if total > MOST_BYTES:
                break

    def log_message(self, *args: object) -> None:
        pass


def serve(web: Web) -> Iterator[Web]:
    """Run a web for the length of a test; a generator for a fixture."""

    handler = type("Handler", (_Handler,), {"web": web})
    server = _Quiet(("127.0.0.1", 0), handler)
    web.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class MadeUp(Outside):
    """Time passes only by waiting (and as the test itself runs); names are those of a table."""

    def __init__(self, names: Mapping[str, list[str]] | None = None) -> None:
        self.waits: list[float] = []
        self.names = {
            HOST: ["127.0.0.1"],
            "other.test": ["127.0.0.1"],
            "127.0.0.1": ["127.0.0.1"],
            **(names or {}),
        }
        self.looked_up: list[str] = []
        self.skipped = 0.0

    def now(self) -> float:
        return 1_700_000_000.0 + sum(self.waits) + self.skipped

    def elapsed(self) -> float:
        return time.monotonic() + sum(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def chance(self) -> float:
        return 0.5

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise OSError("no such name")
        return self.names[host]


def settings(folder: Path, **more: object) -> FetchSettings:
    return FetchSettings(folder / "cache", allow_loopback=True, **more)  # type: ignore[arg-type]  # a test's words


class _Quiet(ThreadingHTTPServer):
    """A server that says nothing when a reader hangs up on it, as readers with a limit do."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the other end's own report is what is tested."""


@contextmanager
def reading(folder: Path, outside: Outside, **more: object) -> Iterator[PoliteReader]:
    with PoliteReader(settings(folder, **more), outside) as reader:
        yield reader
