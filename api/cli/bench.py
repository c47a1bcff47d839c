"""`bench`: how fast this is, each figure beside something plain that is measured in the same run."""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NamedTuple, TypeVar

import typer

from api.cli import invocation, terminal
from graph.errors import StoreNotReadyError, UsageError
from graph.model import Label, RelType
from graph.schema import ENTITIES, META, TABLES, TIES, Table
from graph.settings import Settings
from graph.store import GraphStore, Row
from graph.stores import neo4j_text, open_store
from graph.stores.sqlite import SqliteStore, _stored

_T = TypeVar("_T")
_Case = tuple[str, dict[str, str]]  # a question and its parameters
_Insert = tuple[str, Sequence[Sequence[object]]]
_ByHand = Callable[[str, str], object]
# A store that holds this row holds a bench's graph and nothing of anybody's: it may be emptied.
_MARK = "made-by-bench"
_CHUNK = 1000
# Enough calls for a 99th percentile, or what six seconds allow.
_CALLS, _SECONDS, _FEWEST = 200, 6.0, 10
_ONE_WORD = ("falls", "rao", "hospice", "sepsis")  # of topics, a person, organisations, a topic
# By hand, what a question must read at least: the claims it stands on with their documents; for `find` the hits.
_SAID = "c.id, c.predicate, c.quote, c.status, c.valid_from, d.title, d.url, d.author, d.published"
_WORK = "'WORKS_ON', 'RUNS', 'PARTNERS_IN', 'FUNDS', 'WROTE'"
_BY_HAND = {
    ("person", "sql"): f"""
        SELECT {_SAID} FROM claims c JOIN documents d ON d.id = c.document WHERE c.subject_entity = :asked
        UNION ALL SELECT {_SAID} FROM claims c JOIN documents d ON d.id = c.document WHERE c.object_entity = :asked""",  # noqa: S608
    ("person", "cypher"): f"""
        MATCH (c:Claim {{subject_entity: $asked}}) MATCH (d:Document {{id: c.document}}) RETURN {_SAID} UNION ALL
        MATCH (c:Claim {{object_entity: $asked}}) MATCH (d:Document {{id: c.document}}) RETURN {_SAID}""",
    ("who-works-on", "sql"): f"""
        WITH RECURSIVE t (id) AS (SELECT :asked UNION
          SELECT source FROM ties JOIN t ON target = t.id AND predicate = 'BROADER')
        SELECT a.id, a.quote, t.id, {_SAID} FROM t CROSS JOIN claims a ON a.object_entity = t.id
        AND a.predicate = 'ABOUT' JOIN claims c ON c.object_entity = a.subject_entity AND c.predicate IN ({_WORK})
        JOIN documents d ON d.id = c.document LIMIT 4000""",  # noqa: S608
    ("who-works-on", "cypher"): f"""
        MATCH (t:Topic)-[:BROADER*0..6]->(:Topic {{id: $asked}}) WITH DISTINCT t.id AS t
        MATCH (a:Claim {{object_entity: t, predicate: 'ABOUT'}})
        MATCH (c:Claim) WHERE c.object_entity = a.subject_entity AND c.predicate IN [{_WORK}]
        MATCH (d:Document {{id: c.document}}) RETURN a.id, a.quote, t, {_SAID} LIMIT 4000""",
    ("find", "sql"): """
        SELECT d.id, d.title, d.text FROM documents_words w JOIN documents d ON d.row = w.rowid
        WHERE documents_words MATCH :asked || '*' ORDER BY d.published DESC LIMIT 300""",
    ("find", "cypher"): """
        CALL db.index.fulltext.queryNodes('documents_words', $asked + '*') YIELD node AS d
        RETURN d.id, d.title, d.text ORDER BY d.published DESC LIMIT 300""",
}  # fmt: skip


class Area(StrEnum):
    """What is measured."""

    INGEST = "ingest"
    ASK = "ask"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure, the plain thing beside it, how the two compare, and the load of the machine just then."""

    area: str
    measure: str
    value: float
    unit: str
    beside: float
    ratio: float
    load: float


class Written(NamedTuple):
    """What one process wrote: rows, the seconds that took, and the most memory it ever held, in MB."""

    rows: int
    seconds: float
    peak: float


def bench(
    area: Annotated[Area, typer.Argument(metavar="AREA", help="ingest, ask or all.")] = Area.ALL,
    documents: Annotated[int, typer.Option(min=500, help="Documents of the made-up community.")] = 5000,
    store: Annotated[
        str,
        typer.Option(metavar="URL", help="An empty store, emptied at the end.", show_default="a new file"),
    ] = "",
    as_json: invocation.Json = False,
) -> None:
    """Measure speed on a made-up community, beside something plain in the same run.

    Ingest (prose left alone) stands beside the engine writing the same rows, a peak of memory beside that of
    a tenth of the documents, and questions beside queries by hand that read the same evidence.
    """
    with TemporaryDirectory() as folder:
        settings = invocation.settings_for(store or f"sqlite:{folder}/bench.db")
        _empty(settings)
        try:
            figures = [*_figures(area, documents, settings, Path(folder))]
        finally:
            _empty(settings, mark=False)
    if as_json:
        terminal.print_json([asdict(figure) for figure in figures])
        return
    headings = ("area", "measure", "value", "unit", "beside", "ratio", "load")
    rows = [[f"{x:,.2f}" if isinstance(x, float) else x for x in asdict(one).values()] for one in figures]
    terminal.console().print(terminal.table(headings, rows, numbers=("value", "beside", "ratio", "load")))


def _figures(area: Area, documents: int, settings: Settings, folder: Path) -> Iterator[Figure]:
    """Build at a tenth of the size and at the whole, then ask what stands in the store."""
    peaks: list[float] = []
    for number in (documents // 10, documents) if area is not Area.ASK else ():
        beside = _beside(number, settings, folder)
        built = _apart(_build, settings, number, folder)
        for what, count, bare in (("documents", number, number), ("rows", built.rows, beside.rows)):
            pair = count / built.seconds, bare / beside.seconds
            yield _figure(Area.INGEST, f"{what}, {number:,} documents", f"{what}/s", *pair)
        peaks.append(built.peak)
        yield _figure(Area.INGEST, f"peak memory, {number:,} documents", "MB", built.peak, peaks[0])
    if area is Area.ASK:
        _apart(_build, settings, documents, folder)
    yield from _apart(_ask_all, settings) if area is not Area.INGEST else ()


def _figure(area: Area, measure: str, unit: str, value: float, beside: float) -> Figure:
    load = round(os.getloadavg()[0], 2)
    return Figure(area, measure, round(value, 3), unit, round(beside, 3), round(value / beside, 3), load)


def _apart(work: Callable[..., _T], *args: object) -> _T:
    """Run a function in a process of its own: its peak of memory is its own, and so is what it binds."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args).result()


def _empty(settings: Settings, *, mark: bool = True) -> None:
    """Empty a store that holds nothing, or nothing but a bench's graph; raises UsageError for any other."""
    with closing(open_store(settings)) as store:
        with suppress(StoreNotReadyError):
            if not store.find(META, "id", [_MARK]) and any(store.count().values()):
                raise UsageError(f"{settings.store} holds a graph; a bench empties it", "name an empty store")
        store.wipe()
        if mark:
            store.migrate()
            with store.transaction() as transaction:
                transaction.upsert(META, [{"id": _MARK, "value": "yes"}])


def _peak() -> float:
    """Return this process's peak of memory in MB: its own, which ru_maxrss is not where a parent was larger."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # bytes, on macOS


def _build(settings: Settings, documents: int, folder: Path) -> Written:
    """Ingest a made-up community into an emptied store, through the readers' own seam."""
    from ingest import synthetic
    from ingest.run import ingest
    from ingest.sources import SOURCES

    SOURCES.update(dict.fromkeys(set(synthetic.KINDS.values()), synthetic.read))
    _empty(settings)
    with closing(open_store(settings)) as store:
        made = synthetic.community(synthetic.Size(documents), folder)
        report = ingest(store, made, settings, language=False)
        return Written(sum(store.count().values()), report.seconds, _peak())


def _beside(documents: int, settings: Settings, folder: Path) -> Written:
    """Write the rows of a community with the bare engine: into a second file, or the same server beforehand."""
    made = replace(settings, store=f"sqlite:{folder}/rows.db")
    _apart(_build, made, documents, folder)
    bare = replace(settings, store=f"sqlite:{folder}/bare.db")
    return _apart(_write_bare, made, bare if settings.store.startswith("sqlite:") else settings)


def _write_bare(made: Settings, bare: Settings) -> Written:
    """Copy rows with plain inserts into the same tables and indexes; reading them does not count."""
    _empty(bare)
    rows, seconds = 0, 0.0
    with closing(open_store(made)) as source, closing(open_store(bare)) as target:
        write = _insert if isinstance(target, SqliteStore) else _create
        for table in (table for table in TABLES if table is not META):
            scanned = source.scan(table)
            while some := list(islice(scanned, _CHUNK)):
                seconds += write(target, table, some, rows)
                rows += len(some)
    return Written(rows, seconds, _peak())


def _insert(store: Any, table: Table, rows: list[Row], before: int) -> float:
    """Write a chunk with executemany, in one transaction; return the seconds."""
    values = [[n, *(_stored(row[name]) for name in table.columns)] for n, row in enumerate(rows, before + 1)]
    writes = [_plain_insert(table.name, ("row", *table.columns), values)]
    if table.words:
        texts = [[n, *(words.text(row) for words in table.words)] for n, row in enumerate(rows, before + 1)]
        writes.append(_plain_insert(f"{table.name}_words", ("rowid", *(w.name for w in table.words)), texts))
    started = time.perf_counter()
    with store.transaction() as transaction:
        for statement, numbered in writes:
            transaction.connection.executemany(statement, numbered)
    return time.perf_counter() - started


def _plain_insert(name: str, columns: tuple[str, ...], values: Sequence[Sequence[object]]) -> _Insert:
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    return f'INSERT INTO "{name}" ({names}) VALUES ({marks})', values  # noqa: S608 - names of our own schema


def _create(store: Any, table: Table, rows: list[Row], _: int) -> float:
    """Write a chunk with UNWIND and CREATE, each statement a transaction of its own; return the seconds."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if table is TIES:
            ends = Label(row["source_label"]), RelType(row["predicate"]), Label(row["target_label"])
            groups[neo4j_text.create_ties(*ends)].append(row)
        else:
            labels = f"{table.node}:{row['label']}" if table.node == "Entity" else table.node
            texts = {words.name: words.text(row) for words in table.words}
            groups[f"UNWIND $rows AS row CREATE (n:{labels}) SET n = row"].append({**row, **texts})
    started = time.perf_counter()
    with store._session() as session:
        for statement, some in groups.items():
            session.run(statement, rows=some).consume()
    return time.perf_counter() - started


def _ask_all(settings: Settings) -> list[Figure]:
    with closing(open_store(settings, must_exist=True)) as store, closing(open_store(settings)) as bare:
        by_hand, asked = _by_hand(bare), _questions(store)
        return [figure for name, cases in asked.items() for figure in _ask(store, name, cases, by_hand)]


def _questions(store: GraphStore) -> dict[str, list[_Case]]:
    """Return what is asked: for each measure the question and its parameters, in turn."""
    sizes = Counter(tie["target"] for tie in store.scan(TIES) if tie["target_label"] == "Topic")
    topics = [topic for topic, _ in sorted(sizes.items(), key=lambda item: (item[1], item[0]))]
    people = [row["id"] for row in store.scan(ENTITIES) if row["label"] == "Person"]
    sized = {"small": topics[0], "middling": topics[len(topics) // 2], "biggest": topics[-1]}
    asked = {"person": [("person", {"id": person}) for person in people[:: max(1, len(people) // 50)]]}
    for size, topic in sized.items():
        asked[f"who-works-on, {size} topic"] = [("who-works-on", {"topic": topic})]
    return {**asked, "find, one word": [("find", {"words": word}) for word in _ONE_WORD]}


def _ask(store: GraphStore, measure: str, cases: list[_Case], by_hand: _ByHand) -> Iterator[Figure]:
    """Ask and read by hand in turns, so that whatever else the machine does falls on both."""
    from queries.questions import ask

    asked, beside = list[float](), list[float]()
    until = time.perf_counter() + _SECONDS
    for number, (name, given) in zip(range(-len(cases), _CALLS), cycle(cases), strict=False):
        if number >= _FEWEST and time.perf_counter() > until:
            break
        started = time.perf_counter()
        ask(store, name, given)
        between = time.perf_counter()
        by_hand(name, *given.values())
        if number >= 0:  # the first round warms both up
            asked.append(between - started)
            beside.append(time.perf_counter() - between)
    for percent in (50, 95, 99):
        pair = [1000 * sorted(some)[math.ceil(percent / 100 * len(some)) - 1] for some in (asked, beside)]
        yield _figure(Area.ASK, f"{measure}, p{percent}", "ms", *pair)


def _by_hand(store: Any) -> _ByHand:
    """Return what reads the evidence of a question over the engine's own connection."""

    def sql(name: str, asked: str) -> object:
        return store._connection().execute(_BY_HAND[name, "sql"], {"asked": asked}).fetchall()

    def cypher(name: str, asked: str) -> object:
        with store._session() as session:
            return list(session.run(_BY_HAND[name, "cypher"], asked=asked))

    return sql if isinstance(store, SqliteStore) else cypher
