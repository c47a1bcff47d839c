"""How fast people are resolved: a long list at once, and a batch into a graph of ten thousand and into a large one."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice

from api.bench.figures import Bench, Figure, apart, figure, peak
from api.evaluate.measured import wilson
from graph.model import Record
from graph.rows import handle_rows, record_row
from graph.schema import HANDLES, RECORDS
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from ingest.resolve.handles import further_handles

_AREA = "resolution"
# A million records for the 5,000 documents that a bench makes unless told otherwise.
_RECORDS_A_DOCUMENT = 200
_SMALL, _BATCH, _POST = 10_000, 1_000, 20
_NOW = "2024-01-01T00:00:00Z"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield time, memory and quality of a long list, then the cost of a batch and of a post's records.

    Beside the time stands that of writing every record's row as text; beside memory that of the records alone;
    beside precision and recall of pairs the same of joining equal names; beside the batch one into 10,000 records.
    """
    size = bench.documents * _RECORDS_A_DOCUMENT
    yield from apart(_long_list, size)
    small, large = (apart(_batches, bench.settings, count, str(bench.folder)) for count in (_SMALL, size))
    yield figure(_AREA, f"{_BATCH:,} records into {size:,}", "ms", large[0], small[0])
    yield figure(_AREA, f"a post's {_POST} records into {size:,}", "ms", large[1], small[1])


def _long_list(size: int) -> list[Figure]:
    from ingest.resolve.bulk import resolve_people
    from ingest.synthetic_people import people

    made = list(people(size))
    records, truth = [record for record, _ in made], [number for _, number in made]
    alone, started, spent = peak(), time.perf_counter(), _cpu()
    plain = time.process_time()
    sum(len(repr(record)) for record in records)
    plain = time.process_time() - plain
    found = resolve_people(records)
    seconds, used = time.perf_counter() - started - plain, _cpu() - spent - plain
    true = _true_pairs(truth)
    compared = sum(truth[a] == truth[b] for a, b in found.compared.tolist())
    joined = sum(truth[a] == truth[b] for a, b in found.joined)
    waiting = sum(truth[a] == truth[b] for a, b in found.waiting)
    names = _equal_names(records, truth)
    rows = [
        (f"{size:,} records, elapsed", "s", seconds, plain),
        (f"{size:,} records, of the processor", "s", used, plain),
        ("most memory", "MB", peak(), alone),
        ("true pairs compared", "share", compared / true, names[1]),
        ("precision of what is joined", "share", joined / max(1, len(found.joined)), names[0]),
        ("precision, at least (95 %)", "share", wilson(joined, max(1, len(found.joined)))[0], names[0]),
        ("recall of what is joined", "share", joined / true, names[1]),
        ("recall with what waits for a person", "share", (joined + waiting) / true, names[1]),
        ("handles too common to compare under", "handles", float(found.capped), 1.0),
    ]
    return [figure(_AREA, measure, unit, value, beside) for measure, unit, value, beside in rows]


def _cpu() -> float:
    """Return the seconds of the processor that this process and its children have used."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _true_pairs(truth: list[int]) -> int:
    counts: dict[int, int] = {}
    for number in truth:
        counts[number] = counts.get(number, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())


def _equal_names(records: list[Record], truth: list[int]) -> tuple[float, float]:
    """Return precision and recall of joining all equal names: what a spreadsheet does."""
    by_name: dict[str, dict[int, int]] = {}
    for record, number in zip(records, truth, strict=True):
        of = by_name.setdefault(record.name.casefold(), {})
        of[number] = of.get(number, 0) + 1
    joined = right = 0
    for of in by_name.values():
        total = sum(of.values())
        joined += total * (total - 1) // 2
        right += sum(count * (count - 1) // 2 for count in of.values())
    return right / max(1, joined), right / _true_pairs(truth)


def _batches(settings: Settings, size: int, folder: str) -> tuple[float, float]:
    """Return the milliseconds of the processor that a batch, and a post's records, take to settle in such a graph."""
    from ingest.resolve.settle import Settler
    from ingest.synthetic_people import people

    own = f"sqlite:{folder}/people-{size}.db"
    with closing(open_store(replace(settings, store=own))) as store:
        store.migrate()
        made = (record for record, _ in people(size))
        while some := list(islice(made, 20_000)):
            _write(store, some)
        every = islice(people(size), 0, size, max(1, size // _BATCH))
        new = [replace(record, id=f"{record.id}x", key=f"{record.key}x") for record, _ in every]
        taken = []
        for batch in (new[:_BATCH], new[:_POST]):
            started = time.process_time()
            Settler(store).settle({record.id: record for record in batch}, {}, ())
            taken.append(1000 * (time.process_time() - started))
    return taken[0], taken[1]


def _write(store: GraphStore, records: list[Record]) -> None:
    """Write records with their handles, each an entity of its own."""
    with store.transaction() as transaction:
        transaction.insert(RECORDS, [record_row(record, _NOW, record.id) for record in records])
        rows = (row for record in records for row in handle_rows(record, record.id, further_handles(record)))
        transaction.insert(HANDLES, list(rows))
