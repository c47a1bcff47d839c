"""The registry of questions: one name each, the same on the command line, over HTTP and on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module

from graph.errors import AmbiguousError, NotFoundError
from graph.model import Label, Modality, Strength
from graph.store import GraphStore, Reader
from queries import changes, coverage, find, peers, profile, similar_projects, who_works_on
from queries.answer import Answer
from queries.kept import Snapshot
from queries.request import COMMON, PERIOD, Parameter, Request, Role, check


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its name, what it asks in words, an example, what it takes, and what answers it."""

    name: str
    asks: str
    example: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Reader, Request], Answer]


def _later(module: str) -> Callable[[Reader, Request], Answer]:
    """Return the answer of a module that needs numerical libraries: they are loaded by the first who asks it."""

    def answer(reader: Reader, request: Request) -> Answer:
        answered: Answer = import_module(f"queries.{module}").answer(reader, request)
        return answered

    return answer


_ID = Parameter("id", "its id, a registered id (orcid:…, members:…) or an unambiguous name", required=True)

_PART = (
    Parameter("topic", "only among those on this topic, and narrower ones: an id or a name"),
    Parameter("place", "only among those in this place"),
    Parameter("organisation", "only among those of this organisation: an id or a name"),
    *COMMON,
)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "who-works-on", "Who is working on this topic, and narrower ones, where, and since when?", "falls",
        (
            Parameter("topic", "the topic: an id or a name", required=True),
            Parameter("place", "only where the person, the project or the organisation is in this place"),
            Parameter("organisation", "only people and projects of this organisation: an id or a name"),
            Parameter("organisation_kind", "only people and projects of organisations of this kind, e.g. hospice"),
            Parameter("status", "only work in this state", choices=tuple(m.value for m in Modality if m)),
            Parameter("strength", "only what is known in this way", choices=tuple(s.value for s in Strength)),
            *PERIOD, *COMMON,
        ),
        who_works_on.answer,
    ),
    Question(
        "find", "Who or what goes by these words: people, projects, organisations, topics, documents?", "virtual ward",
        (
            Parameter("words", "words of a name, a title or a text; the last may be a beginning", required=True),
            Parameter("label", "only one kind of thing", choices=tuple(label.value for label in Label)),
            *COMMON,
        ),
        find.answer,
    ),
    Question(
        "experts", "Who knows about this, in free words, by what they wrote, did and were said to do?",
        "older people who fall at night",
        (Parameter("about", "a topic or a problem, in your own words", required=True), *COMMON),
        _later("experts"),
    ),
    Question(
        "person", "Who is this, where, and what do they work on and write?", "", (_ID, *PERIOD, *COMMON),
        profile.person,
    ),
    Question(
        "project", "What is this project, who runs it and works on it, and what is said of it?", "",
        (_ID, *PERIOD, *COMMON), profile.project,
    ),
    Question(
        "organisation", "What is this organisation, who is there, and what does it run?", "",
        (_ID, *PERIOD, *COMMON), profile.organisation,
    ),
    Question(
        "topic", "What is said and done about this topic, and by whom?", "", (_ID, *PERIOD, *COMMON),
        profile.topic,
    ),
    Question(
        "introductions", "Which people share topics, have no tie, and should know each other?", "",
        (
            Parameter("person", "only pairs with this person: an id or a name"),
            Parameter("topic", "only pairs that share this topic: an id or a name"),
            Parameter("organisation", "only pairs with somebody of this organisation: an id or a name"),
            Parameter("place", "only pairs with somebody in this place"),
            Parameter(
                "between", "what is introduced to what; people to people unless said",
                choices=("person", "project", "organisation", "person-project"),
            ),
            *COMMON,
        ),
        _later("introductions"),
    ),
    Question(
        "peers", "Who is like this person but somewhere different: what is shared, and what differs?", "",
        (
            Parameter("person", "for whom: an id or a name", required=True),
            Parameter(
                "distance", "from 0, the closest, to 1, the useful stranger; .5 unless said",
                dial=("closest", "useful stranger"),
            ),
            *COMMON,
        ),
        peers.answer,
    ),
    Question(
        "similar-projects", "Has this been tried: which projects are like this one, or like these words?", "",
        (
            Parameter("project", "like this project: an id or a name"),
            Parameter("about", "like these words: what is done, for whom, where"),
            *COMMON,
        ),
        similar_projects.answer,
    ),
    Question(
        "changes", "What is new, has ended or gone quiet between two dates, and what did the graph learn then?", "2024",
        (
            Parameter("since", "the first day, month or year of the period", required=True, date=True),
            Parameter("until", "its last day, month or year; today where it is left out", date=True),
            Parameter("by", "by when it was true, by when the graph learned it, or both apart", choices=changes.BY),
            *COMMON,
        ),
        changes.answer,
    ),
    Question(
        "bridges", "Who and what holds the community together, and what falls apart without them?", "",
        (Parameter("person", "only this person and the ties they hold: an id or a name"), *_PART), _later("bridges"),
    ),
    Question(
        "silos", "Which groups keep to themselves, on what, and who spans them?", "",
        (Parameter("person", "only the group of this person: an id or a name"), *_PART), _later("silos"),
    ),
    Question(
        "gaps", "Where is work on a topic missing: fewer people than one would expect, by place or organisation?", "",
        (
            Parameter("topic", "only this topic and narrower ones: an id or a name"),
            Parameter("place", "only in this place"),
            Parameter("by", "places (unless said), or kinds of organisation", choices=("place", "organisation_kind")),
            *COMMON,
        ),
        _later("gaps"),
    ),
    Question(
        "newcomers", "Who has no ties yet, and whom could each be introduced to first?", "",
        (Parameter("person", "only this person: an id or a name"), *_PART), _later("newcomers"),
    ),
    Question(
        "path", "Who could introduce one person to another?", "",
        (
            Parameter("from", "who wants to be introduced: an id or a name", required=True),
            Parameter("to", "to whom: an id or a name", required=True),
            *COMMON,
        ),
        _later("path"),
    ),
    Question(
        "convene", "Whom to invite, so that roles, organisations and places are covered and new people meet?", "falls",
        (
            Parameter("topic", "what the meeting is about: an id or a name"),
            Parameter("place", "where it is"),
            Parameter("organisation", "only people of this organisation: an id or a name"),
            Parameter("size", "how many to invite (2 to 60; 8 unless said)"),
            *COMMON,
        ),
        _later("convene"),
    ),
    Question(
        "what-if", "What would change if people or ties were added or taken away?", "",
        (
            Parameter("remove", "people, or ties as: Asha Rao + Bela Bo; several with a semicolon between"),
            Parameter("add", "ties, or new people, in the same way"),
            *_PART,
        ),
        _later("what_if"),
    ),
    Question("coverage", "What can this graph see: sources, documents, people, period?", "", COMMON, coverage.answer),
)  # fmt: skip

_BY_NAME = {question.name: question for question in QUESTIONS}


def question(name: str) -> Question:
    """Return the question of this name; raises NotFoundError that lists the names there are."""
    found = _BY_NAME.get(name)
    if found is None:
        raise NotFoundError(f"there is no question `{name}`", f"the questions are: {', '.join(_BY_NAME)}")
    return found


def ask(store: GraphStore, name: str, given: Mapping[str, str], role: Role = Role.MEMBER) -> Answer:
    """Check a request and answer it; raises UsageError, NotFoundError or AmbiguousError.

    The answer's parameters are those that were given, and its coverage says what the graph can see. What only
    managers may be told is left out for everybody else.
    """
    asked = question(name)
    request = check(name, asked.parameters, given, role)
    with store.reading() as opened:
        reader = Snapshot(opened)
        try:
            answer = asked.answer(reader, request)
        except AmbiguousError as error:
            error.parameter = _held(error, request)
            raise
        covered = coverage.summary(reader, request, whole=name == "coverage")
    return replace(
        answer,
        question=name,
        parameters=dict(request.values),
        as_of=request.get("as_of"),
        coverage=covered,
    )


def _held(error: AmbiguousError, request: Request) -> str:
    """Return the parameter that held an ambiguous name: of two with that value, the one named like its label."""
    names = [name for name, value in request.values.items() if value == error.asked]
    label = error.candidates[0][1].lower()
    return label if label in names else next(iter(names), "")
