"""What-if: people and ties added or taken away; reach, path length and fragmentation before and after."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np

from graph.errors import NotFoundError, UsageError
from graph.model import Label
from graph.store import Reader
from queries.answer import Answer, Evidence, Finding
from queries.evidence import listed
from queries.look_up import look_up
from queries.network import Network, network_of
from queries.network.contacts import Ints
from queries.network.meetings import evidence_of, meetings
from queries.network.scope import Scope, scope_of
from queries.network.shown import NOT_NAMED, counted, names
from queries.request import Request, Role

# Paths are walked from all up to so many people, else from a sample of as many.
_WALKED = 500
# A tie that is tried counts as one that two people of a team of two have.
_WEIGHT = 1.0
_TIES_QUOTED, _QUOTES = 3, 6


@dataclass(frozen=True, slots=True)
class _Change:
    """One thing that is tried: a person (one name) or a tie (two), added or taken away; new people by name."""

    people: tuple[int | str, ...]
    words: str
    added: bool


def answer(reader: Reader, request: Request) -> Answer:
    """Return the figures before and after, and who gains or loses touch with the largest part.

    `remove` and `add` take names or ids, several with a semicolon between; two joined by + are a tie. Whom nobody is
    called is a new person, if they are added. Told to managers only: what falls apart without somebody names them.
    Raises UsageError where nothing is tried or what is tried is no change, NotFoundError or AmbiguousError for a name.
    """
    network = network_of(reader, request)
    tried = [*_changes(reader, network, request, "remove"), *_changes(reader, network, request, "add")]
    if not tried:
        raise UsageError("`what-if` needs `remove` or `add`", "name people, or ties as: Asha Rao + Bela Bo")
    if request.role is not Role.MANAGER:
        return Answer("what-if", request.values, (), caveats=(NOT_NAMED,))
    scope = scope_of(reader, request, network)
    people = scope.people
    _check(network, scope, tried)
    before = network.matrix[people][:, people].tocsr()
    after, kept = _changed(network, people, tried)
    gone = np.delete(people, kept[kept < len(people)]).tolist()
    value: dict[str, Any] = {
        "relation": "before and after",
        "name": listed([change.words for change in tried]),
        "before": _figures(before),
        "after": _figures(after),
    }
    why = _why(network, people, (before, after, kept), value)
    caveats = (
        (
            "Reach: the share of all pairs that are tied, directly or through others. Fragmentation: far pairs are "
            "partly lost too (Borgatti 2006, Comput. Math. Organ. Theory 12, 21: distance-weighted)."
        ),
        f"{names(network, gone)} taken away; ties only they made go too." if gone else "",
        *_taken_as_new(network, tried),
        *_without_effect(network, tried),
    )
    because = _because(reader, request, network, tried)
    finding = Finding(value, abs(value["after"]["reach"] - value["before"]["reach"]), why, because)
    return Answer("what-if", request.values, (finding,), caveats=tuple(filter(None, caveats)))


def _taken_as_new(network: Network, tried: list[_Change]) -> list[str]:
    """Say of each person who is added that nobody is called so here, and who is called nearly so."""
    known = [str(network.row(number)["name"]) for number in range(network.size)]
    new = sorted({one for change in tried for one in change.people if isinstance(one, str)})
    near = {one: get_close_matches(one, known, n=1) for one in new}
    return [
        f"Nobody here is called {one}: taken as somebody new"
        + (f"; did you mean {near[one][0]}?" if near[one] else ".")
        for one in new
    ]


def _changes(reader: Reader, network: Network, request: Request, name: str) -> list[_Change]:
    found = []
    for one in filter(None, (part.strip() for part in request.get(name).split(";"))):
        asked = [end.strip() for end in one.split("+")]
        if len(asked) > 2 or not all(asked):
            raise UsageError(f"`{name}` cannot be {one!r}", "name a person, or a tie as: Asha Rao + Bela Bo")
        people = tuple(_person(reader, network, end, new=name == "add") for end in asked)
        said = " and ".join(one if isinstance(one, str) else str(network.row(one)["name"]) for one in people)
        words = f"{'with' if name == 'add' else 'without'} {'the tie of ' if len(people) > 1 else ''}{said}"
        found.append(_Change(people, words, added=name == "add"))
    return found


def _person(reader: Reader, network: Network, asked: str, *, new: bool) -> int | str:
    """Return somebody's number; the name alone of one who is not there, or was not then, and is to be added."""
    try:
        number = network.nodes.index.get(look_up(reader, Label.PERSON, asked)["id"])
    except NotFoundError:
        if not new:
            raise
        return asked
    if number is None and not new:
        raise NotFoundError(f"{asked} was not among the community then", "ask about a later date")
    return asked if number is None else number


def _check(network: Network, scope: Scope, tried: list[_Change]) -> None:
    """Raise UsageError for a tie of one person, or of one who is taken away; NotFoundError for one not in scope."""
    gone = {change.people[0] for change in tried if not change.added and len(change.people) == 1}
    inside = set(scope.people.tolist())
    for change in tried:
        if len(set(change.people)) < len(change.people):
            raise UsageError(f"a tie needs two people: {change.words} names one", "write: Asha Rao + Bela Bo")
        if change.added and gone & set(change.people):
            raise UsageError(
                f"{change.words}: who is taken away cannot be added too", "leave one of them out"
            )
        for one in change.people:
            if isinstance(one, int) and one not in inside:
                name = network.row(one)["name"]
                raise NotFoundError(
                    f"{name} is not among {scope.words}", "ask without a topic, place or organisation"
                )


def _tied(network: Network, change: _Change) -> bool:
    ends = [one for one in change.people if isinstance(one, int)]
    return len(ends) == 2 and bool(network.matrix[ends[0], ends[1]])


def _without_effect(network: Network, tried: list[_Change]) -> list[str]:
    """Return a sentence for each tie that is there already, or is not there to be taken away."""
    without = (
        change for change in tried if len(change.people) == 2 and _tied(network, change) == change.added
    )
    why = {True: "they are tied already", False: "no tie of the two was read"}
    return [f"“{change.words}” changes nothing: {why[change.added]}." for change in without]


def _because(
    reader: Reader, request: Request, network: Network, tried: list[_Change]
) -> tuple[Evidence, ...]:
    """Return quotes for what is taken away: a tie, or the strongest ties of a person."""
    met = []
    for change in (one for one in tried if not one.added):
        one = int(change.people[0])
        row = network.matrix[one].tocoo()
        strongest = row.col[np.lexsort((row.col, -row.data))][:_TIES_QUOTED].tolist()
        others = strongest if len(change.people) == 1 else [int(change.people[1])]
        met += [meeting for other in others for meeting in meetings(network, one, other)[:1]]
    return evidence_of(reader, request, network, met, _QUOTES)


def _changed(network: Network, people: Ints, tried: list[_Change]) -> tuple[Any, Ints]:
    """Return the ties after all changes, and the places in `people` of those who are left; new people come last."""
    from scipy.sparse import csr_matrix

    new = sorted({one for change in tried for one in change.people if isinstance(one, str)})
    at: dict[int | str, int] = {int(number): place for place, number in enumerate(people)}
    at |= {name: len(people) + order for order, name in enumerate(new)}
    whole = network.matrix[people][:, people].tocoo()
    ties = {(int(a), int(b)): float(w) for a, b, w in zip(whole.row, whole.col, whole.data, strict=True)}
    gone: set[int] = set()
    for change in tried:
        ends = [at[one] for one in change.people if one in at]
        if len(change.people) == 1 and not change.added:
            gone |= set(ends)
        elif len(ends) == 2 and ends[0] != ends[1]:
            one, other = ends
            for tie in ((one, other), (other, one)):
                ties.pop(tie, None)
                if change.added:
                    ties[tie] = _WEIGHT
    size = len(people) + len(new)
    rows, columns = (np.array([tie[end] for tie in ties], dtype=np.int64) for end in (0, 1))
    made = csr_matrix((np.array(list(ties.values())), (rows, columns)), shape=(size, size))
    kept = np.array([one for one in range(size) if one not in gone], dtype=np.int64)
    return made[kept][:, kept].tocsr(), kept


def _figures(matrix: Any) -> dict[str, Any]:
    from scipy.sparse.csgraph import connected_components, dijkstra

    size = matrix.shape[0]
    _, labels = connected_components(matrix, directed=False)
    sizes = np.bincount(labels) if size else np.zeros(1, dtype=np.int64)
    pairs = max(1, size * (size - 1))
    walked = (
        np.arange(size) if size <= _WALKED else np.random.default_rng(0).choice(size, _WALKED, replace=False)
    )
    away = (
        dijkstra(matrix, directed=False, indices=np.sort(walked), unweighted=True)
        if size
        else np.zeros((0, 0))
    )
    far = away[np.isfinite(away) & (away > 0)]
    near = float((1 / far).sum()) / max(1, len(walked) * (size - 1))
    return {
        "people": size,
        "ties": matrix.nnz // 2,
        "separate_parts": int((sizes > 1).sum()),
        "without_ties": int((sizes == 1).sum()),
        "largest_part": int(sizes.max()),
        "reach": round(float((sizes * (sizes - 1)).sum()) / pairs, 4),
        "mean_steps": round(float(far.mean()), 3) if len(far) else 0.0,
        "fragmentation": round(1 - near, 4),
    }


def _why(
    network: Network, people: Ints, what: tuple[Any, Any, Ints], value: dict[str, Any]
) -> tuple[str, ...]:
    """Return how reach and steps change, and who leaves or joins the largest part."""
    before, after, kept = what
    parts = [_largest(before), {int(kept[place]) for place in _largest(after)}]
    staying = set(kept.tolist())
    lost = sorted(one for one in parts[0] - parts[1] if one in staying)
    won = sorted(one for one in parts[1] - parts[0] if one < len(people))
    reach, steps, apart = (
        [value[when][name] for when in ("before", "after")]
        for name in ("reach", "mean_steps", "fragmentation")
    )
    found = [
        (
            f"The share of pairs within reach goes from {reach[0]:.1%} to {reach[1]:.1%}, the mean number of steps "
            f"between them from {steps[0]:.2f} to {steps[1]:.2f}, fragmentation from {apart[0]:.3f} to {apart[1]:.3f}."
        )
    ]
    for who, verb in ((lost, "lose"), (won, "join")):
        if who:
            count = counted(len(who), f"person {verb}s", f"people {verb}")
            touch = " touch with" if verb == "lose" else ""
            found.append(f"{count}{touch} the largest part: {names(network, people[who])}.")
    return tuple(found)


def _largest(matrix: Any) -> set[int]:
    from scipy.sparse.csgraph import connected_components

    if not matrix.shape[0]:
        return set()
    _, labels = connected_components(matrix, directed=False)
    return set(np.flatnonzero(labels == np.bincount(labels).argmax()).tolist())
