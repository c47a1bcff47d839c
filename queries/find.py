"""Finding anything by its words: people, projects, organisations, topics, documents."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.errors import UsageError
from graph.model import Label
from graph.names import fold, words
from graph.schema import DOCUMENTS
from graph.store import Reader, Row
from queries.answer import Answer, Evidence, Finding
from queries.document_hits import NO_HITS, DocumentColumns, Positions, document_columns
from queries.evidence import evidence_of, listed
from queries.named_then import named_then, shown_then
from queries.reads import named
from queries.request import Request
from queries.spellings import spellings_of
from queries.text.terms import term_of

# Rows of each kind that are ranked by how well the words fit; the store orders them, we rank them.
_LEAST_CANDIDATES = 1000
_SNIPPET = 160
# What a document's fit is: words in its title before words in its text, and what a comment has less.
_IN_TITLE, _IN_TEXT, _COMMENT = 0.9, 0.5, 0.1
Facets = dict[str, dict[str, int]]


def answer(reader: Reader, request: Request) -> Answer:
    """Return what goes by these words: names before titles before texts, and how many there are of each kind.

    All words must be there, the last may be the beginning of one; case and accents do not count. An acronym finds
    what it stands for, and a name what goes by its acronym. Where nothing goes by the words, those that no name has are
    read as the nearest that one has, and the answer says so. At another time than now only what was there and known
    then is found, by the names it had. Raises UsageError where there is no word to look for.
    """
    tokens = words(request.get("words"))
    if not tokens:
        raise UsageError(f"{request.get('words')!r} holds no word to look for", "give letters or digits")
    spellings, caveats = spellings_of(reader), tuple[str, ...]()
    hits = _hits(reader, request, [tokens, *spellings.also(tokens)])
    facets = _facets(reader, request, hits)
    if not facets.get("label") and (meant := spellings.meant(tokens)) != tokens:
        hits = _hits(reader, request, [meant, *spellings.also(meant)])
        facets = _facets(reader, request, hits)
        if facets.get("label"):
            caveats = (f"Nothing goes by “{' '.join(tokens)}”; this is what goes by “{' '.join(meant)}”.",)
    # An entity found by its name stands before every document (_name_score is above 1); the order is that of all pages.
    entities = _ranked(hits.then if request.timed else _entities(reader, request, hits.asked), hits.asked)
    found = _named(reader, request, hits.asked, entities[request.offset : request.offset + request.limit])
    first = max(0, request.offset - len(entities))
    shown = (*found, *_documents(reader, request, hits, (first, request.limit - len(found))))
    total = sum(facets.get("label", {}).values())
    more = str(request.offset + request.limit) if request.offset + request.limit < total else ""
    return Answer(
        "find", request.values, shown, caveats=(*caveats, *_counted(facets)), next=more, facets=facets
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Hits:
    """The ways of saying what is looked for, and the positions of the documents that have one of them.

    `then` are the entities that go by one of them, where the request asks about another time than now.
    """

    asked: list[list[str]]
    columns: DocumentColumns
    documents: Positions
    then: list[Row]


def _hits(reader: Reader, request: Request, asked: list[list[str]]) -> _Hits:
    columns = document_columns(reader)
    label, query = request.get("label"), _query(asked)
    documents = columns.having(reader, query, request) if label in ("", Label.DOCUMENT) else NO_HITS
    timed = request.timed and label != Label.DOCUMENT
    return _Hits(asked, columns, documents, named_then(reader, request, query, asked) if timed else [])


def _facets(reader: Reader, request: Request, hits: _Hits) -> Facets:
    """Return how many there are by label, and the documents by source and by year; nothing where there is none."""
    label, query = request.get("label"), _query(hits.asked)
    found: dict[str, dict[str, int]] = {"label": {}, "source": {}, "year": {}}
    if label != Label.DOCUMENT:
        then = Counter(row["label"] for row in hits.then)
        rows = [] if request.timed else reader.read(named("find_entity_counts"), words=query)
        found["label"] = {row["label"]: row["found"] for row in rows if label in ("", row["label"])} | then
    for source, year, count in hits.columns.counted(hits.documents):
        for facet, value in (("label", str(Label.DOCUMENT)), ("source", source), ("year", year)):
            found[facet][value] = found[facet].get(value, 0) + count
    return {facet: dict(sorted(counts.items())) for facet, counts in found.items() if counts}


def _counted(facets: Facets) -> tuple[str, ...]:
    """Return the counts in words: "412 in all: 3 Person, 409 Document (blog 400, feed 9; 2023 to 2024)."."""
    by_label = facets.get("label", {})
    if not by_label:
        return ()
    parts = listed(
        [f"{count} {label.lower()}{'' if count == 1 else 's'}" for label, count in by_label.items()]
    )
    sources = ", ".join(f"{source} {count}" for source, count in facets.get("source", {}).items())
    years = [f"{year or 'undated'} {count}" for year, count in facets.get("year", {}).items()]
    more = f"; documents by source: {sources}; by year: {', '.join(years)}" if sources else ""
    return (f"{sum(by_label.values())} in all: {parts}{more}.",)


def _query(asked: list[list[str]], field: str = "") -> str:
    """Return the words as both full-text indexes read them: (field:one AND field:two*) OR (field:acronym*)."""
    prefix = f"{field}:" if field else ""
    ways = dict.fromkeys(
        " AND ".join([*(f"{prefix}{token}" for token in tokens[:-1]), f"{prefix}{tokens[-1]}*"])
        for tokens in asked
    )
    return " OR ".join(f"({way})" for way in ways)


def _candidates(request: Request) -> int:
    """Return how many rows of each kind are ranked: enough for the page that is asked for."""
    return max(_LEAST_CANDIDATES, request.offset + request.limit)


def _entities(reader: Reader, request: Request, asked: list[list[str]]) -> list[Row]:
    """Return what goes by these names today."""
    label = request.get("label")
    if label == Label.DOCUMENT:
        return []
    return reader.read(
        named("find_entities"), words=_query(asked), label=label, least=1, limit=_candidates(request)
    )


def _ranked(rows: list[Row], asked: list[list[str]]) -> list[tuple[float, Row]]:
    """Return entities, each with how well its names fit, best first."""
    return sorted(
        ((max(_name_score(row, tokens) for tokens in asked), row) for row in rows),
        key=lambda pair: (-pair[0], pair[1]["name"], pair[1]["id"]),
    )


def _named(
    reader: Reader, request: Request, asked: list[list[str]], page: list[tuple[float, Row]]
) -> list[Finding]:
    quotes = _quotes(reader, request, sorted(row["id"] for _, row in page))
    rows = [row for _, row in page]
    shown = shown_then(reader, request, rows) if request.timed else rows
    return [
        Finding(
            value={
                name: row[name]
                for name in ("id", "label", "name", "role", "organisation", "place", "kind", "status")
            },
            score=score,
            why=(_known_as(row, asked),),
            because=quotes.get(row["id"], ()),
        )
        for (score, _), row in zip(page, shown, strict=True)
    ]


def _name_score(row: Row, tokens: list[str]) -> float:
    """Return 1 to 2: the whole name, then its beginning, then its words; more records break ties."""
    asked = " ".join(tokens)
    names = [" ".join(words(name)) for name in row["names"]]
    match = max((0.6 if name == asked else 0.4 if name.startswith(asked) else 0.2) for name in names)
    return 1.0 + match + 0.2 * (1 - 1 / (1 + math.log1p(row["records"])))


def _known_as(row: Row, asked: list[list[str]]) -> str:
    """Return what it is called and, where the words are those of another of its names, that name."""
    for tokens in asked:
        for name in (row["name"], *row["names"]):
            own = " ".join(words(name))
            if all(token in own for token in tokens):
                also = f", also “{name}”" if name != row["name"] else ""
                return f"{row['label']} called “{row['name']}”{also}."
    return f"{row['label']} called “{row['name']}”."


def _quotes(reader: Reader, request: Request, entities: list[str]) -> dict[str, tuple[Evidence, ...]]:
    """Return one quote for each entity: the claim that it has a part in and that was true last."""
    rows = reader.read(named("newest_claims"), entities=entities, **request.moments) if entities else []
    return {row["entity"]: evidence_of([row]) for row in rows}


def _documents(reader: Reader, request: Request, hits: _Hits, shown: tuple[int, int]) -> Iterator[Finding]:
    """Yield documents that have these words, those in whose title they stand first, comments after other texts."""
    first, count = shown
    if count <= 0 or first >= len(hits.documents):
        return
    columns = hits.columns
    titled = np.isin(hits.documents, columns.having(reader, _query(hits.asked, "title_words"), request))
    scores = np.where(titled, _IN_TITLE, _IN_TEXT) - np.where(columns.comment[hits.documents], _COMMENT, 0.0)
    page = columns.best(hits.documents, scores, first + count)[first:]
    score_of = dict(zip(hits.documents.tolist(), scores.tolist(), strict=True))
    ids = {columns.ids[position]: score_of[position] for position in page.tolist()}
    rows = {row["id"]: row for row in reader.find(DOCUMENTS, "id", sorted(ids))}
    tokens = _telling(hits.asked)
    yield from (_document(rows[id_], score, tokens) for id_, score in ids.items() if id_ in rows)


def _document(row: Row, score: float, tokens: list[str]) -> Finding:
    return Finding(
        value={
            "id": row["id"],
            "label": str(Label.DOCUMENT),
            "name": row["title"],
            **{name: row[name] for name in ("kind", "url", "author", "published")},
        },
        score=score,
        why=(f"{row['kind'].capitalize()} “{row['title']}” has these words.",),
        because=(_snippet(row, tokens),),
    )


def _telling(asked: list[list[str]]) -> list[str]:
    """Return the words to show a text by, function words only where there are no others; those typed come last."""
    tokens = [token for one in reversed(asked) for token in one]
    return [token for token in tokens if term_of(token)] or tokens


def _snippet(row: Row, tokens: list[str]) -> Evidence:
    """Return the words around the first one that was asked for, as they stand in the text."""
    text: str = row["text"]
    start = next((m.start() for m in re.finditer(r"[\w'’]+", text) if _is_word(m[0], tokens)), 0)
    begin = text.rfind(" ", 0, max(0, start - _SNIPPET // 2)) + 1 if start > _SNIPPET // 2 else 0
    end = min(len(text), begin + _SNIPPET)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + 1)
    return Evidence(
        document=row["id"], title=row["title"], url=row["url"], author=row["author"], published=row["published"],
        quote=text[begin:end], start=begin, end=end, rule="full text", status="asserted",
    )  # fmt: skip


def _is_word(word: str, tokens: list[str]) -> bool:
    folded = fold(word.replace("'", "").replace("’", ""))
    return folded in tokens or folded.startswith(tokens[-1])
