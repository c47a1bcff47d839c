"""The words of all names in memory: what a misspelt word may have meant, and what an acronym stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import Label
from graph.names import words
from graph.store import Reader
from queries.kept import KeptWhole
from queries.reads import named
from queries.text.terms import term_of

_AT_ONCE = 10_000
# Two stores; the words of 100,000 people's names are some MB.
_KEPT = 2
# Letters that may be wrong: none in a short word, where every other word is near; Damerau 1964 found four errors in
# five to be one letter wrong, missing, too many, or two swapped.
_ONE_WRONG, _TWO_WRONG = 4, 8
# An acronym has from two letters ("QI") to six; initials of two words would be anything's.
_ACRONYM = range(2, 7)
_INITIALS = 3
_ARTICLES = ("the", "a", "an")
# Other ways of saying what was asked that are looked for too.
_MOST = 8


@dataclass(frozen=True, slots=True, eq=False)
class Spellings:
    """`known` are the words of all names, in order; `same` leads from one name to others of the same thing."""

    known: tuple[str, ...]
    same: dict[str, tuple[str, ...]]

    def also(self, tokens: list[str]) -> list[list[str]]:
        """Return the words with an acronym among them written out, or a name among them as its acronym."""
        spans = [(begin, end) for begin in range(len(tokens)) for end in range(begin + 1, len(tokens) + 1)]
        found = [
            [*tokens[:begin], *other.split(), *tokens[end:]]
            for begin, end in spans
            for other in self.same.get(" ".join(tokens[begin:end]), ())
        ]
        return found[:_MOST]

    def meant(self, tokens: list[str]) -> list[str]:
        """Return the words with those that no name has replaced by the nearest that one has; the first of equals.

        A word that nothing is near to stays as it is.
        """
        several = len(tokens) > 1
        return [token if self._has(token) else self._nearest(token, several=several) for token in tokens]

    def _has(self, token: str) -> bool:
        at = bisect_left(self.known, token)
        return at < len(self.known) and self.known[at] == token

    def _nearest(self, token: str, *, several: bool) -> str:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        # Beside another word a short one is a family name as likely as not: "Asha Roa".
        least = _ONE_WRONG - 1 if several else _ONE_WRONG
        wrong = 2 if len(token) >= _TWO_WRONG else 1 if len(token) >= least else 0
        if not wrong:
            return token
        near = process.extract(token, self.known, scorer=OSA.distance, score_cutoff=wrong, limit=50)
        # The first letter is seldom the wrong one (Pollock and Zamora 1984, "Automatic spelling correction").
        best = min(
            near, key=lambda one: (one[1], one[0][0] != token[0], *_swapped(one[0], token)), default=(token,)
        )
        return str(best[0])


def _swapped(word: str, token: str) -> tuple[bool, str]:
    """Return an order in which the same letters come before others, then the alphabet: "roa" is "rao", not "road"."""
    return sorted(word) != sorted(token), word


def _read(reader: Reader) -> Spellings:
    known, same = set[str](), dict[str, set[str]]()
    after = ""
    while True:
        rows = reader.read(named("entity_names"), after=after, limit=_AT_ONCE)
        for row in rows:
            names = [words(name) for name in row["names"]]
            known.update(word for name in names for word in name)
            if row["label"] != Label.PERSON:
                _link(names, same)
        if len(rows) < _AT_ONCE:
            break
        after = rows[-1]["id"]
    return Spellings(tuple(sorted(known)), {name: tuple(sorted(others)) for name, others in same.items()})


def _link(names: list[list[str]], same: dict[str, set[str]]) -> None:
    """Lead from each acronym of a thing to its long names, and back: those it lists, and its own initials."""
    long = [name for name in names if len(name) > 1]
    listed = {name[0] for name in names if len(name) == 1 and len(name[0]) in _ACRONYM}
    for name in long:
        acronyms = {short for short in listed if short[0] == name[0][0]} | set(_initials(name))
        for short in acronyms:
            same.setdefault(short, set()).add(" ".join(name))
            same.setdefault(" ".join(name), set()).add(short)


def _initials(name: list[str]) -> Iterable[str]:
    """Yield the initials of a name of three words or more, with and without its function words.

    The first word counts, but for an article: "Making Sense of Patient Comments" is no SPC.
    """
    first = [] if name[0] in _ARTICLES else name[:1]
    for chosen in (name, [*first, *(word for word in name[1:] if term_of(word))]):
        if len(chosen) >= _INITIALS and len(chosen) in _ACRONYM:
            yield "".join(word[0] for word in chosen)


_spellings = KeptWhole(_read, _KEPT)


def spellings_of(reader: Reader) -> Spellings:
    """Return the spellings of a store's names, kept while the store does not change."""
    return _spellings.of(reader)
