"""What an address is: a feed, a WordPress site, a Discourse forum, a sitemap, or a page."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from ingest.fetch.polite import Answer

_HEAD = 4096
_FEED = re.compile(rb"<(?:rss|feed|(?:rdf:)?RDF)[\s>]")
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)[\s>]")
_LINK = re.compile(r'<([^<>]{1,2000})>\s*;[^,]*?rel="?https://api\.w\.org/"?')
_TAG = re.compile(rb"<(link|meta)\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_API = re.compile(r"^(.*?/wp-json/|.*?[?&]rest_route=/)")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
# Enough for the head of any page; a page is up to 20 MB.
_PAGE_HEAD = 512 << 10


@dataclass(frozen=True, slots=True)
class Site:
    """What was found at an address; `start` is where to begin, `feed` a feed that a page names."""

    kind: str
    answer: Answer
    start: str
    feed: str = ""


def detect(answer: Answer, kind: str = "") -> Site:
    """Return what stands at an address, or, where `kind` says what it is, how to begin with that."""
    head = _beginning(answer.body)
    tags = _tags(answer.body[:_PAGE_HEAD])
    api = _api_of(answer, tags)
    page = _without_query(answer.address)
    if kind in ("", "feed") and _FEED.search(head):
        return Site("feed", answer, answer.address)
    if kind == "wordpress-json" or (not kind and api and _is_home(answer.address, api)):
        return Site("wordpress-json", answer, api or page.rstrip("/") + "/wp-json/", _feed_of(answer, tags))
    if kind == "discourse" or (not kind and _is_discourse(answer, tags)):
        return Site("discourse", answer, page)
    if kind in ("", "html") and _SITEMAP.search(head):
        return Site("sitemap", answer, answer.address)
    return Site("page", answer, answer.address, _feed_of(answer, tags))


def _beginning(body: bytes) -> bytes:
    """Return how a body begins, unpacked where it is a gzip file, as many sitemaps are."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:_HEAD]
    with suppress(zlib.error):
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body[:_HEAD], _HEAD)
    return b""


def _feed_of(answer: Answer, tags: list[dict[str, str]]) -> str:
    """Return the first feed that a page names, or ""."""
    feeds = (tag.get("href", "") for tag in tags if tag.get("type", "").lower() in _FEED_TYPES)
    return next((urljoin(answer.address, link) for link in feeds if link), "")


def _tags(body: bytes) -> list[dict[str, str]]:
    """Return the attributes of each link and meta element."""
    found = []
    for _, inside in _TAG.findall(body):
        pairs = _ATTRIBUTE.findall(inside.decode("utf-8", "replace"))
        found.append({name.lower(): unescape(one or two or three) for name, one, two, three in pairs})
    return found


def _api_of(answer: Answer, tags: list[dict[str, str]]) -> str:
    """Return the root of a WordPress site's REST addresses, or ""."""
    if given := _API.match(answer.address):
        return given[1]
    linked = _LINK.search(answer.headers.get("link", ""))
    links = [linked[1]] if linked else []
    links += [tag.get("href", "") for tag in tags if tag.get("rel") == "https://api.w.org/"]
    return next((urljoin(answer.address, link) for link in links if link), "")


def _is_home(address: str, api: str) -> bool:
    """Say whether an address means the whole site: its home, or the REST root. Else it means one page."""
    if _API.match(address):
        return True
    parts = urlsplit(address)
    home = urlsplit(_without_query(api)).path.removesuffix("wp-json/").removesuffix("index.php/")
    return not parts.query and parts.path.rstrip("/") == home.removesuffix("index.php").rstrip("/")


def _is_discourse(answer: Answer, tags: list[dict[str, str]]) -> bool:
    named = (tag.get("content", "") for tag in tags if tag.get("name", "").lower() == "generator")
    if any(name.startswith("Discourse") for name in named):
        return True
    return answer.kind.endswith("json") and (
        b'"topic_list"' in answer.body or b'"post_stream"' in answer.body[:_PAGE_HEAD]
    )


def _without_query(address: str) -> str:
    return address.partition("?")[0]
