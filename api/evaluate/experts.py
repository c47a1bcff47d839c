"""How well people are ranked for free words: ours, the known methods beside it, and the floors below both.

Two kinds of set. One has topics with labelled experts, and documents on them as questions (Brochier et al. 2020, arXiv
2004.03621). The other has works of a community, of which late ones are hidden and asked for by their concepts: who
wrote them? All figures are mean reciprocal ranks, ties at their middle rank. The numbers in queries/expertise were
chosen on every second question of the first kind and on an earlier period of the second; "held out" is the other half
of the first, and all questions of the second are later than what was chosen on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from api.evaluate.labelled_experts import HiddenWorks, Labelled, Question, hidden_works, labelled
from api.evaluate.measured import Measure, SetKind, holds
from graph.errors import InputError
from queries.expertise import Ground, rank
from queries.expertise.ranking import Floats, profiles

# Published figures of the authors' own code over all their questions, and what we promise (SOURCE.md of the sets).
_GOALS = {"topics": 0.80, "works": 0.45}
_Scorer = Callable[[Ground, str], Floats]


@dataclass(frozen=True, slots=True)
class _Method:
    name: str
    score: _Scorer


def _ours(ground: Ground, asked: str) -> Floats:
    return rank(ground, asked).people


def _profile(ground: Ground, asked: str) -> Floats:
    """BM25 over all texts of a person as one (the candidate model of Balog, Azzopardi and de Rijke 2006)."""
    return profiles(ground, ground.index.asked(asked), length=0.75)


def _voting(ground: Ground, asked: str) -> Floats:
    """Each text votes for its people with one over its BM25 rank (Macdonald and Ounis 2006, reciprocal rank)."""
    scores = ground.index.bm25(ground.index.asked(asked))
    places = np.empty(len(scores), dtype=np.float32)
    places[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.asarray(ground.parts @ np.where(scores > 0, 1 / places, 0).astype(np.float32))


def _connected(ground: Ground, asked: str) -> Floats:  # noqa: ARG001  # the same whatever is asked
    """How many people somebody has texts with: fame."""
    together = ground.parts @ ground.parts.T
    return np.asarray((together > 0).sum(axis=1), dtype=np.float32).ravel()


def _random(ground: Ground, asked: str) -> Floats:
    seed = sum(asked.encode()) + len(asked)
    return np.random.default_rng(seed).random(ground.traces.people, dtype=np.float32)


_OURS = _Method("ours", _ours)
_BESIDE = (
    _Method("BM25 profile", _profile),
    _Method("voting, reciprocal rank", _voting),
    _Method("floor: most connected", _connected),
    _Method("floor: random", _random),
)


def reciprocal_ranks(ground: Ground, questions: list[Question], score: _Scorer) -> Floats:
    """Return one over the place of the best right person, for each question; ties at their middle rank."""
    found = []
    for question in questions:
        scores = score(ground, question.asked)[question.candidates]
        best = scores[question.right].max()
        found.append(1 / ((scores > best).sum() + ((scores == best).sum() + 1) / 2))
    return np.array(found, dtype=np.float32)


def _measure(kind: str, read: Callable[[Path], Labelled | HiddenWorks], folder: Path) -> Iterator[Measure]:
    try:
        data = read(folder)
    except (KeyError, ValueError) as error:
        raise InputError(
            f"{folder.name} has not the columns or the numbers that are expected: {error}"
        ) from error
    beside = {
        method.name: float(reciprocal_ranks(data.ground, data.questions, method.score).mean())
        for method in _BESIDE
    }
    ours = reciprocal_ranks(data.ground, data.questions, _OURS.score)
    best = max(beside.values())
    yield Measure("MRR", float(ours.mean()), best, _GOALS[kind])
    yield Measure("hits in the first 10", float((ours >= 0.1).mean()))
    if kind == "topics" and len(ours) > 1:
        yield Measure("MRR, held out half", float(ours[1::2].mean()))
    yield Measure("questions", float(len(ours)))
    for name, value in beside.items():
        yield Measure(f"MRR of {name}", value)


KINDS = (
    SetKind(
        "documents, authors and labelled experts by topic",
        holds(
            "documents.csv*",
            "authorships.csv*",
            "experts.csv*",
            "query_documents.csv*",
            "candidate_pool.csv*",
        ),
        partial(_measure, "topics", labelled),
    ),
    SetKind(
        "works of a community with years, authors and concepts",
        holds("publications.csv*", "authorships.csv*", "usages.csv*", "words.csv*"),
        partial(_measure, "works", hidden_works),
    ),
)
