"""How well saved pages are read, beside what trafilatura alone reads of them: `python -m tests.quality.html_pages`.

Gold: data/html-pages-trafilatura (segments of text that must and must not be there, comments, author, date)
and data/html-pages-readability (byline, date). A comment counts where its words are in the file at all:
many pages were saved before a script had fetched their comments.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trafilatura import bare_extraction

from graph.model import Source
from graph.names import words
from ingest.clean import clean
from ingest.community import SourceConfig
from ingest.document import Draft
from ingest.sources import html
from ingest.sources.files import BrokenError
from ingest.sources.html_tree import page_of, text_in

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_SEGMENTS = DATA / "html-pages-trafilatura"
_BYLINES = DATA / "html-pages-readability"


@dataclass(slots=True)
class Read:
    """One page as one reader has it; `present` is all that the file shows."""

    text: str = ""
    comments: str = ""
    author: str = ""
    published: str = ""
    number: int = 0


@dataclass(slots=True)
class Score:
    """What one reader got right, missed and got wrong, by what was asked."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, what: str, outcome: str, number: int = 1) -> None:
        """Count an outcome."""
        self.counts[what, outcome] += number

    def line(self, what: str, *outcomes: str) -> str:
        """Return one row of the table."""
        return "  ".join(f"{outcome} {self.counts[what, outcome]}" for outcome in outcomes)


def ours(file: Path) -> Read:
    """Read a page as the reader does, cleaned."""
    config = SourceConfig(Source("pages", "html"), file.name, file.parent)
    drafts = [item for item in html.read(config, [file]) if isinstance(item, Draft)]
    if not drafts:
        return Read()
    documents = [clean(draft, "pages").document for draft in drafts]
    return Read(
        _flat(documents[0].text),
        _flat(" ".join(document.text for document in documents[1:])),
        documents[0].author,
        drafts[0].published[:10],
        len(drafts) - 1,
    )


def theirs(file: Path) -> Read:
    """Read a page with trafilatura alone, metadata and comments on."""
    found = bare_extraction(file.read_bytes(), include_comments=True, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Read()
    return Read(
        _flat(found.text or ""), _flat(found.comments or ""), found.author or "", (found.date or "")[:10]
    )


def same_people(found: str, gold: str) -> bool:
    """Say whether a byline names whom the gold names, whatever "By", roles and order are around it."""
    return sorted(words(found)) == sorted(words(gold)) or (
        bool(words(found)) and f" {' '.join(words(found.partition(';')[0]))} " in f" {' '.join(words(gold))} "
    )


def measure() -> dict[str, Score]:
    """Return the scores of both readers over both sets."""
    scores = {"ours": Score(), "trafilatura": Score()}
    for reader, score in zip((ours, theirs), scores.values(), strict=True):
        for file, gold in _segment_pages():
            _segments(score, reader(file), gold, file)
        for file, gold in _byline_pages():
            read = reader(file)
            _outcome(score, "bylines (readability)", read.author, gold["byline"], same_people(read.author, gold["byline"]))
            if gold["publishedTime"]:
                _outcome(score, "dates (readability)", read.published, "", read.published == gold["publishedTime"][:10])
    return scores


def _segment_pages() -> Iterator[tuple[Path, dict[str, list[str] & str]]]:  # type: ignore[operator]
    raise NotImplementedError


def main() -> None:
    """Print the table."""
