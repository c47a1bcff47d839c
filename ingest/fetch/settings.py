"""What may be set for reading from live addresses, and what lies outside the program: time, chance, names."""

from __future__ import annotations

import random
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from graph.settings import Settings

WEB_PORTS = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Limits and manners of one run; times are in seconds, sizes in bytes.

    `cache` is a folder of our own; what is fetched stays there, readable by its owner alone. `contact`
    is an address (web or mail) that sites see in the user agent. `allow_loopback` opens this computer
    itself, on any port, for trying things out.
    """

    cache: Path
    contact: str = ""
    pause: float = 1.0
    # robots.txt may ask for more than our pause; ten pages an hour would be no reading.
    longest_pause: float = 30.0
    timeout: float = 20.0
    tries: int = 4
    longest_wait: float = 120.0
    redirects: int = 5
    most_bytes: int = 20 << 20
    most_seconds: float = 120.0
    most_bytes_in_all: int = 500 << 20
    most_seconds_in_all: float = 7200.0
    most_requests: int = 5000
    ports: frozenset[int] = WEB_PORTS
    allow_loopback: bool = False


def fetch_settings(settings: Settings) -> FetchSettings:
    """Return what the program's settings say of fetching; the rest is as it is meant to be."""
    cache = (
        Path(settings.cache).expanduser() if settings.cache else Path.home() / ".cache" / "improvement-graph"
    )
    return FetchSettings(cache, settings.contact, allow_loopback=settings.allow_loopback == "yes")


class Outside:
    """The clock, chance and the look-up of names; tests put their own in its place."""

    def now(self) -> float:
        """Return the time of day, in seconds since 1970."""
        return time.time()

    def elapsed(self) -> float:
        """Return seconds on a clock that nobody sets."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def chance(self) -> float:
        """Return a number from 0 to 1."""
        return random.random()

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the IP addresses of a host, in the order to try them; raises OSError."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))
