"""Scores of people for free words, from the texts that they have a part in: profiles, votes, and votes that walk on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queries.text import TextIndex

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# The numbers below were chosen on half of the queries of two labelled sets (`evaluate experts`): see DECISIONS.md.
# A text that fits half as well counts a quarter: between the best text alone (a high power) and all of them (1).
_POWER = 2
# What somebody wrote e-fold years ago counts half; nothing is forgotten.
_FADE_YEARS = 10.0
# Profiles grow with every text: a weak correction for length, so that much work on a topic is not held against anybody,
# and an early end to what one word repeated says.
_PROFILE_B, _PROFILE_K1 = 0.3, 0.8
# How the three ways of seeing it add up: of the weights tried, these found most on the halves chosen on.
_PROFILE_POWER, _VOTES, _WALK = 3, 0.25, 0.5
# Half of what a text is worth comes from the other texts of its people (Serdyukov, Rode and Hiemstra 2008, "Modeling
# multi-step relevance propagation for expert finding").
_RETURN, _STEPS = 0.5, 2
# How much the meaning of a text counts beside its words, and the cosine below which it says nothing: chosen on every
# second pair of tests/quality/paraphrases.csv. At .25 half of the right passages counted as nothing; at 0 the labelled
# sets lose more than the pairs gain.
_MEANING, _LEAST_COSINE = 0.5, 0.1
# Below this share of the best text's fit, a text is not shown and is nobody's reason to be listed; without a word of
# the question it has to be this much of the nearest in meaning, too. At .15 half of those who wrote on a problem were
# not listed where the question came in everyday words (pairs chosen on: 47 in 100; now 72).
_LEAST_FIT, _LEAST_NEAR = 0.05, 0.33
# A long question says the same in many words of its own; beyond so many terms its meaning counts less and less.
_SHORT = 10
# Beyond so many the words of no topic add up in profiles, and texts that are like it say more, so that the walk counts
# more and more: with whole texts as questions it is far ahead (Brochier et al. 2020; sources of the set of DBLP).
_LONG = 40


@dataclass(frozen=True, slots=True, eq=False)
class Traces:
    """Who has a part in which text: parallel arrays of numbers, and how much of it is theirs (`weight`, 0 to 1).

    `years` is one a text: when it was written, with decimals; nan where it is not known.
    """

    person: Ints
    text: Ints
    weight: Floats
    people: int
    years: Floats


@dataclass(frozen=True, eq=False)
class Ranking:
    """People's scores for one question, and how well each text fits it, by number; 0 for a text that does not.

    The best text has 1; people's scores may be higher.
    """

    people: Floats
    texts: Floats


@dataclass(frozen=True, eq=False)
class Ground:
    """An index of texts and who has a part in them, with what every question on them needs."""

    index: TextIndex
    traces: Traces
    now: float = field(default=0.0)

    @cached_property
    def parts(self) -> Any:
        """People by texts (scipy CSR): the weight of each part."""
        from scipy.sparse import csr_matrix

        traces = self.traces
        shape = (traces.people, self.index.size)
        found = csr_matrix((traces.weight, (traces.person, traces.text)), shape=shape, dtype=np.float32)
        found.data = np.minimum(found.data, 1.0)  # a part named twice is one part
        return found

    @cached_property
    def _by_person(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The traces in order of person, and where those of each begin."""
        person = self.traces.person
        order = np.argsort(person, kind="stable")
        return order, np.searchsorted(person[order], np.arange(self.traces.people + 1))

    def traces_of(self, person: int) -> NDArray[np.intp]:
        """Return the numbers of one person's traces, in order."""
        order, begins = self._by_person
        return order[begins[person] : begins[person + 1]]

    def having_part_in(self, texts: NDArray[np.bool_]) -> Ints:
        """Return the people with a part in some texts, given as a mark on each text."""
        return np.flatnonzero(self.parts @ texts.astype(np.float32)).astype(np.int32)

    @cached_property
    def shares(self) -> Any:
        """Texts by people (CSR): each row adds up to 1."""
        return _rows_to_one(self.parts.T.tocsr())

    @cached_property
    def returns(self) -> Any:
        """People by texts (CSR): each row adds up to 1."""
        return _rows_to_one(self.parts)

    @cached_property
    def faded_lengths(self) -> Floats:
        """How many terms the texts of each person have together, those of old texts counting less."""
        return np.asarray(self.parts @ (self.index.lengths * self.freshness), dtype=np.float32)

    @cached_property
    def freshness(self) -> Floats:
        """What each text counts for its age: 1 for one of today, and for one of an unknown date what the mean does."""
        age = np.maximum(self.now - self.traces.years, 0.0)
        fresh = np.exp(-age / _FADE_YEARS)
        known = fresh[np.isfinite(fresh)]
        return np.where(np.isfinite(fresh), fresh, known.mean() if len(known) else 1.0).astype(np.float32)


def rank(ground: Ground, asked: str) -> Ranking:
    """Return the score of every person for free words: 0 where no text of theirs fits.

    Three ways of seeing it, each brought to 1 at its best and added (CombSUM: Fox and Shaw 1994): all a person's texts
    are one profile (Balog, Azzopardi and de Rijke 2006, model 1, here by BM25); texts vote for their people (Macdonald
    and Ounis 2006, "Voting for candidates"); and votes are shared among a text's people and passed on by a walk.
    """
    index = ground.index
    wanted = index.asked(asked)
    words = _to_one(index.bm25(wanted))
    meant = np.maximum(index.meaning(asked) - _LEAST_COSINE, 0.0) / (1 - _LEAST_COSINE)
    share = _MEANING * min(1.0, _SHORT / max(len(wanted), 1))
    fit = _to_one(words + share * meant)
    seen = (fit**_POWER) * ground.freshness
    people = _to_one(profiles(ground, wanted)) ** _PROFILE_POWER
    people += _VOTES * _to_one(ground.parts @ seen)
    people += _WALK * max(1.0, len(wanted) / _LONG) * _to_one(_walked(ground, seen))
    fits = (fit >= _LEAST_FIT) & ((words > 0) | (meant >= _LEAST_NEAR * meant.max(initial=0.0)))
    return Ranking(people.astype(np.float32), np.where(fits, fit, np.float32(0)))


def _walked(ground: Ground, seen: Floats) -> Floats:
    """Return what reaches each person: a text's worth is shared among its people, and theirs among their texts."""
    begin = seen / max(float(seen.sum()), 1e-12)
    worth = begin
    for _ in range(_STEPS):
        worth = _RETURN * begin + (1 - _RETURN) * (ground.returns.T @ (ground.shares.T @ worth))
    return np.asarray(ground.shares.T @ worth, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Saturation:
    """How BM25 weighs a profile: `k1`, `b` for its length, and whether old texts count less."""

    k1: float = _PROFILE_K1
    b: float = _PROFILE_B
    faded: bool = True


def profiles(ground: Ground, wanted: Mapping[int, float], weighing: Saturation = Saturation()) -> Floats:
    """Return the BM25 score of everybody's texts as one long text; a term is as rare as it is among texts."""
    fresh = ground.freshness if weighing.faded else np.ones(ground.index.size, dtype=np.float32)
    lengths = ground.faded_lengths if weighing.faded else ground.parts @ ground.index.lengths
    mean = float(lengths[lengths > 0].mean()) if (lengths > 0).any() else 1.0
    long = weighing.k1 * (1 - weighing.b + weighing.b * lengths / mean)
    scores = np.zeros(ground.traces.people, dtype=np.float32)
    for term, weight in wanted.items():
        counts = np.zeros(ground.index.size, dtype=np.float32)
        texts, having = ground.index.postings(term)
        counts[texts] = having * fresh[texts]
        frequency = ground.parts @ counts
        scores += weight * ground.index.rarity(term) * (weighing.k1 + 1) * frequency / (frequency + long)
    return scores


def _to_one(scores: Any) -> Floats:
    best = float(scores.max()) if len(scores) else 0.0
    found: Floats = np.asarray(scores, dtype=np.float32)
    return found / best if best > 0 else np.zeros_like(found)


def _rows_to_one(matrix: Any) -> Any:
    from scipy.sparse import diags

    sums = np.asarray(matrix.sum(axis=1)).ravel()
    return (diags(np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)) @ matrix).tocsr()
