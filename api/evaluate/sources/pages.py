"""Saved web pages: text, comments, bylines and days beside a gold, and beside what trafilatura alone reads.

Two formats of gold: trafilatura's evaluation data (segments of text that must and must not be there, of comments,
author and date) and the expected metadata of Mozilla's Readability (byline, time of publication).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.evaluate.measured import Measure, SetKind, holds
from api.evaluate.sources.fields import plain, read_all
from api.evaluate.sources.tally import Tally
from graph.errors import InputError
from graph.model import Source
from ingest.community import SourceConfig
from ingest.sources.files import BrokenError
from ingest.sources.html_tree import page_of, text_in

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Page:
    """One page as one reader has it."""

    text: str = ""
    comments: str = ""
    author: str = ""
    day: str = ""


_Reader = Callable[[Path], _Page]


def _ours(file: Path) -> _Page:
    read, _ = read_all(SourceConfig(Source("pages", "html"), file.name, file.parent))
    if not read:
        return _Page()
    first, *comments = read
    said = " ".join(one.text for one in comments)
    return _Page(_flat(first.text), _flat(said), ";".join(first.authors), first.written[:10])


def _theirs(file: Path) -> _Page:
    """Read a page with trafilatura alone, with comments and metadata."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = bare_extraction(file.read_bytes(), include_comments=True, with_metadata=True)
    if found is None or isinstance(found, dict):
        return _Page()
    return _Page(
        _flat(found.text or ""), _flat(found.comments or ""), found.author or "", (found.date or "")[:10]
    )


def _segments(folder: Path) -> Iterator[Measure]:
    gold = _gold(folder)
    pages = {name: page for name, page in gold.items() if (folder / "pages" / page["file"]).is_file()}
    yield from _beside_trafilatura(lambda reader: _tally_of_segments(folder / "pages", pages, reader))


def _metadata(folder: Path) -> Iterator[Measure]:
    pages = sorted(file.parent for file in folder.glob("*/expected-metadata.json"))
    yield from _beside_trafilatura(lambda reader: _tally_of_metadata(pages, reader))


def _beside_trafilatura(measured: Callable[[_Reader], Tally]) -> Iterator[Measure]:
    """Yield our figures beside trafilatura's on the same pages, which are the goal."""
    yield from measured(_ours).measures(measured(_theirs), goal=None)


def _tally_of_segments(folder: Path, pages: dict[str, dict[str, Any]], reader: _Reader) -> Tally:
    tally = Tally()
    for name, page in pages.items():
        file = folder / page["file"]
        read, shown = reader(file), _shown(file)
        wanted = [_flat(segment) for segment in page.get("with") or ()]
        unwanted = [_flat(segment) for segment in page.get("without") or ()]
        inside = {(name, segment) for segment in (*wanted, *unwanted) if segment in read.text}
        tally.compare("text", inside, {(name, segment) for segment in wanted})
        # Many pages were saved before a script had fetched their comments: those are in no reader's reach.
        said = [_flat(segment) for segment in page.get("comments") or ()]
        comments = [segment for segment in said if segment and segment in shown]
        found = {(name, segment) for segment in comments if segment in read.comments}
        # A comment that quotes the page stands in it too.
        once = [segment for segment in comments if shown.count(segment) == 1]
        astray = {(name, f"in the text: {segment}") for segment in once if segment in read.text}
        tally.compare("comments", found | astray, {(name, segment) for segment in comments})
        _byline(tally, name, read.author, page.get("author"))
        if page.get("date"):
            tally.compare("dates", {(name, read.day)} if read.day else (), {(name, page["date"][:10])})
    return tally


def _tally_of_metadata(pages: list[Path], reader: _Reader) -> Tally:
    tally = Tally()
    for page in pages:
        gold = json.loads((page / "expected-metadata.json").read_text("utf-8"))
        read = reader(page / "source.html")
        _byline(tally, page.name, read.author, gold.get("byline"))
        if day := (gold.get("publishedTime") or "")[:10]:
            tally.compare("dates", {(page.name, read.day)} if read.day else (), {(page.name, day)})
    return tally


def _byline(tally: Tally, page: str, found: str, gold: str | None) -> None:
    """Compare a byline; where the gold says nothing or nobody, what a reader finds may well be right."""
    if not gold:
        tally.aside["bylines found where the gold has none"] += bool(found)
    elif _same_people(found, gold):
        tally.compare("authors", {(page, gold)}, {(page, gold)})
    else:
        tally.compare("authors", {(page, found)} if found else (), {(page, gold)})


def _same_people(found: str, gold: str) -> bool:
    """Say whether a byline names whom the gold names; "By", a role or a date around it in the gold do not count."""
    names = [plain(name) for name in found.split(";") if plain(name)]
    wanted = plain(gold)
    turned = " ".join(sorted(wanted.split()))
    return bool(names) and all(
        f" {name} " in f" {wanted} " or " ".join(sorted(name.split())) == turned for name in names
    )


def _shown(file: Path) -> str:
    try:
        return _flat(text_in(page_of(file).root))
    except BrokenError:
        return ""


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _gold(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the pages of trafilatura's evaluation data by address; raises InputError."""
    file = next(folder.glob("evaldata*.json"))
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read: {error}", "correct the gold file") from error
    return {name: page for name, page in found.items() if isinstance(page, dict) and page.get("file")}


KINDS = (
    SetKind("saved pages with trafilatura's gold", holds("evaldata*.json", "pages/*"), _segments),
    SetKind("saved pages with Readability's", holds("*/expected-metadata.json", "*/source.html"), _metadata),
)
