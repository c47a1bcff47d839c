"""What-if: people and ties added or taken away; reach, path length and fragmentation before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.errors import NotFoundError, UsageError
from graph.model import Label
from graph.store import Reader
from queries.answer import Answer, Finding
from queries.evidence import listed
from queries.look_up import look_up
from queries.network import Network, network_of
from queries.network.contacts import Ints
from queries.network.scope import scope_of
from queries.network.shown import NOT_NAMED, counted, names
from queries.request import Request, Role

# Paths are walked from all up to so many people, else from a sample of as many.
_WALKED = 500
# A tie that is tried counts as one that two people of a team of two have.
_WEIGHT = 1.0


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
    Raises UsageError where nothing is tried, NotFoundError or AmbiguousError for a name.
    """
    network = network_of(reader, request)
    tried = [*_changes(reader, network, request, "remove"), *_changes(reader, network, request, "add")]
    if not tried:
        raise UsageError("`what-if` needs `remove` or `add`", "name people, or ties as: Asha Rao + Bela Bo")
    if request.role is not Role.MANAGER:
        return Answer("what-if", request.values, (), caveats=(NOT_NAMED,))
    people = scope_of(reader, request, network).people
    before = network.matrix[people][:, people].tocsr()
    after, kept = _changed(network, people, tried)
    gone = [int(people[place]) for place in range(len(people)) if place not in set(kept.tolist())]
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
    )
    finding = Finding(value, abs(value["after"]["reach"] - value["before"]["reach"]), why, ())
    return Answer("what-if", request.values, (finding,), caveats=tuple(filter(None, caveats)))


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
    reach, steps = ([value[when][name] for when in ("before", "after")] for name in ("reach", "mean_steps"))
    found = [
        (
            f"The share of pairs within reach goes from {reach[0]:.1%} to {reach[1]:.1%}, the mean number of steps "
            f"between them from {steps[0]:.2f} to {steps[1]:.2f}."
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
