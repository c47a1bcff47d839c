"""One small made-up source of each kind, and all that the readers make of it, as one text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.community import read_community
from ingest.document import Skip
from ingest.sources import read_source

_WP = "http://wordpress.org/export/1.2/"
_TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:falls> a skos:Concept ; skos:prefLabel "Falls"@en ; skos:altLabel "slips"@en ; skos:broader <urn:safety> .
<urn:safety> a skos:Concept ; skos:prefLabel "Safety"@en .
"""
_PAGE = """<html><head><title>Huddles</title><meta name="author" content="Asha Rao">
<meta property="article:published_time" content="2024-03-04"></head><body><article><h1>Huddles</h1>
<p>We hold a huddle at the board each morning and ask who may fall, who walks alone and what they need.</p>
<p>It takes five minutes, and the porters come as well, since they know where every chair goes at night.</p>
</article></body></html>"""
_GRANT = {
    "id": "360G-x-1", "title": "Steady Steps", "description": "Fewer falls.", "currency": "GBP", "amountAwarded": 5000,
    "awardDate": "2024-03-04", "fundingOrganization": [{"id": "GB-CHC-1000001", "name": "A Foundation"}],
    "recipientOrganization": [{"id": "GB-CHC-1000002", "name": "Northmere Hospice"}],
}  # fmt: skip
_ROR = {
    "id": "https://ror.org/012345678", "status": "active", "types": ["healthcare"], "established": 1948, "links": [],
    "names": [{"value": "Northmere Hospital", "types": ["ror_display"], "lang": "en"}], "relationships": [],
    "locations": [{"geonames_details": {"name": "Northmere", "country_name": "United Kingdom"}}], "external_ids": [],
}  # fmt: skip
_TOPIC = {
    "id": 12, "title": "Huddles", "slug": "huddles", "tags": ["falls"], "posts_count": 1,
    "post_stream": {"posts": [{"id": 1, "name": "Asha Rao", "username": "asha", "created_at": "2024-03-04T09:00:00Z",
                               "cooked": "<p>We hold a huddle.</p>", "post_number": 1, "post_type": 1}]},
}  # fmt: skip
_POST = {
    "id": 1, "type": "post", "status": "publish", "date_gmt": "2024-03-04T09:00:00", "slug": "huddles", "author": 7,
    "link": "https://example.org/huddles/", "title": {"rendered": "Huddles"}, "content": {"rendered": "<p>We met.</p>"},
}  # fmt: skip
# kind: (name of the file, its text, what the community file says besides)
SAMPLES: dict[str, tuple[str, str, str]] = {
    "wxr": (
        "blog.xml",
        (
            f'<rss xmlns:wp="{_WP}" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><wp:author><wp:author_login>arao</wp:author_login>'
            "<wp:author_display_name>Asha Rao</wp:author_display_name></wp:author><item><title>Huddles</title>"
            "<dc:creator>arao</dc:creator><wp:post_id>1</wp:post_id><content:encoded>We met.</content:encoded>"
            "<wp:post_date_gmt>2024-03-04 09:00:00</wp:post_date_gmt><category domain='post_tag'>Falls</category>"
            "<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>Dan Chalk</wp:comment_author>"
            "<wp:comment_content>Which day?</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
            "</wp:comment><wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_type>pingback</wp:comment_type>"
            "</wp:comment></item></channel></rss>"
        ),
        "",
    ),
    "wordpress-json": ("posts.json", json.dumps([_POST]), ""),
    "feed": (
        "feed.xml",
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>A blog</title><entry><id>urn:1</id><title>Huddles</title>'
            "<author><name>Asha Rao</name></author><published>2024-03-04T09:00:00Z</published>"
            '<category term="Falls"/><content type="html">&lt;p&gt;We met.&lt;/p&gt;</content></entry></feed>'
        ),
        "",
    ),
    "discourse": ("topic.json", json.dumps(_TOPIC), ""),
    "html": ("page.html", _PAGE, ""),
    "markdown": (
        "2024-03-04-huddles.md",
        "---\ntitle: Huddles\nauthors: [Asha Rao]\ntags: [falls]\n---\nWe met.\n",
        "",
    ),
    "text": (
        "page.txt",
        "Huddles\nBy Asha Rao\n4 March 2024\n\nWe met.\n\nComments\n\nDan Chalk says:\nWhich day?\n",
        "",
    ),
    "table": (
        "projects.csv",
        "ref,title,team,host\nP1,Steady Steps,Asha Rao (lead);Dan Chalk,Northmere Trust\n,,,\nP2,,,\n",
        (
            '[source.project]\nkey = "ref"\nname = "title"\npeople = { column = "team", split = ";" }\n'
            'organisations = "host"\n'
        ),
    ),
    "members": (
        "members.csv",
        "Name,Organisation,Role,Email\nAsha Rao,Northmere Trust,Nurse,a@example.org\n",
        "",
    ),
    "360giving": ("grants.json", json.dumps({"grants": [_GRANT]}), ""),
    "ods": (
        "etr_2024.csv",
        "R1A,NORTHMERE NHS TRUST,Y55,Q77,A HOUSE,,,NORTHMERE,SHIRE,NM1 1AA,20110701,20240331,,,,,,,,,0,,F\n",
        "",
    ),
    "ror": ("ror.json", json.dumps([_ROR]), ""),
    "vocabulary": ("topics.ttl", _TURTLE, ""),
    "ties": ("ties.csv", "from,to,type\nAsha Rao,Dan Chalk,knows\n", ""),
    "events": (
        "attendance.csv",
        "Event,Date,Name,Organisation\nA webinar,2024-03-04,Asha Rao,Northmere Trust\n",
        "",
    ),
}


def formats() -> str:
    """What the reader of each kind makes of its sample: documents with their statements, and what was left out."""
    return "".join(f"# {kind}: {SAMPLES[kind][0]}\n{''.join(_read(kind))}\n" for kind in SAMPLES)


def _read(kind: str) -> Iterator[str]:
    name, text, more = SAMPLES[kind]
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / name).write_text(text, encoding="utf-8")
        community = folder / "community.toml"
        community.write_text(
            f'[[source]]\nid = "s"\nkind = "{kind}"\npath = "{name}"\n{more}', encoding="utf-8"
        )
        whole = read_community(community)
        for item in read_source(whole.sources[0], whole):
            shown = (
                {"skipped": f"{item.place}: {item.reason}"}
                if isinstance(item, Skip)
                else _plain(asdict(item))
            )
            yield json.dumps(shown, indent=1, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """Return what is said, without what is empty."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one not in ("", (), None, [])}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
