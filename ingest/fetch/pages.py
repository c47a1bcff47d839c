"""A page, or all the pages of a sitemap, saved as a browser would save them: with the address they came from."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from ingest.fetch.detect import Site
from ingest.fetch.gathering import Gathering
from ingest.fetch.polite import Answer
from ingest.fetch.refusals import LeftError
from ingest.fetch.xml_reading import local, read_xml, text_at
from ingest.sources.saved_from import mark_of

_HTML = ("html",)
_LEVELS = 2
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_DOCTYPE = re.compile(rb"^\s*<!doctype[^<>]{0,200}>", re.IGNORECASE)
# The sitemap protocol's own limit is 50 MB unpacked.
_MOST_XML = 50 << 20


def gather_page(site: Site, gathering: Gathering) -> None:
    """Write the one page."""
    if "html" not in site.answer.kind and site.answer.kind:
        raise LeftError(f"of another type ({site.answer.kind[:60]})")
    if site.feed:
        gathering.notes.append(f"{site.start} names a feed, which may hold more: {site.feed}")
    gathering.write(_name(site.answer.address), _saved(site.answer))


def gather_sitemap(site: Site, gathering: Gathering) -> None:
    """Write every page of the same site that a sitemap names; one with the date it had is not asked for."""
    state = gathering.load_state()
    seen: dict[str, str] = {}
    host = urlsplit(site.answer.address).hostname
    try:
        for address, changed in _addresses(site.answer, gathering, 1):
            if address in seen:
                continue
            if urlsplit(address).hostname != host:
                gathering.skip(address, "a page of another site", may_fail=True)
                continue
            seen[address] = ""
            if changed and state.get(address) == changed and gathering.read(_name(address)):
                gathering.keep(_name(address))
                seen[address] = changed
                continue
            with gathering.part(address):
                gathering.write(_name(address), _saved(gathering.reader.get(address, _HTML)))
                seen[address] = changed
    finally:
        gathering.save_state({**state, **seen})


def _addresses(answer: Answer, gathering: Gathering, level: int) -> Iterator[tuple[str, str]]:
    """Yield the address of each page and when it was changed, in the order of the sitemap."""
    root = read_xml(_unpacked(answer.body))
    if local(root) == "urlset":
        for entry in root:
            if link := text_at(entry, "loc"):
                yield urljoin(answer.address, link), text_at(entry, "lastmod")
    elif local(root) == "sitemapindex":
        for entry in root:
            link = urljoin(answer.address, text_at(entry, "loc"))
            with gathering.part(link):
                if level >= _LEVELS:
                    raise LeftError("a sitemap in a sitemap in a sitemap")
                yield from _addresses(gathering.reader.get(link), gathering, level + 1)
    else:
        raise LeftError("not a sitemap")


def _unpacked(body: bytes) -> bytes:
    """Return a sitemap that is itself a gzip file as XML."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        data = unpack.decompress(body, _MOST_XML)
    except zlib.error as error:
        raise LeftError("a broken sitemap") from error
    if not unpack.eof:
        raise LeftError("a broken sitemap, or one that is too large")
    return data


def _name(address: str) -> str:
    """Return a file name that stays the same for an address, and tells a reader which one it is."""
    words = re.sub(r"[^a-z0-9]+", "-", urlsplit(address).path.lower()).strip("-")
    return f"{words[-60:].strip('-') or 'home'}-{sha256(address.encode()).hexdigest()[:8]}.html"


def _saved(answer: Answer) -> bytes:
    """Return a page with its address in it, in the mark that browsers write, and in UTF-8 if its server knew."""
    body = answer.body
    if not body.strip():
        raise LeftError("an empty page")
    said = _CHARSET.search(answer.headers.get("content-type", ""))
    if said is not None and not body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        with suppress(LookupError):
            body = b"\xef\xbb\xbf" + body.decode(said[1], "replace").encode()
    bom = b"\xef\xbb\xbf" if body.startswith(b"\xef\xbb\xbf") else b""
    rest = body[len(bom) :]
    doctype = _DOCTYPE.match(rest)
    end = doctype.end() if doctype else 0
    return bom + rest[:end] + mark_of(answer.address) + rest[end:]
