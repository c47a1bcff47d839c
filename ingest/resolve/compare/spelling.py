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
# Family names of two characters in use today; all others have one.
_DOUBLE_FAMILY_NAMES = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 皇甫 令狐 司徒 东方 東方 慕容 尉迟 尉遲".split()
)
_HAN = re.compile("[\u4e00-\u9fff]{2,4}")
_SOUNDS = (
    ("ph", "f"), ("kh", "h"), ("gh", "g"), ("q", "k"), ("ck", "k"), ("c", "k"), ("w", "v"), ("x", "ks"), ("dh", "d"),
    ("th", "t"), ("zh", "z"), ("j", "y"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ey", "i"), ("iy", "i"), ("ij", "i"),
    ("y", "i"), ("ie", "i"), ("ei", "ai"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
# Vowels and what is hardly heard: scripts that write consonants alone leave them out.
_VOWELS = re.compile(r"[aeiouh]")
_SILENT = re.compile(r"(?<=[aeiou])gh(?=t|$)")
# `sound` takes j for y, as in "Joussef"; here "Jon" is not "Ann".
_SOFT = "ʒ"
_LONGEST = 64
# Scripts whose letters for w and y stand for long vowels within a word.
_LONG_VOWELS = re.compile("[\u0590-\u06ff]")
_WITHIN = re.compile(r"(?<=\w)[wy]")


def roman(word: str) -> str:
    """Return a word in plain Latin letters, whatever its script; '' where nothing of it can be read."""
    plain = fold(word)
    if plain.isascii():
        return plain
    letters = "".join(_LETTERS.get(letter, letter) for letter in plain)
    read = letters if letters.isascii() else _read(letters)
    return (
        _WITHIN.sub(lambda found: "u" if found[0] == "w" else "i", read)
        if _LONG_VOWELS.search(word)
        else read
    )


@lru_cache(maxsize=16384)
def _read(text: str) -> str:
    from anyascii import anyascii

    return "".join(
        letter for letter in anyascii(unicodedata.normalize("NFC", text)).lower() if letter.isalnum()
    )


def syllables(word: str) -> list[str]:
    """Return the words of a Chinese name, which is written without spaces: the family name, and the given name."""
    if not _HAN.fullmatch(word):
        return []
    family = 2 if word[:2] in _DOUBLE_FAMILY_NAMES and len(word) > 2 else 1
    return [roman(part) for part in (word[:family], word[family:]) if part]


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return what spellings of one word have in common when they differ as romanisations do: "Yusuf", "Joussef"."""
    for written, heard in _SOUNDS:
        if written in word:
            word = word.replace(written, heard)
    return _TWICE.sub(r"\1", word)


@lru_cache(maxsize=65536)
def consonants(word: str) -> str:
    """Return what a hasty ear keeps of a word: "Zara" and "Sarah", "Keeley" and "Kaylee", محمد and "Mohammed"."""
    heard = sound(_SILENT.sub("", word).replace("j", _SOFT)).replace("z", "s")
    first = "a" if heard[:1] in "aeiou" else heard[:1]
    return _TWICE.sub(r"\1", first + _VOWELS.sub("", heard[1:]))


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
