"""What a page says of itself in schema.org JSON-LD: its headline, authors, date of writing, topics, comments."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from graph.model import Label
from ingest.document import Named
from ingest.sources.bylines import Authors, bylines
from ingest.sources.people import tidy

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
_ARTICLES = frozenset(
    "article newsarticle blogposting blogpost socialmediaposting report scholarlyarticle techarticle "
    "reportagenewsarticle opinionnewsarticle analysisnewsarticle backgroundnewsarticle howto interview "
    "advertisercontentarticle liveblogposting review medicalscholarlyarticle creativework recipe "
    "discussionforumposting".split()
)
_PAGES = frozenset("webpage itempage medicalwebpage aboutpage profilepage faqpage".split())
_BODIES = frozenset(
    "organization newsmediaorganization corporation governmentorganization ngo educationalorganization "
    "medicalorganization hospital brand localbusiness collegeoruniversity".split()
)
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
# Larger scripts describe shops, not articles; deeper ones are no schema.org.
_MOST_SCRIPT = 2_000_000
_MOST_NODES = 5_000


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as JSON-LD has it."""

    author: str
    published: str
    text: str


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What JSON-LD says; whatever it does not say is empty."""

    article: bool = False
    title: str = ""
    authors: tuple[Named, ...] = ()
    published: str = ""
    topics: tuple[str, ...] = ()
    address: str = ""
    body: str = ""
    publisher: str = ""
    comments: tuple[Said, ...] = field(default=())


def linked_data(root: etree._Element) -> LinkedData:
    """Read the scripts of a page; one that is broken says nothing."""
    nodes: list[dict[str, Json]] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and len(script.text or "") < _MOST_SCRIPT:
            nodes += _nodes(script.text or "")
    by_id = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _types(node) & _ARTICLES]
    pages = [node for node in nodes if _types(node) & _PAGES]
    main = next(
        (node for node in articles if _text(node.get("headline")) and node.get("datePublished")), None
    )
    main = main or next(iter(articles), None)
    if main is None:
        page = next((node for node in pages if node.get("datePublished") or node.get("author")), {})
        return LinkedData(
            authors=tuple(_people(page.get("author"), by_id)), published=_text(page.get("datePublished"))
        )
    people = tuple(_people(main.get("author") or main.get("creator"), by_id))
    if not people and main.get("author"):
        # A reference that leads nowhere, and one person described: mostly the end of the reference was cut.
        alone = {_name(node, by_id): node for node in nodes if "person" in _types(node)}
        people = tuple(_people(next(iter(alone.values())), by_id)) if len(alone) == 1 else ()
    return LinkedData(
        article=True,
        title=_text(main.get("headline")) or _text(main.get("name")),
        authors=people,
        published=_text(main.get("datePublished")) or _text(main.get("dateCreated")),
        topics=tuple(_topics(main)),
        address=_address(main),
        body=_text(main.get("articleBody")),
        publisher=_name(main.get("publisher"), by_id),
        comments=tuple(_comments(main, by_id)),
    )


def _nodes(script: str) -> list[dict[str, Json]]:
    """Return all described things in a script, outer before inner."""
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    try:
        waiting: deque[Json] = deque([json.loads(text, strict=False)])
    except (ValueError, RecursionError):
        return []
    found: list[dict[str, Json]] = []
    while waiting and len(found) < _MOST_NODES:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extendleft(reversed(value[:_MOST_NODES]))
        elif isinstance(value, dict):
            found.append(value)
            waiting += [value[key] for key in _INNER if isinstance(value.get(key), dict | list)]
            waiting += [
                inner for key in ("author", "publisher", "creator") for inner in _each(value.get(key))
            ]
    return found


def _types(node: dict[str, Json]) -> set[str]:
    return {_text(kind).rpartition("/")[2].lower() for kind in _each(node.get("@type"))}


def _each(value: Json) -> list[Json]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def _text(value: Json) -> str:
    """Return a text, or that of the first of several."""
    if isinstance(value, list):
        return next((found for item in value if (found := _text(item))), "")
    if isinstance(value, dict):
        return _text(value.get("@value"))
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _whole(value: Json, by_id: dict[str, dict[str, Json]]) -> Json:
    if isinstance(value, dict) and not _text(value.get("name")):
        return {**by_id.get(_text(value.get("@id")), {}), **value}
    return by_id.get(value, value) if isinstance(value, str) else value


def _name(value: Json, by_id: dict[str, dict[str, Json]]) -> str:
    for item in _each(value):
        whole = _whole(item, by_id)
        found = _text(whole.get("name")) if isinstance(whole, dict) else _text(whole)
        if found:
            return found
    return ""


def _people(value: Json, by_id: dict[str, dict[str, Json]]) -> Iterator[Named]:
    for item in _each(value):
        whole = _whole(item, by_id)
        if not isinstance(whole, dict):
            yield from [] if "://" in _text(whole) else bylines(_text(whole), {}, Authors.of({}))
            continue
        names = [_text(name) for name in _each(whole.get("name"))]
        for name in names:
            if _types(whole) & _BODIES:
                yield from [Named(Label.ORGANISATION, tidy(name))] if tidy(name) else []
                continue
            role = tidy(_text(whole.get("jobTitle")))
            place = tidy(_name(whole.get("affiliation") or whole.get("worksFor"), by_id))
            orcid = next(
                (link for link in map(_text, _each(whole.get("sameAs"))) if "orcid.org/" in link), ""
            )
            for named in bylines(name, {}, Authors.of({})):
                if named.label is not Label.PERSON:
                    yield named
                    continue
                ids = (
                    (f"orcid:{orcid.rstrip('/').rpartition('/')[2]}",)
                    if orcid and len(names) == 1
                    else named.ids
                )
                yield replace(
                    named, ids=ids, role=named.role or role, organisation=named.organisation or place
                )


def _topics(main: dict[str, Json]) -> Iterator[str]:
    for key in ("keywords", "articleSection", "about"):
        for item in _each(main.get(key)):
            name = _text(item.get("name")) if isinstance(item, dict) else _text(item)
            yield from (part.strip() for part in name.split(",") if part.strip() and "://" not in part)


def _address(main: dict[str, Json]) -> str:
    place = main.get("mainEntityOfPage")
    found = _text(place.get("@id")) if isinstance(place, dict) else _text(place)
    return next(
        (text for text in (found, _text(main.get("url")), _text(main.get("@id"))) if "://" in text), ""
    )


def _comments(main: dict[str, Json], by_id: dict[str, dict[str, Json]]) -> Iterator[Said]:
    for item in _each(main.get("comment"))[:_MOST_NODES]:
        if isinstance(item, dict):
            words = (
                _text(item.get("text")) or _text(item.get("commentText")) or _text(item.get("description"))
            )
            date = _text(item.get("dateCreated")) or _text(item.get("datePublished"))
            yield Said(_name(item.get("author") or item.get("creator"), by_id), date, words)
