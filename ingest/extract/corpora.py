"""Labelled corpora as spaCy keeps them (DocBin files), with their labels as ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

from graph.errors import InputError
from ingest.extract.labels import ORGANISATIONS, PERSONS, PLACES

SUFFIX = ".spacy"
# The labels by which names are scored; EVENT and MISC are no two corpora's same.
SCORED = ("PERSON", "ORG", "PLACE")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One document of a corpus: its words, and for each the tag O, B-LABEL or I-LABEL."""

    words: list[str]
    tags: list[str]


def read_docs(file: Path) -> list[Doc]:
    """Return the documents of a DocBin file; raises InputError where it is none."""
    try:
        return list(DocBin().from_disk(file).get_docs(spacy.blank("en").vocab))
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{file.name} is no file of labelled documents: {type(error).__name__}") from error


def read_documents(file: Path) -> Iterator[Labelled]:
    """Yield the documents of a DocBin file as words and tags; raises InputError where it is none."""
    for doc in read_docs(file):
        tags = [f"{token.ent_iob_}-{our_label(token.ent_type_)}" if token.ent_type_ else "O" for token in doc]
        yield Labelled([token.text for token in doc], tags)


def our_label(label: str) -> str:
    """Return our label for a corpus's or a pipeline's: PERSON, ORG, PLACE, and the rest as they are."""
    for ours, theirs in zip(SCORED, (PERSONS, ORGANISATIONS, PLACES), strict=True):
        if label in theirs:
            return ours
    return label
