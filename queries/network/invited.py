"""Choosing whom to invite: maximum coverage less repeats, as an integer programme with a proven bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.network.contacts import Floats, Ints

# A category that is covered, and a pair that is tied already: one for the one, so an invitation that brings a new
# organisation but knows somebody in the room is worth as much as a stranger who brings nothing new.
_COVERED = _REPEAT = 1.0
# Nodes of the search, not seconds: so that every machine finds the same people.
_NODES = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What is chosen from: categories of each candidate (-1: unknown), who is tied (CSR), worth, and how many."""

    categories: tuple[Ints, ...]
    tied: Any
    worth: Floats
    size: int

    def value(self, seats: Sequence[int]) -> float:
        """Return what a choice is worth: categories covered, less pairs tied already, and everybody's own worth."""
        chosen = np.array(sorted(seats), dtype=np.int64)
        if not len(chosen):
            return 0.0
        covered = sum(len(np.unique(of[chosen][of[chosen] >= 0])) for of in self.categories)
        return _COVERED * covered - _REPEAT * self.repeats(seats) + float(self.worth[chosen].sum())

    def repeats(self, seats: Sequence[int]) -> int:
        """Return how many pairs of a choice are tied already."""
        chosen = np.array(sorted(seats), dtype=np.int64)
        return int((self.tied[chosen][:, chosen] > 0).nnz // 2)

    def value_of(self, seat: int, others: Sequence[int]) -> float:
        """Return what one seat adds to the others."""
        return self.value([seat, *others]) - self.value(others)


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is chosen, in order of what each adds; what the choice is worth, and the most that any could be."""

    seats: tuple[int, ...]
    worth: float
    bound: float
    covered: int
    repeats: int

    @property
    def gap(self) -> float:
        """How far the choice may be from the best, as a share of the bound."""
        return max(0.0, (self.bound - self.worth) / abs(self.bound)) if self.bound else 0.0

    def runner_up(self, wanted: Wanted, seat: int) -> tuple[int, float]:
        """Return who would best take a seat in somebody's stead, and what is lost by it; -1 where nobody is left."""
        others = [one for one in self.seats if one != seat]
        left = [one for one in range(len(wanted.worth)) if one not in self.seats]
        if not left:
            return -1, 0.0
        best = max(left, key=lambda one: (round(wanted.value([*others, one]), 9), -one))
        return best, wanted.value(self.seats) - wanted.value([*others, best])


def invite(wanted: Wanted) -> Invited:
    """Return the choice of highest value that branch and bound finds (HiGHS; Huangfu and Hall 2018), with its bound.

    Variables: who is invited, which categories are covered, which tied pairs are both invited. Maximum coverage is
    NP-hard; within the nodes allowed the choice may not be the best, and the gap says by how much at most.
    """
    people = len(wanted.worth)
    if people <= wanted.size:
        seats: list[int] = list(range(people))
        bound = wanted.value(seats)
    else:
        seats, bound = _solved(wanted)
    worth = wanted.value(seats)
    order = sorted(
        seats, key=lambda one: (-wanted.value_of(one, [seat for seat in seats if seat != one]), one)
    )
    covered = sum(len(np.unique(of[seats][of[seats] >= 0])) for of in wanted.categories) if seats else 0
    return Invited(tuple(order), worth, max(bound, worth), covered, wanted.repeats(seats))


def _solved(wanted: Wanted) -> tuple[list[int], float]:
    """Return the best choice found, and the bound that no choice can pass."""
    from scipy.optimize import Bounds, milp

    people = len(wanted.worth)
    categories = sum(int(of.max(initial=-1)) + 1 for of in wanted.categories)
    pairs = wanted.tied.nnz // 2
    solved = milp(
        np.r_[-wanted.worth, np.full(categories, -_COVERED), np.full(pairs, _REPEAT)],
        constraints=_rules(wanted, categories),
        bounds=Bounds(0, 1),
        integrality=np.r_[np.ones(people), np.zeros(categories + pairs)],
        options={"node_limit": _NODES, "mip_rel_gap": 0.0},
    )
    if (
        solved.x is None
    ):  # no choice within the nodes allowed: the best known, with the bound of covering everything
        best = np.argsort(-wanted.worth, kind="stable")[: wanted.size].tolist()
        return best, float(categories + wanted.worth.sum())
    return np.flatnonzero(solved.x[:people] > 0.5).tolist(), float(-solved.mip_dual_bound)


def _rules(wanted: Wanted, categories: int) -> list[Any]:
    """Return: so many seats; a category is covered by somebody invited; a tied pair is a repeat once both are."""
    from scipy.optimize import LinearConstraint
    from scipy.sparse import coo_matrix, triu

    people = len(wanted.worth)
    tied = triu(wanted.tied, 1).tocoo()
    pairs, start = len(tied.row), people + categories
    size = start + pairs
    seats = coo_matrix((np.ones(people), (np.zeros(people, dtype=int), np.arange(people))), shape=(1, size))
    rules = [LinearConstraint(seats, wanted.size, wanted.size)]
    if categories:
        before = np.cumsum([0, *(int(of.max(initial=-1)) + 1 for of in wanted.categories[:-1])])
        known = [np.flatnonzero(of >= 0) for of in wanted.categories]
        row = np.concatenate(
            [of[some] + n for of, some, n in zip(wanted.categories, known, before, strict=True)]
        )
        ends = np.r_[np.arange(categories), row], np.r_[people + np.arange(categories), np.concatenate(known)]
        values = np.r_[np.ones(categories), -np.ones(len(row))]
        rules.append(LinearConstraint(coo_matrix((values, ends), shape=(categories, size)), -np.inf, 0))
    if pairs:
        ends = np.tile(np.arange(pairs), 3), np.r_[tied.row, tied.col, start + np.arange(pairs)]
        values = np.r_[np.ones(2 * pairs), -np.ones(pairs)]
        rules.append(LinearConstraint(coo_matrix((values, ends), shape=(pairs, size)), -np.inf, 1))
    return rules
