"""Reads one small text with a small lexicon: what the tests of extraction share."""

from dataclasses import dataclass

from graph.model import Label, RelType
from ingest.extract.pipeline import Extractor
from ingest.extract.prose import Context, Prose, Relation, Span
from ingest.lexicon import Lexicon

LISTED = (
    (Label.PERSON, "Asha Rao", "member:1"),
    (Label.PERSON, "Sunil Mehta", "member:2"),
    (Label.PERSON, "Siân Llewellyn", "member:3"),
    (Label.ORGANISATION, "Marlow Teaching Hospitals NHS Foundation Trust", "org:1"),
    (Label.ORGANISATION, "MTH", "org:1"),
    (Label.ORGANISATION, "Steadyfoot", "org:2"),
    (Label.ORGANISATION, "Mind", "org:3"),
    (Label.PROJECT, "Steady Steps", "project:1"),
    (Label.PROJECT, "Waiting Well", "project:2"),
    (Label.PROJECT, "Compass", "project:3"),
    (Label.PROJECT, "Carers in the Room", "project:4"),
    (Label.TOPIC, "falls", "topic:1"),
    (Label.TOPIC, "safety huddles", "topic:2"),
    (Label.TOPIC, "falls in care homes", "topic:3"),
    (Label.TOPIC, "care homes", "topic:4"),
    (Label.TOPIC, "R", "topic:5"),
    (Label.TOPIC, "Conference", "topic:6"),
    (Label.TOPIC, "sepsis", "topic:7"),
)
_EXTRACTORS: list[Extractor] = []


@dataclass(frozen=True)
class Found:
    """What was read in a text, with the text."""

    text: str
    prose: Prose

    def spans(self, label: Label) -> list[Span]:
        return [span for span in self.prose.spans if span.label is label]

    def names(self, label: Label) -> list[str]:
        return [span.name for span in self.spans(label)]

    def one(self, label: Label) -> Span:
        (span,) = self.spans(label)
        return span

    def relations(self, predicate: RelType) -> list[Relation]:
        return [made for made in self.prose.relations if made.predicate is predicate]

    def said(self, predicate: RelType) -> list[tuple[str | None, str | None]]:
        return [(_name(made.subject), _name(made.object)) for made in self.relations(predicate)]

    def roles(self) -> list[tuple[str | None, str | None, str]]:
        return [
            (_name(made.subject), _name(made.object), made.role)
            for made in self.relations(RelType.AFFILIATED_WITH)
        ]

    def quote(self, made: Relation) -> str:
        return self.text[made.start : made.end]


def _name(span: Span | None) -> str | None:
    return span.name if span else None


def lexicon() -> Lexicon:
    known = Lexicon()
    for label, name, identifier in LISTED:
        known.add(label, name, identifier)
    return known


def read(body: str, title: str = "A post", context: Context | None = None) -> Found:
    """Read a body under a title, as a post by nobody unless the context says otherwise."""
    if not _EXTRACTORS:
        _EXTRACTORS.append(Extractor(lexicon()))
    text = f"{title}\n\n{body}"
    (prose,) = _EXTRACTORS[0].read([(text, len(title) + 2, context or Context(title=title))])
    return Found(text, prose)
