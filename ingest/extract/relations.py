"""Reads the relations of a document: a tuple of finders, each a function from a sentence to relations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Label, RelType
from ingest.extract.about import about, about_document
from ingest.extract.affiliations import affiliations, signatures
from ingest.extract.anaphora import NOUNS, named_before
from ingest.extract.confirmed import confirm
from ingest.extract.field_lines import field_lines
from ingest.extract.partners import partners
from ingest.extract.pronouns import pronouns
from ingest.extract.prose import Relation, Span
from ingest.extract.quotations import Voices
from ingest.extract.reading import Reading, reading_of
from ingest.extract.scene import Scene
from ingest.extract.self_introductions import self_introductions
from ingest.extract.settle import promote, settle
from ingest.extract.spread import spread
from ingest.extract.third_parties import THIRD_PARTY
from ingest.extract.unnamed_work import AT_WORK, unnamed_work
from ingest.extract.work import work

FINDERS: tuple[Callable[[Scene], Iterator[Relation]], ...] = (
    work,
    unnamed_work,
    named_before,
    pronouns,
    affiliations,
    self_introductions,
    partners,
    about,
    spread,
)
# Longer is no sentence but a list or a table that lost its stops; its ends need not belong together.
_LONGEST_SENTENCE = 1200


# What a sentence without a name may still say of one before it.
_POINTS_BACK = re.compile(
    rf"(?<![\w'-])(?:[Ii]ts?|them|this|these|[Ss]he|[Hh]e|[Hh]er|[Hh]is|[Tt]he {NOUNS})(?![\w'-])"
)


class Relations:
    """A pipeline component, the last: settles the names, then reads sentence by sentence."""

    def __call__(self, doc: Doc) -> Doc:
        """Fill the relations of a document, in order of place."""
        reading = reading_of(doc)
        confirm(reading)
        settle(reading)
        scenes = _scenes(reading)
        short = [scene for scene in scenes if scene.end - scene.start < _LONGEST_SENTENCE]
        found = [made for scene in short for find in FINDERS for made in find(scene)]
        found += [made for scene, following in pairwise(short) for made in signatures(scene, following)]
        found += field_lines(short)
        found += about_document(scenes)
        kept = [made for made in _once_each(found) if not _is_private(made)]
        reading.relations = [made for made in _with_known(reading, kept) if not _is_of_a_stranger(made)]
        return doc


@Language.factory("relations")
def _component(nlp: Language, name: str) -> Relations:  # noqa: ARG001 - spaCy gives both
    return Relations()


def _scenes(reading: Reading) -> list[Scene]:
    voices = Voices(reading)
    return [
        Scene(reading, start, end, tuple(spans), voices)
        for start, end, spans in reading.by_sentence()
        if spans or _POINTS_BACK.search(reading.flat, start, end)
    ]


def _is_private(made: Relation) -> bool:
    """Say whether a patient, a relative or a name nobody knows would become an end."""
    return any(
        end is not None and not end.known and (end.rule == THIRD_PARTY or end.short)
        for end in (made.subject, made.object)
    )


def _is_of_a_stranger(made: Relation) -> bool:
    """Say whether somebody of whom nothing else is known would become a node by a topic alone."""
    person = made.subject
    return (
        made.predicate is RelType.ABOUT
        and person is not None
        and person.label is Label.PERSON
        and not person.known
    )


def _once_each(found: Iterable[Relation]) -> list[Relation]:
    """Keep the surest of equal relations in one sentence, in order of place."""
    best: dict[tuple[object, ...], Relation] = {}
    for made in found:
        key = (made.start, _name(made.subject), made.predicate, _name(made.object), made.of)
        if key not in best or best[key].confidence < made.confidence:
            best[key] = made
    return sorted(
        best.values(),
        key=lambda made: (made.start, made.end, made.rule, _name(made.subject), _name(made.object)),
    )


def _name(span: Span | None) -> str:
    return span.name if span is not None else ""


def _with_known(reading: Reading, found: list[Relation]) -> list[Relation]:
    """Make known the full names that work or an affiliation names, in the spans and in the relations."""
    named = [
        (made.subject, "affiliation" if made.predicate is RelType.AFFILIATED_WITH else "work")
        for made in found
        if made.subject is not None
        and (made.predicate in (RelType.WORKS_ON, RelType.AFFILIATED_WITH) or made.rule.startswith(AT_WORK))
    ]
    promote(reading, named)
    by_place = {(span.start, span.end): span for span in reading.spans}
    return [
        replace(
            made,
            subject=by_place[made.subject.start, made.subject.end] if made.subject else None,
            object=by_place[made.object.start, made.object.end] if made.object else None,
        )
        for made in found
    ]
