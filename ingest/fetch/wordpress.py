"""A WordPress site through its REST addresses: all that is public, page by page, and on later runs what is new."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ingest.fetch.detect import Site
from ingest.fetch.gathering import Gathering, as_json, json_of
from ingest.fetch.polite import Answer
from ingest.fetch.refusals import LeftError, StopError

_PAGE = 100
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_CLOSED = (401, 403, 404)
_POST = (
    "id,date,date_gmt,modified,modified_gmt,slug,status,type,link,title,content,excerpt,author,parent,"
    "yoast_head_json.author"
)
_COMMENT = "id,post,parent,author,author_name,author_url,date,date_gmt,content,link,status,type"
_TERM = "id,name,slug,link,taxonomy,parent,count,description"


@dataclass(frozen=True, slots=True)
class _List:
    """One list of a site: the fields asked for (never a face or an address), and its order.

    `newest_first` lists show on their first page whether anything has changed since the last run.
    """

    name: str
    fields: str
    order: str
    newest_first: bool = False


_TAXONOMIES = ("categories", "tags")
_NO_TAXONOMIES = frozenset({"menus", "nav_menu", "post_format", "wp_pattern_category"})
_MOST_TAXONOMIES = 20
_NEEDED = ("posts", "pages", "comments")


def gather(site: Site, gathering: Gathering) -> None:
    """Write posts-0001.json, comments-0001.json and so on, 100 entries each, ordered by id."""
    taxonomies = _taxonomies(site, gathering)
    post = ",".join((_POST, *taxonomies))
    lists = (
        _List("posts", post, "modified", newest_first=True),
        _List("pages", post, "modified", newest_first=True),
        _List("comments", _COMMENT, "date_gmt", newest_first=True),
        _List("users", "id,name,slug,link,url,description", "id"),
        *(_List(name, _TERM, "id") for name in taxonomies),
    )
    for listed in lists:
        with gathering.part(f"{site.start}wp/v2/{listed.name}", may_fail=listed.name not in _NEEDED):
            _list(site, listed, gathering)


def _taxonomies(site: Site, gathering: Gathering) -> tuple[str, ...]:
    """Return what a site sorts its posts by: categories, tags, and those of its own."""
    try:
        found = json_of(gathering.reader.get(f"{site.start}wp/v2/taxonomies", ("json",)))
    except StopError:
        raise
    except LeftError:
        return _TAXONOMIES
    own = [
        str(one.get("rest_base"))
        for one in (found.values() if isinstance(found, dict) else ())
        if isinstance(one, dict) and {"post", "page"} & set(map(str, one.get("types") or ()))
    ]
    plain = [name for name in own if _NAME.fullmatch(name) and name not in _NO_TAXONOMIES]
    return tuple(dict.fromkeys((*_TAXONOMIES, *plain[:_MOST_TAXONOMIES])))


def _list(site: Site, listed: _List, gathering: Gathering) -> None:
    held = _held(listed.name, gathering)
    found: dict[int, Any] = {}
    try:
        _pages(_Pages(site.start, listed, held, found), gathering)
    except LeftError as error:
        _write(listed.name, {**held, **found}, gathering)
        if isinstance(error, StopError) or error.status not in _CLOSED or found:
            gathering.whole = False
            raise
        raise LeftError("not open to the public", error.status) from error
    else:
        _write(listed.name, found, gathering)


@dataclass(frozen=True, slots=True)
class _Pages:
    """A list on its way: where it stands, what the last run held of it, and what this one has found."""

    root: str
    listed: _List
    held: dict[int, Any]
    found: dict[int, Any]


def _pages(of: _Pages, gathering: Gathering) -> None:
    """Find the entries of each page; stop where all others are as the last run left them."""
    page = pages = 1
    while page <= pages:
        answer = gathering.reader.get(_address(of.root, of.listed, page), ("json",))
        entries = _entries(answer)
        if not entries.keys() - of.found.keys():
            return
        of.found.update(entries)
        pages = _number(answer, "x-wp-totalpages", page + 1 if len(entries) >= _PAGE else page)
        known = all(of.held.get(key) == entry for key, entry in entries.items())
        both = {**of.held, **of.found}
        if of.listed.newest_first and known and _number(answer, "x-wp-total", -1) == len(both):
            of.found.update(both)
            return
        page += 1


def _address(root: str, listed: _List, page: int) -> str:
    asked = {
        "per_page": _PAGE,
        "page": page,
        "orderby": listed.order,
        "order": "desc" if listed.newest_first else "asc",
        "_fields": listed.fields,
    }
    mark = "&" if "rest_route=" in root else "?"
    return f"{root}wp/v2/{listed.name}{mark}{urlencode(asked, safe=',')}"


def _entries(answer: Answer) -> dict[int, Any]:
    data = json_of(answer)
    if not isinstance(data, list):
        raise LeftError("not a list of entries")
    return {entry["id"]: entry for entry in data if isinstance(entry, dict) and type(entry.get("id")) is int}


def _number(answer: Answer, header: str, otherwise: int) -> int:
    text = answer.headers.get(header, "")
    return int(text[:9]) if text.isascii() and text.isdigit() else otherwise


def _held(name: str, gathering: Gathering) -> dict[int, Any]:
    """Return the entries of the last run."""
    held: dict[int, Any] = {}
    for file in gathering.names(f"{name}-"):
        if not file.removeprefix(f"{name}-").removesuffix(".json").isdigit():
            continue  # a file of "tags-of-ours", not of "tags"
        try:
            held.update({entry["id"]: entry for entry in json.loads(gathering.read(file) or b"[]")})
        except (ValueError, KeyError, TypeError, RecursionError):
            return {}
    return held


def _write(name: str, entries: dict[int, Any], gathering: Gathering) -> None:
    ordered = [entries[key] for key in sorted(entries)]
    for number, start in enumerate(range(0, len(ordered), _PAGE), 1):
        gathering.write(f"{name}-{number:04}.json", as_json(ordered[start : start + _PAGE]))
