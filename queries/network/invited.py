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
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_matrix, triu

    people = len(wanted.worth)
    pairs = triu(wanted.tied, 1).tocoo()
    groups = [of + sum(int(one.max(initial=-1)) + 1 for one in wanted.categories[:place])
              for place, of in enumerate(wanted.categories)]  # fmt: skip
    known = [of >= 0 for of in wanted.categories]
    categories = sum(int(of.max(initial=-1)) + 1 for of in wanted.categories)
    number, size = len(pairs.row), people + categories
    cost = np.r_[-wanted.worth, np.full(categories, -_COVERED), np.full(number, _REPEAT)]
    row = np.concatenate([group[some] for group, some in zip(groups, known, strict=True)])
    column = np.concatenate([np.flatnonzero(some) for some in known])
    # Covered only by somebody invited; a pair is a repeat as soon as both are.
    covered = coo_matrix(
        (np.r_[np.ones(categories), -np.ones(len(row))],
         (np.r_[np.arange(categories), row], np.r_[people + np.arange(categories), column])),
        shape=(categories, size + number),
    )  # fmt: skip
    repeated = coo_matrix(
        (np.r_[np.ones(2 * number), -np.ones(number)],
         (np.tile(np.arange(number), 3), np.r_[pairs.row, pairs.col, size + np.arange(number)])),
        shape=(number, size + number),
    )  # fmt: skip
    seats = coo_matrix(
        (np.ones(people), (np.zeros(people, dtype=int), np.arange(people))), shape=(1, size + number)
    )
    rules = [LinearConstraint(seats, wanted.size, wanted.size)]
    rules += [LinearConstraint(covered, -np.inf, 0)] if categories else []
    rules += [LinearConstraint(repeated, -np.inf, 1)] if number else []
    solved = milp(
        cost, constraints=rules, bounds=Bounds(0, 1),
        integrality=np.r_[np.ones(people), np.zeros(categories + number)],
        options={"node_limit": _NODES, "mip_rel_gap": 0.0},
    )  # fmt: skip
    if (
        solved.x is None
    ):  # no choice within the nodes allowed: the best known, with the bound of covering everything
        best = np.argsort(-wanted.worth, kind="stable")[: wanted.size].tolist()
        return best, float(categories + wanted.worth.sum())
    chosen = np.flatnonzero(solved.x[:people] > 0.5).tolist()
    return chosen, float(-solved.mip_dual_bound)
