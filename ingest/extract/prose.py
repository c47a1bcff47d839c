"""What extraction finds in the prose of one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.model import Label, Modality, Polarity, RelType


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document before its prose is read.

    `authors` are its bylines, `thread` the authors of the parent and the root document; `main` is what
    a row describes (a project record's own description), None for a post.
    """

    authors: tuple[str, ...] = ()
    thread: tuple[str, ...] = ()
    title: str = ""
    main: Label | None = None
    main_name: str = ""


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

    Where `subject` is None, `of` says who or what is meant: the author, or with ABOUT the author's
    work, which has no name ("I lead…", "our team has been testing…"); the document itself (a topic in
    its title, or again and again in its body); or what a row describes (a record's project or person).
    Where `object` is None, what the row describes is meant. `when` is the date that the sentence gives, as
    an ISO 8601 year or month.
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
    when: str = ""
    of: Literal["author", "document", "main"] = "author"


@dataclass(frozen=True, slots=True)
class Place:
    """Words that name a place, `text[start:end]`: it becomes no node, and no other name is looked for in it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Everything found in one document, in order of place; `language` is that of a text not in English, not read."""

    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    places: tuple[Place, ...] = ()
    language: str = ""
