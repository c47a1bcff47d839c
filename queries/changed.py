"""How one change is put: what changed, when, by which clock, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import Label, Modality, Strength
from graph.schema import DOCUMENTS, ENTITIES
from graph.store import Reader, Row
from queries.answer import Evidence, Finding
from queries.evidence import evidence_of
from queries.request import END
from queries.sentences import date_in_words, state
from queries.stated import Fields, start_of

_MANY_QUOTES = 3
# How a relationship reads when it is said to stand no longer.
_VERBS = {
    "WORKS_ON": "works on", "AFFILIATED_WITH": "is at", "RUNS": "runs", "PARTNERS_IN": "is a partner in",
    "FUNDS": "funds", "KNOWS": "knows",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """The period asked about, its end as it was `said`, and the date of the newest document, or ''."""

    since: str
    until: str
    said: str = ""
    last: str = ""

    @property
    def stops(self) -> str:
        """Where it stops: its own end, or for an open one the newest document."""
        return self.until if self.until != END else self.last

    @property
    def in_words(self) -> str:
        """Return "from 2023 to 2024" or "since 2023"."""
        since = date_in_words(self.since)
        until = date_in_words(self.said)
        return (
            f"since {since}" if not until else f"in {since}" if until == since else f"from {since} to {until}"
        )

    def holds(self, day: str) -> bool:
        """Say whether a date is in the period; an unknown one is not."""
        return bool(day) and self.since <= day <= self.until


def new(relation: str, row: Row, claims: Sequence[Row], listed: Fields) -> Finding | None:
    """Return a person or project whose first dated trace is in the period; None where no quote says so."""
    first = sorted((claim for claim in claims if _dated(claim) == row["first"]), key=lambda one: one["claim"])
    if not first:
        return None
    when = date_in_words(row["first"])
    why = f"The first dated trace of {row['name']} is of {when}."
    because = (*evidence_of(first, _MANY_QUOTES), *start_of(first, row["first"], listed))
    return Finding(_value(relation, row, row["first"]), 1.0, (why,), because)


def begun(project: Row, document: Row | None, claims: Sequence[Row]) -> Finding | None:
    """Return a project whose record says that it started in the period; None where no quote says so."""
    starts = str(project["starts"])
    because = field_lines(document, starts) if document else ()
    because = because or evidence_of(
        [claim for claim in claims if claim["valid_from"] == starts], _MANY_QUOTES
    )
    if not because:
        return None
    row = {"entity": project["id"], "label": project["label"], "name": project["name"]}
    value = {**_value("new project", row, starts), "status": project["status"]}
    return Finding(value, 1.0, (f"{project['name']} has {date_in_words(starts)} as its start.",), because)


def gone_quiet(row: Row, claims: Sequence[Row], period: Period, listed: Fields) -> Finding | None:
    """Return a person of whom nothing dated was read in the period, None where a list says their work is running."""
    if any(_is_running(claim) for claim in claims):
        return None
    last = [claim for claim in claims if _dated(claim) == row["last_before"]]
    last.sort(key=lambda one: one["claim"])
    if not last:
        return None
    value = _value("gone quiet", row, row["last_before"])
    value["traces before"] = row["before"]
    why = (
        f"The last dated trace of {row['name']} is of {date_in_words(row['last_before'])}.",
        f"None was read {period.in_words}.",
    )
    because = (*evidence_of(last, _MANY_QUOTES), *start_of(last, row["last_before"], listed))
    return Finding(value, 1.0, why, because)


def ended(reader: Reader, said: Iterable[Row], period: Period) -> list[Finding]:
    """Return the projects that ended in the period: by their own record where it has a date, else by what is said."""
    by_project: dict[str, list[Row]] = {}
    for row in said:
        by_project.setdefault(row["object"], []).append(row)
    projects = {row["id"]: row for row in reader.find(ENTITIES, "id", sorted(by_project))}
    documents = {
        row["id"]: row
        for row in reader.find(
            DOCUMENTS, "id", sorted({row["document"] for rows in by_project.values() for row in rows})
        )
    }
    found = []
    for project, rows in by_project.items():
        if project not in projects or _still_runs(projects[project], rows):
            continue
        if _ended_then(projects[project]["ends"], period):
            found.append(_ended(projects[project], rows, documents))
    return found


def _still_runs(project: Row, rows: Sequence[Row]) -> bool:
    """Say whether its own record has it as running and others only tell of it in the past tense.

    "We decided to ask" does not end a project; that it was stopped or failed is news all the same.
    """
    over = any(row["valid_to"] or row["modality"] in (Modality.STOPPED, Modality.FAILED) for row in rows)
    return not over and project["status"] in (Modality.DOING, Modality.PLANNED, Modality.PROPOSED)


def _ended_then(ends: str, period: Period) -> bool:
    """Say whether a project's own end, where it has one, is in the period: what is said later of it is no news."""
    return not ends or period.holds(ends)


def _ended(project: Row, rows: Sequence[Row], documents: Mapping[str, Row]) -> Finding:
    listed = [row for row in rows if row["valid_to"]]
    said = listed or rows
    status = next((str(row["modality"]) for row in said if row["modality"]), "")
    when = str(listed[0]["valid_to"] if listed else rows[0]["published"])
    row = {"entity": project["id"], "label": project["label"], "name": project["name"]}
    value = {**_value("project that ended", row, when), "status": status}
    how = state(status) if status in (Modality.DONE, Modality.STOPPED, Modality.FAILED) else "ended"
    if listed:
        at = "on" if len(when) > len("2023-01") else "in"
        why = f"{project['name']} ended {at} {date_in_words(when)}: {how}."
        fields = [
            line
            for said_row in listed[:1]
            for value_of in (when, status)
            if value_of
            for line in field_lines(documents[said_row["document"]], value_of)
        ]
        because = (*fields, *evidence_of(listed, 1)) if fields else evidence_of(listed, _MANY_QUOTES)
    else:
        why = f"It is said on {date_in_words(when)} that {project['name']} is {how}."
        because = evidence_of(rows, _MANY_QUOTES)
    return Finding(value, 1.0, (why,), because)


def field_lines(document: Row, value: str) -> tuple[Evidence, ...]:
    """Return the first line of a document's fields that gives a value: "Ended: 2023-10-31"."""
    line = re.search(rf"^[^:\n]{{1,40}}: {re.escape(value)}[^\n]*$", document["text"], re.MULTILINE)
    if line is None:
        return ()
    return (
        Evidence(
            document=document["id"], title=document["title"], url=document["url"], author=document["author"],
            published=document["published"], quote=line[0], start=line.start(), end=line.end(), rule="field",
            status=str(Strength.DECLARED),
        ),
    )  # fmt: skip


def first_read(row: Row, claims: Sequence[Row]) -> Finding | None:
    """Return a person or project that the graph first learned of in the period."""
    because = evidence_of(claims, _MANY_QUOTES)
    if not because:
        return None
    value = {**_value(f"first read: {str(row['label']).lower()}", row, row["first"][:10]), "clock": "learned"}
    why = f"{row['name']} was first read on {date_in_words(row['first'][:10])}."
    return Finding(value, 1.0, (why,), because)


def taken_back(reader: Reader, rows: Sequence[Row]) -> tuple[list[Finding], int]:
    """Return the statements that stand no longer, and how many more there are whose words are gone from the text."""
    texts = {
        row["id"]: row["text"] for row in reader.find(DOCUMENTS, "id", sorted({r["document"] for r in rows}))
    }
    ends = sorted({row[end] for row in rows for end in ("subject", "object")})
    names = {row["id"]: row["name"] for row in reader.find(ENTITIES, "id", ends)}
    found, edited = [], 0
    for row in rows:
        if row["subject"] not in names or row["object"] not in names:
            continue
        if texts.get(row["document"], "")[row["starts_at"] : row["ends_at"]] != row["quote"]:
            edited += 1
            continue
        found.append(_taken_back(row, names))
    return found, edited


def _taken_back(row: Row, names: Mapping[str, str]) -> Finding:
    what = f"{names[row['subject']]} {_VERBS[row['predicate']]} {names[row['object']]}"
    about = {"entity": row["subject"], "label": row["subject_label"], "name": names[row["subject"]]}
    value = _value("statement taken back", about, row["retracted"][:10])
    value |= {
        "clock": "learned",
        "other": {"id": row["object"], "name": names[row["object"]]},
        "said": what,
        "reason": row["reason"],
    }
    why = (
        f"That {what} was taken back on {date_in_words(row['retracted'][:10])}: {row['reason'].rstrip('.')}."
    )
    return Finding(value, 1.0, (why,), evidence_of([row]))


def _value(relation: str, row: Row, when: str) -> dict[str, Any]:
    return {
        "relation": relation,
        "id": row["entity"],
        "label": row["label"],
        "name": row["name"],
        "when": when[:10],
        "clock": "true",
    }


def _dated(claim: Row) -> str:
    """Return the date of a statement: since when it is true, or else when it was written."""
    return str(claim["valid_from"] or claim["published"])


def _is_running(claim: Row) -> bool:
    """Say whether a list declares work that is under way and has no end."""
    return (
        claim["predicate"] == "WORKS_ON"
        and claim["subject_label"] == Label.PERSON
        and claim["status"] == Strength.DECLARED
        and claim["modality"] == Modality.DOING
        and not claim["valid_to"]
    )
