"""The steps that every batch of documents goes through, in order; run.py runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from graph.errors import ImprovementGraphError, InputError, StoreNotReadyError
from graph.ids import digest, document_id
from graph.rows import place_row
from graph.schema import DOCUMENTS, ENTITIES, PLACES, Table
from graph.settings import Settings
from graph.store import GraphStore, Reader, Row, Transaction
from ingest.claims import claim_document
from ingest.clean import READING, clean
from ingest.community import Community, SourceConfig
from ingest.document import Cleaned, Draft, Extraction, Skip
from ingest.elsewhere import sort_out
from ingest.extract.prose import Context, Prose
from ingest.learned_topics import TaggedPosts, TopicModel, learn, with_learned
from ingest.legible import not_understood
from ingest.lexicon import Lexicon, collect, know
from ingest.load import Changes, load_batch, resolve_batch
from ingest.progress import Watch
from ingest.report import Action, Report
from ingest.resolve.blocks import too_common
from ingest.resolve.registered import Registers
from ingest.sources import read_source
from ingest.thread_topics import stored_topics, topics_of

_LISTS = ("table", "members", "ods", "vocabulary", "ties")
# Replies kept in memory until what they answer is there; some kilobytes each.
_EARLY = 20_000
_CROSS_POST = "cross-post: another source has the same document (both places are kept)"


@dataclass(slots=True)
class Run:
    """What all batches of a run share.

    `authors` are the author lines of the last batch and `thread_topics` the topics of its posts, which
    may still be on its way into the store;
    `elsewhere` are the places of this run's documents that other sources have, and whose they are.
    `complete` are the sources said to be whole, `seen` the places that were met in the one being read,
    `withdrawn` those that it holds and does not publish (any more). `watch` is told how far the run is, `ending` what
    must be ended with it.
    """

    store: GraphStore
    community: Community
    settings: Settings
    report: Report
    language: bool = True
    now: str = ""
    lexicon: Lexicon | None = None
    authors: dict[str, str] = field(default_factory=dict)
    thread_topics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    complete: frozenset[str] = frozenset()
    seen: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    early: list[Extraction] = field(default_factory=list)
    registers: Registers = field(default_factory=Registers)
    extractor: Callable[[Iterable[tuple[str, int, Context]]], Iterator[Prose]] | None = None
    tagged: TaggedPosts = field(default_factory=TaggedPosts)
    topics: TopicModel | None = None
    watch: Watch = field(default_factory=Watch)
    ending: ExitStack = field(default_factory=ExitStack)


@dataclass(slots=True)
class Batch:
    """Some documents of one source on their way in; each step fills the next field.

    `known` are the ids of places that were read before, whatever stands there now.
    """

    config: SourceConfig
    reader: Reader
    drafts: list[Draft]
    cleaned: list[Cleaned] = field(default_factory=list)
    prose: list[Prose | None] = field(default_factory=list)
    extractions: list[Extraction] = field(default_factory=list)
    found_elsewhere: list[tuple[Cleaned, str]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    changes: Changes = field(default_factory=Changes)
    transaction: Transaction | None = None


def read_step(run: Run, batch: Batch) -> None:
    """Leave out what stands in the store as it is: the draft's digest is that of its place."""
    source = batch.config.id
    ids = {document_id(source, draft.key): draft for draft in batch.drafts}
    known = {row["id"]: row["fingerprint"] for row in _stored(batch.reader, PLACES, "id", sorted(ids))}
    batch.known = set(known)
    run.seen.update(ids)
    report = run.report.of(source)
    kept = []
    for identifier, draft in ids.items():
        if known.get(identifier) == digest(READING, repr(draft)):
            report.unchanged += 1
        else:
            kept.append(draft)
    for _ in range(len(batch.drafts) - len(ids)):
        report.skip(Skip(source, "two documents of one source have the same key", on_purpose=True))
    batch.drafts = kept


def clean_step(run: Run, batch: Batch) -> None:
    """Make plain text; set apart what another source has already."""
    for draft in batch.drafts:
        with _OneDocument(run, batch, draft):
            batch.cleaned.append(clean(draft, batch.config.id))
            run.report.of(batch.config.id).leave_empty(not_understood(draft))
    try:
        sorted_out = sort_out(batch.reader, batch.config.id, batch.cleaned, run.elsewhere)
    except StoreNotReadyError:
        return  # a dry run into a store that is not there yet: nothing stands elsewhere
    batch.cleaned, batch.found_elsewhere = sorted_out.own, sorted_out.found
    for item, same in sorted_out.found:
        run.elsewhere[item.document.id] = same
        title, key = item.document.title, item.draft.key
        place = f"{title} ({key})" if title else key
        run.report.of(batch.config.id).skip(Skip(place, _CROSS_POST, on_purpose=True))


def extract_step(run: Run, batch: Batch) -> None:
    """Read the prose, where the run reads prose."""
    if not run.language or not batch.cleaned:
        batch.prose = [None] * len(batch.cleaned)
        return
    if run.extractor is None:
        run.extractor = _reader(run)
        run.topics = learn(run.tagged.posts)
    names = _thread_authors(run, batch)
    texts = [(item.document.text, item.body_start, _context(item, names)) for item in batch.cleaned]
    try:
        for prose in run.extractor(texts):
            batch.prose.append(prose)
            run.watch.read(texts[len(batch.prose) - 1][0], len(batch.prose))
    except ImprovementGraphError:
        raise
    except Exception:  # noqa: BLE001  # whatever one text does to the pipeline must not end the run
        # One text breaks the reading of its batch: read each alone, and skip the one that does.
        kept = []
        batch.prose = []
        for item, text in zip(batch.cleaned, texts, strict=True):
            with _OneDocument(run, batch, item.draft):
                batch.prose += run.extractor([text])
                kept.append(item)
        batch.cleaned = kept
    languages = (prose.language for prose in batch.prose if prose is not None and prose.language)
    run.report.of(batch.config.id).other_languages.update(languages)
    if (model := run.topics) is not None:
        batch.prose = [
            with_learned(model, run.tagged.names, item, prose)
            if prose is not None and not prose.language
            else prose
            for item, prose in zip(batch.cleaned, batch.prose, strict=True)
        ]


def _reader(run: Run) -> Callable[[Iterable[tuple[str, int, Context]]], Iterator[Prose]]:
    """Return what reads prose: this process, or as many others as the settings say."""
    if run.settings.processes == 1:
        from ingest.extract.pipeline import Extractor

        return Extractor(_names(run), run.settings.pipeline).read
    from ingest.extract.processes import Processes

    processes = Processes(_names(run), run.settings.pipeline, run.settings.processes)
    run.ending.callback(processes.close)
    return processes.read


def claim_step(run: Run, batch: Batch) -> None:
    """Turn fields and prose into records, mentions and claims; a comment's author has the topics of its thread."""
    if not batch.cleaned:
        return
    lexicon, reader = _names(run), batch.reader
    about = run.thread_topics | stored_topics(
        lambda table, column, values: _stored(reader, table, column, values), batch.cleaned, run.thread_topics, lexicon
    )  # fmt: skip
    for item, prose in zip(batch.cleaned, batch.prose, strict=True):
        with _OneDocument(run, batch, item.draft):
            topics = about.get(item.document.thread, ()) if item.document.parent else ()
            extraction = claim_document(item, prose, lexicon, topics)
            batch.extractions.append(extraction)
            about |= topics_of([extraction], lexicon)
    # The posts of this batch may still be on their way into the store when the next one is read.
    run.thread_topics = topics_of(batch.extractions, lexicon)


def resolve_step(run: Run, batch: Batch) -> None:
    """Work out which records are one, in the whole graph, before anything is written."""
    batch.changes = resolve_batch(batch.reader, batch.extractions, run.registers)
    for many, therefore in too_common(batch.changes.settlement.capped):
        if not any(therefore in warning for warning in run.report.warnings):
            run.report.warnings.append(f"{many}: {therefore}")


def load_step(run: Run, batch: Batch) -> None:
    """Write the batch."""
    if batch.transaction is None:
        raise ValueError("a batch is loaded inside a transaction")
    # First, so that a reply finds the document that stands for its post.
    batch.transaction.upsert(PLACES, [place_row(item.document, same) for item, same in batch.found_elsewhere])
    if batch.extractions:
        early = load_batch(batch.transaction, batch.extractions, batch.changes, run.now)
        run.early += early[: _EARLY - len(run.early)]
    count_step(run, batch)


def count_step(run: Run, batch: Batch) -> None:
    """Count what is new and what has changed; a dry run names it too."""
    report = run.report.of(batch.config.id)
    for extraction in batch.extractions:
        document = extraction.document
        action = Action.CHANGED if document.id in batch.known else Action.CREATED
        report.count(action, document.key, document.title, named=run.report.dry_run)


def _stored(reader: Reader, table: Table, column: str, values: list[str]) -> list[Row]:
    """Return stored rows; nothing where no graph has been built yet (a dry run makes none)."""
    try:
        return reader.find(table, column, values)
    except StoreNotReadyError:
        return []


def _names(run: Run) -> Lexicon:
    """Return the names of this community's lists; where prose is read, of all its fields and of the store too.

    Made when the first changed document is met: a run that changes nothing does not wait for it.
    """
    if run.lexicon is not None:
        return run.lexicon
    lexicon = run.lexicon = Lexicon()
    for config in run.community.sources:
        if run.language or config.source.kind in _LISTS:
            with suppress(InputError):  # said where the source itself is read
                items = run.watch.counted(config.id, read_source(config, run.community))
                collect(run.tagged.note(items, config.id), lexicon)
    if run.language:
        with suppress(StoreNotReadyError):
            for row in run.store.scan(ENTITIES):
                know(row, lexicon)
    return lexicon


def _thread_authors(run: Run, batch: Batch) -> dict[str, str]:
    """Return the author line of each document that a reply in this batch hangs on."""
    own = {item.document.id: item.document.author for item in batch.cleaned}
    names = run.authors | own
    wanted = {end for item in batch.cleaned for end in (item.document.parent, item.document.thread)} - {""}
    rows = _stored(batch.reader, DOCUMENTS, "id", sorted(wanted - set(names)))
    run.authors = own
    return names | {row["id"]: row["author"] for row in rows}


def _context(item: Cleaned, names: dict[str, str]) -> Context:
    document = item.document
    above = {names.get(document.parent, ""), names.get(document.thread, "")} - {document.author}
    main = item.draft.main
    return Context(
        authors=_split(document.author),
        thread=tuple(name for line in sorted(above) for name in _split(line)),
        title=document.title,
        main=main.label if main is not None else None,
        main_name=main.name if main is not None else "",
    )


def _split(line: str) -> tuple[str, ...]:
    return tuple(name for name in line.split("; ") if name)


class _OneDocument:
    """One document must not end the run: whatever goes wrong is a skip that names it and the error's kind."""

    def __init__(self, run: Run, batch: Batch, draft: Draft) -> None:
        self._report = run.report.of(batch.config.id)
        self._draft = draft

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if error is None or isinstance(error, ImprovementGraphError) or not isinstance(error, Exception):
            return False
        self._report.skip(Skip(self._draft.key, f"could not be read: {type(error).__name__}"))
        return True
