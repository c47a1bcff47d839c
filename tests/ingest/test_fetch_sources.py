"""A community file with live addresses in it, read through the public way in."""

from collections.abc import Iterator

import pytest

from graph.errors import InputError
from ingest.community import Community
from ingest.fetch.sources import fetch_sources, source_at
from ingest.sources import read_source
from tests.ingest.reading import community, drafts, source
from tests.ingest.web import MadeUp, Sent, Web, serve, settings
from tests.ingest.wordpress_web import WordPress, comment, post


@pytest.fixture
def web() -> Iterator[Web]:
    yield from serve(Web())


def second(path: str, kind: str) -> str:
    return f'[[source]]\nid = "t"\nkind = "{kind}"\npath = "{path}"\n'


def test_an_address_in_a_community_file_is_read_like_files(tmp_path, web):
    WordPress(posts=[post(1)], comments=[comment(2, 1)]).on(web)
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\nWords.\n")
    toml = source("wordpress-json", web.url()) + second("a.md", "markdown")
    whole, fetched = fetch_sources(community(tmp_path, toml), settings(tmp_path), outside=MadeUp())
    assert list(fetched) == ["s"]
    found = [drafts(list(read_source(config, whole))) for config in whole.sources]
    assert [[draft.key for draft in part] for part in found] == [["post:1", "comment:2"], ["a.md"]]
    assert whole.sources[0].source.place == web.url()


def test_an_address_alone_is_a_source_called_by_its_host(tmp_path, web):
    WordPress(posts=[post(1)]).on(web)
    config = source_at(web.url())
    whole, _ = fetch_sources(Community("c", (config,)), settings(tmp_path), outside=MadeUp())
    assert (whole.sources[0].id, whole.sources[0].source.kind) == ("site.test", "wordpress-json")
    assert len(drafts(list(read_source(whole.sources[0], whole)))) == 1


def test_a_site_that_is_down_does_not_keep_other_sources_from_being_read(tmp_path, web):
    web.routes["/"] = Sent(status=503)
    toml = source("feed", web.url())
    with pytest.raises(InputError, match="503"):
        fetch_sources(community(tmp_path, toml), settings(tmp_path), outside=MadeUp())
    toml += second("a.md", "markdown")
    whole, fetched = fetch_sources(community(tmp_path, toml), settings(tmp_path), outside=MadeUp())
    assert [config.id for config in whole.sources] == ["t"]
    assert fetched["s"].skips[0].reason == "the address cannot be fetched: the site answers 503"


def test_keys_are_the_same_from_run_to_run(tmp_path, web):
    web.routes["/a"] = Sent(
        f"<html><title>A</title><p>{'Words about huddles. ' * 30}</p></html>",
        headers={"Content-Type": "text/html"},
    )
    keys = []
    for run in ("one", "two"):
        found, _ = fetch_sources(
            Community("c", (source_at(web.url("/a"), "html"),)), settings(tmp_path / run), outside=MadeUp()
        )
        keys.append([draft.key for draft in drafts(list(read_source(found.sources[0], found)))])
    assert keys[0] == keys[1]
    assert keys[0]
