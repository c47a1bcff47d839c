"""The filters that lists of people and projects share: place, organisation and its kind, state, period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.model import Label
from graph.names import fold
from graph.store import Reader
from queries.look_up import look_up
from queries.reads import named
from queries.request import Request
from queries.whereabouts import Whereabouts, whereabouts

# More claims than this about one organisation are not read for a filter; none in our data has a tenth.
_MOST = 20000
# Trust, care board, region, nation; and what each was before it was merged, twice.
_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Filters:
    """What a request wants of each finding; an empty filter fits everything."""

    request: Request
    of_organisation: frozenset[str] | None = None
    known: Whereabouts = field(default_factory=Whereabouts)

    @staticmethod
    def asked(request: Request) -> bool:
        """Say whether a request asks for a place, an organisation or a kind: what `of` must read about each finding."""
        return any(request.get(name) for name in ("place", "organisation", "organisation_kind"))

    @classmethod
    def of(cls, reader: Reader, request: Request, who: Iterable[str]) -> Filters:
        """Return the filters of a request for these people, organisations and projects, by their ids.

        Raises NotFoundError or AmbiguousError for its organisation.
        """
        members = _members(reader, request) if request.get("organisation") else None
        wanted = request.get("place") or request.get("organisation_kind")
        return cls(request, members, whereabouts(reader, request, who) if wanted else Whereabouts())

    def fits_place(self, places: Iterable[str], *who: str) -> bool:
        """Say whether one of these places, or of those of `who`, is the one asked for or lies in it.

        "Leeds" and "West Yorkshire" both fit "Leeds, West Yorkshire"; a person is where their organisation is too.
        """
        wanted = fold(self.request.get("place"))
        if not wanted or not self.known.at_place.isdisjoint(who):
            return True
        return any(wanted in [part.strip() for part in fold(place).split(",")] for place in places)

    def fits_organisation(self, who: str, project: str) -> bool:
        """Say whether somebody, or their project, is of the organisation and the kind asked for."""
        if self.of_organisation is not None and not {who, project} & self.of_organisation:
            return False
        return not self.request.get("organisation_kind") or not self.known.of_kind.isdisjoint((who, project))

    def fits_status(self, status: str) -> bool:
        """Say whether work is in the state asked for."""
        return self.request.get("status") in ("", status)

    def fits_strength(self, strength: str) -> bool:
        """Say whether it is known in the way asked for."""
        return self.request.get("strength") in ("", strength)

    def fits_period(self, first: str, last: str) -> bool:
        """Say whether [first, last] reaches into the period asked for; an unknown date does not.

        A date that is known to its year alone may be any day of it: "2019" fits `since` 2019-06-01.
        """
        return fits_period(self.request, first, last)


def fits_period(request: Request, first: str, last: str) -> bool:
    """Say whether [first, last] reaches into a request's period (see Filters.fits_period)."""
    if not request.since and request.get("until") == "":
        return True
    begun, ended = first or last, last or first
    return bool(ended) and ended >= request.since[: len(ended)] and begun <= request.until


def _members(reader: Reader, request: Request) -> frozenset[str]:
    """Return the organisation itself, those it includes and succeeded, and the people and projects of them all."""
    organisation = look_up(reader, Label.ORGANISATION, request.get("organisation"), request)["id"]
    bodies = sorted(_rolled_up(reader, request, organisation))
    people = reader.read(
        named("claims_to"),
        entities=bodies,
        predicates=["AFFILIATED_WITH"],
        limit=_MOST,
        **request.moments,
    )
    projects = reader.read(
        named("claims_from"), entities=bodies, predicates=["RUNS", "PARTNERS_IN", "FUNDS"], limit=_MOST,
        **request.moments,
    )  # fmt: skip
    said = [row["subject"] for row in people if row["polarity"] == "asserts"]
    said += [row["object"] for row in projects if row["polarity"] == "asserts"]
    return frozenset([*bodies, *said])


def _rolled_up(reader: Reader, request: Request, organisation: str) -> set[str]:
    """Return an organisation with its parts and predecessors, and theirs: what a merged body took over counts as its.

    So somebody whom a post of 2019 places at a commissioning group is found under today's care board and its region.
    """
    found, level = {organisation}, [organisation]
    for _ in range(_LEVELS):
        rows = reader.read(
            named("claims_to"), entities=level, predicates=["PART_OF", "SUCCEEDED_BY"], limit=_MOST,
            **request.moments,
        )  # fmt: skip
        level = sorted({row["subject"] for row in rows if row["polarity"] == "asserts"} - found)
        if not level:
            break
        found |= set(level)
    return found
