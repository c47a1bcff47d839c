"""How alike what is written of projects, organisations and people is: by the texts of their projects."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.model import Label, RelType
from queries.network import Network
from queries.project_index import MEANING, ProjectIndex

Vectors = NDArray[np.float32]
# What makes a project's text say something of whoever is tied to it.
_DOES = (RelType.WORKS_ON, RelType.RUNS, RelType.PARTNERS_IN)


class Texts:
    """The direction of what is written of each node: a project's own text, else the sum of their projects'."""

    def __init__(self, network: Network, index: ProjectIndex) -> None:
        span, own = network.nodes.span(Label.PROJECT), index.text.directions
        self._directions: Vectors = np.zeros((len(network.nodes.ids), own.shape[1]), dtype=np.float32)
        self._directions[span.start : span.stop] = own
        ties = network.ties.of(*_DOES)
        ties = ties.where((ties.target >= span.start) & (ties.target < span.stop))
        np.add.at(self._directions, ties.source, own[ties.target - span.start])
        length = np.linalg.norm(self._directions, axis=1, keepdims=True)
        np.divide(self._directions, length, out=self._directions, where=length > 0)
        # What two texts here have in common on average says nothing of two of them.
        number, whole = int((own != 0).any(axis=1).sum()), own.sum(axis=0)
        self._usual = (float(whole @ whole) - number) / max(1, number * (number - 1))

    def likeness(self, one: int, other: int) -> float:
        """Return how much more alike two are than any two projects: 0 to 1, and 0 where nothing is written of one."""
        alike = float(self._directions[one] @ self._directions[other])
        # Four digits: stores give ties in different orders, and the last digits of a sum go with the order.
        return round(min(max((alike - self._usual) / max(1.0 - self._usual, 1e-9), 0.0), 1.0), 4)

    def worth(self, one: int, other: int) -> float:
        """Return what likeness adds to the cosine of topics: half of it, as chosen on judged similar projects."""
        return MEANING * self.likeness(one, other)
