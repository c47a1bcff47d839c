"""The posts of a Discourse topic: which are people's words, who wrote them, and the words without quotes."""

from __future__ import annotations

import re

from lxml import etree

from ingest.document import Named
from ingest.sources.json_file import Record, text
from ingest.sources.people import writer

# https://github.com/discourse/discourse, app/models/post.rb: types of posts by number.
_KINDS = {"3": "small action", "4": "staff whisper"}
_ANONYMOUS = re.compile(r"anon(?:ymous)?\d+$", re.IGNORECASE)
_SYSTEM = frozenset({"system", "discobot"})
# Parts of a post that its writer did not write: quotes of others, previews of linked pages, what an
# e-mail trailed behind it, the file names below pictures.
_NOT_OWN = re.compile(r"(?:^|\s)(?:quote|onebox|elided|meta)(?:\s|$)")
_MAY_HOLD = re.compile(r"<aside|onebox|elided|lightbox")
_HOLDERS = ("aside", "details", "div")


def left_out(post: Record) -> str:
    """Return why a post is no words of a person for everybody, or ''."""
    kind = text(post, "post_type") or "1"
    if kind in _KINDS or text(post, "action_code"):
        return f"not a post ({_KINDS.get(kind, 'small action')})"
    if text(post, "hidden") == "true" or text(post, "cooked_hidden") == "true":
        return "hidden"
    if text(post, "deleted_at") or text(post, "user_deleted") == "true":
        return "deleted"
    if text(post, "username").lower() in _SYSTEM or text(post, "user_id").startswith("-"):
        return "written by the forum itself"
    return "" if text(post, "cooked").strip() else "no text"


def writer_of(post: Record, source: str) -> Named | None:
    """Return who wrote a post, known by the user name; an anonymised account is nobody."""
    login = text(post, "username").strip()
    name = text(post, "name").strip()
    if _ANONYMOUS.match(login):
        return None
    ids = (f"{source}:login:{login}",) if login and "@" not in login else ()
    return writer(name, ids) or writer(login, ids)


def own_words(cooked: str) -> str:
    """Return the HTML of a post without what its writer did not write."""
    if not _MAY_HOLD.search(cooked):
        return cooked
    # Without `huge_tree` the parser stops at 256 levels: what is nested deeper is no post.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(f"<div>{cooked}</div>".encode(), parser)
    except (etree.LxmlError, ValueError):
        root = None
    body = root.find("body/div") if root is not None else None
    if body is None:
        return ""
    for element in list(body.iter(*_HOLDERS)):
        if _NOT_OWN.search(element.get("class") or ""):
            _drop(element)
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in body)
    return f"<p>{body.text}</p>{inner}" if body.text and body.text.strip() else inner


def _drop(element: etree._Element) -> None:
    """Take an element out of its tree, and leave the words behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
