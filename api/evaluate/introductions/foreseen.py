"""The figures of one back-test: every plain method, the ranking, and what each kind of evidence adds to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from api.evaluate.measured import Measure
from queries.links.backtest import Foreseen, Hidden
from queries.links.baselines import baselines
from queries.links.history import Floats
from queries.links.ranker import FIXED, Ranker, learned
from queries.links.signals import KINDS

# What an issue asks for on the reference community; on others it is a yardstick all the same.
MRR_GOAL, HITS_GOAL = 0.09, 0.45
_NAMES = {"mrr": "MRR", "hits_10": "hits@10", "hits_50": "hits@50", "hits_200": "hits@200"}
_GOALS = {"mrr": MRR_GOAL, "hits_200": HITS_GOAL}


@dataclass(frozen=True, slots=True)
class Trial:
    """What is foreseen: the ties of the last years; and, to learn from, those of the years before them.

    `published` are figures of plain methods that somebody else computed, by method and name; `goals` says whether the
    goals of the reference community are shown.
    """

    hidden: Hidden
    earlier: Hidden
    published: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    goals: bool = True


def figures(trial: Trial) -> Iterator[Measure]:
    """Yield the size of the trial, each method's figures over all pairs and over those without common neighbour."""
    hidden = trial.hidden
    yield Measure("people there by the cut", len(hidden.there))
    yield Measure("new ties hidden", sum(map(len, hidden.partners.values())) / 2)
    if not len(hidden.people):
        return
    yield Measure("share of them without a common neighbour", float(hidden.apart.mean()))
    plain = []
    for name, scorer in baselines(hidden).items():
        ranks = hidden.ranks(scorer)
        yield from _method(name, ranks, hidden, trial.published.get(name, {}))
        plain.append(ranks)
    ranker = learned(trial.earlier)
    for name, one in (("ranking", ranker), ("ranking, fixed weights", Ranker(FIXED, "fixed"))):
        yield from _ranking(name, _ranks(hidden, one), trial, plain)
    yield from _popularity(hidden, ranker)
    yield from _ablation(hidden, ranker)


def _method(name: str, ranks: Floats, hidden: Hidden, published: Mapping[str, float]) -> Iterator[Measure]:
    found, apart = Foreseen.by(ranks), Foreseen.by(ranks[hidden.apart])
    for key, said in _NAMES.items():
        yield Measure(f"{name}: {said}", getattr(found, key), published.get(said))
    for key in _GOALS:
        yield Measure(f"{name}, no common neighbour: {_NAMES[key]}", getattr(apart, key))


def _ranking(name: str, ranks: Floats, trial: Trial, plain: list[Floats]) -> Iterator[Measure]:
    """Yield the figures of the ranking; the anchor is that of whichever plain method is best in the measure."""
    apart = trial.hidden.apart
    for within, kept in (("", np.ones(len(ranks), dtype=bool)), (", no common neighbour", apart)):
        found, beside = Foreseen.by(ranks[kept]), [Foreseen.by(one[kept]) for one in plain]
        for key, said in _NAMES.items():
            goal = _GOALS.get(key) if trial.goals and not within else None
            anchor = max(getattr(one, key) for one in beside)
            yield Measure(f"{name}{within}: {said}", getattr(found, key), anchor, goal)


def _popularity(hidden: Hidden, ranker: Ranker) -> Iterator[Measure]:
    """Yield the chance of beating people drawn by their ties; mere popularity's own chance is the anchor."""
    degree = hidden.above_popular(baselines(hidden)["degree"])
    ranking = hidden.above_popular(lambda rows: ranker.scores(hidden.signals, rows))
    yield Measure("ranking: AUC against popular people", ranking, degree)


def _ablation(hidden: Hidden, ranker: Ranker) -> Iterator[Measure]:
    """Yield the figures without each kind of evidence that weighs anything, beside those with all of it."""
    whole = Foreseen.by(_ranks(hidden, ranker))
    for kind, columns in KINDS.items():
        less = ranker.without(columns)
        if (less.weights == ranker.weights).all():
            continue
        found = Foreseen.by(_ranks(hidden, less))
        for key in _GOALS:
            yield Measure(f"ranking without {kind}: {_NAMES[key]}", getattr(found, key), getattr(whole, key))


def _ranks(hidden: Hidden, ranker: Ranker) -> Floats:
    return hidden.ranks(lambda rows: ranker.scores(hidden.signals, rows))
