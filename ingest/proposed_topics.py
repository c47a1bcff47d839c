"""Phrases that a community uses and no vocabulary has, for a curator to look at; nothing of it is put on the graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from graph.model import DocumentKind, Label, RelType
from graph.rows import chunks
from graph.schema import CLAIMS, DOCUMENTS, ENTITIES, MENTIONS
from graph.store import GraphStore, Reader, Row
from ingest.extract.language import other_language
from ingest.extract.vocabulary import entries, word_set
from ingest.noun_runs import Run, noun_runs, prose_lines, without
from ingest.phrase_counts import Counted, PhraseCounts, c_values, plain_form, term_key
from ingest.sentence import sentence_around

# Of so many documents, the newest, the form that is written most often is shown.
_QUOTES, _LOOKED_AT = 2, 20
_AT_ONCE = 200
# Rows of registers and vocabularies say nothing of what people write about.
_NOT_PROSE = frozenset({DocumentKind.TOPIC, DocumentKind.ORGANISATION, DocumentKind.PROFILE})


@dataclass(frozen=True, slots=True)
class Used:
    """One use of a phrase: the sentence, and the document it stands in."""

    quote: str
    start: int
    end: int
    document: str
    title: str
    url: str
    author: str
    published: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A phrase with how many documents and sources use it, how many people, and some uses."""

    phrase: str
    score: float
    documents: int
    sources: int
    people: int
    because: tuple[Used, ...]


def proposed_topics(store: GraphStore, limit: int = 20) -> list[Proposed]:
    """Return the likeliest terms that no vocabulary has, the best first; the store is only read.

    Left out: what touches a name or a topic that was found, has a capital inside a sentence, is masked, is in
    fewer than three documents or one writer's alone, or stands in most documents of a source. One pass over the
    documents; what is kept grows with the distinct phrases.
    """
    counts = PhraseCounts()
    for row, runs in _read(store, _prose(store.scan(DOCUMENTS))):
        counts.add(row, runs)
    kept = _without_known(store, counts.terms())
    scores = c_values({phrase: len(numbers) for phrase, numbers in kept.items()})
    scores = {phrase: score * counts.held_together(phrase) for phrase, score in scores.items()}
    best = sorted(kept, key=lambda phrase: (-scores[phrase], phrase))
    chosen = [phrase for phrase in best if scores[phrase] > 0][:limit]
    return [
        _proposed(store, phrase, scores[phrase], [counts.documents[n] for n in kept[phrase]])
        for phrase in chosen
    ]


def _prose(rows: Iterable[Row]) -> Iterator[Row]:
    return (
        row
        for row in rows
        if not row["retired"] and row["kind"] not in _NOT_PROSE and not other_language(row["text"])
    )


def _read(store: Reader, rows: Iterator[Row]) -> Iterator[tuple[Row, Iterator[tuple[str, Run]]]]:
    """Yield documents with the runs of their bodies, each with its line; the names in them are looked up together."""
    while some := list(islice(rows, _AT_ONCE)):
        named: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for mention in store.find(MENTIONS, "document", [row["id"] for row in some]):
            named[mention["document"]].append((mention["start"], mention["end"]))
        yield from ((row, _runs(row["text"], named[row["id"]])) for row in some)


def _runs(text: str, named: Iterable[tuple[int, int]]) -> Iterator[tuple[str, Run]]:
    # The lines above the empty one are the title and fields: names and tags.
    head, gap, _ = text.partition("\n\n")
    masked = without(text, named)
    for start, end in prose_lines(masked, len(head + gap)):
        for run in noun_runs(masked, start, end):
            yield masked[start:end], run


def _without_known(store: GraphStore, found: dict[str, list[int]]) -> dict[str, list[int]]:
    """Return the phrases that neither a vocabulary nor the name of anything in the graph has."""
    ours = (form for forms in entries("topics") for form in forms)
    left = dict(found)
    for name in chain(ours, word_set("not_topics"), _names(store)):
        left.pop(term_key(name), None)
    return left


def _names(store: GraphStore) -> Iterator[str]:
    for row in store.scan(ENTITIES):
        yield from (row["name"], *row["names"])


def _proposed(store: GraphStore, phrase: str, score: float, documents: Sequence[Counted]) -> Proposed:
    forms: Counter[str] = Counter()
    used: list[Used] = []
    newest = [document.id for document in sorted(documents, reverse=True)[:_LOOKED_AT]]
    rows = {row["id"]: row for row in store.find(DOCUMENTS, "id", newest)}
    for row, runs in _read(store, (rows[identifier] for identifier in newest)):
        spots = [spot for _, run in runs for spot in _spots(run, phrase)]
        forms.update(row["text"][start:end] for start, end in spots)
        if len(used) < _QUOTES:
            used.append(_used(row, *spots[0]))
    shown = min(forms, key=lambda form: (-forms[form], form))
    sources = len({document.source for document in documents})
    people = _people(store, (document.id for document in documents))
    return Proposed(shown, score, len(documents), sources, people, tuple(used))


def _spots(run: Run, phrase: str) -> Iterator[tuple[int, int]]:
    plain, parts = [plain_form(word) for word in run.words], phrase.split()
    for at in range(len(plain) - len(parts) + 1):
        if plain[at : at + len(parts)] == parts:
            yield run.spots[at][0], run.spots[at + len(parts) - 1][1]


def _used(row: Row, start: int, end: int) -> Used:
    spot = sentence_around(row["text"], start, end)
    quote = row["text"][spot.start : spot.end]
    shown = {name: row[name] for name in ("title", "url", "author", "published")}
    return Used(quote=quote, start=spot.start, end=spot.end, document=row["id"], **shown)


def _people(store: Reader, documents: Iterable[str]) -> int:
    """Return how many people wrote these documents."""
    rows = (row for some in chunks(documents, _AT_ONCE) for row in store.find(CLAIMS, "document", some))
    return len({
        row["subject_entity"] for row in rows
        if row["predicate"] == RelType.WROTE and row["subject_label"] == Label.PERSON and not row["retracted"]
    })  # fmt: skip
