"""Introductions: people who share topics, show no tie, and are at different organisations."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from graph.model import Label
from graph.names import name_key
from graph.schema import ENTITIES
from graph.store import Reader, Row
from queries.affiliations import organisations_of
from queries.answer import Answer
from queries.filters import Filters
from queries.introduced import MOST_PEOPLE, WAY, Shared, introduce, known
from queries.look_up import look_up
from queries.narrower import topics_below
from queries.reads import named
from queries.request import Request

# Pairs of one person, at most: the busiest must not fill the list (product.md, 8).
_PER_PERSON = 3


def answer(reader: Reader, request: Request) -> Answer:
    """Return pairs of people, best first: what they share, with a quote for each of them.

    Pairs that are known to be at different organisations come before those where one is not known.

    Nobody is introduced to somebody whom they share a project, a thread, an organisation or a declared
    tie with; how pairs are scored stands at _pairs. Raises NotFoundError or AmbiguousError for what the request names.
    """
    shared = known(reader, request, _read(reader))
    scores = _pairs(shared, _wanted_topics(reader, request), _wanted_people(reader, request))
    who = _people(reader, request, scores)
    wanted = _place_or_organisation(reader, request, list(who))
    ranked = sorted(
        (pair for pair in scores if _apart(pair, who, shared) and any(person in wanted for person in pair)),
        key=lambda pair: (
            not _placed(pair, who),
            -scores[pair],
            who[pair[0]]["name"],
            who[pair[1]]["name"],
            pair,
        ),
    )
    # Whoever asks about one person or one topic wants all of its pairs; a whole community, a fair share of each.
    focused = bool(request.get("person") or request.get("topic"))
    capped = ranked if focused else list(_fair(ranked))
    page = capped[request.offset : request.offset + request.limit]
    findings = introduce(
        reader, request, shared, [(pair, scores[pair], (who[pair[0]], who[pair[1]])) for pair in page]
    )
    more = str(request.offset + request.limit) if request.offset + request.limit < len(capped) else ""
    caveats = (
        "No tie was found in what was read; they may know each other all the same.",
        "" if focused else f"Each person is in at most {_PER_PERSON} pairs.",
    )
    return Answer("introductions", request.values, findings, caveats=tuple(filter(None, caveats)), next=more)


def _read(reader: Reader) -> Shared:
    shared = Shared()
    people: dict[str, set[str]] = defaultdict(set)
    for row in reader.read(named("people_and_topics")):
        best = shared.topics.setdefault(row["person"], {}).get(row["topic"])
        if best is None or WAY[row["way"]] > WAY[best[0]]:
            shared.topics[row["person"]][row["topic"]] = (row["way"], row["source"])
        people[row["topic"]].add(row["person"])
    company: dict[str, set[str]] = defaultdict(set)
    for row in reader.read(named("people_and_company")):
        company[row["person"]].add(row["company"])
        # A namesake whom nobody has joined may be the same person: their company counts too.
        shared.namesakes[name_key(Label.PERSON, row["name"])].add(row["company"])
    shared.people = {topic: sorted(members) for topic, members in people.items()}
    shared.company = {person: frozenset(found) for person, found in company.items()}
    return shared


def _wanted_topics(reader: Reader, request: Request) -> frozenset[str] | None:
    if not request.get("topic"):
        return None
    return frozenset(topics_below(reader, look_up(reader, Label.TOPIC, request.get("topic"))))


def _wanted_people(reader: Reader, request: Request) -> frozenset[str] | None:
    if not request.get("person"):
        return None
    return frozenset([look_up(reader, Label.PERSON, request.get("person"))["id"]])


def _pairs(
    shared: Shared, topics: frozenset[str] | None, people: frozenset[str] | None
) -> dict[tuple[str, str], float]:
    """Return the score of each pair that shares a topic which is not everybody's.

    It is the cosine of the two people's topics, each weighted by rarity and by how they are tied to it,
    times k / (k + 1) for k shared topics: so that the busiest people are not everybody's best match, and
    one topic in common is less than several. Two posts under one heading ("Reflections") make no pair.
    """
    products: dict[tuple[str, str], float] = defaultdict(float)
    count: dict[tuple[str, str], int] = defaultdict(int)
    lengths: dict[str, float] = defaultdict(float)
    works: dict[tuple[str, str], bool] = defaultdict(bool)
    for topic, members in shared.people.items():
        weights = {person: shared.weight(topic) * WAY[shared.topics[person][topic][0]] for person in members}
        for person, weight in weights.items():
            lengths[person] += weight**2
        if (topics is not None and topic not in topics) or not 1 < len(members) <= MOST_PEOPLE:
            continue
        for pair in combinations(members, 2):
            if people is None or pair[0] in people or pair[1] in people:
                products[pair] += weights[pair[0]] * weights[pair[1]]
                count[pair] += 1
                works[pair] |= any(
                    WAY[shared.topics[person][topic][0]] > WAY["wrote about"] for person in pair
                )
    return {
        pair: product / math.sqrt(lengths[pair[0]] * lengths[pair[1]]) * count[pair] / (count[pair] + 1)
        for pair, product in products.items()
        if works[pair] or count[pair] > 1
    }


def _people(reader: Reader, request: Request, pairs: Iterable[tuple[str, str]]) -> dict[str, Row]:
    """Return the rows of all these people, each with the organisation that is known now."""
    wanted = sorted({person for pair in pairs for person in pair})
    found: dict[str, Row] = {}
    for start in range(0, len(wanted), 5000):
        some = wanted[start : start + 5000]
        places = organisations_of(reader, request, some)
        for row in reader.find(ENTITIES, "id", some):
            at = places.get(row["id"])
            found[row["id"]] = {**row, "organisation": at["name"] if at else row["organisation"]}
    return found


def _place_or_organisation(reader: Reader, request: Request, people: list[str]) -> frozenset[str]:
    """Return the people at the place and of the organisation asked for; everybody where neither is."""
    if not request.get("place") and not request.get("organisation"):
        return frozenset(people)
    filters = Filters.of(reader, request, people)
    places = {row["id"]: row["place"] for row in reader.find(ENTITIES, "id", people)}
    return frozenset(
        person
        for person in people
        if filters.fits_place([places.get(person, "")]) and filters.fits_organisation(person, "")
    )


def _apart(pair: tuple[str, str], who: Mapping[str, Row], shared: Shared) -> bool:
    """Say whether two people show no tie and, as far as known, are at different organisations."""
    one, other = (who.get(person) for person in pair)
    if one is None or other is None:
        return False
    organisations = [name_key(Label.ORGANISATION, row["organisation"]) for row in (one, other)]
    if organisations[0] and organisations[0] == organisations[1]:
        return False
    families = [name_key(Label.PERSON, row["name"]).split(" ")[-1] for row in (one, other)]
    if families[0] == families[1]:
        # Perhaps one person whom nobody has joined yet (Bill and William Jessop): nobody is introduced to
        # themselves, and two of one family know each other.
        return False
    names = [name_key(Label.PERSON, row["name"]) for row in (one, other)]
    return not shared.namesakes[names[0]] & shared.namesakes[names[1]]


def _placed(pair: tuple[str, str], who: Mapping[str, Row]) -> bool:
    """Say whether both people's organisations are known: only then is it known that they differ."""
    return all(who[person]["organisation"] for person in pair)


def _fair(ranked: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Yield the pairs in order, leaving out those of a person who is in enough of them already."""
    count: dict[str, int] = defaultdict(int)
    for pair in ranked:
        if all(count[person] < _PER_PERSON for person in pair):
            for person in pair:
                count[person] += 1
            yield pair
