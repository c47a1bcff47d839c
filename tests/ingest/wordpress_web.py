"""A WordPress site that answers as one does: REST lists in pages, ETags, totals in headers, accounts closed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tests.ingest.web import Asked, Sent, Web

Entry = dict[str, Any]


def post(number: int, title: str = "", **more: Any) -> Entry:
    return {
        "id": number, "date": "2024-05-01T10:00:00", "date_gmt": "2024-05-01T09:00:00",
        "modified": f"2024-05-02T{number // 60 % 24:02}:{number % 60:02}:00", "modified_gmt": "2024-05-02T09:00:00",
        "slug": f"post-{number}", "status": "publish", "type": "post", "link": f"https://q.example/post-{number}/",
        "title": {"rendered": title or f"Huddles {number}"},
        "content": {"rendered": f"<p>Our ward started huddle {number}.</p>", "protected": False},
        "excerpt": {"rendered": ""}, "author": 7, "categories": [3], "tags": [], "parent": 0,
        "yoast_head": "<meta>" * 100, "yoast_head_json": {"author": "Asha Rao", "title": "x"}, **more,
    }  # fmt: skip


def comment(number: int, on: int, **more: Any) -> Entry:
    return {
        "id": number, "post": on, "parent": 0, "author": 0, "author_name": "Dan Chalk", "author_url": "",
        "date": f"2024-05-03T{number // 60 % 24:02}:{number % 60:02}:00", "date_gmt": "2024-05-03T09:00:00",
        "content": {"rendered": f"<p>Thank you for {on}.</p>"}, "link": f"https://q.example/post-{on}/#comment-{number}",
        "status": "approved", "type": "comment", "author_avatar_urls": {"96": "https://gravatar.example/avatar/0bc83cb571cd1c50"},
        **more,
    }  # fmt: skip


@dataclass
class WordPress:
    """The lists of a site; each may be changed between two runs."""

    posts: list[Entry] = field(default_factory=list)
    pages: list[Entry] = field(default_factory=list)
    comments: list[Entry] = field(default_factory=list)
    categories: list[Entry] = field(default_factory=lambda: [
        {"id": 3, "name": "Huddles", "slug": "huddles", "taxonomy": "category", "parent": 0, "count": 9}
    ])  # fmt: skip
    tags: list[Entry] = field(default_factory=list)
    with_tags: bool = True
    closed: tuple[str, ...] = ("users",)

    def on(self, web: Web, home: str = "/") -> None:
        root = f"{home}wp-json/"
        web.routes[home] = Sent(
            f'<html><head><link rel="https://api.w.org/" href="{root}" /></head><body>Welcome</body></html>',
            headers={"Content-Type": "text/html; charset=UTF-8", "ETag": '"home"'},
        )
        for name in ("posts", "pages", "comments", "users", "categories", "tags"):
            web.routes[f"{root}wp/v2/{name}"] = lambda asked, name=name: self._list(name, asked)  # type: ignore[misc]
        taxonomies = {
            "category": {"rest_base": "categories", "types": ["post"]},
            "setting": {"rest_base": "settings", "types": ["post"]},
            "nav": {"rest_base": "menus", "types": ["nav_menu_item"]},
        }
        web.routes[f"{root}wp/v2/taxonomies"] = self._json(taxonomies, {})
        web.routes[f"{root}wp/v2/settings"] = self._json(
            [{"id": 9, "name": "Rural", "slug": "rural", "taxonomy": "setting"}], {"X-WP-TotalPages": "1"}
        )

    def _list(self, name: str, asked: Asked) -> Sent:
        if name in self.closed:
            return Sent('{"code":"rest_user_cannot_view"}', 401, {"Content-Type": "application/json"})
        entries = list(getattr(self, name))
        key = {"modified": "modified", "date_gmt": "date"}.get(asked.query.get("orderby", "date_gmt"), "id")
        entries.sort(key=lambda entry: (entry[key], entry["id"]), reverse=asked.query.get("order") != "asc")
        size, page = int(asked.query.get("per_page", 10)), int(asked.query.get("page", 1))
        pages = -(-len(entries) // size)
        if page > max(pages, 1):
            return Sent('{"code":"rest_post_invalid_page_number"}', 400, {"Content-Type": "application/json"})
        fields = {name.partition(".")[0] for name in asked.query.get("_fields", "id").split(",")}
        shown = [
            {key: entry[key] for key in entry if key in fields}
            for entry in entries[(page - 1) * size : page * size]
        ]
        return self._json(shown, {"X-WP-Total": str(len(entries)), "X-WP-TotalPages": str(pages)})

    def _json(self, value: Any, headers: dict[str, str]) -> Sent:
        body = json.dumps(value).encode()
        tag = {"ETag": f'"{sha256(body).hexdigest()}"'} if self.with_tags else {}
        return Sent(body, headers={"Content-Type": "application/json; charset=UTF-8", **headers, **tag})
