"""What the graph can see: of each source its documents, period and people, today and at an earlier date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import GraphStore
from queries.questions import ask
from tests.community import SECOND, empty_sqlite, member, post, project, read


@pytest.fixture
def small(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        read(
            store,
            {
                "members": [member("M1", "Asha Rao"), member("M2", "Dan Okafor")],
                "blog": [
                    post("a", by="Bela Bo", published="2019-03-01"),
                    post("b", by="Bela Bo", published="2022-05"),
                ],
            },
        )
        read(store, {"projects": [project("P1", "Steady Steps", team=["Cy Low"])]}, at=SECOND)
        yield store


def test_each_source_tells_its_documents_period_and_people(small: GraphStore):
    found = {f.value["id"]: f for f in ask(small, "coverage", {}).findings}
    blog = found["blog"].value
    assert (blog["documents"], blog["from"], blog["to"]) == (2, "2019-03-01", "2022-05")
    assert (blog["people"], blog["people_doing"]) == (1, 1)
    assert (found["members"].value["people"], found["members"].value["people_doing"]) == (2, 0)
    (why,) = found["blog"].why
    assert why.startswith(
        "Source “blog” was read as made-up: 2 documents, of 2019 to 2022. It names 1 person, of whom 1"
    )


def test_at_an_earlier_date_only_what_was_there_and_known_is_counted(small: GraphStore):
    now, then = (ask(small, "coverage", given).coverage for given in ({}, {"known_at": "2024-01-15"}))
    assert (now["documents"], now["people"], now["projects"]) == (5, 4, 1)
    assert (then["documents"], then["people"], then["projects"]) == (4, 3, 0)
    assert ask(small, "coverage", {"as_of": "2020"}).coverage["to"] == "2019-03-01"
