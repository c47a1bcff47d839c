"""Where the polite reader does not go: redirects and names that lead into private networks, odd schemes and ports."""

import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from ingest.fetch import FetchSettings
from ingest.fetch.guard import ips_of, parsed
from ingest.fetch.polite import PoliteReader
from ingest.fetch.refusals import LeftError
from tests.ingest.web import MadeUp, Sent, Web, reading, serve

OPEN = "93.184.215.14"


@pytest.fixture
def web() -> Iterator[Web]:
    yield from serve(Web())


def ips(
    address: str, found: list[str], *, loopback: bool = False, ports: frozenset[int] = frozenset({80, 443})
):
    settings = FetchSettings(Path("unused"), allow_loopback=loopback, ports=ports)
    url = parsed(address)
    return ips_of(url, settings, MadeUp({url.host: found}))


@pytest.mark.parametrize(
    "ip",
    [
        "10.0.0.1", "172.16.3.4", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "192.0.2.1",
    ],
)  # fmt: skip
def test_an_address_inside_a_network_is_refused(ip):
    with pytest.raises(LeftError, match="private network"):
        ips("https://innocent.example/", [ip])
    with pytest.raises(LeftError, match="private network"):
        ips("https://innocent.example/", [OPEN, ip])


def test_an_open_address_is_what_is_connected_to():
    assert ips("https://example.org/", [OPEN, "2606:2800:21f::1"]) == [OPEN, "2606:2800:21f::1"]


@pytest.mark.parametrize("port", [22, 25, 8080, 5432])
def test_an_unusual_port_is_refused_unless_it_is_allowed(port):
    with pytest.raises(LeftError, match="unusual port"):
        ips(f"http://example.org:{port}/", [OPEN])
    assert ips(f"http://example.org:{port}/", [OPEN], ports=frozenset({port})) == [OPEN]


def test_loopback_is_open_only_where_it_is_allowed():
    assert ips("http://localhost:8000/", ["127.0.0.1", "::1"], loopback=True) == ["127.0.0.1", "::1"]
    with pytest.raises(LeftError):
        ips("http://localhost:8000/", ["127.0.0.1"])
    with pytest.raises(LeftError):
        ips("http://localhost:8000/", ["127.0.0.1", "10.0.0.1"], loopback=True)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://x/", "https://", "https://user:pw@example.org/",
        "https://exa mple.org/", "https://example.org:99999/", "words", "", "https://e.org/\n",
        "https://e.org/" + "x" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(address):
    with pytest.raises(LeftError):
        parsed(address)


def test_a_name_that_is_not_there_is_said():
    with pytest.raises(LeftError, match="no such site"):
        ips_of(parsed("https://nowhere.example/"), FetchSettings(Path("unused")), MadeUp())


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/admin", "private network"),
        ("http://inside.test/", "private network"),
        ("file:///etc/passwd", "not an http"),
        ("//user:pw@site.test/", "password"),
        ("http://open.test:22/", "unusual port"),
    ],
)
def test_a_redirect_to_where_we_do_not_go_is_refused(tmp_path, web, target, reason):
    web.routes["/a"] = Sent(status=302, headers={"Location": target})
    outside = MadeUp({"10.0.0.1": ["10.0.0.1"], "inside.test": ["192.168.0.7"], "open.test": [OPEN]})
    with reading(tmp_path, outside) as reader, pytest.raises(LeftError, match=reason):
        reader.get(web.url("/a"))


def test_a_name_that_changes_its_address_between_two_requests_is_checked_each_time(tmp_path, web):
    web.routes |= {"/a": Sent("fine"), "/b": Sent("fine")}
    outside = MadeUp()
    with reading(tmp_path, outside) as reader:
        reader.get(web.url("/a"))
        outside.names["site.test"] = ["10.0.0.1"]
        with pytest.raises(LeftError, match="private network"):
            reader.get(web.url("/b"))


def test_the_name_is_looked_up_by_us_alone(tmp_path, web):
    """The name is in no real table: a second look-up by the connection would fail."""
    web.routes["/a"] = Sent("fine")
    outside = MadeUp()
    with reading(tmp_path, outside) as reader:
        reader.get(web.url("/a"))
    assert outside.looked_up == ["site.test", "site.test"]
    assert web.log[-1].host == f"site.test:{web.port}"


def test_the_next_address_is_tried_where_one_does_not_answer(tmp_path, web):
    web.routes["/a"] = Sent("fine")
    outside = MadeUp({"site.test": ["127.9.9.9", "127.0.0.1"]})
    with reading(tmp_path, outside) as reader:
        assert reader.get(web.url("/a")).body == b"fine"


def test_redirects_are_followed_up_to_five_and_the_new_place_is_told(tmp_path, web):
    for number in range(6):
        web.routes[f"/{number}"] = Sent(status=301, headers={"Location": f"/{number + 1}"})
    web.routes |= {"/6": Sent("end"), "/now": Sent(status=302, headers={"Location": "/6"})}
    with reading(tmp_path, MadeUp()) as reader:
        with pytest.raises(LeftError, match="more than 5 redirects"):
            reader.get(web.url("/0"))
        assert reader.get(web.url("/1")).moved == web.url("/6")
        assert reader.get(web.url("/now")).moved == ""


def test_a_redirect_to_another_site_keeps_that_sites_robots_txt(tmp_path, web):
    web.routes |= {
        "/robots.txt": lambda asked: Sent(
            "User-agent: *\nDisallow: /" if asked.host.startswith("other") else ""
        ),
        "/a": Sent(status=302, headers={"Location": web.url("/b", "other.test")}),
        "/b": Sent("words"),
    }
    with reading(tmp_path, MadeUp()) as reader, pytest.raises(LeftError, match=r"robots\.txt"):
        reader.get(web.url("/a"))
    assert "/b" not in web.paths()


def test_a_certificate_that_cannot_be_verified_is_refused(tmp_path):
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parent / "self_signed.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.handle_request, daemon=True)
    thread.start()
    settings = FetchSettings(tmp_path, allow_loopback=True)
    try:
        with PoliteReader(settings, MadeUp()) as reader, pytest.raises(LeftError, match="certificate"):
            reader.get(f"https://site.test:{server.server_port}/")
    finally:
        thread.join(5)
        server.server_close()
