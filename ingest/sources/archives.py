"""Archives: .gz and .zip, opened within limits into a temporary folder that lives as long as the reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.community import SourceConfig
from ingest.document import Skip
from ingest.sources.files import files_of, is_own, root_of
from ingest.sources.unpacking import Limits, Unpacking, is_archive, is_zip

__all__ = ["Limits", "Opened", "is_archive", "moved", "opened"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A source whose files are all plain: its configuration as readers need it, its files, what was left."""

    config: SourceConfig
    files: list[Path]
    skips: tuple[Skip, ...] = ()


@contextmanager
def opened(config: SourceConfig, limits: Limits | None = None) -> Iterator[Opened]:
    """Give the files of a source, with what is in its archives, for as long as the block lasts.

    A .zip counts as a folder of its name (the only file of a source as the source's folder), a .gz as
    the file inside, so that keys stay the same. Raises InputError as `files_of` does.
    """
    files = files_of(config)
    if not any(is_archive(file) for file in files):
        yield Opened(config, [file for file in files if is_own(config, file)])
        return
    place = config.folder / config.path
    root = place if place.is_file() and is_zip(place) else root_of(config)
    inside = root.relative_to(config.folder) if root.is_relative_to(config.folder) else Path(root.name)
    path = "/".join(part for part in inside.parts if part != "..")
    with TemporaryDirectory(prefix="improvement-graph-", ignore_cleanup_errors=True) as made:
        folder = Path(made) / "files"
        (folder / path).mkdir(parents=True)
        unpacking = Unpacking(config, limits or Limits(), folder / path, Path(made) / "packed")
        for file in files:
            unpacking.take(file, folder / path / file.relative_to(root))
        found = sorted(unpacking.files, key=lambda file: file.as_posix())
        there = moved(config, folder, path or ".")
        yield Opened(there, [file for file in found if is_own(there, file)], tuple(unpacking.skips))


def moved(config: SourceConfig, folder: Path, path: str) -> SourceConfig:
    """Return the configuration of a source whose files lie elsewhere; its file of authors stays put."""
    authors = config.folder / config.authors
    kept = str(authors.resolve()) if config.authors and authors.is_file() else config.authors
    return replace(config, folder=folder, path=path, authors=kept)
