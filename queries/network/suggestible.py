"""Who of a network may be suggested to others, and how an answer says whom it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from graph.model import ConsentPolicy
from graph.store import Reader
from queries.consent import Consents, consents_of, policy_of
from queries.evidence import listed
from queries.network.snapshot import Network
from queries.network.ties import Flags, Ints
from queries.request import Request, Role

_NAMED = 5
# By network, which another state of the store replaces: nothing in it may hold the network itself.
_known: WeakKeyDictionary[Network, tuple[Consents, Flags]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, eq=False)
class Suggestible:
    """Who of a network may be suggested, by number."""

    consents: Consents
    network: Network
    may: Flags

    def told(self, request: Request, people: Iterable[int] | None = None) -> str:
        """Return the sentence that an answer has about whom it leaves out, of some people or of everybody.

        Managers are told who they are. Of nobody there is nothing to say: ''.
        """
        asked_of = np.arange(self.network.size)
        if people is not None:
            asked_of = np.unique(np.fromiter(people, dtype=np.int64))
        if not len(asked_of):
            return ""
        out = asked_of[~self.may[asked_of]]
        asked = self.consents.policy is ConsentPolicy.ASKED
        if not len(out):
            if asked:
                return "Everybody here has agreed to be suggested."
            return "Nobody here is known to have said no to being suggested; whoever said nothing may be."
        rule = "only those who said yes may be" if asked else "whoever said nothing may be"
        one = (
            "1 person who has not agreed to be suggested is"
            if asked
            else "1 person who said no, or may have, is"
        )
        many = (
            "people who have not agreed to be suggested are"
            if asked
            else "people who said no, or may have, are"
        )
        counted = one if len(out) == 1 else f"{len(out):,} {many}"
        return f"{counted} left out{self._names(request, out)} (consent: {rule})."

    def _names(self, request: Request, people: Ints) -> str:
        if request.role is not Role.MANAGER:
            return ""
        rest = len(people) - _NAMED
        names = [str(self.network.row(one)["name"]) for one in people[:_NAMED].tolist()]
        return f", {listed([*names, *([f'{rest:,} more'] if rest > 0 else [])])}"


def suggestible(reader: Reader, network: Network) -> Suggestible:
    """Return who of a network may be suggested today, whatever date the network is of."""
    known = _known.get(network)
    if known is None or known[0].policy is not policy_of(reader):
        consents = consents_of(reader)
        may = (consents.allows(network.row(one)) for one in range(network.size))
        known = _known[network] = consents, np.fromiter(may, dtype=np.bool_, count=network.size)
    return Suggestible(known[0], network, known[1])
