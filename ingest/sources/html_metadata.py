"""What a page says of itself: title, authors, date of writing, topics, address, by JSON-LD, meta tags and markup."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree

from graph.model import Label
from graph.names import name_key, words
from ingest.document import Named
from ingest.sources.html_bylines import named_in, shown_authors
from ingest.sources.html_linked_data import LinkedData, linked_data
from ingest.sources.html_published import published_in
from ingest.sources.html_tree import marks, text_in
from ingest.sources.no_subjects import is_no_subject
from ingest.sources.people import tidy

_TITLES = tuple(
    "dc.title dcterms.title citation_title parsely-title sailthru.title og:title twitter:title".split()
)
_AUTHORS = (
    "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author", "author",
    "article:author_name", "byl", "dcsext.author", "article:author",
)  # fmt: skip
_BY_LABEL = re.compile(
    r"^(?:written by|author|verfasst von|geschrieben von|autor(?:in)?|écrit par|auteur|escrito por|scritto da|"
    r"geschreven door|door|by|von|par|por)\W*$",
    re.I,
)
_LIBRARY = ("dc.creator", "dcterms.creator", "citation_author")
_TOPICS = ("article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "citation_keywords")
# More keywords than this are the site's, written for search engines.
_MOST_KEYWORDS = 15
_LONGEST_TOPIC = 60
_TOPIC_LINKS = re.compile(
    r"(?:^|[\s_-])(?:tags?|tag-?links?|post-?tags?|tagcloud-single|entry-tags?|topics?|categories|"
    r"cat-links)(?:$|\s)",
    re.I,
)
_SEPARATOR = re.compile(r"\s+[|\u00b7•»«\u2013\u2014~-]+\s+|\s*[|»]\s*|\s*::\s*")
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|share|replytocom)=", re.I)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; what it does not say is empty. `linked` is its JSON-LD."""

    title: str
    authors: tuple[Named, ...]
    published: str
    topics: tuple[str, ...]
    address: str
    article: bool
    linked: LinkedData


def metadata_of(root: etree._Element, saved_from: str) -> Metadata:
    """Read a page from which the comments have been taken out."""
    linked = linked_data(root)
    meta = _meta(root)
    title = _title(root, meta, linked)
    address = _address(root, meta, saved_from, linked)
    declared = [named for text in _declared(meta) for named in named_in(text)]
    host = urlsplit(address).hostname or ""
    named = (*meta["og:site_name"], linked.publisher, host, host.removeprefix("www."))
    site = {name_key(Label.ORGANISATION, name) for name in named}
    authors = shown_authors(root, linked.authors, declared, site)
    return Metadata(
        title=title,
        authors=authors,
        published=published_in(root, meta, linked.published, address),
        topics=tuple(_topics(root, meta, linked)),
        address=address,
        article=linked.article or "article" in "".join(meta["og:type"]).lower(),
        linked=linked,
    )


def _meta(root: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        names = " ".join(element.get(key) or "" for key in ("name", "property", "itemprop")).lower().split()
        for name in dict.fromkeys(names):
            if content:
                found[name].append(content)
                if name.startswith(("dc:", "dcterm:", "dcterms:", "article.")):
                    found[name.replace("dcterm:", "dcterms.").replace(":", ".")].append(content)
    return found


def _declared(meta: dict[str, list[str]]) -> list[str]:
    for name in _AUTHORS:
        texts = [
            text for text in meta[name] if not text.startswith(("/", "www.", "http")) and len(text) < 200
        ]
        if texts:
            return [_turned(text) for text in texts] if name in _LIBRARY else texts
    # How search plug-ins of WordPress tell messengers who wrote a page: a label, and beside it what it labels.
    for number in ("1", "2"):
        if _BY_LABEL.search("".join(meta[f"twitter:label{number}"][:1])) and meta[f"twitter:data{number}"]:
            return meta[f"twitter:data{number}"][:1]
    return [text for text in meta["twitter:creator"][:1] if not text.startswith("@")]


def _turned(name: str) -> str:
    """Return "Asha Rao" for "Rao, Asha", as library catalogues write names."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given and ";" not in name else name


def _title(root: etree._Element, meta: dict[str, list[str]], linked: LinkedData) -> str:
    """Return the heading that the title of the window repeats, else what the page declares, without the site's name."""
    window = " ".join(text_in(element) for element in list(root.iter("title"))[:1])
    declared = next((meta[name][0] for name in _TITLES if meta[name]), "")
    site = {" ".join(words(name)) for name in meta["og:site_name"]}
    headings = [
        text
        for text in (text_in(element) for element in root.iter("h1", "h2", "h3") if _is_title(element))
        if text
    ]
    around = [" ".join(words(text)) for text in (declared, linked.title, window)]
    for text in around:
        shown = [
            heading
            for heading in headings
            if (key := " ".join(words(heading))) and key in text and key not in site
        ]
        # The site's name may stand in the title of the window too, and mostly is the shorter of two headings.
        if shown and len(words(max(shown, key=len))) > 1:
            return max(shown, key=len)[:300]
    first = [text_in(element) for element in root.iter("h1")]
    found = tidy(linked.title) or _without_site(declared or window, meta)
    alike = len(first) == 1 and len(set(words(first[0])) & set(words(found))) * 2 > len(set(words(found)))
    return (first[0] if alike else found or next(iter(headings), ""))[:300]


def _is_title(element: etree._Element) -> bool:
    return (
        element.tag in ("h1", "h2")
        or bool(re.search(r"title|headline", marks(element), re.I))
        or element.get("itemprop") in ("headline", "name")
    )


def _without_site(title: str, meta: dict[str, list[str]]) -> str:
    title = " ".join(title.split())
    site = " ".join(words("".join(meta["og:site_name"][:1])))
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title
    if site:
        kept = [part for part in parts if " ".join(words(part)) != site]
        return (
            title if len(kept) == len(parts) or not kept else max(kept, key=len) if len(kept) > 1 else kept[0]
        )
    longest = max(parts, key=len)
    return longest if len(longest) > 0.5 * len(title) else title


def _address(root: etree._Element, meta: dict[str, list[str]], saved_from: str, linked: LinkedData) -> str:
    """Return a page's own address; a "canonical" one that is only the site's is not its own."""
    links = [
        str(element.get("href") or "")
        for element in root.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    base = saved_from or next(iter(meta["og:url"]), "") or linked.address
    found = [
        urljoin(base, text.strip())
        for text in (*links[:1], *meta["og:url"][:1], linked.address, saved_from)
        if text
    ]
    plain = [address for address in map(plain_address, found) if address]
    return next(
        (address for address in plain if urlsplit(address).path.strip("/") or urlsplit(address).query),
        next(iter(plain), ""),
    )


def plain_address(address: str) -> str:
    """Return an address without fragment and without what only counts visits; '' for one that is not of the web."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "." not in host or parts.username:
        return ""
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, query, ""))


def _topics(root: etree._Element, meta: dict[str, list[str]], linked: LinkedData) -> Iterator[str]:
    found = [*linked.topics, *(part for name in _TOPICS for text in meta[name] for part in text.split(","))]
    for link in root.iter("a"):
        rel = (link.get("rel") or "").lower().split()
        parent = link.getparent()
        above = marks(parent) if parent is not None else ""
        if "tag" in rel or (
            _TOPIC_LINKS.search(above)
            and re.search(r"/(?:tags?|topics?|category|categories|schlagwort)/", link.get("href") or "")
        ):
            found.append(text_in(link))
    if not found:
        keywords = [part for text in meta["keywords"][:1] for part in re.split(r"[,;]", text)]
        found = keywords if len(keywords) <= _MOST_KEYWORDS else []
    seen: set[str] = set()
    for text in found:
        name = tidy(text.strip(" #,"))
        key = name_key(Label.TOPIC, name)
        if name and key and key not in seen and not is_no_subject(name) and len(name) <= _LONGEST_TOPIC:
            seen.add(key)
            yield name
