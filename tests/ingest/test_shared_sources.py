import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.community import Community, read_community
from ingest.document import Draft
from ingest.sources import read_source
from tests.ingest.reading import drafts, subjects, writers

DATA = Path(__file__).parents[3] / "shared" / "data"
SOURCES = """
[[source]]
id = "people"
kind = "members"
path = "open-life-science/_data/people.yaml"
[source.person]
key = "@key"
name = ["first-name", "last-name"]
organisation = "affiliation"

[[source]]
id = "projects"
kind = "table"
path = "open-life-science/_data/openseeds/*/projects.yaml"
[source.project]
name = "name"
people = [
  { column = "participants", from = "people", role = "LEADS" },
  { column = "mentors", from = "people", role = "MENTORS" },
]

[[source]]
id = "posts"
kind = "markdown"
path = "open-life-science/_posts"
authors = "people"

[[source]]
id = "nhsr"
kind = "markdown"
path = "nhs-r-community/blog"

[[source]]
id = "labs"
kind = "wxr"
path = "wxr-cc-labs/wordpress.xml"
"""

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"there is no data folder at {DATA}"),
]


@pytest.fixture
def shared(tmp_path):
    file = tmp_path / "community.toml"
    file.write_text(SOURCES)
    read = read_community(file)
    whole = Community(read.name, tuple(replace(config, folder=DATA) for config in read.sources), DATA)

    def documents(name: str) -> list[Draft]:
        config = whole.source(name)
        assert config is not None
        return drafts(list(read_source(config, whole)))

    return documents


def gold_rows(path):
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gold_lines(path):
    return {line["id"]: line for line in map(json.loads, (DATA / path).read_text("utf-8").splitlines())}


def test_people_are_on_the_projects_they_lead_and_mentor(shared):
    gold = {(row["person_id"], row["person"], row["relation"], row["project"])
            for row in gold_rows("open-life-science/gold/person_project.csv")}  # fmt: skip
    found = set()
    for draft in shared("projects"):
        place = re.fullmatch(r"row:(ols-\d)/projects:(\d+)", draft.key)
        assert place is not None
        for said in draft.statements:
            if said.subject is not None:
                key = said.subject.ids[0].removeprefix("people:")
                found.add((key, said.subject.name, said.usual_role, f"{place[1]}/{int(place[2]) - 1:02}"))
    assert len(found & gold) >= 0.99 * len(gold)
    assert len(found & gold) >= 0.99 * len(found)


def test_posts_have_the_authors_their_keys_stand_for(shared):
    gold = gold_lines("open-life-science/gold/posts.jsonl")
    right = [
        draft for draft in shared("posts") if writers(draft) == gold[f"_posts/{draft.key}"]["author_names"]
    ]
    assert len(right) >= 0.99 * len(gold)


def test_posts_of_nhs_r_have_their_authors(shared):
    gold = gold_lines("nhs-r-community/gold/posts.jsonl")
    # The gold copies one byline of three names and an employer as one author.
    three = "Seb Fox, Julian Flowers and Georgina Anderson, Public Health England."
    split = {three: ["Seb Fox", "Julian Flowers", "Georgina Anderson"]}
    right = 0
    for draft in shared("nhsr"):
        authors = gold[f"blog/{draft.key}"]["authors"]
        right += [named.name for named in subjects(draft)] == split.get("".join(authors), authors)
    assert right >= 0.99 * len(gold)


def test_every_post_and_comment_of_an_export_is_read(shared):
    posts = {row["post_id"]: row for row in gold_rows("wxr-cc-labs/gold/posts.csv")}
    comments = {
        row["comment_id"]: row
        for row in gold_rows("wxr-cc-labs/gold/comments.csv")
        if row["type"] == "comment"
    }
    read = {draft.key: draft for draft in shared("labs")}
    assert set(read) == {f"post:{key}" for key in posts} | {f"comment:{key}" for key in comments}
    for key, row in posts.items():
        post = read[f"post:{key}"]
        assert (writers(post), post.url, post.published) == (
            [row["author_name"]],
            row["link"],
            row["date_gmt"],
        )
    for key, row in comments.items():
        comment = read[f"comment:{key}"]
        assert (writers(comment), comment.thread) == ([row["author"]], f"post:{row['post_id']}")
