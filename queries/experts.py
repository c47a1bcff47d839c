"""Who knows about something, in free words: ranked by what they wrote, did and were said to do, not by fame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import UsageError
from graph.model import RelType
from graph.schema import DOCUMENTS, ENTITIES
from graph.store import Reader, Row
from queries.affiliations import affiliations_of, placed_then
from queries.answer import Answer, Evidence, Finding
from queries.evidence import Said, listed, said_of_ties, year
from queries.expertise import Community, community_of, rank
from queries.expertise.ranking import Floats, Ints
from queries.passage import best_passage
from queries.request import Request
from queries.sentences import details_of, in_time
from queries.stated import NONE, Fields, fields_of, quotes_of, told_of
from queries.text import terms

# Texts shown for each person: the ones that fit best. Beside somebody's best, one that fits less than this share of the
# best text of all says little.
_SHOWN, _LEAST_SHOWN = 3, 0.15
# Work comes before words where a person's texts are shown.
_DONE = ("WORKS_ON", "ADOPTED", "ADAPTED", "STOPPED")
_VERBS = {
    RelType.WORKS_ON: "works on", RelType.ADOPTED: "adopted", RelType.ADAPTED: "adapted",
    RelType.STOPPED: "stopped using", RelType.ABOUT: "is said to work on",
}  # fmt: skip
_INTEREST = "has an interest in"


@dataclass(frozen=True, slots=True)
class _Part:
    """One text that a person has a part in: the document or '', the tie that says so and how, and how well it fits."""

    document: str
    tie: str
    how: str
    fit: float


def answer(reader: Reader, request: Request) -> Answer:
    """Return the people whose texts and work have most to do with some free words, best first, with where to see it.

    Words of the question need not be there: texts near in meaning count too, less. Denials and what was only planned
    or proposed do not. Raises UsageError where there is no word that tells anything.
    """
    asked = request.get("about")
    if not terms(asked):
        raise UsageError(
            f"{asked!r} holds no word that says what it is about", "describe the problem or the topic"
        )
    community = community_of(reader, request)
    ranking = rank(community.ground, asked)
    people = community.ground.having_part_in(ranking.texts > 0)
    page = _best(community, ranking.people, people, request.offset + request.limit)[request.offset :]
    parts = _parts(community, ranking.texts, page)
    more = str(request.offset + request.limit) if request.offset + request.limit < len(people) else ""
    best = float(ranking.people.max()) if len(ranking.people) else 0.0
    shown = {
        community.people[person]: (float(ranking.people[person]) / best, _shown(parts[person]))
        for person in page
    }
    return Answer(
        "experts", request.values, _findings(reader, request, shown), caveats=_caveats(len(people)), next=more
    )


def _best(community: Community, scores: Floats, people: Ints, most: int) -> list[int]:
    """Return the people of the highest scores in order, by id within a score; a common word fits half of everybody."""
    if len(people) > most:
        least = np.partition(scores[people], -most)[-most]
        people = people[scores[people] >= least]
    order = sorted(people.tolist(), key=lambda person: (-float(scores[person]), community.people[person]))
    return order[:most]


def _parts(community: Community, fits: Floats, page: Sequence[int]) -> dict[int, list[_Part]]:
    """Return the texts of each person on a page that fit, by the person's number."""
    found: dict[int, list[_Part]] = {}
    for person in page:
        traces = community.ground.traces_of(person)
        texts = community.ground.traces.text[traces]
        traces, texts = traces[fits[texts] > 0], texts[fits[texts] > 0]
        places = zip(traces.tolist(), texts.tolist(), community.ties_of(traces), strict=True)
        found[person] = [
            _Part(community.documents[text], tie, community.how_of(trace), float(fits[text]))
            for trace, text, tie in places
        ]
    return found


def _shown(parts: list[_Part]) -> list[_Part]:
    """Return the texts to show: the best of each tie, in order of how well they fit, work before words at one fit."""
    best: dict[str, _Part] = {}
    for part in parts:
        if part.tie not in best or part.fit > best[part.tie].fit:
            best[part.tie] = part
    order = sorted(best.values(), key=lambda part: (-round(part.fit, 6), part.how not in _DONE, part.tie))
    return [part for part in order[:_SHOWN] if part is order[0] or part.fit >= _LEAST_SHOWN]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the shown texts and people need from the store, by id."""

    asked: str
    wanted: dict[str, float]
    people: dict[str, Row]
    places: dict[str, Row]
    said: dict[str, Said]
    listed: Fields
    things: dict[str, Row]
    documents: dict[str, Row]


def _findings(
    reader: Reader, request: Request, shown: dict[str, tuple[float, list[_Part]]]
) -> tuple[Finding, ...]:
    parts = [part for _, some in shown.values() for part in some]
    said = said_of_ties(reader, [part.tie for part in parts], request)
    things = {str(tie.rows[0]["object"]) for tie in said.values()}
    documents = sorted({part.document for part in parts if part.document})
    index = community_of(reader, request).ground.index
    names = [term for term in dict.fromkeys(terms(request.get("about"))) if term in index.vocabulary]
    posts = affiliations_of(reader, request, shown)
    people = {row["id"]: row for row in reader.find(ENTITIES, "id", sorted(shown))}
    if request.timed:
        people = {one: placed_then(row, posts.get(one)) for one, row in people.items()}
    read = _Read(
        request.get("about"),
        {term: index.rarity(index.vocabulary[term]) for term in names},
        people,
        {person: at for person, (at, _) in posts.items()},
        said,
        fields_of(reader, request, things),
        {row["id"]: row for row in reader.find(ENTITIES, "id", sorted(things))},
        {row["id"]: row for row in reader.find(DOCUMENTS, "id", documents)},
    )
    return tuple(
        _finding(read, person, score, [part for part in some if part.tie in said])
        for person, (score, some) in shown.items()
        if person in read.people
    )


def _finding(read: _Read, person: str, score: float, parts: Sequence[_Part]) -> Finding:
    who = read.people[person]
    quotes, common, clauses = list[Evidence](), set[str](), list[str]()
    for part in parts:
        said = read.said[part.tie]
        clauses.append(_clause(_what(read, part, said), said))
        if part.document in read.documents:
            passage = best_passage(read.documents[part.document], read.wanted, read.asked)
            quotes.append(passage.evidence)
            common |= passage.terms
        quotes += quotes_of(said, told_of(said), read.listed.get(str(said.rows[0]["object"]), NONE), 1)
    at = read.places.get(person)
    value = {
        "id": person,
        "label": who["label"],
        "name": who["name"],
        "role": who["role"],
        "organisation": at["name"] if at else who["organisation"],
        "place": who["place"],
        "by": [_what(read, part, read.said[part.tie]) for part in parts],
        "last": max((read.said[part.tie].last for part in parts), default=""),
    }
    shared = [term for term in read.wanted if term in common]
    words = f"Words in common: {', '.join(shared)}." if shared else "No word in common; near in meaning."
    return Finding(value, score, (f"{who['name']} {listed(clauses)}.", words), _once(quotes))


def _what(read: _Read, part: _Part, said: Said) -> dict[str, str]:
    """Return what a text shows of somebody: how they have a part in it, in what, and when that was last said."""
    if part.how == RelType.WROTE:
        document = read.documents.get(part.document)
        return {
            "how": "wrote",
            "id": part.document,
            "name": document["title"] if document else "",
            "said": said.last,
        }
    thing = str(said.rows[0]["object"])
    name = read.things[thing]["name"] if thing in read.things else ""
    # A list of interests says nothing of what somebody does: work on a topic has a state.
    how = _VERBS[RelType(part.how)] if part.how != RelType.ABOUT or said.modality else _INTEREST
    return {"how": how, "id": thing, "name": name, "said": said.last}


def _clause(what: dict[str, str], said: Said) -> str:
    """Return it in words: "wrote “Huddles” (2023)", "worked on Steady Steps (completed, 2020 to 2022)"."""
    if what["how"] == "wrote":
        when = f" ({year(what['said'])})" if what["said"] else ""
        return f"wrote “{what['name']}”{when}"
    details = details_of(said.modality, (said.since, said.ended), (said.first, said.last))
    plain = details.replace(" (", ", ").rstrip(")")
    return f"{in_time(what['how'], said.modality)} {what['name']}{f' ({plain})' if plain else ''}"


def _once(quotes: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return each place in a text once; a claim's quote may be the very passage that fits."""
    return tuple({(one.document, one.start, one.end): one for one in quotes if one.quote}.values())


def _caveats(people: int) -> tuple[str, ...]:
    if not people:
        return ()
    how = "the order is by how much of it is theirs, and is no judgement of them"
    return (f"{people} people have a text that fits; {how}.",)
