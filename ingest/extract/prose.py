"""What extraction finds in the prose of one document."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Label, Modality, Polarity, RelType


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the document that name something: `text[start:end]`, offsets into the whole text.

    `name` is the full form (an acronym's expansion, the lexicon's spelling), `id` the lexicon's id.
    `known` says that the span may become a node: a list, a byline, a role or an affiliation names it;
    a person's name in mere prose (a patient, a relative, a third party) stays a mention. `short` marks
    a given or family name alone, which another full name of the document may explain.
    """

    label: Label
    start: int
    end: int
    name: str
    rule: str
    id: str = ""
    confidence: float = 1.0
    known: bool = True
    short: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship read in a sentence; `text[start:end]` is the quote.

    Where `subject` is None the author of the document is meant ("I lead…", "our team has been…");
    where `object` is None, the document's own project or person (a record's description).
    """

    subject: Span | None
    predicate: RelType
    object: Span | None
    start: int
    end: int
    rule: str
    polarity: Polarity = Polarity.ASSERTS
    modality: Modality = Modality.NONE
    role: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Prose:
    """Everything found in one document, in order of place."""

    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
