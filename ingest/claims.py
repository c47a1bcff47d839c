"""What a document claims: from its fields (declared) and from its prose (asserted), each with its quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.model import (
    Agreed,
    Consent,
    DocumentKind,
    Label,
    Modality,
    Polarity,
    Record,
    RelType,
    Strength,
)
from graph.names import name_key
from ingest.claim_writer import Writer
from ingest.clean import shown_name
from ingest.consents import consent_id_of
from ingest.document import Cleaned, Extraction, Named, Spot, Stated
from ingest.extract.moment import dated
from ingest.extract.prose import Prose, Relation, Span
from ingest.learned_topics import RULE
from ingest.lexicon import Lexicon
from ingest.listed_people import as_meant, named_around
from ingest.named_together import apart
from ingest.records import RecordBook
from ingest.sentence import sentence_around
from ingest.withheld import withhold

# A field of the source can be out of date or mistyped, but says what it says.
_FIELD_CONFIDENCE = 0.95
_WORK = (RelType.WORKS_ON, RelType.RUNS, RelType.PARTNERS_IN, RelType.FUNDS)


def claim_document(
    cleaned: Cleaned,
    prose: Prose | None = None,
    lexicon: Lexicon | None = None,
    thread_topics: Sequence[str] = (),
) -> Extraction:
    """Return all that a document says; without prose, what its fields state alone.

    `thread_topics` are what the thread of a comment is about: a signal for its author, and no claim of it.
    """
    if prose is not None:
        cleaned = withhold(cleaned, prose)
    writer = Writer(cleaned, RecordBook(cleaned, lexicon=lexicon or Lexicon()))
    writer.book.topics.extend(thread_topics)
    _describe(writer)
    for stated in cleaned.stated:
        _state(writer, stated)
    if cleaned.document.parent:
        title = Spot(0, len(cleaned.document.title))
        parent = cleaned.document.parent
        writer.claim(
            writer.document.id,
            RelType.REPLIES_TO,
            parent,
            title,
            "thread",
            status=Strength.OBSERVED,
            confidence=1.0,
        )
    if prose is not None:
        _read_prose(writer, prose)
    return Extraction(
        document=cleaned.document,
        records=writer.book.finished(),
        mentions=tuple(writer.mentions.values()),
        claims=tuple(writer.claims.values()),
        judgements=tuple(writer.judgements.values()),
        consents=tuple(_consents(writer)),
        main=writer.book.main,
    )


def _describe(writer: Writer) -> None:
    """Read what a row says of the one it describes: its name, and where a person works."""
    main = writer.cleaned.draft.main
    if main is None:
        return
    record = writer.book.describe(main)
    writer.book.involved.add(record)
    text = writer.document.text
    writer.mention(main.label, Spot(0, len(writer.document.title)), "row", record)
    if main.label is Label.PERSON and main.organisation:
        start = len(writer.document.title) + 1
        line = text.index("Organisation: ", start)
        end = text.find("\n", line)
        spot = Spot(start if main.role else line, len(text) if end < 0 else end)
        _affiliate(writer, record, main, spot)


def _consents(writer: Writer) -> Iterator[Consent]:
    """Yield what a row says of whether its person may be suggested to others."""
    main = writer.cleaned.draft.main
    if main is not None and main.label is Label.PERSON and main.agreed is not Agreed.NONE:
        record = writer.book.records[writer.book.main]
        yield Consent(
            consent_id_of(record),
            record.id,
            record.name,
            main.agreed,
            main.agreed_in_words,
            writer.document.id,
        )


def _affiliate(writer: Writer, person: str, named: Named, spot: Spot) -> None:
    whole = Named(Label.ORGANISATION, named.organisation)
    for organisation in apart(whole, writer.book.lexicon):
        writer.claim(
            person, RelType.AFFILIATED_WITH, writer.book.add(organisation), spot, "field",
            status=Strength.DECLARED, role=named.role, confidence=_FIELD_CONFIDENCE,
        )  # fmt: skip


def _state(writer: Writer, stated: Stated) -> None:
    """Turn a statement of a field into a record, a mention and a claim."""
    said = stated.statement
    whole = said.subject or said.object
    if whole is None or not name_key(whole.label, shown_name(whole)):
        return
    for named in apart(whole, writer.book.lexicon):
        _state_one(writer, stated, named)


def _state_one(writer: Writer, stated: Stated, named: Named) -> None:
    said = stated.statement
    record = writer.book.add(named)
    writer.mention(named.label, stated.named, "field", record)
    whole = writer.book.main or writer.document.id
    if said.predicate is RelType.WROTE:
        whole = writer.document.id
        writer.authors.append(record)
        if writer.document.kind is not DocumentKind.COMMENT:
            writer.book.signal(record, f"byline:{writer.document.source}")
        writer.book.signal(record, f"site:{writer.document.source}")
    subject, obj = (record, whole) if said.subject is not None else (whole, record)
    writer.claim(
        subject, said.predicate, obj, stated.line, "field", status=Strength.DECLARED,
        role=said.role or named.role or said.usual_role, confidence=_FIELD_CONFIDENCE,
        **_work_state(writer, said.predicate),
    )  # fmt: skip
    if named.label is Label.PERSON and named.organisation:
        _affiliate(writer, record, named, stated.line)
    _signal_work(writer, subject, obj)
    if named.label is Label.PERSON:
        writer.book.involved.add(record)
        role = name_key(Label.TOPIC, said.role or named.role)
        writer.book.signal(record, f"line:{writer.document.id} {said.predicate} {role}".strip())
    if said.predicate is RelType.ABOUT and named.label is Label.TOPIC:
        writer.book.topics.append(writer.book.lexicon.canonical(Label.TOPIC, named.name))
    if named.label is Label.ORGANISATION and said.predicate in _WORK:
        writer.book.hosts.append(writer.book.lexicon.canonical(Label.ORGANISATION, named.name))


def _work_state(writer: Writer, predicate: RelType) -> dict[str, object]:
    """Return state and dates of work from the record of the project; without a state it is under way."""
    if predicate not in _WORK or not writer.book.main:
        return {}
    main = writer.book.records[writer.book.main]
    state: dict[str, object] = {"modality": Modality(main.status)}
    if main.starts:
        state["valid_from"] = main.starts
    if main.ends:
        state["valid_to"] = main.ends
    return state


def _signal_work(writer: Writer, subject: str, obj: str) -> None:
    """Note on a person which project they are on, and on a project who is on it."""
    records = writer.book.records
    if subject not in records or obj not in records:
        return
    one, other = records[subject], records[obj]
    if one.label is Label.PERSON and other.label is Label.PROJECT:
        writer.book.signal(subject, f"project:{name_key(Label.PROJECT, other.name)}")
        writer.book.signal(obj, f"with:{name_key(Label.PERSON, one.name)}")
    if one.label is Label.ORGANISATION and other.label is Label.PROJECT:
        writer.book.signal(obj, f"organisation:{name_key(Label.ORGANISATION, one.name)}")


def _read_prose(writer: Writer, prose: Prose) -> None:
    ids = {}
    related = {end for relation in prose.relations for end in (relation.subject, relation.object)}
    around = named_around(writer.book, prose)
    for span in prose.spans:
        ids[span] = _place(writer, as_meant(writer.book, span, around, related=span in related))
    for relation in prose.relations:
        _relate(writer, relation, ids)
    for span, record in ids.items():
        # Nobody mentions what was learned from other posts.
        if record and record not in writer.authors and record != writer.book.main and span.rule != RULE:
            spot = sentence_around(writer.document.text, span.start, span.end)
            writer.claim(
                writer.document.id, RelType.MENTIONS, record, spot, span.rule,
                status=Strength.ASSERTED, confidence=span.confidence,
            )  # fmt: skip


def _place(writer: Writer, span: Span) -> str:
    """Return the record that a span names, or '' where nobody it can be is known."""
    spot = Spot(span.start, span.end)
    words = writer.document.text[span.start : span.end]
    record = ""
    if span.known and span.short:
        full = writer.book.add(Named(Label.PERSON, span.name))
        key = f"{writer.cleaned.draft.key}|short|{name_key(Label.PERSON, words)}"
        record = writer.book.add(Named(Label.PERSON, words), key=key)
        reason = f"In this document “{words}” can only be {span.name}."
        writer.judge_same(record, full, "short-name", reason)
    elif span.known:
        record = writer.book.add(
            Named(span.label, span.name, ids=(span.id,) if span.id else (), role=span.role)
        )
    writer.mention(span.label, spot, span.rule, record, span.confidence)
    return record


def _relate(writer: Writer, relation: Relation, ids: dict[Span, str]) -> None:
    spot = Spot(relation.start, relation.end)
    obj = ids.get(relation.object, "") if relation.object is not None else writer.book.main
    for subject in _subjects(writer, relation, ids):
        if not subject or not obj:
            continue
        # What was learned from other posts' tags nobody says of this one.
        status = Strength.INFERRED if relation.rule.startswith(RULE) else Strength.ASSERTED
        writer.claim(
            subject, relation.predicate, obj, spot, relation.rule, status=status, polarity=relation.polarity,
            modality=relation.modality, role=relation.role, confidence=relation.confidence, **dated(relation),
        )  # fmt: skip
        if relation.polarity is not Polarity.ASSERTS:
            continue
        _signal_work(writer, subject, obj)
        if relation.predicate is RelType.AFFILIATED_WITH:
            _affiliated(writer, subject, obj, relation.role)


def _affiliated(writer: Writer, person: str, organisation: str, role: str) -> None:
    """Complete a person's record with where the prose says they work."""
    records = writer.book.records
    named = Named(Label.PERSON, records[person].name, organisation=records[organisation].name, role=role)
    if records[person].label is Label.PERSON:
        records[person] = _with_affiliation(records[person], named)


def _with_affiliation(record: Record, named: Named) -> Record:
    return replace(
        record, organisation=record.organisation or named.organisation, role=record.role or named.role
    )


def _subjects(writer: Writer, relation: Relation, ids: dict[Span, str]) -> list[str]:
    """Return whom a relation is said of: the named one, the authors, the document, or its subject."""
    if relation.subject is not None:
        return [ids.get(relation.subject, "")]
    if relation.of == "document":
        return [writer.document.id]
    if relation.of == "main":
        return [writer.book.main]
    return list(writer.authors)
