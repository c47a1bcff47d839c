"""What a trained pipeline's entities are to us: candidates, of which a person needs more to become a node."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as Entity

from graph.model import Label
from graph.names import fold
from ingest.extract.labels import ORGANISATIONS, PERSONS, PLACES, PROJECTS
from ingest.extract.organisations import is_fragment, names_a_body
from ingest.extract.projects import NOUN
from ingest.extract.prose import Span
from ingest.extract.reading import Reading, Seen, reading_of
from ingest.extract.vocabulary import given_names, word_set

# The group in which a pipeline leaves scores: ours, and spaCy's span categoriser under its usual key.
_SCORED = ("names", "sc")
_UNSCORED = 0.6  # no pipeline of spaCy's says how sure it is of an entity
# Below this an organisation that only the model sees is a mention and no node: on the labelled sets nine in ten above
# it are right, and one in two below.
_SURE = 0.8
# What a building is called as often as a body; "Health Centre" and "Medical Centre" are bodies.
_EITHER = re.compile(r"(?<!Health )(?<!Medical )Cent(?:re|er)$")
_FAMILY = re.compile(
    r" (?:van|von|de|da|di|del|della|der|den|dos|du|bin|ibn|binti)(?: (?:la|der|den))? [^\W\d_a-z][\w'-]+"
)
_ARTICLE = re.compile(r"(?:the|an?|our|my|their|this) ", re.IGNORECASE)
_MARKS = re.compile(r"[\s.,;:!?\"'”’)\]]+$")
_TAIL = re.compile(rf"(?:'s?|{_MARKS.pattern[:-1]})$")
# A full stop that belongs to the name ("Ltd.", "U.S.", "W. H. S.").
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.(?: ?[A-Z]\.)*|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|Bros|Esq)\.)$")
_NOUN_AFTER = re.compile(rf"[\"”*_']* (?P<noun>{NOUN})(?![\w-])")


class TrainedNames:
    """A pipeline component: the trained pipeline's entities as candidates; without one there are none."""

    def __call__(self, doc: Doc) -> Doc:
        """Add a candidate for each person, organisation and named project, and note the places."""
        reading = reading_of(doc)
        scores = scores_of(doc)
        found = [_seen(reading.flat, entity, scores) for entity in doc.ents]
        reading.seen = list(_one_label_a_name(_whole(reading, found)))
        for seen in reading.seen:
            if any(map(str.isupper, seen.name)):
                reading.spans += _candidates(reading, seen, scored=bool(scores))
        return doc


@Language.factory("trained_names")
def _component(nlp: Language, name: str) -> TrainedNames:  # noqa: ARG001 - spaCy gives both
    return TrainedNames()


def scores_of(doc: Doc) -> dict[tuple[int, int], float]:
    """Return the score that a pipeline left for each place, nothing where it left none."""
    for key in _SCORED:
        group = doc.spans.get(key)
        if group is not None and "scores" in group.attrs:
            pairs = zip(group, group.attrs["scores"], strict=True)
            return {(span.start_char, span.end_char): float(score) for span, score in pairs}
    return {}


def _seen(flat: str, entity: Entity, scores: dict[tuple[int, int], float]) -> Seen:
    """Return what a pipeline saw, trimmed."""
    start, end = _trimmed(flat, entity)
    name = " ".join(flat[start:end].split())
    # Corpora call a hospital a place, for where it stands; to us it is who runs it. A "Centre" may be either.
    runs = entity.label_ in PLACES and names_a_body(name) and _EITHER.search(name) is None
    label = "ORG" if runs else entity.label_
    return Seen(start, end, name, label, scores.get((entity.start_char, entity.end_char), _UNSCORED))


def _whole(reading: Reading, found: Iterable[Seen]) -> Iterator[Seen]:
    """Yield names with the parts of a person's name on one line put together, which pipelines part where it is rare.

    They are one where the second begins with no given name that we know ("Shuting", "Deng"; "Phillip", "Jim" are two),
    and a particle leads on to a family name ("Eurico Lopes da Mota").
    """
    last: Seen | None = None
    for one in found:
        if last is not None and _goes_on(reading, last, one):
            last = replace(_over(reading.flat, last, one.end), score=max(last.score, one.score))
            continue
        if last is not None:
            yield last
        family = _FAMILY.match(reading.flat, one.end) if one.label in PERSONS else None
        last = _over(reading.flat, one, family.end()) if family else one
    if last is not None:
        yield last


def _goes_on(reading: Reading, one: Seen, other: Seen) -> bool:
    """Say whether the second of two names next to one another is the rest of the first, which is one word."""
    people = one.label in PERSONS and other.label in PERSONS and " " not in one.name
    beside = other.start <= one.end or reading.text[one.end : other.start] == " "
    return people and beside and other.name.split()[0] not in given_names() and other.name[0].isupper()


def _over(flat: str, one: Seen, end: int) -> Seen:
    end = max(end, one.end)
    return replace(one, end=end, name=" ".join(flat[one.start : end].split()))


def _one_label_a_name(seen: Iterable[Seen]) -> Iterator[Seen]:
    """Yield the same names, each with the label of which its sightings in the document are surest together."""
    kept = list(seen)
    votes: dict[str, Counter[str]] = {}
    for one in kept:
        votes.setdefault(one.name, Counter())[one.label] += round(one.score * 100)
    for one in kept:
        yield replace(one, label=votes[one.name].most_common(1)[0][0])


def _candidates(reading: Reading, seen: Seen, *, scored: bool) -> Iterator[Span]:
    place = (seen.start, seen.end)
    if seen.label in PERSONS:
        # A person whom only a model sees in mere prose may be a patient: a mention, no node.
        yield Span(Label.PERSON, *place, seen.name, "trained", confidence=seen.score, known=False)
    elif seen.label in ORGANISATIONS:
        sure = not scored or seen.score >= _SURE or names_a_body(seen.name)
        if sure and not _is_words(seen.name):
            yield Span(Label.ORGANISATION, *place, seen.name, "trained", confidence=seen.score)
    elif seen.label in PROJECTS:
        noun = _NOUN_AFTER.match(reading.flat, seen.end)
        if noun is not None and not reading.in_title(seen.start):
            full = f"{seen.name} {noun['noun']}"
            yield Span(Label.PROJECT, seen.start, noun.end(), full, "trained", confidence=seen.score)


def _is_words(name: str) -> bool:
    """Say whether what a model takes for an organisation is a role, a topic, a fragment or no name at all."""
    last = name.rsplit(maxsplit=1)[-1]
    broken = not last[0].isupper() or re.search(r"[^\w\s&'.,()/+-]|_", name) is not None
    return broken or is_fragment(name) or fold(name) in _topics() or fold(last) in _roles()


@cache
def _topics() -> frozenset[str]:
    return frozenset(map(fold, word_set("topics")))


@cache
def _roles() -> frozenset[str]:
    return frozenset(fold(form.split()[-1]) for form in word_set("roles"))


def _trimmed(flat: str, entity: Entity) -> tuple[int, int]:
    """Return where a name begins and ends without the marks around it, an article and a genitive.

    A place keeps the last two: a genitive that a pipeline takes for a part of one is a shop's ("Wendy's").
    """
    start, end = entity.start_char, entity.end_char
    if _ABBREVIATED.search(flat, start, end):
        return start, end
    is_place = entity.label_ in PLACES
    article = None if is_place else _ARTICLE.match(flat, start, end)
    start = article.end() if article else start
    tail = (_MARKS if is_place else _TAIL).search(flat[start:end])
    return start, start + tail.start() if tail else end
