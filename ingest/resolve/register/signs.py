"""What speaks for and against an entry of the register being the one that a line names: one sign, one function.

A sign's docstring is the sentence that a reviewer reads where the sign decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.resolve.register.entries import Body
from ingest.resolve.register.index import Found, NameIndex
from ingest.resolve.register.words import Word

# Words of kinds of departments and fields: beside a name they do not make it another's.
_TELLING = 4.5  # nats: about one name in ninety holds the word
_MOST_WEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of affiliation as the signs see it: its words, the places it names, and what names there are in it."""

    words: Sequence[Word]
    countries: dict[str, list[tuple[int, int]]]
    index: NameIndex
    place: tuple[str, ...] = ()
    country: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One body that a name in the line may stand for; `namesakes` are others that the same words name as well."""

    line: Line
    body: Body
    city: tuple[str, ...]
    found: Found
    namesakes: int = 0
    beside_university: bool = False


def words_matched(case: Case) -> float:
    """The line holds the name's words."""
    found, line = case.found, case.line
    weight = sum(line.index.weight(word.key) for word in line.words[found.start : found.end])
    return min(weight, _MOST_WEIGHT) / _MOST_WEIGHT


def spelt_otherwise(case: Case) -> float:
    """The name is spelt otherwise in the line."""
    return 1.0 - case.found.likeness if not case.found.reordered else 0.0


def in_another_order(case: Case) -> float:
    """The name's words stand in another order."""
    return float(case.found.reordered)


def across_a_comma(case: Case) -> float:
    """The name's words stand on both sides of a comma."""
    words = case.line.words
    return float(words[case.found.start].segment != words[case.found.end - 1].segment)


def by_other_name(case: Case) -> float:
    """The line has another name of the entry than its first."""
    return float(case.found.other_name)


def by_acronym(case: Case) -> float:
    """The line holds its acronym only."""
    return float(case.found.acronym)


def longer_on_the_left(case: Case) -> float:
    """A telling word stands directly before the name: it may be part of a longer one."""
    before = case.found.start - 1
    words = case.line.words
    if before < 0 or words[before].segment != words[case.found.start].segment:
        return 0.0
    return _telling(case, before)


def longer_on_the_right(case: Case) -> float:
    """A telling word stands directly after the name: it may be part of a longer one."""
    after = case.found.end
    words = case.line.words
    if after >= len(words) or words[after].segment != words[case.found.end - 1].segment:
        return 0.0
    return _telling(case, after)


def _telling(case: Case, place: int) -> float:
    """Return 1 for a word that may make another name, 0 for a number, a place or a word of departments."""
    word = case.line.words[place]
    in_place = any(start <= place < end for spans in case.line.countries.values() for start, end in spans)
    if word.key.isdigit() or in_place or word.key in case.city or not word.written[0].isupper():
        return 0.0
    return float(case.line.index.weight(word.key) > _TELLING)


def whole_line(case: Case) -> float:
    """The name is all that the line says."""
    return float(case.found.start == 0 and case.found.end == len(case.line.words))


def same_city(case: Case) -> float:
    """The line names the city of the entry."""
    if not case.city:
        return 0.0
    if case.line.place == case.city:
        return 1.0
    keys = [word.key for word in case.line.words]
    size = len(case.city)
    return float(any(tuple(keys[n : n + size]) == case.city for n in range(len(keys) - size + 1)))


def same_country(case: Case) -> float:
    """The line names the country of the entry."""
    return float(case.body.country in _named_countries(case))


def another_country(case: Case) -> float:
    """The line names another country than that of the entry."""
    named = _named_countries(case)
    return float(bool(named) and bool(case.body.country) and case.body.country not in named)


def _named_countries(case: Case) -> set[str]:
    """Return the countries named beside the name: "China Medical University" names none."""
    found = case.found
    named = {
        code
        for code, spans in case.line.countries.items()
        if any(end <= found.start or start >= found.end for start, end in spans)
    }
    return named | ({case.line.country} if case.line.country else set())


def has_namesakes(case: Case) -> float:
    """Other entries bear the same name."""
    return min(case.namesakes, 3) / 3


def is_closed(case: Case) -> float:
    """The entry is no longer active."""
    return float(not case.body.stood(case.line.day))


def is_university(case: Case) -> float:
    """The name is that of a university."""
    keys = {word.key for word in case.line.words[case.found.start : case.found.end]}
    return float(bool(keys & {"university", "polytechnic"}))


def part_of_a_university(case: Case) -> float:
    """The line also names a university: this may be a part of it."""
    return float(case.beside_university)


def is_a_unit(case: Case) -> float:
    """The name is that of a school, department or laboratory."""
    keys = {word.key for word in case.line.words[case.found.start : case.found.start + 3]}
    return float(bool(keys & {"department", "school", "faculty", "laboratory", "division"}))


def stands_late(case: Case) -> float:
    """The name stands after others: lines go from the part to the whole."""
    return case.found.start / max(1, len(case.line.words))


Sign = Callable[[Case], float]
SIGNS: tuple[Sign, ...] = (
    words_matched, spelt_otherwise, in_another_order, by_acronym, by_other_name, across_a_comma,
    longer_on_the_left, longer_on_the_right, whole_line, stands_late, same_city, another_country, has_namesakes,
    is_closed, is_university, part_of_a_university, is_a_unit,
)  # fmt: skip
