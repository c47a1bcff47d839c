"""What the levels weigh: Fellegi and Sunter's model (JASA 1969), learned by EM or from judged pairs.

A level weighs log2(m/u): m is how often it is seen between records of one thing, u between two picked at random.
The weights of a pair add up to the log-odds that it is one thing, starting from how rare that is; they are the
bars of the waterfall that a reviewer reads. It is Splink's model; see DECISIONS.md for why it is not Splink's code.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.resolve.compare.features import SENTENCES
from ingest.resolve.compare.organisation_names import TitleMatch
from ingest.resolve.compare.person_names import NameMatch

Levels = Mapping[str, str]
Table = Mapping[str, Mapping[str, float]]
# Rounds of EM: the change per round is below a thousandth of a bit long before.
_ROUNDS = 30
# Judged as if this many pairs had been seen as the start has them: a level that was never met keeps a weight, and a
# list of some hundred records is not left to itself.
_PRIOR_PAIRS = 5.0
# No single field weighs more than this, for or against: records do hold mistakes.
_MOST_BITS = 18.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the waterfall: a field, its level, its weight in bits, and the sentence."""

    field: str
    level: str
    bits: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in bits by field and level, and the log2-odds that two candidates are one before anything is seen.

    Fields named in `household` say one thing, where somebody lives: of what they weigh in favour only the most
    counts. A learned model has none: it has seen how often they agree together.
    """

    weights: Table
    prior: float
    household: frozenset[str] = frozenset()

    def bits(self, levels: Levels, rarity: float = 0.0) -> float:
        """Return the log2-odds of a pair; `rarity` are bits for a rare or common name where the names agree."""
        total, living = self.prior + rarity, 0.0
        for field, level in levels.items():
            weight = self.weights.get(field, {}).get(level, 0.0)
            if weight > 0 and field in self.household:
                living = max(living, weight)
            else:
                total += weight
        return total + living

    def probability(self, levels: Levels, rarity: float = 0.0) -> float:
        """Return the probability that a pair is one thing."""
        return 1 / (1 + 2 ** -max(-60.0, min(60.0, self.bits(levels, rarity))))

    def waterfall(self, levels: Levels) -> list[Bar]:
        """Return what each field weighs, the heaviest first."""
        bars = [
            Bar(field, level, round(self.weights.get(field, {}).get(level, 0.0), 2), sentence(field, level))
            for field, level in levels.items()
        ]
        return sorted(bars, key=lambda bar: (-abs(bar.bits), bar.field))


def sentence(field: str, level: str) -> str:
    """Return what a level says to a reviewer."""
    if field == "name":
        match = NameMatch.__members__.get(level) or TitleMatch.__members__.get(level)
        return str(match or "")
    return SENTENCES[level]


def learn(candidates: Iterable[Levels], at_random: Iterable[Levels], pairs: float, start: Model) -> Model:
    """Return a model learned without judgements: u from pairs at random, m from candidates by EM.

    `pairs` is how many pairs there are in all, candidates or not; the start's m stands for five pairs' worth of
    experience. Expectation-maximisation after Winkler (1988).
    """
    patterns = Counter(tuple(sorted(levels.items())) for levels in candidates)
    u = _shares(Counter(tuple(sorted(levels.items())) for levels in at_random), start, matched=False)
    m = _start_m(start, u)
    odds = start.prior
    for _ in range(_ROUNDS):
        model = Model(_bits(m, u), odds)
        weighted: dict[tuple[tuple[str, str], ...], float] = {}
        total = 0.0
        for pattern, count in patterns.items():
            expected = count * model.probability(dict(pattern))
            weighted[pattern] = expected
            total += expected
        m = _shares(weighted, start, matched=True)
        share = min(0.5, max(1.0, total) / max(2.0, pairs))
        odds = math.log2(share / (1 - share))
    return Model(_bits(m, u), odds)


def learn_judged(pairs: Sequence[Levels], same: Sequence[bool]) -> Model:
    """Return a model learned from judged pairs: a logistic regression over the levels, its weights in bits.

    Doubled evidence (a title, and all the words of a record) is not counted twice, as independent levels would.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    turned = DictVectorizer()
    seen = turned.fit_transform([dict(levels) for levels in pairs])
    fitted = LogisticRegression(C=10.0, max_iter=2000).fit(seen, same)
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for name, weight in zip(turned.get_feature_names_out(), fitted.coef_[0], strict=True):
        field, _, level = str(name).partition("=")
        weights[field][level] = float(weight) / math.log(2)
    return Model(dict(weights), float(fitted.intercept_[0]) / math.log(2))


def _shares(
    patterns: Mapping[tuple[tuple[str, str], ...], float], start: Model, *, matched: bool
) -> dict[str, dict[str, float]]:
    """Return how often each level is seen of its field, with the start's levels as a few pairs' experience."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for pattern, count in patterns.items():
        for field, level in pattern:
            counts[field][level] += count
    shares: dict[str, dict[str, float]] = {}
    for field in set(counts) | set(start.weights):
        first = _first_shares(start.weights.get(field, {}), matched=matched)
        total = sum(counts[field].values()) + _PRIOR_PAIRS
        shares[field] = {
            level: (counts[field].get(level, 0.0) + _PRIOR_PAIRS * first.get(level, 1e-3)) / total
            for level in set(counts[field]) | set(first)
        }
    return shares


def _first_shares(bits: Mapping[str, float], *, matched: bool) -> dict[str, float]:
    """Return shares that have these weights: u falls as the weight rises, m is u times 2 to the weight."""
    u = {level: min(0.9, 2.0 ** -max(0.0, weight + 1)) for level, weight in bits.items()}
    shares = {level: u[level] * 2.0 ** bits[level] for level in bits} if matched else u
    total = sum(shares.values()) or 1.0
    return {level: share / total for level, share in shares.items()}


def _start_m(start: Model, u: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {field: _first_shares(start.weights.get(field, {}), matched=True) or dict(u[field]) for field in u}


def _bits(m: Table, u: Table) -> dict[str, dict[str, float]]:
    return {
        field: {
            level: max(
                -_MOST_BITS,
                min(_MOST_BITS, math.log2(max(1e-9, m[field].get(level, 1e-4)) / u[field][level])),
            )
            for level in u[field]
        }
        for field in u
    }
