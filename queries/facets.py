"""What kind of topic each is - a problem, a method or a setting - as the vocabulary kept in the graph says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from graph.model import Label
from graph.names import words
from graph.schema import ENTITIES
from graph.store import Reader, Row
from queries.reads import named
from queries.request import Request


class Facet(StrEnum):
    """The three sides of improvement work: what is to be better, by what, and where; NONE where it is not known."""

    PROBLEM = "problem"
    METHOD = "method"
    SETTING = "setting"
    NONE = ""


# How vocabularies name the three, in one number: the kind of a topic, or the last word of a topic that groups others
# ("Improvement methods"). PICO (Richardson 1995, ACP J Club 123, A12) has population and problem, intervention.
_NAMED = {
    Facet.PROBLEM: "problem condition disease illness challenge need aim priority population outcome symptom",
    Facet.METHOD: "method methodology approach technique tool practice intervention innovation framework solution",
    Facet.SETTING: "setting service sector place location environment context",
}
_FACETS = {word: facet for facet, said in _NAMED.items() for word in said.split()}
# "clinical area" is a problem, though "area" alone says nothing.
_FACETS |= {"clinical area": Facet.PROBLEM, "health area": Facet.PROBLEM, "care area": Facet.SETTING}
_USUALLY = "usually"
# Broader topics are looked at so far up; no vocabulary we know is deeper.
_STEPS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """The facet of each topic, and which broader ones each hangs on, by which tie."""

    of: Mapping[str, Facet]
    broader: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    def some(self, *facets: Facet) -> bool:
        """Say whether any topic has one of these facets."""
        return any(facet in facets for facet in self.of.values())

    def above(self, topic: str) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Return the topic and all above it: how many steps up, and the ties that lead there."""
        found: dict[str, tuple[int, tuple[str, ...]]] = {topic: (0, ())}
        layer = [topic]
        for steps in range(1, _STEPS + 1):
            following = []
            for lower in layer:
                for upper, tie in self.broader.get(lower, ()):
                    if upper not in found:
                        found[upper] = (steps, (*found[lower][1], tie))
                        following.append(upper)
            layer = following
        return found


def facets_of(reader: Reader, request: Request) -> Facets:
    """Return the facet of every topic: its own kind, else that of the nearest topic above it that has one.

    A topic above that has no kind counts by its name ("Improvement methods"). What our own list says a topic usually
    is comes last. Whatever is left is of no facet: a community without any such word has only topics.
    """
    topics = {row["id"]: row for row in reader.find(ENTITIES, "label", [str(Label.TOPIC)]) if row["records"]}
    broader: dict[str, list[tuple[str, str]]] = {}
    for row in reader.read(named("broader_topics"), **request.moments):
        broader.setdefault(row["topic"], []).append((row["broader"], row["tie"]))
    found = Facets({}, broader)
    return Facets({topic: _facet(topic, found, topics) for topic in topics}, broader)


def _facet(topic: str, found: Facets, topics: Mapping[str, Row]) -> Facet:
    above = [topics[one] for one in found.above(topic) if one in topics]
    for row in above:
        if not row["kind"].startswith(_USUALLY) and (facet := _said(row["kind"])):
            return facet
        # The name of a topic without others below it is what people say of their work, and groups nothing.
        if row["id"] != topic and (facet := _said(row["name"])):
            return facet
    return next((facet for row in above if (facet := _said(row["kind"]))), Facet.NONE)


def _said(text: str) -> Facet:
    """Return the facet that words end in: "improvement methods" is a method; what ends otherwise says none."""
    singular = [_singular(word) for word in words(text)]
    return _FACETS.get(" ".join(singular[-2:])) or _FACETS.get(" ".join(singular[-1:])) or Facet.NONE


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
