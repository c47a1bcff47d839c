"""How much two records have in common besides a name: independent signals, counted and said.

A join without an identifier needs two of them. Signs of writing in one place (a thread, a byline, a site) are one
signal however many there are; that a name is rare is one too, since it rules most namesakes out by itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from graph.model import Label, Record
from graph.names import name_key
from ingest.extract.vocabulary import entries
from ingest.resolve.compare.features import levels
from ingest.resolve.compare.profile import profile
from ingest.resolve.compare.weights import IN_A_COMMUNITY
from ingest.resolve.contradictions import two_employers_at_once

# What a reviewer reads of each kind of signal that two records share.
SENTENCES = {
    "organisation": "Both are tied to “{value}”.",
    "project": "Both work on “{value}”.",
    "role and place": "Both have the same role and place: “{value}”.",
    "role": "Both are “{value}”.",
    "with": "Both are named together with “{value}”.",
    "topics": "Both deal with {value}.",
    "writing": "Both write in the same place.",
    "rare": "The name is rare: few others bear it.",
}
ENOUGH = 2
# Somebody may have changed jobs; records of one name at three employers are of several people.
_FEW = 2
# Kinds that a namesake is unlikely to share by being active in the same community.
STRONG = frozenset({"organisation", "project", "role and place", "with"})
WRITING = frozenset({"thread", "byline", "site"})
_COUNTED = STRONG | {"topics"}


def shared_signals(one: Record, other: Record) -> dict[str, str]:
    """Return the independent kinds of signals that two records share, each with its first value."""
    found: dict[str, str] = {}
    for signal in sorted(set(one.signals) & set(other.signals)):
        kind, _, value = signal.partition(":")
        if kind in WRITING:
            found.setdefault("writing", "")
        elif kind in _COUNTED:
            found.setdefault(kind, value)
    role = name_key(Label.TOPIC, one.role)
    if role and role == name_key(Label.TOPIC, other.role) and "role and place" not in found:
        found["role"] = one.role
    return found


def support(one: Record, other: Record, *, ambiguous: bool = False, rare: bool = True) -> dict[str, str]:
    """Return all independent signals besides the name, that the name itself is rare among them.

    `rare` is what the community says of the name (`few_bear`). Where two people are known to bear it
    (`ambiguous`) it is not rare, writing in one place says nothing, and there must be a strong signal. Of two that
    name different employers in one year only strong signals count. What a job is called is no signal by itself.
    """
    found = shared_signals(one, other)
    if not STRONG & set(found):
        # Thousands are "Ward Manager": a job's title says something only of those who work together.
        found.pop("role", None)
    if two_employers_at_once(one, other):
        # A namesake may write on the same blog about the same things: only work in common counts.
        return {kind: value for kind, value in found.items() if kind in STRONG}
    if ambiguous:
        found.pop("writing", None)
        return found if STRONG & set(found) else {}
    if set(found) == {"organisation", "role"} and not (is_rare(one) and is_rare(other)):
        # One trust has hundreds of nurses, and may have two who are called David Smith.
        del found["role"]
    # At another employer a post of the same title in the same town is as often a namesake's.
    elsewhere = set(found) == {"role and place"} and _name_two_employers(one, other)
    if rare and is_rare(one) and is_rare(other) and not elsewhere:
        found["rare"] = ""
    return found


def _name_two_employers(one: Record, other: Record) -> bool:
    left, right = (name_key(Label.ORGANISATION, record.organisation) for record in (one, other))
    return bool(left and right) and left != right


def few_bear(records: Iterable[Record]) -> bool:
    """Say whether few of the community bear a name, by the records of it: tied to two employers at the most."""
    employers = {name_key(Label.ORGANISATION, record.organisation) for record in records} - {""}
    return len(employers) <= _FEW


def is_rare(record: Record) -> bool:
    """Say whether few bear a name: given and family name are not both of the commonest; a title: two words."""
    parts = name_key(record.label, record.name).split()
    if record.label is not Label.PERSON:
        return len(parts) > 1
    return len(parts) > 1 and not (is_common("family", parts[-1]) and is_common("given", parts[0]))


def is_common(part: str, name: str) -> bool:
    """Say whether a folded `given` or `family` name is one of the commonest."""
    return name in _common(part)


@cache
def _common(part: str) -> frozenset[str]:
    return frozenset(name for names in entries(f"common_{part}_names") for name in names)


def reasons(signals: dict[str, str]) -> list[str]:
    """Return a sentence for each signal."""
    return [SENTENCES[kind].format(value=value) for kind, value in signals.items()]


class Frequency(NamedTuple):
    """What it weighs, in bits, that a name is borne by several, and the sentence that says so."""

    bits: float
    reason: str


def name_frequency(bearers: int) -> Frequency:
    """The name is borne by several here: whom a record means is one of them, and each is as likely as the others.

    `bearers` are people of the name whom nothing has joined yet; of two there is nothing to choose from.
    """
    if bearers <= 2:
        return Frequency(0.0, "")
    return Frequency(-math.log2(bearers - 1), f"The name is borne by {bearers} here who are not joined.")


def probability(one: Record, other: Record, frequency: float = 0.0) -> float:
    """Return how likely two records of one community are of one thing, as the weights of the comparison add up.

    `frequency` are the bits of `name_frequency`.
    """
    return round(IN_A_COMMUNITY.probability(levels(profile(one), profile(other)), frequency), 4)
