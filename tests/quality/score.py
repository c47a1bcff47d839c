"""A score: how much of what was found is right, and how much of what was wanted was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How many things were right, how many were found, how many were wanted."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


Figures = Mapping[str, Score]


def compare(found: Iterable[object], wanted: Iterable[object]) -> Score:
    """Return the score of a set against the set that is wanted."""
    one, other = set(found), set(wanted)
    return Score(len(one & other), len(one), len(other))
