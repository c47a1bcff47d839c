"""Which addresses may be read at all: the open web, and never what lies inside the network we are in."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from ingest.fetch.refusals import LeftError
from ingest.fetch.settings import FetchSettings, Outside

# Translators reach an IPv4 network through these: what is inside must be looked at, not the outside.
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_THIS_COMPUTER = "this computer itself: IMPROVEMENT_GRAPH_ALLOW_LOOPBACK=yes opens it, to try things out"
_LONGEST = 2000
_LAST_PORT = 65535


def parsed(address: str) -> httpx.URL:
    """Return an address without its fragment; raises LeftError for one that is none."""
    if len(address) > _LONGEST or not address.isprintable():
        raise LeftError("no address")
    try:
        url = httpx.URL(address.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise LeftError("no address") from error
    if url.scheme not in ("http", "https"):
        raise LeftError("not an http or https address")
    if not url.host or "%" in url.host or (url.port or 0) > _LAST_PORT:
        raise LeftError("no address")
    if url.userinfo:
        raise LeftError("an address with a user's name or password in it")
    return url


def ips_of(url: httpx.URL, settings: FetchSettings, outside: Outside) -> list[str]:
    """Return the IP addresses to connect to, looked up now and each one checked.

    Connect to these, and to no name: a name may lead elsewhere a moment later. Raises LeftError where
    a port, or any one of the addresses, is not of the open web.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = outside.resolve(url.raw_host.decode("ascii").strip("[]"), port)
        ips = [ip_address(text.partition("%")[0]) for text in found]
    except (OSError, UnicodeError, ValueError) as error:
        raise LeftError("there is no such site: its name cannot be looked up") from error
    if not ips:
        raise LeftError("there is no such site: its name cannot be looked up")
    ours = settings.allow_loopback and all(ip.is_loopback for ip in ips)
    if not ours and all(ip.is_loopback for ip in ips):
        raise LeftError(f"an address inside a private network ({_THIS_COMPUTER})")
    if not ours and not all(_is_open(ip) for ip in ips):
        raise LeftError("an address inside a private network")
    if not ours and port not in settings.ports:
        raise LeftError("an unusual port")
    return [str(ip) for ip in ips]


def _is_open(ip: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is of the open web, also one that wraps an IPv4 address."""
    if isinstance(ip, IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inside is None and any(ip in network for network in _NAT64):
            inside = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside is not None:
            return _is_open(inside)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_link_local or ip.is_unspecified)
