"""Where people are: the organisation that the newest word on each of them names."""

from __future__ import annotations

from collections.abc import Iterable

from graph.store import Reader, Row
from queries.reads import named
from queries.request import Request

# Claims looked through, newest first: enough for a page of people with dozens of posts each.
_MOST = 20000


def organisations_of(reader: Reader, request: Request, people: Iterable[str]) -> dict[str, Row]:
    """Return the organisation (id, name, kind, place) of each person of whom one is known.

    A profile (a members' list is kept up) comes before what posts said; among those, the latest.
    """
    return {person: at for person, (at, _) in affiliations_of(reader, request, people).items()}


def affiliations_of(reader: Reader, request: Request, people: Iterable[str]) -> dict[str, tuple[Row, Row]]:
    """Return the organisation of each person as `organisations_of` has it, with the claim that says so."""
    wanted = sorted(set(people))
    rows = reader.read(
        named("claims_from"), entities=wanted, predicates=["AFFILIATED_WITH"], limit=_MOST, **request.moments
    )
    best: dict[str, Row] = {}
    for row in sorted(rows, key=_currency):
        if row["polarity"] == "asserts":
            best[row["subject"]] = row
    bodies = sorted({row["object"] for row in best.values()})
    found = (
        {row["id"]: row for row in reader.read(named("entities_shown"), entities=bodies)} if bodies else {}
    )
    return {person: (found[row["object"]], row) for person, row in best.items() if row["object"] in found}


def placed_then(person: Row, post: tuple[Row, Row] | None) -> Row:
    """Return a person's row with the organisation and role of one of `affiliations_of`, and none without one."""
    at, claim = post or ({"name": ""}, {"role": ""})
    return {**person, "organisation": at["name"], "role": claim["role"]}


def _currency(row: Row) -> tuple[bool, str, str]:
    return row["document_kind"] == "profile", row["valid_from"], row["claim"]
