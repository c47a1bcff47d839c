"""Moving a whole graph from store to store or file, and checking that one is sound."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from graph.errors import InputError, StoreError, UsageError
from graph.schema import META, TABLES, VERSION, Table
from graph.store import GraphStore, Row
from graph.stores.identity import STORE_ID

# Rows in one transaction: large enough for speed, small enough that a server's memory holds it.
BATCH = 2000
_FORMAT = "improvement-graph backup"


def copy(
    source: GraphStore, target: GraphStore, batch: int = BATCH, *, replace: bool = False
) -> dict[str, int]:
    """Copy every row of a graph to another store, and return how many there are of each table.

    Raises UsageError where both are one store, whatever their addresses, and where the target holds a
    graph already and `replace` does not say to drop it,
    StoreError where the target's counts are not the source's in the end.
    """
    promised = dict(source.count())
    _refuse_itself(source, target)
    _empty(target, replace=replace)
    with target.loading():
        for table in TABLES:
            _write(target, table, source.scan(table), batch)
    _compare(promised, target)
    return promised


def _refuse_itself(source: GraphStore, target: GraphStore) -> None:
    target.migrate()
    ids = [store.find(META, "id", [STORE_ID]) for store in (source, target)]
    if ids[0] and ids[0] == ids[1]:
        raise UsageError(f"{source.url} and {target.url} are one store", "name another target")


def save(store: GraphStore, path: Path) -> dict[str, int]:
    """Write every row as JSON lines to a compressed file; it is there whole or not at all."""
    made = path.with_name(f".{path.name}.part")
    saved: dict[str, int] = {}
    try:
        with gzip.open(made, "wt", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps({"format": _FORMAT, "schema": VERSION}) + "\n")
            for table in TABLES:
                saved[table.name] = 0
                for row in store.scan(table):
                    file.write(json.dumps([table.name, row], ensure_ascii=False) + "\n")
                    saved[table.name] += 1
            file.write(json.dumps({"rows": saved}) + "\n")
        made.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}", "name a folder that is there"
        ) from error
    finally:
        made.unlink(missing_ok=True)
    return saved


def load(path: Path, target: GraphStore, batch: int = BATCH, *, replace: bool = False) -> dict[str, int]:
    """Read a file that `save` wrote into a store; raises InputError where it is none, or is cut short.

    The whole file is read and checked before anything is written.
    """
    promised = _check_file(path)
    _empty(target, replace=replace)
    by_name = {table.name: table for table in TABLES}
    with target.loading():
        for name, rows in groupby(_rows_of(path), key=itemgetter(0)):
            _write(target, by_name[name], (row for _, row in rows), batch)
    _compare(promised, target)
    return promised


def verify(store: GraphStore) -> list[str]:
    """Return what is wrong with a graph, one sentence each: quotes, mentions and references are checked."""
    from graph import soundness

    return list(soundness.problems(store))


def _empty(target: GraphStore, *, replace: bool) -> None:
    """Make the target a migrated store without rows."""
    target.migrate()
    held = sum(number for name, number in target.count().items() if name != META.name)
    if held and not replace:
        raise UsageError(
            f"{target.url} holds a graph already",
            "name an empty store, or say --replace to drop what is there",
        )
    if held:
        target.wipe()
        target.migrate()


def _write(target: GraphStore, table: Table, rows: Iterable[Row], batch: int) -> None:
    # A store keeps its own id, whatever is copied into it.
    left = (row for row in rows if table is not META or row["id"] != STORE_ID)
    while some := list(islice(left, batch)):
        with target.transaction() as transaction:
            transaction.upsert(table, some)


def _compare(promised: Mapping[str, int], target: GraphStore) -> None:
    there = target.count()
    wrong = [
        f"{name}: {number} of {promised[name]}"
        for name, number in there.items()
        # A store has facts of its own, which one that was saved by an earlier version may lack.
        if number < promised[name] or (number > promised[name] and name != META.name)
    ]
    if wrong:
        raise StoreError(
            f"not everything arrived in {target.url} ({'; '.join(wrong)})", "do it again with --replace"
        )


def _lines_of(path: Path) -> Iterator[object]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except FileNotFoundError as error:
        raise InputError(f"there is nothing at {path}", "check the path") from error
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"{path} is no backup, or is damaged", "name a file that backup wrote") from error


def _rows_of(path: Path) -> Iterator[tuple[str, Row]]:
    for line in _lines_of(path):
        if isinstance(line, list):
            name, row = line
            yield name, row


def _check_file(path: Path) -> dict[str, int]:
    """Return the counts a backup promises, which must be those it holds."""
    held = {table.name: 0 for table in TABLES}
    head: object = None
    last: object = None
    for line in _lines_of(path):
        head = head or line
        last = line
        if isinstance(line, list):
            held[line[0]] = held.get(line[0], 0) + 1
    if not isinstance(head, dict) or head.get("format") != _FORMAT:
        raise InputError(f"{path} is no backup", "name a file that backup wrote")
    if head.get("schema") != VERSION:
        raise InputError(
            f"{path} is of schema {head.get('schema')}; this version reads {VERSION}", "see CHANGELOG.md"
        )
    if not isinstance(last, dict) or last.get("rows") != held:
        raise InputError(f"{path} is cut short", "make the backup again")
    return held
