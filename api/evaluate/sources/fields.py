"""What the fields of a source say once read: documents, authors, days and edges, in a form that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.model import Label, RelType
from graph.names import words
from ingest.clean import clean
from ingest.community import Community, SourceConfig
from ingest.document import Draft, Named, Skip
from ingest.sources import read_source

_WORK = frozenset({RelType.WORKS_ON})
_ORGANISATIONS = frozenset({RelType.RUNS, RelType.PARTNERS_IN, RelType.FUNDS})


@dataclass(frozen=True, slots=True)
class Read:
    """One document as its fields give it; names are folded words, so that case and accents do not count.

    `ids` are those of the people and organisations named, without their scheme, by name.
    """

    key: str
    kind: str
    title: str
    url: str
    text: str
    published: str
    written: str
    thread: str
    parent: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    employer: str
    ids: dict[str, frozenset[str]]


def plain(name: str) -> str:
    """Return a name as it is compared: its words, folded."""
    return " ".join(words(name))


def read_all(
    config: SourceConfig, community: Community | None = None, *, bodies: bool = True
) -> tuple[list[Read], list[Skip]]:
    """Read a source as `ingest` does, up to the cleaned document; return documents and skips.

    Without `bodies` the texts are left out: most of the time goes into them, and no field depends on them.
    """
    found: list[Read] = []
    skips: list[Skip] = []
    for item in read_source(config, community or Community(config.id, (config,), config.folder)):
        if isinstance(item, Skip):
            skips.append(item)
        else:
            found.append(read_of(item if bodies else replace(item, body=""), config.id))
    return found, skips


def read_of(draft: Draft, source: str) -> Read:
    """Return what the fields of one draft say."""
    cleaned = clean(draft, source)
    document, tidy = cleaned.document, cleaned.draft
    return Read(
        key=draft.key,
        kind=draft.kind.value,
        title=document.title,
        url=document.url,
        text=document.text[cleaned.body_start :],
        published=document.published,
        written=draft.published,
        thread=draft.thread,
        parent=draft.parent,
        authors=_said(tidy, frozenset({RelType.WROTE})),
        topics=_said(tidy, frozenset({RelType.ABOUT}), Label.TOPIC),
        people=_said(tidy, _WORK, Label.PERSON),
        organisations=_said(tidy, _ORGANISATIONS, Label.ORGANISATION),
        employer=plain(tidy.main.organisation) if tidy.main else "",
        ids=dict(_ids(tidy)),
    )


def _said(draft: Draft, predicates: frozenset[RelType], label: Label | None = None) -> tuple[str, ...]:
    ends = (said.subject or said.object for said in draft.statements if said.predicate in predicates)
    return tuple(plain(end.name) for end in ends if end is not None and label in (None, end.label))


def _ids(draft: Draft) -> Iterator[tuple[str, frozenset[str]]]:
    ends: list[Named | None] = [draft.main]
    for said in draft.statements:
        ends += [said.subject, said.object]
    for end in ends:
        if end is not None and end.ids:
            yield plain(end.name), frozenset(one.partition(":")[2].rpartition(":")[2] for one in end.ids)
