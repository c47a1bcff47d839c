"""Feeds and forums read from their addresses, by the same readers that read their files, and what is none."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import ImprovementGraphError, InputError
from ingest.fetch import Fetched, FetchSettings, fetch, is_address
from tests.ingest.reading import drafts, read, source
from tests.ingest.web import Asked, MadeUp, Sent, Web, serve, settings

XML = {"Content-Type": "application/rss+xml; charset=UTF-8"}
HTML = {"Content-Type": "text/html; charset=UTF-8"}
JSON = {"Content-Type": "application/json; charset=utf-8"}
WORDS = "We started a huddle on our ward and falls went down over the winter months. " * 5


@pytest.fixture
def web() -> Iterator[Web]:
    yield from serve(Web())


def run(folder: Path, address: str, kind: str = "", **more: object) -> Fetched:
    return fetch(address, settings(folder, **more), kind=kind, outside=MadeUp())


def names(fetched: Fetched) -> list[str]:
    return sorted(file.name for file in fetched.folder.iterdir() if not file.name.startswith("."))


def item(number: int, inside: str = "") -> str:
    return (
        f"<item><title>Huddles {number}</title><link>https://q.example/{number}/</link>"
        f"<guid>https://q.example/?p={number}</guid><dc:creator>Asha Rao</dc:creator>"
        f"<pubDate>Wed, 01 May 2024 10:00:00 +0000</pubDate><description>{WORDS}</description>{inside}</item>"
    )


def rss(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
        ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
        f"<channel><title>Huddle notes</title><link>https://q.example</link>{head}{''.join(items)}</channel></rss>"
    )


def test_a_feed_that_moved_is_followed_and_its_new_address_is_told(tmp_path, web):
    web.routes["/feed"] = Sent(status=301, headers={"Location": "/new/feed"})
    web.routes["/new/feed"] = Sent(rss(item(1)), headers={**XML, "ETag": '"1"'})
    fetched = run(tmp_path, web.url("/feed"))
    assert (fetched.kind, fetched.address) == ("feed", web.url("/new/feed"))
    assert fetched.notes == (f"{web.url('/feed')} has moved for good: use {web.url('/new/feed')}",)
    items = read(tmp_path, source("feed", fetched.folder.as_posix()))
    assert [draft.title for draft in drafts(items)] == ["Huddles 1"]
    assert run(tmp_path, web.url("/feed")).bodies == 0


def test_relative_links_of_a_fetched_feed_lead_to_its_site(tmp_path, web):
    entry = '<entry><id>1</id><title>T</title><content>Words</content><link href="/post-1"/></entry>'
    web.routes["/feed"] = Sent(
        f'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>', headers=XML
    )
    fetched = run(tmp_path, web.url("/feed"))
    (post,) = drafts(read(tmp_path, source("feed", fetched.folder.as_posix())))
    assert post.url == web.url("/post-1")


def test_all_pages_of_a_feed_are_read(tmp_path, web):
    second = web.url("/feed?page=2")
    web.routes["/feed"] = lambda asked: Sent(
        rss(item(1))
        if "page" in asked.query
        else rss(item(2), head=f'<atom:link rel="next" href="{second}"/>'),
        headers=XML,
    )
    assert names(run(tmp_path, web.url("/feed"))) == ["feed-0001.xml", "feed-0002.xml"]


@pytest.mark.parametrize("ends", ["404", "the first again"])
def test_a_wordpress_feed_is_paged_until_there_is_no_more(tmp_path, web, ends):
    generator = "<generator>https://wordpress.org/?v=6.5</generator>"

    def feed(asked: Asked) -> Sent:
        page = int(asked.query.get("paged", 1))
        if page > 3 and ends == "404":
            return Sent("", 404)
        return Sent(
            rss(item(9 - page if page <= 3 else 8), head=generator + f"<ttl>{page}</ttl>"), headers=XML
        )

    web.routes["/feed"] = feed
    fetched = run(tmp_path, web.url("/feed"))
    assert names(fetched) == ["feed-0001.xml", "feed-0002.xml", "feed-0003.xml"]
    assert fetched.skips == ()
    assert fetched.whole


def test_feeds_of_comments_are_read_for_entries_that_have_any(tmp_path, web):
    def with_comments(number: int, count: int) -> str:
        link = web.url(f"/{number}/feed")
        return item(
            number, f"<slash:comments>{count}</slash:comments><wfw:commentRss>{link}</wfw:commentRss>"
        )

    web.routes["/feed"] = Sent(
        rss(with_comments(1, 2), with_comments(2, 0), with_comments(3, 1)), headers=XML
    )
    web.routes["/1/feed"] = Sent(
        rss(
            "<item><title>By: Dan Chalk</title><link>https://q.example/1/#comment-5</link>"
            "<dc:creator>Dan Chalk</dc:creator><pubDate>Thu, 02 May 2024 10:00:00 +0000</pubDate>"
            "<guid>https://q.example/1/#comment-5</guid><description>Thank you.</description></item>"
        ).replace("Huddle notes", "Comments on: Huddles 1"),
        headers=XML,
    )
    fetched = run(tmp_path, web.url("/feed"))
    assert names(fetched) == ["comments-0001.xml", "feed-0001.xml"]
    assert "/2/feed" not in web.paths()
    assert [(skip.place, skip.reason) for skip in fetched.skips] == [
        (web.url("/3/feed"), "the site answers 404")
    ]
    kinds = [draft.kind.value for draft in drafts(read(tmp_path, source("feed", fetched.folder.as_posix())))]
    assert kinds == ["post", "post", "post", "comment"]


def topic(number: int, posts: int) -> dict[str, object]:
    return {
        "id": number, "title": f"Huddles {number}", "bumped_at": "2024-05-01T10:00:00Z", "posts_count": posts,
        "last_posted_at": "2024-05-01T10:00:00Z", "highest_post_number": posts,
    }  # fmt: skip


def discourse(web: Web, topics: dict[int, int]) -> None:
    def post(number: int, which: int) -> dict[str, object]:
        return {
            "id": number * 1000 + which, "post_number": which, "username": "asha", "name": "Asha Rao",
            "avatar_template": "/face.png", "cooked": f"<p>{WORDS}</p>", "created_at": "2024-05-01T10:00:00Z",
        }  # fmt: skip

    def latest(asked: Asked) -> Sent:
        page = int(asked.query["page"])
        shown = sorted(topics)[page * 2 : page * 2 + 2]
        more = {"more_topics_url": f"/latest?page={page + 1}"} if len(topics) > page * 2 + 2 else {}
        found = [topic(number, topics[number]) for number in shown]
        return Sent(json.dumps({"topic_list": {"topics": found, **more}}), headers=JSON)

    web.routes["/"] = Sent('<meta name="generator" content="Discourse 3.2.0">', headers=HTML)
    web.routes["/latest.json"] = latest
    for number, posts in topics.items():
        stream = [number * 1000 + which for which in range(1, posts + 1)]
        first = [post(number, which) for which in range(1, min(posts, 20) + 1)]
        rest = [post(number, which) for which in range(21, posts + 1)]
        whole = {**topic(number, posts), "post_stream": {"stream": stream, "posts": first}}
        web.routes[f"/t/{number}.json"] = Sent(json.dumps(whole), headers=JSON)
        web.routes[f"/t/{number}/posts.json"] = Sent(
            json.dumps({"post_stream": {"posts": rest}}), headers=JSON
        )
        web.routes[f"/t/huddles/{number}"] = web.routes["/"]


def test_a_forum_is_read_topic_by_topic_with_all_posts(tmp_path, web):
    discourse(web, {1: 3, 2: 45, 3: 1})
    fetched = run(tmp_path, web.url())
    assert fetched.kind == "discourse"
    assert names(fetched) == ["topic-1.json", "topic-2.json", "topic-3.json"]
    posts = json.loads((fetched.folder / "topic-2.json").read_bytes())["post_stream"]["posts"]
    assert len(posts) == 45
    assert "avatar_template" not in posts[0]


def test_topics_without_anything_new_are_not_asked_for_again(tmp_path, web):
    discourse(web, {1: 3, 2: 2, 3: 1})
    run(tmp_path, web.url())
    discourse(web, {1: 3, 2: 4, 3: 1})
    web.forget()
    fetched = run(tmp_path, web.url())
    assert [path for path in web.paths() if path.startswith("/t/")] == ["/t/2.json"]
    assert names(fetched) == ["topic-1.json", "topic-2.json", "topic-3.json"]
    discourse(web, {1: 3})
    assert names(run(tmp_path, web.url())) == ["topic-1.json"]


def test_one_topic_is_read_alone(tmp_path, web):
    discourse(web, {1: 3, 2: 2})
    assert names(run(tmp_path, web.url("/t/huddles/2"))) == ["topic-2.json"]


@pytest.mark.parametrize(
    ("route", "reason"),
    [
        (Sent("gone", 404), "answers 404"),
        (Sent("", 200, HTML), "empty page"),
        (Sent(b"%PDF", 200, {"Content-Type": "application/pdf"}), "another type"),
        (Sent(status=302, headers={"Location": "http://10.0.0.1/"}), "private network"),
        (Sent("<rss", 200, XML), "another type"),
    ],
)
def test_an_address_with_nothing_to_read_is_an_error_with_a_hint(tmp_path, web, route, reason):
    web.routes["/a"] = route
    outside = MadeUp({"10.0.0.1": ["10.0.0.1"]})
    with pytest.raises(InputError, match=reason) as caught:
        fetch(web.url("/a"), settings(tmp_path), outside=outside)
    assert caught.value.hint


def test_loopback_is_closed_unless_a_setting_opens_it(tmp_path, web):
    web.routes["/"] = Sent(WORDS, headers=HTML)
    with pytest.raises(InputError, match="IMPROVEMENT_GRAPH_ALLOW_LOOPBACK=yes") as caught:
        fetch(web.url(), FetchSettings(tmp_path), outside=MadeUp())
    assert "save what you need to files" in caught.value.hint
    assert web.log == []


def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path):
    with pytest.raises(InputError, match="password") as caught:
        fetch("https://me:hunter2@example.org/", FetchSettings(tmp_path), outside=MadeUp())
    assert "hunter2" not in caught.value.message


def test_a_kind_that_is_no_address_is_refused(tmp_path):
    with pytest.raises(ImprovementGraphError, match="cannot be read as wxr"):
        run(tmp_path, "https://example.org/", kind="wxr")


def test_an_entity_bomb_in_a_sitemap_or_feed_does_no_harm(tmp_path, web):
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    web.routes["/a"] = Sent(f"{bomb}<urlset><url><loc>&l11;&f;</loc></url></urlset>", headers=XML)
    web.routes["/b"] = Sent(f"{bomb}<rss><channel><title>&l11;</title></channel></rss>", headers=XML)
    with pytest.raises(InputError):
        run(tmp_path, web.url("/a"))
    run(tmp_path, web.url("/b"))


def test_an_address_is_told_from_a_path():
    assert is_address("HTTPS://example.org")
    assert not is_address("https.xml")
    assert not is_address("C:/http/")
