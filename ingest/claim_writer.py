"""What collects the claims, mentions and judgements of one document, each with its quote."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.ids import claim_id, judgement_id
from graph.model import Claim, Document, Judgement, Label, Mention, RelType, Verdict
from ingest.document import Cleaned, Spot
from ingest.records import RecordBook


@dataclass(slots=True)
class Writer:
    """Collects what one document says."""

    cleaned: Cleaned
    book: RecordBook
    claims: dict[str, Claim] = field(default_factory=dict)
    mentions: dict[tuple[int, int, Label], Mention] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    spoken: set[str] = field(default_factory=set)

    @property
    def document(self) -> Document:
        """The document that is being read."""
        return self.cleaned.document

    def claim(
        self, subject: str, predicate: RelType, obj: str, spot: Spot, rule: str, **said: object
    ) -> None:
        """Add one claim; the same words said twice by one rule count once."""
        if subject == obj:
            return
        quote = self.document.text[spot.start : spot.end]
        identifier = claim_id(self.document.id, (subject, predicate, obj), rule, quote)
        made: dict[str, object] = {
            "valid_from": self.document.published,
            "precision": self.document.precision,
        }
        made |= {"speaker": self.document.author, **said}
        self.claims.setdefault(
            identifier,
            Claim(
                id=identifier,
                subject=subject,
                subject_label=self.label(subject),
                predicate=predicate,
                object=obj,
                object_label=self.label(obj),
                document=self.document.id,
                quote=quote,
                start=spot.start,
                end=spot.end,
                rule=rule,
                **made,  # type: ignore[arg-type]  # each caller names fields of Claim
            ),
        )

    def mention(self, label: Label, spot: Spot, rule: str, record: str, confidence: float = 1.0) -> None:
        """Add one mention; the first rule that reads a span keeps it."""
        words = self.document.text[spot.start : spot.end]
        self.mentions.setdefault(
            (spot.start, spot.end, label),
            Mention(self.document.id, label, spot.start, spot.end, words, rule, record, confidence),
        )

    def label(self, identifier: str) -> Label:
        """Return the label of a record of this document, or that of the document itself."""
        return Label.DOCUMENT if identifier == self.document.id else _label(self, identifier)

    def judge_same(self, left: str, right: str, rule: str, reason: str) -> None:
        """Add a judgement of this document's own; it can be taken back like any other."""
        by = f"rule:{rule}"
        identifier = judgement_id(left, right, by)
        first, second = sorted((left, right))
        self.judgements[identifier] = Judgement(identifier, first, second, Verdict.SAME, (reason,), by, 0.95)


def _label(writer: Writer, identifier: str) -> Label:
    if identifier in writer.book.records:
        return writer.book.records[identifier].label
    return Label.DOCUMENT
