"""`evaluate sources` on made-up sets: known by their files; what was missed and what is wrong is counted."""

import json
from pathlib import Path

import pytest

from api.cli.main import run

COMMUNITY = """
[[source]]
id = "people"
kind = "members"
path = "people.csv"
[source.person]
key = "id"
name = "name"
organisation = "employer"

[[source]]
id = "projects"
kind = "table"
path = "projects.csv"
[source.project]
key = "ref"
name = "title"
people = { column = "team", split = ";", from = "people" }
organisations = "host"
topics = { column = "themes", split = "," }

[[source]]
id = "posts"
kind = "markdown"
path = "posts"
"""
POST = "---\ntitle: Huddles\nauthor: Asha Rao\ndate: 2024-03-04 22:30:00 -0400\ntags: [falls]\n---\nWe met.\n"
WXR = """<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>Huddles</title>
<wp:post_id>1</wp:post_id><wp:status>publish</wp:status><wp:comment><wp:comment_id>2</wp:comment_id>
<wp:comment_content>Which day?</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
</item><item><title>Draft</title><wp:post_id>3</wp:post_id><wp:status>draft</wp:status></item></channel></rss>"""


@pytest.fixture
def community(tmp_path):
    folder = tmp_path / "a-set"
    (folder / "posts").mkdir(parents=True)
    (folder / "gold").mkdir()
    (folder / "community.toml").write_text(COMMUNITY)
    (folder / "people.csv").write_text("id,name,employer\nm1,Asha Rao,Northmere Trust\nm2,Dan Chalk,\n")
    (folder / "projects.csv").write_text(
        'ref,title,team,host,themes\nP1,Steady Steps,m1;m2,Northmere Trust,"falls,huddles"\n'
    )
    (folder / "posts" / "a.md").write_text(POST)
    gold(
        folder,
        "people.jsonl",
        {"id": "m1", "affiliation": "Northmere Trust"},
        {"id": "m2", "affiliation": ""},
    )
    gold(
        folder, "projects.jsonl", {"id": "P1", "keywords": ["Falls", "huddles"], "origin": "Northmere Trust"}
    )
    gold(
        folder,
        "posts.jsonl",
        {"id": "posts/a.md", "authors": ["Asha Rao"], "date": "2024-03-04", "tags": ["falls"]},
    )
    (folder / "gold" / "person_project.csv").write_text(
        "person_id,person,project\nm1,Asha Rao,P1\nm2,Dan Chalk,P1\n"
    )
    return folder


def gold(folder, name, *rows):
    (folder / "gold" / name).write_text("".join(json.dumps(row) + "\n" for row in rows))


def figures(capfd, folder: Path):
    assert run(["evaluate", "sources", "--set", str(folder), "--json"]) == 0
    return {row["measure"]: row["value"] for row in json.loads(capfd.readouterr().out)}


def test_a_set_with_its_own_community_file_is_measured_by_its_gold(capfd, community):
    found = figures(capfd, community)
    assert {name: value for name, value in found.items() if name.endswith((": missed", ": wrong"))} == dict.fromkeys(
        [f"{what}: {count}"
         for what in ("documents", "authors", "dates", "document-topic", "project-person", "project-organisation",
                      "project-topic", "person-organisation")
         for count in ("missed", "wrong")],
        0,
    )  # fmt: skip
    assert (found["project-person: right"], found["project-topic: right"], found["dates: right"]) == (2, 2, 1)


def test_what_the_gold_has_and_we_have_not_is_missed_and_the_reverse_is_wrong(capfd, community):
    gold(
        community,
        "posts.jsonl",
        {"id": "posts/a.md", "authors": ["Jo Hill"]},
        {"id": "posts/b.md", "authors": ["Jo"]},
    )
    found = figures(capfd, community)
    assert (found["authors: missed"], found["authors: wrong"], found["authors: precision"]) == (1, 1, 0.0)
    assert found["documents: missed"] == 1


def test_gold_to_which_nothing_read_answers_is_told(capfd, community):
    (community / "gold" / "posts.jsonl").unlink()
    gold(
        community,
        "others.jsonl",
        {"id": "nowhere/a.md", "authors": ["Jo"]},
        {"id": "nowhere/b.md", "authors": []},
    )
    assert figures(capfd, community)["rows of others.jsonl to which nothing read answers"] == 2


def test_an_export_without_gold_is_measured_by_a_plain_count(capfd, tmp_path):
    (tmp_path / "export.xml").write_text(WXR)
    found = figures(capfd, tmp_path)
    assert (found["documents: right"], found["comments: right"]) == (1, 1)
    assert (found["documents: recall"], found["comments: precision"]) == (1.0, 1.0)


def test_feeds_say_themselves_what_to_expect(capfd, tmp_path):
    (tmp_path / "a.xml").write_text(
        "<!--\nDescription: titles\nExpect:      not bozo and entries[0]['title'] == 'Falls'\n-->\n"
        "<rss version='2.0'><channel><item><title>Falls</title><guid>1</guid></item></channel></rss>"
    )
    (tmp_path / "b.xml").write_bytes(b"\x00\x01nothing")
    found = figures(capfd, tmp_path)
    assert found["titles: recall"] == 1.0
    assert (found["files read"], found["files skipped, each with its reason"]) == (1, 1)
    assert found["files neither read nor skipped"] == 0


def test_a_folder_that_is_no_set_is_said_so(capfd, tmp_path):
    assert run(["evaluate", "sources", "--set", str(tmp_path), "--json"]) == 3
    (row,) = json.loads(capfd.readouterr().out)
    assert row["measure"] == "problem"
    assert "no set of `sources`" in row["value"]
