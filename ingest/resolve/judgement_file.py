"""Judgements of people as plain text: a line each, to keep, to read, to hand on, and to give again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.errors import ImprovementGraphError, InputError
from graph.model import Verdict
from graph.schema import JUDGEMENTS, RECORDS
from graph.store import GraphStore, Row
from ingest.document import Skip
from ingest.resolve.review import decide

# The names are for who reads the file; the ids are what counts.
HEADINGS = ("verdict", "left", "left_name", "right", "right_name", "by", "reason")
_NEEDED = frozenset({"verdict", "left", "right", "by"})


@dataclass(frozen=True, slots=True)
class Given:
    """What a file of judgements came to: those that were new, those that stood already, and those left out."""

    new: int
    standing: int
    skips: tuple[Skip, ...]


def judgement_lines(store: GraphStore) -> Iterator[str]:
    """Yield the standing judgements of people, oldest first, as lines of tab-separated values with a heading."""
    rows = [row for row in store.scan(JUDGEMENTS) if not row["undone"] and not row["by"].startswith("rule:")]
    ends = sorted({row[end] for row in rows for end in ("left", "right")})
    names = {row["id"]: row["name"] for row in store.find(RECORDS, "id", ends)}
    yield _line(HEADINGS)
    for row in sorted(rows, key=lambda row: (row["made"], row["id"])):
        left, right = row["left"], row["right"]
        reason = " ".join(row["reasons"])
        yield _line(
            (row["verdict"], left, names.get(left, ""), right, names.get(right, ""), row["by"], reason)
        )


def give(store: GraphStore, lines: Iterable[str]) -> Given:
    """Give the judgements of a file again, in the name of whoever gave them.

    A line that cannot be given (an unknown record, no verdict) is a skip that names it. Raises InputError for
    a file without the headings.
    """
    reader = csv.DictReader(lines, dialect=csv.excel_tab)
    missing = sorted(_NEEDED - set(reader.fieldnames or ()))
    if missing:
        raise InputError(
            f"no file of judgements: it has no column {missing[0]!r}", "`review export` writes such a file"
        )
    standing = _standing(store)
    new, old, skips = 0, 0, []
    for number, row in enumerate(reader, 2):
        said = {name: (row.get(name) or "").strip() for name in HEADINGS}
        if (*sorted((said["left"], said["right"])), said["verdict"], said["by"]) in standing:
            old += 1
            continue
        try:
            verdict = _verdict(said["verdict"])
            decide(store, said["left"], said["right"], verdict, said["by"], said["reason"])
            new += 1
        except ImprovementGraphError as error:
            skips.append(Skip(f"line {number}", error.message))
    return Given(new, old, tuple(skips))


def _standing(store: GraphStore) -> set[tuple[str, ...]]:
    rows: Iterator[Row] = (row for row in store.scan(JUDGEMENTS) if not row["undone"])
    return {(row["left"], row["right"], row["verdict"], row["by"]) for row in rows}


def _verdict(word: str) -> Verdict:
    if word not in set(Verdict):
        raise InputError(f"{word!r} is no verdict", f"the verdicts are: {', '.join(Verdict)}")
    return Verdict(word)


def _line(cells: Iterable[str]) -> str:
    # Tabs and line ends separate: within a name or a reason they are spaces.
    out = io.StringIO()
    csv.writer(out, dialect=csv.excel_tab, lineterminator="\n").writerow(
        " ".join(cell.split()) for cell in cells
    )
    return out.getvalue()
