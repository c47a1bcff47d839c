import pytest

from ingest.fetch.robots import Rules, parse

# The examples of RFC 9309, section 2.2 and 5, and of the sites we know.
MANY = b"""\xef\xbb\xbf# a comment
User-agent: googlebot
Disallow: /
User-Agent : Improvement-Graph/2.0   # us
user-agent: other
Allow: /open/page
Disallow: /open
Disallow: /*.gif$
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Crawl-delay: 2.5

User-agent: improvement-graph
Disallow: /more

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/open", False), ("/open/page", True), ("/openly", False), ("/a.gif", False),
        ("/a.gif?x", True), ("/wp-admin/", False), ("/wp-admin/admin-ajax.php", True), ("/more", False), ("", True),
    ],
)  # fmt: skip
def test_the_longest_rule_of_the_groups_that_name_us_decides(path, allowed):
    assert parse(MANY).allow(path) is allowed
    assert parse(MANY).delay == 2.5


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/fish", "/fish.html", True), ("/fish", "/Fish", False), ("/fish*", "/fishheads/yummy.html", True),
        ("/*.php", "/folder/any.php?x", True), ("/*.php$", "/a.php/", False),
        ("/fish*.php", "/fishheads/cat.php", True),
        ("/a*b*c$", "/a-b-b-c", True), ("/a*b$", "/ab", True), ("/ab*b$", "/ab", False), ("*", "/", True),
        ("/a%3cd.html", "/a%3Cd.html", True), ("/%7ejoe/", "/~joe/x", True), ("/caf\u00e9", "/caf%C3%A9", True),
        ("/$", "/", True), ("/$", "/a", False), ("/a%2fb", "/a/b", False),
    ],
)  # fmt: skip
def test_patterns_fit_as_the_standard_says(pattern, path, fits):
    rules = parse(f"User-agent: *\nDisallow: {pattern}\n".encode())
    assert rules.allow(path) is not fits


def test_of_two_equal_rules_the_kinder_one_counts():
    assert parse(b"User-agent: *\nDisallow: /a\nAllow: /a").allow("/a")


def test_an_empty_disallow_allows_everything():
    assert parse(b"User-agent: *\nDisallow:").allow("/a")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>not found</html>",
        b"\x00\xff" * 999,
        b"Disallow: /",
        b"User-agent: googlebot\nDisallow: /",
    ],
)
def test_what_is_not_said_to_us_is_allowed(body):
    assert parse(body) == Rules()


def test_a_pattern_of_many_stars_takes_no_time():
    rules = parse(b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"$")
    assert rules.allow("/" + "a" * 1999)
