"""Questions asked by hand of the bare engine: what somebody who knows the tables would write for one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.names import words
from graph.stores.sqlite import SqliteStore

ByHand = Callable[[str, Mapping[str, str]], object]
# What a question must read at least: the claims it stands on with their documents; for `find` the hits.
_SAID = "c.id, c.predicate, c.quote, c.status, c.valid_from, d.title, d.url, d.author, d.published"
_WORK = "'WORKS_ON', 'RUNS', 'PARTNERS_IN', 'FUNDS'"
_PAGE = 51  # the usual length of a page, and one more to see whether there is another
# What stands in these texts (S608) are the constants above; what is asked for is a parameter.
_PROFILE = {
    "sql": f"""
        SELECT {_SAID} FROM claims c JOIN documents d ON d.id = c.document WHERE c.subject_entity = :asked
        UNION ALL SELECT {_SAID} FROM claims c JOIN documents d ON d.id = c.document WHERE c.object_entity = :asked""",  # noqa: S608
    "cypher": f"""
        MATCH (c:Claim {{subject_entity: $asked}}) WHERE c.predicate >= '' MATCH (d:Document {{id: c.document}})
        RETURN {_SAID} UNION ALL
        MATCH (c:Claim {{object_entity: $asked}}) WHERE c.predicate >= '' MATCH (d:Document {{id: c.document}})
        RETURN {_SAID}""",
}
_BY_HAND = {
    "person": _PROFILE,
    "project": _PROFILE,
    "organisation": _PROFILE,
    "who-works-on": {
        "sql": f"""
            WITH RECURSIVE t (id) AS (SELECT :asked UNION
              SELECT source FROM ties JOIN t ON target = t.id AND predicate = 'BROADER'),
            about AS (SELECT DISTINCT a.source AS project FROM t CROSS JOIN ties a ON a.target = t.id
              AND a.predicate = 'ABOUT' AND a.source_label = 'Project'),
            page AS (SELECT w.id FROM about CROSS JOIN ties w ON w.target = about.project AND w.predicate IN ({_WORK})
              WHERE w.modality NOT IN ('planned', 'proposed') ORDER BY w.source_label <> 'Person',
              w.modality NOT IN ('doing', ''), w.last_seen DESC, w.target, w.source LIMIT {_PAGE})
            SELECT {_SAID} FROM page CROSS JOIN claims c ON c.tie = page.id JOIN documents d ON d.id = c.document""",  # noqa: S608
        "cypher": f"""
            MATCH (t:Topic)-[:BROADER*0..6]->(:Topic {{id: $asked}}) WITH DISTINCT t
            MATCH (t)<-[:ABOUT]-(p:Project) WITH DISTINCT p
            MATCH (p)<-[w:WORKS_ON|RUNS|PARTNERS_IN|FUNDS]-(:Entity) WHERE NOT w.modality IN ['planned', 'proposed']
            WITH w ORDER BY w.source_label <> 'Person', NOT w.modality IN ['doing', ''], w.last_seen DESC,
              w.target, w.source LIMIT {_PAGE}
            MATCH (c:Claim {{tie: w.id}}) MATCH (d:Document {{id: c.document}}) RETURN {_SAID}""",
    },
    "who-works-on as_of": {
        "sql": f"""
            WITH RECURSIVE t (id) AS (SELECT :asked UNION
              SELECT source FROM ties JOIN t ON target = t.id AND predicate = 'BROADER'),
            about AS (SELECT DISTINCT a.source AS project FROM t CROSS JOIN ties a ON a.target = t.id
              AND a.predicate = 'ABOUT' AND a.source_label = 'Project')
            SELECT {_SAID} FROM about CROSS JOIN claims c ON c.object_entity = about.project
              AND c.predicate IN ({_WORK}) AND c.modality NOT IN ('planned', 'proposed') AND c.valid_from <= :more
              AND (c.valid_to = '' OR c.valid_to >= :more) JOIN documents d ON d.id = c.document
            ORDER BY c.subject_label <> 'Person', c.valid_from DESC LIMIT {_PAGE}""",  # noqa: S608
        "cypher": f"""
            MATCH (t:Topic)-[:BROADER*0..6]->(:Topic {{id: $asked}}) WITH DISTINCT t
            MATCH (t)<-[:ABOUT]-(p:Project) WITH DISTINCT p
            MATCH (c:Claim {{object_entity: p.id}}) WHERE c.predicate IN [{_WORK}]
              AND NOT c.modality IN ['planned', 'proposed'] AND c.valid_from <= $more
              AND (c.valid_to = '' OR c.valid_to >= $more)
            WITH c ORDER BY c.subject_label <> 'Person', c.valid_from DESC LIMIT {_PAGE}
            MATCH (d:Document {{id: c.document}}) RETURN {_SAID}""",
    },
    "who-works-on organisation_kind": {
        "sql": f"""
            WITH RECURSIVE t (id) AS (SELECT :asked UNION
              SELECT source FROM ties JOIN t ON target = t.id AND predicate = 'BROADER'),
            about AS (SELECT DISTINCT a.source AS project FROM t CROSS JOIN ties a ON a.target = t.id
              AND a.predicate = 'ABOUT' AND a.source_label = 'Project'),
            page AS (SELECT w.id FROM about CROSS JOIN ties w ON w.target = about.project AND w.predicate IN ({_WORK})
              WHERE w.modality NOT IN ('planned', 'proposed') AND (EXISTS (SELECT 1 FROM ties r JOIN entities o
                ON o.id = r.source WHERE r.target = w.target AND r.predicate = 'RUNS' AND o.kind = :more)
              OR EXISTS (SELECT 1 FROM ties r JOIN entities o ON o.id = r.target WHERE r.source = w.source
                AND r.predicate = 'AFFILIATED_WITH' AND o.kind = :more))
              ORDER BY w.source_label <> 'Person', w.modality NOT IN ('doing', ''), w.last_seen DESC LIMIT {_PAGE})
            SELECT {_SAID} FROM page CROSS JOIN claims c ON c.tie = page.id JOIN documents d ON d.id = c.document""",  # noqa: S608
        "cypher": f"""
            MATCH (t:Topic)-[:BROADER*0..6]->(:Topic {{id: $asked}}) WITH DISTINCT t
            MATCH (t)<-[:ABOUT]-(p:Project) WITH DISTINCT p
            MATCH (p)<-[w:WORKS_ON|RUNS|PARTNERS_IN|FUNDS]-(who:Entity) WHERE NOT w.modality IN ['planned', 'proposed']
              AND (EXISTS {{ (p)<-[:RUNS]-(:Organisation {{kind: $more}}) }}
                OR EXISTS {{ (who)-[:AFFILIATED_WITH]->(:Organisation {{kind: $more}}) }})
            WITH w ORDER BY w.source_label <> 'Person', NOT w.modality IN ['doing', ''], w.last_seen DESC LIMIT {_PAGE}
            MATCH (c:Claim {{tie: w.id}}) MATCH (d:Document {{id: c.document}}) RETURN {_SAID}""",
    },
    "find": {
        "sql": """
            SELECT d.id, d.title, d.text FROM documents_words w JOIN documents d ON d.row = w.rowid
            WHERE documents_words MATCH :asked ORDER BY d.published DESC LIMIT 300""",
        "cypher": """
            CALL db.index.fulltext.queryNodes('documents_words', $asked) YIELD node AS d
            RETURN d.id, d.title, d.text ORDER BY d.published DESC LIMIT 300""",
    },
    "experts": {
        "sql": """
            SELECT d.id, d.title, d.author, d.text FROM documents_words w JOIN documents d ON d.row = w.rowid
            WHERE documents_words MATCH :asked ORDER BY bm25(documents_words) LIMIT 300""",
        "cypher": """
            CALL db.index.fulltext.queryNodes('documents_words', $asked) YIELD node AS d, score
            RETURN d.id, d.title, d.author, d.text ORDER BY score DESC LIMIT 300""",
    },
}


def by_hand(store: Any) -> ByHand:
    """Return what asks a question by hand over the engine's own connection."""

    def sql(name: str, given: Mapping[str, str]) -> object:
        key, wanted = _wanted(name, given)
        return store._connection().execute(_BY_HAND[key]["sql"], wanted).fetchall()

    def cypher(name: str, given: Mapping[str, str]) -> object:
        key, wanted = _wanted(name, given)
        with store._session() as session:
            return list(session.run(_BY_HAND[key]["cypher"], wanted))

    return sql if isinstance(store, SqliteStore) else cypher


def _wanted(question: str, given: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return which of the texts above a request is by hand, and what it takes: the first given, and a filter."""
    asked, *more = given.values()
    key = " ".join([question, *[*given][1:]])
    wanted = {"asked": _words(question, asked)}
    return key, {**wanted, "more": more[0]} if more else wanted


def _words(question: str, asked: str) -> str:
    """Return what is asked as the engine wants it: free words as its full-text index reads them."""
    if question == "find":
        return f"{' AND '.join(words(asked))}*"
    return " OR ".join(words(asked)) if question == "experts" else asked
