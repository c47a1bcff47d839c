"""What an evaluation gives: a figure, the published or plain method beside it, and the goal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one set.

    `anchor` is the figure of a known method on the same set, `goal` what we promise; a measure of mistakes is met
    at or below its goal (`at_most`), all others at or above.
    """

    name: str
    value: float
    anchor: float | None = None
    goal: float | None = None
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        """Say whether the goal is met; None where none is set."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal


@dataclass(frozen=True, slots=True)
class SetKind:
    """A kind of labelled set: how its folder is known, and what measures it.

    `fits` is asked of every folder and looks at the files there, not at the folder's name. `measure` may raise
    InputError for a set that it cannot read; the other sets are measured all the same.
    """

    name: str
    fits: Callable[[Path], bool]
    measure: Callable[[Path], Iterator[Measure]]


def holds(*patterns: str) -> Callable[[Path], bool]:
    """Return a test for folders that hold a file for each of these glob patterns."""
    return lambda folder: all(next(folder.glob(pattern), None) is not None for pattern in patterns)
