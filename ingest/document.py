"""What readers hand over: drafts of documents with what their fields state, and what was skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from graph.model import (
    Agreed,
    Claim,
    Consent,
    Document,
    DocumentKind,
    Judgement,
    Label,
    Mention,
    Modality,
    Record,
    RelType,
)
from ingest.community import SourceConfig


class Markup(StrEnum):
    """How a body is written; `clean` turns each into plain text."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Named:
    """A person, organisation, project or topic as one field of a source names it.

    `ids` are "scheme:value". A person's `organisation` and `role` make an affiliation. `agreed` is whether a person may
    be suggested to others, with the words that say so. `unknown_status` is a state as written for which the mapping has
    no word, `unclear_consent` what is neither yes nor no (and counts as no).
    """

    label: Label
    name: str
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    role: str = ""
    organisation: str = ""
    place: str = ""
    kind: str = ""
    status: Modality = Modality.NONE
    starts: str = ""
    ends: str = ""
    agreed: Agreed = Agreed.NONE
    agreed_in_words: str = ""
    # What is not understood makes no other document: `repr` is what tells whether one has changed.
    unknown_status: str = field(default="", repr=False, compare=False)
    unclear_consent: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one field states: subject, relationship, object.

    None stands for the document itself, or, where the document describes somebody or something
    (`Draft.main`), for that. `shown_as` names the line of the text that will carry the quote: all
    statements with the same one are shown together, in order: "Team: Asha Rao (lead); Dan Chalk".
    `usual_role` is the mapping's word for where the source gives no role: it is never quoted.
    """

    shown_as: str
    predicate: RelType
    subject: Named | None = None
    object: Named | None = None
    role: str = ""
    usual_role: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as a source gives it, before cleaning.

    `key` is the source's own, and stays the same from reading to reading. `published` is as written.
    `parent` and `thread` are keys in the same source. `details` are further lines of the text of a
    row: (heading, words); they come before the body.
    """

    key: str
    kind: DocumentKind
    title: str
    body: str = ""
    markup: Markup = Markup.TEXT
    url: str = ""
    published: str = ""
    parent: str = ""
    thread: str = ""
    main: Named | None = None
    details: tuple[tuple[str, str], ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was there and was left out: where, and why (a reason many skips can share).

    `on_purpose`: it was read and is not ours to keep, such as a draft. Behind any other skip there may
    be what was read before: a broken file hides its posts, and they are not gone. `key` is the source's own, for a
    document that it holds and does not publish: what was read of it before is taken back. `told_elsewhere`: another
    source of the same folder names and counts it.
    """

    place: str
    reason: str
    on_purpose: bool = field(default=False, compare=False)
    key: str = field(default="", compare=False)
    told_elsewhere: bool = field(default=False, compare=False)


class Reader(Protocol):
    """A format: yields what the files of one source hold, one document at a time."""

    def __call__(self, config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
        """Read files in order; a broken one is a Skip, not an exception."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a document's text, and the words there."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement whose quote has been found: the line, and the words of each named end in it."""

    statement: Statement
    line: Spot
    named: Spot


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document with plain text, ready for extraction.

    The document's text is title, field lines, an empty line, and the body from `body_start` on.
    """

    draft: Draft
    document: Document
    body_start: int
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document says; every quote is a slice of its text."""

    document: Document
    records: tuple[Record, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    consents: tuple[Consent, ...] = ()
    main: str = ""
