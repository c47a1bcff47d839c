"""What is known of a pair at one moment, as numbers: walks, groups, activity, text, organisation and place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from queries.links.groups import positions
from queries.links.history import Floats, History, Ints
from queries.links.walks import HALF_LIFE, Lanes, rarity_of

# One name for each column of a block, and the kind of evidence that it is (what an ablation leaves out at a time).
NAMES = (
    "walks", "ties", "groups", "recent", "works", "lately", "words", "organisation", "place",
)  # fmt: skip
KINDS = {
    "shared topics": ("walks", "groups"),
    "topology": ("ties",),
    "recency": ("recent", "works", "lately"),
    "text": ("words",),
    "organisation": ("organisation",),
    "place": ("place",),
}
# Below these a chance or an activity is as good as none: the logarithm must not tell 10^-9 from 10^-7.
_LEAST_CHANCE = 1e-5
_LEAST_RECENT = 0.1


@dataclass(frozen=True, eq=False)
class Signals:
    """A history as it stood at `now` (a year with its fraction): everything is worked out from what was there then."""

    history: History
    now: float

    @cached_property
    def ages(self) -> Floats:
        """The age of each membership in years, 0 where no date is known (a list of today says it) or it is to come."""
        found: Floats = np.maximum(np.nan_to_num(self.now - self.history.year, nan=0.0), 0.0)
        return found

    @cached_property
    def lanes(self) -> Lanes:
        """The steps of the walks."""
        return Lanes.of(self.history, self.ages)

    @cached_property
    def groups(self) -> Floats:
        """Where each person stands among the groups (people x dimensions)."""
        fresh = self.history.membership(np.exp2(-self.ages / HALF_LIFE))
        return positions((fresh @ self.history.topics).tocsr(), self.history.ties)

    @cached_property
    def activity(self) -> Floats:
        """For each person the logs of recent works (halved every four years), all works, and years since the last.

        People x 3; the third is negative, and of whoever has no work it is that of whoever was away longest.
        """
        fresh = np.asarray(self.history.membership(np.exp2(-self.ages / HALF_LIFE)).sum(axis=1)).ravel()
        works = np.asarray(self.history.membership().sum(axis=1)).ravel()
        since = np.full(self.history.people, self.ages.max(initial=0.0))
        np.minimum.at(since, self.history.person, self.ages)
        recent = np.log(_LEAST_RECENT + fresh) - np.log(_LEAST_RECENT)
        return np.stack([recent, np.log1p(works), -np.log1p(since)], axis=1)

    @cached_property
    def vocabulary(self) -> Any:
        """People by words: TF-IDF, recent works first, rows of length 1 (CSR)."""
        from scipy.sparse import diags

        fresh = self.history.membership(np.exp2(-self.ages / HALF_LIFE))
        counts = (fresh @ self.history.vocabulary).tocsr()
        weighed = (counts @ diags(rarity_of(counts))).tocsr()
        length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        return (diags(1 / np.where(length > 0, length, 1)) @ weighed).tocsr()

    def block(self, rows: Ints) -> Floats:
        """Return every signal of some people with all (rows x people x NAMES)."""
        both, tied = self.lanes.walks(rows)
        everybody = np.broadcast_to(np.arange(self.history.people), (len(rows), self.history.people))
        none: Any = np.zeros(everybody.shape)
        words = (self.vocabulary[rows] @ self.vocabulary.T).toarray() if self._has_words else none
        near = self.groups[rows] @ self.groups.T
        return self._stacked((both.toarray(), tied.toarray(), near, words), rows, everybody)

    def pairs(self, rows: Ints, others: Ints, both: Floats, over_ties: Any) -> Floats:
        """Return the signals of each row with its own `others` (rows x others x NAMES).

        `both` are the chances of getting to them over ties and topics, `over_ties` the rows' walks over ties (CSR).
        """
        place = np.repeat(np.arange(len(rows)), others.shape[1]), others.ravel()
        tied = np.asarray(over_ties[place]).reshape(others.shape)
        near = np.einsum("kd,kmd->km", self.groups[rows], self.groups[others])
        words: Any = np.zeros(others.shape)
        if self._has_words:
            left, right = self.vocabulary[np.repeat(rows, others.shape[1])], self.vocabulary[others.ravel()]
            words = np.asarray(left.multiply(right).sum(axis=1)).reshape(others.shape)
        return self._stacked((both, tied, near, words), rows, others)

    @property
    def _has_words(self) -> bool:
        return len(self.history.words[0]) > 0

    def _stacked(self, known: tuple[Any, ...], rows: Ints, others: Ints) -> Floats:
        both, tied, near, words = known
        recent, works, lately = (self.activity[others, column] for column in range(3))
        alike = [
            self._alike(codes, rows, others) for codes in (self.history.organisation, self.history.place)
        ]
        columns = [_log(both), _log(tied), near, recent, works, lately, words, *alike]
        return np.stack(columns, axis=-1)

    @staticmethod
    def _alike(codes: Ints, rows: Ints, others: Ints) -> Floats:
        """Return 1 where both have the same code, 0 where they differ or one has none."""
        if not len(codes):
            return np.zeros(others.shape)
        mine = codes[rows][:, None]
        same: Floats = ((mine == codes[others]) & (mine >= 0)).astype(np.float64)
        return same


def _log(chances: Floats) -> Floats:
    found: Floats = np.log(_LEAST_CHANCE + chances) - np.log(_LEAST_CHANCE)
    return found
