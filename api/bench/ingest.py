"""How fast a community is read into a store, beside the bare engine writing the same rows."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from api.bench.figures import Bench, Figure, apart, figure, peak
from api.bench.made_up import Written, build, empty
from graph.model import Label, RelType
from graph.schema import META, TABLES, TIES, Table
from graph.settings import Settings
from graph.store import Row
from graph.stores import neo4j_text, open_store
from graph.stores.sqlite import SqliteStore
from graph.stores.sqlite_transaction import stored

_AREA = "ingest"
_Insert = tuple[str, Sequence[Sequence[object]]]
_CHUNK = 1000


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield documents and rows a second, and the peak of memory, at a tenth of the size and at the whole.

    Prose is left alone. The peak of memory stands beside that of a tenth of the documents.
    """
    peaks: list[float] = []
    for number in (bench.documents // 10, bench.documents):
        beside = _beside(number, bench.settings, bench.folder)
        built = apart(build, bench.settings, number, bench.folder)
        for what, count, bare in (("documents", number, number), ("rows", built.rows, beside.rows)):
            pair = count / built.seconds, bare / beside.seconds
            yield figure(_AREA, f"{what}, {number:,} documents", f"{what}/s", *pair)
        peaks.append(built.peak)
        yield figure(_AREA, f"peak memory, {number:,} documents", "MB", built.peak, peaks[0])


def _beside(documents: int, settings: Settings, folder: Path) -> Written:
    """Write the rows of a community with the bare engine: into a second file, or the same server beforehand."""
    made = replace(settings, store=f"sqlite:{folder}/rows.db")
    apart(build, made, documents, folder)
    bare = replace(settings, store=f"sqlite:{folder}/bare.db")
    return apart(_write_bare, made, bare if settings.store.startswith("sqlite:") else settings)


def _write_bare(made: Settings, bare: Settings) -> Written:
    """Copy rows with plain inserts into the same tables and indexes; reading them does not count."""
    empty(bare)
    rows, seconds = 0, 0.0
    with closing(open_store(made)) as source, closing(open_store(bare)) as target:
        write = _insert if isinstance(target, SqliteStore) else _create
        for table in (table for table in TABLES if table is not META):
            scanned = source.scan(table)
            while some := list(islice(scanned, _CHUNK)):
                seconds += write(target, table, some, rows)
                rows += len(some)
    return Written(rows, seconds, peak())


def _insert(store: Any, table: Table, rows: list[Row], before: int) -> float:
    """Write a chunk with executemany, in one transaction; return the seconds."""
    values = [[n, *(stored(row[name]) for name in table.columns)] for n, row in enumerate(rows, before + 1)]
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
