"""Text that was decoded wrongly once ("Â£5,000", "womenâ€™s"), put right where there is no doubt."""

from __future__ import annotations

import re
from contextlib import suppress

# UTF-8 read as Windows-1252 always begins with one of these and goes on with no ASCII.
_DOUBTFUL = re.compile("[\u00c2-\u00f4][^\x00-\x7f]{1,3}")


def mended(text: str) -> str:
    """Return the text as it was meant; what is no slip of that kind stays as it is."""
    return text if text.isascii() else _DOUBTFUL.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    words = found[0]
    for length in range(len(words), 1, -1):
        for encoding in ("cp1252", "latin-1"):
            with suppress(UnicodeError):
                return words[:length].encode(encoding).decode("utf-8") + words[length:]
    return words
