"""A community's history as its network tells it, and the ranking of links in it, worked out once a network."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from graph.model import Label, RelType
from graph.names import fold
from queries.links.history import Contacts, Floats, History, Ints
from queries.links.ranker import Ranker, ranker_for
from queries.links.signals import Signals
from queries.network import Network
from queries.network.scope import employers

# Contacts outside a project, a thread or an event.
_DIRECT = ("reply", "mention", "declared")


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """The signals of a network as it stands, and the ranker that its past gives it."""

    signals: Signals
    ranker: Ranker


_made: WeakKeyDictionary[Network, Links] = WeakKeyDictionary()


def links_of(network: Network) -> Links:
    """Return the links of a network; the second time they are there already."""
    found = _made.get(network)
    if found is None:
        history = history_of(network)
        dated = [part[~np.isnan(part)] for part in (history.year, history.contacts.year)]
        now = float(max((part.max() for part in dated if len(part)), default=0.0))
        found = Links(Signals(history, now), ranker_for(history, now))
        _made[network] = found
    return found


def history_of(network: Network) -> History:
    """Return the memberships of a network: projects, threads, events, and each person's own topics.

    A work has the number of its node; the interests of a person are a work of theirs alone, with their own number.
    """
    modes = [network.two_mode(kind) for kind in ("project", "thread", "event")]
    about = network.ties.of(RelType.ABOUT)
    topics = network.nodes.span(Label.TOPIC)
    about = about.where((about.target >= topics.start) & (about.target < topics.stop))
    own = about.where(about.source < network.size)
    alone, first = np.unique(own.source, return_index=True)
    direct = [network.contacts_by_kind[kind] for kind in _DIRECT]
    return History(
        people=network.size,
        person=np.concatenate([*(mode.person for mode in modes), alone]),
        work=np.concatenate([*(mode.group for mode in modes), alone]),
        year=years(np.concatenate([*(mode.first for mode in modes), own.first[first]])),
        about=(_threads(network)[about.source], about.target - topics.start),
        contacts=Contacts(
            np.concatenate([pairs.one for pairs in direct]),
            np.concatenate([pairs.other for pairs in direct]),
            years(np.concatenate([pairs.first for pairs in direct])),
        ),
        organisation=employers(network),
        place=_coded([fold(network.row(person)["place"]) for person in range(network.size)]),
    )


def years(days: Ints) -> Floats:
    """Return days (yyyymmdd, 00 for what is not known, 0 for none) as years with a fraction, NaN for none."""
    month, day = days // 100 % 100, days % 100
    found = days // 10000 + np.maximum(month - 1, 0) / 12 + np.maximum(day - 1, 0) / 372
    return np.where(days > 0, found, np.nan)


def _threads(network: Network) -> Ints:
    """Return the thread of each node that is a document; any other node stands for itself."""
    nodes = network.nodes
    found = np.arange(len(nodes.ids))
    for number in nodes.span(Label.DOCUMENT):
        found[number] = nodes.index.get(nodes.threads[nodes.ids[number]], number)
    return found


def _coded(values: list[str]) -> Ints:
    """Return a number for each different value, -1 for ''."""
    known = {value: number for number, value in enumerate(sorted(set(values) - {""}))}
    return np.array([known.get(value, -1) for value in values], dtype=np.int64)
