"""Saved web pages: title, byline, date of writing, topics, main text, and the comments below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from graph.ids import digest
from graph.model import DocumentKind, Label, RelType
from graph.names import words
from ingest.community import SourceConfig
from ingest.document import Draft, Markup, Named, Skip, Statement
from ingest.markup import html_to_text
from ingest.sources.files import BrokenError, address, each_file, key_of, place_of
from ingest.sources.html_comments import PageComment, take_comments
from ingest.sources.html_linked_data import Said
from ingest.sources.html_metadata import Metadata, metadata_of
from ingest.sources.html_text import main_text
from ingest.sources.html_tree import page_of
from ingest.sources.people import writer

_ENDINGS = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_BEGINS = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.DOTALL | re.IGNORECASE,
)


def is_page(path: Path, head: bytes) -> bool:
    """Say whether a file is a saved page, by how it begins or by its name."""
    return path.suffix.lower() in _ENDINGS or bool(_BEGINS.match(head.removeprefix(b"\xef\xbb\xbf")))


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield each page and then its comments, in the order of the files."""
    yield from each_file(config, files, partial(_read_file, config))


def _read_file(config: SourceConfig, file: Path) -> Iterator[Draft | Skip]:
    place = place_of(config, file)
    try:
        page = page_of(file)
    except BrokenError as error:
        yield Skip(place, str(error))
        return
    comments = take_comments(page.root)
    about = metadata_of(page.root, page.saved_from)
    body = _without_title(main_text(page.root, about.linked.body), about.title)
    if not body:
        yield Skip(place, "no text" if about.title else "no title and no text")
        return
    if not about.authors:
        about = replace(about, authors=_author_below(comments))
    post = _post(config, file, about, body)
    yield post
    yield from _comments(place, post, comments or _said(about.linked.comments))


def _author_below(comments: list[PageComment]) -> tuple[Named, ...]:
    """Return who wrote a page, where only their own comments below it say so."""
    said = (writer(comment.author) for comment in comments if comment.by_author)
    return tuple(named for named in said if named is not None)[:1]


def _without_title(body: str, title: str) -> str:
    """Return the text without the title as its first line; a page that is nothing but its title keeps it."""
    first, _, rest = body.partition("\n")
    return rest.lstrip("\n") if rest.strip() and title and words(first) == words(title) else body


def _post(config: SourceConfig, file: Path, about: Metadata, body: str) -> Draft:
    path = key_of(config, file)
    statements = [Statement("By", RelType.WROTE, subject=named) for named in about.authors]
    statements += [
        Statement("Topics", RelType.ABOUT, object=Named(Label.TOPIC, name)) for name in about.topics
    ]
    dated = bool(about.authors or about.published)
    return Draft(
        key=about.address or path,
        kind=DocumentKind.POST if about.article or dated else DocumentKind.PAGE,
        title=about.title,
        body=body,
        markup=Markup.TEXT,
        url=about.address or address(config, file, path),
        published=about.published,
        statements=tuple(statements),
    )


def _said(comments: tuple[Said, ...]) -> list[PageComment]:
    return [
        PageComment("", said.author, said.published, html_to_text(said.text))
        for said in comments
        if said.text
    ]


def _comments(place: str, post: Draft, comments: list[PageComment]) -> Iterator[Draft | Skip]:
    keys = [_key(post, comment) for comment in comments]
    for key, comment in zip(keys, comments, strict=True):
        if comment.reason:
            yield Skip(f"{place}, {key.rpartition('#')[2]}", comment.reason, on_purpose=True)
            continue
        named = writer(comment.author)
        above = comment.parent
        # An answer to what was left out answers what that answered.
        while above >= 0 and comments[above].reason:
            above = comments[above].parent
        yield Draft(
            key=key,
            kind=DocumentKind.COMMENT,
            title=f"Comment on {post.title}",
            body=comment.text,
            url=f"{post.url}#comment-{comment.number}" if post.url and comment.number else post.url,
            published=comment.published,
            parent=keys[above] if above >= 0 else post.key,
            thread=post.key,
            statements=(Statement("By", RelType.WROTE, subject=named),) if named else (),
        )


def _key(post: Draft, comment: PageComment) -> str:
    """Return a key that stays: the page's own number, else a digest of who said what when."""
    number = comment.number or digest(comment.author, comment.published, comment.text)[:12]
    return f"{post.key}#comment-{number}"
