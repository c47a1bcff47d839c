"""What another source has already: the same post at the same address or in the same words, with its comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.ids import digest
from graph.model import Document, DocumentKind, Label
from graph.names import name_key, words
from graph.schema import DOCUMENTS, PLACES
from graph.store import Reader, Row
from ingest.document import Cleaned
from ingest.resemblance import is_copy, is_within

# Articles that share their rarest run of words: more are a form letter, and the first few settle it.
_MOST_COMPARED = 20


@dataclass(slots=True)
class Elsewhere:
    """The documents of a batch, sorted: `own` are to be read, `found` are places of documents that are there."""

    own: list[Cleaned] = field(default_factory=list)
    found: list[tuple[Cleaned, str]] = field(default_factory=list)


def sort_out(reader: Reader, source: str, cleaned: list[Cleaned], before: Mapping[str, str]) -> Elsewhere:
    """Return which of a source's documents stand in other sources already.

    `before` are places found so in this run's earlier batches, which may still be on their way in.

    A post does where its address is that of another source's or the words of its body are, or nearly; a comment
    where its post does and somebody of that name wrote the same words under it. A document that was
    read as its own before stays one.
    """
    ends = (end for item in cleaned for end in (item.document.parent, item.document.thread))
    parents = {**_documents_at(reader, ends), **before}
    known = _Known(reader, source, cleaned)
    result = Elsewhere()
    for read in cleaned:
        comment = read.document.kind is DocumentKind.COMMENT
        item = replace(read, document=_with_fingerprint(read.document, parents, read)) if comment else read
        same = known.same_as(item, parents)
        if same:
            parents[item.document.id] = same
            result.found.append((item, same))
        else:
            result.own.append(item)
    return result


def _documents_at(reader: Reader, places: Iterable[str]) -> dict[str, str]:
    wanted = sorted({place for place in places if place})
    return {row["id"]: row["document"] for row in reader.find(PLACES, "id", wanted)}


def _with_fingerprint(document: Document, parents: dict[str, str], item: Cleaned) -> Document:
    """Return a comment with the fingerprint of its thread, its author and its words."""
    root = parents.get(document.thread, document.thread)
    said = words(document.text[item.body_start :])
    author = name_key(Label.PERSON, document.author)
    return replace(document, body_fingerprint=digest(root, author, *said) if said and author else "")


class _Known:
    """The places of other sources that documents of this batch could be at too."""

    def __init__(self, reader: Reader, source: str, cleaned: list[Cleaned]) -> None:
        self._reader = reader
        self._source = source
        documents = [item.document for item in cleaned]
        posts = [document for document in documents if document.kind is not DocumentKind.COMMENT]
        self._by_words = self._look("body_fingerprint", (d.body_fingerprint for d in posts))
        self._by_address = self._look("address", (d.address for d in posts))
        own = reader.find(PLACES, "id", sorted(d.id for d in documents))
        self._read_before = {row["id"] for row in own if row["id"] == row["document"]}

    def same_as(self, item: Cleaned, parents: Mapping[str, str]) -> str:
        """Return the document of another source that this one is, or ''."""
        document = item.document
        if document.id in self._read_before:
            return ""
        if document.kind is not DocumentKind.COMMENT:
            return self._copied(item) or self._addressed(item)
        # Only under a post that stands elsewhere too can a comment be one of another source.
        if parents.get(document.thread, document.thread) == document.thread or not document.body_fingerprint:
            return ""
        rows = self._look("body_fingerprint", [document.body_fingerprint]).get(document.body_fingerprint, [])
        return next((row["document"] for row in rows), "")

    def _copied(self, item: Cleaned) -> str:
        """Return the document with the words of this one, or nearly: those that a fingerprint suggests are compared."""
        document = item.document
        suggested = [row["document"] for row in self._by_words.get(document.body_fingerprint, ())]
        title = words(document.title)
        for row in self._reader.find(DOCUMENTS, "id", sorted(set(suggested)))[:_MOST_COMPARED]:
            # A document's text is its title and fields, an empty line, and its body.
            body = row["text"].partition("\n\n")[2]
            if is_copy(document.text[item.body_start :], body, titled=words(row["title"]) == title):
                return str(row["id"])
        return ""

    def _addressed(self, item: Cleaned) -> str:
        """Return the document at this one's address; a mere pointer to an article does not stand for its text."""
        document = item.document
        rows = self._by_address.get(document.address, ())
        found = (row for row in rows if row["body_fingerprint"] or not document.body_fingerprint)
        same = next((row["document"] for row in found), "")
        if same or not rows:
            return str(same)
        for row in self._reader.find(DOCUMENTS, "id", sorted({row["document"] for row in rows})):
            if is_within(row["text"].partition("\n\n")[2], document.text[item.body_start :]):
                return str(row["id"])
        return ""

    def _look(self, column: str, values: Iterable[str]) -> dict[str, list[Row]]:
        rows = self._reader.find(PLACES, column, sorted({value for value in values if value}))
        found: dict[str, list[Row]] = {}
        for row in rows:
            if row["source"] != self._source:
                found.setdefault(row[column], []).append(row)
        return found
