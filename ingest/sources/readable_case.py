"""Names that registers keep in capitals, as one would write them: "ST MARY'S NHS TRUST" -> "St Mary's NHS Trust"."""

from __future__ import annotations

import re

_SMALL = frozenset(
    "a and at by for from in le la next of on or super the to under upon with y yr".split()
)  # fmt: skip
_CAPITALS = frozenset(
    "nhs icb ics icp ccg csu pcn pct gp gps uk usa hmp yoi raf mod ahsn hq it ii iii iv ent bupa nhse nhsx "
    "sha lhb bmi hca aqp nicb eea cic llp cio stp cqc hiv aids ivf mri".split()
)
_AS_IT_IS = {"ltd": "Ltd", "st": "St", "mr": "Mr", "mrs": "Mrs", "dr": "Dr", "plc": "plc", "rd": "Rd"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VOWEL = re.compile(r"[aeiouy]")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s)?")
_MC = re.compile(r"^mc([a-z]{3,})$")


def readable(name: str) -> str:
    """Return a name in capitals and small letters; one that already has small letters stays as it is."""
    name = " ".join(name.split())
    if not name.isupper():
        return name
    return _WORD.sub(lambda word: _cased(word, name), name)


def _cased(found: re.Match[str], name: str) -> str:
    word = found[0].lower()
    before, after = name[: found.start()].rstrip(), name[found.end() :]
    if word in _AS_IT_IS:
        return _AS_IT_IS[word]
    if word in _SMALL and before and not before.endswith(("(", ":", ",", " -", "–")):
        return word
    beside = "&" in (name[found.start() - 1 : found.start()], after[:1]) and len(word) <= 2  # "A&E"
    no_word = 2 <= len(word) <= 4 and word.isalpha() and not _VOWEL.search(word)
    code = len(word) <= 5 and word[0].isdigit() and not _ORDINAL.fullmatch(word)  # "00L" in a name
    return word.upper() if word in _CAPITALS or beside or no_word or code else _capitalised(word)


def _capitalised(word: str) -> str:
    """Return "O'Brien", "Children's", "McIndoe", "2gether"."""
    first, mark, rest = word.partition("’" if "’" in word else "'")
    if mark and len(first) == 1 and len(rest) > 2:
        return f"{first.upper()}{mark}{rest.capitalize()}"
    scottish = _MC.match(first)
    shown = f"Mc{scottish[1].capitalize()}" if scottish else first[:1].upper() + first[1:]
    return f"{shown}{mark}{rest}"
