"""Who and what went by some words at another time than now: what was there and known then, as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.model import Label
from graph.names import words
from graph.store import Reader, Row
from queries.affiliations import affiliations_of
from queries.as_it_was import as_it_was, as_recorded, records_then
from queries.reads import named
from queries.request import Request
from queries.standing import standing

# All of them: which were there is not known before they are looked at.
_ALL = 1_000_000


def named_then(reader: Reader, request: Request, query: str, asked: Sequence[Sequence[str]]) -> list[Row]:
    """Return the entities that had these words in their names at the request's times, with those names.

    `query` is how the full-text indexes read the words, `asked` are the words themselves. What nothing tells of any
    more today is there too where it was known then.
    """
    rows = reader.read(named("find_entities"), words=query, label=request.get("label"), least=0, limit=_ALL)
    there = standing(reader, request, [row["id"] for row in rows])
    records = records_then(reader, request, sorted(there))
    then = [as_recorded(row, records[row["id"]]) for row in rows if row["id"] in there]
    return [row for row in then if any(_has(row["names"], tokens) for tokens in asked)]


def shown_then(reader: Reader, request: Request, rows: Iterable[Row]) -> list[Row]:
    """Return rows of `named_then` with where people were, as what, and in which state projects were."""
    shown = list(rows)
    people = [row["id"] for row in shown if row["label"] == Label.PERSON]
    posts = affiliations_of(reader, request, people) if people else {}
    found = []
    for row in shown:
        at = posts.get(row["id"])
        said = ([(True, at[1])], {at[0]["id"]: str(at[0]["name"])}) if at else ([], {})
        found.append(as_it_was(reader, request, row, said))
    return found


def _has(names: Iterable[str], tokens: Sequence[str]) -> bool:
    """Say whether all words stand in these names, the last perhaps as a beginning."""
    known = {word for name in names for word in words(name)}
    return set(tokens[:-1]) <= known and any(word.startswith(tokens[-1]) for word in known)
