"""Pages and sitemaps read from their addresses, by the reader that reads saved pages."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import InputError
from ingest.fetch import Fetched, fetch
from tests.ingest.reading import drafts, read, source
from tests.ingest.web import MadeUp, Sent, Web, serve, settings

HTML = {"Content-Type": "text/html; charset=UTF-8"}
FEED = '<rss version="2.0"><channel><title>T</title><item><title>A</title><link>https://q.example/a</link></item></channel></rss>'
WORDS = "We started a huddle on our ward and falls went down over the winter months. " * 5


@pytest.fixture
def web() -> Iterator[Web]:
    yield from serve(Web())


def run(folder: Path, address: str, kind: str = "") -> Fetched:
    return fetch(address, settings(folder), kind=kind, outside=MadeUp())


def names(fetched: Fetched) -> list[str]:
    return sorted(file.name for file in fetched.folder.iterdir() if not file.name.startswith("."))


def page(title: str) -> Sent:
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    return Sent(f"{text}<p>{WORDS}</p></article></body></html>", headers=HTML)


def sitemap(*entries: tuple[str, str]) -> str:
    rows = "".join(f"<url><loc>{link}</loc><lastmod>{day}</lastmod></url>" for link, day in entries)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def test_a_page_is_saved_with_its_address(tmp_path, web):
    web.routes["/about/"] = page("About us")
    fetched = run(tmp_path, web.url("/about/"))
    assert fetched.kind == "html"
    (draft,) = drafts(read(tmp_path, source("html", fetched.folder.as_posix())))
    assert draft.title == "About us"
    assert draft.url == web.url("/about/")


def test_a_page_in_another_encoding_is_saved_in_utf8(tmp_path, web):
    body = f"<html><head><title>Siân</title></head><body><p>{WORDS}</p></body></html>".encode("latin-1")
    web.routes["/"] = Sent(body, headers={"Content-Type": "text/html; charset=iso-8859-1"})
    fetched = run(tmp_path, web.url())
    assert "Siân" in (fetched.folder / names(fetched)[0]).read_text("utf-8-sig")


def test_the_pages_of_a_sitemap_and_of_the_sitemaps_it_names_are_read(tmp_path, web):
    web.routes["/robots.txt"] = Sent("User-agent: *\nDisallow: /private/")
    places = [
        web.url("/a"),
        web.url("/private/b"),
        web.url("/c.pdf"),
        "https://elsewhere.example/d",
        web.url("/a"),
    ]
    first = sitemap(*((place, "2024-05-01") for place in places))
    packed = gzip.compress(sitemap((web.url("/e"), "2024-05-01")).encode())
    index = "".join(
        f"<sitemap><loc>{web.url(path)}</loc></sitemap>" for path in ("/1.xml", "/2.xml.gz", "/3.xml")
    )
    web.routes |= {
        "/sitemap.xml": Sent(f"<sitemapindex>{index}</sitemapindex>", headers={"Content-Type": "text/xml"}),
        "/1.xml": Sent(first, headers={"Content-Type": "text/xml"}),
        "/2.xml.gz": Sent(packed, headers={"Content-Type": "application/gzip"}),
        "/a": page("A"),
        "/e": page("E"),
        "/c.pdf": Sent(b"%PDF", headers={"Content-Type": "application/pdf"}),
    }
    fetched = run(tmp_path, web.url("/sitemap.xml"))
    assert [name[:2] for name in names(fetched)] == ["a-", "e-"]
    assert sorted(skip.reason for skip in fetched.skips) == [
        "a page of another site",
        "of another type (application/pdf)",
        "the site answers 404",
        "the site's robots.txt does not allow it",
    ]
    web.forget()
    again = run(tmp_path, web.url("/sitemap.xml"))
    assert names(again) == names(fetched)
    assert not {"/a", "/e"} & set(web.paths())


def test_a_packed_sitemap_is_known_where_it_is_the_address_itself(tmp_path, web):
    web.routes |= {
        "/sitemap.xml.gz": Sent(
            gzip.compress(sitemap((web.url("/a"), "2024-05-01")).encode()),
            headers={"Content-Type": "application/x-gzip"},
        ),
        "/broken.xml.gz": Sent(b"\x1f\x8b broken", headers={"Content-Type": "application/x-gzip"}),
        "/a": page("First"),
    }
    fetched = run(tmp_path, web.url("/sitemap.xml.gz"))
    assert [draft.title for draft in drafts(read(tmp_path, source("html", fetched.folder.as_posix())))] == [
        "First"
    ]
    with pytest.raises(InputError, match="of another type"):
        run(tmp_path, web.url("/broken.xml.gz"))


def test_a_page_that_names_a_feed_is_read_as_a_page_unless_the_feed_is_meant(tmp_path, web):
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    web.routes["/"] = Sent(f"<html><head>{link}</head><body>{WORDS}</body></html>", headers=HTML)
    web.routes["/feed"] = Sent(FEED, headers={"Content-Type": "text/xml"})
    fetched = run(tmp_path, web.url())
    assert fetched.kind == "html"
    assert web.url("/feed") in fetched.notes[0]
    assert run(tmp_path, web.url(), kind="feed").kind == "feed"
