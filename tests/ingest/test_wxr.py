import pytest

from graph.model import DocumentKind, Label
from tests.ingest.reading import drafts, read, reasons, source, subjects, topics, writers

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{v}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/{v}/"><channel>
<wp:author><wp:author_id>7</wp:author_id><wp:author_login>arao</wp:author_login>
<wp:author_email>asha@example.org</wp:author_email>
<wp:author_display_name><![CDATA[Asha Rao]]></wp:author_display_name></wp:author>
<wp:author><wp:author_id>8</wp:author_id><wp:author_login>dchalk</wp:author_login>
<wp:author_display_name></wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>"


def item(number="1", inside="", **changed):
    fields = {
        "title": "Huddles &amp; falls",
        "link": f"https://example.org/{number}/",
        "dc:creator": "arao",
        "content:encoded": "<![CDATA[We hold a huddle.]]>",
        "wp:post_id": number,
        "wp:post_date": "2024-03-04 10:00:00",
        "wp:post_date_gmt": "2024-03-04 09:00:00",
        "wp:status": "publish",
        "wp:post_type": "post",
    } | {key.replace("__", ":"): value for key, value in changed.items()}
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items() if value is not None)
    return f"<item>{inner}{inside}</item>\n"


def comment(number="1", **changed):
    fields = {
        "comment_id": number,
        "comment_author": "Dan Chalk",
        "comment_author_email": "dan@example.org",
        "comment_author_IP": "203.0.113.9",
        "comment_date_gmt": "2024-03-05 08:00:00",
        "comment_content": "Which day works best?",
        "comment_approved": "1",
        "comment_type": "",
        "comment_parent": "0",
        "comment_user_id": "0",
    } | changed
    return "<wp:comment>" + "".join(f"<wp:{k}>{v}</wp:{k}>" for k, v in fields.items()) + "</wp:comment>"


@pytest.fixture
def export(tmp_path):
    def made(body, version="1.2", encoding="utf-8"):
        (tmp_path / "blog.xml").write_bytes((HEAD.format(v=version) + body).encode(encoding))
        return read(tmp_path, source("wxr", "blog.xml"))

    return made


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_post_is_read_in_every_version(export, version):
    (post,) = drafts(export(item() + TAIL, version))
    assert (post.key, post.kind, post.title) == ("post:1", DocumentKind.POST, "Huddles & falls")
    assert (post.url, post.published) == ("https://example.org/1/", "2024-03-04 09:00:00")
    assert post.body == "We hold a huddle."


def test_the_creator_is_a_login_and_is_joined_to_the_author(export):
    (post,) = drafts(export(item() + TAIL))
    (author,) = subjects(post)
    assert (author.label, author.name, author.ids) == (Label.PERSON, "Asha Rao", ("s:login:arao",))


def test_an_author_without_a_display_name_goes_by_the_login(export):
    (post,) = drafts(export(item(dc__creator="dchalk") + TAIL))
    assert writers(post) == ["dchalk"]


def test_an_author_inside_a_post_is_its_writer_and_takes_nothing_away_from_it(export):
    (post,) = export(item(**{"dc:creator": None}, inside="<wp:author>arao</wp:author>") + TAIL)
    assert (post.key, post.title, writers(post)) == ("post:1", "Huddles & falls", ["Asha Rao"])


@pytest.mark.parametrize("login", ["admin", "Administrator", ""])
def test_an_account_that_is_nobody_is_no_person(export, login):
    (post,) = drafts(export(item(dc__creator=login) + TAIL))
    assert writers(post) == []


def test_a_login_that_is_an_address_is_kept_nowhere(export):
    items = export(item(dc__creator="jo@example.org", inside=comment(comment_author="x@y.org")) + TAIL)
    assert "@" not in repr([(draft.statements, draft.key) for draft in drafts(items)])


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"wp__status": "draft"}, "draft"),
        ({"wp__status": "private"}, "private"),
        ({"wp__status": "pending"}, "waiting for review"),
        ({"wp__status": "future"}, "scheduled for later"),
        ({"wp__status": "trash"}, "in the bin"),
        ({"wp__post_password": "secret"}, "password-protected"),
        ({"wp__post_type": "attachment", "wp__status": "inherit"}, "not a post (attachment)"),
        ({"wp__post_type": "nav_menu_item"}, "not a post (nav_menu_item)"),
        ({"title": "", "content:encoded": ""}, "no title and no text"),
    ],
)
def test_what_is_not_public_is_left_out_and_counted(export, changed, reason):
    items = export(item(**changed) + item("2") + TAIL)
    assert reasons(items) == [reason]
    assert [draft.key for draft in drafts(items)] == ["post:2"]


def test_a_post_of_a_custom_type_is_a_post_and_a_page_a_page(export):
    items = drafts(export(item(wp__post_type="story") + item("2", wp__post_type="page") + TAIL))
    assert [draft.kind for draft in items] == [DocumentKind.POST, DocumentKind.PAGE]


def test_an_old_export_without_status_is_read(export):
    assert len(drafts(export(item(wp__status=None, wp__post_type=None) + TAIL))) == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"comment_approved": "0"}, "comment not approved"),
        ({"comment_approved": "spam"}, "spam"),
        ({"comment_approved": "trash"}, "in the bin"),
        ({"comment_type": "pingback"}, "pingback"),
        ({"comment_type": "trackback"}, "trackback"),
    ],
)
def test_comments_nobody_let_through_are_left_out(export, changed, reason):
    items = export(item(inside=comment(**changed)) + TAIL)
    assert reasons(items) == [reason]
    assert len(drafts(items)) == 1


def test_a_comment_stands_under_its_post_or_the_comment_it_answers(export):
    both = comment("5") + comment("6", comment_parent="5") + comment("7", comment_parent="99")
    _, first, reply, lost = drafts(export(item(inside=both) + TAIL))
    assert (first.key, first.parent, first.thread) == ("comment:5", "post:1", "post:1")
    assert (reply.parent, reply.thread) == ("comment:5", "post:1")
    assert lost.parent == "post:1"
    assert first.title == "Comment on Huddles & falls"
    assert first.url == "https://example.org/1/#comment-5"


def test_a_commenter_with_an_account_is_known_by_the_login(export):
    both = comment("5", comment_author="Asha", comment_user_id="7") + comment("6", comment_user_id="99")
    _, known, unknown = drafts(export(item(inside=both) + TAIL))
    assert subjects(known)[0].ids == ("s:login:arao",)
    assert subjects(unknown)[0].ids == ()


@pytest.mark.parametrize("name", ["Anonymous", "", "admin", "01632 960117", "203.0.113.9", "jo@example.org"])
def test_a_comment_without_a_name_has_no_author(export, name):
    _, said = drafts(export(item(inside=comment(comment_author=name)) + TAIL))
    assert writers(said) == []


def test_neither_addresses_nor_ips_are_kept(export):
    everything = repr(export(item(inside=comment()) + TAIL))
    assert "example.org/1" in everything
    assert "dan@" not in everything
    assert "203.0.113.9" not in everything


def test_topics_are_categories_and_tags_once_each(export):
    terms = "".join(
        f'<category domain="{domain}" nicename="x"><![CDATA[{name}]]></category>'
        for domain, name in [
            ("category", "Falls"), ("post_tag", "falls"), ("post_tag", "Run charts"),
            ("ward_type", "Frailty"),
            ("category", "Uncategorized"), ("post_format", "Aside"), ("nav_menu", "Main"),
        ]
    )  # fmt: skip
    (post,) = drafts(export(item(inside=terms) + TAIL))
    assert topics(post) == ["Falls", "Run charts", "Frailty"]
    assert {said.shown_as for said in post.statements} == {"By", "Topics"}


def test_co_authors_stand_in_for_the_creator(export):
    terms = '<category domain="author" nicename="cap-dchalk">dchalk</category>'
    (post,) = drafts(export(item(inside=terms) + TAIL))
    assert writers(post) == ["dchalk"]


@pytest.mark.parametrize(
    ("changed", "published"),
    [
        ({"wp__post_date_gmt": "0000-00-00 00:00:00"}, "2024-03-04 10:00:00"),
        ({"wp__post_date_gmt": "", "wp__post_date": "", "pubDate": "Mon, 04 Mar 2024 10:00:00 +0000"},
         "Mon, 04 Mar 2024 10:00:00 +0000"),
        ({"wp__post_date_gmt": "0000-00-00 00:00:00", "wp__post_date": None,
          "pubDate": "Mon, 30 Nov -0001 00:00:00 +0000"}, ""),
    ],
)  # fmt: skip
def test_noughts_are_no_date(export, changed, published):
    assert drafts(export(item(**changed) + TAIL))[0].published == published


def test_characters_that_xml_forbids_are_left_out(export):
    (post,) = drafts(export(item(title="Fa\x0blls &#8;and \x00huddles") + TAIL))
    assert post.title == "Falls and huddles"


def test_windows_characters_in_a_file_that_says_utf_8_are_read(export):
    (post,) = drafts(export(item(title="Café") + TAIL, encoding="cp1252"))
    assert post.title == "Café"


def test_blank_lines_before_the_xml_do_no_harm(tmp_path):
    (tmp_path / "blog.xml").write_text("\n\n" + HEAD.format(v="1.2") + item() + TAIL)
    assert len(drafts(read(tmp_path, source("wxr", "blog.xml")))) == 1


def test_a_file_that_breaks_off_gives_what_stands_before(export):
    items = export(item("1") + item("2") + item("3")[:120])
    assert [draft.key for draft in drafts(items)] == ["post:1", "post:2"]
    (reason,) = reasons(items)
    assert reason.startswith("not well-formed XML: ")
    assert "line " in items[-1].place


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"just words, no XML", "not well-formed XML"),
        (bytes(range(256)) * 50, "not well-formed XML"),
        (b"<html><body>Page</body></html>", "no posts in it"),
    ],
)
def test_a_file_that_is_no_export_is_left_out(tmp_path, data, reason):
    (tmp_path / "blog.xml").write_bytes(data)
    (said,) = reasons(read(tmp_path, source("wxr", "blog.xml")))
    assert said.startswith(reason)


def test_no_entity_is_followed_and_none_blows_up(tmp_path):
    (tmp_path / "secret.txt").write_text("top secret")
    bomb = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY f SYSTEM "file://{tmp_path}/secret.txt">]>"""
    body = HEAD.format(v="1.2").split("?>", 1)[1] + item(title="Hi &b; &f;") + TAIL
    (tmp_path / "blog.xml").write_text(bomb + body)
    items = read(tmp_path, source("wxr", "blog.xml"))
    assert reasons(items) == ["names an entity of the file's own (none is followed)"]
    assert drafts(items) == []


def test_memory_stays_flat_over_many_posts(tmp_path):
    import tracemalloc

    body = "word " * 2000
    with (tmp_path / "blog.xml").open("w") as file:
        file.write(HEAD.format(v="1.2"))
        for number in range(600):
            file.write(item(str(number), **{"content:encoded": body}))
        file.write(TAIL)
    from ingest.sources import read_source
    from tests.ingest.reading import community

    whole = community(tmp_path, source("wxr", "blog.xml"))
    tracemalloc.start()
    read_so_far = sum(1 for _ in read_source(whole.sources[0], whole))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read_so_far == 600
    assert peak < 2_000_000  # the file has six million bytes
