"""What commands print: tables for people, JSON for programs, errors on the other stream."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

# A quote from the web may hold the codes that move a cursor or rename a window; a newline may stay.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
# Wide enough for a row and its quote side by side; a pipe has no width of its own.
WIDTH_OF_A_PIPE = 120


def console(*, error: bool = False) -> Console:
    """Return a console: colours on a terminal only, the given width in a pipe."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else WIDTH_OF_A_PIPE
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def print_json(content: Any) -> None:
    """Print a value as JSON."""
    print(json.dumps(content, ensure_ascii=False, indent=2))


def plain(text: object) -> str:
    """Return a text without control characters."""
    return _CONTROLS.sub(" ", str(text))


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[str] = ()
) -> RenderableType:
    """Return a table; the columns called `numbers` stand to the right."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading in headings:
        made.add_column(heading, justify="right" if heading in numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*(plain(f"{cell:,}" if isinstance(cell, int) else cell) for cell in row))
    return made


def warn(message: str) -> None:
    """Print a warning on the error stream: something to know, and no error."""
    print(f"warning: {plain(message)}", file=sys.stderr)


def complain(
    message: str, hint: str = "", candidates: Sequence[dict[str, str]] = (), *, as_json: bool
) -> None:
    """Print an error on the error stream, for people or as one JSON object."""
    if as_json:
        said: dict[str, Any] = {"error": message, "hint": hint}
        if candidates:
            said["candidates"] = list(candidates)
        print(json.dumps(said, ensure_ascii=False), file=sys.stderr)
        return
    print(f"error: {plain(message)}", file=sys.stderr)
    for candidate in candidates:
        print(f"  {candidate['id']}  {plain(candidate['name'])} ({candidate['label']})", file=sys.stderr)
    if hint:
        print(f"hint: {plain(hint)}", file=sys.stderr)
