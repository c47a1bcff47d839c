"""How a similar project is put: its state, what it shares with what was asked, what came of it, each with its quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.ids import tie_id
from graph.model import DocumentKind, Label, Modality, Polarity, RelType, Strength
from graph.schema import DOCUMENTS, ENTITIES
from graph.store import Reader, Row
from queries.answer import Evidence, Finding
from queries.changed import field_lines
from queries.evidence import Said, evidence_of, listed, said_of_ties
from queries.facets import Facet, Facets
from queries.outcomes import Told, outcome_of
from queries.project_index import ProjectIndex
from queries.reads import named
from queries.request import Request
from queries.sentences import date_in_words, state
from queries.text import terms

# Statements on one page of projects that are looked through for their state and what came of them.
_CLAIMS = 5000
_WORDS_SHOWN = 4
# One word in common ("day") is chance, unless no more was asked.
_WORDS_NEEDED = 2
_HEADS = {
    Facet.PROBLEM: "shared aim", Facet.METHOD: "shared method", Facet.SETTING: "shared setting",
    Facet.NONE: "shared topics",
}  # fmt: skip
_SENTENCE = re.compile(r"[^\s][^\n.!?]{10,300}[.!?]?")
_STATUS = re.compile(r"^Status: [^\n]+", re.MULTILINE)
_TELLING = (DocumentKind.POST, DocumentKind.PAGE, DocumentKind.PROJECT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project by number: how near, in which state, and whether it began before the one asked about.

    `nearest`: it is about as near to free words as any, so that its words may stand in two of its sentences.
    """

    number: int
    score: float
    relation: str
    when: str
    nearest: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """What projects are compared with: one of them (-1 for free words), its name, words and topics."""

    index: ProjectIndex
    facets: Facets
    number: int
    name: str
    words: str
    topics: frozenset[str]

    def documents(self, number: int) -> Sequence[Row]:
        """Return the documents that describe a project, none for free words."""
        return self.index.documents.get(self.index.rows[number]["id"], ()) if number >= 0 else ()


def findings_of(
    reader: Reader, request: Request, likeness: Likeness, candidates: Sequence[Candidate]
) -> tuple[Finding, ...]:
    """Return a finding a project; one of which no words can be shown is left out."""
    rows = [likeness.index.rows[one.number] for one in candidates]
    claims = _claims(reader, request, [row["id"] for row in rows])
    wanted = {claim["document"] for some in claims.values() for claim in some}
    documents = {row["id"]: row for row in reader.find(DOCUMENTS, "id", sorted(wanted))}
    said = said_of_ties(reader, _ties(likeness, candidates), request)
    names = _topic_names(reader, likeness, candidates)
    found = []
    for one, row in zip(candidates, rows, strict=True):
        telling = _Telling(row, claims.get(row["id"], ()), documents, said, names)
        finding = _finding(likeness, one, telling)
        if finding is not None:
            found.append(finding)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Telling:
    """A project and everything that is said of it: claims, their documents, its ties to topics, their names."""

    row: Row
    claims: Sequence[Row]
    documents: Mapping[str, Row]
    said: Mapping[str, Said]
    names: Mapping[str, str]


def _claims(reader: Reader, request: Request, projects: Sequence[str]) -> dict[str, list[Row]]:
    rows = reader.read(
        named("claims_to"), entities=sorted(projects), predicates=["MENTIONS", "WORKS_ON", "RUNS"], limit=_CLAIMS,
        **request.moments,
    )  # fmt: skip
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["polarity"] == Polarity.ASSERTS:
            found.setdefault(row["object"], []).append(row)
    return found


def _ties(likeness: Likeness, candidates: Sequence[Candidate]) -> Iterator[str]:
    for one in candidates:
        for topic in _shared(likeness, one):
            for number in (one.number, likeness.number):
                if number >= 0:
                    yield _about(likeness, number, topic)


def _about(likeness: Likeness, number: int, topic: str) -> str:
    return tie_id(likeness.index.rows[number]["id"], str(RelType.ABOUT), topic)


def _shared(likeness: Likeness, one: Candidate) -> list[str]:
    """Return the topics that a project shares with what was asked, the rarest first."""
    both = likeness.topics & likeness.index.topics[one.number]
    return sorted(both, key=lambda topic: (-likeness.index.rarity.get(topic, 0.0), topic))


def _topic_names(reader: Reader, likeness: Likeness, candidates: Sequence[Candidate]) -> dict[str, str]:
    wanted = {topic for one in candidates for topic in _shared(likeness, one)}
    return {row["id"]: row["name"] for row in reader.find(ENTITIES, "id", sorted(wanted))}


def _finding(likeness: Likeness, one: Candidate, telling: _Telling) -> Finding | None:
    row = telling.row
    value: dict[str, Any] = {
        "relation": one.relation, "id": row["id"], "label": str(Label.PROJECT), "name": row["name"],
        "status": row["status"], "starts": row["starts"], "ends": row["ends"], "place": row["place"],
        "began": one.when,
    }  # fmt: skip
    likenesses = [*_topic_clauses(likeness, one, telling, value), _words_clause(likeness, one, value)]
    if not any(clause and because for clause, because in likenesses):
        return None
    clauses = [_state_clause(likeness, one, telling), *likenesses]
    why = [clause for clause, because in clauses if clause and because]
    quotes = [quote for clause, because in clauses if clause for quote in because]
    told = outcome_of(row["name"], _told(likeness, one, telling))
    if told is not None:
        value["what came of it"] = told.quote
        quotes.insert(0, told)
    if likeness.name:
        value["compared with"] = {"name": likeness.name}
    return Finding(value, one.score, tuple(why), _each_once(quotes))


def _state_clause(likeness: Likeness, one: Candidate, telling: _Telling) -> tuple[str, list[Evidence]]:
    """Return how far a project is, as its own record says or as is said of it."""
    row = telling.row
    if not row["status"] and not row["ends"]:
        return "", []
    because: list[Evidence] = []
    for document in likeness.documents(one.number):
        status = _STATUS.search(document["text"]) if row["status"] else None
        if status:
            line = _slice(document, status.start(), status.end())
            because.append(replace(line, rule="field", status=str(Strength.DECLARED)))
        because += field_lines(document, row["ends"]) if row["ends"] else ()
    if not because and row["status"]:
        because += evidence_of([claim for claim in telling.claims if claim["modality"] == row["status"]], 1)
    what = state(row["status"]) or "finished"
    over = row["status"] in ("", Modality.DONE, Modality.STOPPED, Modality.FAILED)
    when = f" on {date_in_words(row['ends'])}" if over and len(row["ends"]) > len("2023-01") else ""
    when = when or (f" in {date_in_words(row['ends'])}" if over and row["ends"] else "")
    return f"{row['name']}: {what}{when}.", because


def _topic_clauses(
    likeness: Likeness, one: Candidate, telling: _Telling, value: dict[str, Any]
) -> list[tuple[str, list[Evidence]]]:
    """Return a clause for what is shared of aim, method and setting, and put the topics into the value."""
    found = []
    for facet, head in _HEADS.items():
        shown: list[str] = []
        because: list[Evidence] = []
        for topic in _shared(likeness, one):
            numbers = [number for number in (one.number, likeness.number) if number >= 0]
            ties = [_about(likeness, number, topic) for number in numbers]
            if likeness.facets.of.get(topic, Facet.NONE) is facet and all(
                tie in telling.said for tie in ties
            ):
                shown.append(topic)
                because += [quote for tie in ties for quote in telling.said[tie].evidence(1)]
        if shown:
            value[head] = [{"id": topic, "name": telling.names[topic]} for topic in shown]
            names = listed([telling.names[topic] for topic in shown])
            both = (
                f"{telling.row['name']} and {likeness.name} are"
                if likeness.name
                else f"{telling.row['name']} is"
            )
            found.append((f"{both} about {names} ({head.removeprefix('shared ')}).", because))
    return found


def _words_clause(likeness: Likeness, one: Candidate, value: dict[str, Any]) -> tuple[str, list[Evidence]]:
    """Return the telling words that a sentence of the project shares with what was asked; of the nearest, two may."""
    asked, documents = set(likeness.index.text.asked(likeness.words)), likeness.documents(one.number)
    theirs = _best_sentence(likeness, documents, asked)
    if theirs is None:
        return "", []
    shared, because = theirs
    quotes = [because]
    if likeness.number >= 0:
        own = _best_sentence(likeness, likeness.documents(likeness.number), shared)
        if own is None:
            return "", []
        shared, quotes = own[0] & shared, [because, own[1]]
    elif (
        one.nearest
        and len(shared) < _WORDS_NEEDED
        and (more := _best_sentence(likeness, documents, asked - shared))
    ):
        shared, quotes = shared | more[0], [because, more[1]]
    if len(shared) < min(_WORDS_NEEDED, len(asked)):
        return "", []
    names = {number: term for term, number in likeness.index.text.vocabulary.items() if number in shared}
    telling = sorted(shared, key=lambda term: (-likeness.index.text.rarity(term), names[term]))[:_WORDS_SHOWN]
    if not telling:
        return "", []
    value["words in both"] = [names[term] for term in telling]
    both = "Both say" if likeness.name else f"{likeness.index.rows[one.number]['name']} says"
    return f"{both} {listed([f'“{names[term]}”' for term in telling])}.", quotes


def _best_sentence(
    likeness: Likeness, documents: Iterable[Row], wanted: set[int]
) -> tuple[set[int], Evidence] | None:
    """Return the sentence that has the most telling of some terms, with those that it has."""
    index = likeness.index.text
    best, found = 0.0, None
    for document in documents:
        text = str(document["text"])
        for match in _SENTENCE.finditer(text):
            if text.find("\n") < match.start() < text.find("\n\n"):
                continue  # a field: who pays and who works
            had = {index.vocabulary[term] for term in terms(match[0]) if term in index.vocabulary} & wanted
            weight = sum(index.rarity(term) for term in had)
            if weight > best:
                best, found = weight, (had, _slice(document, match.start(), match.end()))
    return found


def _told(likeness: Likeness, one: Candidate, telling: _Telling) -> Iterator[Told]:
    """Yield the documents that may tell what came of a project: its own, and posts that name it."""
    name = str(telling.row["name"]).casefold()
    own = likeness.documents(one.number)
    yield from (Told(document, whole=True) for document in own)
    seen = {document["id"] for document in own}
    for claim in telling.claims:
        document = telling.documents.get(claim["document"])
        if document and document["id"] not in seen and document["kind"] in _TELLING:
            seen.add(document["id"])
            yield Told(document, whole=name in str(document["title"]).casefold())


def _slice(document: Row, start: int, end: int) -> Evidence:
    return Evidence(
        document=document["id"], title=document["title"], url=document["url"], author=document["author"],
        published=document["published"], quote=document["text"][start:end], start=start, end=end, rule="text",
        status="asserted",
    )  # fmt: skip


def _each_once(quotes: Iterable[Evidence]) -> tuple[Evidence, ...]:
    found: dict[tuple[str, int, int], Evidence] = {}
    for one in quotes:
        found.setdefault((one.document, one.start, one.end), one)
    return tuple(found.values())
