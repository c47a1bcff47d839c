"""The network of the name tagger: MiniLM's encoder, told each word's letter shape and which corpus it reads."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from ingest.extract.trained.decoding import TAGS
from ingest.extract.trained.pieces import SHAPES

# all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019): six layers of twelve heads.
_LAYERS, _HEADS, _WIDTH, _INNER, _VOCABULARY, _PLACES, _EPSILON = 6, 12, 384, 1536, 30522, 512, 1e-12
# Letter shapes are told twice: at the bottom, where they are added, and here, beside what the encoder made of them.
_SHAPE_WIDTH, _HEAD_WIDTH = 32, 192
_DROPOUT = 0.1
# Our names for the parts of a layer, by those in the published weights.
_PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "joined",
    "attention.output.LayerNorm": "joined_norm",
    "intermediate.dense": "widened",
    "output.dense": "narrowed",
    "output.LayerNorm": "narrowed_norm",
}


class Layer(nn.Module):  # type: ignore[misc] # torch is not there where types are checked
    """One layer of BERT (Devlin et al. 2019): attention, then a wider layer, each added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.joined = (nn.Linear(_WIDTH, _WIDTH) for _ in range(4))
        self.joined_norm = nn.LayerNorm(_WIDTH, eps=_EPSILON)
        self.widened, self.narrowed = nn.Linear(_WIDTH, _INNER), nn.Linear(_INNER, _WIDTH)
        self.narrowed_norm = nn.LayerNorm(_WIDTH, eps=_EPSILON)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return what the layer makes of x, of shape (rows, pieces, width); mask is added to attention's scores."""
        heads = [self._heads(part(x)) for part in (self.query, self.key, self.value)]
        seen = functional.scaled_dot_product_attention(*heads, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(x.shape)
        x = self.joined_norm(x + self.drop(self.joined(seen)))
        wide = functional.gelu(self.widened(x))
        return self.narrowed_norm(x + self.drop(self.narrowed(wide)))

    @staticmethod
    def _heads(x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], x.shape[1], _HEADS, _WIDTH // _HEADS).transpose(1, 2)


class Tagger(nn.Module):  # type: ignore[misc] # as above
    """Scores of each tag for each piece.

    `corpus` is the number of the corpus a text is from, 0 for any: corpora draw the borders of ORG and PLACE
    differently, and a vector added for each lets one model learn from all and speak as one of them (the domain
    embeddings of Stymne et al. 2018). That vector is folded into the letter shapes' when the model is exported.
    """

    def __init__(self, corpora: int) -> None:
        super().__init__()
        self.words = nn.Embedding(_VOCABULARY, _WIDTH)
        self.places = nn.Embedding(_PLACES, _WIDTH)
        self.kinds = nn.Embedding(2, _WIDTH)
        self.norm = nn.LayerNorm(_WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(_LAYERS))
        self.shapes = nn.Embedding(SHAPES, _WIDTH)
        self.corpora = nn.Embedding(corpora, _WIDTH)
        self.shapes_again = nn.Embedding(SHAPES, _SHAPE_WIDTH)
        self.head, self.out = nn.Linear(_WIDTH + _SHAPE_WIDTH, _HEAD_WIDTH), nn.Linear(_HEAD_WIDTH, len(TAGS))
        self.drop = nn.Dropout(_DROPOUT)
        # At nought they change nothing, so that training begins from what the encoder knows.
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.corpora.weight)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor, corpus: Tensor) -> Tensor:
        """Return scores of shape (rows, pieces, tags)."""
        return self.score(pieces, shapes, mask, self.corpora(corpus)[:, None])

    def score(self, pieces: Tensor, shapes: Tensor, mask: Tensor, told: Tensor) -> Tensor:
        """Return the scores with the corpus given as its vector."""
        x = self.words(pieces) + self.shapes(shapes) + told
        x = x + self.places.weight[: pieces.shape[1]] + self.kinds.weight[0]
        x = self.drop(self.norm(x))
        hidden = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        x = torch.cat([x, self.shapes_again(shapes)], -1)
        return self.out(functional.gelu(self.head(self.drop(x))))


def with_published_weights(network: Tagger, weights: Path) -> Tagger:
    """Give the encoder the published weights, a file of safetensors; what is ours keeps its first values."""
    named = {"words": "word_embeddings", "places": "position_embeddings", "kinds": "token_type_embeddings"}
    published = load_file(weights)
    state = {f"{ours}.weight": published[f"embeddings.{theirs}.weight"] for ours, theirs in named.items()}
    for end in ("weight", "bias"):
        state[f"norm.{end}"] = published[f"embeddings.LayerNorm.{end}"]
        for layer in range(_LAYERS):
            for theirs, ours in _PARTS.items():
                state[f"layers.{layer}.{ours}.{end}"] = published[f"encoder.layer.{layer}.{theirs}.{end}"]
    network.load_state_dict(state, strict=False)
    network.words.weight.requires_grad_(False)
    return network
