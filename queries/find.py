"""Finding anything by its words: people, projects, organisations, topics, documents."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from graph.errors import UsageError
from graph.model import Label
from graph.names import fold, words
from graph.schema import DOCUMENTS
from graph.store import Reader, Row
from queries.answer import Answer, Evidence, Finding
from queries.evidence import evidence_of, listed
from queries.reads import named
from queries.request import Request
from queries.spellings import spellings_of
from queries.text.terms import term_of

# Rows of each kind that are ranked by how well the words fit; the store orders them, we rank them.
_LEAST_CANDIDATES = 1000
_SNIPPET = 160
Facets = dict[str, dict[str, int]]


def answer(reader: Reader, request: Request) -> Answer:
    """Return what goes by these words: names before titles before texts, and how many there are of each kind.

    All words must be there, the last may be the beginning of one; case and accents do not count. An acronym finds
    what it stands for, and a name what goes by its acronym. Where nothing goes by the words, those that no name has are
    read as the nearest that one has, and the answer says so. Raises UsageError where there is no word to look for.
    """
    tokens = words(request.get("words"))
    if not tokens:
        raise UsageError(f"{request.get('words')!r} holds no word to look for", "give letters or digits")
    spellings, caveats = spellings_of(reader), tuple[str, ...]()
    asked = [tokens, *spellings.also(tokens)]
    facets = _facets(reader, request, asked)
    if not facets.get("label") and (meant := spellings.meant(tokens)) != tokens:
        asked = [meant, *spellings.also(meant)]
        facets = _facets(reader, request, asked)
        if facets.get("label"):
            caveats = (f"Nothing goes by “{' '.join(tokens)}”; this is what goes by “{' '.join(meant)}”.",)
    found, label = list[Finding](), request.get("label")
    if label != Label.DOCUMENT:
        found += _entities(reader, request, asked)
    if label in ("", Label.DOCUMENT):
        found += _documents(reader, request, asked)
    # Stable: within a score, entities by name and documents newest first, on every page.
    found.sort(key=lambda finding: -finding.score)
    page = found[request.offset : request.offset + request.limit]
    total = sum(facets.get("label", {}).values())
    more = str(request.offset + request.limit) if request.offset + request.limit < total else ""
    shown = _with_snippets(reader, page, _telling(asked))
    return Answer(
        "find", request.values, shown, caveats=(*caveats, *_counted(facets)), next=more, facets=facets
    )


def _facets(reader: Reader, request: Request, asked: list[list[str]]) -> Facets:
    """Return how many there are by label, and the documents by source and by year; nothing where there is none."""
    label, query = request.get("label"), _query(asked)
    found: dict[str, dict[str, int]] = {"label": {}, "source": {}, "year": {}}
    if label != Label.DOCUMENT:
        rows = reader.read(named("find_entity_counts"), words=query)
        found["label"] = {row["label"]: row["found"] for row in rows if label in ("", row["label"])}
    if label in ("", Label.DOCUMENT):
        for row in reader.read(named("find_document_counts"), words=query):
            for facet, value in (
                ("label", str(Label.DOCUMENT)),
                ("source", row["source"]),
                ("year", row["year"]),
            ):
                found[facet][value] = found[facet].get(value, 0) + row["found"]
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


def _entities(reader: Reader, request: Request, asked: list[list[str]]) -> list[Finding]:
    rows = reader.read(
        named("find_entities"), words=_query(asked), label=request.get("label"), limit=_candidates(request)
    )
    scored = sorted(
        ((max(_name_score(row, tokens) for tokens in asked), row) for row in rows),
        key=lambda pair: (-pair[0], pair[1]["name"], pair[1]["id"]),
    )
    # A topic is no more there for being mentioned last year, and the claims on a big one take a second to look through.
    page = scored[request.offset : request.offset + request.limit + 1]
    quotes = _quotes(reader, request, sorted(row["id"] for _, row in page if row["label"] != Label.TOPIC))
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
        for score, row in scored
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
    """Return one quote for each entity: the newest claim that it has a part in."""
    rows = reader.read(named("newest_claims"), entities=entities, **request.moments) if entities else []
    return {row["entity"]: evidence_of([row]) for row in rows}


def _documents(reader: Reader, request: Request, asked: list[list[str]]) -> list[Finding]:
    """Return the documents that have these words, still without the words around them."""
    found: dict[str, tuple[float, Row]] = {}
    for score, field in ((0.9, "title_words"), (0.5, "")):
        for row in reader.read(
            named("find_documents"), words=_query(asked, field), limit=_candidates(request)
        ):
            comment = 0.1 if row["kind"] == "comment" else 0.0
            found.setdefault(row["id"], (score - comment, row))
    return [
        Finding(
            value={
                "id": row["id"],
                "label": str(Label.DOCUMENT),
                "name": row["title"],
                **{name: row[name] for name in ("kind", "url", "author", "published")},
            },
            score=score,
            why=(f"{row['kind'].capitalize()} “{row['title']}” has these words.",),
            because=(),
        )
        for score, row in found.values()
    ]


def _with_snippets(reader: Reader, page: list[Finding], tokens: list[str]) -> tuple[Finding, ...]:
    """Return a page of findings, its documents with the words around the first one that was asked for."""
    wanted = sorted(finding.value["id"] for finding in page if finding.value["label"] == Label.DOCUMENT)
    rows = {row["id"]: row for row in reader.find(DOCUMENTS, "id", wanted)}
    return tuple(
        replace(finding, because=(_snippet(rows[finding.value["id"]], tokens),))
        if finding.value["id"] in rows
        else finding
        for finding in page
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
