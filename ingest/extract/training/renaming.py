"""Puts other people's names in place of some of a corpus's, so that the tagger learns places of names and not names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ingest.extract.trained.pieces import Pieces, Window, window_of

# How often a name is replaced: of two words and more (given and family name), and of one (given name).
_FULL, _SINGLE = 0.35, 0.2


@dataclass(frozen=True, slots=True)
class Renamer:
    """Names by origin, each as given and family names; a new name is of one origin, drawn evenly."""

    names: tuple[tuple[list[str], list[str]], ...]
    pieces: Pieces
    random: Random

    @classmethod
    def of(cls, file: Path, pieces: Pieces, seed: int) -> Renamer:
        """Read the lists of names."""
        lists = tomllib.loads(file.read_text(encoding="utf-8")).values()
        names = tuple((origin["given"].split(), origin["family"].split()) for origin in lists)
        return cls(names, pieces, Random(seed))

    def renamed(self, words: list[str], tags: list[str], window: Window) -> Window:
        """Return a window with some of its persons renamed (word for word), or as it was."""
        new = list(words)
        for first, last in _persons(tags):
            share = _FULL if last > first else _SINGLE
            if not (_is_name(words[first]) and _is_name(words[last])) or self.random.random() > share:
                continue
            given, family = self.random.choice(self.names)
            new[first] = self.random.choice(given)
            if last > first:
                new[last] = self.random.choice(family)
        return window_of(self.pieces.tokens(new)) if new != words else window


def _persons(tags: list[str]) -> list[tuple[int, int]]:
    """Return the first and last word of each person that lies whole in a window."""
    found: list[tuple[int, int]] = []
    for at, tag in enumerate(tags):
        if tag == "B-PERSON":
            found.append((at, at))
        elif tag == "I-PERSON" and found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
    return found


def _is_name(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and word[1:].islower()
