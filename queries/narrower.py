"""A topic and the narrower ones below it."""

from __future__ import annotations

from graph.store import Reader, Row
from queries.reads import named


def topics_below(reader: Reader, topic: Row) -> dict[str, Row]:
    """Return the topic and all narrower ones by id: name, the broader topic they hang on, and how far below."""
    found = {row["topic"]: row for row in reader.read(named("narrower_topics"), topic=topic["id"])}
    found.setdefault(topic["id"], {"topic": topic["id"], "name": topic["name"], "broader": "", "steps": 0})
    return found
