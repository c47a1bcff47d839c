"""Comments below a page that was pasted as text: who, when, what, and in reply to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.names import fold, is_full_name, words
from ingest.sources.page_lines import Line, date_in, is_navigation, without_date

_NUMBER = re.compile(r"^(?:#?(\d{1,4})[.):]|#(\d{1,4}))\s+")
# "Anonymous, 13 March": a day without a year dates nothing, but it ends a name.
_DAY = re.compile(r"[\s,|·–—-]+\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}$")
_NOBODY = frozenset({"anonymous", "anon", "guest", "name withheld", "name and address supplied"})
_SAYS = re.compile(
    r"^(?:posted by |comment (?:by|from) |by )?(.{2,60}?)(?:\s+(?:says|said|wrote|commented|replied)\s*:?|"
    r":)?$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\s(?:says|said|wrote|commented|replied)\s*:?$|\(?\s*\)?:$", re.IGNORECASE)
_IN_REPLY = re.compile(r"^(?:in )?repl(?:y|ying|ied) to @?(.{2,60}?)[.:]?$", re.IGNORECASE)
_MOST_NAME_WORDS = 7
# A name alone on its line, without a date or "says" to tell it from words, has no more.
_BARE_NAME_WORDS = 4


@dataclass(slots=True)
class Comment:
    """One comment; `parent` is the number of the one it answers, 0 for the page; `stated` is its own on the page."""

    number: int
    author: str
    published: str
    indent: int
    parent: int = 0
    stated: int = 0
    lines: list[Line] = field(default_factory=list)


def comments_in(lines: list[Line]) -> list[Comment]:
    """Return the comments in the order of the page; one without words of its own is left out."""
    found: list[Comment] = []
    lines = list(lines)
    at = 0
    while at < len(lines):
        stated = _stated(lines[at].text)
        start = _start(lines, at) or _undated(lines, at, found)
        if start is not None:
            author, published, following = start
            stated = stated or (found[-1].stated if found else 0)
            found.append(Comment(len(found) + 1, author, published, lines[at].indent, stated=stated))
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


def _undated(lines: list[Line], at: int, found: list[Comment]) -> tuple[str, str, int] | None:
    """Return the same for a comment that no date begins: by nobody, the next number of a list, or a name alone.

    Without this its words would go to whoever wrote the comment before.
    """
    text = lines[at].text
    said = _NUMBER.sub("", text)
    if _is_nobody(said):
        return "", "", at + 1
    if not found:
        return None
    last = found[-1].stated
    if last:
        # "1. Start. 2. Stop." within a comment counts for itself.
        is_inner = any(_stated(line.text) == last for line in found[-1].lines)
        if _stated(text) != last + 1 or is_inner or _begins_later(lines, at, last + 1):
            return None
        # The number alone tells that somebody else speaks; the name has a line of its own, or is not told.
        return (said, "", at + 1) if _is_bare_name(said) else ("", "", _keep(lines, at, said))
    # Where comments have dates, two words alone on a line ("Next Steps") are a heading within one.
    if not found[-1].published and _is_bare_name(text) and _stands_apart(lines, at):
        return text, "", at + 1
    return None


def _stated(text: str) -> int:
    """Return the number a line begins with, 0 where it begins with none."""
    found = _NUMBER.match(text)
    return int(found[1] or found[2]) if found else 0


def _begins_later(lines: list[Line], at: int, number: int) -> bool:
    """Say whether the comment of this number begins further down: here then is a list within a comment."""
    later = range(at + 1, len(lines))
    return any(
        _stated(lines[index].text) == number
        and (_start(lines, index) or _is_nobody(_NUMBER.sub("", lines[index].text)))
        for index in later
    )


def _keep(lines: list[Line], at: int, said: str) -> int:
    """Leave a line its words without its number, so that they are the comment's, and return where it is."""
    lines[at] = Line(said, lines[at].indent)
    return at


def _is_nobody(text: str) -> bool:
    plain = _DAY.sub("", without_date(text)[0])
    return fold(_name(plain)) in _NOBODY


def _is_bare_name(text: str) -> bool:
    parts = text.split()
    capitals = all(part[0].isupper() for part in parts)
    return 2 <= len(parts) <= _BARE_NAME_WORDS and capitals and bool(_name(text)) and is_full_name(text)


def _stands_apart(lines: list[Line], at: int) -> bool:
    """Say whether a name stands above somebody's words, not below them as a signature does."""
    before = next((line.text for line in reversed(lines[:at]) if line.text), "")
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return before[-1:] in ".!?" and after[-1:] in tuple(".!?")


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
