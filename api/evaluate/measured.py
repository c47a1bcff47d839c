"""What an evaluation gives: a figure, the published or plain method beside it, and the goal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one set.

    `anchor` is the figure of a known method on the same set, `goal` what we promise; a measure of mistakes is met
    at or below its goal (`at_most`), all others at or above. `of` is, for a share, of how many cases it is one.
    """

    name: str
    value: float
    anchor: float | None = None
    goal: float | None = None
    at_most: bool = False
    of: int | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return between what the share lies with 95 in 100 chances; None where it is not known of how many it is."""
        return wilson(round(self.value * self.of), self.of) if self.of else None

    @property
    def met(self) -> bool | None:
        """Say whether the goal is met; None where none is set."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927, JASA 22), which holds near 1 and for few cases too.

    It takes the cases as independent; pairs of one cluster are not, so that of pairs it is rather too narrow.
    """
    share, z = right / of, 1.96
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


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
