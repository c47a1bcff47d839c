"""Members' sources as registers: who each key stands for, for sources that name people by key."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ingest.community import SourceConfig
from ingest.document import Named
from ingest.sources.archives import opened
from ingest.sources.described import key_in, main_of, mapping_of, wanted_of
from ingest.sources.files import files_of
from ingest.sources.tabular import Row, rows_of

# One community has a handful of registers.
_KEPT = 16


def read_register(config: SourceConfig) -> dict[str, Named]:
    """Return the people of a members' source by their keys; read once as long as its files stay the same."""
    stamps = tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files_of(config))
    return dict(_read(config, stamps))


@lru_cache(maxsize=_KEPT)
def _read(config: SourceConfig, _stamps: tuple[tuple[str, int, int], ...]) -> dict[str, Named]:
    with opened(config) as source:
        return _people(source.config, source.files)


def _people(config: SourceConfig, files: list[Path]) -> dict[str, Named]:
    mapping = mapping_of(config, files)
    found: dict[str, Named] = {}
    for file in files:
        for row in rows_of(config, file, wanted_of(config)):
            named = main_of(config, mapping, row) if isinstance(row, Row) else None
            if isinstance(row, Row) and named is not None and (key := key_in(config, mapping, row)):
                found.setdefault(key, named)
    return found
