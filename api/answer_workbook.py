"""An answer as an Excel workbook: one sheet of findings, one of the quotes they rest on, one of what it covers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from api.cells import words_of
from api.evidence_csv import EVIDENCE, findings
from queries.answer import Answer

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Characters that XML 1.0 has no place for, and the most that a cell of a workbook holds (ECMA-376, 18.3.1.4).
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32767
# Wide enough to read a sentence over a few lines, narrow enough for a laptop.
_NARROW, _WIDE = 18, 60
_SENTENCES = frozenset({"why", "quote", "outcome"})


def workbook(answer: Answer) -> bytes:
    """Return the workbook; every cell is text but the numbers that join the two sheets, so that none is a formula."""
    from openpyxl import Workbook

    made = Workbook()
    del made["Sheet"]  # the empty one that a new workbook begins with
    columns, rows = findings(answer)
    first = made.create_sheet("findings")
    heads = ["number", *map(words_of, columns), "why"]
    _fill(first, heads, ([number, *cells, why] for number, cells, why in rows))
    evidence = (
        [number, *(str(getattr(one, name)) for name in EVIDENCE)]
        for number, finding in enumerate(answer.findings, 1)
        for one in finding.because
    )
    _fill(made.create_sheet("evidence"), ["finding", *EVIDENCE], evidence)
    _fill(made.create_sheet("about"), ["what", "value"], _about(answer))
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _about(answer: Answer) -> Iterable[list[Any]]:
    """Yield what was asked, what the answer covers and what to bear in mind: for whoever it is passed on to."""
    yield ["question", answer.question]
    yield from ([words_of(name), value] for name, value in answer.parameters.items())
    yield from ([f"covers: {words_of(name)}", str(value)] for name, value in answer.coverage.items())
    yield from (["note", caveat] for caveat in answer.caveats)


def _fill(sheet: Worksheet, heads: list[str], rows: Iterable[list[Any]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for column, head in enumerate(heads, 1):
        _write(sheet, 1, column, head).font = Font(bold=True)
        wide = head in _SENTENCES
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE if wide else _NARROW
    for row, cells in enumerate(rows, 2):
        for column, value in enumerate(cells, 1):
            _write(sheet, row, column, value).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(sheet: Worksheet, row: int, column: int, value: Any) -> Any:
    cell = sheet.cell(row, column)
    if isinstance(value, int):
        cell.value = value
        return cell
    cell.value = _NOT_IN_XML.sub("", str(value))[:_LONGEST]
    # "=1+1" stays the four characters that somebody wrote: a string cell, shown as text, never worked out.
    cell.data_type, cell.number_format = "s", "@"
    return cell
