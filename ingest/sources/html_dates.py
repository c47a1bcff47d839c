"""Dates as pages show them, in the languages that we have met, made ISO."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from graph.names import fold

# English, Welsh, German, French, Spanish, Italian, Dutch, by their first letters, folded.
_MONTHS = (
    "jan|ion|ene|gen", "feb|fev|chw|fevr", "mar|maw|marz|mrt|maerz|maar", "apr|avr|ebr|abr",
    "may|mai|mag|mei", "jun|juin|giu|meh", "jul|juil|lug|gor", "aug|aou|ago|aws", "sep|set|med",
    "oct|okt|ott|hyd", "nov|tach", "dec|dez|dic|rhag",
)  # fmt: skip
_BY_START = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split("|")}
_LONGEST_START = 5
_YEAR = r"((?:19|20)\d\d)"
_TIME = (
    r"(?:[^\dA-Za-z]{0,4}(?:at|um|a|à|ore|alle|om|a las|T|-|–)?\s{0,3}"
    r"(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s?([ap]\.?m\b)?)?"
)
_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s?(Z|"
    r"[+-]\d\d:?\d\d)?)?(?!\d)"
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s{{0,2}}(?:de\s|"
    rf"of\s)?\s?([^\W\d_]{{3,10}})\.?,?\s{{1,2}}(?:de\s|del\s)?{_YEAR}(?!\d){_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)([^\W\d_]{{3,10}})\.?\s{{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}{_YEAR}(?!\d){_TIME}"
)
_NUMBERS = re.compile(rf"(?<![\d./-])(\d{{1,2}})([./-])(\d{{1,2}})\2((?:19|20)?\d\d)(?![\d./-]\d){_TIME}")
_MONTH_ALONE = re.compile(rf"(?<!\w)([^\W\d_]{{3,10}})\.?\s{{1,2}}{_YEAR}(?!\d)")
_PATH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})(?:/(\d{1,2}))?/")
# A date stands at the beginning or the end of what is shown with it.
_LONGEST = 400


def date_within(text: str) -> str:
    """Return the first date in a short text as ISO, with its time where that is given, or ''."""
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} \n {text[-_LONGEST // 2 :]}"
    iso = _ISO.search(text)
    if iso:
        zone = iso[7] or ""
        return _iso((iso[1], iso[2], iso[3]), (iso[4], iso[5], iso[6], None), zone)
    found = [_named(_DAY_FIRST, text, 1, 2), _named(_MONTH_FIRST, text, 2, 1), _numbers(text)]
    first = min((pair for pair in found if pair[1]), default=(0, ""))
    return first[1]


def month_within(text: str) -> str:
    """Return a month and year ("March 2024") as ISO, or ''."""
    for found in _MONTH_ALONE.finditer(text[:_LONGEST]):
        month = _month(found[1])
        if month:
            return f"{found[2]}-{month:02}"
    return ""


def date_of_address(address: str) -> str:
    """Return the date in an address as blogs make them ("/2024/03/18/huddles"), or ''."""
    found = _PATH.search(address)
    if found is None or not 1 <= int(found[2]) <= 12:
        return ""
    if found[3]:
        return _iso((found[1], found[2], found[3]), (None, None, None, None))
    return f"{found[1]}-{int(found[2]):02}"


def _named(pattern: re.Pattern[str], text: str, day: int, month: int) -> tuple[int, str]:
    for found in pattern.finditer(text):
        number = _month(found[month])
        if number:
            made = _iso((found[3], number, found[day]), (found[4], found[5], found[6], found[7]))
            if made:
                return found.start(), made
    return len(text), ""


def _numbers(text: str) -> tuple[int, str]:
    for found in _NUMBERS.finditer(text):
        day, month = int(found[1]), int(found[3])
        if month > 12 >= day:  # only American pages write 4/18/2024
            day, month = month, day
        if len(found[4]) == 2 and len(found[1] + found[3]) < 4:
            continue  # "2.3.12" numbers a version or a chapter
        year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
        made = _iso((year, month, day), (found[5], found[6], found[7], found[8]))
        if made:
            return found.start(), made
    return len(text), ""


def _month(word: str) -> int:
    plain = fold(word)
    sizes = range(_LONGEST_START, 2, -1)
    return next((_BY_START[plain[:size]] for size in sizes if plain[:size] in _BY_START), 0)


def _iso(day: tuple[str | int, str | int, str | int], time: tuple[str | None, ...], zone: str = "") -> str:
    year, month, number = (int(part) for part in day)
    hour, minute, second = (int(part or 0) for part in time[:3])
    if time[3]:
        hour = hour % 12 + (12 if time[3].lower().startswith("p") else 0)
    try:
        when = datetime(year, month, number, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return ""
    return f"{when:%Y-%m-%dT%H:%M:%S}{zone}" if time[0] else f"{when:%Y-%m-%d}"
