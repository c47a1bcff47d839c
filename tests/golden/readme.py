"""The parts of the README that are made: a real answer, the questions, the settings."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from graph.settings import Settings
from queries.questions import QUESTIONS
from queries.request import COMMON

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
_WIDTH = "100"
_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def readme() -> str:
    """Return the README as it should stand: each marked part made anew."""
    with tempfile.TemporaryDirectory() as folder:
        _run(folder, "demo", "--no-serve", "--json")
        parts: dict[str, Callable[[], str]] = {
            "answer": lambda: _shown(
                folder, "ask", "who-works-on", "--topic", "virtual wards", "--limit", "2"
            ),
            "ambiguous": lambda: _shown(folder, "ask", "person", "--id", "David Smith"),
            "questions": _questions,
            "settings": _settings,
        }
        return _BLOCK.sub(lambda block: block[1] + parts[block[2]]() + block[3], README.read_text("utf-8"))


def _run(folder: str, *words: str) -> str:
    """Return what the command prints, in a terminal of a fixed width that knows no colour."""
    known = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "api.cli.main", *words],
        cwd=folder,
        env={**known, "PYTHONPATH": str(ROOT), "COLUMNS": _WIDTH, "NO_COLOR": "1", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def _shown(folder: str, *words: str) -> str:
    asked = " ".join(f'"{word}"' if " " in word else word for word in words)
    lines = [line.rstrip() for line in _run(folder, *words).splitlines()]
    return "```\n" + "\n".join([f"$ improvement-graph {asked}", *lines]).strip() + "\n```\n"


def _questions() -> str:
    common = {parameter.name for parameter in COMMON}
    rows = ["| name | asks | parameters |", "|---|---|---|"]
    for question in QUESTIONS:
        own = [f"`{parameter.name}`" for parameter in question.parameters if parameter.name not in common]
        rows.append(f"| `{question.name}` | {question.asks} | {', '.join(own) or 'none'} |")
    shared = ", ".join(f"`{parameter.name}`" for parameter in COMMON)
    return "\n".join([*rows, "", f"All take {shared}."]) + "\n"


def _settings() -> str:
    rows = ["| variable | what it sets | unless set |", "|---|---|---|"]
    for item in fields(Settings):
        shown = f"`{item.default}`" if item.default else "empty"
        rows.append(f"| `{item.metadata['variable']}` | {item.metadata['says']} | {shown} |")
    return "\n".join(rows) + "\n"
