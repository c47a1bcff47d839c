"""A feed: all of its pages, and the feeds of comments that its entries name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from ingest.fetch.detect import Site
from ingest.fetch.gathering import Gathering
from ingest.fetch.polite import Answer
from ingest.fetch.refusals import LeftError, StopError
from ingest.fetch.xml_reading import local, read_xml, text_at
from ingest.sources.saved_from import mark_of

_TYPES = ("xml", "rss", "atom", "text/")
_FEEDS = ("rss", "feed", "rdf")
_OLDER = ("next", "prev-archive")
# A window of 10 entries a page: 10,000 entries.
_MOST_PAGES = 1000
# What may stand before the mark: a byte order mark and the declaration, in an encoding that begins as ASCII does.
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]{0,200}\?>)?(?=\s*<)")


def gather(site: Site, gathering: Gathering) -> None:
    """Write feed-0001.xml and so on, newest first, then comments-0001.xml for each entry with comments."""
    comments: list[str] = []
    for number, (address, body, root) in enumerate(_pages(site.answer, gathering), 1):
        gathering.write(f"feed-{number:04}.xml", _saved(body, address))
        comments += [link for link in _comment_feeds(address, root) if link not in comments]
    for number, link in enumerate(comments, 1):
        with gathering.part(link):
            answer = gathering.reader.get(link, _TYPES)
            root = read_xml(answer.body)
            if local(root) not in _FEEDS:
                raise LeftError("not a feed")
            if next(_entries(root), None) is not None:
                gathering.write(f"comments-{number:04}.xml", _saved(answer.body, answer.address))


def _saved(body: bytes, address: str) -> bytes:
    """Return a feed with the address it was found at: its relative links are meant from there (RFC 3986, 5.1.3)."""
    declared = _DECLARATION.match(body)
    if declared is None:  # UTF-16, for one
        return body
    return body[: declared.end()] + mark_of(address) + body[declared.end() :]


def _pages(first: Answer, gathering: Gathering) -> Iterator[tuple[str, bytes, etree._Element]]:
    """Yield each page of a feed, until one names no older one or has no entry that is new."""
    answer: Answer | None = first
    seen: set[str] = set()
    number = 0
    while answer is not None and number < _MOST_PAGES:
        root = read_xml(answer.body)
        if local(root) not in _FEEDS:
            raise LeftError("not a feed")
        entries = {_key(entry) for entry in _entries(root)}
        if number and entries <= seen:
            return
        seen |= entries
        number += 1
        yield answer.address, answer.body, root
        answer = _older(first.address, answer, root, number, gathering)


def _older(
    feed: str, answer: Answer, root: etree._Element, number: int, gathering: Gathering
) -> Answer | None:
    """Return the page with older entries: the one that is linked, or WordPress's next one."""
    link = next((urljoin(answer.address, url) for url in _links(root, _OLDER)), "")
    if not link and _is_wordpress(root) and next(_entries(root), None) is not None:
        mark = "&" if "?" in feed else "?"
        link = f"{feed}{mark}paged={number + 1}"
    if not link:
        return None
    try:
        return gathering.reader.get(link, _TYPES)
    except StopError:
        raise
    except LeftError as error:
        if error.status != 404:  # which is how WordPress says that there are no more
            gathering.skip(link, error.reason)
        return None


def _is_wordpress(root: etree._Element) -> bool:
    return any("wordpress.org/?v=" in text_at(channel, "generator") for channel in root)


def _entries(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if local(element) in ("item", "entry"))


def _key(entry: etree._Element) -> str:
    return text_at(entry, "guid") or text_at(entry, "id") or text_at(entry, "link")


def _links(element: etree._Element, relations: tuple[str, ...]) -> Iterator[str]:
    """Yield the links of a feed or of its channel that stand in one of some relations."""
    channels = [child for child in element if local(child) == "channel"]
    for parent in (element, *channels):
        for child in parent:
            if local(child) == "link" and child.get("rel") in relations and child.get("href"):
                yield child.get("href", "")


def _comment_feeds(address: str, root: etree._Element) -> Iterator[str]:
    """Yield the address of each entry's feed of comments, where there are any."""
    for entry in _entries(root):
        if text_at(entry, "comments") and _count(entry) == "0":
            continue
        named = text_at(entry, "commentrss")
        replies = [link for link in _links(entry, ("replies",)) if link] if not named else [named]
        yield from (urljoin(address, link) for link in replies[:1])


def _count(entry: etree._Element) -> str:
    """Return slash:comments, the number of comments; "" where it is not said."""
    return next(
        (
            (child.text or "").strip()
            for child in entry
            if local(child) == "comments" and "slash" in str(child.tag)
        ),
        "",
    )
