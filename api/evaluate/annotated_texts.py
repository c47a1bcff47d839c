"""Annotated texts: names, relations with their stance and topics that are found, and what a confidence is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.evaluate.measured import Measure, SetKind, holds

if TYPE_CHECKING:
    from ingest.extract.agreement import Agreement, Judged
    from ingest.extract.annotated import Annotated
    from ingest.extract.pipeline import Extractor
    from ingest.extract.scoring import Counts

# What issue 5 promises in the field.
_GOALS = {"PERSON": 0.97, "ORG": 0.90, "PLACE": 0.93, "PROJECT": 0.80}
_PARTS = ("precision", "recall", "f")
# The bands of the reliability table; what is said at nine in ten is to be right 85 to 95 times in a hundred.
_BOUNDS = (0.55, 0.65, 0.75, 0.85, 0.95)
_NINE = 0.85


def _passages(folder: Path) -> Iterator[Measure]:
    from ingest.extract.annotated import SAID, said_passages

    for file in sorted(folder.glob(SAID)):
        yield from _measures(f"passages, {file.name.partition('.')[0]}", said_passages(file), spread=True)


def _documents(folder: Path) -> Iterator[Measure]:
    from ingest.annotated_documents import documents
    from ingest.extract.annotated import halves

    for half, texts in sorted(halves(documents(folder)).items()):
        yield from _measures(f"documents, {half}", texts, spread=False)


@cache
def extractor(pipeline: str) -> Extractor:
    """Return the reading of prose without anybody's list, made once: a model takes a while to load."""
    from ingest.extract.pipeline import Extractor
    from ingest.lexicon import Lexicon

    return Extractor(Lexicon(), pipeline)


def _measures(name: str, texts: list[Annotated], *, spread: bool) -> Iterator[Measure]:
    """Yield the figures of the default reading, each beside that of our rules alone."""
    from ingest.extract.agreement import agree
    from ingest.extract.named_pipelines import DEFAULT, RULES

    rules = agree(texts, extractor(RULES), spread=spread).counts
    found = agree(texts, extractor(DEFAULT), spread=spread)
    yield Measure(f"{name}: texts", len(texts))
    for what, counts in sorted(found.counts.items()):
        yield from _counted(f"{name}: {what}", counts, rules.get(what), _GOALS.get(what))
    yield from _table(name, found)


def _counted(name: str, counts: Counts, beside: Counts | None, goal: float | None) -> Iterator[Measure]:
    if "stance" in name:
        yield Measure(f"{name} ({counts.found})", counts.precision, beside.precision if beside else None)
        return
    for part in _PARTS:
        anchor = getattr(beside, part) if beside is not None else None
        yield Measure(f"{name} {part}", getattr(counts, part), anchor, goal if part == "f" else None)


def _table(name: str, found: Agreement) -> Iterator[Measure]:
    """Yield the reliability table: how often what is said within a band of confidence is right."""
    from ingest.extract.agreement import reliability

    said: Mapping[str, list[Judged]] = {
        "names": found.names, "relations": found.relations, "topics": found.topics
    }  # fmt: skip
    for what, judged in said.items():
        for low, high, counts in reliability(judged, _BOUNDS):
            band = f"{low:.2f} to {min(high, 1.0):.2f}"
            goal = _NINE if low == _NINE else None
            yield Measure(
                f"{name}: {what} said at {band} that are right ({counts.found})", counts.precision, goal=goal
            )


KINDS = (
    SetKind("passages with what they say (*.said.txt)", holds("*.said.txt"), _passages),
    SetKind("annotated documents (documents.jsonl, community.toml)", holds("documents.jsonl", "community.toml"),
            _documents),
)  # fmt: skip
