"""Which places of a text lie over one another, asked again and again: in time that grows with the text alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """Something that stands in a text, at `text[start:end]`."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


_Found = TypeVar("_Found", bound=Placed)


class Overlap(Generic[_Found]):
    """Things that stand in a text, by their places as they are now."""

    def __init__(self, found: Iterable[_Found]) -> None:
        self._found = sorted(found, key=lambda one: (one.start, one.end))
        self._starts = [one.start for one in self._found]
        # The furthest end so far: who begins before a place's end and reaches past its beginning lies over it.
        self._ends = [0, *accumulate((one.end for one in self._found), max)]

    def touches(self, start: int, end: int) -> bool:
        """Say whether one of them has a letter in a place."""
        return self._ends[bisect_left(self._starts, end)] > start

    def over(self, start: int, end: int) -> list[_Found]:
        """Return those that have a letter in a place, in order."""
        at = bisect_left(self._starts, end)
        found = []
        while at and self._ends[at] > start:
            at -= 1
            if self._found[at].end > start:
                found.append(self._found[at])
        return found[::-1]

    def between(self, start: int, end: int) -> list[_Found]:
        """Return those that begin from `start` to before `end`, in order."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
