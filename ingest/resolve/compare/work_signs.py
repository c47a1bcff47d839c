"""What two records of works (papers, projects) have in common: their year, their people, all that they say."""

from __future__ import annotations

from ingest.resolve.compare.organisation_names import title_words
from ingest.resolve.compare.person_names import name_parts
from ingest.resolve.compare.profile import Profile

# So many telling words of a title are its own; more, and a subtitle that one list leaves out is among them.
_OPENING = 4


def same_year(one: Profile, other: Profile) -> bool:
    """They are of the same year."""
    return one.year == other.year


def other_year(one: Profile, other: Profile) -> bool:
    """They are of different years."""
    return one.year != other.year


def same_opening(one: Profile, other: Profile) -> bool:
    """Their titles begin with the same words."""
    left, right = _opening(one), _opening(other)
    return bool(left) and left == right


def other_opening(one: Profile, other: Profile) -> bool:
    """Their titles begin with different words."""
    return not same_opening(one, other)


def _opening(one: Profile) -> tuple[str, ...]:
    return title_words(one.name)[:_OPENING]


def same_people(one: Profile, other: Profile) -> bool:
    """They name the same people."""
    return _people_shared(one, other) > 0.8


def some_people(one: Profile, other: Profile) -> bool:
    """They name some of the same people."""
    return _people_shared(one, other) > 0.3


def other_people(one: Profile, other: Profile) -> bool:
    """They name other people."""
    return not some_people(one, other)


def _people_shared(one: Profile, other: Profile) -> float:
    """Return the share of family names in common, of the shorter list."""
    left, right = ({name_parts(name)[-1] for name in who.people if name_parts(name)} for who in (one, other))
    return len(left & right) / max(1, min(len(left), len(right)))


def nearly_all_words(one: Profile, other: Profile) -> bool:
    """All that they say is nearly the same."""
    return _words_shared(one, other) >= 0.75


def many_words(one: Profile, other: Profile) -> bool:
    """They say much the same."""
    return _words_shared(one, other) >= 0.6


def most_words(one: Profile, other: Profile) -> bool:
    """They share half of what they say."""
    return _words_shared(one, other) >= 0.45


def some_words(one: Profile, other: Profile) -> bool:
    """They share some of what they say."""
    return _words_shared(one, other) >= 0.3


def few_words(one: Profile, other: Profile) -> bool:
    """They say different things."""
    return not some_words(one, other)


def _words_shared(one: Profile, other: Profile) -> float:
    """Return Dice's coefficient of their words."""
    return 2 * len(one.words & other.words) / (len(one.words) + len(other.words))
