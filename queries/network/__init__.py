"""One snapshot of the ties, shared by every question about connections.

`network_of(reader, request)` is the way in: the `Network` as things stood at the request's times, from a cache
where the store has not changed. `Network.until(day)` hides what came later, for a back-test.
"""

from queries.network.cached import network_of
from queries.network.snapshot import Network, TwoMode

__all__ = ["Network", "TwoMode", "network_of"]
