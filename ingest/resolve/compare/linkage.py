"""Clusters from scored pairs: two groups become one where all that they say together speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

from ingest.resolve.compare.features import CONTRADICTIONS, rank, same_id
from ingest.resolve.compare.model import Levels, Model
from ingest.resolve.compare.profile import Profile, Sort

Pair = tuple[int, int]
_HALF = 0.5
# Of larger groups so many records each are compared: the first that came together say what the rest do.
_MOST = 12
# Probabilities that differ by less say the same.
_AS_WELL = 0.001


def linked(
    profiles: Sequence[Profile],
    scores: Mapping[Pair, float],
    levels: Callable[[int, int], Levels],
    model: Model,
) -> list[int]:
    """Return the cluster (its first place) of each record, the surest pair joined first.

    Groups are compared as one record that says all that its records say (Benjelloun and others 2009, "Swoosh"): so a
    date of birth known from one bars a group with another, and what no single pair shows may be seen of the two
    groups. Of each field the best level of any pair counts. Organisations and works have no such facts of their own:
    there the pairs across must agree on average too, or one wrong pair chains two groups (Sokal and Michener 1958).
    """
    group = list(range(len(profiles)))
    members = {place: [place] for place in group}
    torn = _torn(scores, levels)
    for one, other in _surest(scores):
        left, right = sorted((group[one], group[other]))
        if left == right or (one, other) in torn:
            continue
        together = _together(members[left][:_MOST], members[right][:_MOST], levels)
        if model.probability(together) >= _HALF and (
            profiles[one].sort is Sort.PERSON or _most_agree(members[left], members[right], scores)
        ):
            for place in members[right]:
                group[place] = left
            members[left] += members.pop(right)
    return group


def _most_agree(left: Sequence[int], right: Sequence[int], scores: Mapping[Pair, float]) -> bool:
    """Say whether the pairs across two groups are one thing on average; a pair that was not scored counts as 0."""
    across = sum(scores.get((min(one, other), max(one, other)), 0.0) for one, other in product(left, right))
    return across >= _HALF * len(left) * len(right)


def _torn(scores: Mapping[Pair, float], levels: Callable[[int, int], Levels]) -> set[Pair]:
    """Return the pairs of records that fit two others as well: they join neither, unless by an id.

    They lack what tells the two apart. A "John Smith" without a date of birth is the father as much as the son who
    lives at the same address.
    """
    partners: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for pair in _surest(scores):
        for one, other in (pair, pair[::-1]):
            partners[one].append((other, scores[pair]))
    torn: set[Pair] = set()
    for one, fits in partners.items():
        best = [other for other, score in fits if score >= fits[0][1] - _AS_WELL][:_MOST]
        for left, right in combinations(sorted(best), 2):
            apart = {field for field, level in levels(left, right).items() if level in CONTRADICTIONS}
            if apart - set(levels(min(one, left), max(one, left))):
                ends = ((min(one, end), max(one, end)) for end in (left, right))
                torn |= {pair for pair in ends if levels(*pair).get("id") != same_id.__name__}
    return torn


def _together(left: Sequence[int], right: Sequence[int], levels: Callable[[int, int], Levels]) -> Levels:
    """Return, for each field, the best level of any pair across two groups."""
    best: dict[str, str] = {}
    for one, other in product(left, right):
        for field, level in levels(min(one, other), max(one, other)).items():
            if field not in best or rank(field, level) < rank(field, best[field]):
                best[field] = level
    return best


def _surest(scores: Mapping[Pair, float]) -> Iterable[Pair]:
    return (pair for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)) if scores[pair] >= _HALF)
