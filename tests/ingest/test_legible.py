"""A date that no calendar has and a state without a meaning are left empty, counted, and shown in the report."""

from __future__ import annotations

from pathlib import Path

from graph import schema
from graph.settings import Settings
from ingest.run import ingest
from tests.community import empty_sqlite
from tests.ingest.reading import community, source

MAPPING = """
[source.project]
key = "ref"
name = "title"
start = "started"
status = { column = "state", doing = ["in progress"] }
"""
ROWS = """ref,title,started,state
P1,Steady Steps,2023-02-30,in progress
P2,Night Watch,2022-05-01,unheard-of
P3,Sure Feet,2024-13-45,unheard-of
"""


def test_what_nobody_understands_is_left_empty_and_told(tmp_path: Path) -> None:
    (tmp_path / "projects.csv").write_text(ROWS)
    with empty_sqlite(tmp_path) as store:
        whole = community(tmp_path, source("table", "projects.csv", MAPPING))
        report = ingest(store, whole, Settings(), language=False)
        (told,) = report.as_dict()["sources"]
        assert told["left_empty"] == [
            {"reason": "a state for which the mapping has no word", "number": 2, "words": ["unheard-of"]},
            {
                "reason": "not a date that can be read (start)",
                "number": 2,
                "words": ["2023-02-30", "2024-13-45"],
            },
        ]
        assert (told["created"], told["skipped"]) == (3, 0)
        starts = {row["name"]: row["starts"] for row in store.scan(schema.RECORDS)}
        assert starts == {"Steady Steps": "", "Night Watch": "2022-05-01", "Sure Feet": ""}
        assert ingest(store, whole, Settings(), language=False).unchanged == 3


def test_what_is_understood_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "projects.csv").write_text(
        "ref,title,started,state\nP1,Steady Steps,2022,In progress\nP2,Night Watch,,\n"
    )
    with empty_sqlite(tmp_path) as store:
        whole = community(tmp_path, source("table", "projects.csv", MAPPING))
        (told,) = ingest(store, whole, Settings(), language=False).as_dict()["sources"]
        assert told["left_empty"] == []
