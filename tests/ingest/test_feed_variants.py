"""What a feed says in less usual ways: terms beside labels, packed texts, addresses without a site."""

import pytest

from graph.model import RelType
from tests.ingest.feeds import ATOM
from tests.ingest.reading import drafts, read, source
from tests.ingest.test_wxr import HEAD, TAIL
from tests.ingest.test_wxr import item as exported


@pytest.fixture
def feed(tmp_path):
    def made(*texts):
        (tmp_path / "feeds").mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            (tmp_path / "feeds" / f"{number}.xml").write_text(text, "utf-8")
        return read(tmp_path, source("feed", "feeds"))

    return made


def test_a_category_of_atom_is_shown_by_its_label_and_known_by_its_term(feed):
    entry = "<entry><id>tag:x,2024:1</id><title>T</title><content>Words</content>{}</entry></feed>"
    tags = '<category term="falls" label="Preventing falls"/><category term="blog"/>'
    (post,) = drafts(feed(ATOM + entry.format(tags)))
    assert [(topic.name, topic.names) for topic in post_topics(post)] == [("Preventing falls", ("falls",))]


def post_topics(post):
    return [said.object for said in post.statements if said.predicate is RelType.ABOUT]


def test_a_text_packed_without_a_type_is_read_and_a_picture_is_not(feed):
    content = '<content type="application/octet-stream">{}</content>'
    packed = f"{ATOM}<entry><id>tag:x,2024:{{}}</id><title>T</title>{content}</entry></feed>"
    text, picture = drafts(
        feed(
            packed.format(1, "PHA+V2UgaG9sZCBhIGh1ZGRsZTwvcD4="), packed.format(2, "iVBORw0KGgoAAAANSUhEUg==")
        )
    )
    assert (text.body, picture.body) == ("<p>We hold a huddle</p>", "")


def test_relative_addresses_are_meant_from_where_a_feed_was_saved(feed):
    entry = '<entry><id>1</id><title>T</title><content>Words</content><link href="/post-1"/></entry>'
    saved = f"<!-- saved from url=(0025)https://example.org/a/feed -->{ATOM}{entry}</feed>"
    (post,) = drafts(feed(saved))
    assert (post.url, post.key) == ("https://example.org/post-1", "https://example.org/a/1")
    (post,) = drafts(feed(f"{ATOM}{entry}</feed>"))
    assert (post.url, post.key) == ("", "1")


def test_a_feed_that_declares_utf_16_and_is_not_is_read(feed):
    entry = "<entry><id>tag:x,2024:1</id><title>Café</title></entry></feed>"
    (post,) = drafts(feed(f'<?xml version="1.0" encoding="utf-16"?>{ATOM}{entry}'))
    assert post.title == "Café"


def test_an_export_that_declares_utf_16_and_is_not_is_read(tmp_path):
    export = (HEAD.format(v="1.2") + exported("1", title="Café") + TAIL).replace("UTF-8", "utf-16", 1)
    assert 'encoding="utf-16"' in export
    (tmp_path / "export.xml").write_text(export, "utf-8")
    assert [post.title for post in drafts(read(tmp_path, source("wxr", "export.xml")))] == ["Café"]
