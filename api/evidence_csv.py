"""An answer as a table for a spreadsheet: one row for each quote of each finding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from api.cells import words_of
from queries.answer import Answer

EVIDENCE = ("quote", "title", "url", "author", "published", "status", "rule", "document", "start", "end")
# A cell that begins so is a formula to a spreadsheet; a quote from the web must never be one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(answer: Answer) -> Iterator[list[str]]:
    """Yield the heading and then the rows; a finding without a quote has one row with none."""
    columns, rows = findings(answer)
    yield ["number", *(words_of(name) for name in columns), "why", *(f"evidence {name}" for name in EVIDENCE)]
    for (number, cells, why), finding in zip(rows, answer.findings, strict=True):
        row = [str(number), *cells, why]
        for evidence in finding.because or (None,):
            quoted = [str(getattr(evidence, name)) if evidence else "" for name in EVIDENCE]
            yield [harmless(cell) for cell in row + quoted]


def findings(answer: Answer) -> tuple[list[str], list[tuple[int, list[str], str]]]:
    """Return the names of the columns, and for each finding its number, its cells and its reasons."""
    flat = [_flat(finding.value) for finding in answer.findings]
    columns = list(dict.fromkeys(name for value in flat for name in value))
    rows = [
        (number, [value.get(name, "") for name in columns], " ".join(finding.why))
        for number, (finding, value) in enumerate(zip(answer.findings, flat, strict=True), 1)
    ]
    return columns, rows


def text(answer: Answer) -> str:
    """Return the table as CSV (RFC 4180), with the mark by which spreadsheets know it for UTF-8."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table(answer))
    return "\ufeff" + written.getvalue()


def _flat(value: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Return a value with one column for each thing in it: person {id, name} is `person_id`, `person`."""
    found: dict[str, str] = {}
    for name, item in value.items():
        if isinstance(item, Mapping):
            inner = _flat(item, f"{before}{name}_")
            if f"{before}{name}_name" in inner:
                found[f"{before}{name}"] = inner.pop(f"{before}{name}_name")
            found.update(inner)
        else:
            found[f"{before}{name}"] = _line(item)
    return found


def _line(item: Any) -> str:
    if item is None:
        return ""
    if isinstance(item, list | tuple):
        return "; ".join(_line(each) for each in item)
    if isinstance(item, Mapping):
        return str(item.get("name") or item.get("title") or ", ".join(_line(each) for each in item.values()))
    return str(item)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
