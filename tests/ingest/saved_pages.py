"""Makes saved pages of one article, whole, and reads them through the public way in."""

import json
from pathlib import Path
from typing import Any

from ingest.document import Draft, Skip
from tests.ingest.reading import read, source

WORDS = (
    "Last month our project came to an end, and we asked the wards what had stayed with them. "
    "The huddle did not prevent the falls. The floor did, and we said so to everybody who asked us."
)
MORE = (
    "Weekends did not last. There are fewer of us, the domestics change, and nobody holds the pen. "
    "What we would do again is to start with the porters, who know where every chair goes at night."
)
BODY = f"<p>{WORDS}</p><p>{MORE}</p>"
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "@id": "#site", "name": "Our community"},
        {
            "@type": "BlogPosting",
            "headline": "One year of huddles",
            "author": [{"@id": "#asha"}, {"@type": "Person", "name": "Dan Chalk"}],
            "publisher": {"@id": "#site"},
            "datePublished": "2023-04-18T09:30:00+01:00",
            "dateModified": "2025-01-01T00:00:00+00:00",
            "keywords": "falls, safety huddles",
        },
        {"@type": "Person", "@id": "#asha", "name": "Asha Rao", "jobTitle": "Ward Manager",
         "worksFor": {"@type": "Organization", "name": "Northmere NHS Trust"},
         "sameAs": ["https://orcid.org/0000-0002-1825-0097"]},
    ],
}  # fmt: skip
THREAD = """
<section id="comments" class="comments-area"><h2 class="comments-title">2 thoughts on “One year of huddles”</h2>
<ol class="comment-list">
  <li class="comment even depth-1" id="comment-11"><article class="comment-body" id="div-comment-11">
    <footer class="comment-meta"><div class="comment-author vcard">
      <img src="https://secure.gravatar.com/avatar/0123456789abcdef0123456789abcdef" class="avatar">
      <b class="fn">Zoë Turner</b> <span class="says">says:</span></div>
      <div class="comment-metadata"><a href="#comment-11">
        <time datetime="2023-04-18T17:52:00+01:00">18 April</time></a></div>
    </footer><div class="comment-content"><p>That should be on a mug.</p>
      <p>Or on <a href="mailto:zoe@example.org">a shirt</a>.</p></div>
    <div class="reply"><a class="comment-reply-link" href="#">Reply</a></div></article>
    <ol class="children"><li class="comment odd depth-2" id="comment-12"><article class="comment-body">
      <cite class="fn">Asha Rao</cite> <time datetime="2023-04-20">20 April</time>
      <div class="comment-content"><p>Send me one.</p></div></article></li></ol></li>
  <li class="pingback" id="comment-13"><div class="comment-body">Pingback:
    <a href="https://elsewhere.org">Elsewhere</a></div></li>
  <li class="comment depth-1" id="comment-14"><cite class="fn">Sam</cite><time datetime="2023-04-21"></time>
    <em class="comment-awaiting-moderation">Your comment is awaiting moderation.</em><p>Buy now!</p></li>
</ol>
<div id="respond" class="comment-respond"><h3>Leave a Reply</h3>
<form><p>Your e-mail address will not be published.</p></form></div>
</section>"""
ADDRESS = "https://example.org/2023/04/huddles/"


def made(head: str = "", body: str = BODY, below: str = "", title: str = "One year of huddles") -> str:
    """A page with a menu and a footer around the article."""
    return (
        f"<!DOCTYPE html><html><head><title>{title} | Our community</title>{head}</head><body>"
        '<nav><a href="/">Home</a> <a href="/stories">Stories</a></nav>'
        f"<main><article><h1>{title}</h1>{body}</article>{below}</main>"
        "<footer>&copy; Our community. All rights reserved.</footer></body></html>"
    )


def linked(data: dict[str, Any] = LINKED) -> str:
    """The head of a page with an address and JSON-LD."""
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return f'<link rel="canonical" href="{ADDRESS}">{script}'


def read_page(
    folder: Path, text: str | bytes, name: str = "huddles.html", encoding: str = "utf-8", more: str = ""
) -> list[Draft | Skip]:
    (folder / "pages").mkdir(exist_ok=True)
    data = text if isinstance(text, bytes) else text.encode(encoding)
    (folder / "pages" / name).write_bytes(data)
    return read(folder, source("html", f"pages/{name}", more))
