"""What a stranger installs: the wheel holds all that is in the packages, and the locks are whole.

`.ci/run` goes on from here: it installs the wheel in an empty environment and asks it a question.
"""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "graph", "ingest", "queries")
LOCKS = ("requirements.lock", "requirements-dev.lock")
LEFT_BY_PYTHON = {"__pycache__", ".DS_Store"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as opened:
        yield opened


def written(wheel: zipfile.ZipFile, name: str) -> str:
    (path,) = (path for path in wheel.namelist() if path.endswith(f".dist-info/{name}"))
    return wheel.read(path).decode()


def pinned(lock: str) -> list[tuple[str, str]]:
    """Name and version of every requirement in a lock file; one name may have a version per platform."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE)


def test_everything_in_the_packages_is_in_the_wheel(wheel: zipfile.ZipFile):
    here = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and not LEFT_BY_PYTHON & set(file.parts)
    }
    there = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert sorted(here - there) == []
    assert sorted(there - here) == []


def test_the_wheel_brings_the_command_and_the_licence(wheel: zipfile.ZipFile):
    assert "improvement-graph = api.cli.main:main" in written(wheel, "entry_points.txt")
    assert "Apache License" in written(wheel, "licenses/LICENSE")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_has_hashes_and_no_host(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [words for words in requirements if "--hash=sha256:" not in words] == []
    assert len(requirements) == len(pinned(lock))
    assert "://" not in text
    assert "--index" not in text


def test_the_two_locks_agree():
    runtime, dev = (set(pinned(lock)) for lock in LOCKS)
    assert sorted(runtime - dev) == []


def test_the_locks_name_all_that_the_project_needs():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = declared["project"], declared["dependency-groups"]
    runtime = [*project["dependencies"], *groups["build"]]
    extras = [need for needs in project["optional-dependencies"].values() for need in needs]
    dev = [need for need in groups["dev"] if isinstance(need, str)]
    for lock, needs in zip(LOCKS, (runtime, [*extras, *dev]), strict=True):
        names = {re.split(r"[<>=!~ \[;]", need)[0] for need in needs}
        assert sorted(names - dict(pinned(lock)).keys()) == []
