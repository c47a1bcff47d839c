"""Fixtures: `sample` is the sample community, built once and only read; who writes takes a copy."""

import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli.main import run
from graph.schema import RECORDS
from graph.settings import Settings
from graph.stores import open_store
from ingest.community import read_community
from ingest.run import ingest
from queries.request import Role

SAMPLE = Path(str(files("ingest"))) / "sample"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the store that holds the sample community, fields alone: prose has its own tests."""
    file = tmp_path_factory.mktemp("sample") / "sample.db"
    settings = Settings(store=f"sqlite:{file}")
    store = open_store(settings)
    ingest(store, read_community(SAMPLE / "community.toml"), settings, language=False)
    store.close()
    return file


@pytest.fixture
def copy_of_sample(sample: Path, tmp_path: Path) -> Path:
    file = tmp_path / "copy.db"
    shutil.copy(sample, file)
    return file


@pytest.fixture(scope="session")
def client(sample: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=f"sqlite:{sample}"))) as opened:
        yield opened


@pytest.fixture(scope="session")
def manager(sample: Path) -> Iterator[TestClient]:
    """A client of a server for managers: the command line, too, is the owner's."""
    with TestClient(create_app(Settings(store=f"sqlite:{sample}"), role=Role.MANAGER)) as opened:
        yield opened


@pytest.fixture(scope="session")
def joined(sample: Path) -> tuple[str, str]:
    """The id of a person's record that was joined to another, and the id that stands for both."""
    store = open_store(Settings(store=f"sqlite:{sample}"), must_exist=True)
    try:
        return next(
            (row["id"], row["entity"])
            for row in store.scan(RECORDS)
            if row["label"] == "Person" and not row["retracted"] and row["id"] != row["entity"]
        )
    finally:
        store.close()


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the command line in an empty folder and environment: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("IMPROVEMENT_GRAPH_STORE", raising=False)
    monkeypatch.delenv("IMPROVEMENT_GRAPH_DEBUG", raising=False)

    def call(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call
