"""What is gathered from one site: plain files in a folder, as if somebody had saved them, and what was left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.document import Skip
from ingest.fetch.cache import write_private
from ingest.fetch.polite import Answer, PoliteReader
from ingest.fetch.refusals import LeftError, StopError

_STATE = ".state.json"


@dataclass(slots=True)
class Gathering:
    """A site on its way into a folder; `whole` turns false as soon as something that counts is left out."""

    reader: PoliteReader
    folder: Path
    skips: list[Skip] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    whole: bool = True
    _written: set[str] = field(default_factory=set)

    @contextmanager
    def part(self, place: str, *, may_fail: bool = False) -> Iterator[None]:
        """Turn what goes wrong with one address into a Skip: the others are read.

        `may_fail`: the source is whole without it. A StopError goes on to whoever runs the gathering.
        """
        try:
            yield
        except StopError:
            raise
        except LeftError as error:
            self.skip(place, error.reason, may_fail=may_fail)

    def skip(self, place: str, reason: str, *, may_fail: bool = False) -> None:
        """Say that something was left out."""
        self.skips.append(Skip(place, reason))
        self.whole = self.whole and may_fail

    def read(self, name: str) -> bytes | None:
        """Return a file of the last run, or of this one."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file; one that would be the same is left as it is."""
        if self.read(name) != data:
            write_private(self.folder / name, data)
        self._written.add(name)

    def keep(self, name: str) -> None:
        """Keep a file of the last run."""
        self._written.add(name)

    def names(self, start: str = "") -> list[str]:
        """Return the names of all files there are, in order; those of the last run too."""
        if not self.folder.is_dir():
            return []
        found = (file.name for file in self.folder.iterdir() if file.is_file())
        return sorted(name for name in found if not name.startswith(".") and name.startswith(start))

    def sweep(self) -> None:
        """Take away the files of the last run that are gone from the site; only if this run saw all of it."""
        for name in self.names() if self.whole else ():
            if name not in self._written:
                (self.folder / name).unlink()

    def load_state(self) -> dict[str, Any]:
        """Return what the last run left for this one; empty where it left nothing that can be read."""
        try:
            state = json.loads(self.read(_STATE) or b"{}")
        except (ValueError, RecursionError):
            return {}
        return state if isinstance(state, dict) else {}

    def save_state(self, state: dict[str, Any]) -> None:
        """Leave something for the next run."""
        write_private(self.folder / _STATE, as_json(state))


def json_of(answer: Answer) -> Any:
    """Return what an answer holds; raises LeftError where it is no JSON."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise LeftError("not JSON") from error


def as_json(value: Any) -> bytes:
    """Return JSON that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
