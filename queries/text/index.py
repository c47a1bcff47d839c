"""An index of texts in memory: which term stands in which text how often, and each text's direction of meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.names import words
from queries.text.terms import known, term_of, terms

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", 3.2: the usual values.
K1, B = 1.2, 0.75
# The first half of the encoder's components: half the memory for two hundredths of what the whole finds.
DIMENSIONS = 128
# Texts made into directions at a time: their words' vectors are summed in one product.
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class TextIndex:
    """Texts by number. `texts[starts[t]:starts[t + 1]]` are the texts that have term t, `counts` how often.

    `lengths` are in terms; `directions` are rows of length 1 (zeros for a text of no known word).
    """

    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    texts: Ints
    counts: Floats
    lengths: Floats
    directions: Floats

    @property
    def size(self) -> int:
        """The number of texts."""
        return len(self.lengths)

    def asked(self, text: str) -> dict[int, float]:
        """Return the known terms of a question by number, each with how often it stands there."""
        return known(terms(text), self.vocabulary)

    def rarity(self, term: int) -> float:
        """Return how much a term tells: its inverse document frequency, above 0."""
        having = int(self.starts[term + 1] - self.starts[term])
        return float(np.log1p((self.size - having + 0.5) / (having + 0.5)))

    def postings(self, term: int) -> tuple[Ints, Floats]:
        """Return the texts that have a term, and how often each has it."""
        having = slice(self.starts[term], self.starts[term + 1])
        return self.texts[having], self.counts[having]

    def bm25(self, asked: Mapping[int, float]) -> Floats:
        """Return the BM25 score of every text for weighted terms (Robertson and Zaragoza 2009); 0 without any."""
        scores = np.zeros(self.size, dtype=np.float32)
        long = K1 * (1 - B + B * self.lengths / max(float(self.lengths.mean()) if self.size else 0.0, 1.0))
        for term, weight in asked.items():
            texts, counts = self.postings(term)
            scores[texts] += weight * self.rarity(term) * (K1 + 1) * counts / (counts + long[texts])
        return scores

    def meaning(self, text: str) -> Floats:
        """Return the cosine of every text's direction with that of a question: -1 to 1, 0 where either has none."""
        from queries.encoder import word_vectors

        direction = word_vectors(terms(text))[:, :DIMENSIONS].sum(axis=0)
        length = float(np.linalg.norm(direction))
        return np.asarray(self.directions @ (direction / length if length else direction), dtype=np.float32)


class IndexBuilder:
    """Takes texts, numbers them in that order, and makes their index."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        # Each word as written, with the number of its term: most words come again.
        self._words: dict[str, int] = {}
        self._columns: list[Ints] = []
        self._counts: list[Floats] = []
        self._sizes: list[int] = []

    def add(self, text: str) -> None:
        """Take the next text."""
        numbers, counts = self._numbered(text)
        self._columns.append(np.fromiter(numbers, dtype=np.int32, count=len(numbers)))
        self._counts.append(np.fromiter(counts, dtype=np.float32, count=len(numbers)))
        self._sizes.append(len(numbers))

    def _numbered(self, text: str) -> tuple[list[int], list[float]]:
        """Return the numbers of a text's terms, and how often it has each word of them."""
        found = Counter(words(text))
        numbers, counts = [], []
        for word, count in found.items():
            number = self._words.get(word)
            if number is None:
                term = term_of(word)
                number = self._terms.setdefault(term, len(self._terms)) if term else -1
                self._words[word] = number
            if number >= 0:
                numbers.append(number)
                counts.append(float(count))
        return numbers, counts

    def build(self) -> TextIndex:
        """Return the index of all texts taken so far."""
        from scipy.sparse import csr_matrix

        starts = np.cumsum([0, *self._sizes], dtype=np.int64)
        columns = np.concatenate(self._columns) if self._columns else np.zeros(0, dtype=np.int32)
        counts = np.concatenate(self._counts) if self._counts else np.zeros(0, dtype=np.float32)
        self._columns, self._counts = [], []
        shape = (len(self._sizes), len(self._terms))
        rows = csr_matrix((counts, columns, starts), shape=shape)
        rows.sum_duplicates()  # "falls" and "fall" are one term
        directions = _directions(rows, list(self._terms))
        by_term = rows.tocsc()
        return TextIndex(
            self._terms, by_term.indptr.astype(np.int64), by_term.indices.astype(np.int32), by_term.data,
            np.asarray(rows.sum(axis=1), dtype=np.float32).ravel(), directions,
        )  # fmt: skip


def _directions(rows: Any, vocabulary: list[str]) -> Floats:
    """Return the direction of each text: its terms' vectors, each once more for every e-fold repeat, to length 1."""
    from queries.encoder import word_vectors

    vectors = word_vectors(vocabulary)[:, :DIMENSIONS]
    found = np.zeros((rows.shape[0], DIMENSIONS), dtype=np.float32)
    for start in range(0, rows.shape[0], _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        some.data = 1 + np.log(some.data)
        found[start : start + _AT_ONCE] = some @ vectors
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    return found
