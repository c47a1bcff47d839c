"""Sources of a community that are live addresses, fetched before the run into folders that readers can read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from graph.errors import InputError
from graph.model import Source
from ingest.community import Community, SourceConfig
from ingest.document import Skip
from ingest.fetch import Fetched, FetchSettings, Outside, Progress, fetch, is_address
from ingest.sources.archives import moved

C = TypeVar("C", bound=Community)


def source_at(address: str, kind: str = "") -> SourceConfig:
    """Return an address as a source of its own, called by its host; without a kind, fetching finds it."""
    name = urlsplit(address).hostname or "site"
    return SourceConfig(source=Source(name, kind, place=address), path=address, folder=Path())


def fetch_sources(
    community: C, settings: FetchSettings, progress: Progress | None = None, *, outside: Outside | None = None
) -> tuple[C, dict[str, Fetched]]:
    """Return the community with folders in place of addresses, and what was fetched, by source.

    A site that cannot be reached is left out, with a Skip, where there are other sources to read; raises
    InputError where it is the only one.
    """
    sources: list[SourceConfig] = []
    fetched: dict[str, Fetched] = {}
    for config in community.sources:
        if not is_address(config.path):
            sources.append(config)
            continue
        try:
            found = fetch(config.path, settings, progress, kind=config.source.kind, outside=outside)
        except InputError as error:
            if len(community.sources) == 1:
                raise
            skip = Skip(config.path, "the address cannot be fetched: " + error.message.partition(": ")[2])
            fetched[config.id] = Fetched(config.source.kind, Path(), (skip,), config.path, whole=False)
            continue
        fetched[config.id] = found
        source = replace(config.source, kind=found.kind)
        sources.append(moved(replace(config, source=source), found.folder.parent, found.folder.name))
    return replace(community, sources=tuple(sources)), fetched
