"""Puts the reading of prose together: spaCy's tokenizer, our components, the seam for a trained pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from spacy.tokens import Doc

from ingest.extract import (
    listed,
    organisations,
    people,
    projects,
    relations,
    short_names,
    topics,
    trained_names,
)
from ingest.extract.language import other_language
from ingest.extract.listed import ListedNames
from ingest.extract.mentions import mentions
from ingest.extract.named_pipelines import RULES, load
from ingest.extract.prose import Context, Prose
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
_MODULES = (listed, trained_names, organisations, people, projects, topics, short_names, relations)
# Documents handed to spaCy at a time, as many as the tagger reads together: enough to share its work, few enough to
# keep memory flat.
BATCH = 32


class Extractor:
    """Finds names and relations in prose, with a community's lexicon and, if named, a trained pipeline."""

    def __init__(self, lexicon: Lexicon, pipeline: str = RULES) -> None:
        """Build the pipeline of that name (see `named_pipelines`); raises UsageError where there is none."""
        if not Doc.has_extension("reading"):
            Doc.set_extension("reading", default=None)
        self._nlp = load(pipeline)
        added = {name: self._nlp.add_pipe(name) for name in COMPONENTS}
        cast(ListedNames, added["listed_names"]).learn(lexicon)
        cast(Topics, added["topics"]).learn(lexicon)

    def read(self, texts: Iterable[tuple[str, int, Context]]) -> Iterator[Prose]:
        """Yield what each (text, body_start, context) says; offsets are into the whole text."""
        for doc in self._nlp.pipe((self._begin(*each) for each in texts), batch_size=BATCH):
            reading = reading_of(doc)
            spans, places = mentions(reading)
            yield Prose(tuple(spans), tuple(reading.relations), tuple(places), reading.language)

    def _begin(self, text: str, body_start: int, context: Context) -> Doc:
        language = other_language(text[body_start:])
        # A text in another language is none to our rules: nothing is found in it.
        reading = begin("" if language else text, body_start, context)
        reading.language = language
        # spaCy refuses texts over a million characters because parsers need the memory; rules do not.
        self._nlp.max_length = max(self._nlp.max_length, len(text) + 1)
        doc = self._nlp.make_doc(reading.flat)
        doc._.reading = reading
        return doc
