"""The address that a file was saved from, in the mark that browsers write into the pages that they save."""

from __future__ import annotations

import re

# SingleFile writes its own.
_MARK = re.compile(
    rb"saved from url=\(\d+\)(https?://[^\s<>]{4,2000})|SingleFile\s+url:\s*(https?://[^\s<>]{4,2000})"
)
_WITHIN = 8192


def mark_of(address: str) -> bytes:
    """Return the comment that says where a page or feed was found."""
    link = address.replace("--", "-%2D")  # which would end the comment
    return f"\n<!-- saved from url=({len(link):04}){link} -->\n".encode()


def address_in(data: bytes) -> str:
    """Return the address noted near the beginning of a file in UTF-8, or ''."""
    found = _MARK.search(data[:_WITHIN])
    return (found[1] or found[2]).decode("utf-8", "replace") if found else ""
