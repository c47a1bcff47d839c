"""The static encoder: a vector for each word piece, and a text is the weighted sum of its pieces."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.names import fold

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

DIMENSIONS = 256
# Texts turned into vectors at a time: the pieces of a thousand pages are some MB.
_AT_ONCE = 1000


def encode(texts: Sequence[str]) -> Vectors:
    """Return a vector of length 1 for each text, as rows; a text without a known piece is all zeros.

    Two rows' product is their cosine: about 0 for unrelated texts, 1 for the same words. Tulkens and van Dongen 2024,
    "Model2Vec": the vectors of a sentence transformer's word pieces, by themselves, weighted by rarity and added.
    """
    found = _all_sums(texts)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    return found


def word_vectors(words: Sequence[str]) -> Vectors:
    """Return a vector for each word as rows, rarer words longer: their sum is the direction of `encode`."""
    return _all_sums(words)


def _all_sums(texts: Sequence[str]) -> Vectors:
    """Return the sum of the pieces' vectors of each text."""
    parts = [_sums(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _sums(texts: Sequence[str]) -> Vectors:
    from scipy.sparse import csr_matrix

    pieces = [each.ids for each in _tokenizer().encode_batch([fold(text) for text in texts])]
    starts = np.cumsum([0, *map(len, pieces)])
    ids = np.fromiter((piece for each in pieces for piece in each), dtype=np.int32, count=int(starts[-1]))
    used, column = np.unique(ids, return_inverse=True)
    if not len(used):
        return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    counts = csr_matrix((np.ones(len(ids), dtype=np.float32), column, starts), shape=(len(texts), len(used)))
    vectors, scales = _weights()
    found: Any = counts @ (vectors[used].astype(np.float32) * scales[used][:, None])
    return np.asarray(found, dtype=np.float32)


@cache
def _weights() -> tuple[NDArray[np.int8], Vectors]:
    """Return the vectors of the pieces as whole numbers, and what one step of each row is worth."""
    with as_file(files("queries.encoder") / "weights" / "pieces.npz") as path, np.load(path) as stored:
        return stored["vectors"], stored["scales"].astype(np.float32)


@cache
def _tokenizer() -> Tokenizer:
    """Return what cuts text into the model's word pieces (WordPiece: Wu et al. 2016, arXiv 1609.08144)."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    lines = (files("queries.encoder") / "weights" / "vocabulary.txt").read_text("utf-8").splitlines()
    vocabulary = {piece: number for number, piece in enumerate(lines)}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106  # a piece of the vocabulary
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made
