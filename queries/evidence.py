"""Claims as the reads return them, grouped and turned into evidence and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import Modality, Strength
from graph.store import Reader, Row
from queries.answer import Evidence
from queries.reads import named
from queries.request import Request

# Quotes shown for one finding: enough to judge it; the profile of either end has them all.
QUOTES = 5
_ENDED = (Modality.DONE, Modality.STOPPED, Modality.FAILED)
_STRENGTHS = [str(strength) for strength in Strength]
# One read takes at most so many ties: an IN list beyond it gains nothing.
_AT_ONCE = 2000


# Compared by identity: two ties are never the same, and comparing all their rows takes time.
@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """All claims of one tie and one polarity, newest first."""

    rows: tuple[Row, ...]

    @property
    def strength(self) -> str:
        """The strongest way in which it is known."""
        return min((str(row["status"]) for row in self.rows), key=_STRENGTHS.index)

    @property
    def modality(self) -> str:
        """How far the work is: ended, where a list says so; else by the latest claim that says anything."""
        ended = [
            row for row in self._latest if row["status"] == Strength.DECLARED and row["modality"] in _ENDED
        ]
        if ended:
            return str(ended[0]["modality"])
        return next((str(row["modality"]) for row in self._latest if row["modality"]), "")

    @property
    def role(self) -> str:
        """The role, by the latest claim that names one."""
        return next((str(row["role"]) for row in self._latest if row["role"]), "")

    @property
    def first(self) -> str:
        """The earliest date it is said to hold."""
        return min((str(row["valid_from"]) for row in self.rows if row["valid_from"]), default="")

    @property
    def last(self) -> str:
        """The latest date it was said."""
        dates = [str(row[name]) for row in self.rows for name in ("published", "valid_from") if row[name]]
        return max(dates, default="")

    @property
    def since(self) -> str:
        """The date it began, where a claim knows one: not merely the date of the document that says it."""
        dates = [str(row["valid_from"]) for row in self.rows if row["valid_from"] != row["published"]]
        return min((date for date in dates if date), default="")

    @property
    def ended(self) -> str:
        """The date it ended, where the latest claim knows one."""
        return next((str(row["valid_to"]) for row in self._latest if row["valid_to"]), "")

    @property
    def confidence(self) -> float:
        """That at least one of the documents is right: noisy-or over documents, the surest claim of each."""
        doubt = 1.0
        for document in sorted({row["document"] for row in self.rows}):
            doubt *= 1.0 - max(float(row["confidence"]) for row in self.rows if row["document"] == document)
        return 1.0 - doubt

    @property
    def _latest(self) -> Sequence[Row]:
        return (
            self.rows
            if len(self.rows) == 1
            else sorted(
                self.rows, key=lambda row: (row["valid_from"], row["published"], row["claim"]), reverse=True
            )
        )

    def evidence(self, most: int = QUOTES) -> tuple[Evidence, ...]:
        """Return its quotes, newest first, each quote of a document once."""
        return evidence_of(self.rows, most)


def evidence_of(rows: Iterable[Row], most: int = QUOTES) -> tuple[Evidence, ...]:
    """Return the quotes of claims, in their order; the same words of one document once."""
    found: dict[tuple[str, int, int], Evidence] = {}
    for row in rows:
        key = (row["document"], row["starts_at"], row["ends_at"])
        if key not in found and len(found) < most:
            found[key] = Evidence(
                document=row["document"],
                title=row["title"],
                url=row["url"],
                author=row["author"],
                published=row["published"],
                quote=row["quote"],
                start=row["starts_at"],
                end=row["ends_at"],
                rule=row["rule"],
                status=row["status"],
            )
    return tuple(found.values())


def said_of_ties(reader: Reader, ties: Iterable[str], request: Request) -> dict[str, Said]:
    """Return what stands, asserted, for each of these ties at the request's times."""
    wanted = sorted(set(ties))
    rows: dict[str, list[Row]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for row in reader.read(named("claims_of_ties"), ties=some, **request.moments):
            if row["polarity"] == "asserts":
                rows.setdefault(row["tie"], []).append(row)
    return {tie: Said(tuple(claims)) for tie, claims in rows.items()}


def year(date: str) -> str:
    """Return the year of an ISO date, or ''."""
    return date[:4]


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
