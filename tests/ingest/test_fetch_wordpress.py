"""A WordPress site read from its address, by the same reader that reads its files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import InputError
from ingest.fetch import Fetched, fetch
from tests.ingest.feeds import item, rss
from tests.ingest.reading import drafts, read, reasons, source, writers
from tests.ingest.web import Asked, MadeUp, Sent, Web, serve, settings
from tests.ingest.wordpress_web import WordPress, comment, post


@pytest.fixture
def web() -> Iterator[Web]:
    yield from serve(Web())


def site(posts: int = 250, comments: int = 120, *, with_tags: bool = True) -> WordPress:
    return WordPress(
        posts=[post(number) for number in range(1, posts + 1)],
        pages=[post(9001, "About us", type="page")],
        comments=[comment(number, number) for number in range(1, comments + 1)],
        with_tags=with_tags,
    )


def run(folder: Path, address: str, **more: object) -> Fetched:
    return fetch(address, settings(folder, **more), outside=MadeUp())


def entries(fetched: Fetched, name: str) -> list[dict[str, object]]:
    files = sorted(fetched.folder.glob(f"{name}-*.json"))
    return [entry for file in files for entry in json.loads(file.read_bytes())]


def test_all_pages_of_all_lists_are_fetched(tmp_path, web):
    site().on(web)
    fetched = run(tmp_path, web.url())
    assert fetched.kind == "wordpress-json"
    assert [entry["id"] for entry in entries(fetched, "posts")] == list(range(1, 251))
    assert len(entries(fetched, "comments")) == 120
    assert [entry["name"] for entry in entries(fetched, "categories") + entries(fetched, "settings")] == [
        "Huddles",
        "Rural",
    ]
    assert [(skip.place, skip.reason) for skip in fetched.skips] == [
        (web.url("/wp-json/wp/v2/users"), "not open to the public")
    ]
    assert fetched.whole


def test_faces_and_head_matter_are_not_even_asked_for(tmp_path, web):
    site(3, 3).on(web)
    fetched = run(tmp_path, web.url())
    written = b"".join(file.read_bytes() for file in (tmp_path / "cache").rglob("*") if file.is_file())
    assert b"avatar" not in written
    assert b'yoast_head"' not in written
    assert entries(fetched, "posts")[0]["yoast_head_json"]


def test_the_reader_of_files_reads_what_was_fetched(tmp_path, web):
    site(3, 2).on(web)
    fetched = run(tmp_path, web.url())
    items = read(tmp_path, source("wordpress-json", fetched.folder.as_posix()))
    found = drafts(items)
    assert [draft.key for draft in found] == [
        "post:9001",
        "post:1",
        "post:2",
        "post:3",
        "comment:1",
        "comment:2",
    ]
    assert reasons(items) == []
    assert writers(found[1]) == ["Asha Rao"]
    assert writers(found[-1]) == ["Dan Chalk"]


def test_a_second_run_gets_304s_only(tmp_path, web):
    site().on(web)
    run(tmp_path, web.url())
    web.forget()
    again = run(tmp_path, web.url())
    assert again.bodies == 0
    # The home page, the taxonomies, the first page of posts, pages and comments, categories, tags, settings; no users.
    assert web.count(304) == 8
    assert web.count(200) == 0
    assert len(entries(again, "posts")) == 250
    assert again.whole


def test_a_site_without_etags_sends_one_page_of_each_list_again(tmp_path, web):
    site(with_tags=False).on(web)
    run(tmp_path, web.url())
    web.forget()
    again = run(tmp_path, web.url())
    assert [path.rpartition("/")[2] for path in web.paths()].count("posts") == 1
    assert len(entries(again, "posts")) == 250


def test_what_is_edited_new_or_gone_is_seen_on_the_next_run(tmp_path, web):
    wordpress = site()
    wordpress.on(web)
    run(tmp_path, web.url())
    wordpress.posts[10] = post(11, "Edited", modified="2025-01-01T00:00:00")
    wordpress.posts.append(post(251))
    web.forget()
    again = run(tmp_path, web.url())
    assert {entry["id"]: entry for entry in entries(again, "posts")}[11]["title"] == {"rendered": "Edited"}
    assert len(entries(again, "posts")) == 251
    assert web.paths().count("/wp-json/wp/v2/posts") == 2
    del wordpress.posts[:200]
    again = run(tmp_path, web.url())
    assert len(entries(again, "posts")) == 51
    assert len(list(again.folder.glob("posts-*.json"))) == 1


def test_a_site_below_a_path_is_found_by_its_home_and_by_any_of_its_lists(tmp_path, web):
    site(2, 0).on(web, "/blog/")
    assert run(tmp_path / "a", web.url("/blog/")).kind == "wordpress-json"
    assert run(tmp_path / "b", web.url("/blog/wp-json/wp/v2/posts")).kind == "wordpress-json"


def test_a_site_whose_addresses_are_queries_is_found(tmp_path, web):
    wordpress = site(2, 0)
    wordpress.on(web, "/pretty/")
    home = Sent(
        "", headers={"Content-Type": "text/html", "Link": '</?rest_route=/>; rel="https://api.w.org/"'}
    )

    def plain(asked: Asked) -> Sent:
        route = web.routes.get("/pretty/wp-json" + asked.query.get("rest_route", "/none"), home)
        return route if isinstance(route, Sent) else route(asked)

    web.routes["/"] = plain
    assert len(entries(run(tmp_path, web.url()), "posts")) == 2


def test_one_post_of_a_site_is_a_page(tmp_path, web):
    site(2, 0).on(web)
    web.routes["/post-1/"] = web.routes["/"]
    assert run(tmp_path, web.url("/post-1/")).kind == "html"


def test_a_limit_keeps_what_was_got_and_the_next_run_goes_on(tmp_path, web):
    site().on(web)
    cut = run(tmp_path, web.url(), most_requests=5)
    assert len(entries(cut, "posts")) == 200
    assert not cut.whole
    assert "limit of 5 requests" in cut.skips[-1].reason
    assert len(entries(run(tmp_path, web.url()), "posts")) == 250


def test_a_list_that_fails_is_a_skip_and_the_others_are_read(tmp_path, web):
    wordpress = site(2, 2)
    wordpress.on(web)
    before = run(tmp_path, web.url())
    web.routes["/wp-json/wp/v2/comments"] = Sent(status=500)
    again = run(tmp_path, web.url())
    assert (web.url("/wp-json/wp/v2/comments"), "the site answers 500") in [
        (skip.place, skip.reason) for skip in again.skips
    ]
    assert not again.whole
    assert len(entries(again, "comments")) == len(entries(before, "comments")) == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Sent("<html>", headers={"Content-Type": "text/html"}), "of another type (text/html)"),
        (Sent("[{", headers={"Content-Type": "application/json"}), "not JSON"),
        (Sent("[" * 200_000, headers={"Content-Type": "application/json"}), "not JSON"),
        (Sent('{"a": 1}', headers={"Content-Type": "application/json"}), "not a list of entries"),
        (Sent('[1, {"id": "x"}, null]', headers={"Content-Type": "application/json"}), None),
    ],
)
def test_an_answer_that_is_no_list_is_a_skip(tmp_path, web, answer, reason):
    site(2, 0).on(web)
    web.routes["/wp-json/wp/v2/comments"] = answer
    fetched = run(tmp_path, web.url())
    assert len(entries(fetched, "posts")) == 2
    found = [skip.reason for skip in fetched.skips if skip.place.endswith("comments")]
    assert found == ([reason] if reason else [])


def test_pages_without_end_come_to_an_end(tmp_path, web):
    site(2, 0).on(web)
    same = json.dumps([post(number) for number in range(100)])
    web.routes["/wp-json/wp/v2/posts"] = Sent(
        same, headers={"Content-Type": "application/json", "X-WP-TotalPages": "999999999"}
    )
    run(tmp_path, web.url())
    assert web.paths().count("/wp-json/wp/v2/posts") == 2


def test_a_site_that_forbids_its_lists_says_what_to_do(tmp_path, web):
    site().on(web)
    web.routes["/robots.txt"] = Sent("User-agent: *\nDisallow: /wp-json/")
    with pytest.raises(InputError, match=r"robots\.txt does not allow") as caught:
        run(tmp_path, web.url())
    assert "ask the site's owner" in caught.value.hint


def test_a_site_that_shows_its_lists_to_nobody_is_read_by_its_feed(tmp_path, web):
    site().on(web)
    link = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    home = f'<html><head><link rel="https://api.w.org/" href="{web.url("/wp-json/")}">{link}</head></html>'
    web.routes["/"] = Sent(home, headers={"Content-Type": "text/html"})
    web.routes = {path: route for path, route in web.routes.items() if not path.startswith("/wp-json")}
    web.routes["/feed/"] = Sent(rss(item("1")), headers={"Content-Type": "application/rss+xml"})
    fetched = run(tmp_path, web.url())
    assert fetched.kind == "feed"
    assert fetched.notes == (
        f"{web.url()} shows its lists to nobody: its feed was read, of its newest posts",
    )
