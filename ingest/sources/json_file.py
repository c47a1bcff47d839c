"""JSON files of one site's interface: read whole, within limits, as records with texts in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ingest.sources.files import BrokenError, decode, is_binary
from ingest.sources.front_matter import Value, parse_json

Record = dict[str, Value]

# One answer of an interface holds a hundred items; 40 MB of JSON and 1.5 million values stay below
# 500 MB of memory, in whatever way they are nested.
_MOST_BYTES = 40_000_000
_MOST_VALUES = 1_500_000
_HEAD = 4096
# Halves of characters and control characters, which JSON can write and no store can keep.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def read_json(file: Path) -> Value:
    """Return what a file holds; raises BrokenError for one that is empty, too large or no JSON."""
    if file.stat().st_size > _MOST_BYTES:
        raise BrokenError(f"too large (over {_MOST_BYTES // 1_000_000} MB): cut it into pages")
    data = file.read_bytes()
    if not data.strip():
        raise BrokenError("empty file")
    if is_binary(data[:_HEAD]):
        raise BrokenError("not text (binary)")
    if sum(data.count(mark) for mark in (b"[", b"{", b",")) > _MOST_VALUES:
        raise BrokenError("too many values in it: cut it into pages")
    return parse_json(decode(data))


def text(record: Value | None, *path: str) -> str:
    """Return the text at a path of keys, '' where there is none."""
    found: Value | None = record
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return _NO_TEXT.sub("", found) if isinstance(found, str) else ""


def within(record: Value | None, *path: str) -> Value | None:
    """Return what stands at a path of keys, or None."""
    found: Value | None = record
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def records(value: Value | None) -> Iterator[Record]:
    """Yield the records in a list, or in a list of lists."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item
        elif isinstance(item, list):
            yield from (inner for inner in item if isinstance(inner, dict))
