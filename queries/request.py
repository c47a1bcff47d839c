"""What is asked: parameters checked against the question's declaration, before any store is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.errors import UsageError

_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?)?)?$")
MOST = 500
# After every date: an open end that compares as text does.
END = "9999"


class Role(StrEnum):
    """Who asks: what is denied to members (who is a bridge, who is alone) is told to managers alone."""

    MEMBER = "member"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question: its name everywhere, what it is, and the values it can take.

    `dial` names the two ends of a number from 0 to 1 that a page may offer as a slider.
    """

    name: str
    says: str
    required: bool = False
    choices: tuple[str, ...] = ()
    date: bool = False
    dial: tuple[str, str] | None = None


COMMON = (
    Parameter("limit", f"how many findings at most (1 to {MOST}; 50 unless said)"),
    Parameter("cursor", "where the last page ended, as its answer's `next` said"),
    Parameter("as_of", "what was true on this date (YYYY, YYYY-MM or YYYY-MM-DD)", date=True),
    Parameter("known_at", "what had been read by this date", date=True),
)
PERIOD = (
    Parameter("since", "only what was said, or was going on, on or after this date", date=True),
    Parameter("until", "only what was said on or before this date", date=True),
)


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request.

    `as_of`, `known_at` and `until` are the last moment that the words given allow, `since` and
    `as_of_start` the first; '' (or, for a last moment, END) where nothing was given.
    """

    values: Mapping[str, str]
    limit: int = 50
    offset: int = 0
    as_of: str = END
    as_of_start: str = ""
    known_at: str = END
    since: str = ""
    until: str = END
    role: Role = Role.MEMBER

    def get(self, name: str) -> str:
        """Return a parameter's value, or '' where it was not given."""
        return self.values.get(name, "")

    @property
    def timed(self) -> bool:
        """Say whether it asks about another time than now: `as_of` or `known_at` was given."""
        return (self.as_of, self.known_at) != (END, END)

    @property
    def moments(self) -> dict[str, str]:
        """The times that every claim is read at."""
        return {"as_of": self.as_of, "as_of_start": self.as_of_start, "known_at": self.known_at}


def check(
    question: str, parameters: tuple[Parameter, ...], given: Mapping[str, str], role: Role = Role.MEMBER
) -> Request:
    """Return the request for these parameters; raises UsageError that names the parameter at fault."""
    known = {parameter.name: parameter for parameter in parameters}
    values = {name: value.strip() for name, value in given.items() if value.strip()}
    for name in list(values):
        if name not in known:
            raise UsageError(f"`{question}` has no parameter `{name}`", f"it takes: {', '.join(known)}")
        if known[name].choices:
            values[name] = _ALSO.get(values[name].lower(), values[name])
        _check_value(known[name], values[name])
    if missing := [
        parameter.name for parameter in parameters if parameter.required and parameter.name not in values
    ]:
        raise UsageError(f"`{question}` needs `{missing[0]}`", f"it takes: {', '.join(known)}")
    return Request(
        values=values,
        limit=whole(values.get("limit", "50"), "limit", 1, MOST),
        offset=whole(values.get("cursor", "0"), "cursor", 0, 1_000_000),
        as_of=_last_moment(values.get("as_of", "")),
        as_of_start=values.get("as_of", ""),
        known_at=_last_moment(values.get("known_at", "")),
        since=values.get("since", ""),
        until=_last_moment(values.get("until", "")),
        role=role,
    )


# The words that answers print, for whoever types what they read.
_ALSO = {"completed": "done", "under way": "doing", "underway": "doing"}


def _check_value(parameter: Parameter, value: str) -> None:
    if parameter.date and not _is_date(value):
        raise UsageError(
            f"`{parameter.name}` is {value!r}, which is no date", "write YYYY, YYYY-MM or YYYY-MM-DD"
        )
    if parameter.choices and value not in parameter.choices:
        raise UsageError(
            f"`{parameter.name}` cannot be {value!r}", f"it is one of: {', '.join(parameter.choices)}"
        )


def _is_date(value: str) -> bool:
    """Say whether a value is a date or a moment that the calendar has."""
    if not _DATE.match(value):
        return False
    plain = value.removesuffix("Z")
    try:
        datetime.fromisoformat(plain + {4: "-01-01", 7: "-01"}.get(len(plain), ""))
    except ValueError:
        return False
    return True


def whole(value: str, name: str, least: int, most: int) -> int:
    """Return a parameter's whole number; raises UsageError for anything else, and for one out of bounds."""
    if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
        raise UsageError(f"`{name}` is {value!r}", f"give a whole number from {least} to {most}")
    return int(value)


def _last_moment(date: str) -> str:
    """Return the last moment of a date's precision: strings of ISO dates then compare as times do."""
    if not date:
        return END
    missing = {4: "-12-31T23:59:59Z", 7: "-31T23:59:59Z", 10: "T23:59:59Z", 16: ":59Z", 19: "Z"}
    return date + missing.get(len(date), "")
