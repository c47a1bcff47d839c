"""What the threads of a batch are about: a comment has no topics of its own, its post has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.model import Label, RelType, Strength
from graph.schema import CLAIMS, RECORDS, Table
from graph.store import Row
from ingest.document import Cleaned, Extraction
from ingest.lexicon import Lexicon

Topics = Mapping[str, tuple[str, ...]]
_Find = Callable[[Table, str, list[str]], list[Row]]


def topics_of(extractions: Iterable[Extraction], lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return the topics that the fields of documents at the root of their thread state."""
    found = {}
    for extraction in extractions:
        identifier = extraction.document.id
        if extraction.document.thread == identifier:
            names = {record.id: record.name for record in extraction.records}
            about = [
                names[claim.object]
                for claim in extraction.claims
                if _is_stated(str(claim.predicate), str(claim.status)) and claim.subject == identifier
            ]
            found[identifier] = _canonical(about, lexicon)
    return found


def stored_topics(
    find: _Find, batch: Sequence[Cleaned], known: Topics, lexicon: Lexicon
) -> dict[str, tuple[str, ...]]:
    """Return the topics of the threads that comments of a batch are in and whose posts were written before."""
    own = {item.document.id for item in batch}
    roots = sorted({item.document.thread for item in batch} - own - set(known) - {""})
    about: dict[str, list[str]] = {}
    for row in find(CLAIMS, "document", roots) if roots else ():
        if (
            row["subject"] == row["document"]
            and not row["retracted"]
            and _is_stated(row["predicate"], row["status"])
        ):
            about.setdefault(row["document"], []).append(row["object"])
    topics = sorted({topic for some in about.values() for topic in some})
    names = {row["id"]: row["name"] for row in find(RECORDS, "id", topics)} if topics else {}
    return {
        root: _canonical([names[one] for one in some if one in names], lexicon)
        for root, some in about.items()
    }


def _is_stated(predicate: str, status: str) -> bool:
    return predicate == RelType.ABOUT and status == Strength.DECLARED


def _canonical(names: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(sorted({lexicon.canonical(Label.TOPIC, name) for name in names}))
