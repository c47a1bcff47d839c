"""How fast questions are answered, beside the same asked by hand of the bare engine."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle

from api.bench.by_hand import ByHand, by_hand
from api.bench.figures import Bench, Figure, apart, figure, peak
from api.bench.made_up import fill
from graph.model import Label
from graph.schema import ENTITIES, TIES
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite import SqliteStore
from queries.narrower import topics_below
from queries.request import END

_AREA = "ask"
_Case = tuple[str, dict[str, str]]  # a question and its parameters
# Enough calls for a 99th percentile, or what six seconds allow.
_CALLS, _SECONDS, _FEWEST = 200, 6.0, 10
_PROFILES = 50
# Texts read at a time, as the index reads them.
_TEXTS = 5000
# Of the topics with all that is below them: those that a community asks about most.
_BIGGEST = 10
_NARROWED = {"at another time": {"as_of": "2020"}, "at hospices": {"organisation_kind": "hospice"}}
_ONE_WORD = ("falls", "rao", "hospice", "sepsis")  # of topics, a person, organisations, a topic
_TYPED = ("fal", "sepsi", "hosp", "ward fa")  # as far as somebody has typed them
_DESCRIBED = (
    "falls in care homes",
    "how do we stop patients waiting so long in the emergency department",
    "sepsis screening on the ward",
    "people who feel lonely after leaving hospital",
    "medication errors at discharge",
    "coaching junior doctors in quality improvement",
)


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the 50th, 95th and 99th percentile of each question, in milliseconds.

    The first time that each of the biggest topics is asked about has figures of its own: after it, the order of
    that topic's findings is kept until the store changes (queries/kept.py).
    """
    fill(bench)
    yield from apart(_ask_all, bench.settings)
    yield from apart(_index, bench.settings)


def _index(settings: Settings) -> list[Figure]:
    """Return what the first question to `experts` waits for: the index of all texts, beside reading them.

    Memory stands beside that of the process before. Both in seconds and MB of a process of its own.
    """
    from queries.expertise import community_of
    from queries.reads import named
    from queries.request import Request

    with closing(open_store(settings, must_exist=True)) as store, store.reading() as reader:
        started, after, rows = time.process_time(), "", [{"document": ""}]
        while rows:
            rows = reader.read(named("text_documents"), after=after, known_at=END, limit=_TEXTS)
            after = rows[-1]["document"] if rows else ""
        read, before = time.process_time() - started, peak()
        started = time.process_time()
        community_of(reader, Request({}))
        built = time.process_time() - started
    return [
        figure(_AREA, "index of texts for experts, beside reading the texts", "s CPU", built, read),
        figure(_AREA, "peak of memory with the index, beside without it", "MB", peak(), before),
    ]


def _ask_all(settings: Settings) -> list[Figure]:
    with closing(open_store(settings, must_exist=True)) as store, closing(open_store(settings)) as bare:
        asked, beside = _questions(store), by_hand(bare)
        return [figure for name, cases in asked.items() for figure in _ask(store, name, cases, beside)]


def _questions(store: GraphStore) -> dict[str, list[_Case]]:
    """Return what is asked: for each measure the questions and their parameters, in turn."""
    ids: dict[str, list[str]] = {}
    for row in store.scan(ENTITIES):
        ids.setdefault(row["label"], []).append(row["id"])
    asked: dict[str, list[_Case]] = {}
    for label in (Label.PERSON, Label.PROJECT, Label.ORGANISATION):
        some = ids[label][:: max(1, len(ids[label]) // _PROFILES)]
        asked[label.lower()] = [(label.lower(), {"id": one}) for one in some]
    topics = _by_size(store, ids[Label.TOPIC])
    sized = {"small": topics[:1], "middling": topics[len(topics) // 2 :][:1], "biggest": topics[-_BIGGEST:]}
    for size, some in sized.items():
        asked[f"who-works-on, {size} topic{'s' if len(some) > 1 else ''}"] = [
            ("who-works-on", {"topic": topic}) for topic in some
        ]
    for narrowed, given in _NARROWED.items():
        asked[f"who-works-on, biggest topics, {narrowed}"] = [
            ("who-works-on", {"topic": topic, **given}) for topic in sized["biggest"]
        ]
    return {
        **asked,
        "find, one word": [("find", {"words": word}) for word in _ONE_WORD],
        "find, as it is typed": [("find", {"words": words}) for words in _TYPED],
        "experts": [("experts", {"about": words}) for words in _DESCRIBED],
    }


def _by_size(store: GraphStore, topics: list[str]) -> list[str]:
    """Return topics in order of how many projects are about them or a narrower one."""
    sizes = Counter(
        tie["target"]
        for tie in store.scan(TIES)
        if tie["predicate"] == "ABOUT" and tie["source_label"] == Label.PROJECT
    )
    below = {topic: topics_below(store, {"id": topic, "name": ""}) for topic in topics}
    return sorted(topics, key=lambda topic: (sum(sizes[one] for one in below[topic]), topic))


def _ask(store: GraphStore, measure: str, cases: list[_Case], by_hand: ByHand) -> Iterator[Figure]:
    """Ask and read by hand in turns, so that whatever else the machine does falls on both.

    What SQLite takes is the processor's time of this thread: other work on the machine is no part of it. A server
    works elsewhere, so of it the time that passes is measured.
    """
    from queries.questions import ask

    embedded = isinstance(store, SqliteStore)
    clock, unit = (time.thread_time, "ms CPU") if embedded else (time.perf_counter, "ms")
    first, asked = list[tuple[float, float]](), list[tuple[float, float]]()
    until = 0.0
    for number, (name, given) in zip(range(-len(cases), _CALLS), cycle(cases), strict=False):
        if number == 0:  # what the first round kept in memory is no part of the time there is
            until = time.perf_counter() + _SECONDS
        if number >= _FEWEST and time.perf_counter() > until:
            break
        started = clock()
        ask(store, name, given)
        between = clock()
        by_hand(name, given)
        took = between - started, clock() - between
        (first if number < 0 else asked).append(took)
    if len(cases) == _BIGGEST:
        yield from _percentiles(f"{measure}, first time", unit, first)
    yield from _percentiles(measure, unit, asked)


def _percentiles(measure: str, unit: str, took: list[tuple[float, float]]) -> Iterator[Figure]:
    for percent in (50, 95, 99):
        at = math.ceil(percent / 100 * len(took)) - 1
        pair = [1000 * sorted(some)[at] for some in zip(*took, strict=True)]
        yield figure(_AREA, f"{measure}, p{percent}", unit, *pair)
