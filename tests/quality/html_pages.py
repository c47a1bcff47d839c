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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Read:
    """One page as one reader has it; `number` counts its comments."""

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
    """Say whether a byline names whom the gold names; "By", a role or a date around it in the gold do not count."""
    names = [" ".join(words(name)) for name in found.split(";")]
    wanted = " ".join(words(gold))
    turned = " ".join(sorted(wanted.split()))
    return any(names) and all(
        f" {name} " in f" {wanted} " or " ".join(sorted(name.split())) == turned for name in names if name
    )


def measure() -> dict[str, Score]:
    """Return the scores of both readers over both sets."""
    scores = {"ours": Score(), "trafilatura": Score()}
    for reader, score in zip((ours, theirs), scores.values(), strict=True):
        for page in json.loads((_SEGMENTS / "evaldata_subset.json").read_text("utf-8")).values():
            file = _SEGMENTS / "pages" / page["file"]
            _count_segments(score, reader(file), page, file)
        for line in (_BYLINES / "gold.jsonl").read_text("utf-8").splitlines():
            gold = json.loads(line)
            read = reader(_BYLINES / gold["page"] / "source.html")
            _count(
                score,
                "bylines, readability",
                read.author,
                gold["byline"],
                same_people(read.author, gold["byline"]),
            )
            date = (gold["publishedTime"] or "")[:10]
            if date:
                _count(score, "dates, readability", read.published, date, read.published == date)
    return scores


def _count_segments(score: Score, read: Read, page: dict[str, Any], file: Path) -> None:
    for kind, outcomes in (("with", ("found", "missed")), ("without", ("wrongly in", "rightly out"))):
        for segment in page[kind]:
            score.add("segments", outcomes[_flat(segment) not in read.text])
    shown = _shown(file)
    for segment in page.get("comments") or ():
        if _flat(segment) not in shown:
            score.add("comments", "not in the file")
            continue
        score.add("comments", "found" if _flat(segment) in read.comments else "missed")
        score.add("comments", "in the main text", _flat(segment) in read.text)
    score.add("comments", "in all", read.number)
    if page.get("author") is not None:
        right = same_people(read.author, page["author"]) and bool(page["author"])
        _count(score, "bylines", read.author, page["author"], right)
    if page.get("date"):
        _count(score, "dates", read.published, page["date"], read.published == page["date"])


def _count(score: Score, what: str, found: str, gold: str, right: bool) -> None:
    if not gold:
        score.add(what, "where the gold has none", bool(found))
    else:
        score.add(what, "right" if right else "wrong" if found else "missed")


def _shown(file: Path) -> str:
    try:
        return _flat(text_in(page_of(file).root))
    except BrokenError:
        return ""


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def main() -> None:
    """Print the table."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for reader, score in measure().items():
        print(reader)
        for what in dict.fromkeys(what for what, _ in score.counts):
            outcomes = [f"{name} {number}" for (asked, name), number in score.counts.items() if asked == what]
            print(f"  {what:22} {', '.join(sorted(outcomes))}")


if __name__ == "__main__":
    main()
