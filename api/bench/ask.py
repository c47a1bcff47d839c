"""How fast questions are answered, beside queries by hand that read the same evidence."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle
from typing import Any

from api.bench.figures import Bench, Figure, apart, figure
from api.bench.made_up import build, holds
from graph.schema import ENTITIES, TIES
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.sqlite import SqliteStore

_AREA = "ask"
_Case = tuple[str, dict[str, str]]  # a question and its parameters
_ByHand = Callable[[str, str], object]
# Enough calls for a 99th percentile, or what six seconds allow.
_CALLS, _SECONDS, _FEWEST = 200, 6.0, 10
_ONE_WORD = ("falls", "rao", "hospice", "sepsis")  # of topics, a person, organisations, a topic
# By hand, what a question must read at least: the claims it stands on with their documents; for `find` the hits.
_SAID = "c.id, c.predicate, c.quote, c.status, c.valid_from, d.title, d.url, d.author, d.published"
_WORK = "'WORKS_ON', 'RUNS', 'PARTNERS_IN', 'FUNDS', 'WROTE'"
_BY_HAND = {
    ("person", "sql"): f"""
        SELECT {_SAID} FROM claims c JOIN documents d ON d.id = c.document WHERE c.subject_entity = :asked
        UNION ALL SELECT {_SAID} FROM claims c JOIN documents d ON d.id = c.document WHERE c.object_entity = :asked""",  # noqa: S608
    ("person", "cypher"): f"""
        MATCH (c:Claim {{subject_entity: $asked}}) MATCH (d:Document {{id: c.document}}) RETURN {_SAID} UNION ALL
        MATCH (c:Claim {{object_entity: $asked}}) MATCH (d:Document {{id: c.document}}) RETURN {_SAID}""",
    ("who-works-on", "sql"): f"""
        WITH RECURSIVE t (id) AS (SELECT :asked UNION
          SELECT source FROM ties JOIN t ON target = t.id AND predicate = 'BROADER')
        SELECT a.id, a.quote, t.id, {_SAID} FROM t CROSS JOIN claims a ON a.object_entity = t.id
        AND a.predicate = 'ABOUT' JOIN claims c ON c.object_entity = a.subject_entity AND c.predicate IN ({_WORK})
        JOIN documents d ON d.id = c.document LIMIT 4000""",  # noqa: S608
    ("who-works-on", "cypher"): f"""
        MATCH (t:Topic)-[:BROADER*0..6]->(:Topic {{id: $asked}}) WITH DISTINCT t.id AS t
        MATCH (a:Claim {{object_entity: t, predicate: 'ABOUT'}})
        MATCH (c:Claim) WHERE c.object_entity = a.subject_entity AND c.predicate IN [{_WORK}]
        MATCH (d:Document {{id: c.document}}) RETURN a.id, a.quote, t, {_SAID} LIMIT 4000""",
    ("find", "sql"): """
        SELECT d.id, d.title, d.text FROM documents_words w JOIN documents d ON d.row = w.rowid
        WHERE documents_words MATCH :asked || '*' ORDER BY d.published DESC LIMIT 300""",
    ("find", "cypher"): """
        CALL db.index.fulltext.queryNodes('documents_words', $asked + '*') YIELD node AS d
        RETURN d.id, d.title, d.text ORDER BY d.published DESC LIMIT 300""",
}  # fmt: skip


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the 50th, 95th and 99th percentile of each question, in milliseconds."""
    if not holds(bench.settings, bench.documents):
        apart(build, bench.settings, bench.documents, bench.folder)
    yield from apart(_ask_all, bench.settings)


def _ask_all(settings: Settings) -> list[Figure]:
    with closing(open_store(settings, must_exist=True)) as store, closing(open_store(settings)) as bare:
        by_hand, asked = _by_hand(bare), _questions(store)
        return [figure for name, cases in asked.items() for figure in _ask(store, name, cases, by_hand)]


def _questions(store: GraphStore) -> dict[str, list[_Case]]:
    """Return what is asked: for each measure the question and its parameters, in turn."""
    sizes = Counter(tie["target"] for tie in store.scan(TIES) if tie["target_label"] == "Topic")
    topics = [topic for topic, _ in sorted(sizes.items(), key=lambda item: (item[1], item[0]))]
    people = [row["id"] for row in store.scan(ENTITIES) if row["label"] == "Person"]
    sized = {"small": topics[0], "middling": topics[len(topics) // 2], "biggest": topics[-1]}
    asked = {"person": [("person", {"id": person}) for person in people[:: max(1, len(people) // 50)]]}
    for size, topic in sized.items():
        asked[f"who-works-on, {size} topic"] = [("who-works-on", {"topic": topic})]
    return {**asked, "find, one word": [("find", {"words": word}) for word in _ONE_WORD]}


def _ask(store: GraphStore, measure: str, cases: list[_Case], by_hand: _ByHand) -> Iterator[Figure]:
    """Ask and read by hand in turns, so that whatever else the machine does falls on both."""
    from queries.questions import ask

    asked, beside = list[float](), list[float]()
    until = time.perf_counter() + _SECONDS
    for number, (name, given) in zip(range(-len(cases), _CALLS), cycle(cases), strict=False):
        if number >= _FEWEST and time.perf_counter() > until:
            break
        started = time.perf_counter()
        ask(store, name, given)
        between = time.perf_counter()
        by_hand(name, *given.values())
        if number >= 0:  # the first round warms both up
            asked.append(between - started)
            beside.append(time.perf_counter() - between)
    for percent in (50, 95, 99):
        pair = [1000 * sorted(some)[math.ceil(percent / 100 * len(some)) - 1] for some in (asked, beside)]
        yield figure(_AREA, f"{measure}, p{percent}", "ms", *pair)


def _by_hand(store: Any) -> _ByHand:
    """Return what reads the evidence of a question over the engine's own connection."""

    def sql(name: str, asked: str) -> object:
        return store._connection().execute(_BY_HAND[name, "sql"], {"asked": asked}).fetchall()

    def cypher(name: str, asked: str) -> object:
        with store._session() as session:
            return list(session.run(_BY_HAND[name, "cypher"], asked=asked))

    return sql if isinstance(store, SqliteStore) else cypher
