"""Whom a question is about: the whole community, those on a topic, in a place or at an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.errors import NotFoundError
from graph.model import Label, RelType
from graph.names import fold
from graph.store import Reader
from queries.filters import Filters
from queries.look_up import look_up
from queries.narrower import topics_below
from queries.network.contacts import Ints
from queries.network.snapshot import Network
from queries.network.ties import Flags
from queries.request import Request, Role


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The people a question is about, by number, their part of the network, and how they are called in words."""

    people: Ints
    matrix: Any
    words: str


def scope_of(reader: Reader, request: Request, network: Network) -> Scope:
    """Return the people on the request's topic (and narrower ones), in its place, of its organisation (and its parts).

    It is all of them where it names none; the ties are those among these people. Raises NotFoundError or
    AmbiguousError for a topic or an organisation.
    """
    kept = np.ones(network.size, dtype=np.bool_)
    words = "the community"
    if request.get("topic"):
        topic = look_up(reader, Label.TOPIC, request.get("topic"), request)
        kept &= on_topics(network, [*topics_below(reader, topic, request)])
        words = f"those on {topic['name']}"
    if Filters.asked(request):
        filters = Filters.of(reader, request, list(network.people))
        where = zip(_all_places(network), network.people, strict=True)
        fits = (filters.fits_place(some, who) and filters.fits_organisation(who, "") for some, who in where)
        kept &= np.fromiter(fits, dtype=np.bool_, count=network.size)
    if request.get("organisation"):
        at = look_up(reader, Label.ORGANISATION, request.get("organisation"), request)
        words += f" at {at['name']}"
    if request.get("place"):
        words += f" in {request.get('place')}"
    people = np.flatnonzero(kept)
    return Scope(people, network.matrix[people][:, people].tocsr(), words)


def nobody(scope: Scope) -> str:
    """Return the sentence for a scope without people, which a misspelt place may be; '' for any other."""
    if len(scope.people):
        return ""
    return (
        f"Nobody is known to be among {scope.words}: a place is compared as it is written in what was read."
    )


def place_of(reader: Reader, request: Request, network: Network, scope: Scope) -> int | None:
    """Return the place in a scope of the person asked for, None where nobody is, and for whoever is no manager.

    Who bridges, who is in no group and who is alone is told to managers only, so also not by asking for one. Raises
    NotFoundError or AmbiguousError for the person, NotFoundError too for one who is not in the scope.
    """
    if not request.get("person") or request.role is not Role.MANAGER:
        return None
    row = look_up(reader, Label.PERSON, request.get("person"), request)
    found = np.flatnonzero(scope.people == network.nodes.index.get(row["id"], -1))
    if not len(found):
        raise NotFoundError(
            f"{row['name']} is not among {scope.words}", "ask without a topic, place or organisation"
        )
    return int(found[0])


def on_topics(network: Network, topics: list[str]) -> Flags:
    """Return who is tied to one of these topics: by work, by writing, or as their own interest."""
    wanted = [network.nodes.index[topic] for topic in topics if topic in network.nodes.index]
    tied = network.two_mode("topic")
    found = np.zeros(network.size, dtype=np.bool_)
    found[tied.person[np.isin(tied.group, wanted)]] = True
    return found


def employers(network: Network) -> Ints:
    """Return the organisation of each person, by number, -1 where none is known.

    A list or form (it is kept up) comes before what posts said; among those, the latest.
    """
    ties = network.ties.of(RelType.AFFILIATED_WITH)
    ties = ties.between(network.nodes.span(Label.PERSON), network.nodes.span(Label.ORGANISATION))
    order = np.lexsort((ties.target, ties.last, ties.listed))
    found = np.full(network.size, -1, dtype=np.int64)
    found[ties.source[order]] = ties.target[order]
    return found


def places(network: Network) -> list[str]:
    """Return where each person is: their own place, else their employer's, else ''."""
    return [own or employer for own, employer in _all_places(network)]


def numbered(names: list[str]) -> tuple[Ints, tuple[str, ...]]:
    """Return a number for each name (-1 for '') and the names by their number; case and accents do not count."""
    keys = [fold(name) for name in names]
    known = sorted({key for key in keys if key})
    index = {key: number for number, key in enumerate(known)}
    shown = dict(zip(reversed(keys), reversed(names), strict=True))
    numbers = np.fromiter((index.get(key, -1) for key in keys), dtype=np.int64, count=len(keys))
    return numbers, tuple(shown[key] for key in known)


def _all_places(network: Network) -> list[tuple[str, str]]:
    at = employers(network).tolist()
    return [
        (str(network.row(person)["place"]), str(network.row(at[person])["place"]) if at[person] >= 0 else "")
        for person in range(network.size)
    ]
