"""The bytes of a WordPress export, mended on the way to the parser: what XML forbids is left out."""

from __future__ import annotations

import re
from typing import BinaryIO

from ingest.sources.declared_encoding import with_right_width
from ingest.sources.files import BrokenError

_CHUNK = 1 << 16
# A post with pictures in it has some megabytes. The parser keeps what it has read of one: 130 bytes a tag, and a text
# several times over while it is cleaned; with this much it stays below 500 MB.
_MOST_BYTES, _MOST_TAGS = 32 << 20, 2_000_000
_FORBIDDEN = bytes(byte for byte in range(32) if byte not in (9, 10, 13))
_FORBIDDEN_REFERENCE = re.compile(
    rb"&#(?:[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
)
_ENCODING = re.compile(rb"""encoding=["']([\w-]{1,40})["']""")


class MendedStream:
    """A file to read XML from; only what is not allowed in XML at all is changed.

    Control characters and references to them go; bytes that are no UTF-8 in a file that says it is
    UTF-8 are read as Windows writes them; what stands before the XML (blank lines, warnings) goes.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._held = b""
        self._started = False
        self._as_it_is = False
        self._utf8 = True
        self._bytes = 0
        self._tags = 0

    def start_anew(self) -> None:
        """Count from here: a post is whole."""
        self._bytes = self._tags = 0

    def read(self, _size: int = _CHUNK) -> bytes:
        """Return the next piece, b"" at the end; raises BrokenError where one post takes too much."""
        while True:
            chunk = self._file.read(_CHUNK)
            self._bytes += len(chunk)
            self._tags += chunk.count(b"<")
            if self._bytes > _MOST_BYTES or self._tags > _MOST_TAGS:
                raise BrokenError("a post without end (over 32 MB or two million tags)")
            if not self._started:
                chunk = self._start(chunk)
            if self._as_it_is:
                return chunk
            data = self._held + chunk
            self._held = b""
            if chunk:
                data = self._hold(data)
            elif not data:
                return b""
            mended = self._mend(data)
            if mended:
                return mended
            if not chunk:
                return b""

    def _start(self, chunk: bytes) -> bytes:
        self._started = True
        if chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
            self._as_it_is = True
            return chunk
        begins = min((at for at in (chunk.find(b"<?xml"), chunk.find(b"<rss")) if at >= 0), default=0)
        chunk = with_right_width(chunk[begins:])
        declared = _ENCODING.search(chunk[:200].split(b"?>")[0])
        self._utf8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8")
        return chunk

    def _hold(self, data: bytes) -> bytes:
        """Keep back what follows the last ">" or line end: a character may have been cut in two."""
        cut = max(data.rfind(b"\n"), data.rfind(b">")) + 1
        if not cut:
            self._held = data
            # A line this long is no line of an export; let the parser say what it thinks of it.
            if len(data) > 64 * _CHUNK:
                self._held = b""
                return data
            return b""
        self._held = data[cut:]
        return data[:cut]

    def _mend(self, data: bytes) -> bytes:
        data = data.translate(None, _FORBIDDEN)
        if b"&#" in data:
            data = _FORBIDDEN_REFERENCE.sub(b"", data)
        if not self._utf8:
            return data
        data = data.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return b"".join(_line_as_utf8(line) for line in data.splitlines(keepends=True))
        return data


def _line_as_utf8(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return _good_and_bad(line)
    return line


def _good_and_bad(line: bytes) -> bytes:
    """Keep what is UTF-8 in a line, read the other bytes as Windows-1252."""
    kept: list[str] = []
    while line:
        try:
            kept.append(line.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            kept += [
                line[: error.start].decode("utf-8"),
                line[error.start : error.end].decode("cp1252", "replace"),
            ]
            line = line[error.end :]
    return "".join(kept).encode("utf-8")
