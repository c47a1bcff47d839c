"""Silos: groups that have to do with each other more than with the rest, on what, and who spans them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from graph.store import Reader
from queries.answer import Answer, Evidence, Finding
from queries.evidence import listed
from queries.network import Network, network_of
from queries.network.contacts import Ints
from queries.network.groups import EIIndex, Groups, ei_index, groups, rounds
from queries.network.in_common import occasions_of, organisations_of, topics_of
from queries.network.meetings import evidence_of, meetings
from queries.network.role_families import role_family
from queries.network.scope import Scope, employers, nobody, numbered, place_of, places, scope_of
from queries.network.shown import NOT_NAMED, counted, page, person
from queries.request import Request, Role

# Two who know each other, and nobody else, are no group that others might be let into.
_SMALLEST = 3
# Pairs of groups are shown among the largest: all pairs of fifty groups would be 1,225.
_LARGEST = 12
_SHOWN = 3
_QUOTES = 4


@dataclass(eq=False)
class _Parts:
    """The part of the network that is asked about, in its groups; people by their place in it."""

    network: Network
    scope: Scope

    @cached_property
    def groups(self) -> Groups:
        return groups(self.scope.matrix)

    @property
    def tied(self) -> int:
        """How many people have a tie: the size of what is cut into groups."""
        return int((np.diff(self.scope.matrix.indptr) > 0).sum())

    @cached_property
    def at(self) -> Ints:
        return employers(self.network)

    @cached_property
    def number(self) -> int:
        """How many groups are large enough to be shown."""
        return int((self.groups.sizes >= _SMALLEST).sum())

    @cached_property
    def between(self) -> Any:
        """The number of ties between groups (upper triangle, a tie counted once; inside a group on the diagonal)."""
        from scipy.sparse import csr_matrix

        of, matrix = self.groups.of, self.scope.matrix
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        once = rows < matrix.indices
        ends = of[rows[once]], of[matrix.indices[once]]
        ordered = np.minimum(*ends), np.maximum(*ends)
        # Sparse: of 100,000 people in pairs the square would take 20 GB. Entries of one place are added up.
        shape = (len(self.groups.sizes),) * 2
        return csr_matrix((np.ones(len(ordered[0]), dtype=np.int64), ordered), shape=shape)

    def members(self, group: int) -> Ints:
        """The people of a group by their number in the network, the best tied within it first."""
        places = np.flatnonzero(self.groups.of == group)
        inside = np.asarray(self.scope.matrix[places][:, places].sum(axis=1)).ravel()
        found: Ints = self.scope.people[places[np.lexsort((places, -inside))]]
        return found


def answer(reader: Reader, request: Request) -> Answer:
    """Return the whole in figures, the groups by size, and each pair of the largest groups with who spans it.

    Persons who span groups are named to managers only. Equal for equal input: the runs are seeded. Raises
    NotFoundError or AmbiguousError for a topic.
    """
    network = network_of(reader, request)
    parts = _Parts(network, scope_of(reader, request, network))
    only = place_of(reader, request, network, parts.scope)
    shown_groups = range(parts.number) if only is None else [int(parts.groups.of[only])]
    own = [group for group in shown_groups if 0 <= group < parts.number]
    pairs = [
        pair
        for pair in combinations(range(min(parts.number, _LARGEST)), 2)
        if only is None or set(pair) & set(own)
    ]
    pairs.sort(key=lambda pair: (-int(parts.between[pair]), pair))
    rows: list[Any] = [None, *own, *pairs]
    shown, more = page(request, rows)
    findings = (
        tuple(_finding(reader, request, parts, row) for row in shown) if len(parts.scope.people) else ()
    )
    caveats = (
        nobody(parts.scope),
        "" if request.role is Role.MANAGER else NOT_NAMED,
        _runs(parts) if parts.tied else "",
        "A tie is a shared project, thread or event, a reply, a mention or a declared tie; one employer is none.",
        (
            f"In pairs of their own: {counted(int(parts.groups.sizes[parts.number :].sum()), 'person', 'people')}; "
            f"without a tie: {int((parts.groups.of < 0).sum()):,}."
        ),
    )
    return Answer("silos", request.values, findings, caveats=tuple(filter(None, caveats)), next=more)


def _runs(parts: _Parts) -> str:
    found = parts.groups
    return (
        f"Groups: the best of {len(found.modularities)} runs of Leiden, of {rounds(parts.tied)} rounds each; the runs "
        f"agree to {found.nmi:.2f} (NMI) and {found.ari:.2f} (ARI), 1 being the same groups each time."
    )


def _finding(reader: Reader, request: Request, parts: _Parts, row: Any) -> Finding:
    if row is None:
        return _whole(parts)
    if isinstance(row, tuple):
        return _between(reader, request, parts, row)
    return _group(reader, request, parts, row)


def _whole(parts: _Parts) -> Finding:
    people, matrix, found = parts.scope.people, parts.scope.matrix, parts.groups
    rows = [parts.network.row(int(one)) for one in people]
    everywhere = places(parts.network)
    by = {
        "organisation": parts.at[people],
        "role": numbered([role_family(str(row["role"])) for row in rows])[0],
        "place": numbered([everywhere[one] for one in people])[0],
    }
    every = {name: ei_index(matrix, of) for name, of in by.items()}
    index = {name: one for name, one in every.items() if one.ties}
    grouped = int(found.sizes[: parts.number].sum())
    value: dict[str, Any] = {
        "relation": "the whole",
        "name": parts.scope.words,
        "people": len(people),
        "people_in_groups": grouped,
        "groups": parts.number,
    }
    if not parts.tied:
        return Finding(value, 1.0, ("No tie was read: there are no groups.",), ())
    value |= _measures(found, index)
    why = (
        (
            f"{grouped:,} of {counted(len(people), 'person', 'people')} fall into {counted(parts.number, 'group')} of "
            f"{_SMALLEST} or more; the share of ties within groups is {found.modularity:.2f} above what chance would "
            "give (modularity)."
        ),
        *(_kept(name, one) for name, one in index.items()),
    )
    return Finding(value, 1.0, why, ())


def _measures(found: Groups, index: Mapping[str, EIIndex]) -> dict[str, Any]:
    """Return the figures of the groups; four digits, so that what is shown, of two, is not rounded twice."""
    return {
        "modularity": round(found.modularity, 4),
        "agreement_nmi": round(found.nmi, 4),
        "agreement_ari": round(found.ari, 4),
        "runs": len(found.modularities),
        "ei_index": {name: round(one.index, 4) for name, one in index.items()},
        "ei_by_chance": {name: round(one.chance, 4) for name, one in index.items()},
        "ei_range_by_chance": {name: [round(one.low, 4), round(one.high, 4)] for name, one in index.items()},
        "ties_counted": {name: one.ties for name, one in index.items()},
    }


def _kept(name: str, one: EIIndex) -> str:
    """Say whether ties keep to their own organisation, role or place, and whether chance would have it so."""
    keep = "are spread as chance would have it"
    if one.index < one.low:
        keep = "keep more to their own than chance would have it"
    if one.index > one.high:
        keep = "go out more than chance would have it"
    return (
        f"By {name}, ties {keep}: E-I index {one.index:+.2f} over {one.ties:,} ties, {one.chance:+.2f} by chance "
        f"({one.low:+.2f} to {one.high:+.2f})."
    )


def _group(reader: Reader, request: Request, parts: _Parts, group: int) -> Finding:
    members = parts.members(group)
    inside = int(parts.between[group, group])
    out = int(parts.between[group].sum() + parts.between[:, group].sum()) - 2 * inside
    topics, occasions = topics_of(parts.network, members), occasions_of(parts.network, members)
    value = {
        "relation": "group",
        "name": f"Group {group + 1}: {_about(topics, occasions) or 'no topic of its own'}",
        "people": len(members),
        "ties_inside": inside,
        "ties_out": out,
        "stays_together": round(float(parts.groups.together[group]), 3),
        "topics": topics,
        "took_part_in": occasions,
        "organisations": organisations_of(parts.network, members, parts.at),
    }
    if request.role is Role.MANAGER:
        value["members"] = [person(parts.network, one, parts.at) for one in members[: 2 * _SHOWN].tolist()]
    why = [
        (
            f"{counted(len(members), 'person', 'people')} with {counted(inside, 'tie')} among themselves and {out:,} "
            f"to others; two of them who are tied are in one group in {value['stays_together']:.0%} of the runs."
        )
    ]
    for said, shared in (
        ("What sets them apart is", topics),
        ("What brought several of them together is", occasions),
    ):
        if shared and (shared is topics or not topics):
            told = (f"{one['name']} ({one['people']} of {len(members)})" for one in shared)
            why.append(f"{said} {listed(list(told))}.")
    met = [
        meeting
        for one, other in _strongest(parts, members)
        for meeting in meetings(parts.network, one, other)[:1]
    ]
    because = evidence_of(reader, request, parts.network, met, _QUOTES)
    return Finding(value, inside / max(1, inside + out), tuple(why), because)


def _between(reader: Reader, request: Request, parts: _Parts, pair: tuple[int, int]) -> Finding:
    ties = int(parts.between[pair])
    numbers = [np.flatnonzero(parts.groups.of == group) for group in pair]
    block = parts.scope.matrix[numbers[0]][:, numbers[1]].tocoo()
    order = np.lexsort((block.col, block.row, -block.data))
    ends = [(int(parts.scope.people[numbers[0][block.row[one]]]), int(parts.scope.people[numbers[1][block.col[one]]]))
            for one in order]  # fmt: skip
    spanning = Counter(end for both in ends for end in both)
    best = sorted(spanning, key=lambda one: (-spanning[one], one))[:_SHOWN]
    names = [_called(parts, group) for group in pair]
    value: dict[str, Any] = {
        "relation": "between two groups",
        "name": f"{names[0]} and {names[1]}",
        "ties": ties,
        "people_who_span": len(spanning),
    }
    told: tuple[Evidence, ...] = ()
    why = f"No tie was read between {names[0]} and {names[1]}: nobody spans them."
    if ties:
        why = f"{counted(ties, 'tie')} of {counted(len(spanning), 'person', 'people')} span {names[0]} and {names[1]}."
    if ties and request.role is Role.MANAGER:
        value["spanned_by"] = [person(parts.network, one, parts.at) for one in best]
        met = [meeting for one, other in ends[:_SHOWN] for meeting in meetings(parts.network, one, other)[:1]]
        told = evidence_of(reader, request, parts.network, met, _QUOTES)
    return Finding(value, 1 / (1 + ties), (why,), told)


def _called(parts: _Parts, group: int) -> str:
    members = parts.members(group)
    about = _about(topics_of(parts.network, members)[:2], occasions_of(parts.network, members)[:1])
    return f"group {group + 1} ({about})" if about else f"group {group + 1}"


def _about(topics: list[dict[str, Any]], occasions: list[dict[str, Any]]) -> str:
    """Return what a group is called by: its topics, or where it has none, what most of it took part in."""
    named = [str(one["name"]) for one in topics] or [
        f"“{one['name']}”" for one in occasions[:2] if one["name"]
    ]
    return listed(named)


def _strongest(parts: _Parts, members: Ints) -> list[tuple[int, int]]:
    """Return the strongest ties within a group."""
    ordered = np.sort(members)
    block = parts.network.matrix[ordered][:, ordered].tocoo()
    up = np.flatnonzero(block.row < block.col)
    order = up[np.lexsort((block.col[up], block.row[up], -block.data[up]))][:_SHOWN]
    return [(int(ordered[block.row[one]]), int(ordered[block.col[one]])) for one in order]
