"""Feeds that say in a comment at their head what a reader should find: "Expect: entries[0]['title'] == 'Falls'".

The format is that of feedparser's own test files. Of what they expect, the fields of items that we keep are compared:
title, text, address, id, author, day of writing, topics. A feed without such a comment is to be read, or to be
skipped with a reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from api.evaluate.measured import Measure, SetKind
from api.evaluate.sources.fields import plain, read_all
from api.evaluate.sources.tally import Tally
from graph.model import Source
from ingest.community import SourceConfig
from ingest.dates import read_date
from ingest.markup import html_to_text
from ingest.sources.feed import entries_in
from ingest.sources.feed_entries import Entry
from ingest.sources.files import BrokenError

_ENDINGS = (".xml", ".rss", ".atom", ".rdf")
_EXPECT = re.compile(rb"Expect:\s*(.+?)\s*(?:\n|-->)")
_HEAD = 4000
_HEADER = re.compile(rb"Header:\s*Content-Location:\s*(\S+)")
# feedparser's tests serve the files whose names begin so, from here, and expect relative addresses completed.
_SERVED, _SERVED_AT = "http_", "http://127.0.0.1:8097/"
# feedparser's path to a value, without the number of the item, and our name for it.
_FIELDS = {
    ("title",): "titles",
    ("title_detail", "value"): "titles",
    ("description",): "texts",
    ("summary",): "texts",
    ("summary_detail", "value"): "texts",
    ("content", 0, "value"): "texts",
    ("link",): "addresses",
    ("id",): "ids",
    ("guid",): "ids",
    ("author",): "authors",
    ("author_detail", "name"): "authors",
    ("authors", 0, "name"): "authors",
    ("published",): "dates",
    ("published_parsed",): "dates",
    ("created",): "dates",
    ("created_parsed",): "dates",
    ("tags", 0, "term"): "document-topic",
    ("tags", 0, "label"): "document-topic",
}
_Expected = tuple[int, str, str]


def expectations(file: Path) -> Iterator[_Expected]:
    """Yield (item, what, value) for each field of ours that a file's comment expects."""
    with file.open("rb") as opened:
        found = _EXPECT.search(opened.read(_HEAD))
    try:
        tree = ast.parse(found[1].decode("utf-8"), mode="eval") if found else None
    except (SyntaxError, UnicodeDecodeError):
        return
    for node in ast.walk(tree) if tree else ():
        match node:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant() | ast.Tuple() as right]):
                path = _path(left)
                value = ast.literal_eval(right)
                if path[:1] == ("entries",) and isinstance(path[1], int) and path[2:] in _FIELDS and value:
                    yield path[1], _FIELDS[path[2:]], _written(value)
            case _:
                continue


def found_at(file: Path) -> str:
    """Return where a file is said to have been found: its relative addresses are meant from there."""
    if not file.name.startswith(_SERVED):
        return ""
    with file.open("rb") as opened:
        said = _HEADER.search(opened.read(_HEAD))
    return said[1].decode("utf-8", "replace") if said else _SERVED_AT


def _path(node: ast.expr) -> tuple[str | int, ...]:
    """Return ("entries", 0, "title") for `entries[0]['title']`, () for anything else."""
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.Subscript(value=inner, slice=ast.Constant(value=str() | int() as key)):
            before = _path(inner)
            return (*before, key) if before else ()
        case _:
            return ()


def _written(value: object) -> str:
    """Return an expected value as text; of a time tuple the moment."""
    if isinstance(value, tuple):
        year, month, day, hour, minute, second = value[:6]
        return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    return str(value)


def _said(entry: Entry, what: str) -> list[str]:
    return {
        "titles": [entry.title],
        "texts": [html_to_text(entry.body)],
        "addresses": [entry.link],
        "ids": [entry.id],
        "authors": list(entry.authors),
        "dates": [read_date(entry.published)[0]],
        "document-topic": [name for topic in entry.topics for name in (*topic.names, topic.name)],
    }[what]


def _alike(what: str, found: str, expected: str) -> bool:
    if what in ("addresses", "ids"):
        return found == expected
    if what == "dates":
        return found[:10] == read_date(expected)[0][:10]
    words = plain(html_to_text(expected))
    return plain(found) == words if what != "authors" else bool(plain(found)) and plain(found) in words


def _measure(folder: Path) -> Iterator[Measure]:
    tally = Tally()
    lost = 0
    for file in _feeds(folder):
        name = file.relative_to(folder).as_posix()
        read, skips = read_all(SourceConfig(Source("feeds", "feed"), file.name, file.parent))
        lost += not read and not skips
        tally.aside["files read"] += bool(read)
        tally.aside["files skipped, each with its reason"] += not read and bool(skips)
        tally.aside["files that no reader was made for"] += any(
            "cannot be read" in one.reason for one in skips
        )
        _compare(tally, file, name)
    yield Measure("files neither read nor skipped", lost, goal=0, at_most=True)
    yield from tally.measures()


def _compare(tally: Tally, file: Path, name: str) -> None:
    try:
        entries = entries_in(file, found_at(file))[1]
    except BrokenError:
        entries = []
    for number, what, expected in expectations(file):
        said = _said(entries[number], what) if number < len(entries) else []
        right = any(_alike(what, found, expected) for found in said)
        read = {(name, expected)} if right else {(name, found) for found in said if found}
        tally.compare(what, read, {(name, expected)})


def _feeds(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in _ENDINGS and file.is_file())


def _fits(folder: Path) -> bool:
    """Say whether a folder, or what it holds, is such a set; a part of a set is none of its own."""
    if (folder.parent / "SOURCE.md").is_file():
        return False
    return any(_EXPECT.search(file.read_bytes()[:_HEAD]) for file in _feeds(folder)[:20])


KINDS = (SetKind("feeds that say what to expect of them", _fits, _measure),)
