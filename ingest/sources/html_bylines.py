"""Who a page shows as its author: beside the title, by markup or in words ("By Asha Rao")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml import etree

from graph.model import Label
from graph.names import is_full_name, name_key, words
from ingest.document import Named
from ingest.sources.html_dates import date_within
from ingest.sources.html_tree import is_beside, marks, start_of, text_in
from ingest.sources.page_lines import is_navigation, without_date
from ingest.sources.people import people_in

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:bylines?|by-?author|post-?author|entry-?author|article-?author|author-?name|authors?|"
    r"vcard|writer|"
    r"contributors?|contributor-name|posted-by|written-by|blog-author|credit-author|autor|auteur|"
    r"verfasser|signature|submitted|username)(?:$|[\s_-]|\d)",
    re.I,
)
_NOT_HERE = re.compile(
    r"(?:^|[\s_-])(?:sidebar|widget|related|recommend\w*|comments?|respond|footer|nav|menu|teaser|more|"
    r"popular|share|caption|"
    r"image-credit|authors-list|similar|next|prev\w*|newsletter|promo)(?:$|[\s_-])",
    re.I,
)
_BY = re.compile(
    r"^\W*(?:(?:written|posted|published|contributed|words|blog|text|article|story|reported|guest (?:post|"
    r"blog)|ein beitrag|"
    r"geschrieben|veröffentlicht|veröffentlicht am .{4,30}|posted on .{4,30}|publié|publicado|escrito|"
    r"interview|kommentar|eine kolumne|"
    r"ein gastbeitrag|gastbeitrag|von unserem autor|this (?:post|article|entry|blog) was (?:written|"
    r"posted))\s*:?\s+)?"
    r"(?:by|von|vom|par|por|door|gan|di)\b:?\s+(?=\S)|^\W*(?:authors?|autor(?:in|en)?|auteur|verfasser|"
    r"writer|text|interview|redakteur|"
    r"written by|posted by|foto und text|text und foto)\s*:\s*(?=\S)|^\W*(?:authors?|"
    r"autor(?:in)?)\s+(?=[A-Z@])",
    re.I,
)
_AFTER = re.compile(
    r"\s+(?:\||\u00b7|•|—|–|-|/)\s.*$|\s*[(\[]?(?:https?://|www\.).*$|\s+(?:on|am|le|el|at|um|in|"
    r"vom)\s+(?=[\w.]{0,10},?\s?\d).*$|\s+(?:posted|published|updated|veröffentlicht|publié|filed|under|"
    r"edited by|follow|view all|about the author|read more|is a|ist|für|ver perfil|\d+ (?:comments?|"
    r"kommentare?))\b.*$|\s*[,|]?\s*\d{1,4}[./:].*$|,?\s+\d.*$",
    re.I | re.S,
)
# "Example.org": a site names itself, and nobody.
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,4}[a-z]{2,10}", re.I)
_EDITED = re.compile(r"^(?:last|first)?\s*(?:updated|modified|reviewed|edited|published)\b", re.I)
_NO_PERSON = re.compile(
    r"\b(?:(?:wp|wordpress)[-_ ]?admin|comments?|kommentare?|share|tweet|posts?|articles?|beiträge|follow|"
    r"subscribe|read|more|print|view|click|profile?|name|log ?in|home|"
    r"privacy|cookies?|updated|copyright|redaktion|newsletter|mehr|artikel|alle|autor(?:en)?|authors?|"
    r"editors?|published|photo|foto|image)\b",
    re.I,
)
_NAME_PART = re.compile(
    r"(?:^|[\s_-])(?:fn|(?:author|display|user)-?_?-?name|username|author-?link)(?:$|\s)", re.I
)
_MOST_BYLINE = 200
_MOST_NAME_WORDS = 6
_LINES = (
    "p",
    "div",
    "span",
    "em",
    "strong",
    "b",
    "i",
    "address",
    "small",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "a",
    "font",
)
# A byline stands among the first of what looks like one; a list of a thousand authors is none.
_MOST_TRIED = 60


def named_in(text: str) -> list[Named]:
    """Return who a byline names; "By", dates, roles after a bar and buttons are no part of a name."""
    plain = " ".join(_BY.sub("", " ".join(text.split()), count=1).split())
    if _EDITED.match(plain) or _HOST.fullmatch(plain):
        return []
    plain, _ = without_date(plain)
    plain = _AFTER.sub("", plain).strip(" ,;:|–—-•\u00b7/")
    if not plain or len(plain) > _MOST_BYLINE or is_navigation(plain) or date_within(plain):
        return []
    return [named for named in people_in(plain) if _is_name(named.name)]


def shown_authors(
    root: etree._Element, linked: Sequence[Named], declared: Sequence[Named], site: set[str]
) -> tuple[Named, ...]:
    """Return the authors by the best witness: JSON-LD, the byline shown, meta tags, words; the site is the last."""
    body = root.find(".//body")
    place = root if body is None else body
    ways = [list(linked), _by_markup(place), list(declared), _by_class(place), _by_words(place)]
    found = [[named for named in way if named.name] for way in ways]
    for people in found:
        others = [named for named in people if name_key(Label.ORGANISATION, named.name) not in site]
        if any(named.label is Label.PERSON for named in others):
            return tuple(dict.fromkeys(others))
    # A site that names itself as a person is nobody; as an organisation it may well be the author.
    bodies = [[named for named in people if named.label is Label.ORGANISATION] for people in found]
    return tuple(next((dict.fromkeys(people) for people in bodies if people), ()))


def _is_name(name: str) -> bool:
    parts = name.split()
    # "Supported by our readers": of three words or more a name has two that begin with no small letter.
    told = len(parts) < 3 or sum(not part[0].islower() for part in parts) > 1
    few = bool(parts) and len(parts) <= _MOST_NAME_WORDS
    return few and told and not _NO_PERSON.search(name) and "://" not in name


def _by_markup(body: etree._Element) -> list[Named]:
    """Return who is marked as the author: itemprop and rel, but not beside other pages."""
    found: list[Named] = []
    for one in islice((one for one in body.iter() if _marked(one)), _MOST_TRIED):
        if is_beside(one, _NOT_HERE):
            continue
        names = [
            part for part in one.iter() if "name" in (part.get("itemprop") or "").split() and part is not one
        ]
        for part in names or [one]:
            found += named_in(part.get("content") or start_of(part, _MOST_BYLINE + 1))
    return _first_place(found)


def _marked(one: etree._Element) -> bool:
    kind = (one.get("itemprop") or "").split()
    return "author" in kind or "creator" in kind or "author" in (one.get("rel") or "").split()


def _first_place(found: list[Named]) -> list[Named]:
    """Return each name once; an author's link may say the name again, with nothing new."""
    seen: dict[str, Named] = {}
    for named in found:
        seen.setdefault(name_key(named.label, named.name), named)
    return list(seen.values())[:10]


def _by_class(body: etree._Element) -> list[Named]:
    marked = (one for one in body.iter(*_LINES, "ul", "header", "section") if _BYLINE.search(marks(one)))
    for one in islice(marked, _MOST_TRIED):
        if is_beside(one, _NOT_HERE):
            continue
        names = [
            part
            for part in one.iter("a", "span", "strong", "b", "cite", "em")
            if part is not one and _is_its_name(part)
        ]
        inner = [
            part
            for part in names
            if not any(other is not part and part in other.iterancestors() for other in names)
        ]
        text = start_of(one, _MOST_BYLINE + 50)
        found = [named for part in inner[:5] for named in named_in(text_in(part))]
        if not found and len(text) <= _MOST_BYLINE:
            found = named_in(text)
        if found:
            return _first_place(found)
    return []


def _is_its_name(part: etree._Element) -> bool:
    """Say whether a part of a byline is the name in it: called so, or a link to an author's page."""
    link = part.get("href") or ""
    return bool(
        _NAME_PART.search(marks(part))
        or re.search(r"/(?:authors?|users?|people|profiles?|contributors?|by)/|/@|[?&]author=", link, re.I)
    )


def _by_words(body: etree._Element) -> list[Named]:
    """Return whom a short line that begins with "By" names, with two words at least: "by hand" is no byline."""
    lines = ((one, start_of(one, 160)) for one in body.iter(*_LINES))
    for one, text in islice(
        ((one, text) for one, text in lines if len(text) <= 150 and _BY.match(text)), _MOST_TRIED
    ):
        if is_beside(one, _NOT_HERE):
            continue
        found = [named for named in named_in(text) if _capital(named.name)]
        if found and (is_full_name(found[0].name) or len(words(text)) <= 4):
            return _first_place(found)
    return []


def _capital(name: str) -> bool:
    return all(
        part[:1].isupper() or part in ("de", "van", "von", "der", "la", "le", "di", "el", "al")
        for part in name.split()
    )
