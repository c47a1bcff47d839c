from pathlib import Path

import pytest

from graph.model import DocumentKind, Label, RelType
from ingest.clean import clean
from ingest.document import Draft, Markup, Named, Statement
from ingest.sources import recognise
from tests.conftest import SHARED
from tests.ingest.feeds import ATOM, RSS, item, rss, said
from tests.ingest.reading import drafts, read, reasons, source, topics, writers


@pytest.fixture
def feed(tmp_path):
    def made(*texts, encoding="utf-8"):
        (tmp_path / "feeds").mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            data = text if isinstance(text, bytes) else text.encode(encoding)
            (tmp_path / "feeds" / f"{number}.xml").write_bytes(data)
        return read(tmp_path, source("feed", "feeds"))

    return made


def test_the_golden_feed_is_read_whole(feed):
    assert drafts(
        feed(rss(item(inside="<category>Falls</category>")), rss(said(), title="Comments on: X"))
    ) == [
        Draft(
            key="https://example.org/?p=1",
            kind=DocumentKind.POST,
            title="Huddles & falls",
            body="<p>We hold a <b>huddle</b>.</p>",
            markup=Markup.HTML,
            url="https://example.org/post-1/",
            published="Mon, 04 Mar 2024 09:00:00 +0000",
            statements=(
                Statement("By", RelType.WROTE, subject=Named(Label.PERSON, "Asha Rao")),
                Statement("Topics", RelType.ABOUT, object=Named(Label.TOPIC, "Falls")),
            ),
        ),
        Draft(
            key="https://example.org/?p=1#comment-5",
            kind=DocumentKind.COMMENT,
            title="Comment on Huddles & falls",
            body="<p>Which day?</p>",
            markup=Markup.HTML,
            url="https://example.org/post-1/#comment-5",
            published="Mon, 04 Mar 2024 09:00:00 +0000",
            parent="https://example.org/?p=1",
            thread="https://example.org/?p=1",
            statements=(Statement("By", RelType.WROTE, subject=Named(Label.PERSON, "Dan Chalk")),),
        ),
    ]


def test_rss_1_0_is_read(feed):
    (post,) = drafts(
        feed("""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>B</title></channel>
        <item rdf:about="https://example.org/1"><title>Falls</title><link>https://example.org/1</link>
        <description>Words</description><dc:creator>Asha Rao</dc:creator><dc:subject>Falls</dc:subject>
        <dc:date>2024-03-04</dc:date></item></rdf:RDF>""")
    )
    assert (post.title, post.body, post.published) == ("Falls", "Words", "2024-03-04")
    assert (writers(post), topics(post), post.key) == (["Asha Rao"], ["Falls"], "https://example.org/1")


def test_atom_is_read_and_the_feeds_author_wrote_what_names_none(feed):
    own = "<author><name>Dan Chalk</name><email>dan@example.org</email></author>"
    entry = '<entry><id>tag:1</id><title>T</title><link href="https://example.org/1"/>{}{}</entry>'
    body = '<content type="html">&lt;p&gt;Hi&lt;/p&gt;</content><category term="qi" label="Improvement"/>'
    start = f"{ATOM}<author><name>Asha Rao</name></author>"
    bare = entry.format("", body).replace("tag:1", "tag:2")
    items = feed(f"{start}{entry.format(own, body)}</feed>", f"{start}{bare}</feed>")
    one, other = drafts(items)
    assert (writers(one), writers(other), topics(one)) == (["Dan Chalk"], ["Asha Rao"], ["Improvement"])
    assert (one.body, one.markup) == ("<p>Hi</p>", Markup.HTML)
    assert "dan@" not in repr(items)


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ("<published>2024-03-04T09:00:00Z</published><updated>2025-01-01T00:00:00Z</updated>", "2024-03-04T09:00:00Z"),
        ("<updated>2025-01-01T00:00:00Z</updated>", ""),
        ("<modified>2025-01-01T00:00:00Z</modified>", ""),
    ],
)  # fmt: skip
def test_a_date_of_editing_is_no_date_of_writing(feed, dates, published):
    (post,) = drafts(feed(f"{ATOM}<entry><id>1</id><title>T</title>{dates}</entry></feed>"))
    assert post.published == published


def test_dates_of_editing_in_rss_are_told_from_its_dc_dates(feed):
    edited = "<atom:updated>2025-01-01T00:00:00Z</atom:updated>"
    (post,) = drafts(feed(rss(item(pubDate=None, inside=edited))))
    assert post.published == ""


def test_the_summary_stands_in_where_there_is_no_full_text(feed):
    (post,) = drafts(feed(rss(item(content__encoded=None, description="&lt;p&gt;Short&lt;br&gt;one"))))
    assert (post.body, post.markup) == ("<p>Short<br>one", Markup.HTML)


def test_the_line_that_wordpress_puts_below_is_left_out(feed):
    foot = '<p>The post <a href="https://e.org/1">Huddles</a> appeared first on <a href="https://e.org">B</a>.</p>'
    (post,) = drafts(feed(rss(item(content__encoded=f"<![CDATA[<p>Words.</p>\n{foot}]]>"))))
    assert post.body.strip() == "<p>Words.</p>"


def test_scripts_in_a_body_are_not_read(feed):
    (post,) = drafts(feed(rss(item(content__encoded="<![CDATA[<p>Words</p><script>alert(1)</script>]]>"))))
    assert clean(post, "s").document.text.endswith("Words")


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        ("Asha Rao and Dan Chalk", ["Asha Rao", "Dan Chalk"]),
        ("admin", []),
        ("The team", []),
        ("jo@example.org (Jo Bloggs)", ["Jo Bloggs"]),
        ("jo@example.org", []),
    ],
)
def test_bylines_are_people_or_nobody(feed, creator, names):
    items = feed(rss(item(dc__creator=None, author=creator)))
    assert writers(drafts(items)[0]) == names
    assert "@" not in repr(drafts(items))


def test_several_creators_all_wrote_it(feed):
    (post,) = drafts(feed(rss(item(inside="<dc:creator>Dan Chalk</dc:creator>"))))
    assert writers(post) == ["Asha Rao", "Dan Chalk"]


def test_an_id_that_holds_an_address_is_kept_as_a_digest(feed):
    one = drafts(feed(rss(item(guid="tag:jo@example.org,2020:1"))))[0].key
    assert one.startswith("id:")
    assert drafts(feed(rss(item(guid="tag:jo@example.org,2020:1"))))[0].key == one


def test_an_item_without_a_guid_and_a_link_goes_by_its_title_and_date(feed):
    nameless = {"guid": None, "link": None}
    one, other = drafts(feed(rss(item(**nameless), item(title="Another", **nameless))))
    assert one.key != other.key
    (again,) = drafts(feed(rss(item(description="Mended", **nameless))))
    assert again.key == one.key


def test_an_item_without_a_guid_goes_by_its_link(feed):
    assert drafts(feed(rss(item(guid=None))))[0].key == "https://example.org/post-1/"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"title": "", "description": "", "content__encoded": ""}, "no title and no text"),
        ({"content__encoded": '<![CDATA[<form class="post-password-form">]]>'}, "password-protected"),
        ({"content__encoded": None, "description": "There is no excerpt because this is a protected post."},
         "password-protected"),
    ],
)  # fmt: skip
def test_what_is_no_public_text_is_left_out_and_counted(feed, changed, reason):
    items = feed(rss(item(**changed), item("2")))
    assert reasons(items) == [reason]
    assert len(drafts(items)) == 1


def test_only_categories_that_name_something_are_topics(feed):
    given = "<category>Uncategorized</category><category>Falls</category><category>falls</category>"
    assert topics(drafts(feed(rss(item(inside=given))))[0]) == ["Falls"]


def test_two_items_with_one_guid_are_one(feed):
    assert reasons(feed(rss(item(), item()))) == ["same key as an earlier document"]


def test_reading_twice_gives_the_same(feed):
    texts = (rss(item(), said()), rss(item("2")))
    assert feed(*texts) == feed(*texts)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"just words", "not a feed"),
        (bytes(range(256)) * 50, "not a feed"),
        (b"<html><body>Page</body></html>", "not a feed"),
        (b"x" * 1_000_000, "not a feed"),
        (rss().encode(), "no items in it"),
        (b"<rss><channel>" + b"<item/>" * 100_001, "too many items for a feed"),
        (b"<rss><channel><item>" + b"<category>a</category>" * 2001, "too many categories in one item"),
    ],
)
def test_a_file_that_is_no_feed_is_left_out(feed, data, reason):
    assert reasons(feed(data, rss(item()))) == [reason]


def test_a_file_too_large_is_not_read(feed, tmp_path):
    (tmp_path / "feeds").mkdir()
    with (tmp_path / "feeds" / "big.xml").open("wb") as file:
        file.truncate(1_000_000_000)  # takes no room on the disk
    assert reasons(feed(rss(item()))) == ["too large for a feed (over 20 MB)"]


def test_a_file_that_breaks_off_gives_what_stands_before(feed):
    items = feed(RSS + item("1") + item("2")[:-60])
    assert [draft.key for draft in drafts(items)] == ["https://example.org/?p=1"]
    assert reasons(items) == ["the file breaks off within it"]


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes(feed):
    assert len(drafts(feed(rss(item(title="Q&A <b>today"), item("2"))))) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_other_encodings_are_read(feed, encoding):
    text = rss(item(title="Café")).replace("UTF-8", "UTF-16" if encoding == "utf-16" else "utf-8")
    assert drafts(feed(text, encoding=encoding))[0].title == "Café"


@pytest.mark.parametrize("before", ["", "<!-- <rss> -->", "<?php <rss> ?>", "<!-- <!DOCTYPE -->"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_is_followed_and_none_blows_up(feed, tmp_path, encoding, before):
    (tmp_path / "secret.txt").write_text("top secret")
    doctype = f"""<!DOCTYPE rss [
    <!ENTITY e "é">
    <!ENTITY a "{"ha" * 5000}">
    <!ENTITY b "&a;&a;&a;&a;">
    <!ENTITY f SYSTEM "file://{tmp_path}/secret.txt">]>"""
    text = rss(item(title="Caf&e; &b; &f;", description="&a;" * 1000, content__encoded=None))
    text = text.replace("?>", f"?>\n{before}\n{doctype}", 1).replace("UTF-8", encoding.upper())
    items = feed(text, encoding=encoding)
    assert reasons(items) == [
        "names an entity that stands for others, a long text or a file (none is followed)"
    ]
    assert drafts(items) == []
    assert "secret" not in repr(items)


def test_an_entity_that_is_declared_and_not_named_does_no_harm(feed):
    doctype = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % g SYSTEM "x.ent">]>'
    (post,) = drafts(feed(rss(item(title="Tea &amp; cake")).replace("?>", f"?>{doctype}", 1)))
    assert post.title == "Tea & cake"


def test_a_comment_that_names_a_document_type_is_none(feed):
    assert len(drafts(feed(rss(item()).replace("?>", "?>\n<!-- <!DOCTYPE -->", 1)))) == 1


def test_a_short_entity_of_the_file_itself_is_read(feed):
    text = rss(item(title="Caf&e;")).replace("?>", '?>\n<!DOCTYPE rss [\n<!ENTITY e "é">\n]>', 1)
    assert drafts(feed(text))[0].title == "Café"


def test_tags_nested_deep_do_no_harm(feed):
    deep = "<b>" * 100_000 + "x" + "</b>" * 100_000
    assert len(drafts(feed(rss(item(description=deep, content__encoded=None), item("2"))))) == 2


def test_no_address_of_a_person_is_kept(feed):
    items = feed(rss(item(dc__creator=None, author="jo@example.org (Jo)", link="mailto:jo@example.org")))
    assert "@" not in repr(drafts(items))


@pytest.mark.parametrize(
    "text", [rss(item()), f"{ATOM}</feed>", "<?xml version='1.0'?><!-- x --><rss></rss>"]
)
def test_a_feed_is_recognised_whatever_its_name(tmp_path, text):
    (tmp_path / "download").write_text(text)
    assert recognise(tmp_path / "download") == "feed"


@pytest.mark.shared_data
def test_no_sample_feed_stops_the_run(tmp_path):
    folder = SHARED / "feed-samples"
    toml = source("feed", Path(folder).as_posix())
    items = read(tmp_path, toml)
    assert sum(draft.kind == DocumentKind.COMMENT for draft in drafts(items)) >= 1
    assert not [reason for reason in reasons(items) if reason.startswith("cannot be read")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("end", ["</channel></rss>", ""])
def test_a_whole_export_of_a_site_is_no_feed_for_it_holds_drafts_and_private_posts(feed, encoding, end):
    spaces = 'xmlns:wp="http://wordpress.org/export/1.2/"'
    text = f'<rss version="2.0" {spaces}><channel>' + item() + item("2", "<wp:status>draft</wp:status>") + end
    items = feed(rss(item("3")), text, encoding=encoding)
    assert [draft.key for draft in drafts(items)] == ["https://example.org/?p=3"]
    assert reasons(items) == ["a WordPress export: read it as wxr"]


def test_a_feed_that_writes_about_exports_is_read(feed):
    body = '<![CDATA[<p>It begins with xmlns:wp="http://wordpress.org/export/1.2/"</p>]]>'
    assert len(drafts(feed(rss(item(content__encoded=body))))) == 1
