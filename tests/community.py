"""A tiny made-up community: drafts as readers hand them over, read through the real steps without files.

    read(store, [post("huddles", by="Asha Rao"), comment("1", on="huddles", by="Dan Okafor")])

A list is one source, "blog"; a dictionary has one list a source. Change one draft and read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path
from unittest.mock import patch

from graph import schema
from graph.model import Agreed, ConsentPolicy, DocumentKind, Label, Modality, RelType, Source, Verdict
from graph.schema import Table
from graph.settings import Settings
from graph.store import GraphStore, Row
from graph.stores.sqlite import SqliteStore
from ingest.community import Community, SourceConfig
from ingest.document import Draft, Named, Skip, Statement
from ingest.report import Report
from ingest.resolve.review import decide
from ingest.run import ingest
from ingest.sources import SOURCES

KIND = "made-up"
FIRST, SECOND, THIRD = "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"
Drafts = Sequence[Draft | Skip]


@dataclass(frozen=True, slots=True)
class MadeUp(SourceConfig):
    """A source that needs no file: it holds its drafts."""

    drafts: tuple[Draft | Skip, ...] = ()


def read(
    store: GraphStore,
    drafts: Drafts | Mapping[str, Drafts],
    *,
    at: str = FIRST,
    batch: int = 500,
    prose: bool = False,
    dry_run: bool = False,
    complete: bool = False,
    consent: ConsentPolicy | None = None,
) -> Report:
    """Read drafts into a store as a run at this time would, and return its report.

    `complete` says of every source that it is whole, `consent` what the community file says of who said nothing.
    """
    sources = drafts if isinstance(drafts, Mapping) else {"blog": drafts}
    whole = replace(community(sources), consent=consent)
    with patch.dict(SOURCES, {KIND: _drafts}), clock(at):
        names = [config.id for config in whole.sources] if complete else ()
        return ingest(store, whole, Settings(batch=batch), dry_run=dry_run, language=prose, complete=names)


def community(sources: Mapping[str, Drafts]) -> Community:
    """A community file's worth of made-up sources."""
    here = Path(__file__)
    configs = (
        MadeUp(Source(name, KIND), path=here.name, folder=here.parent, drafts=tuple(drafts))
        for name, drafts in sources.items()
    )
    return Community("Made-up community", tuple(configs))


def _drafts(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    assert isinstance(config, MadeUp)
    yield from config.drafts


@contextmanager
def clock(at: str) -> Iterator[None]:
    """Let runs and judgements happen at this time, one after the other: a microsecond passes at each look."""
    passed = count()

    class Clock:
        @staticmethod
        def now(zone: tzinfo) -> datetime:
            return datetime.fromisoformat(at).astimezone(zone) + timedelta(microseconds=next(passed))

    with patch("ingest.run.datetime", Clock), patch("ingest.resolve.review.datetime", Clock):
        yield


def post(
    key: str,
    title: str = "A post",
    *,
    by: str | Named | Sequence[str | Named] = "Asha Rao",
    body: str = "",
    topics: Sequence[str] = (),
    published: str = "2023-05-01",
) -> Draft:
    """A post with a byline, and tags."""
    said = [*_wrote(by), *(Statement("Topics", RelType.ABOUT, object=_topic(name)) for name in topics)]
    return Draft(key, DocumentKind.POST, title, body, published=published, statements=tuple(said))


def comment(
    key: str,
    *,
    on: str,
    by: str | Named | Sequence[str | Named] = "Dan Okafor",
    body: str = "Thank you.",
    thread: str = "",
    published: str = "2023-05-02",
) -> Draft:
    """A comment on a post, or on a comment of the thread."""
    title = f"Comment {key}"
    said = tuple(_wrote(by))
    kind = DocumentKind.COMMENT
    return Draft(key, kind, title, body, published=published, parent=on, thread=thread or on, statements=said)


def project(
    key: str,
    title: str,
    *,
    team: Sequence[str | Named] = (),
    host: str | Named = "",
    topics: Sequence[str] = (),
    status: Modality = Modality.DOING,
    starts: str = "2022",
    ends: str = "",
    place: str = "",
    body: str = "",
) -> Draft:
    """A row of a list of projects, with a key of its own."""
    main = Named(
        Label.PROJECT, title, (f"projects:{key}",), place=place, status=status, starts=starts, ends=ends
    )
    said = [Statement("Team", RelType.WORKS_ON, subject=person(one), role="lead") for one in team]
    if host:
        said.append(Statement("Host", RelType.RUNS, subject=organisation_named(host)))
    said += [Statement("Themes", RelType.ABOUT, object=_topic(name)) for name in topics]
    return Draft(key, DocumentKind.PROJECT, title, body, main=main, statements=tuple(said))


def member(
    key: str,
    name: str,
    *,
    role: str = "",
    organisation: str = "",
    place: str = "",
    interests: Sequence[str] = (),
    ids: tuple[str, ...] = (),
    agreed: str = "",
) -> Draft:
    """A row of a member list, with a key of its own; `agreed` is what it says of being suggested: yes, no or ''."""
    main = Named(
        Label.PERSON, name, (f"members:{key}", *ids), role=role, organisation=organisation, place=place,
        agreed=Agreed(agreed), agreed_in_words=f"open to introductions: {agreed}" if agreed else "",
    )  # fmt: skip
    said = tuple(Statement("Interests", RelType.ABOUT, object=_topic(one)) for one in interests)
    return Draft(key, DocumentKind.PROFILE, name, main=main, statements=said)


def organisation(
    key: str, name: str, *, names: tuple[str, ...] = (), kind: str = "", place: str = "", scheme: str = "ods"
) -> Draft:
    """A row of a register of organisations."""
    main = Named(Label.ORGANISATION, name, (f"{scheme}:{key}",), names=names, kind=kind, place=place)
    return Draft(key, DocumentKind.ORGANISATION, name, main=main)


def within(key: str, name: str, above: str, **fields: str) -> Draft:
    """A row of a register of organisations, of one that is part of another."""
    made = organisation(key, name, **fields)  # type: ignore[arg-type]  # kind, place or scheme
    return replace(
        made, statements=(Statement("Part of", RelType.PART_OF, object=organisation_named(above)),)
    )


def topic(key: str, name: str, *, names: tuple[str, ...] = (), broader: str = "") -> Draft:
    """A row of a vocabulary."""
    main = Named(Label.TOPIC, name, (f"topics:{key}",), names=names)
    said = (Statement("Broader", RelType.BROADER, object=_topic(broader)),) if broader else ()
    return Draft(key, DocumentKind.TOPIC, name, main=main, statements=said)


def person(named: str | Named, **fields: object) -> Named:
    """A person as a field names them: person("Asha Rao", organisation="NTH")."""
    if isinstance(named, Named):
        return named
    return Named(Label.PERSON, named, **fields)  # type: ignore[arg-type]  # each caller names fields of Named


def organisation_named(named: str | Named) -> Named:
    """An organisation as a field names it."""
    return named if isinstance(named, Named) else Named(Label.ORGANISATION, named)


def _topic(name: str) -> Named:
    return Named(Label.TOPIC, name)


def _wrote(by: str | Named | Sequence[str | Named]) -> list[Statement]:
    writers = [by] if isinstance(by, str | Named) else list(by)
    return [Statement("By", RelType.WROTE, subject=person(one)) for one in writers if one]


def rows(store: GraphStore, table: Table, *without: str) -> list[Row]:
    """All rows of a table in order of id, without some columns."""
    return [{name: row[name] for name in row if name not in without} for row in store.scan(table)]


def tables(store: GraphStore, *without: str) -> dict[str, list[Row]]:
    """Every table, without some columns: what two graphs are compared by."""
    return {table.name: rows(store, table, *without) for table in schema.TABLES if table is not schema.META}


def entities(store: GraphStore, label: Label, name: str = "") -> list[Row]:
    """The entities of a label, those of one name where it is given."""
    found = [row for row in store.scan(schema.ENTITIES) if row["label"] == label and row["records"]]
    return [row for row in found if not name or name in row["names"]]


def one(store: GraphStore, label: Label, name: str) -> Row:
    """The only entity of a label with this name."""
    (found,) = entities(store, label, name)
    return found


def judge(store: GraphStore, pair: Sequence[str], verdict: Verdict, by: str, reason: str = "") -> str:
    """Let somebody judge a pair of records; return the id of the judgement."""
    left, right = pair
    return decide(store, left, right, verdict, by, reason)


def judged_by(store: GraphStore, verdict: str = "same") -> list[str]:
    """Who or which rule gave the standing judgements of a verdict, in order of their names."""
    found = store.scan(schema.JUDGEMENTS)
    return sorted(row["by"] for row in found if row["verdict"] == verdict and not row["undone"])


@contextmanager
def empty_sqlite(folder: Path) -> Iterator[GraphStore]:
    """An empty store in a folder: what a test of the steps needs, where the engine does not matter."""
    opened = SqliteStore(folder / "made-up.db")
    opened.migrate()
    try:
        yield opened
    finally:
        opened.close()
