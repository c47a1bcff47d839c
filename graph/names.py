"""Names and words made comparable: the same key for spellings that nobody would call different."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graph.model import Label

_TITLES = frozenset(
    "dr mr mrs ms miss mx prof professor sir dame lord lady rev reverend cllr councillor sister nurse".split()
)
# Post-nominals as the NHS writes them on name lines; a name keeps at least two words.
_POST_NOMINALS = frozenset(
    "phd mbe obe cbe frcp frcs frcgp mrcp mrcgp mbbs mbchb bsc msc mba rn rgn rmn ba ma md fhea fcipd mph".split()
)
# "Northmere Teaching Hospitals" is how people write "... NHS Foundation Trust"; the longest first.
_LEGAL_ENDINGS = [
    ending.split()
    for ending in (
        "university nhs foundation trust",
        "nhs foundation trust",
        "nhs trust",
        "limited",
        "ltd",
        "cic",
        "plc",
    )
]
_WORD = re.compile(r"[a-z0-9]+")
_ANY_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
# The marks that NFKD splits off Latin, Greek and Cyrillic letters.
_COMBINING = re.compile("[\u0300-\u036f]+")
# What NFKD leaves whole; the dotless i is meant (RUF001).
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}  # noqa: RUF001
)
# Lucene cuts tokens at 255 characters and FTS5 does not: cut both, well below.
_LONGEST_WORD = 64


def fold(text: str) -> str:
    """Return lower-case text without accents: "Siân Łukasz" -> "sian lukasz"."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
    return _COMBINING.sub("", plain)


def words(text: str) -> list[str]:
    """Return the words of a text as both stores index them: folded, letters and digits only."""
    joined = text.replace("'", "").replace("’", "")
    if joined.isascii():
        return [word[:_LONGEST_WORD] for word in _WORD.findall(joined.lower())]
    found = []
    # Folding is slow, and a text with a curly quote in it is plain ASCII but for a few words.
    for word in _ANY_WORD.findall(joined):
        if word.isascii():
            found.append(word.lower()[:_LONGEST_WORD])
        else:
            found += [part[:_LONGEST_WORD] for part in _WORD.findall(fold(word))]
    return found


@lru_cache(maxsize=65536)
def name_key(label: Label, name: str) -> str:
    """Return what two spellings of one name have in common; empty for a name of no letters.

    People lose titles and post-nominals, but not middle names or initials; everything loses case,
    accents and punctuation; "&" is "and". Organisations lose "the" and their legal form.
    """
    parts = words(name.replace("&", " and "))
    if label is Label.PERSON:
        while len(parts) > 1 and parts[0] in _TITLES:
            parts = parts[1:]
        while len(parts) > 2 and parts[-1] in _POST_NOMINALS:
            parts = parts[:-1]
    if label is Label.ORGANISATION:
        parts = _without_legal_words(parts[1:] if len(parts) > 1 and parts[0] == "the" else parts)
    return " ".join(parts)


def _without_legal_words(parts: list[str]) -> list[str]:
    """Return an organisation's name without its legal form, where two words or more are left of it."""
    for ending in _LEGAL_ENDINGS:
        if len(parts) >= len(ending) + 2 and parts[-len(ending) :] == ending:
            return parts[: -len(ending)]
    return parts


def is_full_name(name: str) -> bool:
    """Say whether a person's name has a given and a family name, neither a bare initial.

    "@handle", "Letty" and "J. Smith" are not full names: nothing is joined on them.
    """
    parts = name_key(Label.PERSON, name).split()
    return not name.startswith("@") and len(parts) >= 2 and len(parts[0]) > 1 and len(parts[-1]) > 1
