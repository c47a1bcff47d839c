"""An answer made ready for the page: groups of cards, each with its heading, facts, reasons and quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from api.cells import Cell, Part, cells
from queries.answer import Answer, Evidence, Finding

# What the relations of who-works-on are called, and what a reader is told of them.
_WORK = {
    "works on": ("Working on it", ""),
    "works on, no project named": ("Working on it, by what is said of them", "No project is named."),
    "wrote about": ("Only wrote about it", "They wrote about it; nothing says that they work on it."),
}

# How each of two people is tied to a topic they share (queries/introductions.py).
_WAYS = {
    "works on": "works on a project about it",
    "is about": "own work or interest",
    "wrote about": "wrote about it",
}
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
    heading: str
    groups: tuple[Group, ...]
    caveats: tuple[str, ...]
    coverage: str
    csv: str
    json: str
    next: str

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of every group."""
        return tuple(card for group in self.groups for card in group.cards)


def view(answer: Answer, path: str, query: Mapping[str, str]) -> View:
    """Return what the page shows of an answer; `path` and `query` make the address of its next page."""
    asked = urlencode(answer.parameters)
    return View(
        question=answer.question,
        title=_title(answer),
        heading=_heading(answer),
        groups=groups(answer),
        caveats=answer.caveats,
        coverage=in_one_line(answer.coverage),
        csv=f"/download/{answer.question}.csv?{asked}",
        json=f"/api/v1/{answer.question}?{asked}",
        next=f"{path}?{urlencode({**query, 'cursor': answer.next})}" if answer.next else "",
    )


def in_one_line(coverage: Mapping[str, Any]) -> str:
    """Return "128 documents, 4 sources, since 2019" for what the graph can see."""
    said = []
    for cell in cells(coverage):
        plain = coverage.get(cell.name)
        counted = isinstance(plain, int) and not isinstance(plain, bool)
        said.append(f"{plain:,} {cell.words}" if counted else f"{cell.words} {cell.text}")
    return ", ".join(said)


def _title(answer: Answer) -> str:
    """Return the name of whom or what a profile is about; other questions are titled by their words."""
    about = answer.findings[0].value if answer.findings and "id" in answer.parameters else {}
    return str(about.get("name", ""))


def _heading(answer: Answer) -> str:
    number = len(answer.findings)
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
        heading, says = _WORK.get(relation, plain) if answer.question == "who-works-on" else plain
        found.append(Group(heading, says, tuple(cards), start))
        start += len(cards)
    return tuple(found)


def _card(finding: Finding) -> Card:
    people = finding.value.get("people")
    if isinstance(people, list) and len(people) == _TWO:
        return _introduction(finding, people)
    head, rest = _head(cells(finding.value))
    return Card(head, rest, finding.why, finding.because)


def _head(facts: tuple[Cell, ...]) -> tuple[Part | None, tuple[Cell, ...]]:
    """Return what a card is headed with, the first thing that leads somewhere or has a name, and the rest."""
    led = next((cell for cell in facts if len(cell.parts) == 1 and cell.parts[0].href), None)
    chosen = led or next((cell for cell in facts if cell.name == "name"), None)
    if chosen is None:
        return None, facts
    return chosen.parts[0], tuple(cell for cell in facts if cell is not chosen)


def _introduction(finding: Finding, people: list[Mapping[str, Any]]) -> Card:
    """Return two people side by side, each with what ties them to the topics they share."""
    ways = finding.value.get("ways") or [{}, {}]
    sides = []
    for person, way in zip(people, ways, strict=True):
        head, facts = _head(cells(person))
        tied = tuple(Part(topic, beside=_WAYS.get(how, how)) for topic, how in way.items())
        if head is not None:
            sides.append(Side(head, (*facts, *([Cell("ways", "what they share", tied)] if tied else []))))
    rest = {name: item for name, item in finding.value.items() if name not in ("name", "people", "ways")}
    return Card(None, cells(rest), finding.why, finding.because, tuple(sides))
