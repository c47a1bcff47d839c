"""A copy of an SQLite store that is consistent even while another process writes to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from graph.errors import InputError, StoreError

_MAGIC = b"SQLite format 3\x00"


def backup(store: Path, out: Path) -> int:
    """Copy the store's file with SQLite's own online backup, check the copy, and return its size in bytes.

    The copy takes its name when it is whole. Raises StoreError where the store is damaged, InputError
    where the copy cannot be written.
    """
    made = out.with_name(f".{out.name}.part")
    made.unlink(missing_ok=True)
    try:
        address = f"file:{_quoted(store)}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(made)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
            said = target.execute("PRAGMA quick_check").fetchone()[0]
        if said != "ok":
            raise StoreError(f"{store} is damaged: {said}", "build it again with: improvement-graph ingest")
        made.replace(out)
    except sqlite3.Error as error:
        raise StoreError(
            f"{store} cannot be backed up: {error}", "check the paths and the free space"
        ) from error
    except OSError as error:
        raise InputError(
            f"{out} cannot be written: {error.strerror}", "name a folder that is there"
        ) from error
    finally:
        made.unlink(missing_ok=True)
    return out.stat().st_size


def is_sqlite(path: Path) -> bool:
    """Say whether a file is an SQLite database; raises InputError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "check the path") from error


def check(path: Path) -> None:
    """Raise InputError where an SQLite file is damaged."""
    try:
        with closing(sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)) as opened:
            said = opened.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise InputError(f"{path} is damaged ({said})", "name another backup")


def _quoted(path: Path) -> str:
    """Return a path as it stands in an address: a question mark or a hash in it is part of the name."""
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
