import json

import pytest

from graph.model import DocumentKind, Label, RelType
from ingest.document import Draft, Markup, Named, Statement
from ingest.sources import recognise
from tests.ingest.reading import drafts, read, reasons, source, subjects, topics, writers

USERS = [
    {
        "id": 7,
        "name": "Asha Rao",
        "slug": "arao",
        "avatar_urls": {"24": "https://gravatar.example/0bc83cb571cd"},
    },
    {"id": 8, "name": "jo@example.org", "slug": "jo"},
]
TERMS = [
    {"id": 1, "name": "Uncategorized", "slug": "uncategorized", "taxonomy": "category"},
    {"id": 2, "name": "Falls &amp; frailty", "slug": "falls", "taxonomy": "category"},
    {"id": 3, "name": "Run charts", "slug": "run-charts", "taxonomy": "post_tag"},
    {"id": 4, "name": "Frailty unit", "slug": "unit", "taxonomy": "ward_type"},
]


def post(number=1, **changed):
    return {
        "id": number,
        "date": "2024-03-04T10:00:00",
        "date_gmt": "2024-03-04T09:00:00",
        "guid": {"rendered": f"https://example.org/?p={number}"},
        "modified": "2025-01-01T00:00:00",
        "slug": "huddles",
        "status": "publish",
        "type": "post",
        "link": f"https://example.org/{number}/",
        "title": {"rendered": "Huddles &amp; falls"},
        "content": {"rendered": "<p>We hold a huddle.</p>", "protected": False},
        "excerpt": {"rendered": "<p>We</p>", "protected": False},
        "author": 7,
        "categories": [1, 2],
        "tags": [3],
    } | changed


def comment(number=5, **changed):
    return {
        "id": number,
        "post": 1,
        "parent": 0,
        "author": 0,
        "author_name": "Dan Chalk",
        "author_email": "dan@example.org",
        "author_ip": "203.0.113.9",
        "author_url": "https://dan.example",
        "date": "2024-03-05T09:00:00",
        "date_gmt": "2024-03-05T08:00:00",
        "content": {"rendered": "<p>Which day works best?</p>"},
        "link": f"https://example.org/1/#comment-{number}",
        "status": "approved",
        "type": "comment",
        "author_avatar_urls": {"24": "https://gravatar.example/0bc83cb571cd"},
    } | changed


@pytest.fixture
def site(tmp_path):
    def made(*answers):
        (tmp_path / "wp").mkdir(exist_ok=True)
        for number, answer in enumerate(answers):
            text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            (tmp_path / "wp" / f"{number}.json").write_bytes(text)
        return read(tmp_path, source("wordpress-json", "wp"))

    return made


def test_the_golden_site_is_read_whole(site):
    assert drafts(site([comment()], [post()], USERS, TERMS)) == [
        Draft(
            key="post:1",
            kind=DocumentKind.POST,
            title="Huddles & falls",
            body="<p>We hold a huddle.</p>",
            markup=Markup.HTML,
            url="https://example.org/1/",
            published="2024-03-04T09:00:00",
            statements=(
                Statement("By", RelType.WROTE, subject=Named(Label.PERSON, "Asha Rao", ("s:login:arao",))),
                Statement("Topics", RelType.ABOUT, object=Named(Label.TOPIC, "Falls & frailty")),
                Statement("Topics", RelType.ABOUT, object=Named(Label.TOPIC, "Run charts")),
            ),
        ),
        Draft(
            key="comment:5",
            kind=DocumentKind.COMMENT,
            title="Comment on Huddles & falls",
            body="<p>Which day works best?</p>",
            markup=Markup.HTML,
            url="https://example.org/1/#comment-5",
            published="2024-03-05T08:00:00",
            parent="post:1",
            thread="post:1",
            statements=(Statement("By", RelType.WROTE, subject=Named(Label.PERSON, "Dan Chalk")),),
        ),
    ]


WXR = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:author><wp:author_id>7</wp:author_id>
<wp:author_login>arao</wp:author_login><wp:author_display_name>Asha Rao</wp:author_display_name></wp:author>
<item><title>Huddles &amp; falls</title><link>https://example.org/1/</link><dc:creator>arao</dc:creator>
<content:encoded>&lt;p&gt;We hold a huddle.&lt;/p&gt;</content:encoded><wp:post_id>1</wp:post_id>
<wp:post_date_gmt>2024-03-04T09:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="falls">Falls &amp;amp; frailty</category>
<category domain="post_tag" nicename="run-charts">Run charts</category>
<wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_author>Dan Chalk</wp:comment_author>
<wp:comment_date_gmt>2024-03-05T08:00:00</wp:comment_date_gmt><wp:comment_approved>1</wp:comment_approved>
<wp:comment_content>&lt;p&gt;Which day works best?&lt;/p&gt;</wp:comment_content>
<wp:comment_parent>0</wp:comment_parent></wp:comment></item></channel></rss>"""


def test_both_exports_of_one_site_are_the_same_documents(site, tmp_path):
    (tmp_path / "blog.xml").write_text(WXR)
    assert read(tmp_path, source("wxr", "blog.xml")) == site([comment()], [post()], USERS, TERMS)


def test_single_records_and_bundles_are_read(site):
    assert len(drafts(site(post(), comment(), USERS[0]))) == 2
    assert len(drafts(site({"posts": [post()], "comments": [comment()]}, [], []))) == 2


def test_what_is_embedded_names_authors_terms_and_replies(site):
    reply = {
        key: comment()[key]
        for key in ("id", "parent", "author", "author_name", "date", "content", "link", "type")
    }
    embedded = {"author": [USERS[0]], "wp:term": [[TERMS[1]], [TERMS[2]]], "replies": [[reply]]}
    first, second = drafts(site([post(_embedded=embedded)]))
    assert (writers(first), topics(first)) == (["Asha Rao"], ["Falls & frailty", "Run charts"])
    assert (second.key, second.parent, second.published) == ("comment:5", "post:1", "2024-03-05T09:00:00")


def test_an_embedded_reply_gives_way_to_the_comments_own_file(site):
    embedded = {
        "replies": [[{"id": 5, "author_name": "Dan", "content": {"rendered": "x"}, "type": "comment"}]]
    }
    items = site([post(_embedded=embedded)], [comment()])
    assert [draft.published for draft in drafts(items)][1:] == ["2024-03-05T08:00:00"]
    assert reasons(items) == []


def test_a_page_is_a_page_and_any_other_type_a_post(site):
    kinds = [draft.kind for draft in drafts(site([post(), post(2, type="page"), post(3, type="story")]))]
    assert kinds == [DocumentKind.POST, DocumentKind.PAGE, DocumentKind.POST]


def test_terms_of_a_sites_own_taxonomies_are_topics(site):
    (one,) = drafts(site([post(categories=[], tags=[], ward_type=[4], meta=[2])], TERMS))
    assert topics(one) == ["Frailty unit"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"status": "draft"}, "draft"),
        ({"status": "private"}, "private"),
        ({"status": "future"}, "scheduled for later"),
        ({"password": "secret"}, "password-protected"),
        ({"content": {"rendered": "", "protected": True}}, "password-protected"),
        ({"excerpt": {"rendered": "", "protected": True}}, "password-protected"),
        ({"type": "attachment"}, "not a post (attachment)"),
        ({"type": "wp_block"}, "not a post (wp_block)"),
        ({"title": {"rendered": ""}, "content": {}, "excerpt": {}}, "no title and no text"),
    ],
)
def test_what_is_not_public_is_left_out_with_its_comments(site, changed, reason):
    items = site([post(**changed), post(2)], [comment()])
    assert sorted(reasons(items)) == sorted([reason, "comment on a post that was left out"])
    assert [draft.key for draft in drafts(items)] == ["post:2"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"status": "hold"}, "comment not approved"),
        ({"status": "spam"}, "spam"),
        ({"status": "trash"}, "in the bin"),
        ({"type": "pingback"}, "pingback"),
        ({"type": "trackback"}, "trackback"),
        ({"type": "order_note"}, "not a comment (order_note)"),
        ({"content": {"rendered": ""}}, "no text"),
        ({"content": {"rendered": "x", "protected": True}}, "password-protected"),
        ({"post": 0}, "comment without a post"),
    ],
)
def test_comments_nobody_let_through_are_left_out(site, changed, reason):
    assert reasons(site([post()], [comment(**changed)])) == [reason]


def test_a_comment_stands_under_the_post_or_the_comment_it_answers_whatever_the_order(site):
    newest_first = [comment(7, parent=99), comment(6, parent=5), comment(5)]
    _, lost, first, reply = drafts(site(newest_first, [post()]))
    assert (first.parent, reply.parent, lost.parent) == ("post:1", "comment:5", "post:1")


def test_a_comment_on_a_post_that_is_not_here_still_names_it(site):
    (alone,) = drafts(site([comment()]))
    assert (alone.title, alone.parent) == ("Comment", "post:1")


def test_a_commenter_with_an_account_is_known_by_it(site):
    _, known, unknown = drafts(site([post()], [comment(author=7), comment(6, author=99)], USERS))
    assert subjects(known)[0] == Named(Label.PERSON, "Dan Chalk", ("s:login:arao",))
    assert subjects(unknown)[0].ids == ()


def test_an_account_shown_as_an_address_goes_by_its_slug(site):
    (one,) = drafts(site([post(author=8)], USERS))
    assert writers(one) == ["jo"]


@pytest.mark.parametrize("name", ["admin", "The team", ""])
def test_an_account_that_is_nobody_is_no_person(site, name):
    (one,) = drafts(site([post()], [{"id": 7, "name": name, "slug": "admin", "avatar_urls": {}}]))
    assert writers(one) == []


def test_an_author_whose_account_is_hidden_is_named_by_the_pages_head(site):
    (one,) = drafts(site([post(yoast_head_json={"author": "Asha Rao"})]))
    assert subjects(one)[0] == Named(Label.PERSON, "Asha Rao")


def test_co_authors_stand_in_for_the_account(site):
    both = [{"id": 50, "name": name, "slug": "x", "taxonomy": "author"} for name in ("Asha Rao", "Dan Chalk")]
    (one,) = drafts(site([post(author=8, _embedded={"wp:term": [both]})], USERS))
    assert [(named.name, named.ids) for named in subjects(one)] == [
        ("Asha Rao", ("s:login:arao",)),
        ("Dan Chalk", ()),
    ]


def test_no_address_ip_or_avatar_is_kept(site):
    everything = repr(site([post()], [comment()], USERS))
    assert "example.org/1" in everything
    for private in ("dan@", "jo@", "203.0.113.9", "0bc83cb571cd", "dan.example"):
        assert private not in everything


def test_halves_of_characters_are_left_out(site):
    (one,) = drafts(site(json.dumps([post(title={"rendered": "Fa\ud83dlls\u0000"})]).encode()))
    assert one.title == "Falls"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"[]", "nothing in it"),
        (b"<html>Page</html>", "not JSON"),
        (json.dumps([post()]).encode()[:-20], "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (bytes(range(256)) * 50, "not text (binary)"),
        (b"[" + b"[]," * 1_000_000 + b"0]", "too many values in it"),
        (b'{"code": "rest_forbidden", "message": "Sorry", "data": {"status": 401}}',
         "an error instead of an answer (rest_forbidden)"),
        (b'{"id": 3, "media_type": "image", "title": {"rendered": "x"}}', "not a post (attachment)"),
        (b'{"post": {"name": "Posts", "slug": "post", "rest_base": "posts"}}', "no post, comment, account or term"),
    ],
)  # fmt: skip
def test_what_is_no_answer_of_a_site_is_left_out(site, data, reason):
    (said,) = reasons(site(data, [post()]))
    assert said.startswith(reason)


def test_a_file_too_large_is_not_read(site, tmp_path):
    (tmp_path / "wp").mkdir()
    with (tmp_path / "wp" / "big.json").open("wb") as file:
        file.truncate(1_000_000_000)  # takes no room on the disk
    assert reasons(site([post()])) == ["too large (over 40 MB): cut it into pages"]


def test_reading_twice_gives_the_same(site):
    assert site([comment()], [post()], USERS) == site([comment()], [post()], USERS)


@pytest.mark.parametrize("answer", [[post()], post(), [comment()], USERS, TERMS])
def test_answers_are_recognised_by_their_fields(tmp_path, answer):
    (tmp_path / "download").write_text(json.dumps(answer, indent=2))
    assert recognise(tmp_path / "download") == "wordpress-json"


def test_other_json_is_not_taken_for_a_site(tmp_path):
    (tmp_path / "x.json").write_text('[{"id": "360G-1", "title": "A grant", "name": "x"}]')
    assert recognise(tmp_path / "x.json") != "wordpress-json"
