"""How fast sources are parsed, beside the bare parser library over the same files; nothing is stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from api.bench.figures import Bench, Figure, apart, figure, peak
from graph.model import Source
from ingest.community import Community, SourceConfig

_AREA = "sources"
_WORDS = (
    "We hold a huddle at the board each morning and ask who may fall, who walks alone and what they need. "
)
# A post of a blog is some 700 words with a picture; every third one of a community has a few comments.
_PARAGRAPHS, _COMMENTS = 40, 2
# So many posts a feed; of the documents asked for, all are posts of an export, and a quarter stand in feeds too.
_ITEMS = 20
_EXPORT = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>
"""
_FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A blog</title><link>https://example.org/</link>
"""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield MB a second of a WordPress export and of feeds, and the peak of memory over an export ten times as large.

    The export stands beside lxml's iterparse, the feeds beside feedparser; the peak beside that of the small export.
    """
    posts = bench.documents
    small, large = (_export(bench.folder / f"{number}.xml", number) for number in (posts // 10, posts))
    feeds = _feeds(bench.folder / "feeds", posts // (4 * _ITEMS))
    ways: tuple[tuple[str, str, Path, Callable[[Path], int]], ...] = (
        ("WordPress export", "wxr", large, _iterparse),
        ("feeds", "feed", feeds, _feedparser),
    )
    for name, kind, path, bare in ways:
        ours, theirs = apart(_turns, kind, path, bare)
        yield figure(_AREA, f"{name}, parsed", "MB/s", _size(path) / ours, _size(path) / theirs)
    peaks = [apart(_peak_of, "wxr", path) for path in (small, large)]
    yield figure(_AREA, f"peak memory, export of {_size(large):,.0f} MB", "MB", peaks[1], peaks[0])


def _turns(kind: str, path: Path, bare: Callable[[Path], int]) -> tuple[float, float]:
    """Return the least CPU seconds of three readings by each, taken in turns."""
    ours, theirs = [], []
    for _ in range(3):
        ours.append(_seconds(lambda: _read(kind, path)))
        theirs.append(_seconds(lambda: bare(path)))
    return min(ours), min(theirs)


def _seconds(work: Callable[[], int]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _read(kind: str, path: Path) -> int:
    """Read a source to its drafts, as `ingest` does before anything is cleaned; return how many."""
    from ingest.sources import read_source

    config = SourceConfig(Source("bench", kind), path.name, path.parent)
    return sum(1 for _ in read_source(config, Community("bench", (config,), path.parent)))


def _peak_of(kind: str, path: Path) -> float:
    _read(kind, path)
    return peak()


def _iterparse(path: Path) -> int:
    from lxml import etree

    items = 0
    for _, element in etree.iterparse(path, events=("end",), tag="{*}item", huge_tree=True):
        items += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return items


def _feedparser(path: Path) -> int:
    import feedparser  # type: ignore[import-untyped]  # it ships no types

    # As our reader asks for it: without the cleaning of HTML, which would take it three times as long.
    bare = {"sanitize_html": False, "resolve_relative_uris": False}
    return sum(len(feedparser.parse(file.read_bytes(), **bare).entries) for file in path.glob("*.xml"))


def _size(path: Path) -> float:
    files = [path] if path.is_file() else path.iterdir()
    return sum(file.stat().st_size for file in files) / 1e6


def _export(file: Path, posts: int) -> Path:
    with file.open("w", encoding="utf-8") as export:
        export.write(_EXPORT)
        for number in range(posts):
            export.write(_item(number))
        export.write("</channel></rss>\n")
    return file


def _item(number: int) -> str:
    comments = "".join(
        f"<wp:comment><wp:comment_id>{number * 10 + one}</wp:comment_id>"
        "<wp:comment_author><![CDATA[Dan Chalk]]></wp:comment_author>"
        "<wp:comment_author_email>dan@example.org</wp:comment_author_email>"
        "<wp:comment_date_gmt>2024-03-05 08:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{_WORDS}]]></wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>"
        "<wp:comment_parent>0</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>\n"
        for one in range(_COMMENTS * 3 if number % 3 == 0 else 0)
    )
    return (
        f"<item><title>Huddles &amp; falls {number}</title><link>https://example.org/{number}/</link>"
        "<dc:creator><![CDATA[arao]]></dc:creator>"
        f"<content:encoded><![CDATA[{_body()}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2024-03-04 09:00:00</wp:post_date_gmt>"
        "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        '<category domain="post_tag" nicename="falls"><![CDATA[Falls]]></category>'
        '<category domain="category" nicename="wards"><![CDATA[Wards]]></category>'
        f"{comments}</item>\n"
    )


def _body() -> str:
    return f"<p>{_WORDS}</p>\n" * _PARAGRAPHS


def _feeds(folder: Path, number_of_feeds: int) -> Path:
    folder.mkdir()
    for number in range(number_of_feeds):
        items = "".join(
            f"<item><title>Huddles {number}-{one}</title><link>https://example.org/{number}/{one}/</link>"
            f"<dc:creator>Asha Rao</dc:creator><pubDate>Mon, 04 Mar 2024 09:00:00 +0000</pubDate>"
            f"<guid>https://example.org/?p={number}{one:03}</guid><category>Falls</category>"
            f"<description><![CDATA[{_WORDS}]]></description>"
            f"<content:encoded><![CDATA[{_body()}]]></content:encoded></item>\n"
            for one in range(_ITEMS)
        )
        (folder / f"{number:03}.xml").write_text(f"{_FEED}{items}</channel></rss>", encoding="utf-8")
    return folder
