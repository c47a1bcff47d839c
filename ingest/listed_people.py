"""A listed person's name in prose: the person of the list, somebody of that name, or nobody to make a node of."""

from __future__ import annotations

from dataclasses import replace

from graph.model import Label
from graph.names import name_key
from ingest.extract.prose import Prose, Span
from ingest.records import RecordBook


def named_around(book: RecordBook, prose: Prose) -> frozenset[str]:
    """Return what else a document names: organisations, projects and topics, as the lists know them."""
    named = [(span.label, span.name) for span in prose.spans if span.label is not Label.PERSON]
    named += [(one.label, one.name) for one in book.records.values() if one.label is not Label.PERSON]
    return frozenset(f"{label}:{book.lexicon.canonical(label, name)}" for label, name in named)


def as_meant(book: RecordBook, span: Span, around: frozenset[str], *, related: bool) -> Span:
    """Return a listed person's name as what it may be taken for here.

    A name alone is nobody's: the list's id goes with it only where the document also names something
    that the list ties to that person. Without, it is somebody of that name who is said to do something
    (`related`), or a mere mention, of whom no node is made.
    """
    if span.label is not Label.PERSON or not span.id or span.short:
        return span
    if (Label.PERSON, name_key(Label.PERSON, span.name)) in book.by_name:
        return replace(span, id="")
    if book.lexicon.known_for(span.name) & around:
        return span
    return replace(span, id="", known=related)
