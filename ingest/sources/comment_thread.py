"""Comments below a page that was pasted as text: who, when, what, and in reply to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.names import fold, words
from ingest.sources.page_lines import Line, date_in, is_navigation, without_date

_NUMBER = re.compile(r"^(?:#?\d{1,4}[.):]|#\d{1,4})\s+")
_SAYS = re.compile(
    r"^(?:posted by |comment (?:by|from) |by )?(.{2,60}?)(?:\s+(?:says|said|wrote|commented|replied)\s*:?|"
    r":)?$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\s(?:says|said|wrote|commented|replied)\s*:?$|\(?\s*\)?:$", re.IGNORECASE)
_IN_REPLY = re.compile(r"^(?:in )?repl(?:y|ying|ied) to @?(.{2,60}?)[.:]?$", re.IGNORECASE)
_MOST_NAME_WORDS = 7


@dataclass(slots=True)
class Comment:
    """One comment; `parent` is the number of the one it answers, 0 for the page."""

    number: int
    author: str
    published: str
    indent: int
    parent: int = 0
    lines: list[Line] = field(default_factory=list)


def comments_in(lines: list[Line]) -> list[Comment]:
    """Return the comments in the order of the page; one without words of its own is left out."""
    found: list[Comment] = []
    at = 0
    while at < len(lines):
        start = _start(lines, at)
        if start is not None:
            author, published, following = start
            found.append(Comment(len(found) + 1, author, published, lines[at].indent))
            at = following
            continue
        if found:
            _take(found, lines[at])
        at += 1
    for comment in found:
        if not comment.parent:
            comment.parent = _by_indent(found, comment)
    return [comment for comment in found if any(line.text for line in comment.lines)]


def _start(lines: list[Line], at: int) -> tuple[str, str, int] | None:
    """Return author, date and the line after them, if a comment begins here."""
    text = _NUMBER.sub("", lines[at].text)
    if not text or is_navigation(text) or _IN_REPLY.match(text):
        return None
    after = next((index for index in range(at + 1, len(lines)) if lines[index].text), len(lines))
    date = date_in(lines[after].text) if after < len(lines) else ""
    name, own_date = without_date(text)
    if own_date and _name(name):
        return _name(name), own_date, at + 1
    if date and _name(text):
        return _name(text), date, after + 1
    if (
        _SPEAKS.search(text)
        and text.lower().rstrip(": ").endswith(("says", "wrote", "commented", "replied"))
        and _name(text)
    ):
        return _name(text), "", at + 1
    return None


def _name(text: str) -> str:
    """Return the name that a line is, or '': short, and no sentence."""
    found = _SAYS.match(text.strip(" -–—|"))
    name = found[1].strip(" ,:") if found else ""
    parts = words(name)
    if not parts or len(parts) > _MOST_NAME_WORDS or name[-1] in ".!?" or date_in(name):
        return ""
    return name if name[0].isupper() or name[0] in "@'" or len(parts) <= 2 else ""


def _take(found: list[Comment], line: Line) -> None:
    reply = _IN_REPLY.match(line.text)
    if reply:
        wanted = fold(reply[1])
        earlier = (other for other in reversed(found[:-1]) if fold(other.author).startswith(wanted))
        found[-1].parent = next((other.number for other in earlier), 0)
    elif not is_navigation(line.text):
        found[-1].lines.append(line)


def _by_indent(found: list[Comment], comment: Comment) -> int:
    for other in reversed(found[: comment.number - 1]):
        if other.indent < comment.indent:
            return other.number
    return 0
