"""A post that was public and is made private or a draft is taken back by the next reading, whole source or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph import schema
from graph.settings import Settings
from ingest.run import ingest
from tests.community import empty_sqlite
from tests.ingest.reading import community, source

_WXR = (
    '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{}</channel></rss>'
)
_ITEM = (
    "<item><title>Post {0}</title><dc:creator>asha</dc:creator><content:encoded>Words {0}</content:encoded>"
    "<wp:post_id>{0}</wp:post_id><wp:post_type>post</wp:post_type><wp:status>{1}</wp:status><wp:comment>"
    "<wp:comment_id>9{0}</wp:comment_id><wp:comment_author>Dan Okafor</wp:comment_author>"
    "<wp:comment_approved>1</wp:comment_approved><wp:comment_content>Thanks.</wp:comment_content></wp:comment></item>"
)


def wxr(state: str) -> str:
    return _WXR.format(
        _ITEM.format(1, "publish" if state == "public" else "private") + _ITEM.format(2, "publish")
    )


def rest(state: str) -> str:
    posts = [(1, "publish" if state == "public" else "private"), (2, "publish")]
    return json.dumps([
        {"id": number, "type": "post", "status": status, "date": "2024-01-02T00:00:00",
         "title": {"rendered": f"Post {number}"}, "content": {"rendered": f"<p>Words {number}</p>"},
         "link": f"https://example.org/{number}", "author": 1}
        for number, status in posts
    ])  # fmt: skip


def discourse(state: str) -> str:
    posts = [
        {"id": n, "post_number": n, "topic_id": 5, "username": "asha", "name": "Asha Rao",
         "cooked": f"<p>Words {n}</p>",
         "created_at": "2024-01-02T00:00:00Z", "hidden": n == 2 and state != "public"}
        for n in (1, 2)
    ]  # fmt: skip
    return json.dumps({"id": 5, "title": "A topic", "post_stream": {"posts": posts}, "archetype": "regular"})


def markdown(state: str) -> str:
    return f"---\ntitle: Post 1\ndraft: {'false' if state == 'public' else 'true'}\n---\n\nWords 1\n"


@pytest.mark.parametrize(
    ("kind", "path", "written", "retired"),
    [
        ("wxr", "export.xml", wxr, 2),  # with its comment
        ("wordpress-json", "posts.json", rest, 1),
        ("discourse", "topic.json", discourse, 1),
        ("markdown", "post.md", markdown, 1),
    ],
)
def test_what_is_made_private_is_taken_back(
    tmp_path: Path, kind: str, path: str, written, retired: int
) -> None:
    with empty_sqlite(tmp_path) as store:
        totals = []
        for state in ("public", "private", "public"):
            (tmp_path / path).write_text(written(state))
            report = ingest(store, community(tmp_path, source(kind, path)), Settings(), language=False)
            standing = [row for row in store.scan(schema.DOCUMENTS) if not row["retired"]]
            totals.append((report.total("retired"), len(standing)))
        before = totals[0][1]
        assert totals == [(0, before), (retired, before - retired), (0, before)]
