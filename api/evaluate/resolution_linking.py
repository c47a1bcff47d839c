"""Linking a list of profiles without judgements, as ingestion does: blocks, levels, weights by EM; and its figures."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

from api.evaluate.measured import Measure
from ingest.resolve.compare.blocking import candidate_pairs
from ingest.resolve.compare.contacts import with_shared_contacts
from ingest.resolve.compare.features import levels
from ingest.resolve.compare.frequency import NameFrequency
from ingest.resolve.compare.linkage import linked
from ingest.resolve.compare.model import Model, learn
from ingest.resolve.compare.profile import Profile
from ingest.resolve.compare.weights import START

Pair = tuple[int, int]
# Pairs at random that u is estimated from: more change no weight by a tenth of a bit.
_AT_RANDOM = 20_000
_SAME = 0.5
# A shorter list has too few pairs to learn from: the weights that ship are used.
_FEW = 500
# Of two records nobody would say that they are one at even odds: a shorter list is taken for one of a hundred.
_SHORTEST = 100


@dataclass(frozen=True, slots=True)
class Linked:
    """The pairs of profiles compared, and those found to be one."""

    compared: frozenset[Pair]
    same: frozenset[Pair]
    scores: Mapping[Pair, float]
    groups: Sequence[int]


def link(profiles: Sequence[Profile], may: Callable[[int, int], bool] | None = None) -> Linked:
    """Return which profiles are one, learned from the profiles alone; `may` leaves out pairs within one list."""
    profiles = with_shared_contacts(profiles)
    allowed = may or (lambda _one, _other: True)
    pairs = sorted(pair for pair in candidate_pairs(profiles).pairs if allowed(*pair))
    seen = [levels(profiles[one], profiles[other]) for one, other in pairs]
    model = _learned(profiles, seen, allowed)
    names = NameFrequency(profiles)
    scores = {
        pair: model.probability(each, names.rarity(profiles[pair[0]], each))
        for pair, each in zip(pairs, seen, strict=True)
    }
    same = frozenset(pair for pair, score in scores.items() if score >= _SAME)
    known = dict(zip(pairs, seen, strict=True))

    def of(one: int, other: int) -> Mapping[str, str]:
        if (one, other) not in known:
            known[one, other] = levels(profiles[one], profiles[other])
        return known[one, other]

    return Linked(frozenset(pairs), same, scores, linked(profiles, scores, of, model))


def _learned(
    profiles: Sequence[Profile], seen: list[dict[str, str]], may: Callable[[int, int], bool]
) -> Model:
    random, size = Random(7), len(profiles)
    if size < _FEW:
        return replace(START, prior=-math.log2(max(_SHORTEST, size)))
    drawn = ((random.randrange(size), random.randrange(size)) for _ in range(_AT_RANDOM))
    at_random = [levels(profiles[a], profiles[b]) for a, b in drawn if a != b and may(a, b)]
    return learn(seen, at_random, size * (size - 1) / 2, START)


def pair_figures(
    found: Linked, true: Collection[Pair], anchor: float | None, goal: float | None
) -> Iterator[Measure]:
    """Yield precision, recall and F of pairs, and how many true pairs were compared at all."""
    wanted = set(true)
    right = len(found.same & wanted)
    yield Measure(
        "pairs compared, of the true ones", len(found.compared & wanted) / max(1, len(wanted)), goal=0.98
    )
    yield from figures("pairs", right, len(found.same), len(wanted), (anchor, goal))


def figures(
    name: str, right: int, found: int, wanted: int, beside: tuple[float | None, float | None] = (None, None)
) -> Iterator[Measure]:
    """Yield precision, recall and F; the known method's figure and the goal are of F."""
    precision, recall = right / max(1, found), right / max(1, wanted)
    yield Measure(f"{name}: precision", precision, of=found)
    yield Measure(f"{name}: recall", recall, of=wanted)
    yield Measure(f"{name}: F", 2 * precision * recall / max(1e-9, precision + recall), *beside)


def cluster_figures(groups: Sequence[int], truth: Sequence[str]) -> Iterator[Measure]:
    """Yield F of whole clusters (right: all records of one thing and no other) and of their pairs."""
    found: dict[int, set[int]] = defaultdict(set)
    wanted: dict[str, set[int]] = defaultdict(set)
    for place, group in enumerate(groups):
        found[group].add(place)
        wanted[truth[place]].add(place)
    made, meant = ({frozenset(group) for group in groups.values()} for groups in (found, wanted))
    yield from figures("clusters", len(made & meant), len(made), len(meant))
    pairs, meant_pairs = (sum(len(one) * (len(one) - 1) // 2 for one in groups) for groups in (made, meant))
    right = sum(truth[a] == truth[b] for group in made for a, b in combinations(sorted(group), 2))
    yield from figures("pairs of the clusters", right, pairs, meant_pairs)
