"""What files of a WordPress REST interface tell of one site: its accounts, terms, posts and comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.document import Named
from ingest.sources.front_matter import Value
from ingest.sources.json_file import Record, records, text, within
from ingest.sources.people import writer
from ingest.sources.wxr_fields import APPROVAL, STATUSES, one_line

# Types that WordPress and common plug-ins keep and that nobody wrote to be read.
_NO_TEXT = frozenset(
    "attachment nav_menu_item revision wp_block wp_template wp_template_part wp_global_styles wp_navigation "
    "wp_font_family wp_font_face elementor_library feedback popup".split()
)
# Whole answers put under one name each, as scripts that fetch a site like to.
_BUNDLES = frozenset({"posts", "pages", "comments", "users", "tags", "categories", "media"})
_NO_TYPE = frozenset({"rest_base", "taxonomies", "media_type"})


@dataclass(frozen=True, slots=True)
class Term:
    """A tag, a category, or a term of the site's own."""

    name: str
    taxonomy: str


@dataclass(frozen=True, slots=True)
class Post:
    """As much of a post as its comments need; `left_out` says that it is not for the public."""

    title: str
    url: str
    left_out: bool


@dataclass(slots=True)
class Site:
    """All that the files of a source tell, by number."""

    source: str
    users: dict[str, Named | None] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    comments: set[str] = field(default_factory=set)

    def learn(self, record: Record) -> None:
        """Remember a record, and those that are embedded in it."""
        number = text(record, "id")
        kind = kind_of(record)
        if kind == "user":
            self.users.setdefault(number, self.account(record))
        elif kind == "term":
            self.terms.setdefault(number, term_of(record))
        elif kind == "comment" and not no_comment(record):
            self.comments.add(number)
        elif kind == "post":
            title = one_line(text(record, "title", "rendered"))
            self.posts.setdefault(number, Post(title, text(record, "link"), bool(left_out(record))))
        embedded = within(record, "_embedded")
        for user in records(within(embedded, "author")):
            if text(user, "id"):
                self.users.setdefault(text(user, "id"), self.account(user))
        for term in records(within(embedded, "wp:term")):
            self.terms.setdefault(text(term, "id"), term_of(term))

    def account(self, record: Record) -> Named | None:
        """Return whose account it is; slug stands in for the login, which only an export tells."""
        login = text(record, "username") or text(record, "slug")
        name = one_line(text(record, "name"))
        shown = login if not name or "@" in name else name
        return self.named(shown, login)

    def named(self, name: str, login: str) -> Named | None:
        """Return who a name is; a login in the shape of an e-mail address is kept nowhere."""
        return writer(name, (f"{self.source}:login:{login}",) if login and "@" not in login else ())


def all_records(value: Value) -> Iterator[Record]:
    """Yield the records of a file: one, a list, or lists under the names of their kinds."""
    if isinstance(value, dict):
        if value and set(value) <= _BUNDLES:
            for part in value.values():
                yield from records(part)
        else:
            yield value
        return
    yield from records(value)


def kind_of(record: Record) -> str:
    """Return what a record is by its fields, '' for none that we read."""
    if not text(record, "id") or _NO_TYPE & set(record):
        return ""
    if "author_name" in record and "content" in record:
        return "comment"
    if "taxonomy" in record and "name" in record:
        return "term"
    if isinstance(record.get("title"), dict) and ("content" in record or "excerpt" in record):
        return "post"
    return "user" if "name" in record and "slug" in record else ""


def term_of(record: Record) -> Term:
    """Return a term; WordPress gives its name as HTML."""
    return Term(one_line(text(record, "name")), text(record, "taxonomy"))


def left_out(record: Record) -> str:
    """Return why a post is no published text, or ''."""
    kind = text(record, "type") or "post"
    status = text(record, "status") or "publish"
    if kind in _NO_TEXT:
        return f"not a post ({kind})"
    if status != "publish":
        return STATUSES.get(status, status)
    shut = any(text(record, part, "protected") == "true" for part in ("content", "excerpt"))
    if shut or text(record, "password"):
        return "password-protected"
    return "" if text(record, "title", "rendered") or body_of(record) else "no title and no text"


def body_of(record: Record) -> str:
    """Return the HTML of a post: its content, else its excerpt."""
    return text(record, "content", "rendered") or text(record, "excerpt", "rendered")


def no_comment(record: Record) -> str:
    """Return why a comment is not one that a person wrote and a moderator let through, or ''."""
    kind = text(record, "type")
    status = text(record, "status") or "approved"
    if kind in ("pingback", "trackback"):
        return kind
    if kind not in ("", "comment", "review"):
        return f"not a comment ({kind})"
    if status not in ("approved", "approve", "1"):
        return APPROVAL.get(status, status)
    if text(record, "content", "protected") == "true":
        return "password-protected"
    return "" if text(record, "content", "rendered") else "no text"
