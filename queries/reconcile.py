"""Which entity a name in somebody's table means: candidates with scores that explain themselves.

What it answers is what the Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group, 2023) asks:
candidates, each with a score of 0 to 100, the features it is made of, and whether it is a match without a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from graph.model import Label
from graph.names import name_key, words
from graph.rows import id_handle, name_handle
from graph.schema import ENTITIES
from graph.store import Reader, Row
from queries.reads import named

LABELS = (Label.ORGANISATION, Label.PROJECT, Label.TOPIC, Label.PERSON)
# Columns of an entity that a table may have too, and so tell namesakes apart.
PROPERTIES = ("id", "place", "kind", "organisation", "role")
# Candidates that each look at the full-text index may give: the names that hold a common word are many.
_AT_ONCE = 60
# A name of more words than this is looked for without each of its first ones, not of all.
_LEFT_OUT = 8
# A name says most; what else a table says moves a candidate up or down among its namesakes.
_NAME_WEIGHT = 0.8
# Below it two names have little more than a common word in them.
_LEAST = 50.0
# A match stands alone: as sure as a spelling that differs by a letter or two, and clear of the next one.
_SURE, _CLEAR = 92.0, 6.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A name to reconcile: what it is a name of, and what else is known, by the names in PROPERTIES."""

    name: str
    label: Label
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason of a score: 0 (speaks against) to 1 (the same), and a sentence that says why."""

    name: str
    value: float
    says: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that the name may mean; `match` where nothing else comes near it."""

    id: str
    label: Label
    name: str
    score: float
    match: bool
    features: tuple[Feature, ...]


def candidates(
    reader: Reader, asked: Asked, limit: int = 5, offered: Callable[[Row], bool] | None = None
) -> list[Candidate]:
    """Return the entities that a name may mean, the likeliest first; with `offered` those that it allows alone.

    Who is left out counts as a namesake all the same: what is left is no surer a match for it. A person is a match
    only where something besides the name agrees: a name alone never joins two people.
    """
    if ":" in asked.name and " " not in asked.name and "id" not in asked.properties:
        asked = replace(asked, properties={**asked.properties, "id": asked.name})
    rows = list(_rows(reader, asked))
    shown = {row["id"] for row in rows if offered is None or offered(row)}
    scored = sorted(
        (_scored(asked, row) for row in rows), key=lambda found: (-found.score, found.name, found.id)
    )
    kept = [found for found in scored if found.score >= _LEAST]
    if kept and _is_match(asked, kept):
        first = kept[0]
        kept[0] = Candidate(first.id, first.label, first.name, first.score, True, first.features)
    return [found for found in kept if found.id in shown][:limit]


def beginning_with(reader: Reader, prefix: str, offered: Callable[[Row], bool], limit: int = 10) -> list[Row]:
    """Return the entities that are `offered` with a name that holds these words, the last perhaps unfinished."""
    tokens = words(prefix)
    if not tokens:
        return []
    query = " AND ".join([*tokens[:-1], f"{tokens[-1]}*"])
    rows = reader.read(named("find_entities"), words=query, label="", least=1, limit=_AT_ONCE)
    whole = {row["id"]: row for row in reader.find(ENTITIES, "id", [row["id"] for row in rows])}
    return [row for row in rows if row["id"] in whole and offered(whole[row["id"]])][:limit]


def _rows(reader: Reader, asked: Asked) -> Iterator[Row]:
    """Yield the entities that share an id, a name or most words of one."""
    given = asked.properties.get("id", "")
    handles = [name_handle(asked.label, asked.name), id_handle(asked.label, given) if given else ""]
    found = reader.read(named("entities_by_handle"), handles=[handle for handle in handles if handle])
    ids = {row["id"] for row in found}
    for query in _queries(words(asked.name)):
        rows = reader.read(
            named("find_entities"), words=query, label=str(asked.label), least=1, limit=_AT_ONCE
        )
        ids |= {row["id"] for row in rows}
    yield from reader.find(ENTITIES, "id", sorted(ids))


def _queries(tokens: list[str]) -> Iterator[str]:
    """Yield what to look for: all words, all but one (it may be misspelt), and each telling word alone."""
    if not tokens:
        return
    yield " AND ".join(tokens)
    if len(tokens) > 2:
        for place in range(min(len(tokens), _LEFT_OUT)):
            yield " AND ".join(tokens[:place] + tokens[place + 1 :])
    for token in sorted(set(tokens), key=lambda word: (-len(word), word))[:3]:
        yield f"{token[: max(4, len(token) - 2)]}*"


def _scored(asked: Asked, row: Row) -> Candidate:
    features = [_name(asked, row), *_others(asked, row)]
    if any(feature.name == "id" and feature.value == 1 for feature in features):
        score = 100.0
    else:
        others = [feature.value for feature in features[1:]]
        told = sum(others) / len(others) if others else features[0].value
        score = 100 * (_NAME_WEIGHT * features[0].value + (1 - _NAME_WEIGHT) * told)
    return Candidate(row["id"], Label(row["label"]), row["name"], round(score, 1), False, tuple(features))


def _name(asked: Asked, row: Row) -> Feature:
    """Compare the name with all names of the entity, whatever the order of the words."""
    from rapidfuzz.fuzz import ratio, token_sort_ratio

    key = name_key(asked.label, asked.name)
    best, like = "", 0.0
    for name in (row["name"], *row["names"]):
        other = name_key(asked.label, name)
        found = 100.0 if key and key == other else 0.97 * max(ratio(key, other), token_sort_ratio(key, other))
        if found > like:
            best, like = name, found
    says = (
        f"“{asked.name}” is one of its names" if like == 100 else f"“{asked.name}” is like its name “{best}”"
    )
    return Feature("name", round(like / 100, 3), f"{says}.")


def _others(asked: Asked, row: Row) -> Iterator[Feature]:
    """Yield what else a table says and the entity has: what either does not know speaks neither way."""
    given = {name: value.strip() for name, value in asked.properties.items() if value.strip()}
    if identifier := given.get("id"):
        same = identifier.casefold() in {one.casefold() for one in (row["id"], *row["ids"])}
        scheme = identifier.partition(":")[0]
        if same or any(one.startswith(f"{scheme}:") for one in row["ids"]):
            yield Feature(
                "id", float(same), f"The id {identifier} is {'its' if same else 'another than its'} own."
            )
    for name in PROPERTIES[1:]:
        if name in given and row[name]:
            same = bool(set(words(given[name])) & set(words(row[name])))
            says = f"Its {name} is “{row[name]}”" + ("" if same else f", not “{given[name]}”")
            yield Feature(name, float(same), f"{says}.")


def _is_match(asked: Asked, kept: list[Candidate]) -> bool:
    first = kept[0]
    clear = len(kept) == 1 or first.score - kept[1].score >= _CLEAR
    told = any(feature.value == 1 for feature in first.features[1:])
    return first.score >= _SURE and clear and (asked.label is not Label.PERSON or told)
