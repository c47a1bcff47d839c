"""One Neo4j server for a whole test session: the one that NEO4J_URI names, or one of our own.

Its credentials are in NEO4J_USER and NEO4J_PASSWORD while the session lasts. Where no server can be had, the
tests that need one are skipped and the summary says so; with REQUIRE_NEO4J=1 they fail instead.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import ImprovementGraphError
from graph.stores import neo4j_install, neo4j_server

_REASON = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def neo4j_home() -> Iterator[Path]:
    """A folder for the session's own server; the path is short, as a test may be run from anywhere."""
    with tempfile.TemporaryDirectory(prefix="neo4j-", ignore_cleanup_errors=True) as home:
        yield Path(home).resolve()


@pytest.fixture(scope="session")
def neo4j_url(neo4j_home: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the session's Neo4j server."""
    given = os.environ.get("NEO4J_URI")
    if given:
        yield given
        return
    password = secrets.token_hex(16)
    cache = neo4j_install.default_cache(os.environ)
    server, reason = None, ""
    try:
        server = neo4j_server.start(neo4j_home, bolt_port=0, password=password, cache=cache)
    except ImprovementGraphError as error:
        reason = " ".join(f"{error.message} ({error.hint})".split())
    if server is None:
        if os.environ.get("REQUIRE_NEO4J") == "1":
            pytest.fail(f"REQUIRE_NEO4J=1, and no Neo4j server: {reason}", pytrace=False)
        request.config.stash[_REASON] = reason
        pytest.skip(f"no Neo4j server: {reason}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_USER", neo4j_server.USER)
        patch.setenv("NEO4J_PASSWORD", password)
        yield server.uri
    neo4j_server.stop(neo4j_home)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say at the end, loudly, that the server's tests did not run."""
    reason = config.stash.get(_REASON, None)
    if reason:
        terminalreporter.write_line(f"NEO4J TESTS SKIPPED: {reason}", red=True, bold=True)
