"""Discourse topics saved as JSON (`/t/ID.json` and its further pages): a post, and the replies to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import SourceConfig
from ingest.document import Draft, Markup, Named, Skip, Statement
from ingest.sources.discourse_posts import left_out, own_words, writer_of
from ingest.sources.files import BrokenError, address, each_file, place_of
from ingest.sources.front_matter import Value, text_of
from ingest.sources.json_file import Record, read_json, records, text, within
from ingest.sources.no_subjects import is_no_subject
from ingest.sources.people import tidy

_TOPIC = re.compile(rb'"post_stream"\s*:')
_CATEGORIES = re.compile(rb'"category_list"\s*:')


@dataclass(slots=True)
class _Forum:
    """What the files tell of topics and categories, by number."""

    config: SourceConfig
    titles: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    shut: set[str] = field(default_factory=set)
    kept: dict[str, set[str]] = field(default_factory=dict)
    # The ids of a topic's posts: all that it says it has, and those that the files hold.
    told: dict[str, set[str]] = field(default_factory=dict)
    here: dict[str, set[str]] = field(default_factory=dict)


def is_discourse(head: bytes) -> bool:
    """Say whether a file that begins like this is a topic or the list of categories."""
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return begins in (b"{", b"[") and bool(_TOPIC.search(head) or _CATEGORIES.search(head))


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield each topic's first post and its replies, in the order of the files."""
    forum = _Forum(config)
    for _skip in each_file(config, files, partial(_learn, forum)):
        pass  # a broken file is reported when it is read for its posts
    yield from each_file(config, files, partial(_read_file, forum))
    for number, told in forum.told.items():
        missing = len(told - forum.here.get(number, set()))
        if missing:
            yield Skip(f"topic:{number}", f"posts on further pages, which are not among the files: {missing}")


def _topics_in(value: Value) -> Iterator[Record]:
    """Yield the topics of a file: one, or a list of them."""
    for record in (value,) if isinstance(value, dict) else records(value):
        if isinstance(within(record, "post_stream"), dict):
            yield record


def _categories_in(value: Value) -> Iterator[Record]:
    """Yield the categories of `/categories.json` or `/site.json`, and those below them."""
    for path in (("category_list", "categories"), ("categories",)):
        for category in records(within(value, *path)):
            yield category
            yield from records(category.get("subcategory_list"))


def _learn(forum: _Forum, file: Path) -> Iterator[Draft | Skip]:
    """Take in titles, categories, and which posts there are: a reply may stand on another page."""
    try:
        value = read_json(file)
    except BrokenError as error:
        yield Skip(place_of(forum.config, file), str(error))
        return
    for category in _categories_in(value):
        forum.categories[text(category, "id")] = tidy(text(category, "name"))
        if text(category, "read_restricted") == "true":
            forum.shut.add(text(category, "id"))
    for topic in _topics_in(value):
        number = _number(topic)
        if text(topic, "title"):
            forum.titles.setdefault(number, text(topic, "title"))
        kept = forum.kept.setdefault(number, set())
        told = within(topic, "post_stream", "stream")
        forum.told.setdefault(number, set()).update(map(text_of, told if isinstance(told, list) else ()))
        forum.here.setdefault(number, set()).update(text(post, "id") for post in _posts(topic))
        kept |= {text(post, "post_number") for post in _posts(topic) if not left_out(post)}


def _read_file(forum: _Forum, file: Path) -> Iterator[Draft | Skip]:
    place = place_of(forum.config, file)
    try:
        value = read_json(file)
    except BrokenError as error:
        yield Skip(place, str(error))
        return
    anything = next(_categories_in(value), None) is not None
    for topic in _topics_in(value):
        anything = True
        yield from _topic(forum, topic, file)
    if not anything:
        yield Skip(place, "not a topic of a Discourse forum")


def _number(topic: Record) -> str:
    """Return a topic's number; pages of posts alone say it in each post."""
    return text(topic, "id") or next((text(post, "topic_id") for post in _posts(topic)), "")


def _posts(topic: Record) -> list[Record]:
    return list(records(within(topic, "post_stream", "posts")))


def _topic(forum: _Forum, topic: Record, file: Path) -> Iterator[Draft | Skip]:
    number = _number(topic)
    place = f"{place_of(forum.config, file)}, topic:{number}"
    posts = _posts(topic)
    shut = _shut(forum, topic) or ("" if number else "topic without an id")
    if not posts:
        yield Skip(place, shut or "no posts in it", on_purpose=True)
    for post in posts:
        at = text(post, "post_number")
        reason = shut or left_out(post) or ("" if at else "post without a number")
        body = "" if reason else own_words(text(post, "cooked"))
        if not reason and not body.strip():
            reason = "nothing but quotes"
        if reason:
            yield Skip(f"{place}/{at}", reason, on_purpose=True, key=_key(number, at))
        else:
            yield _draft(forum, topic, post, (body, _url(forum.config, file, topic, post)))


def _key(topic: str, at: str) -> str:
    return f"topic:{topic}" if at == "1" else f"topic:{topic}/{at}"


def _shut(forum: _Forum, topic: Record) -> str:
    """Return why a whole topic is not for everybody, or ''."""
    if text(topic, "archetype") == "private_message":
        return "private message"
    if text(topic, "deleted_at"):
        return "deleted"
    if text(topic, "visible") == "false":
        return "unlisted topic"
    return "restricted category" if text(topic, "category_id") in forum.shut else ""


def _draft(forum: _Forum, topic: Record, post: Record, words_and_url: tuple[str, str]) -> Draft:
    """Return a post; a reply stands under the one it answers, or the topic where that one is not for all.

    Keys hold the number in the topic, as addresses do: a reply names what it answers by it.
    """
    number, at = _number(topic), text(post, "post_number")
    body, url = words_and_url
    first = at == "1"
    title = " ".join((forum.titles.get(number) or text(post, "topic_title")).split())
    named = writer_of(post, forum.config.id)
    statements = [Statement("By", RelType.WROTE, subject=named)] if named else []
    if first:
        topics = _about(forum, topic)
        statements += [Statement("Topics", RelType.ABOUT, object=one) for one in topics]
    parent = "" if first else f"topic:{number}"
    above = text(post, "reply_to_post_number")
    if not first and above not in ("", "1", at) and above in forum.kept.get(number, set()):
        parent = f"topic:{number}/{above}"
    return Draft(
        key=_key(number, at),
        kind=DocumentKind.POST if first else DocumentKind.COMMENT,
        title=title if first else f"Comment on {title}" if title else "Comment",
        body=body,
        markup=Markup.HTML,
        url=url,
        published=text(post, "created_at"),
        parent=parent,
        thread="" if first else f"topic:{number}",
        statements=tuple(statements),
    )


def _url(config: SourceConfig, file: Path, topic: Record, post: Record) -> str:
    """Return a post's address: by the source's `url`, the forum's own ("https://forum.example.org") or a pattern."""
    number, at = _number(topic), text(post, "post_number")
    if "{" in config.url or not config.url:
        return address(config, file, number)
    slug = text(topic, "slug") or text(post, "topic_slug") or "-"
    return f"{config.url.rstrip('/')}/t/{slug}/{number}" + ("" if at == "1" else f"/{at}")


def _about(forum: _Forum, topic: Record) -> Iterable[Named]:
    """Return a topic's category and tags; tags are texts, or records in newer versions."""
    tags = within(topic, "tags")
    names = [forum.categories.get(text(topic, "category_id"), "")]
    if isinstance(tags, list):
        names += [tag if isinstance(tag, str) else text(tag, "name") for tag in tags]
    found: dict[str, Named] = {}
    for name in map(tidy, names):
        key = name_key(Label.TOPIC, name)
        if key and not is_no_subject(name):
            found.setdefault(key, Named(Label.TOPIC, name))
    return found.values()
