"""The countries and states that a line of affiliation names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ingest.extract.vocabulary import entries
from ingest.resolve.register.words import Word, name_words

_LONGEST = 5
# An address in Hong Kong, Macao or Taiwan is written with "China" and without.
_ALSO = {"CN": ("HK", "MO", "TW"), "HK": ("CN",), "MO": ("CN",), "TW": ("CN",)}
# The states that American addresses end with, by their postal code and in full; "IN" and "OR" only as written so.
_STATES = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,FL Florida,"
    "GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,"
    "MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,"
    "NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,"
    "OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,"
    "UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming"
)


@cache
def _countries() -> dict[tuple[str, ...], str]:
    return {name_words(form): forms[0] for forms in entries("countries") for form in forms[1:]}


@cache
def _postal() -> frozenset[str]:
    return frozenset(state.partition(" ")[0] for state in _STATES.split(","))


@cache
def _states() -> frozenset[tuple[str, ...]]:
    return frozenset(name_words(state.partition(" ")[2]) for state in _STATES.split(","))


def country_spans(words: Sequence[Word]) -> dict[str, list[tuple[int, int]]]:
    """Return the countries (ISO codes) that a line names, each with where: spans of its words.

    A state of the United States counts where it is a segment of its own or a postal code in capitals.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            for code in (codes := _country(words, start, end)):
                found.setdefault(code, []).append((start, end))
            if codes:
                break
    return found


def _country(words: Sequence[Word], start: int, end: int) -> tuple[str, ...]:
    keys = tuple(word.key for word in words[start:end])
    code = _countries().get(keys, "")
    alone = (start == 0 or words[start - 1].segment != words[start].segment) and (
        end == len(words) or words[end].segment != words[end - 1].segment or words[end].key.isdigit()
    )
    state = alone and (keys in _states() or (end == start + 1 and words[start].written in _postal()))
    if code and (len(keys[0]) > 2 or words[start].written.isupper()):
        # "Georgia" is a country and a state.
        return (code, "US") if state else (code, *_ALSO.get(code, ()))
    return ("US",) if state else ()
