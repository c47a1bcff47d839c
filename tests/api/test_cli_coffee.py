"""`coffee`: a sheet of pairs for those who signed up, and the comparison once it is filled in."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from api.cli.main import run
from tests.community import empty_sqlite, member, read

NAMES = [f"{name} Kaye" for name in ("Ann", "Ben", "Carl", "Dora", "Eli", "Flo", "Gus", "Hal")]


@pytest.fixture
def store(tmp_path: Path) -> str:
    with empty_sqlite(tmp_path) as opened:
        read(opened, [member(name, name) for name in NAMES])
        return opened.url


def signups(folder: Path, *names: str) -> str:
    file = folder / "signups.csv"
    file.write_text("\n".join(["Name", *names]), encoding="utf-8")
    return str(file)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_pairs_are_written_filled_in_and_compared(capfd, tmp_path: Path, store: str):
    sheet = tmp_path / "round.csv"
    assert run(["coffee", "pair", signups(tmp_path, *NAMES), str(sheet), "--store", store]) == 0
    assert "0 without a partner" in capfd.readouterr().out
    pairs = rows(sheet)
    assert {row["person"] for row in pairs} | {row["partner"] for row in pairs} == set(NAMES)
    filled = [{**row, "met": "yes" if row["arm"] == "matched" else "no", "useful": "5"} for row in pairs]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, pairs[0])
        writer.writeheader()
        writer.writerows(filled)
    assert run(["coffee", "compare", str(sheet), "--store", store, "--json"]) == 0
    met = json.loads(capfd.readouterr().out)[0]
    assert (met["matched"], met["random"], met["difference"][0]) == ([2, 2], [0, 2], 1.0)
    again = tmp_path / "again.csv"
    arguments = [
        "coffee",
        "pair",
        signups(tmp_path, *NAMES),
        str(again),
        "--before",
        str(sheet),
        "--seed",
        "7",
    ]
    assert run([*arguments, "--store", store]) == 0
    before = {frozenset((row["person"], row["partner"])) for row in pairs}
    assert not before & {frozenset((row["person"], row["partner"])) for row in rows(again)}


def test_who_was_left_is_first_in_line_in_the_next_round(capfd, tmp_path: Path, store: str):
    out, again = tmp_path / "round.csv", tmp_path / "again.csv"
    command = ["coffee", "pair", signups(tmp_path, *NAMES[:5]), "--control", "0", "--store", store]
    assert run([*command[:3], str(out), *command[3:]]) == 0
    (left,) = [row["person"] for row in rows(out) if not row["partner"]]
    assert run([*command[:3], str(again), *command[3:], "--before", str(out)]) == 0
    assert left not in [row["person"] for row in rows(again) if not row["partner"]]
    assert run([*command[:3], str(again), *command[3:], "--seed", "-1"]) != 0


def test_who_cannot_be_found_is_named_and_left_out(capfd, tmp_path: Path, store: str):
    out = tmp_path / "round.csv"
    assert run(["coffee", "pair", signups(tmp_path, *NAMES, "Nobody Here"), str(out), "--store", store]) == 0
    assert "Nobody Here" in capfd.readouterr().err


@pytest.mark.parametrize("content", [b"what,when\nx,y\n", b"\xff\xfe\x00name"])
def test_a_list_that_cannot_be_read_is_said_so(capfd, tmp_path: Path, store: str, content: bytes):
    file = tmp_path / "broken.csv"
    file.write_bytes(content)
    assert run(["coffee", "pair", str(file), str(tmp_path / "out.csv"), "--store", store]) == 3
    assert "broken.csv" in capfd.readouterr().err
