"""An answer made ready for the page: groups of cards, each with its heading, facts, reasons and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from api.cells import Cell, Part, cells, entity_address, in_words, words_of
from graph.ids import label_of
from queries.answer import Answer, Evidence, Finding

# What a group is called where its relation alone would puzzle, and what a reader is told of it.
_HEADINGS = {
    "works on": ("Works on", ""),
    "works on, no project named": ("Say that they work on it", "No project is named."),
    "wrote about": (
        "Only wrote about it",
        "They wrote about it; no sentence was recognised that says they work on it.",
    ),
    "is": ("", ""),  # the head of a profile, which the page is titled with
    "is at": ("Organisation", ""),
    "has": ("People there", ""),
    "is about": ("Topics", ""),
    "is worked on by": ("Who works on it", ""),
    "is run by": ("Who runs it", ""),
    "has as a partner": ("Partners", ""),
    "is the subject of": ("Projects and documents about it", ""),
    "is an interest of": ("Whose interest it is", ""),
    "is a kind of": ("Broader topics", ""),
    "has as a narrower topic": ("Narrower topics", ""),
    "stopped or failed": ("Tried, and stopped or failed", ""),
    "finished": ("Tried, and finished", ""),
    "new person": ("New people", "Their first dated trace falls in the period."),
    "new project": ("New projects", ""),
    "project that ended": ("Projects that ended", ""),
    "gone quiet": (
        "People gone quiet",
        "They wrote or worked before the period, and nothing dated in it was read.",
    ),
    "first read: person": ("People first read then", "When the graph learned of them, whenever they began."),
    "first read: project": (
        "Projects first read then",
        "When the graph learned of them, whenever they began.",
    ),
    "stands between others": (
        "Who stands between others",
        "Those through whom most of the shortest ways between others lead come first.",
    ),
    "the only tie between two parts": ("Single ties that hold two parts together", ""),
    "group": ("Groups", "Largest first."),
    "between two groups": ("Between the groups", "Best tied first; between the last there is least."),
    "seat": ("Whom to invite", "Who adds most first."),
    "silent": ("Nobody, where some would be expected", "The least likely by chance first."),
    "first introduction": ("First introductions", "The best reason first."),
    "not to be suggested": ("Not to be suggested", "Nobody is introduced to them."),
    "way": ("Ways", "The shortest and warmest first."),
    "statement taken back": ("Taken back", "What the graph learned then to stand no longer."),
}
_OWN_HEADINGS = {
    ("who-works-on", "works on"): ("On projects about it", "Under way first, then what has ended."),
    ("person", "is about"): ("Their own work and interests", ""),
}
# Where one stands in a list is no part of what was asked; a profile is titled by its name.
_UNTOLD = frozenset({"cursor", "limit", "id"})

# How each of two people is tied to a topic they share (queries/introductions.py).
_WAYS = {
    "works on": "has worked on a project about it",
    "is about": "own work or interest",
    "wrote about": "wrote about it",
}
# What an introduction would bridge and how sure it is are said in its why.
_TOLD_BY_SIDES = frozenset({"name", "people", "ways", "topics", "bridges", "confidence"})
_TWO = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people who might be introduced: the name, and what is known of them."""

    head: Part
    facts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One finding: whom or what it is about, its facts, why it is here, and its quotes."""

    head: Part | None
    facts: tuple[Cell, ...]
    why: tuple[str, ...]
    because: tuple[Evidence, ...]
    pair: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that belong together, and the number of the first."""

    heading: str
    says: str
    cards: tuple[Card, ...]
    start: int


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page shows of an answer."""

    question: str
    title: str
    asked: str
    heading: str
    groups: tuple[Group, ...]
    caveats: tuple[str, ...]
    coverage: str
    csv: str
    xlsx: str
    json: str
    next: str

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of every group."""
        return tuple(card for group in self.groups for card in group.cards)


def view(answer: Answer, path: str, query: Mapping[str, str]) -> View:
    """Return what the page shows of an answer; `path` and `query` make the address of its next page."""
    asked = f"?{urlencode(answer.parameters)}" if answer.parameters else ""
    return View(
        question=answer.question,
        title=_title(answer),
        asked=_asked(answer),
        heading=_heading(answer),
        groups=groups(answer),
        caveats=answer.caveats,
        coverage=in_one_line(answer.coverage),
        csv=f"/download/{answer.question}.csv{asked}",
        xlsx=f"/download/{answer.question}.xlsx{asked}",
        json=f"/api/v1/{answer.question}{asked}",
        next=f"{path}?{urlencode({**query, 'cursor': answer.next})}" if answer.next else "",
    )


def in_one_line(coverage: Mapping[str, Any]) -> str:
    """Return "128 documents, 4 sources, since 2019" for what the graph can see."""
    said = []
    for cell in cells(coverage):
        plain = coverage.get(cell.name)
        counted = isinstance(plain, int) and not isinstance(plain, bool)
        said.append(f"{plain:,} {cell.words}" if counted else f"{cell.words} {cell.text}")
    return ", ".join(said).replace(", to ", " to ")


def _title(answer: Answer) -> str:
    """Return the name of whom or what a profile is about; other questions are titled by their words."""
    about = answer.findings[0].value if answer.findings and "id" in answer.parameters else {}
    return str(about.get("name", ""))


def _asked(answer: Answer) -> str:
    """Return what the question was asked with, ids by their names: "topic: falls; place: Kelsby"."""
    names = dict(_names(finding.value for finding in answer.findings))
    told = {name: names.get(value, value) for name, value in answer.parameters.items() if name not in _UNTOLD}
    return "; ".join(
        f"{words_of(name)}: {in_words(value)}" for name, value in told.items() if not label_of(value)
    )


def _names(values: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the id and name of everything that these values name."""
    for value in values:
        if "id" in value and "name" in value:
            yield str(value["id"]), str(value["name"])
        for item in value.values():
            yield from _names(
                each for each in (item if isinstance(item, list) else [item]) if isinstance(each, Mapping)
            )


def _heading(answer: Answer) -> str:
    number = len(answer.findings)
    if "id" in answer.parameters and not answer.next and not answer.parameters.get("cursor"):
        return "What was read"
    if not number:
        return "Nothing was found"
    if answer.next or answer.parameters.get("cursor"):
        first = int(answer.parameters.get("cursor", "0")) + 1
        return f"Numbers {first} to {first + number - 1}"
    return f"{number} found"


def groups(answer: Answer) -> tuple[Group, ...]:
    """Return the findings by their relation, in the order in which each first comes up."""
    together: dict[str, list[Card]] = {}
    for finding in answer.findings:
        together.setdefault(str(finding.value.get("relation") or ""), []).append(_card(finding))
    found, start = [], int(answer.parameters.get("cursor", "0")) + 1
    for relation, cards in together.items():
        plain = (f"{relation[:1].upper()}{relation[1:]}", "")
        heading, says = _OWN_HEADINGS.get((answer.question, relation)) or _HEADINGS.get(relation, plain)
        found.append(Group(heading, says, tuple(cards), start))
        start += len(cards)
    return tuple(found)


def _card(finding: Finding) -> Card:
    people = finding.value.get("people")
    if isinstance(people, list) and len(people) == _TWO:
        return _introduction(finding, people)
    if finding.value.get("relation") == "is":
        known = tuple(cell for cell in cells(finding.value) if cell.name != "name")
        return Card(None, known, finding.why, finding.because)
    head, rest = _head(cells(finding.value))
    return Card(head, rest, finding.why, finding.because)


def _head(facts: tuple[Cell, ...]) -> tuple[Part | None, tuple[Cell, ...]]:
    """Return what a card is headed with, the first thing that leads somewhere or has a name, and the rest."""
    # A name that no other field gives with its link is what the finding is about.
    own = next((cell for cell in facts if cell.name == "name"), None)
    led = next((cell for cell in facts if len(cell.parts) == 1 and cell.parts[0].href), None)
    chosen = own or led or next((cell for cell in facts if cell.name in ("other", "id")), None)
    if chosen is None:
        return None, facts
    return chosen.parts[0], tuple(cell for cell in facts if cell is not chosen)


def _introduction(finding: Finding, people: list[Mapping[str, Any]]) -> Card:
    """Return two people side by side, each with what ties them to the topics they share."""
    ways = finding.value.get("ways") or [{}, {}]
    addresses = {topic["name"]: entity_address(topic["id"]) for topic in finding.value.get("topics", [])}
    sides = []
    for person, way in zip(people, ways, strict=True):
        head, facts = _head(cells(person))
        tied = tuple(Part(topic, addresses.get(topic, ""), _WAYS.get(how, how)) for topic, how in way.items())
        if head is not None:
            sides.append(Side(head, (*facts, *([Cell("ways", "what they share", tied)] if tied else []))))
    rest = {name: item for name, item in finding.value.items() if name not in _TOLD_BY_SIDES}
    because = _one_for_each([str(person["name"]) for person in people], finding.because)
    return Card(None, cells(rest), finding.why, because, tuple(sides))


def _one_for_each(names: Iterable[str], because: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return the quotes with one that names each person first: those are the ones in sight."""
    first: list[Evidence] = []
    for name in names:
        own = (one for one in because if name in (one.author, one.title) or name in one.quote)
        chosen = next((one for one in own if one not in first), None)
        if chosen is not None:
            first.append(chosen)
    return (*first, *(one for one in because if one not in first))
