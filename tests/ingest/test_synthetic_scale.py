"""The made-up community for measuring speed: sound, skewed as real ones are, and the same on both stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.model import Label, Modality, RelType
from graph.settings import Settings
from graph.soundness import problems
from graph.store import GraphStore
from graph.stores import open_store
from ingest.synthetic_scale import world
from ingest.synthetic_scale.rows import write
from ingest.synthetic_scale.size import Scale
from tests.conftest import emptied_neo4j

SMALL = Scale.of(1500)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    yield from _made(tmp_path_factory.mktemp("made"))


def _made(folder: Path) -> Iterator[GraphStore]:
    store = open_store(Settings(store=f"sqlite:{folder / 'made.db'}"))
    store.migrate()
    write(store, SMALL)
    yield store
    store.close()


def test_it_is_as_large_as_asked_and_every_quote_stands_in_its_text(made: GraphStore):
    counts = made.count()
    assert counts["documents"] == SMALL.documents
    assert abs(counts["mentions"] / SMALL.mentions - 1) < 0.15
    assert list(problems(made)) == []


def test_every_tie_is_the_sum_of_its_claims(made: GraphStore):
    said = Counter(
        row["tie"]
        for row in made.scan(schema.CLAIMS)
        if row["polarity"] == "asserts" and row["subject_entity"] != row["object_entity"]
    )
    assert {row["id"]: row["claims"] for row in made.scan(schema.TIES)} == said


def test_every_record_of_an_entity_leads_to_it(made: GraphStore):
    records = Counter(row["entity"] for row in made.scan(schema.RECORDS))
    assert {row["id"]: row["records"] for row in made.scan(schema.ENTITIES)} == records
    entity = {row["id"]: row["entity"] for row in made.scan(schema.RECORDS)}
    assert all(row["entity"] == entity[row["record"]] for row in made.scan(schema.HANDLES))
    assert all(
        row["subject_entity"] == entity.get(row["subject"], row["subject"])
        for row in made.scan(schema.CLAIMS)
    )


def test_few_topics_have_most_of_the_projects(made: GraphStore):
    projects = Counter(
        row["target"]
        for row in made.scan(schema.TIES)
        if row["predicate"] == RelType.ABOUT and row["source_label"] == Label.PROJECT
    )
    sizes = sorted(projects.values(), reverse=True)
    assert sum(sizes[: len(sizes) // 10]) > sum(sizes) / 4


def test_it_has_what_questions_ask_for(made: GraphStore):
    claims = list(made.scan(schema.CLAIMS))
    assert {row["predicate"] for row in claims} >= {
        "WROTE", "WORKS_ON", "RUNS", "ABOUT", "BROADER", "PART_OF", "AFFILIATED_WITH", "REPLIES_TO", "MENTIONS",
    }  # fmt: skip
    assert {row["polarity"] for row in claims} == {"asserts", "denies"}
    assert {row["modality"] for row in claims} >= {*(str(one) for one in Modality)}
    years = {row["published"][:4] for row in made.scan(schema.DOCUMENTS) if row["published"]}
    assert years == {str(year) for year in range(2015, 2025)}
    assert any(not row["record"] for row in made.scan(schema.MENTIONS))  # somebody whom nobody knows


def test_every_topic_hangs_below_a_theme():
    for index in range(1272):
        above = [index]
        while above[-1] >= world.THEMES:
            above.append(world.broader_topic(above[-1]))
        assert 0 <= above[-1] < world.THEMES
        assert len(above) <= 3


def test_the_same_seed_gives_the_same_rows_on_both_stores(made: GraphStore, neo4j_url: str):
    other, _ = emptied_neo4j(neo4j_url)
    write(other, SMALL)
    for table in schema.TABLES:
        if table is not schema.META:
            assert list(made.scan(table)) == list(other.scan(table)), table.name
    other.close()
