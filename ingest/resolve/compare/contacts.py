"""Contacts as signs of one person, and how they are demoted: a mailbox or telephone that several use tells little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ingest.resolve.compare.organisation_names import TitleMatch, compare_titles
from ingest.resolve.compare.person_names import NameMatch, compare_names
from ingest.resolve.compare.profile import Profile, Sort

# So many of the holders of a contact are looked at: two that differ among them settle it.
_LOOKED_AT = 12
# An area code may be written or not; the last seven digits are the subscriber's own.
_OWN_DIGITS = 7


def same_email(one: Profile, other: Profile) -> bool:
    """They have the same e-mail address, which nobody else is known to use."""
    return bool((one.emails & other.emails) - one.shared)


def shared_email(one: Profile, other: Profile) -> bool:
    """They have the same e-mail address, but people of other names use it too."""
    return bool(one.emails & other.emails)


def other_email(one: Profile, other: Profile) -> bool:
    """They have different e-mail addresses."""
    return not one.emails & other.emails


def same_phone(one: Profile, other: Profile) -> bool:
    """They have the same telephone number, which nobody else is known to use."""
    return bool((_numbers(one) & _numbers(other)) - one.shared)


def shared_phone(one: Profile, other: Profile) -> bool:
    """They have the same telephone number, but others of other names have it too."""
    return bool(_numbers(one) & _numbers(other))


def other_phone(one: Profile, other: Profile) -> bool:
    """They have different telephone numbers."""
    return not _numbers(one) & _numbers(other)


def with_shared_contacts(profiles: Sequence[Profile]) -> list[Profile]:
    """Return the profiles, each with those of its contacts that names show to be used by several.

    A family, a front desk and a switchboard share an address: how often is seen from the list itself.
    """
    shared = set(_used_by_several(profiles, lambda one: one.emails)) | set(
        _used_by_several(profiles, _numbers)
    )
    if not shared:
        return list(profiles)
    return [replace(one, shared=frozenset((one.emails | _numbers(one)) & shared)) for one in profiles]


def _used_by_several(
    profiles: Iterable[Profile], contacts: Callable[[Profile], Iterable[str]]
) -> Iterator[str]:
    holders: dict[str, list[Profile]] = defaultdict(list)
    for one in profiles:
        for contact in contacts(one):
            if one.names and len(holders[contact]) < _LOOKED_AT:
                holders[contact].append(one)
    for contact, some in holders.items():
        if any(_are_two(*pair) for pair in combinations(some, 2)):
            yield contact


def _are_two(one: Profile, other: Profile) -> bool:
    """Say whether all names of two records tell them apart."""
    if one.sort is not other.sort:
        return True
    if one.sort is Sort.PERSON:
        apart = {NameMatch.FAMILY_ONLY, NameMatch.DIFFERENT}
        return all(compare_names(left, right) in apart for left in one.names for right in other.names)
    return all(
        compare_titles(left, right) is TitleMatch.DIFFERENT for left in one.names for right in other.names
    )


def _numbers(one: Profile) -> frozenset[str]:
    return frozenset(number[-_OWN_DIGITS:] for number in one.phones)
