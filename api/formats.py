"""The formats an answer is sent in: JSON, or a table for a spreadsheet as CSV or Excel workbook."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api import answer_workbook, evidence_csv
from graph.errors import UsageError
from queries.answer import Answer


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name (which is the ending of a file), its media type, and what writes it."""

    name: str
    media_type: str
    write: Callable[[Answer], bytes]


def _json(answer: Answer) -> bytes:
    return json.dumps(answer.as_dict(), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _csv(answer: Answer) -> bytes:
    return evidence_csv.text(answer).encode("utf-8", "replace")


JSON = Format("json", "application/json", _json)
CSV = Format("csv", "text/csv; charset=utf-8", _csv)
XLSX = Format("xlsx", answer_workbook.MEDIA_TYPE, answer_workbook.workbook)
FORMATS: Mapping[str, Format] = {each.name: each for each in (JSON, CSV, XLSX)}


def wanted(name: str, accept: str) -> Format:
    """Return the format that is named, else the first that an Accept header names; JSON where neither does.

    Raises UsageError for a name that is none of ours. Weights (`q=`) are not looked at: whoever names a table
    before JSON wants a table.
    """
    if name:
        if name not in FORMATS:
            raise UsageError(f"`format` cannot be {name!r}", f"it is one of: {', '.join(FORMATS)}")
        return FORMATS[name]
    known = {each.media_type.split(";")[0]: each for each in FORMATS.values()}
    asked = (item.split(";")[0].strip().lower() for item in accept.split(","))
    return next((known[item] for item in asked if item in known), JSON)


def named_file(question: str, given: Format) -> str:
    """Return the header that names the file of an answer."""
    return f'attachment; filename="{question}.{given.name}"'
