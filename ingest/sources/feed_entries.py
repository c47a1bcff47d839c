"""The fields of a feed's items as feedparser finds them, without addresses of people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from graph.ids import digest
from graph.model import Label
from graph.names import name_key
from ingest.document import Markup, Named
from ingest.redact import redact
from ingest.sources.no_subjects import is_no_subject
from ingest.sources.wxr_fields import one_line

Found = Mapping[str, object]

# Podcast directories' own headings, and keywords that feedparser cuts at every space.
_NO_TOPICS = "http://www.itunes.com/"
_TEXT_TYPES = ("text/", "application/xhtml")
# RFC 4287, 4.1.3.3: what is of no text type stands in base64. This one says nothing of what it holds.
_ANY_TYPE = "application/octet-stream"
_ADDRESS = ("http://", "https://")
# What WordPress puts below each item; its bounds keep the search short on any input.
_FOOTER = re.compile(
    r"<p>(?:The post|The article) <a\s[^<>]{1,2000}>[^<]{0,500}</a> (?:first )?appeared (?:first )?on "
    r"<a\s[^<>]{1,2000}>[^<]{0,500}</a>\.?</p>\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a whole feed says of itself; `dated` tells whether an item's `updated` is its day of writing.

    feedparser calls dc:date "updated". In RSS it is the day of writing, unless the file has dates of
    editing too.
    """

    title: str
    link: str
    own: str
    is_atom: bool
    dated: bool
    authors: tuple[str, ...]
    base: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item; `id` is its guid or atom:id, `reply_to` what thr:in-reply-to names (id, address).

    A summary beside the full text is not read: mostly it repeats how that begins, and exports leave it out, so that
    with it one post would not be known again in its feed and its export.
    """

    id: str
    link: str
    title: str
    body: str
    markup: Markup
    published: str
    authors: tuple[str, ...]
    topics: tuple[Named, ...]
    reply_to: tuple[str, str]
    comment_feed: str


def feed_of(found: Found, version: str, *, edited: bool, base: str = "") -> Feed:
    """Return what a feed says of itself; `edited` says that dates of editing stand in the file, `base` where it was."""
    is_atom = version.startswith("atom")
    links = [link for link in _each(found.get("links")) if _text(link, "rel") == "self"]
    return Feed(
        title=one_line(_text(found, "title")),
        link=_text(found, "link"),
        own=_text(links[0], "href") if links else "",
        is_atom=is_atom,
        dated=version.startswith("rss") and not edited,
        authors=_authors(found) if is_atom else (),
        base=base,
    )


def entry_of(found: Found, feed: Feed) -> Entry:
    """Return the fields of an item."""
    body, markup = _body(found, is_atom=feed.is_atom)
    link = _text(found, "link")
    return Entry(
        id=_text(found, "id"),
        link=link if "://" in link or not link else urljoin(feed.link or feed.own, link),
        title=_title(found),
        body=_FOOTER.sub("", body) if "appeared" in body[-3000:] else body,
        markup=markup,
        published=_text(found, "published")
        or _text(found, "created")
        or (_text(found, "updated") if feed.dated else ""),
        authors=_authors(found),
        topics=_topics(found),
        reply_to=_reply_to(found, feed.base),
        comment_feed=_text(found, "wfw_commentrss"),
    )


def key_of(identifier: str) -> str:
    """Return the key that an id or address of an item makes.

    One that holds an e-mail address ("tag:jo@example.org,2020:1") is kept as a digest.
    """
    identifier = " ".join(identifier.split())
    if "@" in identifier and redact(identifier) != identifier:
        return f"id:{digest(identifier)}"
    return identifier


def address_of(link: str) -> str:
    """Return a link that can be followed, '' for anything else ("mailto:…", a bare path)."""
    return "" if not link.startswith(("http://", "https://")) or redact(link) != link else link


def _title(found: Found) -> str:
    title = _text(found, "title")
    detail = found.get("title_detail")
    plain = isinstance(detail, Mapping) and detail.get("type") == "text/plain"
    return " ".join(title.split())[:300] if plain else one_line(title)


def _body(found: Found, *, is_atom: bool) -> tuple[str, Markup]:
    """Return the full text where the feed has it, else the summary; RSS means HTML whatever it looks like."""
    for part in (*_each(found.get("content")), found.get("summary_detail"), found):
        if not isinstance(part, Mapping):
            continue
        kind = _text(part, "type")
        words = _text(part, "value") or (_text(part, "summary") if part is found else "")
        if words and (not kind or kind.startswith(_TEXT_TYPES) or _is_unpacked(kind, words)):
            return words, Markup.TEXT if is_atom and kind == "text/plain" else Markup.HTML
    return "", Markup.HTML


def _is_unpacked(kind: str, words: str) -> bool:
    """Say whether a content of no stated type turned out to be text; feedparser leaves anything else packed."""
    return kind == _ANY_TYPE and (" " in words or "<" in words)


def _authors(found: Found) -> tuple[str, ...]:
    names = [_text(author, "name") for author in _each(found.get("authors"))]
    detail = found.get("author_detail")
    if not any(names) and isinstance(detail, Mapping):
        names = [_text(detail, "name")]
    return tuple(dict.fromkeys(name for name in map(one_line, names) if name))


def _topics(found: Found) -> tuple[Named, ...]:
    topics: dict[str, Named] = {}
    for tag in _each(found.get("tags")):
        term = one_line(_text(tag, "term"))
        name = one_line(_text(tag, "label")) or term
        scheme = _text(tag, "scheme")
        if scheme.endswith("#kind") or scheme == _NO_TOPICS or name.startswith(_ADDRESS):
            continue
        key = name_key(Label.TOPIC, name)
        if key and not is_no_subject(name):
            # RFC 4287, 4.2.2: the term is the category itself, the label how it is shown.
            other = name_key(Label.TOPIC, term) not in ("", key) and not term.startswith(_ADDRESS)
            topics.setdefault(key, Named(Label.TOPIC, name, names=(term,) if other else ()))
    return tuple(topics.values())


def _reply_to(found: Found, base: str) -> tuple[str, str]:
    """Return (id, address) of what an item answers; feedparser keeps the prefix that the file chose."""
    for key, value in found.items():
        if key.endswith("in-reply-to") and isinstance(value, Mapping):
            # As feedparser completes ids.
            return urljoin(base, _text(value, "ref")), urljoin(base, _text(value, "href"))
    return "", ""


def _text(found: Found, key: str) -> str:
    # Not `found.get`: feedparser's own answers with `published` when asked for a missing `updated`.
    value = dict.get(found, key) if isinstance(found, dict) else found.get(key)
    return value.strip() if isinstance(value, str) else ""


def _each(value: object) -> list[Found]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
