"""Fair exposure: who is suggested, beside who is there, by role, place, sector and tenure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from queries.network import Network
from queries.network.scope import employers

# Groups that a sentence names for each attribute: the largest of the community. The counts have them all.
_SHOWN = 3
# With fewer suggestions a share says nothing.
_FEWEST = 10
_UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Exposure:
    """A sentence for each attribute, and the counts of all its groups: of those suggested, and of those there."""

    told: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def exposure(network: Network, suggested: Sequence[int]) -> Exposure:
    """Return who is suggested beside who is there, by each attribute that is known of some.

    `suggested` names a person once for each pair they are in. Nobody is named.
    """
    if len(suggested) < _FEWEST:
        return Exposure()
    at = employers(network)

    def sector(person: int) -> str:
        return str(network.row(int(at[person]))["kind"]) if at[person] >= 0 else ""

    attributes: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("role", lambda person: str(network.row(person)["role"])),
        ("place", lambda person: str(network.row(person)["place"])),
        ("sector", sector),
        ("tenure", _tenure(network)),
    )
    told: list[str] = []
    counts: dict[str, dict[str, int]] = {}
    for name, value in attributes:
        there = _counted(map(value, range(network.size)))
        if set(there) == {_UNKNOWN}:
            continue
        of_pairs = _counted(map(value, suggested))
        told.append(_told(name, of_pairs, there))
        counts |= {f"suggested by {name}": of_pairs, f"there by {name}": there}
    return Exposure(tuple(told), counts)


def _counted(values: Iterable[str]) -> dict[str, int]:
    """Return how often each value is there, the most frequent first."""
    found = Counter(value or _UNKNOWN for value in values)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _told(name: str, suggested: Mapping[str, int], there: Mapping[str, int]) -> str:
    groups = [group for group in there if group != _UNKNOWN][:_SHOWN]
    shares = (
        f"{group} {suggested.get(group, 0) / sum(suggested.values()):.0%} ({there[group] / sum(there.values()):.0%})"
        for group in [*groups, *([_UNKNOWN] if _UNKNOWN in there else [])]
    )
    return f"Suggested (there), by {name}: {', '.join(shares)}."


def _tenure(network: Network) -> Callable[[int], str]:
    """Return who was first seen before the middle of the community, and who after it."""
    ties = network.ties
    first = np.zeros(network.size, dtype=np.int64)
    for ends in (ties.source, ties.target):
        inside = (ends < network.size) & (ties.first > 0)
        earliest = np.full(network.size, 99999999, dtype=np.int64)
        np.minimum.at(earliest, ends[inside], ties.first[inside])
        known = earliest < 99999999
        first = np.where(known & ((first == 0) | (earliest < first)), earliest, first)
    dated = first[first > 0].tolist()
    middle = median(dated) if dated else 0

    def tenure(person: int) -> str:
        if not first[person]:
            return ""
        return "there earlier" if first[person] <= middle else "there later"

    return tenure
