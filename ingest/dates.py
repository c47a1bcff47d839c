"""Dates as sources write them, to ISO 8601 cut to what is known."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache

from dateutil import parser

from graph.model import Precision

_ISO = re.compile(
    r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}:\d{2})(:\d{2})?(?:\.\d+)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?)?)?$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
# "2014-04-03 15:22 -0400", "2014/04/03": whatever follows, what begins with a year goes on with the month.
_YEAR_FIRST = re.compile(r"^\d{4}\D")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_SHORT_YEAR = re.compile(r"\d{1,2}/\d{1,2}/\d\d$")
# The zones that RFC 822 names, and those of British and Central European clocks, in seconds.
_HOURS = {"UT": 0, "GMT": 0, "BST": 1, "IST": 1, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
          "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}  # fmt: skip
_ZONES = {name: hours * 3600 for name, hours in _HOURS.items()}
# Two defaults that differ in month and day: what differs in the outcome was not in the text.
_ONE = datetime(2000, 1, 1)  # noqa: DTZ001  # only compared, never stored
_OTHER = datetime(2000, 12, 28)  # noqa: DTZ001
_EARLIEST, _LATEST = 1800, 2200


@lru_cache(maxsize=4096)
def read_date(written: str) -> tuple[str, Precision]:
    """Return (ISO date cut to its precision, precision), or ("", NONE) where there is no date in it.

    Days come before months where both could be meant (03/04/2024 is 3 April), as in the UK. Times with
    an offset become UTC; times without one are taken as UTC.
    """
    text = written.strip()
    if not text or text.startswith("0000"):
        return "", Precision.NONE
    iso = _ISO.match(text)
    day = _COMPACT.match(text) or (iso if iso and not iso[4] else None)
    if day is not None:
        return _calendar(day[1], day[2], day[3])
    if iso and iso[5]:
        with suppress(ValueError, OverflowError):
            moment = datetime.fromisoformat(text)
            return _moment(moment) if _EARLIEST <= moment.year <= _LATEST else ("", Precision.NONE)
    try:
        days_first = _YEAR_FIRST.match(text) is None
        one = parser.parse(text, default=_ONE, dayfirst=days_first, tzinfos=_ZONES)
        other = parser.parse(text, default=_OTHER, dayfirst=days_first, tzinfos=_ZONES)
    except (ValueError, OverflowError, TypeError):
        return "", Precision.NONE
    if not _EARLIEST <= one.year <= _LATEST or not (iso or _YEAR.search(text) or _SHORT_YEAR.search(text)):
        return "", Precision.NONE
    return _as_precise(one, other)


def _as_precise(one: datetime, other: datetime) -> tuple[str, Precision]:
    """Return a date cut to where the readings with two defaults agree."""
    if one.month != other.month:
        return f"{one.year:04}", Precision.YEAR
    if one.day != other.day:
        return f"{one.year:04}-{one.month:02}", Precision.MONTH
    if one.hour or one.minute or one.second or one.tzinfo:
        return _moment(one)
    return f"{one.year:04}-{one.month:02}-{one.day:02}", Precision.DAY


def _moment(when: datetime) -> tuple[str, Precision]:
    """Return a moment in UTC."""
    moment = when.astimezone(UTC) if when.tzinfo else when
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ"), Precision.SECOND


def _calendar(year: str, month: str | None, day: str | None) -> tuple[str, Precision]:
    """Return a date of year, month, day as far as they are given; an impossible one is no date."""
    if not _EARLIEST <= int(year) <= _LATEST:
        return "", Precision.NONE
    if not month:
        return year, Precision.YEAR
    try:
        found = datetime(int(year), int(month), int(day or 1), tzinfo=UTC)
    except ValueError:
        return "", Precision.NONE
    return (found.strftime("%Y-%m-%d"), Precision.DAY) if day else (found.strftime("%Y-%m"), Precision.MONTH)
