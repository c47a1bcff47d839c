"""How long to wait before an address is tried again."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime


def backoff(attempt: int, chance: float, most: float) -> float:
    """Return 1, 2, 4, … seconds, less up to half by chance: many readers must not come back at once."""
    return min(most, float(2**attempt)) * (1 - chance / 2)


def retry_after(header: str, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for, as a number or a date; None if it asks nothing."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)
