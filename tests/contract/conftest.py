"""The same community on both engines, for a module that only reads: one database is all that Neo4j Community has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import GraphStore
from ingest.community import read_community
from ingest.run import ingest
from tests.conftest import SAMPLE, emptied_neo4j


@pytest.fixture(scope="module")
def sample_neo4j(neo4j_url: str) -> Iterator[GraphStore]:
    """The sample community's fields on Neo4j."""
    opened, settings = emptied_neo4j(neo4j_url)
    ingest(opened, read_community(SAMPLE), settings, language=False)
    yield opened
    opened.close()
