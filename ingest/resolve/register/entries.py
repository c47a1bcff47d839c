"""What goes into a register of organisations, and what comes out of looking a name up in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as a register lists it.

    `names` are further full names, `acronyms` short ones; `country` is an ISO 3166-1 code or ''. A body that is
    not `active` is taken only where no active one fits. `starts` and `ends` say since and until when it stood (ISO
    8601, cut to what is known).
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    place: str = ""
    country: str = ""
    active: bool = True
    starts: str = ""
    ends: str = ""

    def stood(self, day: str) -> bool:
        """Say whether it stood on a day; where no day is given, whether it stands today."""
        return self.active or bool(day and self.ends and day[: len(self.ends)] <= self.ends[: len(day)])

    def came_later(self, day: str) -> bool:
        """Say whether it was founded only after a day."""
        return bool(day) and self.starts[: len(day)] > day[: len(self.starts)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a name may stand for: how sure (0 to 1), why, and which words of the name say so."""

    id: str
    name: str
    score: float
    reasons: tuple[str, ...]
    start: int = 0
    end: int = 0
