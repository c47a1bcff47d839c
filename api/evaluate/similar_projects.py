"""Similar projects on judged pairs: what comes up first, beside BM25 over the same texts and chance.

A set is a folder with a community file and `judged.csv` (query, project, grade): both ends are "SOURCE KEY" of a
project's record, or a query is "words: …". Grades: 2 shares aim and method, 1 one of the two in substance, 0 neither;
what nobody judged counts as 0.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import numpy as np

from api.evaluate.measured import Measure, SetKind, holds
from graph.errors import InputError
from graph.model import Label
from graph.schema import DOCUMENTS, RECORDS
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from ingest.community import read_community
from ingest.run import ingest
from queries.project_index import ProjectIndex, project_index
from queries.questions import ask
from queries.request import Request

OWN = (Path(__file__).parents[2] / "tests" / "quality" / "similar_projects",)
_JUDGED = "judged.csv"
_WORDS = "words: "
_FIRST, _LIST = 5, 10
_GOAL = 0.7
_RELEVANT = 1


@dataclass(frozen=True, slots=True)
class _Figures:
    """Precision among the first five and discounted gain among the first ten, of one query by one method."""

    precision: float
    gain: float


def measure(folder: Path) -> Iterator[Measure]:
    """Yield the figures of a judged set; raises InputError for files that cannot be read."""
    judged = _read(folder / _JUDGED)
    with TemporaryDirectory() as scratch:
        settings = Settings(store=f"sqlite:{Path(scratch) / 'projects.db'}")
        store = open_store(settings)
        try:
            ingest(store, read_community(folder / "community.toml"), settings, language=False)
            yield from _measures(store, judged)
        finally:
            store.close()


KINDS = (SetKind("project records with judged pairs", holds(_JUDGED, "community.toml"), measure),)


def _read(file: Path) -> dict[str, dict[str, int]]:
    """Return the grades of each query's projects."""
    found: dict[str, dict[str, int]] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.DictReader(opened):
                found.setdefault(row["query"], {})[row["project"]] = int(row["grade"])
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise InputError(f"{file} is no list of query, project and grade", "see tests/quality") from error
    return found


def _measures(store: GraphStore, judged: Mapping[str, Mapping[str, int]]) -> Iterator[Measure]:
    entities = _entities(store)
    with store.reading() as reader:
        index = project_index(reader, Request({}))
    ours: list[_Figures] = []
    plain: list[_Figures] = []
    chance: list[_Figures] = []
    most: list[float] = []
    several: list[int] = []
    draw = np.random.default_rng(0)
    for query, pairs in judged.items():
        own = entities.get(query, "")
        grades = {entities[one]: grade for one, grade in pairs.items() if one in entities}
        if not (own or query.startswith(_WORDS)) or not grades:
            continue
        relevant = sum(grade >= _RELEVANT for grade in grades.values())
        several += [len(ours)] if relevant >= _FIRST else []
        most.append(min(relevant, _FIRST) / _FIRST)
        ours.append(_figures(_asked(store, query, own), grades))
        plain.append(_figures(_bm25(index, query, own), grades))
        shuffled = [index.rows[number]["id"] for number in draw.permutation(len(index.rows))[:_LIST]]
        chance.append(_figures(shuffled, grades))
    if not ours:
        raise InputError("none of the judged projects was read", "look at the community file's paths")
    yield Measure("queries", len(ours))
    yield Measure("queries with five or more relevant", len(several))
    yield Measure("P@5, those queries", _precision(ours, several), _precision(plain, several), _GOAL)
    yield Measure("P@5, all queries", _precision(ours), _precision(plain))
    yield Measure("P@5 that can be reached, all queries", fmean(most))
    yield Measure("P@5 by chance, all queries", _precision(chance))
    yield Measure("nDCG@10", fmean(one.gain for one in ours), fmean(one.gain for one in plain))
    yield Measure("nDCG@10 by chance", fmean(one.gain for one in chance))


def _entities(store: GraphStore) -> dict[str, str]:
    """Return the project that each record "SOURCE KEY" is."""
    keys = {row["id"]: f"{row['source']} {row['key']}" for row in store.scan(DOCUMENTS)}
    return {
        keys[row["document"]]: row["entity"]
        for row in store.scan(RECORDS)
        if row["label"] == Label.PROJECT and row["document"] in keys and row["key"].endswith("|main")
    }


def _asked(store: GraphStore, query: str, own: str) -> list[str]:
    """Return the answer of the question as anybody gets it: the nearest five, then those after them."""
    asked = {"project": own} if own else {"about": query.removeprefix(_WORDS)}
    found: list[str] = []
    for cursor in range(0, _LIST, _FIRST):
        given = {**asked, "limit": str(_FIRST), "cursor": str(cursor)}
        found += [str(one.value["id"]) for one in ask(store, "similar-projects", given).findings]
    return found


def _bm25(index: ProjectIndex, query: str, own: str) -> list[str]:
    number = index.number(own) if own else -1
    words = index.words(number) if number >= 0 else query.removeprefix(_WORDS)
    scores = index.text.bm25(index.text.asked(words))
    ranked = [int(place) for place in np.argsort(-scores, kind="stable") if place != number][:_LIST]
    return [str(index.rows[place]["id"]) for place in ranked if scores[place] > 0]


def _figures(found: Sequence[str], grades: Mapping[str, int]) -> _Figures:
    """Return precision and normalised discounted cumulative gain (Järvelin and Kekäläinen 2002, ACM TOIS 20)."""
    got = [grades.get(one, 0) for one in found[:_LIST]]
    ideal = _gain(sorted(grades.values(), reverse=True)[:_LIST])
    precision = sum(grade >= _RELEVANT for grade in got[:_FIRST]) / _FIRST
    return _Figures(precision, _gain(got) / ideal if ideal else 0.0)


def _gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / np.log2(place + 2) for place, grade in enumerate(grades)))


def _precision(figures: Sequence[_Figures], some: Sequence[int] | None = None) -> float:
    chosen = figures if some is None else [figures[place] for place in some]
    return fmean(one.precision for one in chosen) if chosen else 0.0
