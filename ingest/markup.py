"""HTML and Markdown as plain text: what a reader sees, in paragraphs, without code, images and machinery."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html import unescape

from lxml import etree
from markdown_it import MarkdownIt

from ingest.markdown_dialects import plain_markdown

_DROPPED = frozenset(
    "script style pre noscript iframe svg math object embed img video audio canvas template head select "
    "textarea "
    "button map picture".split()
)
_BLOCKS = frozenset(
    "p div section article aside main header footer nav h1 h2 h3 h4 h5 h6 ul ol dl table blockquote figure "
    "figcaption hr form fieldset address details summary center body".split()
)
_LINES = frozenset("dt dd br caption".split())
# Inside these a line break in the source is a space; elsewhere WordPress makes paragraphs of blank lines.
_FLOWING = frozenset("p li td th h1 h2 h3 h4 h5 h6 dt dd figcaption caption summary a".split())
# Stand-ins, made into line breaks and dashes once everything is said; no text can hold them.
_BREAK = "\x01"
_BULLET = "\x02"
_BREAKS = re.compile(rf"[\s{_BREAK}]*{_BREAK}[\s{_BREAK}]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE_OPENS = re.compile(r"\[(code|sourcecode|php|css|html|latex|python)\b[^\[\]]{0,200}\]", re.IGNORECASE)
_KNOWN = (
    "caption|wp_caption|gallery|embed|audio|video|playlist|code|sourcecode|youtube|vimeo|slideshare|googlemaps|"
    "contact-form|contact-form-7|contact-field|polldaddy|tweet|toc|more|button|row|column|columns|one_half|one_third|"
    "(?:vc|et|fusion|su|cs|av|x)_[a-z_]+"
)
_ATTRIBUTE = r"""\s+[\w-]{1,60}=(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'\[\]]{1,500})"""
_SHORTCODE = re.compile(
    rf"\[/?(?:{_KNOWN})(?:\s[^\[\]]{{0,2000}})?/?\]|\[/?[a-z][\w-]{{1,40}}(?:{_ATTRIBUTE}){{1,20}}\s*/?\]",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200b\ufeff]+")
_ALL_SPACES = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n\s*\n\s*")
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")


def html_to_text(html: str) -> str:
    """Return the text of a piece of HTML as WordPress keeps it: blank lines are paragraphs too."""
    if not html or html.isspace():
        return ""
    html = _CONTROL.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    if "[" in html:
        html = _SHORTCODE.sub("", _without_code(html) if "[/" in html else html)
    return _text_of(html, lines=_PARAGRAPH.search(html) is None)


def markdown_to_text(markdown: str) -> str:
    """Return the text of Markdown in any of the dialects that sites are built from."""
    if not markdown or markdown.isspace():
        return ""
    plain = plain_markdown(_CONTROL.sub("", markdown.replace("\r\n", "\n").replace("\r", "\n")))
    try:
        html = _markdown().render(plain)
    except Exception:  # noqa: BLE001  # bad input must not stop the run: then the words as they stand
        return _tidy(plain)
    return _text_of(_COMMENT.sub("", html), lines=False)


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # Only the words of a link are kept: checking and encoding its address takes a tenth of the time.
    parser.validateLink = _take  # type: ignore[method-assign]  # what the library documents
    parser.normalizeLink = _same  # type: ignore[method-assign]
    return parser


def _take(url: str) -> bool:
    return url is not None


def _same(url: str) -> str:
    return url


def _text_of(html: str, *, lines: bool) -> str:
    if "<" not in html:
        return _tidy(unescape(html))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(f"<div>{html}</div>".encode(), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        return _tidy(unescape(_TAG.sub(" ", html)))
    return _Walk(lines).text(root)


@dataclass(slots=True)
class _Walk:
    """One pass over a tree; `lines` says whether single line breaks between blocks are the writer's."""

    lines: bool
    out: list[str] = field(default_factory=list)
    dropped: int = 0
    lists: int = 0
    cells: int = 0
    flowing: int = 0
    first_cell: bool = True
    fresh_list: bool = False

    def text(self, root: etree._Element) -> str:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._open(element, tag)
                if element.text and not self.dropped:
                    self._words(element.text)
            else:
                self._close(tag)
                if element.tail and not self.dropped:
                    self._words(element.tail)
        return _tidy("".join(self.out))

    def _open(self, element: etree._Element, tag: str) -> None:
        if self.dropped or tag in _DROPPED or _is_marker(element, tag):
            if tag == "pre" and not self.dropped:
                self._break("div")
            self.dropped += 1
            return
        self._break(tag)
        if tag == "li":
            self.out.append(f"{'' if self.fresh_list else _BREAK}{_BULLET}")
            self.fresh_list = False
        elif tag == "tr":
            self.out.append("\n")
            self.first_cell = True
        elif tag in ("td", "th"):
            self.out.append("" if self.first_cell else " | ")
            self.first_cell = False
            self.cells += 1
        if tag in ("ul", "ol"):
            self.fresh_list = not self.lists
            self.lists += 1
        self.flowing += tag in _FLOWING

    def _close(self, tag: str) -> None:
        if self.dropped:
            self.dropped -= 1
            return
        if tag in ("ul", "ol"):
            self.lists = max(0, self.lists - 1)
        if tag in ("td", "th"):
            self.cells = max(0, self.cells - 1)
        self.flowing -= tag in _FLOWING
        if tag != "br":
            self._break(tag)

    def _break(self, tag: str) -> None:
        if tag not in _BLOCKS and tag not in _LINES:
            return
        if self.cells and tag != "table":
            self.out.append(" ")
        elif self.lists:
            self.out.append(_BREAK)
        elif tag in _LINES:
            self.out.append("\n")
        else:
            self.out.append("\n\n")

    def _words(self, text: str) -> None:
        if self.flowing or self.cells or self.lists:
            self.out.append(_ALL_SPACES.sub(" ", text))
        elif "\n" not in text:
            self.out.append(text)
        else:
            joint = "\n" if self.lines else " "
            paragraphs = _BLANK_LINE.split(text)
            self.out.append("\n\n".join(joint.join(part.split("\n")) for part in paragraphs))


def _is_marker(element: etree._Element, tag: str) -> bool:
    """A footnote's number, or the arrow that leads back from it."""
    if tag == "sup":
        return element.find("a") is not None or "footnote" in (element.get("class") or "")
    return tag == "a" and "footnote" in (element.get("class") or "")


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    if _BULLET in text:
        text = re.sub(rf"{_BULLET}[\s{_BREAK}]*(?={_BULLET}|\Z)", "", text)
        text = re.sub(rf"{_BULLET}[\s{_BREAK}]*", "- ", text)
    if _BREAK in text:
        text = _BREAKS.sub(lambda gap: "\n\n" if "\n\n" in gap[0].rpartition(_BREAK)[2] else "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _without_code(html: str) -> str:
    """Drop what stands between [code] and [/code]."""
    kept: list[str] = []
    lower = html.lower()
    at = 0
    for found in _CODE_OPENS.finditer(html):
        if found.start() < at:
            continue
        end = lower.find(f"[/{found[1].lower()}]", found.end())
        if end < 0:
            break
        kept.append(html[at : found.start()])
        at = end + len(found[1]) + 3
    return "".join([*kept, html[at:]])
