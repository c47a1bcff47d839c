"""Packs a checkpoint as the folder that `spacy.load` takes: `python -m ingest.extract.training.export --from DIR`."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import cast

import numpy as np
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from ingest.extract.corpora import read_documents
from ingest.extract.named_pipelines import SHIPPED
from ingest.extract.trained.decoding import TAGS, Floats
from ingest.extract.trained.name_tagger import MODEL, TOKENIZER, NameTagger
from ingest.extract.trained.pieces import Pieces, windows
from ingest.extract.training.mixture import CORPORA, SPOKEN, allowed_tags
from ingest.extract.training.network import Tagger
from ingest.extract.training.train import CHECKPOINT, ENCODER

VERSION = "1.0.0"
WINDOW = 128
# Web text and the field's nearest kin: on these two dev splits the temperature is chosen.
_TEMPERED_ON = ("ewt/ewt_dev.spacy", "gum/gum_dev_open.spacy")


class Spoken(nn.Module):  # type: ignore[misc] # torch is not there where types are checked
    """The tagger as one corpus speaks: what ONNX Runtime is given, log chances and no corpus to name."""

    def __init__(self, tagger: Tagger, corpus: int) -> None:
        super().__init__()
        self.tagger = tagger
        self.told = nn.Parameter(tagger.corpora.weight[corpus].detach().clone())

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return log chances of shape (rows, pieces, tags)."""
        return torch.log_softmax(self.tagger.score(pieces, shapes, mask, self.told), -1)


def pack(checkpoint: Path, data: Path, out: Path) -> float:
    """Write the pipeline's folder beside its card, and return the temperature that was chosen."""
    network = Tagger(len(CORPORA))
    network.load_state_dict(torch.load(checkpoint / CHECKPOINT))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        shutil.copyfile(ENCODER / "tokenizer.json", made / TOKENIZER)
        _quantised(network, made)
        tagger = NameTagger(window=WINDOW).from_disk(made)
        temperature = tempered(tagger, data)
        nlp = spacy.blank("en")
        added = nlp.add_pipe("name_tagger", config={"window": WINDOW, "temperature": temperature})
        cast(NameTagger, added).from_disk(made)
        nlp.meta |= {
            "name": "improvement_names",
            "version": VERSION,
            "description": "Names in the web prose of improvement communities",
            "license": "Apache-2.0",
            "labels": {"name_tagger": sorted({tag[2:] for tag in TAGS[1:]})},
        }
        nlp.to_disk(out)
    return temperature


def _quantised(network: Tagger, folder: Path) -> None:
    """Write the network as ONNX with weights of eight bits, each output channel with a scale of its own."""
    spoken = Spoken(network.eval(), SPOKEN).eval()
    pieces = torch.randint(1000, 5000, (2, 16))
    mask = torch.ones_like(pieces)
    mask[1, 12:] = 0
    inputs, whole = ["input_ids", "case_ids", "attention_mask"], folder / "whole.onnx"
    with warnings.catch_warnings():
        # The exporter that torch itself now prefers needs another package, and writes the same graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            spoken, (pieces, mask, mask), str(whole), input_names=inputs, output_names=["chances"],
            dynamic_axes={name: {0: "rows", 1: "pieces"} for name in (*inputs, "chances")},
            opset_version=17, dynamo=False,
        )  # fmt: skip
    quantize_dynamic(
        whole, folder / MODEL, weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )  # fmt: skip


def tempered(tagger: NameTagger, data: Path) -> float:
    """Return the temperature at which the dev splits are least surprising, to a twentieth (Guo et al. 2017)."""
    pieces = Pieces(ENCODER / "tokenizer.json")
    chances, allowed = [], []
    for name in _TEMPERED_ON:
        lacks = next(corpus.lacks for corpus in CORPORA if corpus.name == name.split("/")[0])
        for document in read_documents(data / name):
            read = list(windows(pieces.tokens(document.words), WINDOW))
            chances += tagger.chances(read)
            allowed.append(allowed_tags(document.tags, lacks))
    row, right = np.concatenate(chances), np.concatenate(allowed)
    return float(min(np.arange(0.8, 2.01, 0.05), key=lambda heat: _surprise(row / heat, right)).round(2))


def _surprise(scaled: Floats, allowed: Floats) -> float:
    chances = np.exp(scaled) / np.exp(scaled).sum(1, keepdims=True)
    return float(-np.log((chances * (allowed > 0)).sum(1)).mean())


def main() -> None:
    """Pack as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--from", dest="checkpoint", type=Path, required=True, help="the folder `train` wrote to"
    )
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data/nlp"), help="the folder of the corpora"
    )
    parser.add_argument("--out", type=Path, default=SHIPPED)
    given = parser.parse_args()
    print(f"temperature {pack(given.checkpoint, given.data, given.out)}")


if __name__ == "__main__":
    main()
