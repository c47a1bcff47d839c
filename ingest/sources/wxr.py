"""WordPress exports (WXR 1.0 to 1.2): published posts and pages, and the approved comments of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import cast

from lxml import etree

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import SourceConfig
from ingest.document import Draft, Markup, Named, Skip, Statement
from ingest.sources.files import BrokenError, each_file, place_of
from ingest.sources.no_subjects import is_no_subject
from ingest.sources.people import writer
from ingest.sources.wxr_fields import (
    APPROVAL,
    STATUSES,
    Account,
    account_of,
    date_of,
    fields_of,
    local_name,
    name_of,
    namespace,
    one_line,
)
from ingest.sources.wxr_stream import MendedStream

# Types that WordPress and common plug-ins export and that nobody wrote to be read. Contact forms
# ("feedback", "flamingo_inbound") hold what people sent in confidence.
_NO_TEXT = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block "
    "wp_template "
    "wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face elementor_library acf-field "
    "acf-field-group safecss feedback flamingo_inbound flamingo_contact wpcf7_contact_form mc4wp-form "
    "wpforms popup "
    "shop_order shop_coupon scheduled-action jp_pay_order jp_mem_plan".split()
)
_NO_TOPICS = frozenset(
    "post_format nav_menu author language post_translations term_language term_translations wp_theme "
    "link_category "
    "wp_template_part_area elementor_library_type product_type product_visibility".split()
)
_MOST_REASON = 80
_Term = tuple[str, str, str]  # domain, slug and words of a category, tag or co-author


@dataclass(slots=True)
class _Export:
    """What has been learned of one file so far."""

    config: SourceConfig
    place: str
    by_login: dict[str, Account] = field(default_factory=dict)
    by_number: dict[str, Account] = field(default_factory=dict)

    def add(self, account: Account) -> None:
        """Remember an account by its login and number."""
        self.by_login.setdefault(account.login.casefold(), account)
        if account.number not in ("", "0"):
            self.by_number.setdefault(account.number, account)

    def named(self, name: str, account: Account | None) -> Named | None:
        """Return who a byline is; a login in the shape of an e-mail address is kept nowhere."""
        ids: tuple[str, ...] = ()
        if account is not None:
            name = name or account.name
            ids = () if "@" in account.login else (f"{self.config.id}:login:{account.login}",)
        return _writer(name, ids)


# Few people write most posts and comments of a site.
@lru_cache(maxsize=4096)
def _writer(name: str, ids: tuple[str, ...]) -> Named | None:
    found = writer(name, ids)
    is_admin = found is not None and name_key(Label.PERSON, found.name) in ("admin", "administrator")
    return None if is_admin else found


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield posts with their comments behind them, in the order of the files."""
    yield from each_file(config, files, partial(_read_file, config))


def _read_file(config: SourceConfig, file: Path) -> Iterator[Draft | Skip]:
    export = _Export(config, place_of(config, file))
    if not file.stat().st_size:
        yield Skip(export.place, "empty file")
        return
    found = 0
    with file.open("rb") as stream:
        mended = MendedStream(stream)
        try:
            for element in _elements(mended):
                if local_name(element) == "author":
                    export.add(account_of(element))
                else:
                    found += 1
                    if _names_an_entity(element):
                        where = f"{export.place}, item {found}"
                        yield Skip(where, "names an entity of the file's own (none is followed)")
                    else:
                        yield from _item(export, element)
                _forget(element)
                mended.start_anew()
        except BrokenError as error:
            yield Skip(f"{export.place}, after {found} posts", str(error))
            return
        except etree.XMLSyntaxError as error:
            yield Skip(f"{export.place}, line {error.lineno}", f"not well-formed XML: {_short(error)}")
            return
    if not found:
        yield Skip(export.place, "no posts in it: not a WordPress export, or an empty one")


def _elements(stream: MendedStream) -> Iterator[etree._Element]:
    """Yield items and authors as their ends are read; nothing is fetched, no entity is replaced."""
    parser = etree.iterparse(
        stream,
        events=("end",),
        tag=("{*}item", "{*}author"),
        recover=False,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # posts with pictures inside them pass the parser's ten megabytes a text
    )
    for _event, element in parser:
        found = cast(etree._Element, element)
        if local_name(found) == "item" or (namespace(found) == "wp:" and not _is_in_an_item(found)):
            yield found


def _names_an_entity(item: etree._Element) -> bool:
    """Say whether what the file itself declares, a bomb or another file perhaps, stands in a post."""
    declared = item.getroottree().docinfo.internalDTD is not None
    return declared and next(item.iter(etree.Entity), None) is not None


def _is_in_an_item(element: etree._Element) -> bool:
    """Say whether an author is a field of a post, as some exporters write it, and no account."""
    parent = element.getparent()
    return parent is not None and local_name(parent) == "item"


def _forget(element: etree._Element) -> None:
    """Free what has been read, and everything before it: memory stays flat over any number of items."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _item(export: _Export, item: etree._Element) -> Iterator[Draft | Skip]:
    fields = fields_of(item)
    key = _key(fields)
    place = f"{export.place}, {key or 'item without a key'}"
    comments = [child for child in item if name_of(child) == "wp:comment"]
    reason = _left_out(fields) or ("" if key else "no id, address or guid")
    if reason:
        yield Skip(place, reason, on_purpose=True, key=key)
        for comment in comments:
            number = fields_of(comment).get("wp:comment_id", "")
            yield Skip(place, "comment on a post that was left out", on_purpose=True, key=f"comment:{number}")
        return
    post = _post(export, item, fields, key)
    yield post
    yield from _comments(export, comments, post)


def _key(fields: dict[str, str]) -> str:
    number = fields.get("wp:post_id") or fields.get("guid") or fields.get("link") or ""
    return f"post:{number}" if number else ""


def _left_out(fields: dict[str, str]) -> str:
    """Return why an item is no published text, or ''."""
    kind = fields.get("wp:post_type", "post")
    status = fields.get("wp:status", "publish") or "publish"
    if kind in _NO_TEXT:
        return f"not a post ({kind})"
    if status != "publish":
        return STATUSES.get(status, status)
    if fields.get("wp:post_password"):
        return "password-protected"
    return "" if fields.get("title") or fields.get("content:encoded") else "no title and no text"


def _post(export: _Export, item: etree._Element, fields: dict[str, str], key: str) -> Draft:
    link = fields.get("link", "")
    terms = list(_terms(item))
    writers = _writers(export, terms, fields)
    statements = [Statement("By", RelType.WROTE, subject=named) for named in writers]
    statements += [Statement("Topics", RelType.ABOUT, object=topic) for topic in _topics(terms)]
    return Draft(
        key=key,
        kind=DocumentKind.PAGE if fields.get("wp:post_type") == "page" else DocumentKind.POST,
        title=one_line(fields.get("title", "")),
        body=fields.get("content:encoded") or fields.get("excerpt:encoded", ""),
        markup=Markup.HTML,
        url=link,
        published=date_of(fields, "wp:post_date_gmt", "wp:post_date", "pubDate"),
        statements=tuple(statements),
    )


def _writers(export: _Export, terms: list[_Term], fields: dict[str, str]) -> list[Named]:
    """Return who wrote a post: its co-authors where the plug-in for them was used, else its creator."""
    together = [term for term in terms if term[0] == "author"]
    accounts = [
        (export.by_login.get(slug.removeprefix("cap-").casefold()), text) for _, slug, text in together
    ]
    found = [export.named("" if account else text, account) for account, text in accounts]
    if not found:
        login = fields.get("dc:creator") or fields.get("wp:author", "")
        account = export.by_login.get(login.casefold()) or (Account(login, login, "") if login else None)
        found = [export.named("", account)]
    return list(dict.fromkeys(named for named in found if named is not None))


def _topics(terms: list[_Term]) -> list[Named]:
    found: dict[str, Named] = {}
    for domain, _slug, text in terms:
        name = one_line(text)
        if domain not in _NO_TOPICS and not is_no_subject(name):
            found.setdefault(name_key(Label.TOPIC, name), Named(Label.TOPIC, name))
    found.pop("", None)
    return list(found.values())


def _terms(item: etree._Element) -> Iterator[_Term]:
    for child in item:
        if name_of(child) == "category":
            yield (
                str(child.get("domain") or "category"),
                str(child.get("nicename") or ""),
                (child.text or "").strip(),
            )


def _comments(export: _Export, elements: list[etree._Element], post: Draft) -> Iterator[Draft | Skip]:
    every = [fields_of(element) for element in elements]
    reasons = [_no_comment(fields) for fields in every]
    kept = {
        fields.get("wp:comment_id", "") for fields, reason in zip(every, reasons, strict=True) if not reason
    }
    for fields, reason in zip(every, reasons, strict=True):
        number = fields.get("wp:comment_id", "")
        if reason:
            yield Skip(f"{export.place}, comment:{number}", reason, on_purpose=True, key=f"comment:{number}")
            continue
        parent = fields.get("wp:comment_parent", "0")
        yield _comment(export, fields, post, parent if parent in kept and parent != number else "")


def _no_comment(fields: dict[str, str]) -> str:
    """Return why a comment is not one that a person wrote and a moderator let through, or ''."""
    kind = fields.get("wp:comment_type", "")
    approved = fields.get("wp:comment_approved", "1")
    if kind in ("pingback", "trackback"):
        return kind
    if kind not in ("", "comment", "review"):
        return f"not a comment ({kind})"
    if approved not in ("1", "approve", "approved"):
        return APPROVAL.get(approved, approved or "comment not approved")
    if not fields.get("wp:comment_id"):
        return "comment without an id"
    return "" if fields.get("wp:comment_content") else "no text"


def _comment(export: _Export, fields: dict[str, str], post: Draft, parent: str) -> Draft:
    number = fields["wp:comment_id"]
    account = export.by_number.get(fields.get("wp:comment_user_id", "0"))
    named = export.named(fields.get("wp:comment_author", ""), account)
    return Draft(
        key=f"comment:{number}",
        kind=DocumentKind.COMMENT,
        title=f"Comment on {post.title}",
        body=fields["wp:comment_content"],
        markup=Markup.HTML,
        url=f"{post.url}#comment-{number}" if post.url else "",
        published=date_of(fields, "wp:comment_date_gmt", "wp:comment_date"),
        parent=f"comment:{parent}" if parent else post.key,
        thread=post.key,
        statements=(Statement("By", RelType.WROTE, subject=named),) if named else (),
    )


def _short(error: etree.XMLSyntaxError) -> str:
    """Return the parser's words without the place: the same fault is the same reason in every file."""
    return re.split(r"[\n,]| line \d| in tag", str(error.msg or "broken"))[0][:_MOST_REASON]
