"""How far a reading agrees with annotated texts: names, relations with and without their stance, and topics.

Names count by exact place ("The" before one aside); a relation counts once a text, by its predicate and the entities
at its ends; stances count on the relations that are right. Whatever the annotation holds in doubt is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from graph.model import Label, Modality, Polarity, RelType
from graph.names import name_key
from ingest.extract.annotated import AUTHOR, MAIN, Annotated, Said
from ingest.extract.pipeline import Extractor
from ingest.extract.prose import Prose, Relation, Span
from ingest.extract.scoring import Counts

_LABELS = {Label.PERSON: "PERSON", Label.ORGANISATION: "ORG", Label.PROJECT: "PROJECT"}
NAMES = (*_LABELS.values(), "PLACE")
SPREAD = (RelType.HEARD_OF, RelType.CONSIDERS, RelType.ADOPTED, RelType.ADAPTED, RelType.STOPPED)
# The rules that say what a whole document is about; all others say what somebody does.
_OF_DOCUMENT = ("title", "repeated", "described", "learned")
# Who or what a found end stands for where no annotated name is: it agrees with nothing.
_NOBODY = -9

Triple = tuple[str, int, int]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was said with a confidence, and whether it is right."""

    confidence: float
    right: bool


@dataclass(slots=True)
class Agreement:
    """Counts by what was looked for ("PERSON", "WORKS_ON", "all relations"), and what was said how surely."""

    counts: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    names: list[Judged] = field(default_factory=list)
    relations: list[Judged] = field(default_factory=list)
    topics: list[Judged] = field(default_factory=list)


def agree(texts: Sequence[Annotated], extractor: Extractor, *, spread: bool) -> Agreement:
    """Read annotated texts and count; `spread` says whether their events of spread were annotated too."""
    found = Agreement()
    prose = extractor.read((one.text, one.body_start, one.context) for one in texts)
    for one, said in zip(texts, prose, strict=True):
        _names(found, one, said)
        _relations(found, one, said, spread=spread)
        if one.topics is not None:
            _topics(found, one, said)
    return found


def _names(found: Agreement, one: Annotated, said: Prose) -> None:
    wanted = {(place, entity.label) for entity in one.entities for place in entity.places}
    doubtful = [place for place, label in wanted if label == ""]
    spans = [
        (_bare(one.text, span.start, span.end), _LABELS[span.label], span.confidence)
        for span in said.spans
        if span.label in _LABELS
    ]
    spans += [((place.start, place.end), "PLACE", 1.0) for place in said.places]
    for label in NAMES:
        places = {_bare(one.text, *place) for place, of in wanted if of == label}
        kept = {
            place: sure
            for place, of, sure in spans
            if of == label and _inside(one, place) and (place in places or not _touches(place, doubtful))
        }
        for name in (label, "all names"):
            _count(found.counts[name], set(kept), places)
        found.names += [Judged(sure, place in places) for place, sure in kept.items()]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a place without the article before a name: the field's annotators differ on it."""
    return (start + 4, end) if text[start : start + 4].lower() == "the " else (start, end)


def _inside(one: Annotated, place: tuple[int, int]) -> bool:
    return one.start <= place[0] and place[1] <= one.end


def _touches(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def _count(counts: Counts, found: set[_T], wanted: set[_T]) -> None:
    counts.right += len(found & wanted)
    counts.found += len(found)
    counts.wanted += len(wanted)


def _relations(found: Agreement, one: Annotated, said: Prose, *, spread: bool) -> None:
    ends = _Ends(one)
    wanted = {ends.triple(made): made for made in one.relations if made.stances}
    doubtful = {ends.triple(made) for made in one.relations if not made.stances}
    surest: dict[Triple, Relation] = {}
    for made in said.relations:
        if (
            (made.predicate in SPREAD and not spread)
            or _is_of_document(made)
            or not _inside(one, _place(made))
        ):
            continue
        triple = ends.found(made)
        if triple is None or triple in doubtful:
            continue
        if triple not in surest or surest[triple].confidence < made.confidence:
            surest[triple] = made
    for name in {triple[0] for triple in (*wanted, *surest)}:
        mine = {triple for triple in surest if triple[0] == name}
        theirs = {triple for triple in wanted if triple[0] == name}
        for counted in (name, "all relations"):
            _count(found.counts[counted], mine, theirs)
    for triple, made in surest.items():
        found.relations.append(Judged(made.confidence, triple in wanted))
        if triple in wanted and made.predicate not in SPREAD:
            _stance(found, made, wanted[triple].stances)


def _stance(found: Agreement, made: Relation, accepted: tuple[str, ...]) -> None:
    """Count a stance under what the annotation calls it: by modality where it is asserted, else by polarity."""
    right = any(_means(made, stance) for stance in accepted)
    kind = accepted[0].split(" ")[0]
    for name in (f"stance: {kind}", "all stances"):
        found.counts[name].right += right
        found.counts[name].found += 1
        found.counts[name].wanted += 1


def _means(made: Relation, stance: str) -> bool:
    """Say whether a relation has a stance; what is denied or asked has no state, and "none" is no ended one."""
    for polarity in (Polarity.DENIES, Polarity.QUESTIONS):
        if stance.startswith(polarity):
            return made.polarity is polarity
    if made.polarity is not Polarity.ASSERTS:
        return False
    return made.modality == stance or (stance == "none" and made.modality in (Modality.NONE, Modality.DOING))


def _is_of_document(made: Relation) -> bool:
    return made.predicate is RelType.ABOUT and made.rule in _OF_DOCUMENT


def _place(made: Relation) -> tuple[int, int]:
    ends = [end for end in (made.subject, made.object) if end is not None]
    return (min(end.start for end in ends), max(end.end for end in ends)) if ends else (made.start, made.end)


class _Ends:
    """Which entity of a text an end of a relation is; one named like the author or the record's own is that."""

    def __init__(self, one: Annotated) -> None:
        self._one = one
        authors = {name_key(Label.PERSON, name) for name in one.context.authors}
        main = name_key(Label.PROJECT, one.context.main_name)
        self._same = {}
        for number, entity in enumerate(one.entities):
            names = [one.text[start:end] for start, end in entity.places]
            if entity.label == "PERSON" and any(name_key(Label.PERSON, name) in authors for name in names):
                self._same[number] = AUTHOR
            elif main and any(name_key(Label.PROJECT, name) == main for name in names):
                self._same[number] = MAIN

    def triple(self, made: Said) -> Triple:
        """Return an annotated relation."""
        return (
            made.predicate,
            self._same.get(made.subject, made.subject),
            self._same.get(made.object, made.object),
        )

    def found(self, made: Relation) -> Triple | None:
        """Return a found relation; None where one of its ends is in doubt."""
        subject, target = self._end(made.subject, made), self._end(made.object, made)
        doubtful = any(end >= 0 and not self._one.entities[end].label for end in (subject, target))
        return None if doubtful else (str(made.predicate), subject, target)

    def _end(self, span: Span | None, made: Relation) -> int:
        if span is None:
            return MAIN if made.of == "main" or made.object is None else AUTHOR
        found = [
            (min(span.end, end) - max(span.start, start), number)
            for number, entity in enumerate(self._one.entities)
            for start, end in entity.places
        ]
        most, number = max(found, default=(0, _NOBODY))
        if most <= 0:
            return _NOBODY - span.start
        return self._same.get(number, number)


def _topics(found: Agreement, one: Annotated, said: Prose) -> None:
    """Count the topics of a whole document: right where one of its words is at a place of an annotated topic."""
    wanted = {number: one.entities[number].places for number in one.topics or ()}
    met: set[int] = set()
    named: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for span in said.spans:
        if span.label is Label.TOPIC:
            named[span.name].append((span.start, span.end))
    surest: dict[str, float] = {}
    for made in said.relations:
        if _is_of_document(made) and made.object is not None:
            name = made.object.name
            surest[name] = max(made.confidence, surest.get(name, 0))
    for name, sure in surest.items():
        hit = {
            number
            for number, places in wanted.items()
            if any(_touches(place, places) for place in named[name])
        }
        met |= hit
        found.topics.append(Judged(sure, bool(hit)))
        found.counts["topics of the document"].right += bool(hit - (met - hit))
        found.counts["topics of the document"].found += 1
    found.counts["topics of the document"].wanted += len(wanted)


def reliability(judged: Iterable[Judged], bounds: Sequence[float]) -> Iterator[tuple[float, float, Counts]]:
    """Yield (from, below, counts) for each band of confidences: how many were said in it, and how many are right."""
    bands: Counter[tuple[int, bool]] = Counter()
    for one in judged:
        bands[sum(one.confidence >= bound for bound in bounds), one.right] += 1
    for number, (low, high) in enumerate(zip((0.0, *bounds), (*bounds, 1.01), strict=True)):
        right, wrong = bands[number, True], bands[number, False]
        if right + wrong:
            yield low, high, Counts(right, right + wrong, right)
