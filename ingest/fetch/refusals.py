"""What is not fetched, as exceptions whose message is the reason of a Skip."""

from __future__ import annotations


class LeftError(Exception):
    """An address is left out; `status` is what the server answered, 0 where it did not."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class StopError(LeftError):
    """A limit of the whole run is reached: nothing more is fetched, and what was got is kept."""
