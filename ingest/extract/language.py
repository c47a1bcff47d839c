"""In which other language a text is written, if it is: such a text is kept, and our English rules leave it alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from ingest.extract.vocabulary import entries

# So much of a text tells its language; fewer words than these may be a list of names or a title.
_LOOKED_AT, _FEWEST = 3000, 20
# Function words are a quarter to half of running prose. A text with so few of English and so many of another language
# is not English (the small-words method, Grefenstette 1995); a text in two languages is read.
_MOST_ENGLISH, _FEWEST_OTHER = 0.05, 0.12
# From this share of its letters on, a script is the text's own and not that of some names in it.
_OWN_SCRIPT = 0.6
_WORD = re.compile(r"[^\W\d_]+")


def other_language(text: str) -> str:
    """Return the name of the language of a text that is not English, or of its script; '' for English or too little."""
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    script = _script(words)
    if script or len(words) < _FEWEST:
        return script
    count = Counter(words)
    shares = {
        language: sum(count[word] for word in small) / len(words) for language, small in _small().items()
    }
    if shares.pop("English") > _MOST_ENGLISH:
        return ""
    likeliest = max(shares, key=lambda language: shares[language])
    return likeliest if shares[likeliest] >= _FEWEST_OTHER else ""


def _script(words: list[str]) -> str:
    """Return the script of most letters where it is not Latin: "Arabic", "Cyrillic", "Cjk"."""
    letters = "".join(words)
    # Enough to tell, and one character of Chinese is as much as a word.
    other = [char for char in letters if ord(char) > 0x24F]
    if len(other) < max(_FEWEST, _OWN_SCRIPT * len(letters)):
        return ""
    names = Counter(unicodedata.name(char, "unknown").split()[0] for char in other)
    return f"{names.most_common(1)[0][0].capitalize()} script"


@cache
def _small() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, *words in entries("function_words")}
