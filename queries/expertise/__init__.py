"""Who knows about something: people ranked by what they wrote, did and were said to do.

`ranking` scores people from arrays alone, and is what `evaluate experts` measures; `traces` reads those arrays from a
store, and `cached` keeps them while the store does not change.
"""

from queries.expertise.cached import community_of
from queries.expertise.ranking import Ground, Ranking, Traces, rank
from queries.expertise.traces import Community

__all__ = ["Community", "Ground", "Ranking", "Traces", "community_of", "rank"]
