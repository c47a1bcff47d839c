"""The filters that lists of people and projects share: place, organisation and its kind, state, period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.model import Label
from graph.names import fold
from graph.schema import ENTITIES
from graph.store import Reader
from queries.look_up import look_up
from queries.reads import named
from queries.request import Request

# More claims than this about one organisation are not read for a filter; none in our data has a tenth.
_MOST = 20000


@dataclass(frozen=True, slots=True)
class Filters:
    """What a request wants of each finding; an empty filter fits everything."""

    request: Request
    kind: str = ""
    of_organisation: frozenset[str] | None = None
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader, request: Request, who: list[str]) -> Filters:
        """Return the filters of a request; raises NotFoundError or AmbiguousError for its organisation."""
        members = _members(reader, request) if request.get("organisation") else None
        kind = fold(request.get("organisation_kind"))
        return cls(request, kind, members, _kinds(reader, request, who) if kind else {})

    def fits_place(self, places: Iterable[str]) -> bool:
        """Say whether one of these places is the one asked for, or names it ("Leeds" in "Leeds, West Yorkshire")."""
        wanted = fold(self.request.get("place"))
        return not wanted or any(
            wanted in [part.strip() for part in fold(place).split(",")] for place in places
        )

    def fits_organisation(self, who: str, project: str) -> bool:
        """Say whether somebody, or their project, is of the organisation and the kind asked for."""
        if self.of_organisation is not None and not {who, project} & self.of_organisation:
            return False
        return not self.kind or self.kind in self.kinds.get(who, frozenset())

    def fits_status(self, status: str) -> bool:
        """Say whether work is in the state asked for."""
        return self.request.get("status") in ("", status)

    def fits_strength(self, strength: str) -> bool:
        """Say whether it is known in the way asked for."""
        return self.request.get("strength") in ("", strength)

    def fits_period(self, first: str, last: str) -> bool:
        """Say whether [first, last] reaches into the period asked for; an unknown date does not."""
        if not self.request.since and self.request.get("until") == "":
            return True
        return (
            bool(last or first)
            and (last or first) >= self.request.since
            and (first or last) <= self.request.until
        )


def _members(reader: Reader, request: Request) -> frozenset[str]:
    """Return the organisation itself, its people and its projects."""
    organisation = look_up(reader, Label.ORGANISATION, request.get("organisation"))["id"]
    people = reader.read(
        named("claims_to"),
        entities=[organisation],
        predicates=["AFFILIATED_WITH"],
        limit=_MOST,
        **request.moments,
    )
    projects = reader.read(
        named("claims_from"), entities=[organisation], predicates=["RUNS", "PARTNERS_IN", "FUNDS"], limit=_MOST,
        **request.moments,
    )  # fmt: skip
    said = [row["subject"] for row in people if row["polarity"] == "asserts"]
    said += [row["object"] for row in projects if row["polarity"] == "asserts"]
    return frozenset([organisation, *said])


def _kinds(reader: Reader, request: Request, who: list[str]) -> dict[str, frozenset[str]]:
    """Return the kinds of the organisations that these people are at; an organisation's own kind for itself."""
    rows = reader.read(
        named("claims_from"),
        entities=sorted(set(who)),
        predicates=["AFFILIATED_WITH"],
        limit=_MOST,
        **request.moments,
    )
    at: dict[str, set[str]] = {identifier: {identifier} for identifier in who}
    for row in rows:
        if row["polarity"] == "asserts":
            at[row["subject"]].add(row["object"])
    wanted = {organisation for organisations in at.values() for organisation in organisations}
    kinds = {row["id"]: fold(row["kind"]) for row in reader.find(ENTITIES, "id", sorted(wanted))}
    return {
        person: frozenset(kinds[one] for one in organisations if kinds.get(one))
        for person, organisations in at.items()
    }
