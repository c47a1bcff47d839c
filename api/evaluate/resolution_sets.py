"""Labelled tables: two lists with a shared number, one list with true ids, pairs that were judged, lists as JSON."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from api.evaluate.measured import Measure, SetKind
from api.evaluate.resolution_linking import Pair, cluster_figures, figures, link, pair_figures
from api.evaluate.resolution_tables import fields_of, row_profile
from graph.errors import InputError
from ingest.resolve.compare.features import levels
from ingest.resolve.compare.model import learn_judged
from ingest.resolve.compare.profile import Profile

Row = dict[str, str]
_TRUE_IDS = ("true id", "unique_id", "true_id", "cluster_id")
# The number that Febrl's generator gives to all records of one person: rec-17-org, rec-17-dup-0.
_FEBRL = re.compile(r"rec-(\d+)-")
# Figures of known methods on the public sets of each kind; see the SOURCE.md beside them.
_SPLINK_FEBRL4 = 0.9931
_TRIGRAMS_ONE_TABLE = 0.911
_DITTO = 0.9899


def rows_of(file: Path) -> list[Row]:
    """Return the rows of a CSV, packed or not; headings and cells without the spaces around them."""
    try:
        content = file.read_bytes()
        text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file.name} cannot be read: {error}", "a CSV in UTF-8") from error
    table = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    return [{(key or "").strip(): (cell or "").strip(" '") for key, cell in row.items() if isinstance(cell, str)}
            for row in table]  # fmt: skip


def heads(folder: Path) -> dict[Path, list[str]]:
    """Return the headings of each table of a folder, in lower case."""
    found = {}
    for file in sorted([*folder.glob("*.csv"), *folder.glob("*.csv.gz")]):
        try:
            with file.open("rb") as raw:
                line = gzip.GzipFile(fileobj=raw).readline() if file.suffix == ".gz" else raw.readline()
            row = next(csv.reader([line.decode("utf-8-sig")], skipinitialspace=True), [])
        except (OSError, UnicodeDecodeError, EOFError):
            continue
        found[file] = [cell.strip().casefold() for cell in row]
    return found


def _two_lists(folder: Path) -> list[Path]:
    return [file for file, head in heads(folder).items() if {"rec_id", "given_name", "surname"} <= set(head)]


def _measure_lists(folder: Path) -> Iterator[Measure]:
    profiles: list[Profile] = []
    truth: list[str] = []
    lists: list[int] = []
    for number, file in enumerate(_two_lists(folder)):
        for row in rows_of(file):
            number_of = _FEBRL.match(row["rec_id"])
            if number_of:
                profiles.append(row_profile(row["rec_id"], row, fields_of(row)))
                truth.append(number_of[1])
                lists.append(number)
    across = len(set(lists)) > 1
    linked = link(profiles, (lambda one, other: lists[one] != lists[other]) if across else None)
    true = [(a, b) for a, b in _true_pairs(truth) if not across or lists[a] != lists[b]]
    yield from pair_figures(linked, true, _SPLINK_FEBRL4, _SPLINK_FEBRL4)
    yield from cluster_figures(linked.groups, truth)


def _one_table(folder: Path) -> list[Path]:
    return [
        file
        for file, head in heads(folder).items()
        if set(head) & set(_TRUE_IDS) and len(fields_of(head)) > 1
    ]


def _measure_table(folder: Path) -> Iterator[Measure]:
    for file in _one_table(folder):
        rows = rows_of(file)
        column = next(name for name in rows[0] if name.casefold() in _TRUE_IDS)
        kept = [row for row in rows if row.get(column)]
        fields = fields_of(kept[0])
        profiles = [row_profile(str(place), row, fields) for place, row in enumerate(kept)]
        truth = [row[column] for row in kept]
        linked = link(profiles)
        anchor = _TRIGRAMS_ONE_TABLE if "kind" in fields else None
        yield from pair_figures(linked, _true_pairs(truth), anchor, anchor)
        yield from cluster_figures(linked.groups, truth)


def _true_pairs(truth: Sequence[str]) -> list[Pair]:
    groups: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(truth):
        groups[one].append(place)
    return [pair for places in groups.values() for pair in combinations(places, 2)]


def _pair_tables(folder: Path) -> list[Path]:
    return [file for file, head in heads(folder).items()
            if "label" in head and any(name.startswith("left_") for name in head)]  # fmt: skip


def _measure_pairs(folder: Path) -> Iterator[Measure]:
    """Learn from the files called `train`, and measure on the others of the same beginning."""
    files = _pair_tables(folder)
    for learned_from in (file for file in files if "train" in file.name):
        stem = learned_from.name.partition("train")[0]
        seen, same = _judged(learned_from)
        model = learn_judged(seen, same)
        for file in files:
            if file != learned_from and file.name.startswith(stem) and "train" not in file.name:
                tried, true = _judged(file)
                found = [model.bits(each) >= 0 for each in tried]
                right = sum(a and b for a, b in zip(found, true, strict=True))
                name = file.name.partition(".")[0]
                yield from figures(f"{name}: pairs", right, sum(found), sum(true), (_DITTO, 0.97))


def _judged(file: Path) -> tuple[list[dict[str, str]], list[bool]]:
    rows = rows_of(file)
    sides = []
    for side in ("left_", "right_"):
        cells = [
            {key.removeprefix(side): cell for key, cell in row.items() if key.startswith(side)}
            for row in rows
        ]
        fields = fields_of(cells[0])
        sides.append([row_profile(side, one, fields) for one in cells])
    seen = [levels(left, right) for left, right in zip(*sides, strict=True)]
    return seen, [row["label"] == "1" for row in rows]


KINDS = (
    SetKind(
        "two lists of people with one number a person",
        lambda folder: bool(_two_lists(folder)),
        _measure_lists,
    ),
    SetKind("a table with true ids", lambda folder: bool(_one_table(folder)), _measure_table),
    SetKind("judged pairs", lambda folder: bool(_pair_tables(folder)), _measure_pairs),
)
