from functools import partial

import pytest

from graph.model import DocumentKind
from ingest.document import Skip
from ingest.sources import recognise
from tests.ingest.reading import drafts, read, reasons, source, subjects, topics, writers
from tests.ingest.saved_pages import ADDRESS, BODY, MORE, THREAD, WORDS, linked, made, read_page


@pytest.fixture
def page(tmp_path):
    return partial(read_page, tmp_path)


def test_a_saved_page_is_a_post_and_its_comments(page):
    items = page(made(linked(), below=THREAD))
    assert [(one.key, one.kind, one.title, one.published, one.parent, one.thread, writers(one), one.body)
            for one in drafts(items)] == [
        (ADDRESS, DocumentKind.POST, "One year of huddles", "2023-04-18T09:30:00+01:00", "", "",
         ["Asha Rao", "Dan Chalk"], f"{WORDS}\n\n{MORE}"),
        (f"{ADDRESS}#comment-11", DocumentKind.COMMENT, "Comment on One year of huddles", "2023-04-18T17:52:00+01:00",
         ADDRESS, ADDRESS, ["Zoë Turner"], "That should be on a mug.\n\nOr on a shirt."),
        (f"{ADDRESS}#comment-12", DocumentKind.COMMENT, "Comment on One year of huddles", "2023-04-20",
         f"{ADDRESS}#comment-11", ADDRESS, ["Asha Rao"], "Send me one."),
    ]  # fmt: skip
    assert reasons(items) == ["pingback", "comment not approved"]
    assert all(one.on_purpose for one in items if isinstance(one, Skip))


def test_an_author_has_the_role_organisation_and_orcid_of_the_linked_data(page):
    (post,) = drafts(page(made(linked())))
    asha, _ = subjects(post)
    assert (asha.role, asha.organisation, asha.ids) == (
        "Ward Manager", "Northmere NHS Trust", ("orcid:0000-0002-1825-0097",),
    )  # fmt: skip
    assert topics(post) == ["falls", "safety huddles"]


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        ('<meta name="author" content="Asha Rao">', "", "Asha Rao"),
        ('<meta name="dc.creator" content="Rao, Asha">', "", "Asha Rao"),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Asha Rao">',
         "", "Asha Rao"),
        ("", '<span itemprop="author" itemscope><span itemprop="name">Asha Rao</span></span>', "Asha Rao"),
        ("", '<a rel="author" href="/people/asha">Asha Rao</a>', "Asha Rao"),
        ("", '<p class="byline">By <a href="/author/asha">Asha Rao</a> on 4 March 2024 | 3 comments</p>', "Asha Rao"),
        ("", "<p>By Asha Rao</p>", "Asha Rao"),
        ("", "<p>Written by: Asha Rao</p>", "Asha Rao"),
        ("", "<p>Author: Asha Rao</p>", "Asha Rao"),
        ('<meta name="author" content="Our community"><meta property="og:site_name" content="Our community">',
         "<p>By Asha Rao</p>", "Asha Rao"),
        ('<meta itemprop="author" content="Wards24.org">', "<p>By Asha Rao</p>", "Asha Rao"),
        ('<meta name="author" content="admin">', '<div class="post-author">Asha Rao</div>', "Asha Rao"),
        ("", '<h1>Huddles</h1><div class="teaser-small__data"><p class="byline">Von Asha Rao</p></div>', "Asha Rao"),
    ],
)  # fmt: skip
def test_bylines_are_found_however_they_are_marked(page, head, body, name):
    (post,) = drafts(page(made(head, f"{body}{BODY}")))
    assert writers(post) == [name]


def test_the_authors_of_other_pages_and_of_comments_are_not_the_authors(page):
    beside = '<aside class="sidebar"><p class="author">By Sam Smith</p></aside>'
    (post, *_) = drafts(page(made(below=THREAD + beside)))
    assert writers(post) == []


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ('<meta property="article:published_time" content="2024-03-04T10:00:00Z">', "", "2024-03-04T10:00:00Z"),
        ('<meta name="citation_date" content="2024">', "", "2024"),
        ("", '<time class="entry-date" datetime="2024-03-04">4 March</time>', "2024-03-04"),
        ("", '<p class="date">March 2024</p>', "2024-03"),
        ("", '<p class="posted-on">Posted on 4th March 2024</p>', "2024-03-04"),
        ("", "<p>4 Mawrth 2024</p>", "2024-03-04"),
        ("", f"<p>04.03.2024 – {WORDS}</p>", "2024-03-04"),
        ("", '<p>Edition of 9 May 2025</p><span class="field-published-at">le 4 Mars 2024</span>', "2024-03-04"),
        ('<link rel="canonical" href="https://example.org/2024/03/04/huddles">', "", "2024-03-04"),
        ('<link rel="canonical" href="https://example.org/2024/03/huddles">', "", "2024-03"),
    ],
)  # fmt: skip
def test_the_date_of_writing_keeps_its_precision(page, head, body, published):
    assert drafts(page(made(head, body + BODY)))[0].published == published


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:modified_time" content="2024-03-04T10:00:00Z">', ""),
        ('<meta property="og:updated_time" content="2024-03-04">', ""),
        ("", '<time class="updated" datetime="2024-03-04">4 March 2024</time>'),
        ("", "<p class='date'>Last updated: 4 March 2024</p>"),
        ("", '<time itemprop="dateModified" datetime="2024-03-04">4 March 2024</time>'),
    ],
)
def test_a_date_of_editing_is_no_date_of_writing(page, head, body):
    assert drafts(page(made(head, body + BODY)))[0].published == ""


def test_a_quote_shown_large_is_said_once(page):
    quote = '<blockquote class="pullquote"><p>The huddle did not prevent the falls. The floor did</p></blockquote>'
    (post,) = drafts(page(made(body=f"<p>{WORDS}</p>{quote}<p>{MORE}</p>")))
    assert post.body.count("The floor did") == 1


def test_a_standfirst_belongs_to_the_text(page):
    first = "Ten minutes a day, at eleven, and what is left of it a year later."
    (post,) = drafts(page(made(body=f'<header><p class="standfirst">{first}</p></header>{BODY}')))
    assert post.body.count(first) == 1


def test_the_title_is_the_heading_and_not_the_name_of_the_site(page):
    heading = '<h1><a href="/">Our community</a></h1><h2 class="entry-title">One year of huddles</h2>'
    text = made(body=BODY).replace("<h1>One year of huddles</h1>", heading)
    assert drafts(page(text))[0].title == "One year of huddles"


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ('<meta property="og:url" content="https://example.org/huddles?utm_id=x#top">', "https://example.org/huddles"),
        ('<link rel="canonical" href="https://example.org/"><meta property="og:url" content="https://example.org/huddles">',
         "https://example.org/huddles"),
        ("", "huddles.html"),
        ('<link rel="canonical" href="javascript:alert(1)">', "huddles.html"),
    ],
)  # fmt: skip
def test_the_key_is_the_address_else_the_path(page, head, key):
    assert drafts(page(made(head)))[0].key == key


def test_the_address_that_a_browser_noted_is_the_address(page):
    text = made().replace("<html>", "<!-- saved from url=(0027)https://example.org/huddles --><html>")
    assert drafts(page(text))[0].url == "https://example.org/huddles"


def test_a_page_without_author_and_date_is_a_page_with_the_address_of_the_pattern(page):
    (one,) = drafts(page(made(), more='url = "https://example.org/{stem}"'))
    assert (one.kind, one.url) == (DocumentKind.PAGE, "https://example.org/huddles")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", ""),
        ("utf-16", "utf-8"),
        ("iso-8859-2", "iso-8859-2"),
    ],
)
def test_letters_are_read_whatever_the_page_declares(page, encoding, declared):
    head = f'<meta charset="{declared}">' if declared else ""
    assert (
        "Zoë" in drafts(page(made(head, f"<p>Zoë said. {WORDS}</p><p>{MORE}</p>"), encoding=encoding))[0].body
    )


def test_an_archive_of_a_page_is_read(page):
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/huddles\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="B"\n\n--B\n'
        "Content-Type: text/html; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n"
    )
    (post,) = drafts(page(f"{head}{made()}\n--B--\n", name="huddles.mhtml"))
    assert (post.url, post.title) == ("https://example.org/huddles", "One year of huddles")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "empty file"),
        (b" \n ", "empty file"),
        (b"\x00\x01\x02<p>" * 99, "not text (binary)"),
        (b"<html><head></head><body></body></html>", "no title and no text"),
        (b"<html><frameset><frame src='a.html'></frameset></html>", "a frameset: its pages are files of their own"),
        (b"<html><body>" + b"<div>" * 100_000 + b"x", "nested too deeply"),
        (b"<html><body>" + b"<p>x</p>" * 70_000, "too many tags"),
        (b"<html><body><p>" + b"word " * 1_700_000, "more than 8 MB of text"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: image/png\n\nx",
         "no page in the archive"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_page_is_left_out(page, text, reason):
    assert reasons(page(text)) == [reason]


def test_a_large_picture_in_a_page_does_no_harm(page):
    picture = f'<img src="data:image/png;base64,{"A" * 9_000_000}">'
    assert drafts(page(made(body=BODY + picture)))[0].title == "One year of huddles"


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        "{not json",
        '{"@type": "Article", "author": {"@id": "#a"}, "headline": []}',
        '{"@type": 7, "author": 7}',
    ],
)
def test_broken_linked_data_says_nothing(page, script):
    head = f'<script type="application/ld+json">{script}</script>'
    assert drafts(page(made(head)))[0].title == "One year of huddles"


def test_entities_are_neither_fetched_nor_multiplied(page):
    doctype = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    (post,) = drafts(page(doctype + made(body=f"<p>&a;&x; {WORDS}</p>"), name="huddles.xhtml"))
    assert "root:" not in post.body


def test_a_page_cut_off_is_read_as_far_as_it_goes(page):
    text = made(linked(), below=THREAD)
    assert len(drafts(page(text[: text.index("Send me one")]))) >= 2


def test_one_broken_page_does_not_stop_the_next(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_bytes(b"")
    (tmp_path / "pages" / "b.html").write_text(made(), encoding="utf-8")
    items = read(tmp_path, source("html", "pages/*.html"))
    assert reasons(items) == ["empty file"]
    assert len(drafts(items)) == 1


@pytest.mark.parametrize("name", ["huddles.html", "huddles.htm", "huddles", "huddles.mhtml"])
def test_a_page_is_recognised(tmp_path, name):
    (tmp_path / name).write_text(made(), encoding="utf-8")
    assert recognise(tmp_path / name) == "html"


def test_a_page_with_no_words_but_its_title_keeps_them(page):
    told = "<p>Huddles on every ward, ten minutes a day</p>"
    (post,) = drafts(
        page(f"<html><head><title>Huddles on every ward, ten minutes a day</title></head>{told}</html>")
    )
    assert post.body == post.title == "Huddles on every ward, ten minutes a day"
