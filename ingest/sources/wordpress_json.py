"""Files of a WordPress REST interface: posts, pages and comments, with the accounts and terms they name.

Keys are those of the WXR reader: both exports of one site are the same documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import SourceConfig
from ingest.document import Draft, Markup, Named, Skip, Statement
from ingest.sources.files import BrokenError, each_file, place_of
from ingest.sources.front_matter import Value
from ingest.sources.json_file import Record, read_json, records, text, within
from ingest.sources.no_subjects import is_no_subject
from ingest.sources.people import people_in
from ingest.sources.threads import parents_first
from ingest.sources.wordpress_site import (
    Site,
    Term,
    all_records,
    body_of,
    kind_of,
    left_out,
    no_comment,
    term_of,
)
from ingest.sources.wxr_fields import date_of, one_line

_NO_TOPICS = frozenset(
    "post_format nav_menu author language post_translations term_language wp_theme link_category".split()
)
_TAXONOMIES = {"tags": "post_tag", "categories": "category"}
_POST = re.compile(rb'"(?:guid|title|content)"\s*:\s*\{\s*"rendered"')
_REST = re.compile(rb'wp/v2|wp\\/v2|"date_gmt"|"taxonomy"|"avatar_urls"|"author_name"')
_SIDE = re.compile(rb'"(?:taxonomy|avatar_urls)"\s*:')


@dataclass(slots=True)
class _Read:
    config: SourceConfig
    site: Site
    comments: list[Draft] = field(default_factory=list)


def is_wordpress(head: bytes) -> bool:
    """Say whether a file that begins like this holds answers of a WordPress site."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")) or not _REST.search(head):
        return False
    return bool(_POST.search(head) or _SIDE.search(head))


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield the posts of all files, then the comments, none before the one it answers."""
    found = _Read(config, Site(config.id))
    for _skip in each_file(config, files, partial(_learn, found)):
        pass  # a broken file is reported when it is read for its posts
    yield from each_file(config, files, partial(_read_file, found))
    yield from parents_first(found.comments)


def _learn(found: _Read, file: Path) -> Iterator[Draft | Skip]:
    """Take in what posts and comments refer to, from whichever file it stands in."""
    try:
        for record in all_records(read_json(file)):
            found.site.learn(record)
    except BrokenError as error:
        yield Skip(place_of(found.config, file), str(error))


def _read_file(found: _Read, file: Path) -> Iterator[Draft | Skip]:
    place = place_of(found.config, file)
    try:
        value = read_json(file)
    except BrokenError as error:
        yield Skip(place, str(error))
        return
    anything = False
    for number, record in enumerate(all_records(value), 1):
        anything = True
        kind = kind_of(record)
        if kind == "post":
            yield from _post(found, record, place)
        elif kind == "comment":
            yield from _comment(found, record, place, text(record, "post"))
        elif kind == "":
            yield Skip(f"{place}, item {number}", _unknown(record))
    if not anything:
        yield Skip(place, "nothing in it")


def _unknown(record: Record) -> str:
    code = text(record, "code")
    if code.startswith("rest_") and "message" in record:
        return f"an error instead of an answer ({code[:60]})"
    if "media_type" in record:
        return "not a post (attachment)"
    return "no post, comment, account or term"


def _post(found: _Read, record: Record, place: str) -> Iterator[Draft | Skip]:
    number = text(record, "id")
    place = f"{place}, post:{number}"
    replies = list(records(within(record, "_embedded", "replies")))
    if reason := left_out(record):
        yield Skip(place, reason, on_purpose=True, key=f"post:{number}")
        for reply in replies:
            key = f"comment:{text(reply, 'id')}"
            yield Skip(place, "comment on a post that was left out", on_purpose=True, key=key)
        return
    statements = [Statement("By", RelType.WROTE, subject=named) for named in _writers(found.site, record)]
    statements += [Statement("Topics", RelType.ABOUT, object=topic) for topic in _topics(found.site, record)]
    yield Draft(
        key=f"post:{number}",
        kind=DocumentKind.PAGE if text(record, "type") == "page" else DocumentKind.POST,
        title=one_line(text(record, "title", "rendered")),
        body=body_of(record),
        markup=Markup.HTML,
        url=text(record, "link"),
        published=_date(record),
        statements=tuple(statements),
    )
    for reply in replies:
        # The comments' own files say more of each: whether it was let through, and when in UTC.
        if text(reply, "id") not in found.site.comments:
            yield from _comment(found, reply, place, number)


def _date(record: Record) -> str:
    return date_of({key: text(record, key) for key in ("date_gmt", "date")}, "date_gmt", "date")


def _writers(site: Site, record: Record) -> list[Named]:
    """Return who wrote a post: co-authors where that plug-in is used, its account, or the name in its head."""
    together = [term.name for term in _embedded_terms(record) if term.taxonomy == "author" and term.name]
    if together:
        named = [_known(site, name) for name in together]
        return list(dict.fromkeys(one for one in named if one is not None))
    author = text(record, "author")
    if author in site.users:
        account = site.users[author]
        return [account] if account is not None else []
    # Sites that hide their accounts still name the author for search engines.
    shown = one_line(text(record, "yoast_head_json", "author"))
    return [replace(one, ids=()) for one in people_in(shown)]


def _known(site: Site, name: str) -> Named | None:
    key = name_key(Label.PERSON, name)
    accounts = (account for account in site.users.values() if account is not None)
    fitting = [account for account in accounts if name_key(Label.PERSON, account.name) == key]
    return fitting[0] if len(fitting) == 1 else site.named(name, "")


def _embedded_terms(record: Record) -> list[Term]:
    return [term_of(term) for term in records(within(record, "_embedded", "wp:term"))]


def _topics(site: Site, record: Record) -> Iterable[Named]:
    """Return the names of a post's terms, categories first; those of other taxonomies too."""
    found: dict[str, Named] = {}
    fields = ["categories", "tags", *(key for key in record if key not in ("categories", "tags"))]
    for field_ in fields:
        for number in _numbers(record.get(field_)):
            term = site.terms.get(number)
            if term is None or term.taxonomy not in (field_, _TAXONOMIES.get(field_)):
                continue
            key = name_key(Label.TOPIC, term.name)
            if term.taxonomy not in _NO_TOPICS and key and not is_no_subject(term.name):
                found.setdefault(key, Named(Label.TOPIC, term.name))
    return found.values()


def _numbers(value: Value | None) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _comment(found: _Read, record: Record, place: str, post: str) -> Iterator[Skip]:
    """Keep a comment for later, or say why it is left out."""
    number = text(record, "id")
    site = found.site
    of = site.posts.get(post)
    reason = no_comment(record) or ("" if post not in ("", "0") else "comment without a post")
    if not reason and of is not None and of.left_out:
        reason = "comment on a post that was left out"
    if reason:
        yield Skip(f"{place}, comment:{number}", reason, on_purpose=True, key=f"comment:{number}")
        return
    title = of.title if of else _title_above(record)
    parent = text(record, "parent")
    inside = parent != number and (parent in site.comments or "post" not in record)
    named = _commenter(site, record)
    found.comments.append(
        Draft(
            key=f"comment:{number}",
            kind=DocumentKind.COMMENT,
            title=f"Comment on {title}" if title else "Comment",
            body=text(record, "content", "rendered"),
            markup=Markup.HTML,
            url=text(record, "link") or (f"{of.url}#comment-{number}" if of and of.url else ""),
            published=_date(record),
            parent=f"comment:{parent}" if inside and parent not in ("", "0") else f"post:{post}",
            thread=f"post:{post}",
            statements=(Statement("By", RelType.WROTE, subject=named),) if named else (),
        )
    )


def _title_above(record: Record) -> str:
    above = next(iter(records(within(record, "_embedded", "up"))), None)
    return one_line(text(above, "title", "rendered"))


def _commenter(site: Site, record: Record) -> Named | None:
    """Return who wrote a comment, under the name it shows, known by the account where there is one."""
    account = site.users.get(text(record, "author"))
    named = site.named(one_line(text(record, "author_name")), "")
    if account is None or named is None:
        return named or account
    return replace(named, ids=account.ids)
