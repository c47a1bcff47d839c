"""A process that outlives the command that started it, and the note by which a later command finds it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import StoreError

_LOOK_AGAIN_S = 0.1
# A Bolt client's first words: the magic number, then the versions it speaks (5.4 down to 5.0, nothing else).
_BOLT_GREETING = bytes.fromhex("6060b017" + "00040405" + "00000000" * 3)


@dataclass(frozen=True, slots=True)
class Note:
    """What is written down about a running server; `born` tells it from a later process with its number."""

    pid: int
    born: str
    bolt_port: int
    http_port: int


def spawn(command: Sequence[str], environment: Mapping[str, str], console: Path) -> int:
    """Start a process in a session of its own, its output in `console`, and return its number.

    posix_spawn, not subprocess: nobody waits for this child, and a forgotten Popen warns of it.
    """
    mode = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(console), mode, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    return os.posix_spawn(command[0], list(command), dict(environment), file_actions=files, setsid=True)


def argument_file(path: Path, words: list[str]) -> Path:
    """Write words where Java reads them with @path: a class path of 25,000 characters fits nowhere else."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        for word in words:
            out.write('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"\n')
    return path


def write_note(path: Path, note: Note) -> None:
    """Write the note down, whole or not at all."""
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(asdict(note)), encoding="utf-8")
    draft.replace(path)


def read_note(path: Path) -> Note | None:
    """Return the note if its process still runs; a note whose process is gone is removed."""
    try:
        note = Note(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):  # cut short, or of another version
        note = None
    if note is not None and alive(note):
        return note
    path.unlink(missing_ok=True)
    return None


def alive(note: Note) -> bool:
    """Say whether the very process of the note runs: same number, same start."""
    return bool(note.born) and born(note.pid) == note.born


def born(pid: int) -> str:
    """Return when a process started, in a form that no other process shares; empty if it does not run."""
    _reap(pid)
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.joinpath("self").exists():
        try:
            # The name in brackets may hold spaces; state is the first field after it, start the twentieth.
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        except OSError:
            return ""
        return "" if fields[0] in "ZX" else f"{boot} {fields[19]}"
    command = ["ps", "-o", "stat=", "-o", "lstart=", "-p", str(pid)]  # macOS, which has no /proc
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()  # noqa: S603 - fixed words and a number
    return "" if not said or said[0].startswith("Z") else " ".join(said[1:])


def end(note: Note, wait_s: float) -> bool:
    """Ask the process to stop, wait up to `wait_s` seconds, then kill it; False if it had to be killed."""
    for sign, patience_s in ((signal.SIGTERM, wait_s), (signal.SIGKILL, 10.0)):
        try:
            os.kill(note.pid, sign)
        except ProcessLookupError:
            return True
        except PermissionError as error:
            raise StoreError(f"process {note.pid} belongs to another user", hint="stop it as they") from error
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            if not alive(note):
                return sign == signal.SIGTERM
            time.sleep(_LOOK_AGAIN_S)
    raise StoreError(f"process {note.pid} does not stop, not even when killed")


def speaks_bolt(port: int) -> bool:
    """Say whether a Bolt server answers on this port of the loopback interface, within a second."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(_BOLT_GREETING)
            answer = connection.recv(4)
    except OSError:
        return False
    return len(answer) == 4 and answer != bytes(4)


def free_port(wish: int = 0) -> int:
    """Return `wish` if nothing listens on it, else 0; with no wish, a port that is free now."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections still time out is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wish))
        except OSError:
            return 0
        port: int = probe.getsockname()[1]
        return port


def _reap(pid: int) -> None:
    """Collect a child that has ended, or it would look alive to the process that started it."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
