"""The passage of a document that answers to a question's words, or comes nearest to their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graph.names import fold
from graph.store import Row
from queries.answer import Evidence
from queries.text.terms import term_of

_LONGEST = 200
# A text that names the subject on every line is not searched to its end: the first hits are as good.
_HITS = 300
# Sentences compared by meaning in a text without any of the words: its beginning says what it is about.
_SENTENCES = 12
_WORD = re.compile(r"[\w'’]+")
_SENTENCE = re.compile(r"[^\n.!?]{12,}[.!?]?")


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote, and the terms of the question that stand in it (none where it only comes near in meaning)."""

    evidence: Evidence
    terms: frozenset[str]


def best_passage(document: Row, wanted: Mapping[str, float], asked: str) -> Passage:
    """Return the stretch of a document's text that has most of the wanted terms, each counted once by its weight.

    Where it has none of them, the sentence near its beginning that is nearest in meaning to what was asked.
    """
    text: str = document["text"]
    hits = [hit for hit, _ in zip(_hits(text, wanted), range(_HITS), strict=False)]
    if not hits:
        return Passage(_quoted(document, *_nearest(text, asked)), frozenset())
    best, found = 0, frozenset[str]()
    for start, _ in hits:
        near = frozenset(term for place, term in hits if start <= place <= start + _LONGEST - 40)
        if sum(wanted[term] for term in near) > sum(wanted[term] for term in found):
            best, found = start, near
    start, end = _whole_words(text, best)
    seen = frozenset(term for place, term in hits if start <= place < end)
    return Passage(_quoted(document, start, end), seen)


def _hits(text: str, wanted: Mapping[str, float]) -> Iterator[tuple[int, str]]:
    for match in _WORD.finditer(text):
        term = term_of(fold(match[0].replace("'", "").replace("’", "")))
        if term in wanted:
            yield match.start(), term


def _whole_words(text: str, place: int) -> tuple[int, int]:
    """Return a stretch that begins shortly before a place, at the beginning of a word, and ends at the end of one."""
    begin = max(text.rfind("\n", 0, place) + 1, text.rfind(". ", 0, place) + 1, 0)
    if place - begin > _LONGEST // 3:
        begin = text.rfind(" ", 0, place - _LONGEST // 4) + 1
    begin += len(text[begin:place]) - len(text[begin:place].lstrip())
    end = min(len(text), begin + _LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), place + 1)
    return begin, begin + len(text[begin:end].rstrip())


def _nearest(text: str, asked: str) -> tuple[int, int]:
    from queries.encoder import encode

    spans = [match.span() for match, _ in zip(_SENTENCE.finditer(text), range(_SENTENCES), strict=False)]
    if not spans:
        return 0, min(len(text), _LONGEST)
    vectors = encode([asked, *(text[start:end] for start, end in spans)])
    start, end = spans[int(np.argmax(vectors[1:] @ vectors[0]))]
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if end - start > _LONGEST:
        end = max(text.rfind(" ", start, start + _LONGEST), start + 1)
    return start, end


def _quoted(document: Row, start: int, end: int) -> Evidence:
    return Evidence(
        document=document["id"], title=document["title"], url=document["url"], author=document["author"],
        published=document["published"], quote=document["text"][start:end], start=start, end=end,
        rule="full text", status="asserted",
    )  # fmt: skip
