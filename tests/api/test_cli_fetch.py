"""`ingest https://…`: live addresses on the command line and in a community file, against a site of our own."""

import json
from collections.abc import Iterator

import pytest

from tests.ingest.web import Web, serve
from tests.ingest.wordpress_web import WordPress, comment, post


@pytest.fixture
def site(monkeypatch, tmp_path) -> Iterator[Web]:
    monkeypatch.setenv("IMPROVEMENT_GRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("IMPROVEMENT_GRAPH_ALLOW_LOOPBACK", "yes")
    monkeypatch.setattr("ingest.fetch.settings.Outside.sleep", lambda *_: None)
    web = Web()
    WordPress(posts=[post(1), post(2)], comments=[comment(5, 1)]).on(web)
    yield from serve(web)


def test_an_address_by_itself_is_read_and_read_again_for_nothing(command, site):
    address = site.url(host="127.0.0.1")
    code, out, err = command("ingest", address, "--no-language", "--json")
    assert (code, err) == (0, "")
    (source,) = json.loads(out)["sources"]
    assert (source["source"], source["loaded"]) == ("127.0.0.1", 3)
    assert source["reasons"] == {"not open to the public": 1}
    site.forget()
    again = json.loads(command("ingest", address, "--no-language", "--json")[1])
    assert (again["loaded"], again["unchanged"]) == (0, 3)
    assert (site.count(200), site.count(304)) == (0, 8)


def test_an_address_may_be_the_path_of_a_source(command, site, tmp_path):
    toml = f'[[source]]\nid = "blog"\nkind = "wordpress-json"\npath = "{site.url(host="127.0.0.1")}"\n'
    toml += 'licence = "CC0-1.0"\nlawful_basis = "made up"\n'
    (tmp_path / "c.toml").write_text(toml)
    code, out, _ = command("ingest", "c.toml", "--no-language", "--json")
    assert code == 0
    assert json.loads(out)["sources"][0]["source"] == "blog"


def test_an_address_beside_a_community_file_says_where_it_belongs(command, site, tmp_path):
    (tmp_path / "c.toml").write_text("")
    code, _, err = command("ingest", "c.toml", site.url())
    assert code == 2
    assert "[[source]]" in err


def test_loopback_is_closed_unless_the_setting_opens_it(command, site, monkeypatch):
    monkeypatch.delenv("IMPROVEMENT_GRAPH_ALLOW_LOOPBACK")
    code, _, err = command("ingest", site.url(host="127.0.0.1"))
    assert code == 3
    assert "private network" in err
    assert site.log == []
