"""A made-up network of any size: who wrote or worked with whom, when and on what; even or full of hubs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.links.history import History

_FIRST, _LAST = 2010, 2024
# Two to five people a work give five ties a work, less those who meet again.
_LEAST, _MOST = 2, 5
_TOPICS, _TOPICS_A_WORK = 4000, 2
# How steeply people (in a network of hubs) and topics differ: the share of the n-th goes with 1/n^.7. The greatest
# hub of 100,000 people then knows some nine thousand.
_STEEP = 0.7
_SEED = 11


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """How many people and ties, nearly, and whether a few people have most of the ties."""

    people: int = 100_000
    ties: int = 1_000_000
    hubs: bool = False


def made_up(size: NetworkSize) -> History:
    """Return the same history for the same size: works of two to five people, each with two topics and a year."""
    random = np.random.default_rng(_SEED)
    teams = random.integers(_LEAST, _MOST + 1, int(size.ties / 4.9))
    work = np.repeat(np.arange(len(teams)), teams)
    person = (
        _drawn(random, size.people, len(work)) if size.hubs else random.integers(0, size.people, len(work))
    )
    once = np.unique(np.stack([work, person]), axis=1)
    year = random.uniform(_FIRST, _LAST, len(teams))
    topics = _drawn(random, _TOPICS, _TOPICS_A_WORK * len(teams))
    about = (np.repeat(np.arange(len(teams)), _TOPICS_A_WORK), topics)
    return History(size.people, once[1], once[0], year[once[0]], about)


def _drawn(
    random: np.random.Generator, number: int, times: int
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Draw with a few far likelier than the rest."""
    shares = np.arange(1, number + 1) ** -_STEEP
    edges = np.cumsum(shares) / shares.sum()
    return np.minimum(np.searchsorted(edges, random.random(times)), number - 1).astype(np.int64)
