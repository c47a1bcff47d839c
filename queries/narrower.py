"""A topic and the narrower ones below it."""

from __future__ import annotations

from graph.model import Label
from graph.store import Reader, Row
from queries.kept import read_once
from queries.look_up import look_up
from queries.reads import named
from queries.request import Request

# A hierarchy of more levels is a mistake in a list (SKOS vocabularies of the field have two to four).
MOST_STEPS = 6


def topics_asked(reader: Reader, request: Request) -> dict[str, Row]:
    """Return the topic that a request names, with all narrower ones, as `topics_below` has them.

    Raises NotFoundError or AmbiguousError for the topic.
    """
    return topics_below(reader, look_up(reader, Label.TOPIC, request.get("topic"), request), request)


def topics_below(reader: Reader, topic: Row, request: Request | None = None) -> dict[str, Row]:
    """Return the topic and all narrower ones by id, the nearest first.

    Each has its name, the broader topic it hangs on, and how many steps below it is. The hierarchy is the one
    that was said and known at the request's times; without a request, today's.
    """
    found = {topic["id"]: {"topic": topic["id"], "name": topic["name"], "broader": "", "steps": 0}}
    if request is None or not request.timed:
        found |= {row["topic"]: row for row in read_once(reader, "narrower_topics", topic=topic["id"])}
        return found
    level = [topic["id"]]
    for steps in range(1, MOST_STEPS + 1):
        rows = reader.read(named("narrower_at"), topics=level, **request.moments) if level else []
        level = [row["topic"] for row in rows if row["topic"] not in found]
        found |= {row["topic"]: {**row, "steps": steps} for row in rows if row["topic"] not in found}
    return found
