"""Short walks over the people's works, topics and ties: how likely one gets from a person to each other person.

One step goes from a person to one of their works (a recent one more likely), and from it either to one of its people
or, with `_BY_TOPIC`, over one of its topics (a rare one more likely) to another work and one of that work's people.
Walks of one and two steps count, as the first terms of a personalised PageRank (Page et al. 1999) on the graph of
people, works and topics; that random walks foresee ties best among simple methods is Backstrom and Leskovec's finding
(2011, WSDM, "Supervised random walks").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.links.history import Floats, History, Ints

# Chosen on the Social Network Science community with cuts at 1997 to 2003, before the reported test years: .1 to .6
# were tried, .3 was best at both cuts; a restart of .5 to .9 and half-lives of 2 to 8 years made no difference.
_BY_TOPIC = 0.3
_ON = 0.8
HALF_LIFE = 4.0
# Who goes on to the second step: more changed nothing (30 against 100 and all, same community), and a hub would
# make each row of a large community as long as the community.
_PASSED_ON = 30
_STRONGEST = 100
# Products that the topics may cost altogether: about ten seconds. The most widespread topics go first, and they
# carry least; below some 30,000 people none goes.
_TOPIC_PRODUCTS = 400_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """One step of the walk: `ties` people by people; over topics, people by topics times topics by people."""

    ties: Any
    onward: Any
    to_topics: Any
    from_topics: Any

    @classmethod
    def of(cls, history: History, age: Floats) -> Lanes:
        """Return the lanes as of the moment that the memberships' ages (years; 0 where no date is known) count from.

        Works of more than `history.largest` people lead from nobody to anybody, but on to their topics.
        """
        from scipy.sparse import diags

        member = history.membership(np.exp2(-age / HALF_LIFE))
        sizes = np.bincount(member.indices, minlength=member.shape[1])
        to_people = by_row(history.membership().T.tocsr())
        small = diags((sizes <= history.largest).astype(np.float64))
        out = by_row(member)
        ties = by_row((out @ small @ to_people).tocsr() + _direct(history))
        topics = history.topics
        heat = np.asarray(member.max(axis=0).todense()).ravel()
        recent = by_row((diags(heat) @ topics).T.tocsr())
        rarity = _telling(history.membership() @ topics)
        to_topics = (out @ by_row(topics @ diags(rarity))).tocsr()
        from_topics = (recent @ to_people).tocsr()
        kept = diags(_affordable(to_topics, from_topics))
        return cls(
            ties, strongest(ties, _STRONGEST), (to_topics @ kept).tocsr(), (kept @ from_topics).tocsr()
        )

    def walks(self, rows: Ints | slice) -> tuple[Any, Any]:
        """Return, for some people by all, the chances over ties and topics, and over ties alone (two CSR matrices)."""
        by_tie = self.ties[rows]
        first = ((1 - _BY_TOPIC) * by_tie + _BY_TOPIC * (self.to_topics[rows] @ self.from_topics)).tocsr()
        both = _ON * first + _ON**2 * (strongest(first, _PASSED_ON) @ self.onward)
        tied = _ON * by_tie + _ON**2 * (strongest(by_tie, _PASSED_ON) @ self.onward)
        return both.tocsr(), tied.tocsr()

    def products(self) -> Ints:
        """Return what the walks of each person cost, in products added up."""
        over_topics = self.to_topics.astype(bool).astype(np.float64) @ np.diff(self.from_topics.indptr)
        found: Ints = (over_topics + (_PASSED_ON + 1) * _STRONGEST).astype(np.int64)
        return found


def by_row(matrix: Any) -> Any:
    """Return a matrix whose rows add up to 1 (or 0, where a row is empty)."""
    from scipy.sparse import diags

    total = np.asarray(matrix.sum(axis=1)).ravel()
    return (diags(1 / np.where(total > 0, total, 1)) @ matrix).tocsr()


def rarity_of(counts: Any) -> Floats:
    """Return log(rows / rows with it) of each column (inverse document frequency), 0 for a column nobody has."""
    holders = np.bincount(counts.indices, minlength=counts.shape[1])
    found: Floats = np.where(holders > 0, np.log(counts.shape[0] / np.maximum(holders, 1)), 0.0)
    return found


def _telling(counts: Any) -> Floats:
    """Return log(1 + rows / rows with it): as rarity, but what everybody has still leads somewhere."""
    holders = np.bincount(counts.indices, minlength=counts.shape[1])
    found: Floats = np.log1p(counts.shape[0] / np.maximum(holders, 1))
    return found


def strongest(matrix: Any, most: int) -> Any:
    """Return a matrix with the `most` largest entries of each row alone."""
    from scipy.sparse import csr_matrix

    from queries.links.best_entries import best_of_rows

    if not matrix.nnz or np.diff(matrix.indptr).max() <= most:
        return matrix
    rows, columns, values = best_of_rows(matrix, most)
    return csr_matrix((values, (rows, columns)), shape=matrix.shape)


def _direct(history: History) -> Any:
    """Return direct contacts as people by people, each worth one shared work."""
    from scipy.sparse import csr_matrix

    contacts = history.contacts
    ends = (np.r_[contacts.one, contacts.other], np.r_[contacts.other, contacts.one])
    made = csr_matrix((np.ones(len(ends[0])), ends), shape=(history.people, history.people))
    made.data[:] = 1
    return made


def _affordable(to_topics: Any, from_topics: Any) -> Floats:
    """Return 1 for each topic that is walked over, 0 for the most widespread ones where all would cost too much."""
    into = np.bincount(to_topics.indices, minlength=to_topics.shape[1]).astype(np.float64)
    cost = into * np.diff(from_topics.indptr)
    order = np.argsort(cost, kind="stable")
    kept = np.zeros(len(cost))
    kept[order[np.cumsum(cost[order]) <= _TOPIC_PRODUCTS]] = 1
    return kept
