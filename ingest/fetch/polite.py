"""The one way to the web: polite (robots.txt, a pause, nothing asked for twice), patient and bounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

import httpx

from ingest.fetch import robots
from ingest.fetch.cache import Cache, Kept
from ingest.fetch.connection import Connection, Reply
from ingest.fetch.guard import parsed
from ingest.fetch.refusals import LeftError, StopError
from ingest.fetch.retry import backoff, retry_after
from ingest.fetch.settings import FetchSettings, Outside

Progress = Callable[[str, int], None]

_MOVED_FOR_GOOD = (301, 308)
_MOVED = (*_MOVED_FOR_GOOD, 302, 303, 307)
_TRY_AGAIN = (429, 500, 502, 503, 504)
# RFC 9309: a copy of robots.txt is good for a day.
_ROBOTS_LAST = 24 * 3600


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at an address: the one it was found at, headers and body.

    `moved` is the new address where the old one is gone for good. `fresh` says that the body was sent
    now, not kept from an earlier run.
    """

    address: str
    body: bytes
    headers: Mapping[str, str]
    moved: str = ""
    fresh: bool = True

    @property
    def kind(self) -> str:
        """The content type, without its charset."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class PoliteReader:
    """Reads addresses one after the other; counts requests, bytes and bodies of its run."""

    def __init__(self, settings: FetchSettings, outside: Outside, progress: Progress | None = None) -> None:
        self.requests = 0
        self.bodies = 0
        self.bytes = 0
        self._settings = settings
        self._outside = outside
        self._progress = progress
        self._cache = Cache(settings.cache / "answers")
        self._connection = Connection(settings, outside, user_agent(settings.contact))
        self._started = outside.elapsed()
        self._rules: dict[str, robots.Rules] = {}
        self._last: dict[str, float] = {}

    def __enter__(self) -> PoliteReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, address: str, types: tuple[str, ...] = ()) -> Answer:
        """Return what stands at an address, redirects followed, from the cache where it has not changed.

        `types` are words of which one must be in its content type. Raises LeftError for what cannot or
        may not be read, StopError when the run has reached one of its limits.
        """
        return self._follow(parsed(address), types, with_robots=True)

    def _follow(self, url: httpx.URL, types: tuple[str, ...], *, with_robots: bool) -> Answer:
        moved, for_good = "", True
        for _ in range(self._settings.redirects + 1):
            if with_robots:
                self._check_robots(url)
            kept, fresh = self._ask(url, types)
            if kept.status not in _MOVED or not kept.headers.get("location"):
                if kept.status != 200:
                    raise LeftError(f"the site answers {kept.status}", kept.status)
                return Answer(str(url), kept.body, kept.headers, moved, fresh)
            url = parsed(str(url.join(kept.headers["location"])))
            for_good = for_good and kept.status in _MOVED_FOR_GOOD
            moved = str(url) if for_good else moved
        raise LeftError(f"more than {self._settings.redirects} redirects")

    def _ask(self, url: httpx.URL, types: tuple[str, ...]) -> tuple[Kept, bool]:
        """Return the answer to one address, and whether its body was sent now."""
        kept = self._cache.load(str(url))
        reply = self._try(url, types, kept.conditions if kept else {})
        if reply.status == 304 and kept is not None:
            return replace(kept, headers={**kept.headers, **reply.headers}), False
        answer = Kept(reply.status, reply.body, reply.headers, self._outside.now())
        if reply.status == 200:
            self.bodies += 1
            self._cache.keep(str(url), answer)
        return answer, True

    def _try(self, url: httpx.URL, types: tuple[str, ...], conditions: Mapping[str, str]) -> Reply:
        """Ask until there is an answer that will not be another one in a moment."""
        failed = LeftError("it was not tried")
        for attempt in range(self._settings.tries):
            asked: float | None = None
            try:
                reply = self._once(url, types, conditions)
                if reply.status not in _TRY_AGAIN:
                    return reply
                failed = LeftError(f"the site answers {reply.status}", reply.status)
                asked = retry_after(reply.headers.get("retry-after", ""), self._outside.now())
            except httpx.TimeoutException:
                failed = LeftError("the site does not answer in time")
            except httpx.TransportError as error:
                if "CERTIFICATE_VERIFY_FAILED" in str(error):
                    raise LeftError("the site's certificate cannot be verified") from error
                failed = LeftError("the connection fails")
            if asked is not None and asked > self._settings.longest_wait:
                raise LeftError(f"{failed.reason}, and asks to come back much later", failed.status)
            if attempt + 1 < self._settings.tries:
                wait = backoff(attempt, self._outside.chance(), self._settings.longest_wait)
                self._outside.sleep(wait if asked is None else asked + self._outside.chance())
        raise failed

    def _once(self, url: httpx.URL, types: tuple[str, ...], conditions: Mapping[str, str]) -> Reply:
        self._check_limits()
        self._pause(url)
        self.requests += 1
        left = self._settings.most_bytes_in_all - self.bytes
        try:
            reply = self._connection.ask(url, conditions, types, min(left, self._settings.most_bytes))
        except LeftError:
            if left < self._settings.most_bytes:
                raise StopError(self._limit(f"{self._settings.most_bytes_in_all >> 20:,} MB")) from None
            self.bytes += self._settings.most_bytes
            raise
        finally:
            self._last[url.host] = self._outside.elapsed()
            if self._progress is not None:
                self._progress(url.host, self.requests)
        self.bytes += reply.received
        return reply

    def _check_limits(self) -> None:
        if self.requests >= self._settings.most_requests:
            raise StopError(self._limit(f"{self._settings.most_requests:,} requests"))
        if self._outside.elapsed() - self._started >= self._settings.most_seconds_in_all:
            raise StopError(self._limit(f"{self._settings.most_seconds_in_all / 60:,.0f} minutes"))

    @staticmethod
    def _limit(much: str) -> str:
        return f"the limit of {much} for one run is reached: read again for the rest"

    def _pause(self, url: httpx.URL) -> None:
        """Wait until the site has had its rest."""
        if url.host not in self._last:
            return
        rules = self._rules.get(_site(url), robots.EVERYTHING)
        pause = max(self._settings.pause, min(rules.delay, self._settings.longest_pause))
        wait = self._last[url.host] + pause - self._outside.elapsed()
        if wait > 0:
            self._outside.sleep(wait)

    def _check_robots(self, url: httpx.URL) -> None:
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._robots_of(url)
        if not self._rules[site].allow(url.raw_path.decode("ascii")):
            raise LeftError("the site's robots.txt does not allow it")

    def _robots_of(self, url: httpx.URL) -> robots.Rules:
        """Return a site's rules; one that has none allows all, one that cannot say so now allows nothing."""
        place = url.copy_with(raw_path=b"/robots.txt")
        kept = self._cache.load(f"robots {place}")
        if kept is None or self._outside.now() - kept.fetched > _ROBOTS_LAST:
            try:
                answer = self._follow(place, (), with_robots=False)
                kept = Kept(200, answer.body, {}, self._outside.now())
            except StopError:
                raise
            except LeftError as error:
                if not 400 <= error.status < 500 or error.status == 429:
                    raise LeftError(
                        f"its robots.txt cannot be read ({error.reason})", error.status
                    ) from error
                kept = Kept(error.status, b"", {}, self._outside.now())
            self._cache.keep(f"robots {place}", kept)
        return robots.parse(kept.body) if kept.status == 200 else robots.EVERYTHING


def _site(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def user_agent(contact: str) -> str:
    """Return what sites see of us: the project, its version, and where to complain."""
    try:
        number = version(robots.AGENT)
    except PackageNotFoundError:
        number = "0"
    told = "".join(
        letter for letter in contact if letter.isascii() and letter.isprintable() and letter not in "()"
    )
    return f"{robots.AGENT}/{number}" + (f" (+{told.strip()[:200]})" if told.strip() else "")
