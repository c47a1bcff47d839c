"""What was fetched, kept by its address, so that a site need not send again what has not changed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from graph.errors import InputError

# No cookies, no server's name: only what a later request or a reader needs.
_HEADERS = ("content-type", "etag", "last-modified", "link", "x-wp-total", "x-wp-totalpages")
_LONGEST_HEADER = 8192


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: its status, the headers that matter, its body, and when it was fetched."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched: float = 0.0

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the body only if it has changed."""
        asked = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        return {header: self.headers[name] for header, name in asked.items() if self.headers.get(name)}


class Cache:
    """A folder with one file for each address: a line of JSON, then the body; the owner alone may read it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, address: str) -> Kept | None:
        """Return what is kept for an address; None where there is nothing, or it is not whole."""
        try:
            head, _, body = self._file(address).read_bytes().partition(b"\n")
            data = json.loads(head)
            if data["address"] != address or data["sha256"] != sha256(body).hexdigest():
                return None
            return Kept(int(data["status"]), body, dict(data["headers"]), float(data["fetched"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def keep(self, address: str, kept: Kept) -> None:
        """Keep an answer in place of the earlier one."""
        headers = {name: kept.headers[name][:_LONGEST_HEADER] for name in _HEADERS if name in kept.headers}
        head = {
            "address": address,
            "status": kept.status,
            "fetched": kept.fetched,
            "headers": headers,
            "sha256": sha256(kept.body).hexdigest(),
        }
        write_private(self._file(address), json.dumps(head).encode() + b"\n" + kept.body)

    def _file(self, address: str) -> Path:
        return self.folder / sha256(address.encode()).hexdigest()


def write_private(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone, as its folder is if it is made here.

    Raises InputError where the folder cannot be written to.
    """
    fresh = file.with_name(f".{token_hex(8)}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
        fresh.replace(file)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise InputError(
            f"what is fetched cannot be kept in {file.parent}: {error.strerror}", "name another cache folder"
        ) from error
