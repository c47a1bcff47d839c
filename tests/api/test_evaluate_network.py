"""evaluate network: values of known graphs, in the formats of the data folder, whatever the folder is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli.main import run
from tests.conftest import SHARED


@pytest.fixture
def triangle_and_tail(tmp_path: Path) -> Path:
    """A triangle 0-1-2 with 3 on 2: constraint of 2 by hand is (1/3)^2 + 2 (1/3 + 1/6)^2 = 11/18."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "t_edges.csv").write_text("a,b\n0,1\n0,2\n1,2\n2,3\n")
    (folder / "t_ref_nodes.csv").write_text(
        "id,constraint,effective_size,betweenness,articulation\n"
        "0,1.0069444444,1,0,0\n1,1.0069444444,1,0,0\n2,0.6111111111,2.3333333333,2,1\n3,1,1,0,0\n"
    )
    return folder


def measured(capfd, folder: Path, ends_with: int = 0) -> dict[str, dict[str, object]]:
    assert run(["evaluate", "network", "--set", str(folder), "--json"]) == ends_with
    return {row["measure"]: row for row in json.loads(capfd.readouterr().out)}


def test_a_set_of_ones_own_is_measured_like_those_in_the_data_folder(capfd, triangle_and_tail: Path):
    rows = measured(capfd, triangle_and_tail)
    assert rows["t: constraint, largest difference in millionths"]["met"] is True
    assert all(row["met"] for row in rows.values())
    assert len(rows) == 4


def test_a_wrong_value_is_not_met(capfd, triangle_and_tail: Path):
    file = triangle_and_tail / "t_ref_nodes.csv"
    file.write_text(file.read_text().replace("0.6111111111", "0.6111"))
    rows = measured(capfd, triangle_and_tail)
    assert rows["t: constraint, largest difference in millionths"]["met"] is False


@pytest.mark.parametrize(("good", "spoilt"), [("2.3333333333", "many"), ("id,", "node,")])
def test_a_broken_set_is_named_and_nothing_measured_ends_with_3(
    capfd, triangle_and_tail: Path, good: str, spoilt: str
):
    file = triangle_and_tail / "t_ref_nodes.csv"
    file.write_text(file.read_text().replace(good, spoilt))
    nothing_left = good == "id,"
    rows = measured(capfd, triangle_and_tail, ends_with=3 if nothing_left else 0)
    assert "t_ref_nodes.csv" in str(rows["problem"]["value"])


@pytest.mark.shared_data
def test_all_published_values_are_reproduced(capfd):
    rows = measured(capfd, SHARED / "reference" / "structural-holes-brokerage")
    assert len(rows) > 30
    assert [name for name, row in rows.items() if row["met"] is False] == []
