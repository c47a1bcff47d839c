"""Fair exposure: who is suggested, beside who is there, by role, place, sector and tenure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from queries.network import Network
from queries.network.scope import employers

# Groups named for each attribute: the largest of the community.
_SHOWN = 3
# With fewer suggestions a share says nothing.
_FEWEST = 10


def exposure(network: Network, suggested: Sequence[int]) -> tuple[str, ...]:
    """Return a sentence for each attribute that is known of some: its share of suggestions and of the people.

    `suggested` names a person once for each pair they are in. Nobody is named.
    """
    if len(suggested) < _FEWEST:
        return ()
    at = employers(network)

    def sector(person: int) -> str:
        return str(network.row(int(at[person]))["kind"]) if at[person] >= 0 else ""

    attributes: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("role", lambda person: str(network.row(person)["role"])),
        ("place", lambda person: str(network.row(person)["place"])),
        ("sector", sector),
        ("tenure", _tenure(network)),
    )
    said = [_shares(network, name, value, suggested) for name, value in attributes]
    return (f"Who is suggested, beside who is there: {'; '.join(filter(None, said))}.",) if any(said) else ()


def _shares(network: Network, name: str, value: Callable[[int], str], suggested: Sequence[int]) -> str:
    everybody = Counter(value(person) for person in range(network.size))
    pairs = Counter(value(person) for person in suggested)
    groups = [group for group, _ in sorted(everybody.items(), key=lambda item: (-item[1], item[0])) if group][
        :_SHOWN
    ]
    if not groups:
        return ""
    shares = (
        f"{group} {pairs[group] / len(suggested):.0%} of suggestions, {everybody[group] / network.size:.0%} of people"
        for group in groups
    )
    unknown = f"not known {pairs[''] / len(suggested):.0%}, {everybody[''] / network.size:.0%}"
    return f"by {name}: {', '.join(shares)}, {unknown}"


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
