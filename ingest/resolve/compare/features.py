"""What two records have in common and what speaks against them: one predicate, one sentence for the reviewer.

The predicates of a field are asked in order, and the first that holds is the field's level; a field that either
record lacks has none, and weighs nothing. Names have levels of their own (person_names.py, organisation_names.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.ids import scheme_of
from ingest.resolve.compare.contacts import (
    other_email,
    other_phone,
    same_email,
    same_phone,
    shared_email,
    shared_phone,
)
from ingest.resolve.compare.organisation_names import TitleMatch, compare_titles
from ingest.resolve.compare.person_names import NameMatch, compare_names
from ingest.resolve.compare.profile import Profile, Sort
from ingest.resolve.compare.spelling import nearly
from ingest.resolve.compare.work_signs import (
    few_words,
    many_words,
    most_words,
    nearly_all_words,
    other_opening,
    other_people,
    other_year,
    same_opening,
    same_people,
    same_year,
    some_people,
    some_words,
)

# A sign is a predicate of two records; its docstring is the sentence.
Sign = Callable[[Profile, Profile], bool]
_NAME_ORDER = {match: place for place, match in enumerate((*NameMatch, *TitleMatch))}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is compared: the levels it can have, in order, and whether two records both have it."""

    name: str
    levels: tuple[Sign, ...]
    known: Sign

    def level(self, one: Profile, other: Profile) -> str:
        """Return the name of the first level that holds; '' where a record lacks the field."""
        if not self.known(one, other):
            return ""
        return next((sign.__name__ for sign in self.levels if sign(one, other)), "")


def name_level(one: Profile, other: Profile) -> str:
    """Return how alike the names are: the best of all pairs of them, as the name of a NameMatch or TitleMatch."""
    if not one.names or not other.names:
        return NameMatch.MISSING.name if one.names or other.names else ""
    compare = compare_names if one.sort is Sort.PERSON else compare_titles
    found = [compare(left, right) for left in one.names for right in other.names]
    return min(found, key=_NAME_ORDER.__getitem__).name


def same_id(one: Profile, other: Profile) -> bool:
    """Both carry the same identifier."""
    return bool(one.ids & other.ids)


def other_id(one: Profile, other: Profile) -> bool:
    """They carry different identifiers of one kind."""
    return bool({scheme_of(i) for i in one.ids} & {scheme_of(i) for i in other.ids})


def same_birth(one: Profile, other: Profile) -> bool:
    """They are born on the same day."""
    return one.born == other.born


def near_birth(one: Profile, other: Profile) -> bool:
    """Their dates of birth differ by a slip: one digit, or day and month changed about."""
    left, right = one.born, other.born
    swapped = left[:4] + left[6:] + left[4:6] == right
    return swapped or sum(a != b for a, b in zip(left, right, strict=False)) == 1 or nearly(left, right)


def other_birth(one: Profile, other: Profile) -> bool:
    """They are born on different days."""
    return one.born != other.born


def same_street(one: Profile, other: Profile) -> bool:
    """They have the same address."""
    short, long = sorted((one.street, other.street), key=len)
    return short == long[: len(short)] if len(short) > 1 else short == long


def near_street(one: Profile, other: Profile) -> bool:
    """Their addresses share the number and a word, or most words."""
    left, right = set(one.street), set(other.street)
    shared = left & right
    numbered = any(word[0].isdigit() for word in shared) and len(shared) > 1
    return (
        numbered
        or 2 * len(shared) >= max(len(left), len(right))
        or nearly(" ".join(one.street), " ".join(other.street))
    )


def other_street(one: Profile, other: Profile) -> bool:
    """They have different addresses."""
    return not near_street(one, other)


def same_place(one: Profile, other: Profile) -> bool:
    """They are in the same place."""
    return one.place == other.place


def near_place(one: Profile, other: Profile) -> bool:
    """Their places differ by a slip of spelling, or one is named more fully."""
    return nearly(one.place, other.place) or one.place in other.place or other.place in one.place


def other_place(one: Profile, other: Profile) -> bool:
    """They are in different places."""
    return one.place != other.place


def same_postcode(one: Profile, other: Profile) -> bool:
    """They have the same postcode."""
    return one.postcode == other.postcode


def near_postcode(one: Profile, other: Profile) -> bool:
    """Their postcodes differ by a slip."""
    return nearly(one.postcode, other.postcode)


def other_postcode(one: Profile, other: Profile) -> bool:
    """They have different postcodes."""
    return one.postcode != other.postcode


def one_line(one: Profile, other: Profile) -> bool:
    """Both are named on one author or team line, which names nobody twice."""
    return bool(shared(one, other, "line"))


def same_employer(one: Profile, other: Profile) -> bool:
    """Both are tied to the same organisation."""
    return one.organisation == other.organisation or bool(shared(one, other, "organisation"))


def near_employer(one: Profile, other: Profile) -> bool:
    """Their organisations' names are nearly the same."""
    return compare_titles(one.organisation, other.organisation) in list(TitleMatch)[:5]


def two_employers(one: Profile, other: Profile) -> bool:
    """They work for two organisations at the same time."""
    return bool(one.starts and other.starts) and not (
        (one.ends and one.ends < other.starts) or (other.ends and other.ends < one.starts)
    )


def other_employer(one: Profile, other: Profile) -> bool:
    """They name different organisations."""
    return one.organisation != other.organisation


def shared(one: Profile, other: Profile, kind: str) -> list[str]:
    """Return the values of a kind of signal that two records share, in order."""
    return sorted(
        signal.partition(":")[2] for signal in one.signals & other.signals if signal.startswith(f"{kind}:")
    )


def same_project(one: Profile, other: Profile) -> bool:
    """Both work on the same project."""
    return bool(shared(one, other, "project"))


def same_company(one: Profile, other: Profile) -> bool:
    """Both are named together with the same person."""
    return bool(shared(one, other, "with"))


def same_topics(one: Profile, other: Profile) -> bool:
    """Both deal with the same two topics."""
    return bool(shared(one, other, "topics"))


def same_role(one: Profile, other: Profile) -> bool:
    """They have the same role."""
    return one.role == other.role


def same_kind(one: Profile, other: Profile) -> bool:
    """They are of the same kind."""
    return one.kind == other.kind


def other_kind(one: Profile, other: Profile) -> bool:
    """They are of different kinds."""
    return one.kind != other.kind


def _both(*names: str) -> Sign:
    def known(one: Profile, other: Profile) -> bool:
        return all(getattr(one, name) and getattr(other, name) for name in names)

    return known


def _signals(one: Profile, other: Profile) -> bool:
    return bool(one.signals and other.signals)


FIELDS: tuple[Field, ...] = (
    Field("id", (same_id, other_id), _both("ids")),
    Field("email", (same_email, shared_email, other_email), _both("emails")),
    Field("phone", (same_phone, shared_phone, other_phone), _both("phones")),
    Field("birth", (same_birth, near_birth, other_birth), _both("born")),
    Field("street", (same_street, near_street, other_street), _both("street")),
    Field("place", (same_place, near_place, other_place), _both("place")),
    Field("postcode", (same_postcode, near_postcode, other_postcode), _both("postcode")),
    Field("line", (one_line,), _signals),
    Field("employer", (same_employer, near_employer, two_employers, other_employer), _both("organisation")),
    Field("role", (same_role,), _both("role")),
    Field("kind", (same_kind, other_kind), _both("kind")),
    Field("year", (same_year, other_year), _both("year")),
    Field("people", (same_people, some_people, other_people), _both("people")),
    Field("opening", (same_opening, other_opening), _both("words")),
    Field("words", (nearly_all_words, many_words, most_words, some_words, few_words), _both("words")),
    Field("project", (same_project,), _signals),
    Field("company", (same_company,), _signals),
    Field("topics", (same_topics,), _signals),
)
# What a person has one of: two of them are two people, however much else they share.
CONTRADICTIONS = frozenset(sign.__name__ for sign in (other_id, other_birth, one_line))
SENTENCES = {sign.__name__: (sign.__doc__ or "").strip() for field in FIELDS for sign in field.levels}

_RANK = {
    **{("name", match.name): place for match, place in _NAME_ORDER.items()},
    **{
        (field.name, sign.__name__): place
        for field in FIELDS for place, sign in enumerate(field.levels)
    },
}  # fmt: skip


def rank(field: str, level: str) -> int:
    """Return the place of a level among those of its field, the surest first."""
    return _RANK[field, level]


def levels(one: Profile, other: Profile) -> dict[str, str]:
    """Return the level of every field that both records have, the name first."""
    name = name_level(one, other)
    found = {"name": name} if name else {}
    for field in FIELDS:
        level = field.level(one, other)
        if level:
            found[field.name] = level
    return found
