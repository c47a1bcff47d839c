"""Pages pasted as plain text: title, byline, date, body, and the comments below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import is_full_name, name_key, words
from ingest.community import SourceConfig
from ingest.document import Draft, Markup, Named, Skip, Statement
from ingest.sources.comment_thread import Comment, comments_in
from ingest.sources.files import MOST_PAGE, BrokenError, address, each_file, key_of, place_of, read_text
from ingest.sources.page_lines import (
    Line,
    date_in,
    is_comments_heading,
    is_ending,
    is_navigation,
    lines_of,
    without_date,
)
from ingest.sources.people import people_in, tidy

_BYLINE = re.compile(
    r"^(?:by|written by|posted by|authors?:?|blog by|words by|guest (?:post|blog) by|"
    r"contributed by)[:\s]\s*(\S.*)$",
    re.IGNORECASE,
)
# "Asha Rao, ward manager, on what is left of a project": a standfirst that says who writes.
_STANDFIRST = re.compile(
    r"^([^,.]{3,60}),\s+([^.]{3,120}?),?\s+(?:on (?:how|why|what|when|the|a|her|his|their)|explains|"
    r"describes|shares|"
    r"reflects|writes|tells|looks|asks|argues|discusses)\b"
)
_EDITED = re.compile(r"^(?:last )?(?:updated|reviewed|modified|edited)\b[^.]{0,40}\d{4}", re.IGNORECASE)
_TOPICS = re.compile(
    r"^(?:tags|topics|tagged(?: with)?|filed under|categories|category|posted in)\s*:\s*(.+)$", re.IGNORECASE
)
# The head of a page (standfirst, byline, date) ends at the first line this long, or after so many.
_PARAGRAPH = 160
_HEAD_LINES = 12
# Menus, titles and names are mostly shorter than this, text is not.
_SENTENCE = 80
# Longer than this, a line is no name and role.
_NAME_LINE, _NAME_WORDS = 100, 4
# Fewer words than this are repeated by chance.
_PULL_QUOTE_WORDS = 5


@dataclass(slots=True)
class _Page:
    """What has been found on a page; `body` are its lines."""

    title: str
    body: list[Line]
    byline: str = ""
    published: str = ""
    topics: tuple[str, ...] = ()


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield each page and then its comments, in the order of the files."""
    yield from each_file(config, files, partial(_read_file, config))


def _read_file(config: SourceConfig, file: Path) -> Iterator[Draft | Skip]:
    place = place_of(config, file)
    try:
        article, below = _cut(lines_of(read_text(file, MOST_PAGE)))
    except BrokenError as error:
        yield Skip(place, str(error))
        return
    page = _page(article)
    if page is None:
        yield Skip(place, "no title and no text")
        return
    post = _post(config, file, page)
    yield post
    comments = comments_in(below)
    if not comments and any(len(words(line.text)) > _PULL_QUOTE_WORDS for line in below):
        yield Skip(f"{place}, comments", "comments that cannot be told apart")
    for comment in comments:
        yield _comment(post, comment)


def _cut(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of the article and those of the comments; what comes after either is dropped.

    "2 comments" may also stand below the title, as a link: what follows it then are no comments.
    """
    headings = [at for at, line in enumerate(lines) if at and is_comments_heading(line.text)]
    cut = next((at for at in reversed(headings) if comments_in(lines[at + 1 :])), None)
    if cut is None and headings and _size(lines[: headings[-1]]) > _size(lines[headings[-1] :]):
        cut = headings[-1]
    if cut is None:
        return _until_ending(lines), []
    below = lines[cut + 1 :]
    ended = _until_ending(below)
    return _until_ending(lines[:cut]), ended if comments_in(ended) else below


def _size(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _until_ending(lines: list[Line]) -> list[Line]:
    """Return the lines before the first that ends the page, if anything stands before it."""
    least = next((at for at, line in enumerate(lines) if len(line.text) >= _SENTENCE), 1)
    end = next((at for at, line in enumerate(lines) if at > least and is_ending(line.text)), len(lines))
    return lines[:end]


def _page(lines: list[Line]) -> _Page | None:
    at = _title_at(lines)
    if at is None:
        return None
    page = _Page(lines[at].text, [])
    head = True
    seen = 0
    for index, line in enumerate(lines[at + 1 :], at + 1):
        links = head and (is_comments_heading(line.text) or is_ending(line.text))
        if links or is_navigation(line.text):
            continue
        seen += bool(line.text)
        head = head and len(line.text) < _PARAGRAPH and seen <= _HEAD_LINES
        if not _taken(page, line.text, lines, index, head=head):
            page.body.append(line)
    return page


def _title_at(lines: list[Line]) -> int | None:
    """Return where the title is: the first line after the menus at the top, none of which is a title."""
    bound = next((at for at, line in enumerate(lines) if _ends_the_top(line.text)), len(lines))
    menus = [at for at, line in enumerate(lines[:bound]) if is_navigation(line.text)]
    after = menus[-1] + 1 if menus else 0
    every = [at for at, line in enumerate(lines) if line.text and not is_navigation(line.text)]
    return next((at for at in every if after <= at < max(bound, after + 1)), every[0] if every else None)


def _ends_the_top(text: str) -> bool:
    return bool(_BYLINE.match(text)) or bool(date_in(text)) or len(text) >= _PARAGRAPH


def _taken(page: _Page, text: str, lines: list[Line], index: int, *, head: bool) -> bool:
    """Say whether a line is a field of the page - byline, date, topics - and not of its body."""
    topics = _TOPICS.match(text)
    if topics:
        page.topics = (*page.topics, *(part.strip() for part in re.split(r"[,;|]", topics[1])))
        return True
    if not head or not text:
        return False
    date = date_in(text)
    if date:
        page.published = page.published or date
        return True
    # A date of editing is no date of writing.
    return bool(_EDITED.match(text)) or (not page.byline and _is_byline(page, text, lines, index))


def _is_byline(page: _Page, text: str, lines: list[Line], index: int) -> bool:
    """Take the author from a line that names one, and say whether that is all it does."""
    byline = _BYLINE.match(text)
    if byline:
        page.byline, date = without_date(byline[1])
        page.published = page.published or date
        return bool(people_in(page.byline))
    if _is_name_line(text, lines, index):
        page.byline = text
        return True
    standfirst = _STANDFIRST.match(text)
    if standfirst and is_full_name(standfirst[1]):
        page.byline = f"{standfirst[1]}, {standfirst[2]}"
    return False


def _is_name_line(text: str, lines: list[Line], index: int) -> bool:
    """A line that is a name, or a name and a role, right beside the date."""
    name = text.partition(",")[0]
    capitals = all(word[:1].isupper() for word in name.split())
    if text[-1:] in ".?!:" or len(text) > _NAME_LINE or not capitals or not is_full_name(name):
        return False
    after = next((line.text for line in lines[index + 1 :] if line.text and not is_navigation(line.text)), "")
    before = next((line.text for line in reversed(lines[:index]) if line.text), "")
    beside_date = bool(date_in(after) or date_in(before))
    return beside_date and len(name.split()) <= _NAME_WORDS and bool(people_in(text))


def _post(config: SourceConfig, file: Path, page: _Page) -> Draft:
    writers = people_in(page.byline)
    statements = [Statement("By", RelType.WROTE, subject=named) for named in writers]
    topics = {
        name_key(Label.TOPIC, name): Named(Label.TOPIC, name) for name in map(tidy, page.topics) if name
    }
    statements += [Statement("Topics", RelType.ABOUT, object=topic) for topic in topics.values()]
    key = key_of(config, file)
    return Draft(
        key=key,
        kind=DocumentKind.POST if writers or page.published else DocumentKind.PAGE,
        title=page.title,
        body=_paragraphs(page.body),
        markup=Markup.TEXT,
        url=address(config, file, key),
        published=page.published,
        statements=tuple(statements),
    )


def _comment(post: Draft, comment: Comment) -> Draft:
    writers = people_in(comment.author)[:1]
    return Draft(
        key=f"{post.key}#comment-{comment.number}",
        kind=DocumentKind.COMMENT,
        title=f"Comment on {post.title}",
        body=_paragraphs(comment.lines),
        url=f"{post.url}#comment-{comment.number}" if post.url else "",
        published=comment.published,
        parent=f"{post.key}#comment-{comment.parent}" if comment.parent else post.key,
        thread=post.key,
        statements=tuple(Statement("By", RelType.WROTE, subject=named) for named in writers),
    )


def _paragraphs(lines: list[Line]) -> str:
    """Return paragraphs with an empty line between them; lines that were wrapped are joined again."""
    found: list[str] = [""]
    for line in lines:
        if not line.text:
            found.append("")
        elif not found[-1]:
            found[-1] = line.text
        else:
            last = found[-1].rpartition("\n")[2]
            wrapped = (
                len(last) > 45
                and (last[-1] not in '.!?:”"' or len(last) > 60)
                and not line.text.startswith(("- ", "* ", "•"))
            )
            found[-1] += (" " if wrapped else "\n") + line.text
    return "\n\n".join(_without_pull_quotes([part for part in found if part]))


def _without_pull_quotes(paragraphs: list[str]) -> list[str]:
    """Drop a paragraph whose words all stand in a longer one: it was shown large beside it."""
    keys = [f" {' '.join(words(part))} " for part in paragraphs]
    return [
        part
        for at, (part, key) in enumerate(zip(paragraphs, keys, strict=True))
        if key.count(" ") <= _PULL_QUOTE_WORDS
        or not any(
            key in other and (len(other) > len(key) or before < at)
            for before, other in enumerate(keys)
            if before != at
        )
    ]
