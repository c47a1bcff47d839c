"""Coffee rounds: who meets whom, matched to bridge or drawn at random, and what came of either."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np

from graph.errors import UsageError
from queries.network import Network
from queries.network.groups import groups
from queries.network.meetings import meetings
from queries.network.scope import employers

MATCHED, RANDOM = "matched", "random"
# Steps apart that count: four and more, or no way at all, are equally far.
_FAR = 4
# A group apart is worth a step, another organisation half of one; a topic in common, to talk about, a little less.
_OTHER_GROUP, _OTHER_EMPLOYER, _TOPIC = 1.0, 0.5, 0.4
# Matching takes the cube of the number: 600 take about a minute.
MOST = 600
# Halves drawn anew where somebody would be left who could meet somebody: of so few that a matching takes no time.
_SHUFFLES, _FEW = 20, 60
# More than any meeting is worth: whoever was left the last time comes before what is bridged.
_IN_LINE = 100.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who meet (`other` -1: nobody is left), in which arm, what it bridges, and why."""

    one: int
    other: int
    arm: str
    worth: float
    why: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The rounds before: who met and is not to meet again, how many there were, who had no partner in the last."""

    met: Collection[frozenset[int]] = ()
    rounds: int = 0
    waiting: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Arm:
    """What came of one arm: pairs, how many met, how many found it useful, and shares with 95% intervals."""

    arm: str
    pairs: int
    answered: int
    met: int
    useful: int
    tied_since: int

    def share(self, name: str) -> tuple[float, float, float]:
        """Return a share of the pairs that answered (of all, for ties since) and its interval (Wilson 1927)."""
        of = self.pairs if name == "tied_since" else self.answered
        return wilson(getattr(self, name), of)


def draw(
    network: Network, people: Sequence[int], earlier: Earlier, *, control: float, seed: int
) -> list[Pair]:
    """Return pairs for those who signed up: a share of them, drawn at random, is the control arm.

    Nobody meets somebody of their own team (a shared project) or of the rounds before. The matched arm is a
    matching of most pairs and, of those, highest worth (Edmonds 1965; networkx): steps apart, another group, another
    organisation, a topic in common. The control arm is a matching of as many pairs at random. Whoever is waiting
    since the last round is paired first, and each round has other halves. Equal for equal seed. Raises
    UsageError for fewer than two people, or more than a matching can take.
    """
    wanted = sorted(set(people))
    if not 2 <= len(wanted) <= MOST:
        raise UsageError(f"{len(wanted)} people signed up", f"a round takes 2 to {MOST}")
    # An even number, so that the draw itself leaves nobody out.
    cut = 2 * round(len(wanted) * control / 2)
    worth = _Worth(network, wanted, earlier)
    drawn = []
    for shuffle in range(_SHUFFLES if len(wanted) <= _FEW else 1):
        drawn.append(_arms(wanted, cut, worth, np.random.default_rng([seed, earlier.rounds, shuffle])))
        if _left(drawn[-1]) <= len(wanted) % 2:
            break
    return min(drawn, key=_left)


def _left(pairs: list[Pair]) -> int:
    return sum(one.other < 0 for one in pairs)


def _arms(wanted: list[int], cut: int, worth: _Worth, random: np.random.Generator) -> list[Pair]:
    """Return the pairs of both arms, of which `cut` people, drawn at random, are the control."""
    shuffled = random.permutation(wanted).tolist()
    found = []
    for arm, members in ((MATCHED, sorted(shuffled[cut:])), (RANDOM, sorted(shuffled[:cut]))):
        allowed = [pair for pair in combinations(members, 2) if worth.may_meet(*pair)]
        weights = worth.of if arm == MATCHED else (lambda _one, _other: float(random.random()))
        weighted = [(*pair, weights(*pair) + _IN_LINE * worth.waited(*pair)) for pair in allowed]
        found += _matched(members, weighted, arm, worth)
    return found


def _matched(members: list[int], pairs: list[tuple[int, int, float]], arm: str, worth: _Worth) -> list[Pair]:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(members)
    graph.add_weighted_edges_from(pairs)
    chosen = sorted(tuple(sorted(pair)) for pair in nx.max_weight_matching(graph, maxcardinality=True))
    left = sorted(set(members) - {one for pair in chosen for one in pair})
    found = [
        Pair(one, other, arm, round(worth.of(one, other), 3), worth.why(one, other)) for one, other in chosen
    ]
    return found + [
        Pair(one, -1, arm, 0.0, "nobody is left whom they may meet: first in line next time") for one in left
    ]


class _Worth:
    """What a meeting of two would bridge."""

    def __init__(self, network: Network, people: list[int], earlier: Earlier) -> None:
        from scipy.sparse.csgraph import dijkstra

        self.network, self.barred, self.waiting = network, set(earlier.met), set(earlier.waiting)
        self.place = {number: place for place, number in enumerate(people)}
        steps = dijkstra(network.matrix, directed=False, indices=people, unweighted=True, limit=_FAR)
        self.steps = np.minimum(np.nan_to_num(steps[:, people], posinf=_FAR), _FAR)
        self.groups = groups(network.matrix).of[people]
        self.at = employers(network)[people]
        self.topics: Any = network.two_mode("topic").matrix[people]
        self.common = (self.topics @ self.topics.T).toarray()
        projects = network.two_mode("project").matrix[people]
        self.teams = (projects @ projects.T).toarray()

    def may_meet(self, one: int, other: int) -> bool:
        """Say whether two are of no team together and did not meet in one of the last rounds."""
        return (
            frozenset((one, other)) not in self.barred and not self.teams[self.place[one], self.place[other]]
        )

    def waited(self, one: int, other: int) -> int:
        """Return how many of two had no partner the last time."""
        return len(self.waiting & {one, other})

    def of(self, one: int, other: int) -> float:
        a, b = self.place[one], self.place[other]
        apart = self.groups[a] != self.groups[b] or self.groups[a] < 0
        elsewhere = self.at[a] != self.at[b]
        common = self.common[a, b]
        return float(
            self.steps[a, b]
            + _OTHER_GROUP * apart
            + _OTHER_EMPLOYER * elsewhere
            + _TOPIC * common / (common + 1)
        )

    def why(self, one: int, other: int) -> str:
        a, b = self.place[one], self.place[other]
        steps = int(self.steps[a, b])
        near = "they know each other already" if steps == 1 else f"{steps} steps apart"
        said = [near if steps < _FAR else "far apart"]
        said += ["different groups"] if self.groups[a] != self.groups[b] else []
        said += (
            ["different organisations"]
            if self.at[a] >= 0 and self.at[b] >= 0 and self.at[a] != self.at[b]
            else []
        )
        topics = self.topics[a].multiply(self.topics[b]).tocoo().col
        if len(topics):
            start = self.network.two_mode("topic").columns.start
            said.append(f"share {self.network.row(start + int(min(topics)))['name']}")
        return "; ".join(said)


def compare(rows: Iterable[tuple[str, str, str, bool]]) -> list[Arm]:
    """Return what came of each arm from rows (arm, met, useful, tied since): yes, no or '' where nobody said.

    Whoever did not answer counts as a pair, not as an answer.
    """
    every = [row for row in rows if row[0] in (MATCHED, RANDOM)]
    found = []
    for arm in (MATCHED, RANDOM):
        own = [row for row in every if row[0] == arm]
        met = [row for row in own if row[1]]
        found.append(
            Arm(arm, len(own), len(met), sum(row[1] == "yes" for row in met),
                sum(row[1] == "yes" and row[2] == "yes" for row in met), sum(row[3] for row in own))
        )  # fmt: skip
    return found


def tied_since(network: Network, one: int, other: int, day: int) -> bool:
    """Say whether a contact of two was read that is later than a day (yyyymmdd)."""
    return any(meeting.day > day for meeting in meetings(network, one, other))


def difference(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float, float]:
    """Return the difference of two shares (count, of) and its 95% interval (Newcombe 1998, Stat. Med. 17, 873)."""
    (p, low, high), (q, below, above) = wilson(*one), wilson(*other)
    apart = p - q
    return (
        apart,
        apart - sqrt((p - low) ** 2 + (above - q) ** 2),
        apart + sqrt((high - p) ** 2 + (q - below) ** 2),
    )


def wilson(count: int, of: int) -> tuple[float, float, float]:
    """Return a share and its 95% interval; (0, 0, 1) of nothing."""
    if not of:
        return 0.0, 0.0, 1.0
    z2 = 1.959964**2
    share, spread = count / of, 1.959964 * sqrt(count / of * (1 - count / of) / of + z2 / (4 * of**2))
    middle, scale = share + z2 / (2 * of), 1 + z2 / of
    return share, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
