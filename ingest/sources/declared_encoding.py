"""What XML declares of its own encoding, mended where the bytes themselves show that it is wrong."""

from __future__ import annotations

import re

# Programs that make XML in memory declare how they kept it there, whatever they write then.
_WRONG_WIDTH = re.compile(
    rb"""(\A\s*<\?xml[^<>]{0,100}?encoding\s*=\s*["'])(?:utf-?16|utf-?32|ucs-?[24])(?:[lb]e)?""",
    re.IGNORECASE,
)


def with_right_width(data: bytes) -> bytes:
    """Return XML that declares UTF-16 or UTF-32 in letters of one byte each as the UTF-8 that it must be."""
    return _WRONG_WIDTH.sub(rb"\1utf-8", data, count=1)
