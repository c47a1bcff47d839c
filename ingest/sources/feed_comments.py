"""Which items of a feed are comments, who wrote them, and what each of them answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.model import DocumentKind, RelType
from ingest.document import Draft, Statement
from ingest.sources.feed_entries import Entry, Feed, address_of, key_of
from ingest.sources.people import writer

# The ends of addresses of single comments, as WordPress, Drupal and Blogger write them.
_MARK = re.compile(r"#(?:comment-|c)(\d{1,20})$")
_FEED_TITLE = re.compile(r"^Comments (?:on|for)\b:?\s*(.*)$")
_BY = re.compile(r"^By: (.{1,200})$")
_ON_BY = re.compile(r"^Comment on (.{0,400}) by (.{1,200})$")
# WordPress puts this before the words of a reply; it is nobody's writing.
_IN_REPLY = re.compile(
    r"""\A\s*(?:<p>\s*)?In reply to <a\s[^<>]{0,1000}?href=["']([^"'<>]{1,1000})["'][^<>]{0,500}>[^<]{0,200}</a>\."""
    r"(?:\s|<br\s*/?>|</p>)*"
)
_PAGE = re.compile(r"/comment-page-\d+(?=/|$)|[?&]cpage=\d+")
_CUT = re.compile(
    r"^\s*(?:<p>)?\s*\[?(?:&#8230;|…|\.\.\.)\]?\s.*\[?(?:&#8230;|…|\.\.\.)\]\s*(?:</p>)?\s*$", re.DOTALL
)
_PROTECTED = ("Protected Comments: Please enter your password", "post-password-form")
# A comment that quotes at both ends and is longer than this was written by hand.
_MOST_PINGBACK = 1500


@dataclass(frozen=True, slots=True)
class Comment:
    """An item that is a comment, with the feed that it stands in."""

    entry: Entry
    feed: Feed
    key: str


@dataclass(slots=True)
class Known:
    """The keys of what has been read so far, by address and by the address of their comment feed."""

    keys: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, entry: Entry) -> None:
        """Remember an item, post or comment."""
        self.keys.add(key)
        if entry.link:
            self.places.setdefault(_place(entry.link), key)
        if entry.comment_feed:
            self.feeds.setdefault(_place(entry.comment_feed), key)


def is_comment(entry: Entry, feed: Feed) -> bool:
    """Say whether an item is a comment: by what it answers, its address, or the titles of feed and item."""
    if any(entry.reply_to) or _MARK.search(entry.link) or _MARK.search(entry.id):
        return True
    titled = _BY.match(entry.title) or _ON_BY.match(entry.title)
    return bool(titled and _FEED_TITLE.match(feed.title))


def no_comment(entry: Entry) -> str:
    """Return why a comment is none that a person wrote to be read, or ''."""
    if any(words in entry.body for words in _PROTECTED):
        return "password-protected"
    if len(entry.body) < _MOST_PINGBACK and _CUT.match(entry.body):
        return "pingback"
    return "" if entry.body else "no text"


def draft_of(comment: Comment, known: Known) -> Draft:
    """Return the draft of a comment, under what it answers: a comment, or the post.

    What is not in this reading is named all the same: an earlier reading may have brought it.
    """
    entry = comment.entry
    thread = _thread(comment, known)
    reply = _IN_REPLY.match(entry.body)
    parent = _parent(comment, known, reply[1] if reply else "") or thread
    named = writer(_name(entry))
    title = known.titles.get(thread) or _title(comment)
    return Draft(
        key=comment.key,
        kind=DocumentKind.COMMENT,
        title=f"Comment on {title}" if title else "Comment",
        body=entry.body[reply.end() :] if reply else entry.body,
        markup=entry.markup,
        url=address_of(entry.link),
        published=entry.published,
        parent=thread if parent == comment.key else parent,
        thread=thread,
        statements=(Statement("By", RelType.WROTE, subject=named),) if named else (),
    )


def _name(entry: Entry) -> str:
    if entry.authors:
        return entry.authors[0]
    found = _BY.match(entry.title) or _ON_BY.match(entry.title)
    return found[found.re.groups] if found else ""


def _title(comment: Comment) -> str:
    found = _ON_BY.match(comment.entry.title)
    if found:
        return found[1]
    found = _FEED_TITLE.match(comment.feed.title)
    return found[1] if found and comment.feed.title.startswith("Comments on") else ""


def _thread(comment: Comment, known: Known) -> str:
    """Return the key of the post: one that has been read, else the best that the comment itself says."""
    entry, feed = comment.entry, comment.feed
    ref, href = entry.reply_to
    marked = bool(_MARK.search(entry.id))
    post = key_of(_MARK.sub("", entry.id)) if marked else ""
    replied = "" if _MARK.search(ref) else key_of(ref)
    for key in (post, replied):
        if key in known.titles:
            return key
    addresses = (_bare(entry.link), _bare(href), _bare(feed.link))
    for address in addresses:
        key = known.places.get(address, "") if address else ""
        if key in known.titles:
            return key
    if feed.own and _place(feed.own) in known.feeds:
        return known.feeds[_place(feed.own)]
    return post or replied or key_of(_MARK.sub("", entry.link) if _MARK.search(entry.link) else href)


def _parent(comment: Comment, known: Known, replied: str) -> str:
    """Return the key of the comment that is answered, '' where it is the post."""
    ref, href = comment.entry.reply_to
    if ref and (key_of(ref) in known.keys or _MARK.search(ref)):
        return key_of(ref)
    for address in filter(None, (replied, href)):
        mark = _MARK.search(address)
        if _place(address) in known.places:
            return known.places[_place(address)]
        if mark and _MARK.search(comment.entry.id):
            return key_of(_MARK.sub(mark[0], comment.entry.id))
    return ""


def _place(address: str) -> str:
    """Return an address without what does not tell one page from another."""
    bare, hash_, mark = address.partition("#")
    bare = _PAGE.sub("", bare.partition("://")[2] or bare).rstrip("/")
    return bare.removeprefix("www.") + hash_ + mark


def _bare(address: str) -> str:
    return _place(address.partition("#")[0])
