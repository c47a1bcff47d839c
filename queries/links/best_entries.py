"""The best entries of each row of a sparse product, without sorting the product."""

from __future__ import annotations

from typing import Any

import numpy as np

from queries.links.history import Floats, Ints

# A row is cut into this many parts for each entry wanted; the k-th largest of the parts' maxima is then a bound
# that hardly more than k entries reach (4: fewer leave many more to sort, more cost as much as they save).
_PARTS = 4
# Entries of a product before summing, in one block: 24 MB, which stays near the processor.
_ENTRIES = 2_000_000


def best_of_rows(matrix: Any, most: int) -> tuple[Ints, Ints, Floats]:
    """Return (row, column, value) of the `most` largest positive entries of each row of a CSR matrix.

    Rows in order, best first; of equal values the lower column first (values within one in 10^9 count as equal).
    """
    starts, values = matrix.indptr.astype(np.int64), matrix.data
    kept = np.flatnonzero(values >= np.repeat(_bounds(starts, values, most), np.diff(starts)))
    kept_starts = np.searchsorted(kept, starts)
    columns = matrix.indices[kept].astype(np.int64)
    order = values[kept] - columns * (1e-9 / max(1, matrix.shape[1]))
    rows, places = _ranked(kept_starts, order, most)
    return rows, columns[places], values[kept[places]]


def blocks_of(counts: Ints, entries: int = _ENTRIES) -> list[slice]:
    """Return slices of rows, each of some two million entries by the rows' counts (one row at least)."""
    if not len(counts):
        return []
    place = np.cumsum(counts) // entries
    starts = np.flatnonzero(np.r_[True, place[1:] != place[:-1]])
    return [slice(int(a), int(b)) for a, b in zip(starts, np.r_[starts[1:], len(place)], strict=True)]


def _bounds(starts: Ints, values: Floats, most: int) -> Floats:
    """Return for each row a value that at least `most` of its entries reach, where it has so many."""
    lengths, parts = np.diff(starts), _PARTS * most
    bounds = np.full(len(lengths), np.finfo(np.float64).tiny)
    long = lengths > 2 * parts
    if long.any():
        cuts = starts[:-1][long][:, None] + lengths[long][:, None] * np.arange(parts) // parts
        # The last part of a row runs on into short rows before the next long one: its maximum may be theirs.
        flat = np.c_[cuts, starts[1:][long]].ravel()
        tops = np.maximum.reduceat(np.r_[values, -np.inf], flat).reshape(-1, parts + 1)[:, :parts]
        bounds[long] = np.maximum(bounds[long], np.partition(tops, parts - most, axis=1)[:, parts - most])
    return bounds


def _ranked(starts: Ints, order: Floats, most: int) -> tuple[Ints, Ints]:
    """Return the rows and places of the best of each row, by rows of like length at a time."""
    counts = np.diff(starts)
    sizes = np.ceil(np.log2(np.maximum(counts, 1))).astype(np.int64)
    found_rows, found_places = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for size in np.unique(sizes[counts > 0]):
        rows = np.flatnonzero((sizes == size) & (counts > 0))
        offsets = np.arange(1 << size)[None, :]
        places = np.minimum(starts[rows][:, None] + offsets, len(order) - 1)
        keys = np.where(offsets < counts[rows][:, None], order[places], -np.inf)
        if keys.shape[1] > most:
            first = np.argpartition(-keys, most - 1, axis=1)[:, :most]
            keys, places = np.take_along_axis(keys, first, 1), np.take_along_axis(places, first, 1)
        sorted_ = np.argsort(-keys, axis=1, kind="stable")
        keys, places = np.take_along_axis(keys, sorted_, 1), np.take_along_axis(places, sorted_, 1)
        real = np.isfinite(keys)
        found_rows.append(np.repeat(rows, real.sum(axis=1)))
        found_places.append(places[real])
    all_rows, all_places = np.concatenate(found_rows), np.concatenate(found_places)
    by_row = np.argsort(all_rows, kind="stable")
    return all_rows[by_row], all_places[by_row]
