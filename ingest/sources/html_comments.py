"""Comments below a page: which elements hold one each, who wrote it, when, what, and in reply to which."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from ingest.markup import html_to_text
from ingest.sources.comment_thread import comments_in
from ingest.sources.html_comment_fields import fields_of, looks_written
from ingest.sources.html_dates import date_within
from ingest.sources.html_tree import drop, is_beside, marks, start_of, text_in
from ingest.sources.page_lines import Line, is_comments_heading, is_ending, lines_of

# "comment" in the languages that we have met, and what forums and older systems say.
_COMMENT = r"(?:comment|commentaire|kommentar|comentario|commento|reactie|cmt)"
_NUMBERED = re.compile(rf"^([\w-]*?{_COMMENT}|reply|response)([-_]?)([0-9a-f-]*\d[0-9a-f-]*)$", re.I)
_ITEM = re.compile(
    rf"^(?!(?:category|tag|type|term)[-_])(?:[a-z]+[-_]+){{0,3}}{_COMMENT}(?:[-_]{{0,2}}(?:item|"
    rf"entry|single|wrap|wrapper|container|body|block|box|row|"
    r"node|card|inner|article|holder|unit|main|parent|thread|post|root|outer|full|child|reply|even|odd))?$",
    re.I,
)
_SECTION = re.compile(
    rf"(?:^|[\s_-])(?:{_COMMENT}(?:s|en|e|i|aires?)?(?:[-_]?(?:list|area|section|wrapper|container|block|"
    rf"box|thread|"
    r"content|template|holder|inner))?|responses|replies|disqus[-_]thread|discussion)(?:$|[\s_-]|\d)",
    re.I,
)
_FORM = re.compile(
    r"(?:^|[\s_-])(?:respond|comment-?respond|reply-form|comment-?form|commentform|comment-policy)(?:$|\s)",
    re.I,
)
_TRACK = re.compile(r"(?:^|\s)(?:pingback|trackback|pings?)(?:$|\s)", re.I)
# Lists of the latest comments of a site are not this page's.
_LATEST = re.compile(
    r"(?:^|\s)(?:sidebar|widget|(?:[\w-]+[-_])?(?:widget|recent|latest|tab)[-_]?comments?[\w-]*|(?:recent|"
    r"latest)[-_][\w-]+|"
    r"[\w-]*-tab-comment[\w-]*|tab-content|(?:left|right|side)[-_]?(?:bar|column))(?:$|\s)",
    re.I,
)
_AUTHOR = re.compile(rf"(?:^|\s){_COMMENT}s?[-_]*(?:author|user|user-?name|name|by|poster)(?:$|\s)", re.I)
_HOLDERS = frozenset("li div article section tr dl dt dd p table ol ul blockquote".split())
_HEADING = re.compile(
    r"^(?:\d{1,4}\s+)?(?:kommentare?|commentaires?|comentarios?|commenti|reacties|leserbriefe|"
    r"reactions?)(?:\s*\(?\d{1,4}\)?)?\s*:?$",
    re.I,
)
_COMMENT_BY = re.compile(
    r"^(?:#?\d{1,4}[.:)]?\s+)?(?:kommentar von|commentaire de|comentario de|comment by)\s+", re.I
)
_WORD = re.compile(r"[^\W\d_]+")
_DATE_LINE = 60
_MOST_CLASSES = 500
_MOST_SECTIONS = 5
_MOST_AUTHORS = 5000
# A hidden or waiting comment is none that a moderator let through.
_WAITING = re.compile(r"(?:^|[\s_-])(?:awaiting-moderation|unapproved)(?:$|[\s_-])", re.I)


@dataclass(slots=True)
class PageComment:
    """One comment; `number` is the page's own or '', `parent` the place of another in the list, -1 for the page.

    `by_author` says that whoever wrote the page wrote it.
    """

    number: str
    author: str
    published: str
    text: str
    parent: int = -1
    reason: str = ""
    by_author: bool = False


def take_comments(root: etree._Element) -> list[PageComment]:
    """Take the comments out of a page, in its order; those with a `reason` are no people's or not let through."""
    body = root.find(".//body")
    body = root if body is None else body
    units = _units(body)
    found = _read(units) if units else _from_lines(body)
    for element in list(body.iter(*_HOLDERS, "form", "aside")):
        known = marks(element)
        if known and _FORM.search(known) and not _holds_article(element):
            drop(element)
    if found:
        for element in [one for one in body.iter(*_HOLDERS) if _is_section(one)]:
            drop(element)
    return found


def _units(body: etree._Element) -> list[etree._Element]:
    """Return the elements that hold one comment each: the largest set of alike ones, the inner set of two."""
    sets: dict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    for element in body.iter(*_HOLDERS):
        for sign in _signs(element):
            sets[str(element.tag), sign].append(element)
    best: list[etree._Element] = []
    for (_, sign), elements in sets.items():
        written = [one for one in elements if sign != "track" and looks_written(one) and not _not_here(one)]
        if len(written) > len(best):
            best = written
    best = best or _around_authors(body)
    tracks = [one for key, elements in sets.items() if key[1] == "track" for one in elements]
    within = {id(one) for one in best}
    return best + [one for one in tracks if id(one) not in within and text_in(one)]


def _not_here(element: etree._Element) -> bool:
    """Say whether an element holds the article, or stands in a list of the site's latest comments."""
    return _holds_article(element) or is_beside(element, _LATEST, ())


def _around_authors(body: etree._Element) -> list[etree._Element]:
    """Return the largest elements around each that is marked as a comment's author and hold no other."""
    authors = [one for one in body.iter() if _AUTHOR.search(marks(one))]
    held: Counter[int] = Counter()
    if len(authors) > _MOST_AUTHORS:
        return []
    above = [list(one.iterancestors()) for one in authors]
    for line in above:
        held.update(id(one) for one in line)
    found = []
    for one, line in zip(authors, above, strict=True):
        alone = [up for up in line if held[id(up)] == 1 and up.tag not in ("body", "html")]
        # The whole of a single comment's page is no comment.
        unit = next((up for up in reversed(alone[:6]) if not _not_here(up)), one)
        if unit is not one and looks_written(unit):
            found.append(unit)
    return found if len(found) > 1 else []


def _signs(element: etree._Element) -> Iterator[str]:
    """Yield what makes an element look like a comment: its number, its class, its item type."""
    classes = (element.get("class") or "")[:_MOST_CLASSES].split()
    if element.tag in ("li", "div", "article") and any(_TRACK.match(name) for name in classes):
        yield "track"
        return
    numbered = _NUMBERED.match((element.get("id") or "").strip())
    if numbered and len(numbered[3]) <= 40:
        yield f"id {numbered[1].lower()}"
    kind = " ".join(element.get(name) or "" for name in ("itemtype", "itemprop", "typeof", "property"))
    if re.search(r"schema(?:\.org/|:)(?:User)?Comments?\b|(?:^|\s)comment(?:$|\s)", kind):
        yield "item"
    yield from (f"class {name.lower()}" for name in classes if _ITEM.match(name))


def _holds_article(element: etree._Element) -> bool:
    return element.find(".//h1") is not None or bool(element.xpath(".//*[@itemprop='articleBody'] | .//main"))


def _read(units: list[etree._Element]) -> list[PageComment]:
    """Read units from the innermost on, each without those in it."""
    order = {id(one): at for at, one in enumerate(_in_order(units))}
    ordered = sorted(units, key=lambda one: order[id(one)])
    parents = [_parent(one, order) for one in ordered]
    found: list[PageComment] = []
    for at in range(len(ordered) - 1, -1, -1):
        unit = ordered[at]
        fields = fields_of(unit)
        reason = _reason(unit, fields.text)
        numbered = _NUMBERED.match((unit.get("id") or "").strip()) or _number_inside(unit)
        number = numbered[3].strip("-") if numbered else ""
        # WordPress marks so what the author of the post says below it.
        own = "bypostauthor" in (unit.get("class") or "").split()
        found.append(
            PageComment(number, fields.author, fields.published, fields.text, parents[at], reason, own)
        )
        drop(unit)
    return found[::-1]


def _in_order(units: list[etree._Element]) -> list[etree._Element]:
    wanted = {id(one): one for one in units}
    root = units[0].getroottree().getroot()
    return [element for element in root.iter(*_HOLDERS) if id(element) in wanted]


def _number_inside(unit: etree._Element) -> re.Match[str] | None:
    """Return the number of a unit whose first inner element carries it, as `article#div-comment-12` does."""
    for inner in list(unit.iter(*_HOLDERS, "a", "span"))[1:6]:
        numbered = _NUMBERED.match(str(inner.get("id") or inner.get("name") or "").strip())
        if numbered:
            return numbered
    return None


def _parent(unit: etree._Element, order: dict[int, int]) -> int:
    above = unit.getparent()
    while above is not None:
        if id(above) in order:
            return order[id(above)]
        above = above.getparent()
    return -1


def _reason(unit: etree._Element, text: str) -> str:
    kind = _TRACK.search(unit.get("class") or "")
    if kind:
        return "trackback" if "track" in kind[0].lower() else "pingback"
    if any(_WAITING.search(marks(inner)) for inner in unit.iter("em", "p", "div", "span", "li", "article")):
        return "comment not approved"
    return "" if text else "no text"


def _is_section(element: etree._Element) -> bool:
    return bool(_SECTION.search(marks(element))) and not _holds_article(element)


def _from_lines(body: etree._Element) -> list[PageComment]:
    """Read comments that no markup tells apart, as a pasted page is read: "NAME says:", a date, the words."""
    for section in _sections(body):
        text = html_to_text(etree.tostring(section, encoding="unicode", with_tail=False))
        lines = [_plain(line) for line in lines_of(text)]
        end = next((at for at, line in enumerate(lines) if at and is_ending(line.text)), len(lines))
        read = comments_in([line for line in lines[:end] if not _is_heading(line.text)])
        if not read:
            continue
        places = {comment.number: at for at, comment in enumerate(read)}
        drop(section)
        return [
            PageComment(
                "", comment.author, comment.published,
                "\n\n".join(line.text for line in comment.lines if line.text),
                places.get(comment.parent, -1),
            )
            for comment in read
        ]  # fmt: skip
    return []


def _sections(body: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that a page calls its comments, outermost first, or what follows such a heading."""
    marked: list[etree._Element] = []
    for element in body.iter(*_HOLDERS):
        if _SECTION.search(marks(element)) and not any(up in marked for up in element.iterancestors()):
            marked.append(element)
            if len(marked) > _MOST_SECTIONS:
                break
    yield from (element for element in marked if not _holds_article(element))
    headings = (
        one for one in body.iter("h2", "h3", "h4", "h5", "h6", "div", "p", "strong", "b") if len(one) <= 3
    )
    for heading in list(islice((one for one in headings if _is_heading(start_of(one, 80))), _MOST_SECTIONS)):
        gathered = etree.Element("div")
        for sibling in list(heading.itersiblings()):
            if sibling.tag in ("h1", "footer"):
                break
            gathered.append(sibling)
        parent = heading.getparent()
        if parent is not None and len(gathered):
            parent.insert(parent.index(heading) + 1, gathered)
            yield gathered


def _is_heading(text: str) -> bool:
    return is_comments_heading(text) or bool(_HEADING.match(text))


def _plain(line: Line) -> Line:
    """Return a line that is a date in any language, or "Comment by NAME", as English pages write it."""
    date = date_within(line.text) if len(line.text) < _DATE_LINE else ""
    if date and len(_WORD.findall(line.text)) <= 4:
        return replace(line, text=date.replace("T", " "))
    return replace(line, text=_COMMENT_BY.sub("", line.text))
