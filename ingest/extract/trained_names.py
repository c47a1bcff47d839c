"""What a trained pipeline's entities are to us: candidates, of which a person needs more to become a node."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

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
from ingest.extract.vocabulary import role_words, topic_words
from ingest.extract.whole_names import again, whole

# The group in which a pipeline leaves scores: ours, and spaCy's span categoriser under its usual key.
_SCORED = ("names", "sc")
_UNSCORED = 0.6  # no pipeline of spaCy's says how sure it is of an entity
# Below this an organisation that only the model sees is a mention and no node: on the labelled sets nine in ten above
# it are right, and one in two below.
_SURE = 0.8
# What a building is called as often as a body; "Health Centre" and "Medical Centre" are bodies.
_EITHER = re.compile(r"(?<!Health )(?<!Medical )Cent(?:re|er)$")
_PLACES_IN_LETTERS = frozenset(("D.C.", "DC", "U.S.", "U.K.", "UK", "US", "USA", "U.S.A."))
_NO_NAMES = frozenset(("the", "a", "an", "our", "my", "this", ""))
_ARTICLE = re.compile(r"(?:the|an?|our|my|their|this) ", re.IGNORECASE)
_MARKS = re.compile(r"[\s.,;:!?\"'”’)\]]+$")
_TAIL = re.compile(rf"(?:'s?|{_MARKS.pattern[:-1]})$")
# A full stop that belongs to the name ("Ltd.", "U.S.", "W. H. S.").
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]\.(?: ?[A-Z]\.)*|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|Bros|Esq|"
    r"Calif|Ariz|Conn|Colo|Fla|Wash|Ill|Minn|Mich|Tenn|Ore|Va|Pa|Ga|Md)\.)$"
)
_NOUN_AFTER = re.compile(rf"[\"”*_']* (?P<noun>{NOUN})(?![\w-])")


class TrainedNames:
    """A pipeline component: the trained pipeline's entities as candidates; without one there are none."""

    def __call__(self, doc: Doc) -> Doc:
        """Add a candidate for each person, organisation and named project, and note the places."""
        reading = reading_of(doc)
        scores = scores_of(doc)
        found = [seen for entity in doc.ents if (seen := _seen(reading.flat, entity, scores)).name]
        reading.seen = again(reading, list(_one_label_a_name(map(_as_ours, whole(reading, found)))))
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
    name = "" if fold(flat[start:end]) in _NO_NAMES else " ".join(flat[start:end].split())
    return Seen(start, end, name, entity.label_, scores.get((entity.start_char, entity.end_char), _UNSCORED))


def _as_ours(seen: Seen) -> Seen:
    """Return a name as what it is to us: corpora call a hospital a place, for where it stands; to us it is who runs it.

    A "Centre" may be either.
    """
    if seen.name in _PLACES_IN_LETTERS:
        return replace(seen, label="PLACE")
    place = seen.label in PLACES and _EITHER.search(seen.name) is None
    # "informatics nurse, Moorcroft General": where a person might stand.
    runs = (place or seen.label in PERSONS) and " " in seen.name and names_a_body(seen.name)
    return replace(seen, label="ORG") if runs else seen


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
    return broken or is_fragment(name) or fold(name) in topic_words() or fold(last) in role_words()


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
