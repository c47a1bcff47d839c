"""Puts the reading of prose together: spaCy's tokenizer, our components, the seam for a trained pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from graph.errors import UsageError
from graph.model import Label
from ingest.extract import listed, organisations, people, projects, relations, short_names, topics
from ingest.extract.listed import ListedNames
from ingest.extract.prose import Context, Prose, Span
from ingest.extract.reading import begin, reading_of
from ingest.extract.topics import Topics
from ingest.lexicon import Lexicon

# The order matters: people's affiliations need organisations, projects must know both, and a single name is
# only looked for outside all other names. Importing their modules registers the components.
COMPONENTS = (
    "listed_names",
    "trained_names",
    "organisation_patterns",
    "full_names",
    "projects",
    "topics",
    "short_names",
    "relations",
)
_MODULES = (listed, organisations, people, projects, topics, short_names, relations)
_LABELS = {"PERSON": Label.PERSON, "PER": Label.PERSON, "ORG": Label.ORGANISATION}
# Documents handed to spaCy at a time: enough to share its work, few enough to keep memory flat.
_BATCH = 32


class Extractor:
    """Finds names and relations in prose, with a community's lexicon and, if named, a trained pipeline."""

    def __init__(self, lexicon: Lexicon, pipeline: str = "") -> None:
        """Build the pipeline; raises UsageError where the trained one is not installed."""
        if not Doc.has_extension("reading"):
            Doc.set_extension("reading", default=None)
        self._nlp = _load(pipeline) if pipeline else spacy.blank("en")
        if not pipeline:
            _keep_hyphens(self._nlp)
        added = {name: self._nlp.add_pipe(name) for name in COMPONENTS}
        cast(ListedNames, added["listed_names"]).learn(lexicon)
        cast(Topics, added["topics"]).learn(lexicon)

    def read(self, texts: Iterable[tuple[str, int, Context]]) -> Iterator[Prose]:
        """Yield what each (text, body_start, context) says; offsets are into the whole text."""
        for doc in self._nlp.pipe((self._begin(*each) for each in texts), batch_size=_BATCH):
            reading = reading_of(doc)
            yield Prose(tuple(sorted(reading.spans, key=lambda span: span.start)), tuple(reading.relations))

    def _begin(self, text: str, body_start: int, context: Context) -> Doc:
        reading = begin(text, body_start, context)
        # spaCy refuses texts over a million characters because parsers need the memory; rules do not.
        self._nlp.max_length = max(self._nlp.max_length, len(text) + 1)
        doc = self._nlp.make_doc(reading.flat)
        doc._.reading = reading
        return doc


def _load(pipeline: str) -> Language:
    try:
        return spacy.load(pipeline)
    except OSError as error:
        raise UsageError(
            f"the language pipeline {pipeline!r} is not installed",
            hint="name a folder or an installed package, or leave it out: the rules need none",
        ) from error


def _keep_hyphens(nlp: Language) -> None:
    """Keep "co-production", "NHS-R" and "post-falls" whole: a part of a hyphenated word is another word."""
    infixes = [pattern for pattern in map(str, nlp.Defaults.infixes or []) if "(?:-|–" not in pattern]
    # spaCy types a tokenizer as any function of a text; the one of `blank` is its own class.
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]


class TrainedNames:
    """A pipeline component: the trained pipeline's entities as candidates; without one there are none."""

    def __call__(self, doc: Doc) -> Doc:
        """Add a candidate for each person and organisation of the model."""
        reading = reading_of(doc)
        for entity in doc.ents:
            label = _LABELS.get(entity.label_)
            name = " ".join(entity.text.split())
            if label is not None and name:
                # A person whom only a model sees in mere prose may be a patient: a mention, no node.
                known = label is Label.ORGANISATION
                reading.spans.append(
                    Span(
                        label,
                        entity.start_char,
                        entity.end_char,
                        name,
                        "trained",
                        confidence=0.6,
                        known=known,
                    )
                )
        return doc


@Language.factory("trained_names")
def _component(nlp: Language, name: str) -> TrainedNames:  # noqa: ARG001 - spaCy gives both
    return TrainedNames()
