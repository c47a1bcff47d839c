"""Which pairs are likely to be tied next: what the ranking of introductions is made of.

`History` says who took part in what, when and about what; `Signals` measures pairs at one moment from what came
before it; `choice` learns weights from a community's own past; `Ranker` puts them together; `backtest` hides the
later part of a history and says how often the hidden ties were foreseen.
"""

from queries.links.history import History
from queries.links.ranker import Ranker, ranker_for
from queries.links.signals import Signals

__all__ = ["History", "Ranker", "Signals", "ranker_for"]
