import json

import pytest

from graph.model import DocumentKind, Label, RelType
from ingest.document import Draft, Markup, Named, Statement
from ingest.sources import recognise
from tests.ingest.reading import drafts, read, reasons, source, subjects, topics, writers


def said(number=1, **changed):
    return {
        "id": 100 + number,
        "name": "Asha Rao",
        "username": "asha",
        "avatar_template": "/user_avatar/{size}.png",
        "created_at": f"2024-03-04T09:00:0{number}.000Z",
        "updated_at": "2025-01-01T00:00:00.000Z",
        "cooked": "<p>We hold a huddle.</p>",
        "post_number": number,
        "post_type": 1,
        "reply_to_post_number": None,
        "topic_id": 12,
        "topic_slug": "huddles",
        "user_id": 4,
        "hidden": False,
        "user_deleted": False,
    } | changed


def topic(*posts, **changed):
    return {
        "post_stream": {"posts": list(posts), "stream": [post["id"] for post in posts]},
        "id": 12,
        "title": "Huddles & falls",
        "fancy_title": "Huddles &amp; falls",
        "slug": "huddles",
        "archetype": "regular",
        "visible": True,
        "category_id": 3,
        "tags": ["falls", {"id": 1, "name": "run charts", "slug": "run-charts"}],
        "deleted_at": None,
    } | changed


CATEGORIES = {
    "category_list": {
        "categories": [
            {"id": 3, "name": "Frailty", "read_restricted": False},
            {"id": 9, "name": "Staff", "read_restricted": True},
        ]
    }
}


@pytest.fixture
def forum(tmp_path):
    def made(*files):
        (tmp_path / "t").mkdir(exist_ok=True)
        for number, value in enumerate(files):
            data = value if isinstance(value, bytes) else json.dumps(value).encode()
            (tmp_path / "t" / f"{number}.json").write_bytes(data)
        return read(tmp_path, source("discourse", "t", 'url = "https://forum.example.org/"'))

    return made


def test_the_golden_topic_is_read_whole(forum):
    reply = said(2, name="", username="dan_c", cooked="<p>Which day?</p>")
    assert forum(topic(said(), reply), CATEGORIES) == [
        Draft(
            key="topic:12",
            kind=DocumentKind.POST,
            title="Huddles & falls",
            body="<p>We hold a huddle.</p>",
            markup=Markup.HTML,
            url="https://forum.example.org/t/huddles/12",
            published="2024-03-04T09:00:01.000Z",
            statements=(
                Statement("By", RelType.WROTE, subject=Named(Label.PERSON, "Asha Rao", ("s:login:asha",))),
                Statement("Topics", RelType.ABOUT, object=Named(Label.TOPIC, "Frailty")),
                Statement("Topics", RelType.ABOUT, object=Named(Label.TOPIC, "falls")),
                Statement("Topics", RelType.ABOUT, object=Named(Label.TOPIC, "run charts")),
            ),
        ),
        Draft(
            key="topic:12/2",
            kind=DocumentKind.COMMENT,
            title="Comment on Huddles & falls",
            body="<p>Which day?</p>",
            markup=Markup.HTML,
            url="https://forum.example.org/t/huddles/12/2",
            published="2024-03-04T09:00:02.000Z",
            parent="topic:12",
            thread="topic:12",
            statements=(
                Statement("By", RelType.WROTE, subject=Named(Label.PERSON, "dan_c", ("s:login:dan_c",))),
            ),
        ),
    ]


def test_a_reply_stands_under_the_post_it_answers(forum):
    replies = [said(2), said(3, reply_to_post_number=2), said(4, reply_to_post_number=1)]
    assert [draft.parent for draft in drafts(forum(topic(said(), *replies)))] == [
        "", "topic:12", "topic:12/2", "topic:12",
    ]  # fmt: skip


def test_a_reply_to_what_is_hidden_stands_under_the_topic(forum):
    items = forum(topic(said(), said(2, hidden=True), said(3, reply_to_post_number=2)))
    assert drafts(items)[-1].parent == "topic:12"


def test_further_pages_of_a_topic_join_it(forum):
    page = {"post_stream": {"posts": [said(3, reply_to_post_number=2)]}, "id": 12}
    last = drafts(forum(page, topic(said(), said(2))))[0]
    assert (last.title, last.parent, last.thread) == ("Comment on Huddles & falls", "topic:12/2", "topic:12")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"post_type": 3}, "not a post (small action)"),
        ({"post_type": 2, "action_code": "closed.enabled"}, "not a post (small action)"),
        ({"post_type": 4}, "not a post (staff whisper)"),
        ({"hidden": True}, "hidden"),
        ({"cooked_hidden": True}, "hidden"),
        ({"user_deleted": True}, "deleted"),
        ({"deleted_at": "2024-03-05T00:00:00Z"}, "deleted"),
        ({"username": "system", "user_id": -1}, "written by the forum itself"),
        ({"username": "discobot", "user_id": -2}, "written by the forum itself"),
        ({"cooked": ""}, "no text"),
        ({"cooked": '<aside class="quote"><blockquote>x</blockquote></aside>'}, "nothing but quotes"),
        ({"post_number": None}, "post without a number"),
    ],
)
def test_what_is_no_words_of_a_person_for_everybody_is_left_out(forum, changed, reason):
    items = forum(topic(said(), said(2, **changed)))
    assert reasons(items) == [reason]
    assert len(drafts(items)) == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"archetype": "private_message"}, "private message"),
        ({"visible": False}, "unlisted topic"),
        ({"deleted_at": "2024-03-05T00:00:00Z"}, "deleted"),
        ({"category_id": 9}, "restricted category"),
    ],
)
def test_a_topic_that_is_not_for_everybody_is_left_out_whole(forum, changed, reason):
    items = forum(topic(said(), said(2), **changed), CATEGORIES)
    assert reasons(items) == [reason, reason]
    assert drafts(items) == []


def test_quotes_and_previews_are_not_the_writers_words(forum):
    cooked = (
        '<aside class="quote no-group" data-username="dan"><div class="title">dan:</div><blockquote><p>Mondays'
        "</p></blockquote></aside>\n<p>I agree.</p>"
        '<aside class="onebox"><article>A linked page</article></aside> and so on'
        '<p>Own <em>words</em></p><details class="elided"><summary>···</summary>On Monday Dan wrote</details>'
        '<div class="lightbox-wrapper"><a><div class="meta"><span>chart.png 690x400</span></div></a></div>'
    )
    (post,) = drafts(forum(topic(said(cooked=cooked))))
    for theirs in ("Mondays", "linked page", "Dan wrote", "chart.png"):
        assert theirs not in post.body
    assert "I agree." in post.body
    assert "and so on" in post.body
    assert "<em>words</em>" in post.body


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"name": None}, ["asha"]),
        ({"username": "anon123456", "name": ""}, []),
        ({"username": "admin", "name": ""}, []),
        ({"name": "jo@example.org", "username": "jo"}, ["jo"]),
    ],
)
def test_a_writer_goes_by_name_or_login_or_is_nobody(forum, changed, names):
    (post,) = drafts(forum(topic(said(**changed))))
    assert writers(post) == names


def test_a_name_without_login_has_no_id(forum):
    (post,) = drafts(forum(topic(said(username=None))))
    assert subjects(post)[0].ids == ()


def test_only_the_first_post_carries_the_topics(forum):
    _, reply = drafts(forum(topic(said(), said(2))))
    assert topics(reply) == []


def test_a_list_of_topics_is_read(forum):
    assert len(drafts(forum([topic(said()), topic(said(), id=13)]))) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b'{"errors": ["You are not permitted"], "error_type": "invalid_access"}', "not a topic of a Discourse forum"),
        (b"[]", "not a topic of a Discourse forum"),
        (json.dumps(topic(said())).encode()[:-9], "not JSON"),
        (b'{"a":' * 50_000, "not JSON"),
        (bytes(range(256)), "not text (binary)"),
        (json.dumps(topic()).encode(), "no posts in it"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_topic_is_left_out(forum, data, reason):
    (given,) = reasons(forum(data, topic(said(), id=13)))
    assert given.startswith(reason)


def test_a_post_nested_deep_does_no_harm(forum):
    deep = "<aside>" * 50_000 + "x" + "</aside>" * 50_000
    assert len(forum(topic(said(cooked=deep), said(2)))) == 2


def test_reading_twice_gives_the_same(forum):
    assert forum(topic(said(), said(2))) == forum(topic(said(), said(2)))


@pytest.mark.parametrize("value", [topic(said()), CATEGORIES])
def test_a_topic_is_recognised_by_its_fields(tmp_path, value):
    (tmp_path / "download").write_text(json.dumps(value, indent=1))
    assert recognise(tmp_path / "download") == "discourse"


def test_posts_that_stand_on_further_pages_are_told(forum):
    whole = topic(said(1), said(2))
    whole["post_stream"]["stream"] = [101, 102, 103]
    assert reasons(forum(whole)) == ["posts on further pages, which are not among the files: 1"]
    further = {"post_stream": {"posts": [said(3)]}, "id": 12}
    assert reasons(forum(whole, further)) == []
