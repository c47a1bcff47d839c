"""Feeds (RSS 0.9 to 2.0, Atom) saved to files: posts, and the comments of WordPress and Blogger comment feeds.

A feed is a window on a site: what is no longer in it was not deleted.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path

import feedparser  # type: ignore[import-untyped]  # it ships no types
from feedparser.encodings import convert_to_utf8  # type: ignore[import-untyped]

from graph.ids import digest
from graph.model import DocumentKind, RelType
from ingest.community import SourceConfig
from ingest.document import Draft, Named, Skip, Statement
from ingest.sources.declared_encoding import with_right_width
from ingest.sources.feed_comments import Comment, Known, draft_of, is_comment, no_comment
from ingest.sources.feed_entries import Entry, Feed, address_of, entry_of, feed_of, key_of
from ingest.sources.files import BrokenError, each_file, place_of
from ingest.sources.people import people_in
from ingest.sources.saved_from import address_in
from ingest.sources.threads import parents_first

# feedparser holds a whole feed several times over: 20 MB took 303 MB of memory when it was measured.
_MOST_BYTES = 20_000_000
_MEASURED = 1 << 16
_MOST_ITEMS = 100_000
# feedparser compares each category of an item with all before it.
_MOST_CATEGORIES = 2000
_ENTITY = re.compile(rb"""<!ENTITY\s+(\w{1,40})\s+["']([^"'&%<>]{1,16}|&#\w{1,8};)["']\s*>""")
_DECLARED = re.compile(rb"<!ENTITY\s+([^\s%\"'<>&;]{1,200})\s")
_NAMED = re.compile(rb"&([^\s\"'<>&;#]{1,200});")
_PROLOG = re.compile(rb"\s*(<\?xml[^>]*>|)(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_EDITED = re.compile(rb"(?:<|:)(?:updated|modified)\b")
_ENDS = re.compile(rb"</(?:[\w-]{1,20}:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_ITEM = re.compile(rb"<(/?)(?:item|entry)[\s>]", re.IGNORECASE)
_COUNTED = re.compile(rb"(<item|<entry)\b|[<:](?:category|subject)\b")
# Whichever of the formats a file is in, one of these words is near its beginning.
_FEED = re.compile(rb"<(?:[\w-]{1,20}:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_FEED_WITHIN = 100_000
_EXPORT = "://wordpress.org/export/"
_ROOT = re.compile(
    rb"<rss[\s>]|<(?:\w{1,20}:)?feed\s[^>]{0,2000}?(?:w3\.org/2005/Atom|purl\.org/atom/)"
    rb"|<rdf:RDF\s[^>]{0,2000}?(?:purl\.org/rss/1\.0/|my\.netscape\.com/rdf/)"
)


@dataclass(slots=True)
class _Read:
    """What is known so far of a whole source; comments wait until all posts have been read."""

    config: SourceConfig
    known: Known = field(default_factory=Known)
    comments: list[Comment] = field(default_factory=list)


def is_feed(head: bytes) -> bool:
    """Say whether a file that begins like this is a feed."""
    return _ROOT.search(head) is not None


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield the posts of all files, then the comments, none before the one it answers."""
    found = _Read(config)
    yield from each_file(config, files, partial(_read_file, found))
    yield from parents_first([draft_of(comment, found.known) for comment in found.comments])


def _read_file(found: _Read, file: Path) -> Iterator[Draft | Skip]:
    place = place_of(found.config, file)
    try:
        feed, entries, broken = entries_in(file)
    except BrokenError as error:
        yield Skip(place, str(error))
        return
    for number, entry in enumerate(entries, 1):
        where = f"{place}, item {number}"
        if broken and number == len(entries):
            yield Skip(where, "the file breaks off within it")
        else:
            yield from _item(found, feed, entry, where)


def entries_in(file: Path, found_at: str = "") -> tuple[Feed, list[Entry], bool]:
    """Return what a feed says of itself, its items, and whether it breaks off within the last one.

    Relative addresses are completed with `found_at`, else with the address noted in the file. Raises BrokenError
    for what is no feed, one without items, or a whole export of a WordPress site.
    """
    data, noted = _data(file)
    parsed = feedparser.parse(
        BytesIO(data),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-location": found_at or noted},
    )
    entries: list[dict[str, object]] = parsed["entries"]
    version = str(parsed.get("version") or "")
    if any(_EXPORT in space for space in parsed["namespaces"].values()):
        # It is RSS too, but with drafts, private posts and ones behind a password, which only `wxr` tells apart.
        raise BrokenError("a WordPress export: read it as wxr")
    if not entries:
        raise BrokenError("no items in it" if version else "not a feed")
    feed = feed_of(parsed["feed"], version, edited=_has_edits(data), base=found_at or noted)
    return feed, [entry_of(entry, feed) for entry in entries], _breaks_off(data)


def _data(file: Path) -> tuple[bytes, str]:
    """Return a feed in UTF-8, with no more of its DTD than a few short entities, and the address noted in it."""
    if file.stat().st_size > _MOST_BYTES:
        raise BrokenError(f"too large for a feed (over {_MOST_BYTES // 1_000_000} MB)")
    data = file.read_bytes()
    if not data.strip():
        raise BrokenError("empty file")
    utf8: bytes = convert_to_utf8({}, with_right_width(data), {})
    utf8 = utf8.replace(b"\0", b"")
    if not _FEED.search(utf8, 0, _FEED_WITHIN):
        raise BrokenError("not a feed")
    _check(utf8)
    return _without_dtd(utf8), address_in(utf8)


def _check(data: bytes) -> None:
    """Refuse what would keep feedparser busy for hours."""
    lower = data.lower()
    if sum(map(lower.count, (b"<item", b"<entry", b"category", b"subject"))) <= _MOST_CATEGORIES:
        return  # the usual feed: ten or a hundred items
    items = categories = 0
    for found in _COUNTED.finditer(lower):
        is_item = found[1] is not None
        items += is_item
        categories = 0 if is_item else categories + 1
        if items > _MOST_ITEMS or categories > _MOST_CATEGORIES:
            raise BrokenError(f"too many {'items for a feed' if is_item else 'categories in one item'}")


def _without_dtd(data: bytes) -> bytes:
    """Leave out the document type: what its entities say is kept where they are short and name no other.

    `&a;` takes three characters, so that text grows five times at most; nothing outside is named.
    Raises BrokenError where the feed's text names an entity that is not kept.
    """
    prolog = _PROLOG.match(data)
    if prolog:  # what stands in a comment there must not be taken for the root, or for a document type
        data = prolog[1] + b"\n" + data[prolog.end() :]
    root = re.search(rb"<\w", data)
    head = data[: root.start()] if root else b""
    at = head.find(b"<!DOCTYPE")
    if at < 0:
        return data
    short = {found[1]: found[0] for found in _ENTITY.finditer(head, at)}
    dropped = {found[1] for found in _DECLARED.finditer(head, at)} - set(short)
    if dropped and any(found[1] in dropped for found in _NAMED.finditer(data, len(head))):
        raise BrokenError("names an entity that stands for others, a long text or a file (none is followed)")
    kept = list(short.values())
    subset = b"<!DOCTYPE feed [\n" + b"\n".join(kept) + b"\n]>\n" if kept else b""
    return head[:at] + subset + data[len(head) :]


def _has_edits(data: bytes) -> bool:
    """Say whether dates of editing stand in a file."""
    return (b"updated" in data or b"modified" in data) and _EDITED.search(data) is not None


def _breaks_off(data: bytes) -> bool:
    """Say whether a file ends within an item: parsers that forgive take half a text for a whole one."""
    if _ENDS.search(data, max(0, len(data) - _MEASURED)):
        return False
    last = deque(_ITEM.finditer(data), maxlen=1)
    return bool(last) and not last[0][1]


def _item(found: _Read, feed: Feed, entry: Entry, where: str) -> Iterator[Draft | Skip]:
    """Yield a post; a comment is kept for later."""
    comment = is_comment(entry, feed)
    key = key_of(entry.id or entry.link) or ("" if comment else _made_key(entry))
    reason = (no_comment(entry) if comment else _left_out(entry)) or ("" if key else "no id or address")
    if reason:
        yield Skip(where, reason, on_purpose=True)
        return
    found.known.add(key, entry)
    if comment:
        found.comments.append(Comment(entry, feed, key))
        return
    found.known.titles.setdefault(key, entry.title)
    yield _post(feed, entry, key)


def _made_key(entry: Entry) -> str:
    """Return the key of an item without id and address, which RSS allows: its title and date, else its words."""
    return f"item:{digest(entry.title, entry.published) if entry.title else digest(entry.body)}"


def _left_out(entry: Entry) -> str:
    """Return why an item is no text to be read, or ''."""
    if "post-password-form" in entry.body or entry.body.startswith("There is no excerpt because this is a"):
        return "password-protected"
    return "" if entry.title or entry.body else "no title and no text"


@lru_cache(maxsize=256)
def _people_in(byline: str) -> tuple[Named, ...]:
    return tuple(people_in(byline))


def _post(feed: Feed, entry: Entry, key: str) -> Draft:
    writers = [named for name in entry.authors or feed.authors for named in _people_in(name)]
    statements = [Statement("By", RelType.WROTE, subject=named) for named in dict.fromkeys(writers)]
    statements += [Statement("Topics", RelType.ABOUT, object=topic) for topic in entry.topics]
    return Draft(
        key=key,
        kind=DocumentKind.POST,
        title=entry.title,
        body=entry.body,
        markup=entry.markup,
        url=address_of(entry.link),
        published=entry.published,
        statements=tuple(statements),
    )
