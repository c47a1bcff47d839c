"""Which kind of records a file holds, by what stands at its beginning: grants, registers, vocabularies, ties."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from ingest.sources.events import is_event_list
from ingest.sources.files import BrokenError
from ingest.sources.giving360_fields import is_grant_heading
from ingest.sources.members import is_member_heading
from ingest.sources.ods_files import file_kind, is_ods_row
from ingest.sources.ror import is_ror_heading
from ingest.sources.sheet_rows import sheets_of
from ingest.sources.tie_lists import is_edge_heading
from ingest.sources.vocabulary import is_labelled_heading

_HEADINGS: tuple[tuple[str, Callable[[list[str]], bool]], ...] = (
    ("360giving", is_grant_heading),
    ("ror", is_ror_heading),
    ("ties", is_edge_heading),
    ("events", is_event_list),
    ("vocabulary", is_labelled_heading),
    ("members", is_member_heading),
)
# All of the words of one line stand in the beginning of a file of the kind.
_WORDS = (
    ("360giving", (b'"grants"',)),
    ("360giving", (b'"fundingOrganization"',)),
    ("ror", (b"https://ror.org/", b'"relationships"')),
    ("ror", (b"https://ror.org/", b'"external_ids"')),
    ("ties", (b'"elements"',)),
    ("ties", (b'"connections"', b'"from"')),
    ("vocabulary", (b'"lists"', b'"coverage"')),
    ("vocabulary", (b'"listType"', b'"coverage"')),
    ("vocabulary", (b'"@context"', b"w3.org/2004/02/skos/core#")),
    ("vocabulary", (b'"@context"', b'"prefLabel"')),
)
_SKOS = re.compile(rb"w3\.org/2004/02/skos/core#")
_RDF = (".ttl", ".rdf", ".xml", ".nt", ".owl", ".n3", ".jsonld")
_LINES = 15


def kind_of_records(path: Path, head: bytes) -> str | None:
    """Return the kind of a file whose first bytes are `head`, or None where they tell nothing."""
    ending = path.suffix.lower()
    if ending in _RDF:
        return "vocabulary" if _SKOS.search(head) or b'"prefLabel"' in head else None
    if ending == ".json":
        return next((kind for kind, words in _WORDS if all(word in head for word in words)), None)
    if ending in (".csv", ".tsv", ".xlsx", ".xlsm"):
        try:
            return _by_headings(path)
        except (BrokenError, OSError):
            return None
    return None


def _by_headings(path: Path) -> str | None:
    for sheet in sheets_of(path):
        top = list(islice(sheet.rows, _LINES))
        if path.suffix.lower() == ".csv" and top and is_ods_row(top[0]) and file_kind(path):
            return "ods"
        for kind, is_heading in _HEADINGS:
            if any(is_heading(row) for row in top):
                return kind
    return None
