"""Fixtures, chosen like this: take the smallest that shows the thing.

`store` is an empty store, once on each engine: for what is written and read back. `sample` is the sample
community without its prose, read once a session on each engine: for reads and questions; never write to
it. `told` is the sample community with its prose, on SQLite alone: for what only prose says. Tests that
need the data beside the repository are marked shared_data.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from graph.schema import META
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from ingest.community import read_community
from ingest.run import ingest

pytest_plugins = ["tests.neo4j_for_tests"]

SAMPLE = Path(str(files("ingest") / "sample" / "community.toml"))
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with a reason, the tests that need the public data where it is not there."""
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared_data"):
            item.add_marker(pytest.mark.skip(reason=f"the public data is not at {SHARED}"))


def neo4j_settings(url: str) -> Settings:
    """Return the settings of the server that tests use."""
    return Settings(
        store=url,
        neo4j_user=os.environ.get("NEO4J_USER", "neo4j"),
        neo4j_password=os.environ["NEO4J_PASSWORD"],
    )


def emptied_neo4j(url: str) -> tuple[GraphStore, Settings]:
    """Return the tests' server, emptied; a graph on it that no test made is left alone, and the test fails."""
    settings = neo4j_settings(url)
    opened = open_store(settings)
    made_by_tests = opened.find(META, "id", ["made-by-tests"])
    if not made_by_tests and opened.count()["documents"]:
        pytest.fail(f"{url} holds a graph that is not the tests' own: set NEO4J_URI to an empty server")
    opened.wipe()
    opened.migrate()
    with opened.transaction() as transaction:
        transaction.upsert(META, [{"id": "made-by-tests", "value": "yes"}])
    return opened, settings


@pytest.fixture(params=["sqlite", "neo4j"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """An empty, migrated store on each engine."""
    if request.param == "sqlite":
        opened = open_store(Settings(store=f"sqlite:{tmp_path / 'graph.db'}"))
        opened.migrate()
    else:
        opened, _ = emptied_neo4j(request.getfixturevalue("neo4j_url"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The sample community's fields on SQLite."""
    settings = Settings(store=f"sqlite:{tmp_path_factory.mktemp('sample') / 'graph.db'}")
    opened = open_store(settings)
    ingest(opened, read_community(SAMPLE), settings, language=False)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The sample community with its prose, on SQLite."""
    settings = Settings(store=f"sqlite:{tmp_path_factory.mktemp('told') / 'graph.db'}")
    opened = open_store(settings)
    ingest(opened, read_community(SAMPLE), settings)
    yield opened
    opened.close()
