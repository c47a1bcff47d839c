"""How common a name is in the list or community at hand: a rare one in common says more than a common one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from ingest.resolve.compare.person_names import NameMatch, name_parts
from ingest.resolve.compare.profile import Profile, Sort

# No name's rarity weighs more than this, for or against: four bits are sixteen times as common as the average.
_MOST_BITS = 4.0
# Where the names agree; a name that was changed or differs has no frequency in common.
_AGREE = frozenset(
    match.name
    for match in (NameMatch.SAME, NameMatch.OTHER_ORDER, NameMatch.FORM, NameMatch.SPELLING, NameMatch.MIDDLE,
                  NameMatch.INITIAL)
)  # fmt: skip


class NameFrequency:
    """The family names of a list of people with the share that bears each."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        counts = Counter(family for one in profiles if (family := _family(one)))
        self._total = counts.total()
        self._shares = {family: count / self._total for family, count in counts.items()}
        # How often two people at random bear one family name: what the weight of "the same name" is learned from.
        self._average = sum(share * share for share in self._shares.values())

    def rarity(self, one: Profile, levels: Mapping[str, str]) -> float:
        """Return bits for a name rarer than the average of the list, or against a commoner one.

        Splink's term-frequency adjustment, on the family name: log2(u / share), u as chance agrees on the average.
        """
        share = self._shares.get(_family(one), 0.0)
        if levels.get("name") not in _AGREE or not share:
            return 0.0
        return max(-_MOST_BITS, min(_MOST_BITS, math.log2(self._average / share)))


def _family(one: Profile) -> str:
    parts = name_parts(one.name) if one.sort is Sort.PERSON and one.names else ()
    return parts[-1] if parts else ""
