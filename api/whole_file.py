"""A file that is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph.errors import InputError


@contextmanager
def writing(path: Path) -> Iterator[IO[str]]:
    """Open a text file to write; it takes its name when the block has ended without an exception.

    Raises InputError where it cannot be written.
    """
    made = path.with_name(f".{path.name}.part")
    try:
        try:
            with made.open("w", encoding="utf-8", newline="") as file:
                yield file
        except BaseException:
            made.unlink(missing_ok=True)
            raise
        made.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}", "name a folder that is there"
        ) from error
