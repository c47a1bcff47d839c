"""Two names of people compared word by word: what one reader would call the same name, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache, lru_cache

from graph.names import fold, words
from ingest.resolve.compare.spelling import consonants, nearly, roman, sound, syllables
from ingest.resolve.variants import whole_names

_TITLES = frozenset(
    "dr mr mrs ms miss mx prof professor sir dame lord lady rev reverend haji qari sheikh shaikh mullah".split()
)
# Words that a name is written with and without: "van", "bin", "al", "junior".
_PARTICLES = frozenset(
    "al el bin ibn ben van von der den de da di la le du the abu abd jr sr junior senior".split()
)
# Words, with the marks that the scripts of India and South-East Asia write inside them.
_PARTS = re.compile(r"[\w\u0900-\u0dff\u0e00-\u0eff\u1780-\u17ff]+(?:['’`][^\W_]+)*")
_GENERATIONS = {
    "jr": "junior",
    "junior": "junior",
    "sr": "senior",
    "senior": "senior",
    "ii": "2",
    "iii": "3",
    "iv": "4",
}
_Test = Callable[[str, str], bool]
# More words are no name; a pasted sentence is cut.
_MOST_WORDS = 8


class NameMatch(StrEnum):
    """How two names of people are alike, the surest first; the value is the sentence a reviewer reads."""

    SAME = "The names are the same."
    OTHER_ORDER = "The names have the same words in another order."
    FORM = "The given names are forms of one name."
    SPELLING = "The names differ by a slip of spelling or in how they are romanised."
    MIDDLE = "One name has further words: a middle or a second family name."
    INITIAL = "The given name of one is the initial of the other."
    MARRIED = "One name has a further family name, as after a marriage."
    FAMILY_CHANGED = "The given names are the same, the family names are not."
    GIVEN_NEAR = "The family names are the same, the given names sound alike."
    FAMILY_ONLY = "The family names are the same, the given names are not."
    DIFFERENT = "The names are different."
    MISSING = "One of the two has no name."


# As one name by a reader who knows nothing else.
ALIKE = frozenset(list(NameMatch)[:7])


@lru_cache(maxsize=262144)
def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a person's name in reading order: romanised, without titles and brackets' contents."""
    if "," in name:
        family, _, given = name.partition(",")
        if given.strip() and "," not in given:
            name = f"{given} {family}"
    plain = [word for part in _PARTS.findall(name) for word in _split(part)]
    parts = [part for part in plain[: _MOST_WORDS + 4] if part]
    while len(parts) > 2 and parts[0] in _TITLES:
        parts = parts[1:]
    return tuple(parts[:_MOST_WORDS])


def _split(part: str) -> list[str]:
    if part.isascii():
        return words(part)
    return syllables(part) or [roman(part)] if not part.isdigit() else []


@lru_cache(maxsize=131072)
def compare_names(one: str, other: str) -> NameMatch:
    """Return how two names are alike; an empty one is like none."""
    left, right = name_parts(one), name_parts(other)
    if not left or not right:
        return NameMatch.DIFFERENT
    if left == right:
        return NameMatch.SAME
    if len(left) != len(right) or len(left) == 1:
        joined = "".join(left), "".join(right)
        if joined[0] == joined[1] or nearly(*joined):
            return NameMatch.SPELLING
        if joined[0] in _turned(right) or joined[1] in _turned(left):
            return NameMatch.OTHER_ORDER
    if sorted(left) == sorted(right):
        # "Ahmad bin Hasan" is not "Hasan bin Ahmad": with a particle between, the order is the descent.
        return NameMatch.DIFFERENT if _PARTICLES & set(left) else NameMatch.OTHER_ORDER
    return _aligned(left, right, _TESTS if fold(one).isascii() == fold(other).isascii() else _ACROSS_SCRIPTS)


def _turned(parts: Sequence[str]) -> set[str]:
    """Return a name run together from each of its words on: "Xiu Ying Zhang" is "Zhang Xiuying"."""
    return {"".join((*parts[place:], *parts[:place])) for place in range(len(parts))}


def _aligned(left: Sequence[str], right: Sequence[str], tests: Sequence[_Test]) -> NameMatch:
    """Match each word of the shorter name with one of the longer, and judge by what is left over on each side."""
    if _are_two_generations(left, right):
        return NameMatch.DIFFERENT  # "David Frey Jr" is the son of "David Frey senior"
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    kinds, rest = _pairs(list(short), list(long), tests)
    unmatched = [word for word, kind in zip(short, kinds, strict=True) if not kind and word not in _PARTICLES]
    over = [word for word in rest if word not in _PARTICLES]
    if unmatched and over:
        return _changed(short, long, kinds, (unmatched, over))
    telling = sum(
        len(word) > 1 and kind != "initial" for word, kind in zip(short, kinds, strict=True) if kind
    )
    if telling < 2 and not ("initial" in kinds and telling):
        return NameMatch.FAMILY_ONLY if len(short) > 1 or kinds[0] else NameMatch.DIFFERENT
    if over or unmatched:
        return NameMatch.MARRIED if long[-1] in over and kinds[0] else NameMatch.MIDDLE
    for kind, match in (("initial", NameMatch.INITIAL), ("form", NameMatch.FORM)):
        if kind in kinds:
            return match
    return NameMatch.SPELLING


def _are_two_generations(left: Sequence[str], right: Sequence[str]) -> bool:
    one, other = _generation(left), _generation(right)
    if bool(one) != bool(other) and (one or other).isdigit():
        # "Morris I Klein" beside "Morris II Klein": alone, the I would be an initial.
        return "i" in (right if one else left)
    return bool(one and other and one != other)


def _generation(parts: Sequence[str]) -> str:
    return next((_GENERATIONS[part] for part in parts if part in _GENERATIONS), "")


def _pairs(short: list[str], long: list[str], tests: Sequence[_Test]) -> tuple[list[str], list[str]]:
    """Return how each word of the shorter name is met in the longer, and the words of that which are left."""
    rest, kinds = list(long), [""] * len(short)
    for test in tests:
        for place, word in enumerate(short):
            if not kinds[place]:
                met = next((other for other in rest if test(word, other)), None)
                if met is not None:
                    kinds[place] = test.__name__.lstrip("_")
                    rest.remove(met)
    return kinds, rest


def _same(one: str, other: str) -> bool:
    return one == other


def _sound(one: str, other: str) -> bool:
    return len(one) > 2 and sound(one) == sound(other)


def _form(one: str, other: str) -> bool:
    return bool(stands_for(one) & stands_for(other))


@lru_cache(maxsize=65536)
def stands_for(word: str) -> frozenset[str]:
    """Return the whole names that a given name can stand for, also where it is spelt by ear: "Peggie"."""
    whole = whole_names()
    return whole.get(word) or _by_sound().get(sound(word)) or frozenset({word})


@cache
def _by_sound() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for form, names in whole_names().items():
        found[sound(form)] = found.get(sound(form), frozenset()) | names
    return found


def _slip(one: str, other: str) -> bool:
    return nearly(one, other)


def _initial(one: str, other: str) -> bool:
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _consonants(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 1 and consonants(one) == consonants(other)


_TESTS: tuple[_Test, ...] = (_same, _sound, _form, _slip, _initial)
# Arabic and Hebrew are written without short vowels, and romanised letter by letter they lack them.
_ACROSS_SCRIPTS: tuple[_Test, ...] = (_same, _sound, _form, _slip, _consonants, _initial)


def _changed(
    short: Sequence[str], long: Sequence[str], kinds: list[str], left: tuple[list[str], list[str]]
) -> NameMatch:
    """Say what two names have in common that have words of their own on both sides."""
    given = bool(kinds[0]) and kinds[0] != "initial" and short[0] not in left[0]
    family = bool(kinds[-1]) and long[-1] not in left[1]
    if given and family:
        return NameMatch.DIFFERENT  # "Hans Otto Friedrich" and "Hans Joachim Friedrich"
    if given:
        return NameMatch.FAMILY_CHANGED
    if not kinds[-1]:
        return NameMatch.DIFFERENT
    alike = len(short[0]) > 1 and consonants(short[0]) == consonants(long[0])
    return NameMatch.GIVEN_NEAR if alike else NameMatch.FAMILY_ONLY
