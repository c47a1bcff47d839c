"""The documents of a community that are annotated, with their texts as the product reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.errors import InputError
from ingest.clean import clean
from ingest.community import read_community
from ingest.document import Cleaned, Skip
from ingest.extract.annotated import DOCUMENTS, Annotated, annotated, rows_of
from ingest.extract.prose import Context
from ingest.sources import read_source

COMMUNITY = "community.toml"


def documents(folder: Path) -> list[Annotated]:
    """Return the annotated documents of a folder; raises InputError where one is not there or not as it was."""
    texts = annotated_texts(folder)
    found = []
    for row in rows_of(folder / DOCUMENTS):
        item = texts.get((row["source"], row["key"]))
        if item is None:
            raise InputError(
                f"{folder.name}: no document {row['key']} in {row['source']}", "is the data there?"
            )
        found.append(annotated(row, item.document.text, item.body_start, _context(item)))
    return found


def annotated_texts(folder: Path) -> dict[tuple[str, str], Cleaned]:
    """Return the documents that a folder annotates, by source and key, as far as they are there."""
    rows = rows_of(folder / DOCUMENTS)
    return {
        (source, item.draft.key): item
        for source, item in _read(folder, {(r["source"], r["key"]) for r in rows})
    }


def _read(folder: Path, wanted: set[tuple[str, str]]) -> Iterator[tuple[str, Cleaned]]:
    community = read_community(folder / COMMUNITY)
    for config in community.sources:
        if any(source == config.id for source, _ in wanted):
            for draft in read_source(config, community):
                if not isinstance(draft, Skip) and (config.id, draft.key) in wanted:
                    yield config.id, clean(draft, config.id)


def _context(item: Cleaned) -> Context:
    main = item.draft.main
    return Context(
        authors=tuple(name for name in item.document.author.split("; ") if name),
        title=item.document.title,
        main=main.label if main is not None else None,
        main_name=main.name if main is not None else "",
    )
