"""A whole list of people resolved at once, in memory: for lists too long to come in post by post.

The handles, the comparison and the rule of joining are those of ingestion; what differs is that the pairs are found by
sorting all handles once. About 1.5 KB a record and 30 microseconds a pair; pairs are shared among the cores.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from graph.model import Record, Verdict
from graph.names import name_key
from graph.rows import handles_of, name_handle
from ingest.resolve.blocks import is_shared
from ingest.resolve.compare.person_names import NameMatch, compare_names
from ingest.resolve.contradictions import contradict
from ingest.resolve.evidence import ENOUGH, STRONG, few_bear, is_rare, shared_signals, support
from ingest.resolve.handles import further_handles
from ingest.resolve.near_names import JOINED_WHEN_NEAR, MOST, NEAR_MATCHES

if TYPE_CHECKING:
    import numpy as np

    Pairs = np.ndarray[tuple[int, int], np.dtype[np.int64]]

# More of one name are compared only where they share a signal too: without one they are not joined in any case.
_MOST_OF_A_NAME = 200
_CHUNK = 50_000
_records: Sequence[Record] = ()
_common_here: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Resolved:
    """The pairs compared, those joined and those for a person to judge, and the handles too common to compare under."""

    compared: Pairs
    joined: list[tuple[int, int]]
    waiting: list[tuple[int, int]]
    capped: int


def resolve_people(records: Sequence[Record], processes: int = 2) -> Resolved:
    """Return which of these records are joined by the rules of ingestion, and which wait for a person."""
    pairs, capped = candidate_pairs(records)
    # Forked processes share the list: copied to each, it would be the whole memory again.
    global _records, _common_here  # noqa: PLW0603 - what a fork inherits is what is global
    _records, _common_here = records, _borne_by_many(records)
    chunks = [pairs[start : start + _CHUNK] for start in range(0, len(pairs), _CHUNK)]
    if processes > 1 and "fork" in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            found = pool.map(_judged, chunks, chunksize=1)
    else:
        found = [_judged(chunk) for chunk in chunks]
    _records = ()
    joined = [pair for some, _ in found for pair in some]
    return Resolved(pairs, joined, [pair for _, some in found for pair in some], capped)


def candidate_pairs(records: Sequence[Record]) -> tuple[Pairs, int]:
    """Return the pairs of places that share a handle, each once, and how many handles were too common."""
    import numpy as np

    keys: list[int] = []
    places: list[int] = []
    for place, record in enumerate(records):
        for handle in _handles(record):
            keys.append(_number(handle))
            places.append(place)
    if not keys:
        return np.empty((0, 2), dtype=np.int64), 0
    key, place_of = np.array(keys, dtype=np.int64), np.array(places, dtype=np.int64)
    del keys, places
    order = np.argsort(key, kind="stable")
    key, place_of = key[order], place_of[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    sizes = np.diff(np.r_[starts, len(key)])
    most = np.where(key[starts] & 1, MOST, _MOST_OF_A_NAME)
    capped = int((sizes > most).sum())
    found: list[Pairs] = []
    for size in range(2, _MOST_OF_A_NAME + 1):
        first = starts[(sizes == size) & (sizes <= most)]
        if len(first):
            block = place_of[first[:, None] + np.arange(size)]
            left, right = np.triu_indices(size, 1)
            both = np.sort(np.stack((block[:, left].ravel(), block[:, right].ravel()), axis=1), axis=1)
            found.append(both)
    if not found:
        return np.empty((0, 2), dtype=np.int64), capped
    every = np.concatenate(found)
    once = np.unique(every[:, 0] * len(records) + every[:, 1])
    return np.stack((once // len(records), once % len(records)), axis=1), capped


def _handles(record: Record) -> set[str]:
    """Return the handles of ingestion, and the name with each signal where the name is a common one."""
    found = {handle for handle in (*handles_of(record), *further_handles(record)) if not is_shared(handle)}
    if not is_rare(record):
        name = name_handle(record.label, record.name)
        found |= {f"{name}|{signal}" for signal in record.signals}
    return found


def _borne_by_many(records: Sequence[Record]) -> frozenset[str]:
    """Return the keys of names that several people of this list bear, as its employers show."""
    by_name: dict[str, dict[str, Record]] = {}
    for record in records:
        by_name.setdefault(name_key(record.label, record.name), {}).setdefault(record.organisation, record)
    return frozenset(name for name, of in by_name.items() if not few_bear(of.values()))


def _number(handle: str) -> int:
    """Return 64 bits that stand for a handle; the last is set for handles of near names."""
    digest = blake2b(handle.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest, "big", signed=True) & ~1) | ("|near|" in handle)


def _judged(pairs: Pairs) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the pairs that are joined, and those that wait."""
    joined: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    for left, right in pairs.tolist():
        verdict = _verdict(_records[left], _records[right])
        if verdict is not Verdict.DIFFERENT:
            (joined if verdict is Verdict.SAME else waiting).append((left, right))
    return joined, waiting


def _verdict(one: Record, other: Record) -> Verdict:
    """Return what ingestion says of a pair: same, a question, or nothing."""
    if set(one.ids) & set(other.ids):
        return Verdict.SAME
    if contradict(one, other):
        return Verdict.DIFFERENT
    match = compare_names(one.name, other.name)
    if match in (NameMatch.SAME, NameMatch.FORM):
        rare = name_key(one.label, one.name) not in _common_here
        return Verdict.SAME if len(support(one, other, rare=rare)) >= ENOUGH else Verdict.UNSURE
    if match not in NEAR_MATCHES:
        return Verdict.DIFFERENT
    strong = STRONG & set(shared_signals(one, other))
    if match in JOINED_WHEN_NEAR and len(strong) >= ENOUGH:
        return Verdict.SAME
    return Verdict.UNSURE if strong else Verdict.DIFFERENT
