"""The order in which a thread is handed over: what is answered comes before its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.document import Draft


def parents_first(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield all drafts in their order, but none before the one it answers; a circle is cut where it is met.

    A reply is joined to what stands in the store when it is loaded, and feeds begin with the newest.
    """
    by_key: dict[str, Draft] = {}
    for draft in drafts:
        by_key.setdefault(draft.key, draft)
    done: set[int] = set()
    for draft in drafts:
        chain: list[Draft] = []
        above: Draft | None = draft
        while above is not None and id(above) not in done:
            done.add(id(above))
            chain.append(above)
            above = by_key.get(above.parent)
        yield from reversed(chain)
