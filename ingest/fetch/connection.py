"""One request and its answer: to a checked IP address, under the site's own name, and cut where it is too much."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address

import httpx

from ingest.fetch.guard import ips_of
from ingest.fetch.refusals import LeftError
from ingest.fetch.settings import FetchSettings, Outside

_GZIP = 16 + zlib.MAX_WBITS
_ACCEPT = (
    "application/json, application/rss+xml, application/atom+xml, application/xml, text/html;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent: status, headers (names in lower case), body, and how many bytes were received."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    received: int = 0


class Connection:
    """Asks servers; keeps one connection to each site open, never shared with another site."""

    def __init__(self, settings: FetchSettings, outside: Outside, user_agent: str) -> None:
        self._settings = settings
        self._outside = outside
        self._clients: dict[tuple[str, str], httpx.Client] = {}
        self._headers = {"User-Agent": user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
        # Knows no authority, and so trusts nobody; loading those takes a tenth of a second.
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._with_authorities = False

    def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def ask(self, url: httpx.URL, conditions: Mapping[str, str], types: tuple[str, ...], most: int) -> Reply:
        """Return the answer to a request; the body only of a 200 whose content type has one of the words.

        Raises LeftError for what may not be asked or is too much, httpx.TransportError where it fails.
        """
        begun = self._outside.elapsed()
        with self._sent(url, conditions) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            if response.status_code != 200:
                return Reply(response.status_code, headers)
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if types and kind and not any(word in kind for word in types):
                raise LeftError(f"of another type ({kind[:60]})")
            length = headers.get("content-length", "")
            if length.isascii() and length.isdigit() and int(length[:18]) > most:
                raise LeftError(f"larger than {most >> 20:,} MB")
            received = 0
            body = bytearray()
            for chunk in _decoded(response, headers.get("content-encoding", ""), most):
                received = response.num_bytes_downloaded
                body += chunk
                if max(len(body), received) > most:
                    raise LeftError(f"larger than {most >> 20:,} MB")
                if self._outside.elapsed() - begun > self._settings.most_seconds:
                    raise LeftError("the site sends too slowly")
            return Reply(200, headers, bytes(body), received)

    @contextmanager
    def _sent(self, url: httpx.URL, conditions: Mapping[str, str]) -> Iterator[httpx.Response]:
        """Send a request to the first IP address that takes it."""
        ips = ips_of(url, self._settings, self._outside)
        client = self._client(url)
        extensions = {} if _is_ip(url.host) else {"sni_hostname": url.raw_host.decode("ascii")}
        headers = {**conditions, "Host": url.netloc.decode("ascii")}
        for number, ip in enumerate(ips, 1):
            request = client.build_request(
                "GET", url.copy_with(host=ip), headers=headers, extensions=extensions
            )
            try:
                response = client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(ips):
                    raise
                continue
            try:
                yield response
            finally:
                response.close()
                client.cookies.clear()
            return

    def _client(self, url: httpx.URL) -> httpx.Client:
        """Return the client of a site: two sites on one IP address must not share a connection."""
        if url.scheme == "https" and not self._with_authorities:
            self._tls = httpx.create_ssl_context(trust_env=False)
            self._tls.load_default_certs()  # an office's own authorities are in the system's list
            self._with_authorities = True
        key = (url.scheme, url.netloc.decode("ascii"))
        if key not in self._clients:
            self._clients[key] = httpx.Client(
                headers=self._headers,
                verify=self._tls,
                timeout=self._settings.timeout,
                follow_redirects=False,
                trust_env=False,
                limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
            )
        return self._clients[key]


def _decoded(response: httpx.Response, encoding: str, most: int) -> Iterator[bytes]:
    """Yield the body, unpacked bit by bit: what is sent in 20 kB may be 20 MB."""
    if encoding.strip().lower() in ("", "identity"):
        yield from response.iter_raw()
        return
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        raise LeftError("packed in a way that was not asked for")
    unpack = zlib.decompressobj(_GZIP)
    try:
        for chunk in response.iter_raw():
            yield unpack.decompress(chunk, most + 1)
            if unpack.unconsumed_tail:
                raise LeftError(f"larger than {most >> 20:,} MB")
    except zlib.error as error:
        raise LeftError("a broken answer") from error
    if not unpack.eof:
        raise LeftError("a broken answer")


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
