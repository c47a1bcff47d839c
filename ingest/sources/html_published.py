"""When a page was written: from what it declares, from what it shows, and from its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from lxml import etree

from ingest.sources.html_dates import date_of_address, date_within, month_within
from ingest.sources.html_tree import is_beside, marks, start_of

# Dates of writing alone: none of these is moved when a page is edited.
_DATES = tuple(
    "article:published_time og:published_time parsely-pub-date sailthru.date datepublished dc.date.issued "
    "dcterms.issued dc.date.created dcterms.created citation_publication_date citation_date publish-date "
    "publish_date publication_date publicationdate pubdate originalpublicationdate article_date_original "
    "article.published article.created cxenseparse:recs:publishtime rnews:datepublished dc.date "
    "dcterms.date date created".split()
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:published?|entry-date|post-?date|date|datetime|posted-on|pubdate|timestamp|dateline|"
    r"(?:publish(?:ed)?|posted|created)-?(?:date|on|at)|created|posted|post-?meta|entry-?meta|meta|byline|datum|fecha|submitted)"
    r"(?:$|\s)",
    re.I,
)
_EDITED = re.compile(
    r"updated|modified|last|edited|aktualisiert|geändert|mis à jour|actualizado|revised|reviewed|expire", re.I
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:sidebar|widget|related|footer|nav|menu|teaser|recent|latest|events?|calendar|"
    r"copyright|next|prev\w*)(?:$|[\s_-])",
    re.I,
)
# "29.11.2022 – The bill …", "London, 3 March 2024 - …": a first paragraph as press offices begin it.
_DATELINE = re.compile(r"^(.{0,30}?\d{1,2}.{1,15}?(?:19|20)\d\d)\)?\s*[–—:|-]\s")
# A date of writing stands near the top: what comes after so many elements is another page's.
_MOST_LOOKED_AT = 3000
_MOST_DATES = 100
_DATE_TAGS = tuple("time abbr span div p a li small em dd td h2 h3 h4 h5 h6".split())


def published_in(root: etree._Element, meta: Mapping[str, list[str]], linked: str, address: str) -> str:
    """Return when a page was written, as precisely as it says; `linked` is what its JSON-LD has.

    What is declared counts before what is shown, and that before the address; dates of editing never count.
    """
    written = [linked, *(text for name in _DATES for text in meta.get(name, ())[:1])]
    for text in written:
        found = date_within(text) or (text if re.fullmatch(r"(?:19|20)\d\d(?:-\d\d)?", text) else "")
        if found:
            return found
    placed = date_of_address(address)
    shown = (date for date in (_shown_date(root), _lone_date(root)) if date.startswith(placed[:7]))
    return placed if len(placed) == 10 else next((date for date in shown if date), placed)


def _shown_date(root: etree._Element) -> str:
    """Return the date that stands with the title: first what is marked as the date of writing, then any."""
    weak = ""
    for one in islice((one for one in root.iter(*_DATE_TAGS) if _is_dated(one)), _MOST_DATES):
        known = f"{marks(one)} {one.get('itemprop') or ''}"
        text = start_of(one, 200)
        if _EDITED.search(known) or _EDITED.search(text[:40]) or is_beside(one, _BESIDE):
            continue
        found = date_within(
            one.get("datetime") or one.get("content") or one.get("title") or ""
        ) or date_within(text)
        if found and (
            one.get("pubdate") is not None or re.search(r"publi|entry-date|datecreated", known, re.I)
        ):
            return found
        weak = weak or found or (month_within(text) if len(text) < 40 else "")
    return weak


def _is_dated(one: etree._Element) -> bool:
    known = f"{marks(one)} {one.get('itemprop') or ''}"
    return one.tag == "time" or bool(_DATED.search(known)) or "date" in known.lower()


def _lone_date(root: etree._Element) -> str:
    """Return the first date that stands alone in an element: no more than a name, a place and a word or two with it."""
    seen = 0
    for one in root.iter("p", "span", "div", "td", "em", "i", "small", "strong", "b", "li", "h4", "h5", "h6"):
        text = start_of(one, 90) if len(one) < 6 else ""
        seen += bool(text)
        line = _DATELINE.match(text) if one.tag in ("p", "div", "b", "strong") else None
        text = line[1] if line else text
        found = date_within(text) if any(char.isdigit() for char in text) and len(text) < 80 else ""
        if found and not _EDITED.search(text) and len(text.split()) <= 12 and not is_beside(one, _BESIDE):
            return found
        if seen > _MOST_LOOKED_AT:
            break
    return ""
