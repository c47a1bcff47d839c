"""Makes an index of texts, block by block, so that a large community's stands in a minute and in little memory."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.names import words
from queries.text.index import DIMENSIONS, Counts, Floats, Ints, TextIndex
from queries.text.terms import term_of

# Texts counted in one go: some hundred thousand words as strings, 30 MB.
_AT_ONCE = 2_000
# Words made into vectors at a time: 40 MB.
_WORDS_AT_ONCE = 20_000
# A count is kept in a byte: BM25 has long levelled off there.
_MOST = 255


class IndexBuilder:
    """Takes texts, numbers them in that order, and makes their index."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._taken: list[str] = []
        self._blocks: list[_Block] = []

    def add(self, text: str) -> None:
        """Take the next text."""
        self._taken.append(text)
        if len(self._taken) == _AT_ONCE:
            self._count()

    def _count(self) -> None:
        """Count the words of the texts taken since the last block."""
        from scipy.sparse import coo_matrix

        found = [words(text) for text in self._taken]
        sizes = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
        number = self._numbers.__getitem__
        columns = np.fromiter(map(number, chain.from_iterable(found)), dtype=np.int32, count=int(sizes.sum()))
        said = columns >= 0
        texts = np.repeat(np.arange(len(found), dtype=np.int32), sizes)[said]
        shape = (len(found), len(self._numbers.terms))
        rows = coo_matrix((np.ones(len(texts), np.float32), (texts, columns[said])), shape).tocsr()
        self._blocks.append(_Block(rows.indptr, rows.indices, np.minimum(rows.data, _MOST).astype(np.uint8)))
        self._taken = []

    def build(self) -> TextIndex:
        """Return the index of all texts taken so far; the builder is empty afterwards."""
        self._count()
        vocabulary, self._numbers = self._numbers.terms, _Numbers()
        vectors = _vectors(list(vocabulary))
        size = sum(block.size for block in self._blocks)
        starts = np.zeros(len(vocabulary) + 1, dtype=np.int64)
        for block in self._blocks:
            starts[1:] += np.bincount(block.terms, minlength=len(vocabulary))
        np.cumsum(starts, out=starts)
        texts, counts = np.empty(starts[-1], dtype=np.int32), np.empty(starts[-1], dtype=np.uint8)
        lengths, directions = np.empty(size, np.float32), np.empty((size, DIMENSIONS), np.float32)
        free, first = starts[:-1].copy(), 0
        for block in _emptied(self._blocks):
            here = slice(first, first + block.size)
            by_term = block.matrix(len(vocabulary)).tocsc()
            having = np.diff(by_term.indptr)
            places = np.repeat(free - by_term.indptr[:-1], having) + np.arange(len(by_term.data))
            texts[places], counts[places] = by_term.indices + first, by_term.data
            free += having
            lengths[here] = by_term.sum(axis=1, dtype=np.float32).ravel()
            directions[here] = block.directions(vectors)
            first += block.size
        return TextIndex(vocabulary, starts, texts, counts, lengths, directions)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Some texts one after another: which terms each has, and how often (the three arrays of a CSR matrix)."""

    starts: Ints
    terms: Ints
    counts: Counts

    @property
    def size(self) -> int:
        """The number of texts."""
        return len(self.starts) - 1

    def matrix(self, terms: int) -> Any:
        """Return texts by terms (CSR)."""
        from scipy.sparse import csr_matrix

        return csr_matrix((self.counts, self.terms, self.starts), shape=(self.size, terms))

    def directions(self, vectors: NDArray[np.float16]) -> Floats:
        """Return each text's direction: its terms' vectors, each once more for every e-fold repeat, to length 1."""
        from scipy.sparse import csr_matrix

        used, columns = np.unique(self.terms, return_inverse=True)
        weights = 1 + np.log(self.counts.astype(np.float32))
        rows = csr_matrix((weights, columns, self.starts), shape=(self.size, len(used)))
        found: Floats = rows @ vectors[used].astype(np.float32)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        np.divide(found, lengths, out=found, where=lengths > 0)
        return found


class _Numbers(dict[str, int]):
    """The number of each word's term, -1 for a word of no term; a word not met before gets the next (`terms`)."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        term = term_of(word)
        number = self.terms.setdefault(term, len(self.terms)) if term else -1
        self[word] = number
        return number


def _vectors(vocabulary: list[str]) -> NDArray[np.float16]:
    """Return each term's vector as a row, in half precision: a hundred MB less, and the same order of texts."""
    from queries.encoder import word_vectors

    found = np.empty((len(vocabulary), DIMENSIONS), dtype=np.float16)
    for start in range(0, len(vocabulary), _WORDS_AT_ONCE):
        some = slice(start, start + _WORDS_AT_ONCE)
        found[some] = word_vectors(vocabulary[some])[:, :DIMENSIONS]
    return found


def _emptied(blocks: list[_Block]) -> Any:
    """Yield blocks in order, each dropped from the list as it is handed out."""
    blocks.reverse()
    while blocks:
        yield blocks.pop()
