"""What a field says and nobody understands: it is left empty, and told."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.dates import read_date
from ingest.document import Draft

# Longer is no date and no state, but a text in the wrong column.
_SHOWN = 40


def not_understood(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a field of a draft, and its words: dates no calendar has, states without a meaning."""
    main = draft.main
    dates = [("published", draft.published)]
    if main is not None:
        dates += [("start", main.starts), ("end", main.ends)]
        if main.unknown_status:
            yield "a state for which the mapping has no word", main.unknown_status[:_SHOWN]
        if main.unclear_consent:
            yield "a consent that is neither yes nor no, taken as no", main.unclear_consent[:_SHOWN]
    for name, written in dates:
        if written.strip() and not read_date(written)[0]:
            yield f"not a date that can be read ({name})", written[:_SHOWN]
