"""Two names of organisations compared word by word, the legal form and small words left out."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from graph.names import fold
from ingest.extract.vocabulary import entries
from ingest.resolve.compare.spelling import nearly, roman, sound
from ingest.resolve.register.words import word_key

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_DOTS = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")
_NUMBERS = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "one": "1", "two": "2",
            "three": "3", "ii": "2", "iii": "3"}  # fmt: skip
_MOST_WORDS = 16


class TitleMatch(StrEnum):
    """How two names of organisations or things are alike, the surest first."""

    SAME = "The names are the same."
    SAME_WORDS = "The names have the same words, but for the legal form or their order."
    SPELLING = "The names differ by a slip of spelling."
    ACRONYM = "One name is the acronym of the other."
    LONGER = "One name has all the words of the other, and more."
    NEARLY_ALL = "The names share nearly all of their words."
    MOSTLY = "The names share most of their words."
    SOME = "The names share some of their words."
    DIFFERENT = "The names are different."


# As one name by a reader who knows nothing else; LONGER is often another body of the same group.
ALIKE = frozenset(list(TitleMatch)[:4])


@cache
def _legal() -> frozenset[str]:
    return frozenset(fold(form) for forms in entries("legal_forms") for form in forms)


@lru_cache(maxsize=262144)
def title_words(name: str) -> tuple[str, ...]:
    """Return the telling words of a name, as compared; where only legal words are left, those."""
    text = _DOTS.sub(lambda found: found.group().replace(".", "").replace(" ", "") + " ", name[:300])
    found = [roman(word) for word in _WORD.findall(text)]
    keys = [_NUMBERS.get(key, key) for key in (word_key(word) for word in found) if key]
    telling = [key for word, key in zip(keys, keys, strict=True) if word not in _legal()]
    return tuple((telling or keys)[:_MOST_WORDS])


@lru_cache(maxsize=131072)
def compare_titles(one: str, other: str) -> TitleMatch:
    """Return how two names are alike; an empty one is like none."""
    left, right = title_words(one), title_words(other)
    if not left or not right:
        return TitleMatch.DIFFERENT
    if left == right:
        return TitleMatch.SAME if fold(one) == fold(other) else TitleMatch.SAME_WORDS
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return TitleMatch.SAME_WORDS
    if _is_acronym(left, right) or _is_acronym(right, left):
        return TitleMatch.ACRONYM
    rest = list(right)
    alone = []
    slips = 0
    for word in left:
        met = next((other for other in rest if other == word), None) or next(
            (other for other in rest if _slip(word, other)), None
        )
        if met is None:
            alone.append(word)
        else:
            slips += met != word
            rest.remove(met)
    return _judged(left, right, (alone, rest), slips)


def _slip(one: str, other: str) -> bool:
    if one.isdigit() or other.isdigit():
        return False
    return nearly(one, other) or (len(one) > 3 and sound(one) == sound(other))


def _judged(
    left: tuple[str, ...], right: tuple[str, ...], apart: tuple[list[str], list[str]], slips: int
) -> TitleMatch:
    alone, rest = apart
    shared = len(left) - len(alone)
    if not alone and not rest:
        return TitleMatch.SPELLING if slips <= max(1, len(left) // 2) else TitleMatch.SOME
    if shared and not (alone and rest):
        return TitleMatch.LONGER
    share = 2 * shared / (len(left) + len(right))
    if share >= 0.5:
        return TitleMatch.NEARLY_ALL if share >= 0.75 else TitleMatch.MOSTLY
    return TitleMatch.SOME if shared else TitleMatch.DIFFERENT


def _is_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return (
        len(short) == 1 and 2 < len(long) == len(short[0]) and short[0] == "".join(word[0] for word in long)
    )
