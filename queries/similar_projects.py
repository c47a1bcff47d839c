"""Has this been tried? Projects like one, or like free words; what was stopped, failed or finished first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.errors import UsageError
from graph.model import Label, Modality
from graph.names import words
from graph.rows import name_handle
from graph.schema import META
from graph.store import Reader, Row
from queries.answer import Answer
from queries.facets import Facets, facets_of
from queries.look_up import look_up
from queries.project_index import ProjectIndex, project_index
from queries.reads import named
from queries.request import Request
from queries.similar_words import Candidate, Likeness, findings_of

STOPPED, FINISHED, RUNNING, PLANNED, UNKNOWN = (
    "stopped or failed", "finished", "under way", "planned or proposed", "state not known",
)  # fmt: skip
_GROUPS = {
    Modality.STOPPED: STOPPED, Modality.FAILED: STOPPED, Modality.DONE: FINISHED, Modality.DOING: RUNNING,
    Modality.PLANNED: PLANNED, Modality.PROPOSED: PLANNED, Modality.NONE: UNKNOWN,
}  # fmt: skip
_ORDER = (STOPPED, FINISHED, RUNNING, PLANNED, UNKNOWN)
# Projects a page has unless it is said: more than ten are not read, and the far ones are not like it.
_FEW = 10
# What is less than this share as near as the nearest shares a word or two by chance.
_NEAR = 0.35
# What is as good as the nearest of all is not withheld because no one sentence of it has two of the words asked for.
_NEAREST = 0.8
# The longest name of a topic that is looked for in free words, in words.
_LONGEST_TOPIC = 5


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is compared with: a project, by number, or -1 for free words; its words and topics."""

    number: int
    name: str
    words: str
    topics: frozenset[str]


def answer(reader: Reader, request: Request) -> Answer:
    """Return the projects nearest to one or to free words, those that stopped, failed or finished before the others.

    A page holds the next nearest; within it they stand by state, then by nearness. How near is said at
    ProjectIndex.nearness. Raises UsageError unless just one of `project` and `about` is given, NotFoundError and
    AmbiguousError for the project.
    """
    if bool(request.get("project")) == bool(request.get("about")):
        raise UsageError(
            "`similar-projects` needs `project` or `about`, and not both", "name a project, or give words"
        )
    index = project_index(reader, request)
    facets = facets_of(reader, request)
    asked = _asked(reader, request, index, facets)
    scores = index.nearness(
        asked.words, {topic: bool(facets.of.get(topic)) for topic in asked.topics}, asked.number
    )
    ranked = [int(number) for number in np.argsort(-np.round(scores, 9), kind="stable") if scores[number] > 0]
    near = [number for number in ranked if scores[number] >= _NEAR * scores[ranked[0]]]
    most = request.limit if "limit" in request.values else _FEW
    page = near[request.offset : request.offset + most]
    last = _last_read(reader)
    own = index.rows[asked.number] if asked.number >= 0 else None
    chosen = [
        Candidate(
            number, float(scores[number]), _group(index.rows[number], last), _when(own, index.rows[number]),
            nearest=own is None and scores[number] >= _NEAREST * scores[ranked[0]],
        )
        for number in page
    ]  # fmt: skip
    chosen.sort(key=lambda one: _ORDER.index(one.relation))
    likeness = Likeness(index, facets, asked.number, asked.name, asked.words, asked.topics)
    more = str(request.offset + most) if request.offset + most < len(near) else ""
    found = findings_of(reader, request, likeness, chosen)
    return Answer("similar-projects", request.values, found, caveats=_caveats(index, found), next=more)


def _asked(reader: Reader, request: Request, index: ProjectIndex, facets: Facets) -> _Asked:
    if request.get("about"):
        if not words(request.get("about")):
            raise UsageError(
                f"{request.get('about')!r} holds no word to look for", "say in a few words what is done"
            )
        return _Asked(-1, "", request.get("about"), _topics_in(reader, request.get("about"), facets))
    project = look_up(reader, Label.PROJECT, request.get("project"), request)
    number = index.number(project["id"])
    if number < 0:  # not there at the times asked for
        return _Asked(-1, project["name"], project["name"], frozenset())
    return _Asked(number, project["name"], index.words(number), index.topics[number])


def _topics_in(reader: Reader, text: str, facets: Facets) -> frozenset[str]:
    """Return the topics that free words name, by any of their names."""
    found = words(text)
    runs = {
        " ".join(found[start : start + length])
        for length in range(1, _LONGEST_TOPIC + 1)
        for start in range(len(found) - length + 1)
    }
    handles = sorted(filter(None, {name_handle(Label.TOPIC, run) for run in runs}))
    rows = reader.read(named("entities_by_handle"), handles=handles)
    return frozenset(row["id"] for row in rows if row["id"] in facets.of)


def _group(row: Row, last: str) -> str:
    """Return the state of a project: what its records say, else finished where they give an end that has passed."""
    if not row["status"] and row["ends"] and row["ends"] <= last:
        return FINISHED
    return _GROUPS[Modality(row["status"])]


def _last_read(reader: Reader) -> str:
    """Return the date of the newest document: what ended by then has ended."""
    facts = reader.find(META, "id", ["count:last"])
    return str(facts[0]["value"]) if facts else ""


def _when(own: Row | None, row: Row) -> str:
    """Return whether a project began earlier or later than the one asked about, where both are dated."""
    if own is None or not own["starts"] or not row["starts"] or own["starts"] == row["starts"]:
        return ""
    return "earlier" if row["starts"] < own["starts"] else "later"


def _caveats(index: ProjectIndex, found: tuple[object, ...]) -> tuple[str, ...]:
    said = []
    silent = sum(1 for row in index.rows if not row["status"] and not row["ends"])
    if silent:
        said.append(
            f"Of {silent} of {len(index.rows)} projects nothing says whether they are under way or have ended."
        )
    if not found:
        said.append("No project shares a topic or two words with this: say it in other words, or in more.")
    else:
        said.append("Near is what is written of a project: two may do the same and say it in other words.")
    return tuple(said)
