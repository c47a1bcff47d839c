"""The report of each run is kept in the store, also of one that was stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

import ingest.steps
from graph.store import GraphStore
from ingest import reports
from ingest.document import Skip
from ingest.reports import kept_reports
from tests.community import FIRST, SECOND, empty_sqlite, post, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def test_the_report_of_a_run_is_kept_in_the_store_with_every_skip(store: GraphStore) -> None:
    read(store, [post("a"), Skip("export.xml, post:7", "draft")])
    report = read(store, [post("a"), post("b")], at=SECOND)
    newest, first = kept_reports(store)
    assert newest == report.as_dict()
    assert (first["started"], first["outcome"], first["read"]) == (FIRST, "done", 2)
    assert first["sources"][0]["skips"] == [{"place": "export.xml, post:7", "reason": "draft"}]


def test_a_dry_run_keeps_no_report(empty: GraphStore):
    read(empty, [post("a")])
    read(empty, [post("b")], dry_run=True)
    assert len(kept_reports(empty)) == 1


def test_a_run_that_was_stopped_is_kept_as_stopped(empty: GraphStore):
    with patch.object(ingest.steps, "clean", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        read(empty, [post("a")])
    (report,) = kept_reports(empty)
    assert (report["outcome"], report["loaded"]) == ("stopped", 0)


def test_two_runs_of_one_second_are_two_and_the_oldest_go(empty: GraphStore, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reports, "KEPT", 3)
    for number in range(5):
        read(empty, [post(str(number))])
    kept = kept_reports(empty)
    assert [report["read"] for report in kept] == [1, 1, 1]
