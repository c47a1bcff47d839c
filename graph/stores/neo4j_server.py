"""Start, find and stop a Neo4j 5.26 Community server of one's own, on this machine's loopback interface only.

A home folder holds everything of one server: its data, logs, password and the note of its process.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError, StoreUnavailableError, UsageError
from graph.stores import neo4j_install, neo4j_process
from graph.stores.neo4j_process import Note

USER = "neo4j"
BOLT_PORT = 7687
HTTP_PORT = 7474

_STOP_S = 60.0
_LOOK_AGAIN_S = 0.2
_LOG_LINES = 15
_LEAST_PASSWORD = 8  # Neo4j's own lower bound
# Resident 0.4 GB after start with these; a community of tens of thousands needs no more heap than this.
_JVM = (
    "-Xms128m",
    "-Xmx1g",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",  # it would write the command line where every user of the machine can read it
    "--add-opens=java.base/java.nio=ALL-UNNAMED",  # the three that Neo4j's own launcher gives
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
# HTTP is there for the Neo4j Browser, which is a package of its own (see neo4j_install.py) and works with it.
# The last two: without them a server that has saved everything sits idle for 10 s before it ends.
_CONF = """\
# Written anew at each start; a change made here does not last.
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.enabled=true
server.http.listen_address=127.0.0.1:{http}
server.http.advertised_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.pagecache.size=128m
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
client.allow_telemetry=false
internal.server.bolt.thread_pool_shutdown_wait_time=1s
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its Bolt address, its Browser's address, its process, and the folder it lives in."""

    uri: str
    browser: str
    pid: int
    home: Path


def default_home(environment: Mapping[str, str]) -> Path:
    """Return the user's data folder for the server; `environment` is asked for XDG_DATA_HOME only."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "improvement-graph" / "neo4j"
    base = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "improvement-graph" / "neo4j"


def password_file(home: Path) -> Path:
    """Name the file that holds a password made up here; there is none where the caller gave one."""
    return home / "password"


def start(
    home: Path,
    *,
    bolt_port: int | None = None,
    password: str | None = None,
    wait_s: float = 90,
    cache: Path | None = None,
) -> Server:
    """Start the server of `home` and return it once it answers and takes the password; it outlives us.

    A server that runs already is returned as it is. No port means the one of last time, else 7687; port 0
    means any that is free. No password means the one in the home, else a random one that is kept there.
    Jars come from `cache`, by default the user's, and the first time from the network. Raises UsageError
    for what the caller can put right, StoreUnavailableError for a port in use or a server that does not
    come up within `wait_s` seconds; nothing is left running then.
    """
    home = home.expanduser().resolve()
    if password is not None and (len(password) < _LEAST_PASSWORD or "\n" in password):
        raise UsageError(f"a Neo4j password has {_LEAST_PASSWORD} characters or more, on one line")
    for folder in (home, home / "conf", home / "logs", home / "run"):
        neo4j_install.make_folder(folder)
    with neo4j_install.locked(home / "run" / "start.lock"):
        running = neo4j_process.read_note(_note_file(home))
        if running:
            return _wait(home, running, password or _kept_password(home), wait_s)
        jars = neo4j_install.install(cache or neo4j_install.default_cache({}))
        return _start(home, bolt_port, password, wait_s, _java_words(home, jars))


def stop(home: Path) -> bool:
    """Stop the server of `home`; False if none ran. It gets 60 s to save its data before it is killed."""
    note = neo4j_process.read_note(_note_file(home))
    if note is None:
        return False
    if not neo4j_process.end(note, _STOP_S):
        said = "the Neo4j server %d did not stop within %d s and was killed; it recovers at its next start"
        logging.getLogger(__name__).warning(said, note.pid, int(_STOP_S))
    _note_file(home).unlink(missing_ok=True)
    return True


def status(home: Path) -> Server | None:
    """Return the server of `home` if its process runs; it may still be starting."""
    note = neo4j_process.read_note(_note_file(home))
    return None if note is None else _server(home, note)


def answers(server: Server) -> bool:
    """Say whether Bolt answers at the server's address, within a second."""
    return neo4j_process.speaks_bolt(int(server.uri.rpartition(":")[2]))


def _start(home: Path, wish: int | None, password: str | None, wait_s: float, words: list[str]) -> Server:
    """Set up and run what `words`, a Java command line without a main class, can run."""
    bolt, http = _ports(home, wish)
    conf = _CONF.format(bolt=bolt, http=http)
    (home / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")
    password = _settle_password(home, password, words)
    entry = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    arguments = neo4j_process.argument_file(home / "run" / "server.args", [*words, *entry])
    command = [str(neo4j_install.java()), f"@{arguments}"]
    pid = neo4j_process.spawn(command, _environment(home), home / "logs" / "console.log")
    note = Note(pid=pid, born=neo4j_process.born(pid), bolt_port=bolt, http_port=http)
    neo4j_process.write_note(_note_file(home), note)
    try:
        return _wait(home, note, password, wait_s)
    except BaseException:  # a keystroke too: whoever is told that it failed must not find it running
        stop(home)
        raise


def _wait(home: Path, note: Note, password: str | None, wait_s: float) -> Server:
    """Return the server once it lets us in."""
    server = _server(home, note)
    deadline = time.monotonic() + wait_s
    while not (answers(server) and _lets_in(server.uri, password)):
        gone = not neo4j_process.alive(note)
        if gone or time.monotonic() > deadline:
            what = "stopped while it started" if gone else f"did not answer within {wait_s:g} s"
            raise StoreUnavailableError(
                f"the Neo4j server in {home} {what}{_last_words(home, password)}",
                hint=f"the whole story is in {home / 'logs'}",
            )
        time.sleep(_LOOK_AGAIN_S)
    return server


def _ports(home: Path, wish: int | None) -> tuple[int, int]:
    """Choose the Bolt port, which is the caller's or an error, and the Browser's, which gives way."""
    last = {}
    with suppress(FileNotFoundError):
        conf = (home / "conf" / "neo4j.conf").read_text(encoding="utf-8")
        last = {kind: int(port) for kind, port in re.findall(r"(bolt|http)\.listen_address=.*:(\d+)", conf)}
    wish = last.get("bolt", BOLT_PORT) if wish is None else wish
    bolt = neo4j_process.free_port(wish)
    if not bolt:
        raise StoreUnavailableError(
            f"port {wish} on 127.0.0.1 is in use by another program",
            hint="stop that program, or choose another port with --port",
        )
    http = neo4j_process.free_port(last.get("http", HTTP_PORT)) or neo4j_process.free_port()
    return bolt, http


def _settle_password(home: Path, password: str | None, words: list[str]) -> str | None:
    """Set the password of a server that never ran; return the one to check with, None where unknown."""
    if (home / "data" / "databases" / "system").exists():
        return password or _kept_password(home)
    if password is None:
        password = _kept_password(home) or secrets.token_hex(16)
        file = os.open(password_file(home), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as out:
            out.write(password)
    # AdminTool takes the password as an argument. In Java's own argument file, which only its owner can
    # read and which is gone a second later, it never shows in the list of processes.
    order = ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", "--", password]
    arguments = neo4j_process.argument_file(home / "run" / "password.args", [*words, *order])
    try:
        command = [str(neo4j_install.java()), f"@{arguments}"]
        done = subprocess.run(command, env=_environment(home), capture_output=True, text=True, check=False)  # noqa: S603 - our own Java
    finally:
        arguments.unlink(missing_ok=True)
    if done.returncode:
        said = (done.stderr or done.stdout).replace(password, "***").strip()
        raise StoreError(
            f"Neo4j did not take a first password: {said.splitlines()[0] if said else 'no reason'}"
        )
    return password


def _kept_password(home: Path) -> str | None:
    try:
        return password_file(home).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def _lets_in(uri: str, password: str | None) -> bool:
    """Say whether the server takes the password yet (True where we know none).

    Raises StoreUnavailableError if it refuses it, which no waiting mends.
    """
    if password is None:
        return True
    import neo4j

    with neo4j.GraphDatabase.driver(uri, auth=(USER, password)) as driver:
        try:
            driver.verify_connectivity()
        except neo4j.exceptions.AuthError as error:
            raise StoreUnavailableError(
                "the Neo4j server refuses this password: it has had another since its first start",
                hint="give the password of the first start in NEO4J_PASSWORD, or unset it if there was none",
            ) from error
        except neo4j.exceptions.DriverError:  # it answers, and its databases are still opening
            return False
    return True


def _java_words(home: Path, jars: tuple[Path, ...]) -> list[str]:
    # Netty and JNA unpack libraries: beside the server, where it may write, not in the user's cache folder.
    unpack = [f"-Djava.io.tmpdir={home / 'run'}", f"-Djna.tmpdir={home / 'run'}"]
    return [*_JVM, *unpack, "-cp", os.pathsep.join(map(str, jars))]


def _environment(home: Path) -> dict[str, str]:
    """Name all that the server may know of our environment: nothing, so no password and no Java options."""
    return {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "LC_ALL": "C.UTF-8"}


def _last_words(home: Path, password: str | None) -> str:
    """Return the end of what the server wrote, without the password should it ever be in there."""
    lines: list[str] = []
    for name in ("neo4j.log", "console.log"):
        with suppress(FileNotFoundError):
            lines += (home / "logs" / name).read_text(encoding="utf-8", errors="replace").splitlines()
    text = "\n".join(lines[-_LOG_LINES:])
    return ":\n" + (text.replace(password, "***") if password else text) if text else ""


def _note_file(home: Path) -> Path:
    return home.expanduser().resolve() / "run" / "server.json"


def _server(home: Path, note: Note) -> Server:
    uri, browser = f"neo4j://127.0.0.1:{note.bolt_port}", f"http://127.0.0.1:{note.http_port}/browser/"
    return Server(uri, browser, note.pid, home.expanduser().resolve())


def main(arguments: list[str], environment: Mapping[str, str]) -> None:
    """Fetch the jars ahead of use (`--install`), or work out their list anew (`--pin`)."""
    cache = neo4j_install.default_cache(environment)
    if arguments == ["--pin"]:
        with tempfile.TemporaryDirectory() as scratch:  # a build of its own, of no use afterwards
            sys.stdout.writelines(f"{line}\n" for line in sorted(neo4j_install.pin(Path(scratch))))
    elif arguments == ["--install"]:
        jars = neo4j_install.install(cache)
        size = sum(jar.stat().st_size for jar in jars) / 1e6
        sys.stdout.write(f"Neo4j {neo4j_install.VERSION}: {len(jars)} jars, {size:.0f} MB, in {cache}\n")
    else:
        raise UsageError("python -m graph.stores.neo4j_server --install | --pin")


if __name__ == "__main__":
    main(sys.argv[1:], os.environ)
