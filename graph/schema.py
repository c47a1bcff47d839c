"""The declared schema: from it come the DDL and the writes of both stores, and SCHEMA.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graph.names import words

# Raised whenever a graph written before could be misread; CHANGELOG.md says what to do.
VERSION = 3


class Kind(StrEnum):
    """The type of a property; nothing is null: what is not known is '' or 0 or []."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    LIST = "list of text"


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its name, what it holds, its type."""

    name: str
    describes: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Words:
    """A field of the full-text index: the normalised words (names.words) of some properties.

    The store makes it on writing, with the same code for both engines, so that both find the same.
    """

    name: str
    of: tuple[str, ...]

    def text(self, row: dict[str, Any]) -> str:
        """Return the words of a row, as the engines index them: split at spaces, nothing else."""
        values = (row[name] for name in self.of)
        parts = (value if isinstance(value, str) else " ".join(value) for value in values)
        return " ".join(words(" ".join(parts)))


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of row: a table in SQLite, a labelled node (or, for ties, a relationship) in Neo4j.

    `indexes` are looked up by equality; `words` is what the full-text index holds. `columns` are the
    names of all properties in order, `lists` of those that hold lists.
    """

    name: str
    node: str
    describes: str
    properties: tuple[Property, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    words: tuple[Words, ...] = ()
    columns: tuple[str, ...] = field(init=False)
    lists: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        # Worked out once: every row that is read or written asks for them.
        columns = tuple(prop.name for prop in self.properties)
        lists = frozenset(prop.name for prop in self.properties if prop.kind is Kind.LIST)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "lists", lists)


_ID = Property("id", "our own identifier; see ids.py")
_RECORDED = Property("recorded", "when we learned it (UTC)")

SOURCES = Table(
    "sources", "Source", "Where documents were read, and on what terms.",
    (
        Property("id", "its name in the community file"),
        Property("kind", "the format it is read with"),
        Property("name", "what people call it"),
        Property("place", "the path or address it was read from, relative to the community file"),
        Property("licence", "the licence of its texts"),
        Property("lawful_basis", "on what basis personal data in it is processed"),
        Property("retention", "how long it may be kept"),
        Property("visibility", "who may see it"),
    ),
)  # fmt: skip
PLACES = Table(
    "places", "Place", "One place where a document was found; a cross-post has several.",
    (
        _ID,
        Property("document", "the document found there"),
        Property("source", "the source"),
        Property("url", "its address there"),
        Property("address", "that address without what differs between copies of it, for posts and pages"),
        Property("fingerprint", "digest of all that reading it depends on; the same one means unchanged"),
        Property("body_fingerprint", "digest of one run of words of its body; copies of an article mostly share it"),
    ),
    indexes=(("document",), ("address",), ("body_fingerprint",)),
)  # fmt: skip
DOCUMENTS = Table(
    "documents", "Document", "A post, comment, page or row as its text stands.",
    (
        _ID,
        Property("source", "the source it was first found in"),
        Property("kind", "post, comment, page, project, profile, organisation, topic or event"),
        Property("key", "the source's own key for it"),
        Property("url", "its address"),
        Property("title", "its title"),
        Property("author", "its author line, as written"),
        Property("published", "when it was published (ISO 8601, cut to its precision)"),
        Property("precision", "how exactly that is known: second, day, month or year"),
        Property("parent", "the document it replies to"),
        Property("thread", "the document at the root of its thread"),
        Property("text", "its whole text: every quote is a slice of it"),
        _RECORDED,
        Property("retired", "when we learned that its source no longer has it, or ''"),
    ),
    indexes=(("source",), ("parent",), ("thread",)),
    words=(Words("title_words", ("title",)), Words("body_words", ("text",))),
)  # fmt: skip
RECORDS = Table(
    "records", "Record", "One person, project, organisation or topic as one document or row describes it.",
    (
        _ID,
        Property("label", "Person, Organisation, Project or Topic"),
        Property("source", "the source"),
        Property("document", "the document, or '' where a whole source shares the record"),
        Property("key", "what it is known by within the source"),
        Property("name", "its name as written"),
        Property("names", "other names and acronyms", Kind.LIST),
        Property("ids", "identifiers as scheme:value", Kind.LIST),
        Property("role", "job or role as written"),
        Property("organisation", "organisation as written"),
        Property("place", "place as written"),
        Property("kind", "kind of organisation, as the register says"),
        Property("status", "state of a project: doing, done, planned, proposed, stopped, failed"),
        Property("starts", "since when"),
        Property("ends", "until when"),
        Property("signals", "what a resolver may count besides the name", Kind.LIST),
        _RECORDED,
        Property("retracted", "when its document stopped describing it"),
        Property("entity", "the entity it belongs to"),
    ),
    indexes=(("document",), ("entity",)),
)  # fmt: skip
HANDLES = Table(
    "handles", "Handle", "A name or id by which a record is found; records that share one may be the same.",
    (
        _ID,
        Property("handle", "'label|name|key' or 'label|id|scheme:value'"),
        Property("record", "the record"),
        Property("entity", "its entity"),
    ),
    indexes=(("handle",), ("record",)),
)  # fmt: skip
MENTIONS = Table(
    "mentions", "Mention", "A span of a document that names something.",
    (
        _ID,
        Property("document", "the document"),
        Property("label", "what it names"),
        Property("start", "first character", Kind.INTEGER),
        Property("end", "one past the last character", Kind.INTEGER),
        Property("text", "the words"),
        Property("rule", "the rule that read it"),
        Property("record", "the record it names, or '' where nobody it can be is known"),
        Property("confidence", "0 to 1", Kind.REAL),
        Property("entity", "the entity of that record"),
    ),
    indexes=(("document",), ("record",)),
)  # fmt: skip
CLAIMS = Table(
    "claims", "Claim", "One relationship between two records, said in a document, with its quote.",
    (
        _ID,
        Property("subject", "record (or document) that it is said of"),
        Property("subject_label", "its label"),
        Property("subject_entity", "its entity"),
        Property("predicate", "the relationship"),
        Property("object", "record (or document) at the other end"),
        Property("object_label", "its label"),
        Property("object_entity", "its entity"),
        Property("tie", "the tie it belongs to"),
        Property("document", "where it is said"),
        Property("quote", "the words that say it"),
        Property("start", "first character of the quote", Kind.INTEGER),
        Property("end", "one past its last character", Kind.INTEGER),
        Property("status", "asserted, declared, observed or inferred"),
        Property("polarity", "asserts, denies or questions"),
        Property("modality", "done, doing, planned, proposed, stopped or failed"),
        Property("speaker", "who says so"),
        Property("role", "in which role"),
        Property("confidence", "0 to 1", Kind.REAL),
        Property("rule", "the rule that read it"),
        Property("valid_from", "true since"),
        Property("valid_to", "true until"),
        Property("precision", "how exactly that is known"),
        _RECORDED,
        Property("retracted", "when we learned that it no longer stands"),
        Property("reason", "why it was retracted"),
    ),
    indexes=(
        ("document",), ("subject",), ("object",), ("tie",),
        ("subject_entity", "predicate"), ("object_entity", "predicate", "subject_entity"),
        # What was true last, also of a topic with thousands of claims: the last entry of one of these.
        ("subject_entity", "valid_from"), ("object_entity", "valid_from"),
    ),
)  # fmt: skip
CONSENTS = Table(
    "consents", "Consent", "What a row of a list says of whether its person may be suggested to others.",
    (
        _ID,
        Property("record", "the person's record, or '' where the row is another person's now"),
        Property("entity", "its entity"),
        Property("name", "the person's name, as the row wrote it"),
        Property("says", "yes or no"),
        Property("words", "as written, with the heading"),
        Property("document", "the row"),
        Property("recorded", "when we learned that it says so (UTC)"),
    ),
    indexes=(("document",), ("record",)),
)  # fmt: skip
JUDGEMENTS = Table(
    "judgements", "Judgement", "Two records are the same, different or unsure, and why.",
    (
        _ID,
        Property("left", "the one record"),
        Property("right", "the other"),
        Property("verdict", "same, different or unsure"),
        Property("score", "0 to 1", Kind.REAL),
        Property("reasons", "one sentence each", Kind.LIST),
        Property("by", "'rule:NAME' or who decided"),
        Property("made", "when"),
        Property("undone", "when it was taken back, or ''"),
    ),
    indexes=(("left",), ("right",)),
)  # fmt: skip
ENTITIES = Table(
    "entities", "Entity", "The cluster of records that standing judgements join: what people ask about.",
    (
        Property("id", "the id of its first record; any other of its records leads to it"),
        Property("label", "Person, Organisation, Project or Topic"),
        Property("name", "the best of its names"),
        Property("names", "all its names", Kind.LIST),
        Property("ids", "all its identifiers", Kind.LIST),
        Property("records", "how many records it joins", Kind.INTEGER),
        Property("kind", "kind of organisation"),
        Property("role", "latest role"),
        Property("organisation", "latest organisation, as written"),
        Property("place", "place, as written"),
        Property("status", "state of a project"),
        Property("starts", "since when"),
        Property("ends", "until when"),
    ),
    indexes=(("label",),),
    words=(Words("name_words", ("name", "names")),),
)  # fmt: skip
TIES = Table(
    "ties", "", "Standing claims of one kind between two entities, added up.",
    (
        _ID,
        Property("source", "entity or document it starts from"),
        Property("source_label", "its label"),
        Property("predicate", "the relationship"),
        Property("target", "entity or document it leads to"),
        Property("target_label", "its label"),
        Property("status", "the strongest of its claims: asserted, declared, observed, inferred"),
        Property("modality", "how far the work is, by its latest claim"),
        Property("role", "role, by its latest claim that names one"),
        Property("first_seen", "earliest date of its claims"),
        Property("last_seen", "latest date of its claims"),
        Property("documents", "in how many documents it is said", Kind.INTEGER),
        Property("claims", "by how many claims", Kind.INTEGER),
        Property("confidence", "that at least one of its claims is right, 0 to 1", Kind.REAL),
    ),
    # The second holds all that work is ranked by: the biggest topics have tens of thousands of such ties.
    indexes=(
        ("source", "predicate"),
        ("target", "predicate", "source", "status", "modality", "first_seen", "last_seen"),
    ),
)  # fmt: skip
META = Table(
    "meta", "Meta", "Facts about the store itself.",
    (Property("id", "name of the fact"), Property("value", "its value")),
)  # fmt: skip

TABLES = (
    META, SOURCES, PLACES, DOCUMENTS, RECORDS, HANDLES, CONSENTS, MENTIONS, CLAIMS, JUDGEMENTS, ENTITIES, TIES,
)  # fmt: skip
