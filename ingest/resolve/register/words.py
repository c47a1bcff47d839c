"""The words of organisations' names made comparable: abbreviations spelt out, small words and legal forms left out."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.names import fold
from ingest.extract.vocabulary import entries

# Words that say nothing of which organisation is meant, in the languages that registers write names in.
_SMALL = frozenset(
    "the of and for in at a an on de la le les du des del della delle dei di da do dos das der die das den fur und "
    "et y e el los las van het en i og och to s d l degli studi".split()
)
_SEGMENT_END = re.compile(r"[,;|/()\[\]\n\t\u2014–]|\s-\s|#\w+#")
# "EngineeringNanjing" is two words that a lost separator has run together; "McMaster" is one.
_RUN_TOGETHER = re.compile(r"(?<=[a-z]{4})(?=[A-Z][a-z]{3})|(?<=[a-z])(?=Univ|Instit|Depart|Hospit)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line: as compared, as written, and the number of its segment (between commas)."""

    key: str
    written: str
    segment: int


@cache
def _forms() -> dict[str, str]:
    return {fold(form): forms[0] for forms in entries("organisation_abbreviations") for form in forms}


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Return a word as it is compared: folded, an abbreviation spelt out; '' for one that says nothing."""
    plain = fold(word).replace("'", "").replace("’", "")
    return "" if plain in _SMALL else _forms().get(plain, plain)


def words_of(line: str) -> list[Word]:
    """Return the telling words of a line, with the segments that commas and brackets make.

    Only the first 600 characters are read: no affiliation is longer, and a pasted page is none.
    """
    text = html.unescape(line[:_LONGEST])
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), text)
    text = _RUN_TOGETHER.sub(" ", text)
    found = []
    for number, segment in enumerate(_SEGMENT_END.split(text)):
        for match in _WORD.finditer(segment):
            key = word_key(match.group())
            if key:
                found.append(Word(key, match.group(), number))
    return found


def name_words(name: str) -> tuple[str, ...]:
    """Return the telling words of a registered name, as they are compared."""
    return tuple(word.key for word in words_of(name))
