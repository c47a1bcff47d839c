"""Labelled sets of expert search, read as the ground that people are ranked on."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np

from graph.errors import InputError
from queries.expertise import Ground, Traces
from queries.expertise.ranking import Floats, Ints
from queries.text import IndexBuilder

# The protocol of the reference figures (SOURCE.md): three years are hidden, people have three earlier works, a hidden
# work five concepts.
_HIDDEN_YEARS, _EARLIER_WORKS, _CONCEPTS = 3, 3, 5


@dataclass(frozen=True, slots=True)
class Question:
    """Free words, the numbers of the people to rank, and the places of the right ones among them."""

    asked: str
    candidates: Ints
    right: list[int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A ground, questions on it, and which texts refer to which (pairs of numbers, as rows)."""

    ground: Ground
    questions: list[Question]
    links: Ints


class HiddenWorks(Labelled):
    """The same, where the right people are the authors of a work that is not in the ground."""


def labelled(folder: Path) -> Labelled:
    """Return a set with experts by topic: each labelled document's text asks for its topic's experts.

    As in the authors' code, the document stays among the texts, and who it names is left in. Raises InputError.
    """
    documents = {row["doc_id"]: row["text"] for row in _rows(folder, "documents")}
    numbers = {document: number for number, document in enumerate(documents)}
    pairs = [(row["person_id"], numbers[row["doc_id"]]) for row in _rows(folder, "authorships")]
    people = {person: number for number, person in enumerate(dict.fromkeys(person for person, _ in pairs))}
    pool = [row["person_id"] for row in _rows(folder, "candidate_pool") if row["person_id"] in people]
    experts: dict[str, set[str]] = {}
    for row in _rows(folder, "experts"):
        experts.setdefault(row["topic"], set()).add(row["person_id"])
    candidates = np.array([people[person] for person in pool], dtype=np.int32)
    questions = [
        Question(documents[row["doc_id"]], candidates, right)
        for row in _rows(folder, "query_documents")
        if (right := [place for place, person in enumerate(pool) if person in experts.get(row["topic"], ())])
    ]
    years = np.full(len(documents), np.nan, dtype=np.float32)
    ground = _ground(documents.values(), pairs, people, years, 0.0)
    return Labelled(ground, _some(questions, folder), _links(folder, numbers))


def hidden_works(folder: Path) -> HiddenWorks:
    """Return a community whose newest three years are hidden: each hidden work's concepts ask for its authors.

    A concept is its words, and the words as one: "scale_free" is scale, free and scalefree. Raises InputError.
    """
    years = {row["publication_id"]: int(row["time"]) for row in _rows(folder, "publications")}
    names = {row["word_id"]: row["word"] for row in _rows(folder, "words")}
    concepts: dict[str, list[str]] = {}
    for row in _rows(folder, "usages"):
        concepts.setdefault(row["publication_id"], []).append(names[row["word_id"]])
    authors: dict[str, list[str]] = {}
    for row in _rows(folder, "authorships"):
        authors.setdefault(row["publication_id"], []).append(row["author_id"])
    until = max(years.values(), default=0) - _HIDDEN_YEARS
    texts = {
        work: _text(concepts[work]) for work, year in years.items() if year <= until and work in concepts
    }
    works: dict[str, int] = {}
    for work, whom in authors.items():
        if years[work] <= until:
            for person in whom:
                works[person] = works.get(person, 0) + 1
    people = {person: number for number, person in enumerate(works)}
    pool = {person: place for place, person in enumerate(p for p in works if works[p] >= _EARLIER_WORKS)}
    numbers = {work: number for number, work in enumerate(texts)}
    pairs = [(person, numbers[work]) for work, whom in authors.items() if work in numbers for person in whom]
    candidates = np.array([people[person] for person in pool], dtype=np.int32)
    questions = [
        Question(_text(concepts[work]), candidates, right)
        for work, year in years.items()
        if year > until and len(concepts.get(work, ())) >= _CONCEPTS
        if (right := [pool[person] for person in authors.get(work, ()) if person in pool])
    ]
    known = np.array([years[work] for work in texts], dtype=np.float32)
    ground = _ground(texts.values(), pairs, people, known, until + 1.0)
    return HiddenWorks(ground, _some(questions, folder), np.zeros((0, 2), dtype=np.int32))


def _links(folder: Path, numbers: dict[str, int]) -> Ints:
    """Return which texts refer to which, where the set says so (doc_links.csv)."""
    if not any(folder.glob("doc_links.csv*")):
        return np.zeros((0, 2), dtype=np.int32)
    pairs = [(numbers[row["doc_a"]], numbers[row["doc_b"]]) for row in _rows(folder, "doc_links")]
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)


def _text(concepts: Iterable[str]) -> str:
    return " ".join(f"{one} {one.replace('_', '')}" if "_" in one else one for one in concepts)


def _ground(
    texts: Iterable[str], pairs: list[tuple[str, int]], people: dict[str, int], years: Floats, now: float
) -> Ground:
    builder = IndexBuilder()
    for one in texts:
        builder.add(one)
    person = np.array([people[one] for one, _ in pairs], dtype=np.int32)
    text = np.array([number for _, number in pairs], dtype=np.int32)
    traces = Traces(person, text, np.ones(len(pairs), dtype=np.float32), len(people), years)
    return Ground(builder.build(), traces, now)


def _some(questions: list[Question], folder: Path) -> list[Question]:
    if not questions:
        raise InputError(f"{folder.name} holds no question with a right answer")
    return questions


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of NAME.csv or NAME.csv.gz; raises InputError for a file that cannot be read."""
    path = next(folder.glob(f"{name}.csv*"))
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return list(csv.DictReader(StringIO(raw.decode("utf-8"), newline="")))
    except (OSError, ValueError, csv.Error) as error:
        raise InputError(f"{path.name} cannot be read: {error}") from error
