"""When a sentence says that something happened: "in March 2021", "since 2019"."""

from __future__ import annotations

import re

from graph.model import Precision
from ingest.extract.prose import Relation

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WHEN = re.compile(
    r"\b(?:in|since|from|during|until|by)(?: (?:early|late|mid|about|around))?[ -]"
    rf"(?:(?P<month>{'|'.join(_MONTHS)}),? )?"
    r"(?P<year>(?:19|20)\d\d)\b(?![-/–]\d)",
    re.IGNORECASE,
)


def said_when(sentence: str) -> str:
    """Return the only date that a sentence gives, as an ISO 8601 year or month; '' for none or for several.

    With two dates it would be a guess which of them the event has.
    """
    found = {_iso(match) for match in _WHEN.finditer(sentence)}
    return found.pop() if len(found) == 1 else ""


def dated(relation: Relation) -> dict[str, object]:
    """Return the fields of a claim for the date that its sentence gives; without one it has its document's."""
    precision = Precision.MONTH if "-" in relation.when else Precision.YEAR
    return {"valid_from": relation.when, "precision": precision} if relation.when else {}


def _iso(match: re.Match[str]) -> str:
    month = match["month"]
    return f"{match['year']}-{_MONTHS.index(month.capitalize()) + 1:02}" if month else match["year"]
