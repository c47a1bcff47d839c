"""Live addresses: what stands there is fetched politely into plain files, which the readers of files then read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import InputError
from ingest.document import Skip
from ingest.fetch import discourse, feed, pages, wordpress
from ingest.fetch.detect import Site, detect
from ingest.fetch.gathering import Gathering
from ingest.fetch.polite import PoliteReader, Progress
from ingest.fetch.refusals import LeftError
from ingest.fetch.settings import FetchSettings, Outside
from ingest.sources.files import is_address

__all__ = ["FETCHED_KINDS", "FetchSettings", "Fetched", "Outside", "Progress", "fetch", "is_address"]

FETCHED_KINDS = ("wordpress-json", "feed", "discourse", "html")
_GATHER: dict[str, Callable[[Site, Gathering], None]] = {
    "wordpress-json": wordpress.gather,
    "feed": feed.gather,
    "discourse": discourse.gather,
    "sitemap": pages.gather_sitemap,
    "page": pages.gather_page,
}
_HINTS = (
    # First, since a robots.txt that lies there cannot be read either.
    ("private network", "save what you need to files, and read those"),
    ("robots.txt", "ask the site's owner for an export, and read that file"),
    ("certificate", "check the address in a browser; the network you are in may stand between"),
    ("name or password", "leave them out: only public pages are read"),
    ("answers 401", "only public pages are read: ask the site's owner for an export"),
    ("answers 403", "only public pages are read: ask the site's owner for an export"),
    ("answers 404", "check the address in a browser"),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: of which kind, into which folder, from where, and what was left.

    `whole` is false where a limit or a fault cut it short: then nothing that is missing is gone.
    `bodies` counts the answers that had to be sent in full.
    """

    kind: str
    folder: Path
    skips: tuple[Skip, ...] = ()
    address: str = ""
    notes: tuple[str, ...] = ()
    whole: bool = True
    requests: int = 0
    bodies: int = 0


def fetch(
    address: str,
    settings: FetchSettings,
    progress: Progress | None = None,
    *,
    kind: str = "",
    outside: Outside | None = None,
) -> Fetched:
    """Fetch what stands at an address into a folder of plain files of the kind that is returned.

    A later run asks only for what has changed. `kind` is one of FETCHED_KINDS, where it cannot be told
    by looking. Raises InputError where nothing can be fetched at all; what is missing otherwise is a Skip.
    """
    if kind and kind not in FETCHED_KINDS:
        raise InputError(f"an address cannot be read as {kind}", f"it may be: {', '.join(FETCHED_KINDS)}")
    with PoliteReader(settings, outside or Outside(), progress) as reader:
        try:
            site = _site_at(reader, address, kind)
        except LeftError as error:
            raise _failed(address, error) from error
        try:
            gathering = _gathered(reader, settings, address, site)
        except InputError:
            if kind or site.kind != "wordpress-json" or not site.feed:
                raise
            site = _at_feed(reader, address, site.feed)
            gathering = _gathered(reader, settings, address, site)
            note = f"{address} shows its lists to nobody: its feed was read, of its newest posts"
            gathering.notes.append(note)
        moved = (f"{address} has moved for good: use {site.answer.moved}",) if site.answer.moved else ()
        return Fetched(
            _read_as(site),
            gathering.folder,
            tuple(gathering.skips),
            site.answer.address,
            (*moved, *gathering.notes),
            gathering.whole,
            reader.requests,
            reader.bodies,
        )


def _read_as(site: Site) -> str:
    return "html" if site.kind in ("sitemap", "page") else site.kind


def _at_feed(reader: PoliteReader, address: str, feed_address: str) -> Site:
    try:
        return detect(reader.get(feed_address), "feed")
    except LeftError as error:
        raise _failed(address, error) from error


def _gathered(reader: PoliteReader, settings: FetchSettings, address: str, site: Site) -> Gathering:
    """Gather a site; what was got before a limit or a fault stays, and with nothing at all it is an error."""
    gathering = Gathering(reader, settings.cache / "sites" / _folder_name(address, _read_as(site)))
    try:
        _GATHER[site.kind](site, gathering)
    except LeftError as error:
        gathering.skip(address, error.reason)
    gathering.sweep()
    if not gathering.names():
        raise _failed(address, LeftError(next((skip.reason for skip in gathering.skips), "it is empty")))
    return gathering


def _site_at(reader: PoliteReader, address: str, kind: str) -> Site:
    site = detect(reader.get(address), kind)
    if kind != "feed" or site.kind == "feed":
        return site
    if not site.feed:
        raise LeftError("not a feed")
    return detect(reader.get(site.feed), kind)


def _failed(address: str, error: LeftError) -> InputError:
    hint = next((words for sign, words in _HINTS if sign in error.reason), "try again later, or read a file")
    return InputError(f"{_without_user(address)} cannot be fetched: {error.reason}", hint)


def _without_user(address: str) -> str:
    """Return an address as it may be shown: without a password."""
    scheme, mark, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _folder_name(address: str, kind: str) -> str:
    host = (urlsplit(address).hostname or "site").replace(":", "-")
    return f"{host}-{kind}-{sha256(address.encode()).hexdigest()[:8]}"
