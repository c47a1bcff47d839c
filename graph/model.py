"""The values of the graph: what was read, what it says, and who judged which records to be one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a node of the graph is."""

    PERSON = "Person"
    ORGANISATION = "Organisation"
    PROJECT = "Project"
    TOPIC = "Topic"
    DOCUMENT = "Document"


class RelType(StrEnum):
    """A relationship; it reads as a sentence from subject to object: (person) WORKS_ON (project)."""

    WROTE = "WROTE"
    REPLIES_TO = "REPLIES_TO"
    MENTIONS = "MENTIONS"
    WORKS_ON = "WORKS_ON"
    AFFILIATED_WITH = "AFFILIATED_WITH"
    RUNS = "RUNS"
    PARTNERS_IN = "PARTNERS_IN"
    FUNDS = "FUNDS"
    ABOUT = "ABOUT"
    BROADER = "BROADER"
    PART_OF = "PART_OF"
    SUCCEEDED_BY = "SUCCEEDED_BY"
    KNOWS = "KNOWS"
    HEARD_OF = "HEARD_OF"
    CONSIDERS = "CONSIDERS"
    ADOPTED = "ADOPTED"
    ADAPTED = "ADAPTED"
    STOPPED = "STOPPED"


class Strength(StrEnum):
    """How we know (the field `status` of a claim), strongest first; an inference is never evidence for another."""

    ASSERTED = "asserted"  # somebody wrote it
    DECLARED = "declared"  # a form, a list or a field of the source says it
    OBSERVED = "observed"  # they replied to each other, were on one team
    INFERRED = "inferred"  # we computed it


class Polarity(StrEnum):
    """Whether the words assert the relationship, deny it, or ask about it."""

    ASSERTS = "asserts"
    DENIES = "denies"
    QUESTIONS = "questions"


class Modality(StrEnum):
    """How far the work is, as said; NONE where the relationship is no work (wrote, is about)."""

    DONE = "done"
    DOING = "doing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    STOPPED = "stopped"
    FAILED = "failed"
    NONE = ""


# Work that was at least begun; what was only planned or proposed is not "works on" (product.md, 2).
BEGUN = (Modality.DOING, Modality.DONE, Modality.STOPPED, Modality.FAILED)


class Verdict(StrEnum):
    """What a judgement says of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Agreed(StrEnum):
    """Whether somebody may be suggested to others, as a list says it; NONE where it says nothing."""

    YES = "yes"
    NO = "no"
    NONE = ""


class ConsentPolicy(StrEnum):
    """Who may be suggested of those who said neither yes nor no; the fact CONSENT_POLICY of a store says which."""

    ASKED = "asked"  # everybody is asked: only who said yes
    UNLESS_REFUSED = "unless refused"  # whoever did not say no


CONSENT_POLICY = "consent"


class DocumentKind(StrEnum):
    """What a document is in its source."""

    POST = "post"
    COMMENT = "comment"
    PAGE = "page"
    PROJECT = "project"
    PROFILE = "profile"
    ORGANISATION = "organisation"
    TOPIC = "topic"
    EVENT = "event"


class Precision(StrEnum):
    """How exactly a date is known; NONE where there is no date."""

    SECOND = "second"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents were read, and on what terms they may be kept."""

    id: str
    kind: str
    name: str = ""
    place: str = ""
    licence: str = ""
    lawful_basis: str = ""
    retention: str = ""
    visibility: str = "public"


@dataclass(frozen=True, slots=True)
class Document:
    """A post, comment, page or row, as its text stands: every quote is a slice of `text`.

    Dates are ISO 8601, cut to `precision`; an unknown date, address or parent is the empty string.
    `fingerprint` is a digest of everything that reading it depends on, `body_fingerprint` one of a
    run of words of the body (copies of an article mostly share it); `address` is the plain form of `url`.
    """

    id: str
    source: str
    kind: DocumentKind
    key: str
    title: str
    text: str
    url: str = ""
    author: str = ""
    published: str = ""
    precision: Precision = Precision.NONE
    parent: str = ""
    thread: str = ""
    fingerprint: str = ""
    body_fingerprint: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One person, project, organisation or topic as one document or row describes it.

    `ids` are "scheme:value" (orcid:…, ods:…, or the id of a members' source and its key).
    `signals` are what a resolver may count besides the name ("org:…", "project:…", "co:…").
    """

    id: str
    label: Label
    source: str
    document: str
    key: str
    name: str
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    role: str = ""
    organisation: str = ""
    place: str = ""
    kind: str = ""
    status: str = ""
    starts: str = ""
    ends: str = ""
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a document that names something; `record` is empty where nobody it can be is known."""

    document: str
    label: Label
    start: int
    end: int
    text: str
    rule: str
    record: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Consent:
    """What a row says of whether its person may be suggested to others: `says`, and the words it says it with.

    `name` is the person's, as the row writes it: rows without a key of their own are told apart by it.
    """

    id: str
    record: str
    name: str
    says: Agreed
    words: str
    document: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One relationship, said in a document: `document.text[start:end] == quote`, always.

    Subject and object are the ids of records, or of documents where the label is Document.
    """

    id: str
    subject: str
    subject_label: Label
    predicate: RelType
    object: str
    object_label: Label
    document: str
    quote: str
    start: int
    end: int
    status: Strength
    rule: str
    polarity: Polarity = Polarity.ASSERTS
    modality: Modality = Modality.NONE
    speaker: str = ""
    role: str = ""
    confidence: float = 1.0
    valid_from: str = ""
    valid_to: str = ""
    precision: Precision = Precision.NONE

    def __post_init__(self) -> None:
        if not self.quote or self.end - self.start != len(self.quote):
            raise ValueError(f"a claim needs its quote: {self.subject} {self.predicate} {self.object}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two records are the same, different or unsure, and why; `by` is "rule:NAME" or a person's name."""

    id: str
    left: str
    right: str
    verdict: Verdict
    reasons: tuple[str, ...]
    by: str
    score: float = 1.0

    @property
    def by_rule(self) -> bool:
        """A rule's judgement gives way to a person's."""
        return self.by.startswith("rule:")
