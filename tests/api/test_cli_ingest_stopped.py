"""A long run: it shows how far it is on a terminal, and one that is stopped goes on where it was."""

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from api.cli.progress_bar import counted

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "api.cli.main")
POSTS = 400


@pytest.fixture(autouse=True)
def interrupts_are_heeded():
    """A shell that runs these tests in its background hands down to every child that Ctrl-C is to be ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def posts(folder: Path, how_many: int) -> Path:
    folder.mkdir()
    for number in range(how_many):
        body = f"Asha Rao, ward manager at Kelsby Hospital, began huddle {number}. " * 3
        (folder / f"{number:03}.md").write_text(f"---\ntitle: Huddle {number}\n---\n{body}\n")
    return folder


def started(
    folder: Path, store: str, *more: str, out: int = subprocess.PIPE, err: int | None = None
) -> subprocess.Popen[bytes]:
    words = [*COMMAND, "ingest", str(folder), "--store", store, "--model", "rules", *more]
    given = {**os.environ, "IMPROVEMENT_GRAPH_BATCH": "20"}
    return subprocess.Popen(words, cwd=ROOT, env=given, start_new_session=True, stdout=out, stderr=err)


def stored(file: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
            return int(store.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_run_that_is_stopped_keeps_what_it_wrote_and_the_next_one_goes_on(tmp_path, processes):
    folder = posts(tmp_path / "posts", POSTS)
    file = tmp_path / "graph.db"
    run = started(folder, f"sqlite:{file}", "--processes", processes, err=subprocess.PIPE)
    until = time.monotonic() + 60
    while not stored(file) and run.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert err.decode().splitlines() == [
        "error: stopped; what was written stays, whole",
        "hint: give the same command again: it goes on from there",
    ]
    kept = stored(file)
    assert 0 < kept < POSTS
    assert kept % 20 == 0
    again = started(folder, f"sqlite:{file}", "--json")
    out, _ = again.communicate(timeout=120)
    report = json.loads(out)
    assert (report["unchanged"], report["created"]) == (kept, POSTS - kept)


def test_on_a_terminal_a_run_shows_documents_pace_and_the_time_left(tmp_path):
    ours, theirs = pty.openpty()
    run = started(
        posts(tmp_path / "posts", 40),
        f"sqlite:{tmp_path / 'graph.db'}",
        out=subprocess.DEVNULL,
        err=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # nobody writes any more
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert run.wait(timeout=60) == 0
    assert re.search(rb"\d+ of 40 documents", shown)


@pytest.mark.parametrize(
    ("documents", "words", "total", "seconds", "said"),
    [
        (120, 40_000, 400, 8.0, "120 of 400 documents, 5,000 words/s, 19 s left"),
        (10, 90_000, 4000, 18.0, "10 of 4,000 documents, 5,000 words/s, 2.0 h left"),
        (5, 900, 0, 3.0, "5 documents, 300 words/s"),
        (5, 900, 10, 0.5, "5 of 10 documents"),
        (400, 0, 400, 9.0, "400 of 400 documents"),
    ],
)
def test_what_is_told_of_a_source(documents, words, total, seconds, said):
    assert counted(documents, words, total, seconds) == said
