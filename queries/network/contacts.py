"""Who has had to do with whom: from shared projects, threads and events to weighted ties between two people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Beyond it, having been there says next to nothing of any two people (each pair weighs less than .004), and pairs
# grow as the square: one list of 5,000 would make 12 million.
LARGEST = 300


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Who was in which group (a project, a thread, an event), and since which day: parallel arrays, each pair once."""

    person: Ints
    group: Ints
    first: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of people, one < other: a weight, and the first and last day of contact (yyyymmdd, 0 unknown).

    `group` is the number of the node that made the contact (project, thread, event, document), or -1 where it was
    none, or where several contacts are added up.
    """

    one: Ints
    other: Ints
    weight: Floats
    first: Ints
    last: Ints
    group: Ints


def pairs_within(together: Together, largest: int = LARGEST) -> Pairs:
    """Return the pairs of each group of k people, each weighing 1/(k-1).

    So everybody brings a weight of 1 to a group, however large: two of a pair of authors are tied a hundred times as
    strongly as two of a webinar of a hundred (Newman 2001, Phys. Rev. E 64, 016132, equation 2). Groups of more than
    `largest` make no pairs. Two met in a group on the day the later of them was in it.
    """
    order = np.lexsort((together.person, together.group))
    person, group, first = together.person[order], together.group[order], together.first[order]
    starts = (
        np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(group) else np.zeros(0, dtype=np.int64)
    )
    return _joined(list(_of_one_size(Together(person, group, first), starts, largest)))


def _of_one_size(together: Together, starts: Ints, largest: int) -> Iterator[Pairs]:
    """Yield the pairs of all groups of one size at a time: each is a block of a matrix."""
    person, group, first = together.person, together.group, together.first
    sizes = np.diff(np.r_[starts, len(group)])
    for size in np.unique(sizes[(sizes > 1) & (sizes <= largest)]):
        places = starts[sizes == size][:, None] + np.arange(size)
        left, right = np.triu_indices(size, 1)
        ends = person[places][:, left].ravel(), person[places][:, right].ravel()
        days = np.maximum(first[places][:, left], first[places][:, right]).ravel()
        of = np.repeat(group[starts[sizes == size]], len(left))
        yield Pairs(*ends, np.full(len(days), 1.0 / (size - 1)), days, days, of)


def dyads(one: Ints, other: Ints, weight: Floats, days: Ints, group: Ints) -> Pairs:
    """Return direct contacts (a reply, a declared tie) as pairs; whoever replies to themselves makes none."""
    apart = one != other
    low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
    return Pairs(low, high, weight[apart], days[apart], days[apart], group[apart])


def together_once(pairs: Pairs, people: int) -> Pairs:
    """Add up the contacts of each pair: weights summed, first and last day over all; in order of the two numbers."""
    if not len(pairs.one):
        return pairs
    keys = pairs.one * people + pairs.other
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return Pairs(
        keys[starts] // people,
        keys[starts] % people,
        np.add.reduceat(pairs.weight[order], starts),
        np.minimum.reduceat(pairs.first[order], starts),
        np.maximum.reduceat(pairs.last[order], starts),
        np.full(len(starts), -1, dtype=np.int64),
    )


def joined(*parts: Pairs) -> Pairs:
    """Return all contacts of several kinds in one."""
    return _joined(list(parts))


def _joined(parts: list[Pairs]) -> Pairs:
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, np.zeros(0), none, none, none)
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in Pairs.__slots__))
