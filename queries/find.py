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
from queries.evidence import evidence_of
from queries.reads import named
from queries.request import Request

# Candidates looked at for each kind; the store orders them, we rank them.
_CANDIDATES = 300
_SNIPPET = 160


def answer(reader: Reader, request: Request) -> Answer:
    """Return what goes by these words: names before titles, titles before texts.

    All words must be there, the last may be the beginning of one; case and accents do not count.
    Raises UsageError where there is no word to look for.
    """
    tokens = words(request.get("words"))
    if not tokens:
        raise UsageError(f"{request.get('words')!r} holds no word to look for", "give letters or digits")
    label = request.get("label")
    found: list[Finding] = []
    if label != Label.DOCUMENT:
        found += _entities(reader, request, tokens, label)
    if label in ("", Label.DOCUMENT):
        found += _documents(reader, tokens)
    found.sort(key=lambda finding: (-finding.score, finding.value["name"], finding.value["id"]))
    page = found[request.offset : request.offset + request.limit]
    more = str(request.offset + request.limit) if request.offset + request.limit < len(found) else ""
    return Answer("find", request.values, _with_snippets(reader, page, tokens), next=more)


def _query(tokens: list[str], field: str = "") -> str:
    """Return the words as both full-text indexes read them: field:one AND field:two*."""
    prefix = f"{field}:" if field else ""
    return " AND ".join([*(f"{prefix}{token}" for token in tokens[:-1]), f"{prefix}{tokens[-1]}*"])


def _entities(reader: Reader, request: Request, tokens: list[str], label: str) -> list[Finding]:
    rows = reader.read(named("find_entities"), words=_query(tokens), label=label, limit=_CANDIDATES)
    scored = sorted(
        ((_name_score(row, tokens), row) for row in rows),
        key=lambda pair: (-pair[0], pair[1]["name"], pair[1]["id"]),
    )
    shown = scored[: request.offset + request.limit + 1]
    quotes = _quotes(reader, request, [row["id"] for _, row in shown])
    return [
        Finding(
            value={
                name: row[name]
                for name in ("id", "label", "name", "role", "organisation", "place", "kind", "status")
            },
            score=score,
            why=(_known_as(row, tokens),),
            because=quotes.get(row["id"], ()),
        )
        for score, row in shown
    ]


def _name_score(row: Row, tokens: list[str]) -> float:
    """Return 1 to 2: the whole name, then its beginning, then its words; more records break ties."""
    asked = " ".join(tokens)
    names = [" ".join(words(name)) for name in row["names"]]
    match = max((0.6 if name == asked else 0.4 if name.startswith(asked) else 0.2) for name in names)
    return 1.0 + match + 0.2 * (1 - 1 / (1 + math.log1p(row["records"])))


def _known_as(row: Row, tokens: list[str]) -> str:
    own = " ".join(words(row["name"]))
    if all(token in own for token in tokens):
        return f"{row['label']} called “{row['name']}”."
    other = next(
        (n for n in row["names"] if all(token in " ".join(words(n)) for token in tokens)), row["name"]
    )
    return f"{row['label']} called “{row['name']}”, also “{other}”."


def _quotes(reader: Reader, request: Request, entities: list[str]) -> dict[str, tuple[Evidence, ...]]:
    """Return one quote for each entity: the newest claim that it has a part in."""
    rows = reader.read(named("newest_claims"), entities=entities, **request.moments) if entities else []
    return {row["entity"]: evidence_of([row]) for row in rows}


def _documents(reader: Reader, tokens: list[str]) -> list[Finding]:
    """Return the documents that have these words, still without the words around them."""
    found: dict[str, tuple[float, Row]] = {}
    for score, field in ((0.9, "title_words"), (0.5, "")):
        for row in reader.read(named("find_documents"), words=_query(tokens, field), limit=_CANDIDATES):
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
