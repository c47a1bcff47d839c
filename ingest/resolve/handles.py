"""The handles by which a record meets others that may be the same, besides its names and ids."""

from __future__ import annotations

from graph.model import Record
from ingest.resolve.near_names import near_handles
from ingest.resolve.variants import variant_handles


def further_handles(record: Record) -> list[str]:
    """Return the handles of the forms of a person's name, and of names that are nearly it."""
    return [*variant_handles(record), *near_handles(record)]
