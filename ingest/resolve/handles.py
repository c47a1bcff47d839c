"""The handles by which a record meets others that may be the same, besides its names and ids."""

from __future__ import annotations

from graph.model import Record
from ingest.resolve.blocks import shared_handles
from ingest.resolve.near_names import near_handles
from ingest.resolve.near_titles import title_handles
from ingest.resolve.spelling_variants import spelling_handles
from ingest.resolve.variants import variant_handles


def further_handles(record: Record) -> list[str]:
    """Return the handles by which a person, a project or a topic is found whose name is not written quite the same."""
    people = [*variant_handles(record), *near_handles(record), *shared_handles(record)]
    return [*people, *title_handles(record), *spelling_handles(record)]
