"""How many of the names in labelled text a pipeline finds, by label: exact places, as the field counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.model import Label
from ingest.extract.corpora import SCORED, our_label, read_docs
from ingest.extract.named_pipelines import load
from ingest.extract.pipeline import Extractor
from ingest.extract.prose import Context
from ingest.extract.trained_names import scores_of
from ingest.lexicon import Lexicon

_OURS = {Label.PERSON: "PERSON", Label.ORGANISATION: "ORG"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: `text[start:end]`; `score` says how sure whoever found it is, 1 for a labelled one."""

    start: int
    end: int
    label: str
    score: float = 1.0

    @property
    def place(self) -> tuple[int, int, str]:
        """Return what must agree for two to be the same."""
        return self.start, self.end, self.label


Reader = Callable[[Sequence[str]], Iterator[list[Name]]]
Marked = tuple[str, list[Name]]


@dataclass(slots=True)
class Counts:
    """How many names were right, how many were found, how many were wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


def corpus(file: Path) -> list[Marked]:
    """Return the texts of a DocBin file with their labelled names; raises InputError where it is none."""
    return [
        (doc.text, [Name(ent.start_char, ent.end_char, our_label(ent.label_)) for ent in doc.ents])
        for doc in read_docs(file)
    ]


def bare(pipeline: str) -> Reader:
    """Return a reader by a pipeline alone, with no rule of ours."""
    nlp = load(pipeline)

    def read(texts: Sequence[str]) -> Iterator[list[Name]]:
        for doc in nlp.pipe(texts):
            scores = scores_of(doc)
            yield [
                Name(ent.start_char, ent.end_char, our_label(ent.label_),
                     scores.get((ent.start_char, ent.end_char), 1.0))
                for ent in doc.ents
            ]  # fmt: skip

    return read


def whole(pipeline: str) -> Reader:
    """Return a reader by the whole product: the pipeline with our rules, and no list of anybody's names."""
    extractor = Extractor(Lexicon(), pipeline)

    def read(texts: Sequence[str]) -> Iterator[list[Name]]:
        for prose in extractor.read((text, 0, Context()) for text in texts):
            found = [
                Name(span.start, span.end, _OURS[span.label], span.confidence)
                for span in prose.spans
                if span.label in _OURS
            ]
            yield found + [Name(place.start, place.end, "PLACE") for place in prose.places]

    return read


def pairs(marked: Sequence[Marked], reader: Reader) -> Iterator[tuple[list[Name], list[Name]]]:
    """Yield the labelled names of each text with those that a reader finds."""
    for (_, wanted), found in zip(marked, reader([text for text, _ in marked]), strict=True):
        yield wanted, found


def counts(both: Iterable[tuple[list[Name], list[Name]]]) -> Mapping[str, Counts]:
    """Return the counts of each label that the labelled texts have, and of all of these together as "all"."""
    kept = list(both)
    labels = [label for label in SCORED if any(name.label == label for wanted, _ in kept for name in wanted)]
    by_label = {label: Counts() for label in labels}
    for wanted, found in kept:
        for label, count in by_label.items():
            one = {name.place for name in wanted if name.label == label}
            other = {name.place for name in found if name.label == label}
            count.right += len(one & other)
            count.found += len(other)
            count.wanted += len(one)
    total = Counts(
        *(sum(getattr(one, part) for one in by_label.values()) for part in ("right", "found", "wanted"))
    )
    return {**by_label, "all": total}


def reliability(both: Iterable[tuple[list[Name], list[Name]]], low: float, high: float) -> Counts:
    """Return how many of the names that are said with a score from `low` to below `high` are right."""
    count = Counts()
    for wanted, found in both:
        places = {name.place for name in wanted}
        said = [name for name in found if name.label in SCORED and low <= name.score < high]
        count.found += len(said)
        count.right += sum(name.place in places for name in said)
    return count
