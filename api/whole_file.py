"""A file that is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any

from graph.errors import InputError


def writing(path: Path) -> AbstractContextManager[IO[str]]:
    """Open a text file to write; it takes its name when the block has ended without an exception.

    Raises InputError where it cannot be written.
    """
    return _whole(path, "w", encoding="utf-8", newline="")


def writing_bytes(path: Path) -> AbstractContextManager[IO[bytes]]:
    """Open a file for bytes as `writing` does one for text."""
    return _whole(path, "wb")


@contextmanager
def _whole(path: Path, mode: str, **how: str) -> Iterator[IO[Any]]:
    made = path.with_name(f".{path.name}.part")
    try:
        try:
            with made.open(mode, **how) as file:  # type: ignore[call-overload]  # text and bytes by `mode`
                yield file
        except BaseException:
            made.unlink(missing_ok=True)
            raise
        made.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}", "name a folder that is there"
        ) from error
