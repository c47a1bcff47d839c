"""The benchmark runs and says what each figure stands beside; the figures themselves are kept, not asserted.

To see them: `make bench`, or `make bench ARGS="ask --documents 20000"`. For a Neo4j server, name an empty one
with `--store` and give NEO4J_USER and NEO4J_PASSWORD.
"""

import json

import pytest

from api.cli.main import run
from graph.model import RelType
from graph.schema import META
from graph.settings import Settings
from graph.stores import open_store
from ingest import synthetic
from ingest.community import KINDS
from ingest.document import Draft
from ingest.run import ingest
from ingest.sources import SOURCES, read_source

FIELDS = {"area", "measure", "value", "unit", "beside", "ratio", "load"}
FIGURES = {
    "ingest": {
        "documents, 50",
        "documents, 500",
        "rows, 50",
        "rows, 500",
        "peak memory, 50",
        "peak memory, 500",
    },
    "ask": {
        "person",
        "project",
        "organisation",
        "who-works-on, small topic",
        "who-works-on, biggest topics",
        "who-works-on, biggest topics, first time",
        "find, one word",
        "find, as it is typed",
        "experts",
        "index of texts for experts, beside reading the texts",
        "peak of memory with the index, beside without it",
    },
}


@pytest.fixture
def small(tmp_path, monkeypatch):
    for kind in set(synthetic.KINDS.values()):
        monkeypatch.setitem(SOURCES, kind, synthetic.read)
    return synthetic.community(synthetic.Size(400), tmp_path)


def drafts(community):
    return [draft for config in community.sources for draft in read_source(config, community)]


@pytest.mark.parametrize("area", ["ingest", "ask"])
def test_every_measure_stands_beside_something(capfd, area):
    assert run(["bench", area, "--documents", "500", "--json"]) == 0
    rows = json.loads(capfd.readouterr().out)
    with capfd.disabled():
        print()
        for row in rows:
            print("  {area} {measure}: {value} {unit}, beside {beside}: {ratio} (load {load})".format(**row))
    assert all(set(row) == FIELDS and row["area"] == area and row["beside"] > 0 for row in rows)
    measured = {
        row["measure"].removesuffix(" documents").rpartition(", p")[0] or row["measure"] for row in rows
    }
    named = {row["measure"].removesuffix(" documents") for row in rows} | measured
    assert named >= FIGURES[area]
    asked = {row["measure"].rpartition(", ")[2] for row in rows if row["unit"] == "ms CPU"}
    assert area == "ingest" or asked == {"p50", "p95", "p99"}


def test_parsing_stands_beside_the_bare_libraries(capfd):
    assert run(["bench", "sources", "--documents", "500", "--json"]) == 0
    rows = json.loads(capfd.readouterr().out)
    with capfd.disabled():
        print()
        for row in rows:
            print("  {area} {measure}: {value} {unit}, beside {beside}: {ratio} (load {load})".format(**row))
    assert all(set(row) == FIELDS and row["area"] == "sources" and row["beside"] > 0 for row in rows)
    assert [row["measure"].partition(",")[0] for row in rows] == ["WordPress export", "feeds", "peak memory"]


def test_for_people_it_is_a_table(capfd):
    assert run(["bench", "ask", "--documents", "500"]) == 0
    out = capfd.readouterr().out
    assert "beside" in out
    assert "who-works-on, middling topic, p95" in out


def test_a_store_with_a_graph_in_it_is_refused_and_kept(capfd, tmp_path, small):
    settings = Settings(store=f"sqlite:{tmp_path / 'mine.db'}")
    store = open_store(settings)
    ingest(store, small, settings, language=False)
    before = dict(store.count())
    assert run(["bench", "ask", "--documents", "500", "--store", settings.store]) == 2
    assert "holds a graph" in capfd.readouterr().err
    assert dict(store.count()) == before
    store.close()


def test_an_empty_store_is_empty_again_afterwards(capfd, tmp_path):
    url = f"sqlite:{tmp_path / 'mine.db'}"
    for _ in range(2):
        assert run(["bench", "ask", "--documents", "500", "--store", url, "--json"]) == 0
    store = open_store(Settings(store=url))
    store.migrate()
    assert store.count()["documents"] == 0
    store.close()


def test_a_community_that_is_kept_is_used_again(capfd, tmp_path):
    url = f"sqlite:{tmp_path / 'mine.db'}"
    written = []
    for _ in range(2):
        assert run(["bench", "ask", "--documents", "500", "--store", url, "--keep", "--json"]) == 0
        store = open_store(Settings(store=url))
        written.append(store.find(META, "id", ["store", "state"]))
        store.close()
    assert written[0] == written[1]


def test_the_community_is_the_same_each_time_and_as_large_as_asked(small):
    made = drafts(small)
    assert made == drafts(small)
    assert len(made) == 400
    assert len({(type(draft), draft.key) for draft in made}) == 400
    assert all(isinstance(draft, Draft) for draft in made)


def test_it_has_teams_hosts_themes_broader_topics_and_replies_to_replies(small):
    made = drafts(small)
    predicates = {said.predicate for draft in made for said in draft.statements}
    assert predicates >= {RelType.WROTE, RelType.WORKS_ON, RelType.RUNS, RelType.ABOUT, RelType.BROADER}
    assert {draft.kind for draft in made} >= {"post", "comment", "project", "profile"}
    assert any(draft.parent.startswith("comment:") for draft in made)


def test_it_is_no_kind_of_source_that_a_community_file_can_name():
    assert "synthetic" not in {*KINDS, *SOURCES}
