"""The handles by which a record meets others that may be the same, besides its names and ids."""

from __future__ import annotations

from graph.model import Record
from ingest.resolve.blocks import shared_handles
from ingest.resolve.near_names import near_handles
from ingest.resolve.variants import variant_handles


def further_handles(record: Record) -> list[str]:
    """Return the handles of the forms of a person's name, of names nearly it, and of a common one with a signal."""
    return [*variant_handles(record), *near_handles(record), *shared_handles(record)]
