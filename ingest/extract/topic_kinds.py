"""What kind of thing a topic usually is: a problem, a method or a setting, by the list that ships."""

from __future__ import annotations

from functools import cache

from graph.model import Label
from graph.names import name_key
from ingest.extract.vocabulary import entries

# Said so in the graph: what a community's vocabulary says of a topic, or of one above it, comes before it.
USUALLY = "usually"


def usual_kind(name: str) -> str:
    """Return "usually method" for a topic of our list, in any of its forms, and '' for any other."""
    kind = _kinds().get(name_key(Label.TOPIC, name), "")
    return f"{USUALLY} {kind}" if kind else ""


@cache
def _kinds() -> dict[str, str]:
    """Return the kind of each form of each topic, by its key."""
    forms = {forms[0]: forms for forms in entries("topics")}
    return {
        name_key(Label.TOPIC, form): kind
        for kind, *topics in entries("topic_kinds")
        for topic in topics
        for form in forms.get(topic, (topic,))
    }
