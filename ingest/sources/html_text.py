"""The main text of a page: as trafilatura finds it, and by our own rules where it finds too little."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement

from graph.names import words
from ingest.markup import html_to_text
from ingest.sources.html_tree import drop, is_beside, marks, start_of, text_in

_TAGS = {
    "head": "h3", "list": "ul", "item": "li", "row": "tr", "cell": "td", "quote": "blockquote", "lb": "br",
    "hi": "span", "ref": "span", "del": "span", "graphic": "img", "main": "div",
}  # fmt: skip
# Elements that sites name as the article's body, the surest first.
_BODIES = (
    re.compile(
        r"(?:^|\s)(?:(?:entry|post|article|story|blog|page)[-_]*(?:content|body|text|entry|copy)|"
        r"field-name-body|articleBody)(?:$|\s)",
        re.I,
    ),
    re.compile(r"(?:^|\s)(?:entry|post|article|story|hentry|main-content|content)(?:$|\s)", re.I),
)
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|excerpt|intro|deck|dek|lead|lede|abstract|summary|subtitle|"
    r"sub-?headline|chapo|vorspann|strapline)(?:$|\s)",
    re.I,
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:pull-?quote|share|sharing|sharedaddy|social|related|jp-relatedposts|newsletter|"
    r"sidebar|widget|nav|navigation|"
    r"breadcrumbs?|cookie|advert\w*|ads?|promo|author-?(?:bio|box)|post-?meta|entry-?meta|meta|tags|"
    r"comments?|respond|footer|hidden|menu)(?:$|[\s_-])",
    re.I,
)
_LEAVES = "nav|aside|footer|form|script|style|noscript|button|iframe|svg".split("|")
# What trafilatura found is too little where the article's own element holds so many times as much.
_TOO_LITTLE = 2.0
_LEAST = 200
_MOST_LINKED = 0.4
_MOST_STANDFIRST = 700
# Fewer words than this are repeated by chance.
_QUOTE_WORDS = 5
_MOST_QUOTE_WORDS = 80
# Each is sought in the whole text: beyond so many that takes seconds.
_MOST_PARAGRAPHS = 2000


def main_text(root: HtmlElement, described: str = "") -> str:
    """Return the paragraphs of a page, each once; `described` is the article's body as JSON-LD has it."""
    own = _own(root)
    found = _by_library(root)
    if len(own) > max(_LEAST, _TOO_LITTLE * len(found)):
        found = own
    if len(described) > max(_LEAST, _TOO_LITTLE * len(found)):
        found = html_to_text(described)
    return "\n\n".join(_once(_with_standfirst(root, found).split("\n\n"))) if found else ""


def _by_library(root: HtmlElement) -> str:
    # Imported here: with all it needs it takes half a second.
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(deepcopy(root), include_comments=False, with_metadata=False)
    except Exception:  # noqa: BLE001  # whatever fails in it, our own rules remain
        return ""
    body = getattr(found, "body", None)
    if body is None:
        return ""
    for element in body.iter():
        element.tag = _TAGS.get(element.tag, element.tag)
        if element.tag == "code":
            element.tag = "pre" if "\n" in (element.text or "") else "span"
    return html_to_text(etree.tostring(body, encoding="unicode", with_tail=False))


def _own(root: HtmlElement) -> str:
    """Return the text of the element that is marked as the article, without what stands around and in it."""
    for elements in _marked(root):
        if not elements:
            continue
        best = deepcopy(max(elements[:20], key=lambda one: len(text_in(one))))
        best.tail = None
        for one in list(best.iter()):
            if one is not best and (one.tag in _LEAVES or _ASIDE.search(marks(one))):
                drop(one)
        text = text_in(best)
        linked = sum(len(text_in(link)) for link in best.iter("a"))
        if len(text) > _LEAST and linked < _MOST_LINKED * len(text):
            return html_to_text(etree.tostring(best, encoding="unicode", with_tail=False))
    return ""


def _marked(root: HtmlElement) -> Iterator[list[etree._Element]]:
    yield [
        one
        for one in root.iter("div", "section", "article", "main", "td")
        if one.get("itemprop") == "articleBody"
    ]
    for names in _BODIES:
        yield [
            one for one in root.iter("div", "section", "article", "main", "td") if names.search(marks(one))
        ]
        yield list(root.iter("article"))
    yield list(root.iter("main"))


def _with_standfirst(root: HtmlElement, text: str) -> str:
    """Return the text with the standfirst before it, if the page has one that is not in it."""
    known = f" {' '.join(words(text))} "
    for one in root.iter("p", "div", "h2", "h3", "section"):
        if not _STANDFIRST.search(marks(one)) or is_beside(one, _ASIDE):
            continue
        first = start_of(one, _MOST_STANDFIRST + 1)
        key = " ".join(words(first))
        if len(first) > _MOST_STANDFIRST or key.count(" ") < _QUOTE_WORDS:
            continue
        holder = next(
            (
                up
                for up in one.iterancestors()
                if up.tag in ("article", "main") or up.find(".//h1") is not None
            ),
            None,
        )
        return text if f" {key} " in known or holder is None else f"{first}\n\n{text}"
    return text


def _once(paragraphs: list[str]) -> list[str]:
    """Drop a paragraph whose words all stand in another: a quote that was shown large beside the text."""
    keys = [f" {' '.join(words(part))} " for part in paragraphs]
    whole = "\n".join(keys)
    alike = Counter(keys)
    kept: dict[str, str] = {}
    for at, (part, key) in enumerate(zip(paragraphs, keys, strict=True)):
        size = key.count(" ") - 1
        if size < _QUOTE_WORDS or size > _MOST_QUOTE_WORDS or len(kept) > _MOST_PARAGRAPHS:
            kept[str(at)] = part
        elif whole.count(key) == alike[key]:
            kept.setdefault(key, part)
    return list(kept.values())
