"""The polite reader against a server of our own: manners, patience, limits."""

import gzip
import time
from collections.abc import Iterator
from email.utils import formatdate

import pytest

from graph.errors import InputError
from ingest.fetch.cache import Cache
from ingest.fetch.polite import user_agent
from ingest.fetch.refusals import LeftError, StopError
from ingest.fetch.retry import backoff, retry_after
from tests.ingest.web import Asked, MadeUp, Sent, Web, reading, serve

PAGE = Sent("<html>words</html>", headers={"Content-Type": "text/html"})


@pytest.fixture
def web() -> Iterator[Web]:
    yield from serve(Web())


def in_turn(*answers: Sent):
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def test_a_site_is_told_who_asks_and_by_its_own_name(tmp_path, web):
    web.routes["/"] = PAGE
    with reading(tmp_path, MadeUp(), contact="https://example.org/our-reading") as reader:
        assert reader.get(web.url()).body == b"<html>words</html>"
    agents = {asked.headers["User-Agent"] for asked in web.log}
    (agent,) = agents
    assert agent.startswith("improvement-graph/")
    assert agent.endswith("(+https://example.org/our-reading)")
    assert {asked.host for asked in web.log} == {f"site.test:{web.port}"}


def test_a_contact_cannot_write_a_header_of_its_own():
    assert "\n" not in user_agent("me\r\nX-Evil: 1")
    assert user_agent("").count("+") == 0


def test_robots_txt_is_asked_for_once_and_kept(tmp_path, web):
    web.routes |= {"/robots.txt": Sent("User-agent: *\nDisallow: /private"), "/a": PAGE, "/b": PAGE}
    outside = MadeUp()
    with reading(tmp_path, outside) as reader:
        reader.get(web.url("/a"))
        reader.get(web.url("/b"))
        with pytest.raises(LeftError, match=r"robots\.txt does not allow"):
            reader.get(web.url("/private/x"))
    assert web.paths() == ["/robots.txt", "/a", "/b"]
    with reading(tmp_path, outside) as reader:
        reader.get(web.url("/a"))
    assert web.paths().count("/robots.txt") == 1
    outside.skipped = 25 * 3600
    with reading(tmp_path, outside) as reader:
        reader.get(web.url("/a"))
    assert web.paths().count("/robots.txt") == 2


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (503, False), (429, False)])
def test_a_site_without_robots_txt_is_open_and_one_that_fails_is_not(tmp_path, web, status, allowed):
    web.routes |= {"/robots.txt": Sent(status=status), "/": PAGE}
    with reading(tmp_path, MadeUp()) as reader:
        if allowed:
            reader.get(web.url())
        else:
            with pytest.raises(LeftError, match=r"robots\.txt cannot be read"):
                reader.get(web.url())
    assert ("/" in web.paths()) is allowed


def test_there_is_a_pause_between_two_requests_to_a_site(tmp_path, web):
    web.routes |= {"/a": PAGE, "/b": PAGE}
    outside = MadeUp()
    with reading(tmp_path, outside) as reader:
        reader.get(web.url("/a"))
        reader.get(web.url("/b"))
    assert outside.waits == pytest.approx([1, 1], abs=0.2)


@pytest.mark.parametrize(("asked", "pause"), [("5", 5), ("0.1", 1), ("86400", 30), ("soon", 1)])
def test_a_crawl_delay_is_kept_up_to_a_limit(tmp_path, web, asked, pause):
    web.routes |= {"/robots.txt": Sent(f"User-agent: *\nCrawl-delay: {asked}"), "/a": PAGE}
    outside = MadeUp()
    with reading(tmp_path, outside) as reader:
        reader.get(web.url("/a"))
    assert outside.waits == pytest.approx([pause], abs=0.2)


def test_a_429_is_waited_for_as_long_as_it_asks(tmp_path, web):
    web.routes["/a"] = in_turn(Sent(status=429, headers={"Retry-After": "40"}), PAGE)
    outside = MadeUp()
    with reading(tmp_path, outside, pause=0) as reader:
        assert reader.get(web.url("/a")).body
    assert outside.waits == pytest.approx([40.5], abs=0.2)


def test_a_date_to_come_back_at_is_waited_for_too(tmp_path, web):
    outside = MadeUp()
    later = formatdate(outside.now() + 30, usegmt=True)
    web.routes["/a"] = in_turn(Sent(status=503, headers={"Retry-After": later}), PAGE)
    with reading(tmp_path, outside, pause=0) as reader:
        assert reader.get(web.url("/a")).body
    assert outside.waits == pytest.approx([30.5], abs=1.2)


def test_a_429_that_asks_for_too_long_is_left(tmp_path, web):
    web.routes["/a"] = Sent(status=429, headers={"Retry-After": "86400"})
    outside = MadeUp()
    with reading(tmp_path, outside, pause=0) as reader, pytest.raises(LeftError, match="much later"):
        reader.get(web.url("/a"))
    assert outside.waits == []


def test_a_500_that_recovers_is_read_and_one_that_does_not_is_left(tmp_path, web):
    web.routes["/a"] = in_turn(Sent(status=500), Sent(status=502), PAGE)
    web.routes["/b"] = Sent(status=500)
    outside = MadeUp()
    with reading(tmp_path, outside, pause=0) as reader:
        assert reader.get(web.url("/a")).body
        assert outside.waits == pytest.approx([0.75, 1.5], abs=0.2)
        with pytest.raises(LeftError, match="answers 500"):
            reader.get(web.url("/b"))
    assert web.paths().count("/b") == 4


def test_waits_grow_and_are_bounded():
    assert [backoff(attempt, 0, 5) for attempt in range(4)] == [1, 2, 4, 5]
    assert backoff(2, 1, 5) == 2
    now = 1_700_000_000.0
    assert retry_after("7", now) == 7
    assert retry_after(formatdate(now + 90, usegmt=True), now) == pytest.approx(90)
    assert retry_after(formatdate(now - 90, usegmt=True), now) == 0
    assert retry_after("later", now) is None
    assert retry_after("", now) is None


def test_a_slow_host_is_left_after_some_tries(tmp_path, web):
    def slow(_: Asked) -> Sent:
        time.sleep(0.4)
        return PAGE

    web.routes["/a"] = slow
    with (
        reading(tmp_path, MadeUp(), timeout=0.1, tries=2) as reader,
        pytest.raises(LeftError, match="does not answer in time"),
    ):
        reader.get(web.url("/a"))


def test_a_body_that_trickles_is_left(tmp_path, web):
    def trickle() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.02)
            yield b"x"

    web.routes["/a"] = Sent(pieces=trickle)
    with (
        reading(tmp_path, MadeUp(), most_seconds=0.1) as reader,
        pytest.raises(LeftError, match="too slowly"),
    ):
        reader.get(web.url("/a"))


def test_an_endless_body_is_cut(tmp_path, web):
    web.routes["/a"] = Sent(pieces=lambda: iter(lambda: b"x" * 65536, b""))
    web.routes["/b"] = Sent(b"x" * (2 << 20))
    with reading(tmp_path, MadeUp(), most_bytes=1 << 20) as reader:
        for path in ("/a", "/b"):
            with pytest.raises(LeftError, match="larger than 1 MB"):
                reader.get(web.url(path))


def test_a_packed_body_is_unpacked_within_the_limit(tmp_path, web):
    headers = {"Content-Encoding": "gzip"}
    web.routes |= {
        "/fine": Sent(gzip.compress(b"words"), headers=headers),
        "/bomb": Sent(gzip.compress(b"0" * (8 << 20)), headers=headers),
        "/noise": Sent(b"no gzip", headers=headers),
        "/cut": Sent(gzip.compress(b"words" * 1000)[:-12], headers=headers),
        "/other": Sent(b"?", headers={"Content-Encoding": "br"}),
    }
    with reading(tmp_path, MadeUp(), most_bytes=1 << 20) as reader:
        assert reader.get(web.url("/fine")).body == b"words"
        for path, reason in [
            ("/bomb", "larger"), ("/noise", "broken"), ("/cut", "broken"), ("/other", "not asked for")
        ]:  # fmt: skip
            with pytest.raises(LeftError, match=reason):
                reader.get(web.url(path))


def test_another_content_type_is_not_read(tmp_path, web):
    web.routes["/a"] = Sent(b"%PDF", headers={"Content-Type": "application/pdf"})
    with reading(tmp_path, MadeUp()) as reader, pytest.raises(LeftError, match="application/pdf"):
        reader.get(web.url("/a"), ("html",))


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ({"most_requests": 2}, "2 requests"),
        ({"most_seconds_in_all": 1, "pause": 2}, "minutes"),
        ({"most_bytes_in_all": 1 << 20}, "1 MB"),
    ],
)
def test_a_run_has_limits(tmp_path, web, limit, reason):
    web.routes |= {f"/{number}": Sent(b"x" * 700_000) for number in range(3)}
    with reading(tmp_path, MadeUp(), **limit) as reader:
        reader.get(web.url("/0"))
        with pytest.raises(StopError, match=reason):
            reader.get(web.url("/1"))


def test_what_has_not_changed_is_not_sent_again(tmp_path, web):
    web.routes["/a"] = Sent("one", headers={"ETag": '"1"'})
    with reading(tmp_path, MadeUp()) as reader:
        assert reader.get(web.url("/a")).fresh
    with reading(tmp_path, MadeUp()) as reader:
        answer = reader.get(web.url("/a"))
        assert (answer.body, answer.fresh, reader.bodies) == (b"one", False, 0)
    assert web.count(304) == 1
    web.routes["/a"] = Sent("two", headers={"ETag": '"2"'})
    with reading(tmp_path, MadeUp()) as reader:
        assert reader.get(web.url("/a")).body == b"two"


def test_the_last_modified_date_is_asked_with_too(tmp_path, web):
    web.routes["/a"] = Sent("one", headers={"Last-Modified": "Wed, 01 May 2024 10:00:00 GMT"})
    for _ in range(2):
        with reading(tmp_path, MadeUp()) as reader:
            reader.get(web.url("/a"))
    assert web.log[-1].headers["If-Modified-Since"] == "Wed, 01 May 2024 10:00:00 GMT"


def test_the_cache_is_for_its_owner_alone_and_a_broken_entry_is_fetched_again(tmp_path, web):
    web.routes["/a"] = Sent("one", headers={"ETag": '"1"', "Set-Cookie": "secret=1"})
    with reading(tmp_path, MadeUp()) as reader:
        reader.get(web.url("/a"))
    folder = tmp_path / "cache" / "answers"
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
        assert b"secret" not in file.read_bytes()
        file.write_bytes(file.read_bytes()[:-1])
    assert Cache(folder).load(web.url("/a")) is None
    with reading(tmp_path, MadeUp()) as reader:
        assert reader.get(web.url("/a")).fresh
    assert "secret" not in str(web.log[-1].headers)


def test_a_cache_that_cannot_be_written_is_said_with_a_hint(tmp_path, web):
    (tmp_path / "cache").write_text("a file")
    web.routes["/a"] = PAGE
    with reading(tmp_path, MadeUp()) as reader, pytest.raises(InputError, match="cannot be kept") as caught:
        reader.get(web.url("/a"))
    assert caught.value.hint
