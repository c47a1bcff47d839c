"""Names in prose: how many of a labelled text's people, organisations and places are found, beside rules alone.

A set is a folder of DocBin files (those of training left out), of passages with [name|LABEL] in them
(`*.marked.txt`), of names by origin (`origins.toml`), of annotated texts (annotated_texts.py), or a
community whose posts have tags (tagged_posts.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.evaluate import annotated_texts, tagged_posts
from api.evaluate.measured import Measure, SetKind, holds

if TYPE_CHECKING:
    from ingest.extract.scoring import Marked, Reader

_QUALITY = Path(__file__).parents[2] / "tests" / "quality"
OWN = (_QUALITY / "passages", _QUALITY / "annotated")
_TRAINED_ON = "train"
# On web text what a model of 560M parameters reaches (XLM-R large on EWT's test split: 0.86, Mayhew et al. 2024); in
# the field what issue 5 promises.
_WEB_GOAL = 0.86
_FIELD_GOALS = {("PERSON", "f"): 0.97, ("ORG", "f"): 0.90, ("PLACE", "f"): 0.93}
_PARTS = ("precision", "recall", "f")
# What is said at nine in ten is to be right 85 to 95 times in a hundred; this is the band of scores that says it.
_SAID, _ABOVE = 0.85, 0.95
# The most by which names of one origin may be found less often than those of another.
_GAP = 0.03


def _corpora(folder: Path) -> Iterator[Measure]:
    """Yield the figures of each DocBin file that nothing was trained on."""
    from ingest.extract import scoring

    for file in _untrained(folder):
        yield from _both_ways(file.stem, scoring.corpus(file), _web_goals(file))


def _passages(folder: Path) -> Iterator[Measure]:
    """Yield the figures of each file of marked passages."""
    from ingest.extract import marked

    for file in sorted(folder.glob(marked.PASSAGES)):
        yield from _both_ways(file.name.partition(".")[0], marked.passages(file), _FIELD_GOALS)


def _origins(folder: Path) -> Iterator[Measure]:
    """Yield the share of names found by origin, and the gap between the best and the worst of them."""
    from ingest.extract import marked, scoring

    found = {
        origin: scoring.counts(scoring.pairs(texts, reader("default")))["PERSON"].recall
        for origin, texts in marked.names_by_origin(folder / marked.ORIGINS)
    }
    for origin, share in found.items():
        yield Measure(f"names found: {origin}", share, goal=max(found.values()) - _GAP)
    yield Measure("gap between origins", max(found.values()) - min(found.values()), goal=_GAP, at_most=True)


@cache
def reader(pipeline: str) -> Reader:
    """Return the whole product's reader with a pipeline, made once: a model takes a while to load."""
    from ingest.extract import scoring

    return scoring.whole(pipeline)


def _untrained(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.spacy") if _TRAINED_ON not in file.stem)


def _web_goals(file: Path) -> Mapping[tuple[str, str], float]:
    return {("all", "f"): _WEB_GOAL} if file.stem.startswith("ewt") else {}


def _both_ways(name: str, texts: list[Marked], goals: Mapping[tuple[str, str], float]) -> Iterator[Measure]:
    """Yield the figures of the trained pipeline alone and with our rules, each beside those of rules alone."""
    from ingest.extract import scoring
    from ingest.extract.named_pipelines import DEFAULT, RULES

    rules = scoring.counts(scoring.pairs(texts, reader(RULES)))
    model = list(scoring.pairs(texts, scoring.bare(DEFAULT)))
    whole = scoring.counts(scoring.pairs(texts, reader(DEFAULT)))
    for said, counts in (("model", scoring.counts(model)), ("with rules", whole)):
        for label, count in counts.items():
            for part in _PARTS:
                figure, beside = getattr(count, part), getattr(rules[label], part)
                yield Measure(f"{name}, {said}: {label} {part}", figure, beside, goals.get((label, part)))
    at_nine = scoring.reliability(model, _SAID, _ABOVE)
    yield Measure(f"{name}, model: right where 0.9 is said", at_nine.precision, goal=_SAID)


KINDS = (
    SetKind("corpus of names (.spacy, not of training)", lambda folder: bool(_untrained(folder)), _corpora),
    SetKind("passages with [name|LABEL] (.marked.txt)", holds("*.marked.txt"), _passages),
    SetKind("names by origin (origins.toml)", holds("origins.toml"), _origins),
    *annotated_texts.KINDS,
    *tagged_posts.KINDS,
)
