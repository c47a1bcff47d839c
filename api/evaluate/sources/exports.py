"""WordPress exports: beside a gold of posts and comments, or beside a plain count of what stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from api.evaluate.measured import Measure, SetKind, holds
from api.evaluate.sources.fields import Read, plain, read_all
from api.evaluate.sources.gold_files import rows_in
from api.evaluate.sources.tally import Tally
from graph.model import Source
from ingest.community import SourceConfig

# WordPress's own word for a post that nobody gave a category.
_NO_TOPIC = ("uncategorized", "uncategorised")
_NOT_PEOPLE = ("pingback", "trackback")
# What WordPress exports beside posts and pages, and nobody wrote to be read.
_NO_TEXT = frozenset(
    "attachment nav_menu_item revision wp_navigation wp_block wp_template wp_global_styles".split()
)


def _exports(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.xml") if _is_export(file))


def _is_export(file: Path) -> bool:
    with file.open("rb") as opened:
        return b"://wordpress.org/export/" in opened.read(1 << 16)


def _read(file: Path) -> tuple[dict[str, Read], int]:
    read, skips = read_all(SourceConfig(Source("export", "wxr"), file.name, file.parent))
    return {one.key: one for one in read}, len(skips)


def _beside_gold(folder: Path) -> Iterator[Measure]:
    tally = Tally()
    read: dict[str, Read] = {}
    for file in _exports(folder):
        read |= _read(file)[0]
    posts = {f"post:{row['post_id']}": row for row in rows_in(folder / "gold" / "posts.csv")}
    comments = {f"comment:{row['comment_id']}": row for row in rows_in(folder / "gold" / "comments.csv")}
    posts = {key: row for key, row in posts.items() if row["status"] == "publish"}
    people = {key: row for key, row in comments.items() if _is_a_persons(row)}
    tally.compare("documents", {key for key in read if key.startswith("post:")}, posts)
    tally.compare("comments", {key for key in read if key.startswith("comment:")}, people)
    for key, row in {**posts, **people}.items():
        author = plain(row.get("author_name") or row.get("author") or "")
        tally.compare("authors", _authors(read, key), {(key, author)} if author else ())
        tally.compare("dates", _moments(read, key), {(key, _moment(row["date_gmt"]))})
    for key, row in people.items():
        parent = (
            f"comment:{row['parent']}"
            if row["parent"] in {k[8:] for k in people}
            else f"post:{row['post_id']}"
        )
        tally.compare("replies", {(key, read[key].parent)} if key in read else (), {(key, parent)})
    every = rows_in(folder / "gold" / "post_terms.csv")
    terms = [row for row in every if f"post:{row['post_id']}" in posts and row["slug"] not in _NO_TOPIC]
    wanted = {(f"post:{row['post_id']}", plain(row["label"])) for row in terms}
    tally.compare("document-topic", ((key, name) for key in posts for name in _topics(read, key)), wanted)
    yield from tally.measures()


def _is_a_persons(row: dict[str, str]) -> bool:
    return row["type"] not in _NOT_PEOPLE and row["approved"] == "1"


def _authors(read: dict[str, Read], key: str) -> set[tuple[str, str]]:
    return {(key, name) for name in read[key].authors} if key in read else set()


def _topics(read: dict[str, Read], key: str) -> tuple[str, ...]:
    return read[key].topics if key in read else ()


def _moments(read: dict[str, Read], key: str) -> set[tuple[str, str]]:
    return {(key, read[key].published)} if key in read and read[key].published else set()


def _moment(written: str) -> str:
    """Return WordPress's "2007-04-11 00:52:59" (in GMT) as the store has it; a day stays one."""
    return f"{written.replace(' ', 'T')}Z" if " " in written else written


def _beside_a_count(folder: Path) -> Iterator[Measure]:
    """Yield posts and comments beside those that a plain parser finds; a broken file is to be a skip or be mended."""
    tally = Tally()
    for file in _exports(folder):
        read, skips = _read(file)
        name = file.relative_to(folder).as_posix()
        found = {(name, key) for key in read}
        counted = _counted(file)
        if counted is None:
            tally.aside["files that are no XML: read in part, or skipped with a reason"] += bool(
                read or skips
            )
            continue
        for what, prefix, keys in zip(("documents", "comments"), ("post:", "comment:"), counted, strict=True):
            ours = {one for one in found if one[1].startswith(prefix)}
            tally.compare(what, ours, {(name, key) for key in keys})
    yield from tally.measures()


def _counted(file: Path) -> tuple[set[str], set[str]] | None:
    """Return the keys of published posts and of approved comments by people, None for what is no XML."""
    try:
        root = etree.parse(
            file, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        ).getroot()
    except etree.XMLSyntaxError:
        return None
    posts: set[str] = set()
    comments: set[str] = set()
    for item in root.iter("item"):
        fields = _fields(item)
        number = fields.get("post_id") or fields.get("guid") or fields.get("link")
        public = fields.get("status", "publish") == "publish" and not fields.get("post_password")
        empty = not (fields.get("title") or fields.get("encoded"))
        if not number or not public or empty or fields.get("post_type", "post") in _NO_TEXT:
            continue
        posts.add(f"post:{number}")
        for comment in item.iterchildren("{*}comment"):
            said = _fields(comment)
            kept = (
                said.get("comment_type", "") not in _NOT_PEOPLE and said.get("comment_approved", "1") == "1"
            )
            if kept and said.get("comment_id") and said.get("comment_content"):
                comments.add(f"comment:{said['comment_id']}")
    return posts, comments


def _fields(element: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in element:
        name = str(child.tag)
        if "excerpt" not in name:
            found.setdefault(name.rpartition("}")[2], (child.text or "").strip())
    return {name: text for name, text in found.items() if text != ""}


def _has_gold(folder: Path) -> bool:
    return holds("gold/posts.csv", "gold/comments.csv", "gold/post_terms.csv")(folder) and bool(
        _exports(folder)
    )


def _has_none(folder: Path) -> bool:
    return not (folder / "gold").exists() and any(folder.glob("*.xml")) and bool(_exports(folder))


KINDS = (
    SetKind(
        "a WordPress export with gold/posts.csv, comments.csv and post_terms.csv", _has_gold, _beside_gold
    ),
    SetKind("WordPress exports", _has_none, _beside_a_count),
)
