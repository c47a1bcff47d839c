"""What was read right, what was missed and what is wrong, of each kind of thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from api.evaluate.measured import Measure

# The order of the table; whatever else is counted follows.
_ORDER = (
    "documents", "comments", "authors", "dates", "document-topic", "project-person", "project-organisation",
    "project-topic", "person-organisation",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What was read and what the gold has, by what is compared; a thing that two gold files name counts once."""

    found: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    wanted: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    # What could not be compared, and why: shown, with no goal.
    aside: Counter[str] = field(default_factory=Counter)

    def compare(self, what: str, found: Iterable[Any], wanted: Iterable[Any]) -> None:
        """Take what was read and what the gold has of one document, or of a whole set."""
        self.found[what].update(found)
        self.wanted[what].update(wanted)

    def right(self, what: str) -> set[Any]:
        """Return what stands in both."""
        return self.found[what] & self.wanted[what]

    def missed(self, what: str) -> set[Any]:
        """Return what only the gold has."""
        return self.wanted[what] - self.found[what]

    def wrong(self, what: str) -> set[Any]:
        """Return what only the reader has."""
        return self.found[what] - self.wanted[what]

    def precision(self, what: str) -> float:
        """Return the share of what was read that is right; 1 where nothing was read."""
        return len(self.right(what)) / len(self.found[what]) if self.found[what] else 1.0

    def recall(self, what: str) -> float:
        """Return the share of the gold that was read; 1 where the gold has nothing."""
        return len(self.right(what)) / len(self.wanted[what]) if self.wanted[what] else 1.0

    def compared(self) -> list[str]:
        """Return what was compared, in the order of the table; nothing of which neither side has any."""
        some = [what for what in {*self.found, *self.wanted} if self.found[what] or self.wanted[what]]
        return sorted(some, key=lambda what: (_ORDER.index(what) if what in _ORDER else len(_ORDER), what))

    def measures(self, anchor: Tally | None = None, goal: float | None = 1.0) -> Iterator[Measure]:
        """Yield counts, precision and recall of everything compared, beside those of another reader.

        Without a goal of its own, the other reader's figure is the goal.
        """
        for what in self.compared():
            beside = anchor if anchor is not None and what in anchor.compared() else None
            for count in ("right", "missed", "wrong"):
                theirs = len(getattr(beside, count)(what)) if beside else None
                yield Measure(f"{what}: {count}", len(getattr(self, count)(what)), theirs)
            for share in ("precision", "recall"):
                theirs = getattr(beside, share)(what) if beside else None
                figure = getattr(self, share)(what)
                yield Measure(f"{what}: {share}", figure, theirs, theirs if goal is None else goal)
        for reason, number in self.aside.items():
            yield Measure(reason, number)
