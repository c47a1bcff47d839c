"""The labelled corpora that the tagger learns from, each with what it leaves unlabelled and how much of it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.extract.corpora import read_documents
from ingest.extract.trained.decoding import LABELS, TAGS, Floats
from ingest.extract.trained.pieces import Pieces, Window, windows

# The most pieces read together in training; shorter windows at run time lose nothing and are quicker.
WINDOW = 190
# How much a reading counts that a corpus does not exclude but does not label either: "O" where its guidelines know no
# MISC means "O, MISC or EVENT" (partial labels, Greenberg et al. 2018).
_UNLABELLED = 0.3
_OTHER = [TAGS.index(f"{part}-{label}") for label in ("EVENT", "MISC") for part in "BI"]
_EVENT = [TAGS.index("B-EVENT"), TAGS.index("I-EVENT")]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file of a corpus; `share` is how much of it is drawn in each pass, `lacks` the labels it does not have."""

    name: str
    file: str
    share: float = 1.0
    lacks: tuple[str, ...] = ()


# Number 0 is "any corpus". Web text leads: posts and comments are like it. Tweets and government reports only season.
# No dev split is learnt from, so that every figure on one is honest.
CORPORA = (
    Corpus("any", ""),
    Corpus("ewt", "ewt/ewt_train.spacy", lacks=("EVENT", "MISC")),
    Corpus("gum", "gum/gum_train_open.spacy", 0.75),
    Corpus("wikigold", "wikigold/wikigold_train.spacy", 0.7, ("EVENT",)),
    Corpus("wnut", "wnut17/wnut_train.spacy", 0.5, ("EVENT",)),
    Corpus("crossner", "crossner/crossner_train.spacy"),
    Corpus("multiner", "multiner/multiner_train.spacy", 0.15, ("EVENT", "MISC")),
    Corpus("btc", "btc/btc_train.spacy", 0.2, ("EVENT", "MISC")),
)
# What the model that ships speaks as.
SPOKEN = 1


@dataclass(slots=True)
class Example:
    """A window with its words and tags, and what its corpus allows at each word, weights of shape (words, tags)."""

    words: list[str]
    tags: list[str]
    window: Window
    allowed: Floats
    corpus: int


def examples(data: Path, pieces: Pieces) -> Iterator[tuple[Corpus, list[Example]]]:
    """Yield each corpus of the data folder with its windows; raises InputError for one that is not there."""
    for number, corpus in enumerate(CORPORA):
        if corpus.file:
            yield corpus, list(_examples(data / corpus.file, corpus, number, pieces))


def _examples(file: Path, corpus: Corpus, number: int, pieces: Pieces) -> Iterator[Example]:
    for document in read_documents(file):
        words = pieces.tokens(document.words)
        allowed = allowed_tags(document.tags, corpus.lacks)
        start = 0
        for window in windows(words, WINDOW):
            stop = start + len(window.words)
            yield Example(
                document.words[start:stop], document.tags[start:stop], window, allowed[start:stop], number
            )
            start = stop


def allowed_tags(tags: list[str], lacks: tuple[str, ...]) -> Floats:
    """Return how much each tag is allowed at each word, 1 for what the corpus says, of shape (words, tags)."""
    allowed = np.zeros((len(tags), len(TAGS)), np.float32)
    for row, tag in zip(allowed, tags, strict=True):
        row[TAGS.index(tag)] = 1
        if "MISC" in lacks and (tag == "O" or tag.endswith("MISC")):
            row[[0, *_OTHER]] = np.maximum(row[[0, *_OTHER]], _UNLABELLED)
        elif "EVENT" in lacks and tag == "O":
            row[_EVENT] = _UNLABELLED
        elif "EVENT" in lacks and tag.endswith("MISC"):
            row[TAGS.index(tag) - 2] = 1
    return allowed


assert LABELS[-2:] == ("EVENT", "MISC")  # noqa: S101 - what the arithmetic of tags above rests on
