"""The words of a `why`: built from the fields of claims alone, so that nothing is said without evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.model import Modality
from queries.evidence import year

_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$")
_MONTHS = "January February March April May June July August September October November December".split()
_STATES = {
    Modality.DOING: "under way",
    Modality.DONE: "completed",
    Modality.PLANNED: "planned",
    Modality.PROPOSED: "proposed",
    Modality.STOPPED: "stopped",
    Modality.FAILED: "did not work",
}
_OVER = (Modality.DONE, Modality.STOPPED, Modality.FAILED)
_NOT_BEGUN = (Modality.PLANNED, Modality.PROPOSED)
# What has ended, what is planned, and what is no more than proposed, for each verb that work is told with.
_VERBS = {
    "works on": ("worked on", "is to work on", "would work on"),
    "runs": ("ran", "is to run", "would run"),
    "is a partner in": ("was a partner in", "is to be a partner in", "would be a partner in"),
    "funds": ("funded", "is to fund", "would fund"),
    "is worked on by": ("was worked on by", "is to be worked on by", "would be worked on by"),
    "is run by": ("was run by", "is to be run by", "would be run by"),
    "has as a partner": ("had as a partner", "is to have as a partner", "would have as a partner"),
    "is funded by": ("was funded by", "is to be funded by", "would be funded by"),
    "is at": ("was at", "is to be at", "would be at"),
    "has": ("had", "is to have", "would have"),
}


def state(modality: str) -> str:
    """Return a state of work in words, or '' where none is known."""
    return _STATES[Modality(modality)] if modality else ""


def period(since: str, until: str) -> str:
    """Return a period in years: "since 2021", "2019 to 2021", "2020", "until 2021" or ''."""
    first, last = year(since), year(until)
    if first and last:
        return first if first == last else f"{first} to {last}"
    if first:
        return f"since {first}"
    return f"until {last}" if last else ""


def said_in(first: str, last: str) -> str:
    """Return when something was said, which is not when it was true: "said in 2019", "said 2019 to 2022" or ''."""
    one, other = year(first) or year(last), year(last) or year(first)
    if not one:
        return ""
    return f"said in {one}" if one == other else f"said {one} to {other}"


def details_of(modality: str, dates: tuple[str, str], said: tuple[str, str]) -> str:
    """Return the state of work and when, of dates (since, until) and of when it was said.

    "under way since 2023", "completed (2021 to 2023)", "stopped (begun in 2019)", "planned for 2026", "completed,
    said in 2023", "since 2021", or '' where nothing is known.
    """
    first, last = year(dates[0]), year(dates[1])
    when = period(first, last)
    if not when:
        return ", ".join(part for part in (state(modality), said_in(*said)) if part)
    if modality in _OVER:
        return f"{state(modality)} ({when if first and last else f'begun in {first}' if first else f'by {last}'})"
    if modality in _NOT_BEGUN and first:
        return f"{state(modality)} for {when.removeprefix('since ')}"
    return f"{state(modality)} {when}".strip()


def in_time(verb: str, modality: str, *, over: bool = False) -> str:
    """Return a verb as the state of the work wants it: "works on", "worked on", "is to work on", "would work on".

    `over` says of what has no state (where somebody is) that it has ended.
    """
    if verb not in _VERBS:
        return verb
    past, planned, proposed = _VERBS[verb]
    if modality in _OVER or over:
        return past
    return {Modality.PLANNED: planned, Modality.PROPOSED: proposed}.get(Modality(modality), verb)


def work_sentence(value: Mapping[str, Any], verb: str, role: str) -> str:
    """Return who does what: "Asha Rao works on Steady Steps as lead; it is about falls; under way since 2023.".

    `role` is the one that is said of this work: the post that somebody holds elsewhere is none of it.
    """
    topic = value["topic"]["name"]
    does = in_time(verb, value["status"])
    as_what = f" as {role}" if role and verb == "works on" else ""
    what = (
        f"{value['project']['name']}{as_what}; it is about {topic}" if value["project"] else topic + as_what
    )
    ends = value["until"] if value["status"] not in (Modality.DOING, "") else ""
    details = details_of(value["status"], (value["since"], ends), (value["said"], value["said"]))
    return f"{value['name']} {does} {what}{'; ' + details if details else ''}."


def writing_sentence(value: Mapping[str, Any]) -> str:
    """Return who wrote what: "Gary Hutson wrote a document about text mining, in 2018."."""
    count = value["documents"]
    documents = "a document" if count == 1 else f"{count} documents"
    written = year(value["said"])
    when = f", in {written}" if count == 1 and written else ""
    return f"{value['name']} wrote {documents} about {value['topic']['name']}{when}."


def date_in_words(date: str) -> str:
    """Return "7 February 2022" for 2022-02-07…, to the precision it has; what is no date stays as it is."""
    match = _DATE.match(date)
    if match is None:
        return date
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= len(_MONTHS):
        return year
    named = f"{_MONTHS[int(month) - 1]} {year}"
    return named if day is None else f"{int(day)} {named}"
