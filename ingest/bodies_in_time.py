"""Which of several listed organisations of one name is meant by what was written on a day.

Registers keep what was closed: a commissioning group has the name of the one it was merged into, and a trust of today
the name that another one had before. A name says which it means only together with when it was written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from graph.ids import scheme_of


@dataclass(slots=True)
class BodiesInTime:
    """The ids that share a name, and since and until when each of them stood (ISO 8601, cut to what is known).

    `bearers` has, by the key of a name that two ids bear, each id and whether it is the body's own name of today.
    """

    bearers: dict[str, dict[str, bool]] = field(default_factory=dict)
    periods: dict[str, tuple[str, str]] = field(default_factory=dict)

    def bear(self, key: str, identifier: str, *, own: bool) -> None:
        """Note that a body bears a name which others bear too."""
        bearers = self.bearers.setdefault(key, {})
        bearers[identifier] = own or bearers.get(identifier, False)

    def stood(self, identifier: str, starts: str, ends: str) -> None:
        """Note since and until when a body stood; what is not known is ''."""
        if starts or ends:
            self.periods[identifier] = (starts, ends)

    def meant(self, key: str, day: str) -> str:
        """Return the id of the only body that a name can mean on a day (or in a year); '' where there are several.

        Bodies are told apart within one register. Of those that stood, one whose own name it is comes before one that
        merely had it at some time. A name outlives its body: where none stood any more, the last one closed is meant.
        """
        registers: dict[str, list[str]] = defaultdict(list)
        for identifier in self.bearers.get(key, ()) if day else ():
            registers[scheme_of(identifier)].append(identifier)
        for _, bodies in sorted(registers.items()):
            if len(bodies) > 1 and (found := self._one_of(key, bodies, day[:10])):
                return found
        return ""

    def _one_of(self, key: str, bodies: list[str], day: str) -> str:
        standing = [one for one in bodies if self._is_standing(one, day)]
        if not standing:
            closed = {one: ends for one in bodies if (ends := self.periods[one][1]) and ends < day}
            standing = [one for one, ends in closed.items() if ends == max(closed.values())]
        own = [one for one in standing if self.bearers[key][one]]
        chosen = own or standing
        return chosen[0] if len(chosen) == 1 else ""

    def _is_standing(self, identifier: str, day: str) -> bool:
        starts, ends = self.periods.get(identifier, ("", ""))
        return _not_after(starts, day) and (not ends or _not_after(day, ends))


def _not_after(one: str, other: str) -> bool:
    """Say whether a date may be no later than another, as far as both are known."""
    known = min(len(one), len(other))
    return one[:known] <= other[:known]
