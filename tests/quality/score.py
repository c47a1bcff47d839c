"""A score: how much of what was found is right, and how much of what was wanted was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ingest.extract.scoring import Counts as Score

__all__ = ["Figures", "Score", "compare"]

Figures = Mapping[str, Score]


def compare(found: Iterable[object], wanted: Iterable[object]) -> Score:
    """Return the score of a set against the set that is wanted."""
    one, other = set(found), set(wanted)
    return Score(len(one & other), len(one), len(other))
