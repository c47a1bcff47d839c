"""An index of texts in memory: which term stands in which text how often, and each text's direction of meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queries.text.terms import known, terms

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Counts = NDArray[np.uint8]

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", 3.2: the usual values.
K1, B = 1.2, 0.75
# The first half of the encoder's components: half the memory for two hundredths of what the whole finds.
DIMENSIONS = 128


@dataclass(frozen=True, slots=True, eq=False)
class TextIndex:
    """Texts by number. `texts[starts[t]:starts[t + 1]]` are the texts that have term t, `counts` how often.

    `lengths` are in terms; `directions` are rows of length 1 (zeros for a text of no known word).
    """

    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    texts: Ints
    counts: Counts
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
        return self.texts[having], self.counts[having].astype(np.float32)

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
