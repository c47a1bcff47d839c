"""One concept of a vocabulary as a document about a topic, whichever format it stood in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import SourceConfig
from ingest.document import Draft, Named, Skip, Statement
from ingest.sources.people import tidy


@dataclass(frozen=True, slots=True)
class Concept:
    """A topic by its key in the vocabulary; `broader` are keys or names, `kind` what sort of topic it says it is."""

    place: str
    key: str
    name: str
    names: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    kind: str = ""
    notation: str = ""
    definition: str = ""
    url: str = ""


def concept_drafts(config: SourceConfig, concepts: Iterable[Concept]) -> Iterator[Draft | Skip]:
    """Yield a document a concept; one without a name, and the second with a key, is a Skip."""
    every = list(concepts)
    names: dict[str, str] = {}
    keys: dict[str, str] = {}
    for one in every:
        if name_key(Label.TOPIC, tidy(one.name)):
            names.setdefault(one.key, tidy(one.name))
            keys.setdefault(name_key(Label.TOPIC, tidy(one.name)), one.key)
    seen: set[str] = set()
    for one in every:
        if one.key not in names:
            yield Skip(one.place, "concept has no name")
        elif one.key in seen:
            yield Skip(one.place, "same key as an earlier concept", on_purpose=True)
        else:
            seen.add(one.key)
            yield _draft(config, one, names, keys)


def _draft(config: SourceConfig, one: Concept, names: dict[str, str], keys: dict[str, str]) -> Draft:
    name = names[one.key]
    others = dict.fromkeys(filter(None, map(tidy, one.names)))
    others.pop(name, None)
    details = (("Notation", one.notation), ("Definition", one.definition))
    return Draft(
        key=one.key,
        kind=DocumentKind.TOPIC,
        title=name,
        url=one.url,
        main=Named(Label.TOPIC, name, ids=(f"{config.id}:{one.key}",), names=tuple(others), kind=one.kind),
        details=tuple(detail for detail in details if detail[1]),
        statements=tuple(dict.fromkeys(_broader(config, one, names, keys))),
    )


def _broader(
    config: SourceConfig, one: Concept, names: dict[str, str], keys: dict[str, str]
) -> Iterator[Statement]:
    for written in one.broader:
        key = written if written in names else keys.get(name_key(Label.TOPIC, written), "")
        name = names.get(key) or ("" if "://" in written else tidy(written))
        if name and key != one.key and name_key(Label.TOPIC, name):
            ids = (f"{config.id}:{key}",) if key else ()
            yield Statement("Broader", RelType.BROADER, object=Named(Label.TOPIC, name, ids=ids))
