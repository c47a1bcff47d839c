"""Who took part in what, when, and what it was about: all that a ranking of links may look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Columns = tuple[Ints, Ints]


def _no_ints() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Direct contacts outside any shared work (a reply, a declared tie): two people, and the year (NaN: unknown)."""

    one: Ints
    other: Ints
    year: Floats

    @classmethod
    def none(cls) -> Contacts:
        """Return no contacts."""
        return cls(_no_ints(), _no_ints(), np.zeros(0))

    def where(self, kept: Flags) -> Contacts:
        """Return those that a mask keeps."""
        return Contacts(self.one[kept], self.other[kept], self.year[kept])


@dataclass(frozen=True, eq=False)
class History:
    """Memberships of people in works (a project, a thread, an event, a paper), each with its year.

    `person`, `work` and `year` (a fraction; NaN where no date is known) are parallel; `about` are (work, topic) and
    `words` (work, word) pairs. `organisation` and `place` hold a code for each person, -1 where none is known.
    Whoever is in one work of up to `largest` people with somebody, or in `contacts` with them, is tied to them.
    """

    people: int
    person: Ints
    work: Ints
    year: Floats
    about: Columns
    words: Columns = field(default_factory=lambda: (_no_ints(), _no_ints()))
    contacts: Contacts = field(default_factory=Contacts.none)
    organisation: Ints = field(default_factory=_no_ints)
    place: Ints = field(default_factory=_no_ints)
    largest: int = 300

    @property
    def works(self) -> int:
        """The number of works, one past the greatest in any array."""
        return 1 + max(
            (int(a.max()) for a in (self.work, self.about[0], self.words[0]) if len(a)), default=-1
        )

    def until(self, year: float) -> History:
        """Return what was there by the end of a year: what is later or has no date is hidden.

        What a list says today without a date may be later than the cut, so a back-test must not see it; nor
        where people are now.
        """
        kept = self.year <= year
        return replace(
            self,
            person=self.person[kept],
            work=self.work[kept],
            year=self.year[kept],
            contacts=self.contacts.where(self.contacts.year <= year),
            organisation=np.full(self.people, -1),
            place=np.full(self.people, -1),
        )

    def membership(self, weights: Floats | None = None) -> Any:
        """Return people by works (CSR): 1, or a weight for each membership."""
        from scipy.sparse import csr_matrix

        values = np.ones(len(self.person)) if weights is None else weights
        return csr_matrix((values, (self.person, self.work)), shape=(self.people, self.works))

    @cached_property
    def topics(self) -> Any:
        """Works by topics (CSR, 0 or 1)."""
        return _binary(self.about, self.works)

    @cached_property
    def vocabulary(self) -> Any:
        """Works by words (CSR, 0 or 1)."""
        return _binary(self.words, self.works)

    @cached_property
    def ties(self) -> Any:
        """People by people: 1 where two were in one work, or in contact (CSR, symmetric, no diagonal)."""
        from scipy.sparse import csr_matrix, diags

        member = self.membership()
        sizes = np.bincount(member.indices, minlength=member.shape[1])
        small = diags((sizes <= self.largest).astype(float))
        ends = (np.r_[self.contacts.one, self.contacts.other], np.r_[self.contacts.other, self.contacts.one])
        direct = csr_matrix((np.ones(len(ends[0])), ends), shape=(self.people, self.people))
        found = (member @ small @ member.T + direct).tocsr()
        found.setdiag(0)
        found.eliminate_zeros()
        found.data[:] = 1
        return found


def _binary(pairs: Columns, rows: int) -> Any:
    from scipy.sparse import csr_matrix

    columns = 1 + int(pairs[1].max()) if len(pairs[1]) else 1
    made = csr_matrix((np.ones(len(pairs[0])), pairs), shape=(max(rows, 1), columns))
    made.data[:] = 1
    return made
