"""A saved page as a tree: decoded, of bearable size and depth, with the address that the browser noted in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from ingest.sources.files import BrokenError, is_binary
from ingest.sources.saved_from import address_in

# A page saved with its pictures in it is large; what is left without them is text. Beyond these sizes the
# libraries need more than 500 MB or half a minute; real pages stay below a tenth of them.
MOST_FILE = 64_000_000
MOST_BYTES = 8_000_000
MOST_TAGS = 120_000
# Deeper trees make recursive code of the libraries fail; real pages that forget to close tags reach 150.
MOST_LEVELS = 250
_HEAD = 4096
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,30})""", re.I
)
_PICTURE = re.compile(rb"data:[\w/+.-]{3,60};base64,[A-Za-z0-9+/=]{100,}")
_MOST_MARKS = 300
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_UNSEEN = frozenset("script style noscript template head svg math object iframe select textarea".split())
_APART = frozenset(
    "br div p li ul ol td tr th table h1 h2 h3 h4 h5 h6 section article header footer dd dt blockquote".split()
)
# Page builders call each of their boxes a widget.
_BUILDER = re.compile(r"elementor-[\w-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `saved_from` is the address that the browser wrote into it, or ''."""

    root: HtmlElement
    saved_from: str


def page_of(file: Path) -> Page:
    """Read a page from .html, .htm, .xhtml or .mhtml; raises BrokenError that says why it is none."""
    if file.stat().st_size > MOST_FILE:
        raise BrokenError(f"larger than {MOST_FILE // 1_000_000} MB")
    data = file.read_bytes()
    if not data.strip():
        raise BrokenError("empty file")
    charset, place = "", ""
    if _is_archive(data):
        data, charset, place = _unpacked(data)
    if is_binary(data[:_HEAD]):
        raise BrokenError("not text (binary)")
    data = _PICTURE.sub(b"", data) if len(data) > MOST_BYTES // 8 else data
    if len(data) > MOST_BYTES:
        raise BrokenError(f"more than {MOST_BYTES // 1_000_000} MB of text")
    if data.count(b"<") > MOST_TAGS:
        raise BrokenError("too many tags")
    text = decoded(data, charset)
    return Page(_tree(text), place or address_in(text[: 2 * _HEAD].encode()))


def decoded(data: bytes, charset: str = "") -> str:
    """Return a page's text: what is UTF-8 is read so whatever it declares, else as declared, else as Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    found = _DECLARED.search(data[:_HEAD])
    name = charset or (found[1].decode("ascii", "replace") if found else "")
    # Browsers read Latin-1 as its Windows superset, and a wrong "utf-8" is mostly that too.
    if name.lower() in ("", "utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii", "ascii"):
        # A few broken bytes in what else is UTF-8 spoil themselves alone.
        broken = data.decode("utf-8", "replace")
        letters = sum(1 for char in broken[:200_000] if char > "\x7f")
        return broken if broken[:200_000].count("\ufffd") * 4 < letters else data.decode("cp1252", "replace")
    try:
        return data.decode(name, "replace")
    except (LookupError, ValueError):
        return data.decode("cp1252", "replace")


def text_in(element: etree._Element) -> str:
    """Return the words of an element on one line, without scripts."""
    return _SPACE.sub(" ", "".join(_words(element))).strip()


def start_of(element: etree._Element, size: int) -> str:
    """Return the first words of an element, without looking through all of it."""
    parts, length = [], 0
    for part in _words(element):
        parts.append(part)
        length += len(part.strip())
        if length > size:
            break
    return _SPACE.sub(" ", "".join(parts)).strip()[:size]


def _words(element: etree._Element) -> Iterator[str]:
    hidden = 0
    for event, child in etree.iterwalk(element, events=("start", "end")):
        unseen = not isinstance(child.tag, str) or child.tag in _UNSEEN
        if event == "start":
            hidden += unseen
            if child.text and not hidden:
                yield child.text
            if child.tag in _APART:
                yield " "
        else:
            hidden -= unseen
            if child.tag in _APART:
                yield " "
            if child.tail and not hidden and child is not element:
                yield child.tail


def drop(element: etree._Element) -> None:
    """Take an element out of its tree; the words after it stay."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def is_beside(
    element: etree._Element, names: re.Pattern[str], tags: tuple[str, ...] = ("aside", "nav", "footer")
) -> bool:
    """Say whether an element stands in a part of the page with such a name or tag, beside what the page is about.

    What holds the title is the page itself, as is what stands right below it, and an article with the title in it
    may have asides of its own.
    """
    tagged = False
    above: etree._Element | None = element
    while above is not None and above.tag not in ("body", "html"):
        before = above.getprevious()
        if before is not None and before.tag == "h1" and above.tag not in tags:
            return False
        if above.tag in tags or names.search(marks(above)) or above.tag == "article":
            titled = above.find(".//h1") is not None
            if above.tag == "article" and titled:
                return False
            if not titled and names.search(marks(above)):
                return True
            tagged = tagged or (above.tag in tags and not titled)
        above = above.getparent()
    return tagged


def marks(element: etree._Element) -> str:
    """Return the classes and the id of an element, as one text; "commentAuthor" is "comment-Author"."""
    known = f"{(element.get('class') or '')[:_MOST_MARKS]} {(element.get('id') or '')[:_MOST_MARKS]}".strip()
    return _CAMEL.sub("-", _BUILDER.sub("", known) if "elementor" in known else known) if known else ""


def _tree(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(_CONTROL.sub("", text).encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise BrokenError("not HTML") from error
    if not isinstance(root, HtmlElement) or not len(root):
        raise BrokenError("not HTML")
    level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > MOST_LEVELS:
            raise BrokenError("nested too deeply")
    if root.find(".//frameset") is not None:
        raise BrokenError("a frameset: its pages are files of their own")
    return root


def _is_archive(data: bytes) -> bool:
    head = data[:_HEAD].lower()
    return b"mime-version:" in head and b"multipart/related" in head and not data.lstrip().startswith(b"<")


def _unpacked(data: bytes) -> tuple[bytes, str, str]:
    """Return the page in an .mhtml archive, its charset and its address."""
    whole: Message = message_from_bytes(data, policy=policy.compat32)
    for part in whole.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            place = str(whole.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
            if isinstance(body, bytes):
                return body, part.get_content_charset() or "", place
    raise BrokenError("no page in the archive")
