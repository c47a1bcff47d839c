"""Who is working on a topic: on its projects, by their own word, and, apart, who only wrote about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.ids import tie_id
from graph.model import BEGUN, Label, Modality
from graph.schema import ENTITIES
from graph.store import Reader, Row
from queries.affiliations import organisations_of
from queries.answer import Answer, Finding
from queries.evidence import Said, said_of_ties
from queries.filters import Filters
from queries.look_up import look_up
from queries.narrower import topics_below
from queries.reads import named
from queries.request import END, Request
from queries.sentences import work_sentence, writing_sentence

# Documents on a topic that are looked through for their writers, newest first.
_DOCUMENTS = 2000
_BEGUN = {str(modality) for modality in BEGUN} | {""}
_ENDED = {str(Modality.DONE), str(Modality.STOPPED), str(Modality.FAILED)}
# Work on a named project says more than work on a topic, and that more than a post about it.
_WEIGHT = {"works on": 1.0, "works on, no project named": 0.8, "wrote about": 0.5}
_PREDICATES = {
    "WORKS_ON": "works on", "RUNS": "runs", "PARTNERS_IN": "is a partner in", "FUNDS": "funds",
}  # fmt: skip


@dataclass(slots=True)
class _Work:
    """One person or organisation and what they do: a project, the topic itself, or documents on it."""

    relation: str
    verb: str
    who: Row
    topic: str
    said: Said
    about: Said | None = None
    project: Row | None = None
    extra: list[Said] = field(default_factory=list)

    @property
    def status(self) -> str:
        """How far the work is: where the project's own record says it has ended, that; else the latest claim."""
        own = str(self.project["status"]) if self.project else ""
        return own if own in _ENDED else self.said.modality or own


def answer(reader: Reader, request: Request) -> Answer:
    """Return who works on a topic and its narrower ones, with what was said and where.

    Work that was only planned or proposed is left out unless `status` asks for it, and denials always.
    Raises NotFoundError or AmbiguousError for the topic or the organisation; a topic that nobody is on
    has no findings.
    """
    topic = look_up(reader, Label.TOPIC, request.get("topic"))
    topics = topics_below(reader, topic)
    works = [*_on_projects(reader, request, list(topics)), *_by_own_word(reader, request, list(topics))]
    filters = Filters.of(reader, request, [work.who["id"] for work in works])
    kept = [work for work in works if _fits(work, filters)]
    begun = [work for work in kept if request.get("status") or work.status in _BEGUN]
    active = {work.who["id"] for work in begun}
    if not request.get("status"):
        wrote = _wrote(reader, request, list(topics))
        kept_writers = Filters.of(reader, request, [work.who["id"] for work in wrote])
        begun += [work for work in wrote if work.who["id"] not in active and _fits(work, kept_writers)]
    begun.sort(key=_order)
    page = begun[request.offset : request.offset + request.limit]
    more = str(request.offset + request.limit) if request.offset + request.limit < len(begun) else ""
    places = organisations_of(reader, request, [work.who["id"] for work in page])
    findings = tuple(_finding(work, topics, places) for work in page)
    return Answer(
        "who-works-on", request.values, findings, caveats=_caveats(kept, begun, findings), next=more
    )


def _on_projects(reader: Reader, request: Request, topics: list[str]) -> list[_Work]:
    rows = reader.read(named("who_works_on"), topics=topics, **request.moments)
    ties = {index: tie_id(row["worker"], row["predicate"], row["project"]) for index, row in enumerate(rows)}
    about = {index: tie_id(row["project"], "ABOUT", row["topic"]) for index, row in enumerate(rows)}
    said = said_of_ties(reader, [*ties.values(), *about.values()], request)
    works = []
    for index, row in enumerate(rows):
        who = {
            name: row[f"worker_{name}"] for name in ("label", "name", "role", "organisation", "place", "kind")
        }
        names = ("name", "place", "status", "starts", "ends")
        project = {"id": row["project"], **{name: row[f"project_{name}"] for name in names}}
        works.append(
            _Work(
                "works on", _PREDICATES[row["predicate"]], {"id": row["worker"], **who}, row["topic"],
                said[ties[index]], said.get(about[index]), project,
            )
        )  # fmt: skip
    return works


def _by_own_word(reader: Reader, request: Request, topics: list[str]) -> list[_Work]:
    """Return people who are said to work on the topic without a project that has a name."""
    rows = reader.read(named("who_says_they_work"), topics=topics, **request.moments)
    by_tie: dict[str, list[Row]] = {}
    for row in rows:
        by_tie.setdefault(row["tie"], []).append(row)
    who = {row["id"]: row for row in reader.find(ENTITIES, "id", sorted({row["subject"] for row in rows}))}
    return [
        _Work(
            "works on, no project named",
            "works on",
            who[said[0]["subject"]],
            said[0]["object"],
            Said(tuple(said)),
        )
        for said in by_tie.values()
        if said[0]["subject"] in who
    ]


def _wrote(reader: Reader, request: Request, topics: list[str]) -> list[_Work]:
    """Return people who wrote documents about the topic, each once, with all those documents."""
    rows = reader.read(named("who_wrote_about"), topics=topics, limit=_DOCUMENTS, **request.moments)
    said = said_of_ties(reader, [row[end] for row in rows for end in ("wrote", "about")], request)
    who = {row["id"]: row for row in reader.find(ENTITIES, "id", sorted({row["writer"] for row in rows}))}
    works: dict[str, _Work] = {}
    for row in rows:
        known = works.get(row["writer"])
        if known is None:
            works[row["writer"]] = _Work(
                "wrote about",
                "wrote about",
                who[row["writer"]],
                row["topic"],
                said[row["wrote"]],
                said.get(row["about"]),
            )
        elif said[row["wrote"]] not in known.extra and said[row["wrote"]] is not known.said:
            known.extra.append(said[row["wrote"]])
    return list(works.values())


def _fits(work: _Work, filters: Filters) -> bool:
    project = work.project or {"id": "", "place": ""}
    # Work that is under way goes on, whenever it was last written about.
    running = work.status == Modality.DOING and not project.get("ends")
    return (
        filters.fits_place((work.who["place"], project["place"]))
        and filters.fits_organisation(work.who["id"], project["id"])
        and filters.fits_status(work.status)
        and filters.fits_strength(work.said.strength)
        and filters.fits_period(work.said.first, work.said.ended or (END if running else work.said.last))
    )


def _order(work: _Work) -> tuple[Any, ...]:
    """Order: named projects, then unnamed work, then writers; people first; running before ended; newest first."""
    newest = "".join(chr(0x10FFFF - ord(char)) for char in work.said.last)
    return (
        -_WEIGHT[work.relation],
        work.who["label"] != Label.PERSON,
        work.status not in (Modality.DOING, ""),
        newest,
        work.who["name"],
        work.who["id"],
        work.project["id"] if work.project else "",
    )


def _finding(work: _Work, topics: dict[str, Row], places: dict[str, Row]) -> Finding:
    person = work.who["label"] == Label.PERSON
    at = places.get(work.who["id"])
    who = {"id": work.who["id"], "name": work.who["name"]}
    value = {
        "relation": work.relation,
        "name": work.who["name"],
        "label": work.who["label"],
        "person": who if person else None,
        "organisation": (at["name"] if at else work.who["organisation"]) if person else work.who["name"],
        "organisation_id": (at["id"] if at else None) if person else work.who["id"],
        "project": {"id": work.project["id"], "name": work.project["name"]} if work.project else None,
        "topic": {"id": work.topic, "name": topics[work.topic]["name"], "path": _path(work.topic, topics)},
        "role": work.said.role or work.who["role"],
        "place": work.who["place"] or (work.project["place"] if work.project else ""),
        "status": work.status,
        "since": (work.project["starts"] if work.project else "") or work.said.since,
        "said": work.said.first,
        "until": (work.project["ends"] if work.project else "") or work.said.ended,
        "strength": work.said.strength,
        "documents": 1 + len(work.extra) if work.relation == "wrote about" else None,
    }
    quotes = work.said.evidence(3) + tuple(one for said in work.extra for one in said.evidence(1))[:3]
    quotes += work.about.evidence(1) if work.about else ()
    why = writing_sentence(value) if work.relation == "wrote about" else work_sentence(value, work.verb)
    return Finding(value, _WEIGHT[work.relation] * work.said.confidence, (why,), quotes)


def _path(topic: str, topics: dict[str, Row]) -> list[str]:
    """Return the names from the topic that was asked for down to this one."""
    names: list[str] = []
    while topic in topics and len(names) <= len(topics):
        names.append(topics[topic]["name"])
        topic = topics[topic]["broader"]
    return names[::-1]


def _caveats(kept: list[_Work], begun: list[_Work], findings: Iterable[Finding]) -> tuple[str, ...]:
    shown = {id(work) for work in begun}
    planned = sum(1 for work in kept if work.status not in _BEGUN and id(work) not in shown)
    found = []
    if planned:
        found.append(f"{planned} more are only planned or proposed: ask with status planned or proposed.")
    if any(finding.value["relation"] == "wrote about" for finding in findings):
        found.append("Those who only wrote about the topic are listed last: writing is not working on it.")
    return tuple(found)
