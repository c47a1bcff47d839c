"""Blocks of many records: capped and said so, the same in any order of reading, and no pair lost that shares work."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model import Label
from graph.schema import JUDGEMENTS
from ingest.document import Draft
from ingest.resolve.blocks import (
    MOST_OF_A_COMMON_NAME,
    blocking_handles,
    most_in,
    of_the_name,
    shared_handles,
)
from ingest.resolve.handles import further_handles
from tests.community import SECOND, comment, empty_sqlite, entities, post, project, read
from tests.ingest.test_bulk import record

NAMESAKES = MOST_OF_A_COMMON_NAME + 20


def namesakes() -> list[Draft]:
    """Comments of a hundred and twenty David Smiths, and two projects of one of them at one trust."""
    comments = [comment(f"c{n}", on=f"post {n}", by="David Smith") for n in range(NAMESAKES)]
    work = [project(f"P{n}", "Calm Start", team=["David Smith"], host="Kelsby Trust") for n in range(2)]
    return [*work, *comments]


def outcome(folder: Path, batch: int) -> tuple[list[int], list[tuple[str, str, str]], list[str]]:
    folder.mkdir()
    with empty_sqlite(folder) as store:
        report = read(store, namesakes(), batch=batch)
        sizes = sorted(row["records"] for row in entities(store, Label.PERSON, "David Smith"))
        judged = sorted((row["left"], row["right"], row["by"]) for row in store.scan(JUDGEMENTS))
        return sizes, judged, report.warnings


def test_of_a_hundred_namesakes_only_those_who_share_work_are_compared_and_the_cap_is_said(tmp_path: Path):
    sizes, judged, warnings = outcome(tmp_path / "whole", batch=500)
    assert sizes == [1] * NAMESAKES + [2]
    assert len(judged) < NAMESAKES
    assert any("records and more have one name: " in warning for warning in warnings)


def test_of_names_that_are_merely_alike_it_is_not_said_that_they_are_one(tmp_path: Path):
    """In a small community eleven people may have an initial and a family name in common."""
    given = "Jack Jill Joan Jude Judy June Josh Joel Jean Jess Joss Jade".split()
    with empty_sqlite(tmp_path) as store:
        report = read(store, [post(name, by=f"{name} Okafor") for name in given])
    assert not any("have one name" in warning for warning in report.warnings)
    assert any("some names are nearly those of more than" in warning for warning in report.warnings)


def test_the_outcome_is_the_same_in_one_batch_and_where_the_block_grows_too_large_on_the_way(tmp_path: Path):
    whole, some = (outcome(tmp_path / str(batch), batch=batch) for batch in (500, 40))
    assert whole[:2] == some[:2]


def test_taking_records_away_opens_the_block_again(tmp_path: Path):
    few = namesakes()[:10]
    with empty_sqlite(tmp_path) as store:
        read(store, namesakes(), complete=True)
        read(store, few, at=SECOND, complete=True)
        judged = {(row["left"], row["right"], row["by"]) for row in store.scan(JUDGEMENTS)}
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with empty_sqlite(fresh) as store:
        read(store, few)
        assert {(row["left"], row["right"], row["by"]) for row in store.scan(JUDGEMENTS)} == judged


@pytest.mark.parametrize(
    ("name", "signal", "wanted"),
    [
        ("David Smith", "project:calm start", ["Person|shared|david smith|project:calm start"]),
        ("David Smith", "site:blog", []),
        ("Wenna Trelawny", "project:calm start", []),
        ("David", "project:calm start", []),
    ],
)
def test_a_common_name_has_a_handle_with_each_strong_signal(name: str, signal: str, wanted: list[str]):
    one = record(1, name, signal)
    assert shared_handles(one) == wanted
    assert set(wanted) <= set(further_handles(one))
    assert all(of_the_name(handle) in blocking_handles(one) for handle in wanted)


def test_a_rare_name_is_not_capped_its_many_records_are_one_writers():
    assert most_in("Person|name|wenna trelawny") is None
    assert most_in("Person|name|david smith") == MOST_OF_A_COMMON_NAME
    assert most_in("Topic|name|falls") is None
