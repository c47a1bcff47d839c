"""The reports of the runs, kept with the store: what was taken and what was left, and when."""

from __future__ import annotations

import json
from typing import Any

from graph.schema import META
from graph.store import GraphStore
from ingest.report import Report

_PREFIX = "run:"
# A report names up to 1,000 skips a source: a hundred of them are years of a monthly run, and some megabytes.
KEPT = 100


def keep_report(store: GraphStore, report: Report) -> None:
    """Keep a run's report in its store; beyond KEPT the oldest ones go."""
    kept = sorted(row["id"] for row in store.scan(META) if row["id"].startswith(_PREFIX))
    of_this_second = [
        name.partition("#")[2] for name in kept if name.startswith(f"{_PREFIX}{report.started}#")
    ]
    number = int(max(of_this_second, default="0")) + 1
    name = f"{_PREFIX}{report.started}#{number:04}"
    row = {"id": name, "value": json.dumps(report.as_dict(), ensure_ascii=False)}
    with store.transaction() as transaction:
        transaction.upsert(META, [row])
        transaction.delete(META, "id", kept[: max(0, len(kept) + 1 - KEPT)])


def kept_reports(store: GraphStore) -> list[dict[str, Any]]:
    """Return the reports of the runs that wrote into a store, the newest first."""
    rows = [row for row in store.scan(META) if row["id"].startswith(_PREFIX)]
    return [json.loads(row["value"]) for row in sorted(rows, key=lambda row: row["id"], reverse=True)]
