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
from queries.expertise.ranking import Floats, Ints, Saturation, profiles
from queries.text.index import K1, B

# Published figures of the authors' own code over all their questions, and what we promise (SOURCE.md of the sets).
_GOALS = {"topics": 0.80, "works": 0.45}
# Half of the worth is left after each step: after twelve, a four-thousandth.
_WALKED = 12
_Scorer = Callable[[Ground, str], Floats]


@dataclass(frozen=True, slots=True)
class _Method:
    name: str
    score: _Scorer


def _ours(ground: Ground, asked: str) -> Floats:
    return rank(ground, asked).people


def _profile(ground: Ground, asked: str) -> Floats:
    """BM25 over all texts of a person as one (the candidate model of Balog, Azzopardi and de Rijke 2006)."""
    return profiles(ground, ground.index.asked(asked), Saturation(K1, B, faded=False))


def _voting(ground: Ground, asked: str) -> Floats:
    """Each text votes for its people with one over its BM25 rank (Macdonald and Ounis 2006, reciprocal rank)."""
    scores = ground.index.bm25(ground.index.asked(asked))
    places = np.empty(len(scores), dtype=np.float32)
    places[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.asarray(ground.parts @ np.where(scores > 0, 1 / places, 0).astype(np.float32))


def _propagation(links: Ints, ground: Ground, asked: str) -> Floats:
    """What texts score walks on among texts, their people and the texts they refer to, and half begins anew each step.

    Serdyukov, Rode and Hiemstra 2008, "Modeling multi-step relevance propagation for expert finding", infinite walk; a
    step from a text goes by a reference as often as by a person, as in Brochier et al.'s code.
    """
    from scipy.sparse import csr_matrix

    size = ground.index.size
    joined = csr_matrix((np.ones(len(links), dtype=np.float32), links.T), shape=(size, size))
    joined = joined + joined.T
    degrees = np.asarray(joined.sum(axis=1), dtype=np.float32).ravel()
    onward = np.where(degrees > 0, 0.5, 1.0).astype(np.float32)
    begin = ground.index.bm25(ground.index.asked(asked))
    worth = begin = begin / max(float(begin.sum()), 1e-12)
    for _ in range(_WALKED):
        by_people = ground.returns.T @ (ground.shares.T @ (onward * worth))
        by_links = joined @ ((1 - onward) * worth / np.maximum(degrees, 1))
        worth = 0.5 * begin + 0.5 * (by_people + by_links)
    return np.asarray(ground.shares.T @ worth, dtype=np.float32)


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
    walk = _Method("propagation, walk with references", partial(_propagation, data.links))
    beside = {
        method.name: float(reciprocal_ranks(data.ground, data.questions, method.score).mean())
        for method in (walk, *_BESIDE)
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
