"""Words of names spelt otherwise: another script, another romanisation, a letter wrong."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graph.names import fold

# Romanisations of ALA-LC cut to plain letters; several systems differ in the vowels, which `sound` evens out.
_CYRILLIC = dict(
    zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґүө",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e iu ia i i e g u o".split(" "),
        strict=True)
)  # fmt: skip
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρστυφχψως",
        "a v g d e z i th i k l m n x o p r s t y f ch ps o s".split(), strict=True)
)  # fmt: skip
_GEORGIAN = dict(
    zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(), strict=True)
)  # fmt: skip
_LETTERS = {**_CYRILLIC, **_GREEK, **_GEORGIAN}
# Unicode names these by how they sound: "KATAKANA LETTER BA", "HANGUL SYLLABLE JAE", "ARABIC LETTER BEH".
_SOUNDED = re.compile(r"^(?:KATAKANA|HIRAGANA) LETTER (?:SMALL )?(\w+)$|^HANGUL SYLLABLE (\w+)$")
_CONSONANT = re.compile(r"^(?:ARABIC|HEBREW|ARMENIAN SMALL|ARMENIAN) LETTER (?:FARSI )?(\w+)")
_SOUNDS = (
    ("ph", "f"), ("kh", "h"), ("gh", "g"), ("q", "k"), ("ck", "k"), ("c", "k"), ("w", "v"), ("x", "ks"), ("dh", "d"),
    ("th", "t"), ("zh", "z"), ("j", "y"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ey", "i"), ("iy", "i"), ("ij", "i"),
    ("y", "i"), ("ei", "ai"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_LONGEST = 64


def roman(word: str) -> str:
    """Return a word in plain Latin letters; what has no romanisation here is left as it is."""
    plain = fold(word)
    return plain if plain.isascii() else "".join(_roman(letter) for letter in plain)


@lru_cache(maxsize=4096)
def _roman(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    name = unicodedata.name(letter, "")
    if found := _SOUNDED.match(name):
        return (found[1] or found[2]).casefold()
    if found := _CONSONANT.match(name):
        return found[1][0].casefold()
    return letter if letter.isalnum() else ""


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return what spellings of one word have in common when they differ as romanisations do: "Yusuf", "Joussef"."""
    for written, heard in _SOUNDS:
        if written in word:
            word = word.replace(written, heard)
    return _TWICE.sub(r"\1", word)


@lru_cache(maxsize=262144)
def nearly(one: str, other: str) -> bool:
    """Say whether two words differ as a slip of the keyboard does: one letter of four to six, two of more.

    A slip is a letter more, less, other, or two changed about (Damerau 1964: four of five mistakes).
    """
    from rapidfuzz.distance import OSA

    longest = max(len(one), len(other))
    if longest < 4 or longest > _LONGEST or (one[0] != other[0] and one[-1] != other[-1]):
        return False
    most = 1 if longest < 7 else 2
    return OSA.distance(one, other, score_cutoff=most) <= most
