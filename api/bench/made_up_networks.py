"""Made-up networks as matrices: one of many teams, and one with hubs whom very many know."""

from __future__ import annotations

from typing import Any

import numpy as np

# Of ten ties seven are within one's own group of about 200 people: modularity about .7, as in co-authorship.
_WITHIN, _GROUP = 0.7, 200
# Of 100,000 people the best known has some 14,000 ties: a community with a helpdesk account.
_HUB_EXPONENT = 0.7


def teams(people: int, ties: int, seed: int = 0) -> Any:
    """Return a network with planted groups: CSR, symmetric, weights 1 and above, nobody tied to themselves."""
    random = np.random.default_rng(seed)
    group = random.integers(0, max(1, people // _GROUP), people)
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(group.max() + 2))
    one = random.integers(0, people, ties)
    of = group[one]
    inside = order[starts[of] + (random.random(ties) * (starts[of + 1] - starts[of])).astype(np.int64)]
    other = np.where(random.random(ties) < _WITHIN, inside, random.integers(0, people, ties))
    return _matrix(one, other, people)


def hubs(people: int, ties: int, seed: int = 0) -> Any:
    """Return a network in which the n-th best known person has ties in proportion to 1 / n^0.7 (Chung and Lu 2002)."""
    random = np.random.default_rng(seed)
    share = 1 / np.arange(1, people + 1) ** _HUB_EXPONENT
    share /= share.sum()
    one, other = (random.choice(people, ties, p=share) for _ in range(2))
    return _matrix(one, other, people)


def _matrix(one: Any, other: Any, people: int) -> Any:
    from scipy.sparse import csr_matrix

    apart = one != other
    ends = np.r_[one[apart], other[apart]], np.r_[other[apart], one[apart]]
    made = csr_matrix((np.ones(len(ends[0])), ends), shape=(people, people))
    made.sum_duplicates()
    return made
