"""Clusters from scored pairs: two groups become one only where most pairs across them say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Pair = tuple[int, int]
_HALF = 0.5


def linked(size: int, scores: Mapping[Pair, float]) -> list[int]:
    """Return the cluster (its first place) of each of `size` records, by average linkage over the scored pairs.

    One wrong pair chains two groups no longer: a pair that was not scored counts as 0 (Sokal and Michener 1958).
    """
    group = list(range(size))
    members = {place: [place] for place in range(size)}
    for one, other in _surest(scores):
        left, right = sorted((group[one], group[other]))
        if left == right:
            continue
        across = sum(scores.get((min(a, b), max(a, b)), 0.0) for a in members[left] for b in members[right])
        if across >= _HALF * len(members[left]) * len(members[right]):
            for place in members[right]:
                group[place] = left
            members[left] += members.pop(right)
    return group


def _surest(scores: Mapping[Pair, float]) -> Iterable[Pair]:
    return (pair for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)) if scores[pair] >= _HALF)
