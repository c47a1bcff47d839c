"""Author, date and words of the one element that holds a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from ingest.markup import html_to_text
from ingest.sources.html_dates import date_within
from ingest.sources.html_tree import drop, marks, start_of, text_in
from ingest.sources.page_lines import is_navigation

_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:fn|commentators?|commenter|(?:comment|reply|post)?-?_?author(?:[-_]*(?:name|link))?|"
    r"(?:user|display|author|nick|screen|profile)[-_]?name|comment[-_]*(?:user|by|name)|poster|nick|"
    r"username|user|name|"
    r"byline|verfasser|autor|auteur|benutzer|nutzer|usuario|utilisateur)(?:$|\s)",
    re.I,
)
_DATE = re.compile(
    r"(?:^|[\s_-])(?:(?:comment|post)?-?_?(?:date|time|datetime|timestamp|posted|metadata|meta|meta-?data|"
    r"permalink|ago|info|"
    r"header|head|footer|published|created)(?:[-_]?time)?|datum|fecha)(?:$|\s)|(?:date|time)(?:$|\s)",
    re.I,
)
_CONTENT = re.compile(
    r"(?:^|[\s_-])(?:comment|reply|message|post)?-*_*(?:content|text|copy|message|bodytext|body|desc|"
    r"description|inhalt|texto|"
    r"contenu|entry)(?:$|\s)",
    re.I,
)
_MACHINERY = re.compile(
    r"(?:^|[\s_-])(?:reply|reply-link|comment-reply|comment-meta|meta|avatar|vote|votes|voting|likes?|"
    r"rating|share|flag|report|"
    r"actions?|controls|toolbar|edit-link|permalink|screen-reader-text|sr-only|visually-hidden|says|"
    r"respond|vcard|"
    r"awaiting-moderation|comment-awaiting-moderation|dropdown|badge)(?:$|[\s_-])",
    re.I,
)
# "Asha Rao says:", "schrieb am 4. März", "a écrit", "dijo", "dice".
_SPEAKS = re.compile(
    r"^(.{1,80}?)\s*(?:,\s*)?(?:\b(?:says|said|wrote|writes|commented|replied|sagt|sagte|schreibt|schrieb|"
    r"meint|meinte|dit|"
    r"a dit|a écrit|dijo|dice|ha detto|scrive)\b.{0,60}?:?|:)\s*$",
    re.I,
)
_SPEAKING = re.compile(
    r"^(?:#?\d{1,4}[.)]?\s+)?(.{2,60}?)\s+(?:says|said|wrote|writes|commented|replied|sagt|sagte|schreibt|"
    r"schrieb|meint|dit|a dit|"
    r"a écrit|dijo|dice)\b[^:\n]{0,60}:",
    re.I,
)
_BY = re.compile(
    r"^(?:#?\d{1,4}[.:)]?\s+)?(?:(?:(?:posted|comment|comentario|kommentar|commentaire|written)\s+)?(?:by|"
    r"von|par|por|from)\b:?\s+)?",
    re.I,
)
_MOST_NAME = 80
_MOST_NAME_WORDS = 7
# "Re: huddles", "Comment 12": shorter ones are made by the site.
_LEAST_HEADING = 3
_LEAVES = frozenset("form button input textarea script style noscript label select".split())
_INLINE = frozenset("form a span em time cite small footer header".split())
_REPLY = re.compile(
    r"^\W*(?:reply|reply to .{1,60}|antworten?|auf .{1,60} antworten|répondre|responder|permalink|link|"
    r"melden|report|zitieren|quote|"
    r"edit|\(edit\)|bearbeiten|share|like|gefällt mir|beantwoorden|log in to reply|zum antworten anmelden|"
    r"up|down|[\d+-]+)\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Fields:
    """What one comment says of itself; `text` is '' where it has no words."""

    author: str
    published: str
    text: str


def looks_written(unit: etree._Element) -> bool:
    """Say whether an element shows who wrote it or when, and has words: not a heading, not a button."""
    words = start_of(unit, 200)
    if len(words) < 3:
        return False
    return bool(
        next(unit.iter("time", "cite"), None) is not None
        or date_within(words)
        or _SPEAKING.match(words)
        or any(_AUTHOR.search(marks(one)) or one.get("itemprop") == "author" for one in _inner(unit))
    )


def fields_of(unit: etree._Element) -> Fields:
    """Read a comment whose nested ones have been taken out; the element is left without its author and date."""
    name, holder = _author(unit)
    published = _published(unit)
    content = _content(unit, holder)
    if content is None or not text_in(content):
        content = deepcopy(unit)
        content.tail = None
        _strip(content, name)
        if not text_in(content):  # all of it stands in what themes keep for the author's card
            content = _paragraphs(unit)
    else:
        content = deepcopy(content)
        content.tail = None
        _strip_machinery(content)
    # As text: links and pictures hold e-mail addresses and the hashes of avatars.
    words = html_to_text(etree.tostring(content, encoding="unicode", with_tail=False))
    headed = _heading(unit, name)
    return Fields(name, published, words if not headed or headed in words else f"{headed}\n\n{words}".strip())


def _paragraphs(unit: etree._Element) -> etree._Element:
    """Return the paragraphs of a unit that say neither who nor when."""
    found = etree.Element("div")
    for one in unit.iter("p"):
        if next(one.iter("cite", "time", *_LEAVES), None) is None:
            found.append(deepcopy(one))
    return found


def _heading(unit: etree._Element, name: str) -> str:
    """Return the heading that somebody gave their comment, '' where it has none, or one that says who and when."""
    for one in unit.iter("h3", "h4", "h5", "h6"):
        words = text_in(one)
        if len(words.split()) >= _LEAST_HEADING and not (name and name in words):
            return "" if date_within(words) or _SPEAKING.match(words) or is_navigation(words) else words
    return ""


def _inner(unit: etree._Element) -> Iterator[etree._Element]:
    return (inner for inner in unit.iter() if inner is not unit and isinstance(inner.tag, str))


def _author(unit: etree._Element) -> tuple[str, etree._Element | None]:
    """Return who wrote a comment, and the element that says so."""
    for holder in _author_holders(unit):
        name = _name(text_in(holder))
        if name:
            return name, holder
    said = _SPEAKING.match(text_in(unit)[:200])
    if said and _name(said[1]):
        return _name(said[1]), None
    for holder in unit.iter("strong", "b", "h3", "h4", "h5", "h6", "a"):
        name = _name(text_in(holder))
        before = text_in(unit).find(name) if name else -1
        if 0 <= before <= 30:
            return name, holder
    return "", None


def _author_holders(unit: etree._Element) -> Iterator[etree._Element]:
    inner = list(_inner(unit))
    for one in inner:
        if one.get("itemprop") in ("author", "creator"):
            names = [part for part in one.iter() if part.get("itemprop") == "name"]
            yield from names or [one]
    yield from (one for one in inner if "fn" in (one.get("class") or "").split())
    yield from (one for one in inner if one.tag == "cite" and one.getparent() is not None)
    marked = [one for one in inner if _AUTHOR.search(marks(one))]
    # The innermost says the name alone; those around it may say "NAME on DATE".
    yield from sorted(marked, key=lambda one: len(text_in(one)))
    yield from (one for one in inner if one.tag == "a" and "author" in (one.get("rel") or ""))


def _name(text: str) -> str:
    """Return the name in a line that holds a name and little else, or ''."""
    text = _BY.sub("", text.strip(" \u00b7|,-–—•"), count=1)
    said = _SPEAKS.match(text)
    name = (said[1] if said else text).strip(" \u00b7|,:-–—•")
    on = re.search(
        r"[\s,(|·•–—-]+(?:(?:posted|on|am|le|el|vom|at|um)\s+)?(?:\w{2,10},?\s+)?\(?\d{1,4}[./ -]", name
    )
    if on and date_within(name[on.start() :]):
        name = name[: on.start()].strip(" ,(|·•–—-")
    if (
        not name
        or len(name) > _MOST_NAME
        or len(name.split()) > _MOST_NAME_WORDS
        or not re.search(r"[^\W\d_]", name)
    ):
        return ""
    return "" if _REPLY.match(name) or is_navigation(name) or date_within(name) or "://" in name else name


def _published(unit: etree._Element) -> str:
    for one in _inner(unit):
        if one.tag == "time" or re.search(r"date|published|created", one.get("itemprop") or "", re.I):
            written = one.get("datetime") or one.get("content") or one.get("title") or ""
            found = date_within(written) or date_within(text_in(one))
            if found:
                return found
    for one in _inner(unit):
        if one.tag in ("abbr", "span", "a") and one.get("title") and date_within(str(one.get("title"))):
            return date_within(str(one.get("title")))
        if _DATE.search(marks(one)) and date_within(text_in(one)[:200]):
            return date_within(text_in(one)[:200])
    words = text_in(unit)
    return date_within(words[:160]) or date_within(words[-80:])


def _content(unit: etree._Element, author: etree._Element | None) -> etree._Element | None:
    """Return the element that holds the words of a comment and not its author, if there is one."""
    marked: list[etree._Element] = []
    for one in _inner(unit):
        known = f"{one.get('itemprop') or ''} {one.get('property') or ''}".replace("schema:", "").split()
        if {"text", "commentText", "description", "reviewBody"} & set(known) and text_in(one):
            return one
        if one.tag not in _INLINE and _CONTENT.search(marks(one)) and not _contains(one, author):
            marked.append(one)
    if unit.tag == "dl":
        marked += [one for one in unit.iter("dd") if not _contains(one, author)]
    return max(marked, key=lambda one: len(text_in(one)), default=None)


def _contains(one: etree._Element, other: etree._Element | None) -> bool:
    while other is not None:
        if other is one:
            return True
        other = other.getparent()
    return False


def _strip_machinery(content: etree._Element) -> None:
    for one in list(_inner(content)):
        if one.getparent() is None:
            continue
        words = text_in(one)
        button = one.tag in ("a", "span", "p", "div", "li", "small", "em") and bool(_REPLY.match(words))
        if one.tag in _LEAVES or _MACHINERY.search(marks(one)) or (button and len(words) < 60):
            drop(one)


def _strip(content: etree._Element, name: str) -> None:
    """Take author, date and buttons off a copy of a unit that has no element for its words alone."""
    for one in list(_inner(content)):
        if one.getparent() is None or one.find(".//p") is not None or one.tag in ("p", "blockquote"):
            continue
        words = text_in(one)
        if len(words) < len(name) + 60 and _says_who_and_when(words, name):
            drop(one)
    _strip_machinery(content)
    for one in [content, *_inner(content)][:6]:
        said = _SPEAKING.match(one.text or "")
        if said and name and name in said[0]:
            one.text = (one.text or "")[said.end() :]
            return


def _says_who_and_when(words: str, name: str) -> bool:
    """Say whether words are a name, a date, or both, with no more than "says", "on" and the like."""
    if not words:
        return False
    rest = words.replace(name, " ") if name else words
    date = date_within(rest)
    if rest == words and not date:
        return False
    letters = re.findall(r"[^\W\d_]{2,}", rest)
    return len(letters) <= (5 if date else 2)
