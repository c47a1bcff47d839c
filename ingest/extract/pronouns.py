"""Reads "she", "he" and "there" as the one person or organisation that was named just before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace

from graph.model import Label, Modality, Polarity, RelType
from ingest.extract.affiliations import affiliations
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import DETERMINERS, is_role, tidy
from ingest.extract.scene import Ends, Reason, Scene, relate
from ingest.extract.spread import spread
from ingest.extract.stance import Stance
from ingest.extract.third_parties import THIRD_PARTY
from ingest.extract.unnamed_work import unnamed_work
from ingest.extract.work import work

# At the opening of a sentence or of a clause of its own: elsewhere it may be anybody.
_SUBJECT = re.compile(
    r"(?:^[\"“]?|[;:] |[,;] (?:and|but) )(?P<who>(?:[Hh]is|[Hh]er) team|[Ss]he|[Hh]e)(?=[ '])"
)
# The one practice of the sentence before.
_IT = re.compile(
    r"(?<![\w'-])(?:(?:it|them)(?![\w'-])(?! (?:is|was|has|will|would|does|did|takes|works|helps)\b)|"
    r"(?:this|these)(?=[.,;!?]|$| (?:on|in|at|for|with|too|since|here|every|now|last|next)\b))"
)
_OF_BEFORE = 0.6
_THERE = re.compile(
    rf"^(?:,|,? who (?:is|was)| is| was| \() ?{DETERMINERS}(?P<role>[^,;.:()]{{3,60}}?) there\b"
)
_WHO_THERE = re.compile(
    r"^,? who (?:works|manages|runs|leads|heads|teaches|nurses)\b[^,;.:()]{0,50}? there\b"
)
_CONFIDENCE = 0.75
# Nobody is named by these: what they say of a person holds of whoever the pronoun stands for.
_FINDERS: tuple[Callable[[Scene], Iterator[Relation]], ...] = (work, unnamed_work, affiliations)


def pronouns(scene: Scene) -> Iterator[Relation]:
    """Yield what a sentence says of "she" or "he", and of whom it says that they work "there".

    The quote begins with the sentence that names them. Where two people, or two organisations, might be meant,
    nothing is read.
    """
    yield from _there(scene)
    yield from _it(scene)
    match = _SUBJECT.search(scene.text)
    if match is None:
        return
    start, end = scene.start + match.start("who"), scene.start + match.end("who")
    meant = _meant(scene, Label.PERSON, start)
    if meant is None or meant.short or meant.rule == THIRD_PARTY:
        return
    stand_in = replace(meant, start=start, end=end)
    inside = tuple(sorted((*scene.spans, stand_in), key=lambda span: span.start))
    stood_for = replace(scene, spans=inside)
    for find in _FINDERS:
        for made in find(stood_for):
            if made.subject == stand_in:
                yield replace(
                    made,
                    subject=meant,
                    start=scene.reading.sentence_of(meant.start)[0],
                    confidence=min(made.confidence, _CONFIDENCE),
                )


def _meant(scene: Scene, label: Label, place: int) -> Span | None:
    """Return the one name of a label in the sentence up to a place, or, if there is none, in the sentence before."""
    inside = [span for span in scene.of(label) if span.end <= place]
    found = inside or _before(scene, label)
    return found[-1] if len({span.name for span in found}) == 1 else None


def _before(scene: Scene, label: Label) -> list[Span]:
    reading = scene.reading
    at = bisect_right(reading.starts, scene.start) - 1
    if at < 1 or "\n\n" in reading.text[reading.sentences[at - 1][1] - 1 : scene.start]:
        return []  # a new paragraph, or the first sentence of all
    opens = reading.starts[at - 1]
    spans = reading.spans[
        bisect_left(reading.spans, opens, key=_start) : bisect_left(reading.spans, scene.start, key=_start)
    ]
    return [span for span in spans if span.label is label and not reading.in_title(span.start)]


def _it(scene: Scene) -> Iterator[Relation]:
    """Yield what is said to be done with "it" or "them", the one topic that the sentence before names."""
    if scene.of(Label.TOPIC) or scene.of(Label.PROJECT):
        return
    meant = _before(scene, Label.TOPIC)
    match = _IT.search(scene.reading.flat, scene.start, scene.end)
    if match is None or len({span.name for span in meant}) != 1 or _before(scene, Label.PROJECT):
        return
    topic = meant[-1]
    stand_in = replace(topic, start=match.start(), end=match.end())
    stood_for = replace(scene, spans=tuple(sorted((*scene.spans, stand_in), key=_start)))
    for find in (work, unnamed_work, spread):
        for made in find(stood_for):
            if made.object == stand_in:
                start = scene.reading.sentence_of(topic.start)[0]
                yield replace(made, object=topic, start=start, confidence=_OF_BEFORE)


def _there(scene: Scene) -> Iterator[Relation]:
    if "there" not in scene.text:
        return
    for person in scene.of(Label.PERSON):
        after = scene.between(person.end, scene.end)
        role = _THERE.match(after)
        if not (role and is_role(role["role"])) and not _WHO_THERE.match(after):
            continue
        body = _meant(scene, Label.ORGANISATION, person.start)
        if body is None:
            continue
        stance = Stance(Polarity.ASSERTS, Modality.DONE if " was" in after[:10] else Modality.NONE)
        reason = Reason("affiliation: there", _CONFIDENCE, tidy(role["role"]) if role else "")
        made = relate(scene, Ends(person, RelType.AFFILIATED_WITH, body), stance, reason)
        yield replace(made, start=min(scene.start, scene.reading.sentence_of(body.start)[0]))


def _start(span: Span) -> int:
    return span.start
