"""Trees of Markdown with front matter: Jekyll, Hugo, Quarto and MkDocs sites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import SourceConfig
from ingest.dates import read_date
from ingest.document import Draft, Markup, Named, Skip, Statement
from ingest.sources.bylines import Authors, authors_file, bylines
from ingest.sources.files import MOST_PAGE, BrokenError, address, each_file, key_of, place_of, read_text
from ingest.sources.front_matter import Page, Value, is_false, is_true, read_page, text_of
from ingest.sources.no_subjects import is_no_subject
from ingest.sources.people import is_no_name, tidy
from ingest.sources.register import read_register

# What lies in a repository beside the posts and is not one of them.
_ABOUT_THE_REPOSITORY = frozenset(
    "readme source license licence contributing changelog code_of_conduct security authors template".split()
)
# Our name for a field, and the keys that sites use for it; keys are compared without case.
_KEYS = {
    "title": ("title",),
    "author": ("author", "authors", "byline"),
    "date": ("date", "published", "publishdate", "date-published"),
    # Where the original stands comes first: a copy says so for search engines.
    "url": ("canonical_url", "canonical", "canonicalurl", "url", "permalink", "slug"),
}
_TOPIC_KEYS = ("tags", "categories", "keywords", "topics", "category", "tag")
# Where Jekyll keeps what is not published; a source whose path is this folder asks for its drafts.
_DRAFTS = "_drafts"
_FILE_DATE = re.compile(r"^(\d{4}-\d{1,2}-\d{1,2})-")
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$|^(\S[^\n]*)\n=+[ \t]*$", re.MULTILINE)
_HEADING_PARTS = re.compile(r"[*_`]|\{[^{}\n]{0,200}\}|!?\[([^\[\]\n]*)\]\([^()\n]*\)")
_FENCED = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1", re.MULTILINE | re.DOTALL)


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield one document a file, in the order of the files; a draft, and a post of a day to come, is left out."""
    today = datetime.now(UTC).date().isoformat()
    yield from each_file(config, files, partial(_read_file, config, _authors(config), today))


def _authors(config: SourceConfig) -> Authors:
    known: dict[str, Named] = {}
    if config.authors and (config.folder / config.authors).is_file():
        known = authors_file(config.folder / config.authors, config.id)
    for register in config.registers:
        # The byline says who; role and employer stand in the register, and are not said on this page.
        for key, named in read_register(register).items():
            known[key] = Named(named.label, named.name, named.ids)
    return Authors.of(known)


def _read_file(config: SourceConfig, authors: Authors, today: str, file: Path) -> Iterator[Draft | Skip]:
    found = _document(config, authors, file)
    is_future = isinstance(found, Draft) and read_date(found.published)[0][:10] > today
    yield (
        Skip(place_of(config, file), "of a day to come", on_purpose=True, key=key_of(config, file))
        if is_future
        else found
    )


def _document(config: SourceConfig, authors: Authors, file: Path) -> Draft | Skip:
    place = place_of(config, file)
    try:
        page = read_page(read_text(file, MOST_PAGE))
    except BrokenError as error:
        return Skip(place, str(error))
    head = _renamed(page.head, config.fields)
    title, body = _title(file, head, page)
    if not page.has_head and (not title or file.stem.lower() in _ABOUT_THE_REPOSITORY):
        return Skip(place, "no front matter", on_purpose=True)
    is_draft = _DRAFTS in PurePosixPath(key_of(config, file)).parts[:-1]
    if is_draft or is_true(head.get("draft")) or is_false(head.get("published")):
        return Skip(place, "draft", on_purpose=True, key=key_of(config, file))
    if not title and not body.strip():
        return Skip(place, "no title and no text", on_purpose=True)
    return _draft(config, file, head, (title, body), bylines(_field(head, "author"), head, authors))


def _draft(
    config: SourceConfig, file: Path, head: Mapping[str, Value], words: tuple[str, str], writers: list[Named]
) -> Draft:
    found = _FILE_DATE.match(file.name)
    date = text_of(_field(head, "date"))
    # `published: true` is a switch, not a date.
    published = date if any(char.isdigit() for char in date) else found[1] if found else ""
    statements = [Statement("By", RelType.WROTE, subject=named) for named in writers]
    statements += [Statement("Topics", RelType.ABOUT, object=topic) for topic in _topics(head)]
    key = key_of(config, file)
    own = text_of(_field(head, "url"))
    return Draft(
        key=key,
        kind=DocumentKind.POST if published or writers else DocumentKind.PAGE,
        title=words[0],
        body=words[1],
        markup=Markup.MARKDOWN,
        url=own
        if own.startswith(("http://", "https://"))
        else address(config, file, key, read_date(date)[0]),
        published=published,
        statements=tuple(statements),
    )


def _renamed(head: Mapping[str, Value], fields: tuple[tuple[str, str], ...]) -> dict[str, Value]:
    """Return a head with lower-case keys, and the fields that the source calls otherwise under our names."""
    found = {key.lower(): value for key, value in head.items()}
    ours = {name for names in (*_KEYS.values(), _TOPIC_KEYS) for name in names} | {"draft"}
    for left, right in fields:
        # "author = contributors" as in a table's mapping; "contributors = author" is understood too.
        for mine, theirs in ((left.lower(), right.lower()), (right.lower(), left.lower())):
            if mine in ours and theirs in found:
                found[mine] = found[theirs]
                break
    return found


def _field(head: Mapping[str, Value], name: str) -> Value | None:
    return next((head[key] for key in _KEYS[name] if head.get(key)), None)


def _title(file: Path, head: Mapping[str, Value], page: Page) -> tuple[str, str]:
    """Return title and body: the title is the head's, else the first heading, else the file's name."""
    title = " ".join(text_of(head.get("title")).split())
    if title:
        return title, page.body
    code = [found.span() for found in _FENCED.finditer(page.body)]
    for found in _HEADING.finditer(page.body):
        if not any(start <= found.start() < end for start, end in code):
            heading = _HEADING_PARTS.sub(lambda part: part[1] or "", found[1] or found[2]).strip()
            return heading, page.body[: found.start()] + page.body[found.end() :]
    if not page.has_head or not page.body.strip():
        return "", page.body
    stem = re.sub(r"[-_]+", " ", _FILE_DATE.sub("", file.name).removesuffix(file.suffix)).strip()
    return stem[:1].upper() + stem[1:], page.body


def _topics(head: Mapping[str, Value]) -> list[Named]:
    found: dict[str, Named] = {}
    for key in _TOPIC_KEYS:
        value = head.get(key, "")
        for item in value if isinstance(value, list) else value.split(",") if isinstance(value, str) else []:
            name = tidy(text_of(item))
            if not is_no_subject(name) and not is_no_name(name):
                found.setdefault(name_key(Label.TOPIC, name), Named(Label.TOPIC, name))
    found.pop("", None)
    return list(found.values())
