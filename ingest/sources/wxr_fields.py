"""The elements of a WordPress export as names and texts, whatever its version calls their namespace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ingest.markup import html_to_text

_WORDPRESS = "://wordpress.org/export/"
_PREFIXES = {
    "purl.org/dc/elements/1.1/": "dc:",
    "purl.org/rss/1.0/modules/content/": "content:",
}
_MOST_TITLE = 300
# Why a text of a state is left out, where WordPress's own word would not tell it.
STATUSES = {
    "auto-draft": "draft",
    "inherit": "not a post (inherit)",
    "future": "scheduled for later",
    "pending": "waiting for review",
    "trash": "in the bin",
}
APPROVAL = {
    "0": "comment not approved",
    "hold": "comment not approved",
    "trash": "in the bin",
    "post-trashed": "in the bin",
}


@dataclass(slots=True)
class Account:
    """A WordPress account: `name` is what readers see, `login` what `dc:creator` says."""

    login: str
    name: str
    number: str


def account_of(element: etree._Element) -> Account:
    """Return an account; a name or login in the shape of an e-mail address is not shown."""
    fields = fields_of(element)
    login = fields.get("wp:author_login", "")
    whole = " ".join(filter(None, (fields.get("wp:author_first_name"), fields.get("wp:author_last_name"))))
    names = (fields.get("wp:author_display_name", ""), whole if "@" in login else "", login)
    name = next((name for name in names if name and "@" not in name), "")
    return Account(login, one_line(name), fields.get("wp:author_id", ""))


def fields_of(element: etree._Element) -> dict[str, str]:
    """Return the texts of an element's children by name; the first one of a name counts."""
    found: dict[str, str] = {}
    for child in element:
        name = name_of(child)
        if name and name != "category":
            found.setdefault(name, (child.text or "").strip())
    return found


def date_of(fields: dict[str, str], *names: str) -> str:
    """Return the first of some fields that is a date; noughts are none."""
    dates = (fields.get(name, "") for name in names)
    return next((date for date in dates if date and not date.startswith("0000") and "-0001" not in date), "")


def one_line(html: str) -> str:
    """Return a title or name as text on one line."""
    plain = html_to_text(html) if "<" in html or "&" in html else html
    return " ".join(plain.split())[:_MOST_TITLE]


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: etree._Element) -> str:
    """Return our prefix for an element's namespace: "wp:" in every version."""
    return _prefixed(str(element.tag))[0]


def name_of(element: etree._Element) -> str:
    """Return an element's name with our prefix: "wp:post_id"."""
    return _prefixed(str(element.tag))[1]


# An export has a hundred different tags, and each stands in every post.
@lru_cache(maxsize=4096)
def _prefixed(tag: str) -> tuple[str, str]:
    """Return our prefix for a tag, and its name with it."""
    space, _, name = tag.rpartition("}")
    space = space[1:]
    if _WORDPRESS in space:
        prefix = "excerpt:" if "/excerpt" in space else "wp:"
    else:
        prefix = _PREFIXES.get(space.partition("://")[2], "other:" if space else "")
    return prefix, prefix + name
