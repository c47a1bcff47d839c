"""A Discourse forum: its list of topics, and each topic that has changed, with all its posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.fetch.detect import Site
from ingest.fetch.gathering import Gathering, as_json, json_of
from ingest.fetch.refusals import LeftError

_TOPIC = re.compile(r"^(.*?)/t/(?:[^/]+/)?(\d{1,12})(?:/\d+)?(?:\.json)?/?$")
_LIST = re.compile(r"^(.*?)/(c|tag|latest|top)\b")
_MARKS = ("bumped_at", "last_posted_at", "posts_count", "highest_post_number", "title")
# What Discourse itself asks for at a time.
_POSTS = 20
_PRIVATE = frozenset({"avatar_template", "email", "ip_address", "registration_ip_address", "avatar_url"})


def gather(site: Site, gathering: Gathering) -> None:
    """Write topic-ID.json for each topic of the list, or for the one that the address means."""
    state = gathering.load_state()
    one = _TOPIC.match(site.start)
    seen: dict[str, Any] = {}
    try:
        if one is not None:
            _topic(one[1], one[2], gathering)
            return
        base, listing = _listing(site.start)
        for topic in _topics(listing, gathering):
            name, marks = str(topic["id"]), [topic.get(mark) for mark in _MARKS]
            if state.get(name) == marks and gathering.read(f"topic-{name}.json"):
                gathering.keep(f"topic-{name}.json")
            else:
                with gathering.part(f"{base}/t/{name}"):
                    _topic(base, name, gathering)
            if gathering.read(f"topic-{name}.json"):
                seen[name] = marks
    finally:
        gathering.save_state({**state, **seen})


def _listing(address: str) -> tuple[str, str]:
    """Return the root of a forum, and the list that an address means: all topics, or those of a category."""
    address = address.rstrip("/").removesuffix(".json")
    found = _LIST.match(address)
    if found is None:
        return address, f"{address}/latest.json"
    return found[1], f"{address}.json"


def _topics(listing: str, gathering: Gathering) -> Iterator[dict[str, Any]]:
    page, seen = 0, set[int]()
    while True:
        data = json_of(gathering.reader.get(f"{listing}?no_definitions=true&page={page}", ("json",)))
        found = data.get("topic_list") if isinstance(data, dict) else None
        if not isinstance(found, dict) or not isinstance(found.get("topics"), list):
            raise LeftError("not a list of topics")
        topics = [one for one in found["topics"] if isinstance(one, dict) and type(one.get("id")) is int]
        fresh = [one for one in topics if one["id"] not in seen]
        yield from fresh
        if not fresh or not found.get("more_topics_url"):
            return
        seen.update(one["id"] for one in fresh)
        page += 1


def _topic(base: str, number: str, gathering: Gathering) -> None:
    """Write one topic with all of its posts; the site sends the first 20 with it."""
    topic = json_of(gathering.reader.get(f"{base}/t/{number}.json", ("json",)))
    posts = _posts(topic)
    stream = topic["post_stream"]
    listed = stream.get("stream")
    wanted = (
        [one for one in listed if type(one) is int and one not in posts] if isinstance(listed, list) else []
    )
    for start in range(0, len(wanted), _POSTS):
        asked = "&".join(f"post_ids[]={one}" for one in wanted[start : start + _POSTS])
        more = json_of(gathering.reader.get(f"{base}/t/{number}/posts.json?{asked}", ("json",)))
        posts.update(_posts(more))
    stream["posts"] = [posts[key] for key in sorted(posts)]
    gathering.write(f"topic-{number}.json", as_json(_without_private(topic)))


def _posts(topic: Any) -> dict[int, dict[str, Any]]:
    """Return the posts of an answer by their ids, which grow with time."""
    stream = topic.get("post_stream") if isinstance(topic, dict) else None
    posts = stream.get("posts") if isinstance(stream, dict) else None
    if not isinstance(posts, list):
        raise LeftError("not a topic")
    return {post["id"]: post for post in posts if isinstance(post, dict) and type(post.get("id")) is int}


def _without_private(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_private(item) for key, item in value.items() if key not in _PRIVATE}
    return [_without_private(item) for item in value] if isinstance(value, list) else value
