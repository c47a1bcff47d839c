"""Rows of CSV files and workbooks as they stand, read one after the other: memory does not grow with the file."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import TextIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from ingest.sources.files import BrokenError, is_binary

_HEAD = 65536
# The longest honest cell is a description of some thousand words; a line holds a row of them.
_LONGEST_LINE = 4 << 20
# Spreadsheet programs leave a few thousand empty rows at most; a gigabyte of them would take minutes.
_MOST_EMPTY = 100_000
# What a workbook may unpack to; its shared texts are held in memory, at up to nine times their size.
_MOST_UNPACKED, _MOST_SHARED = 100 << 20, 32 << 20
_SHARED = "sharedstrings.xml"
# Spreadsheets often have a title and a blank line above the headings.
HEADINGS_WITHIN = 15
_MARKS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a CSV file (no name) or of one sheet of a workbook."""

    name: str
    rows: Iterator[list[str]]


def sheets_of(file: Path) -> Iterator[Sheet]:
    """Yield the sheets of a CSV, TSV or XLSX file; each is to be read before the next is asked for.

    Raises BrokenError for a file that is not what its name says, as soon as that shows.
    """
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        yield from _workbook(file)
    else:
        yield Sheet("", _separated(file))


def headed(
    rows: Iterator[list[str]], is_heading: Callable[[list[str]], bool]
) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]] | None:
    """Return the headings and the rows below them by heading, or None where no line near the top has them.

    Titles above the headings are passed over; of two columns with one heading the second is "Name (2)".
    """
    top = list(islice(rows, HEADINGS_WITHIN))
    at = next((number for number, row in enumerate(top) if is_heading(row)), None)
    if at is None:
        return None
    names = distinct([name.strip() for name in top[at]])
    return names, _below(chain(top[at + 1 :], rows), at + 2, names)


def _below(rows: Iterator[list[str]], first: int, names: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in enumerate(rows, first):
        cells = {name: value.strip() for name, value in zip(names, row, strict=False) if name}
        if any(cells.values()):
            yield number, cells


def distinct(names: list[str]) -> list[str]:
    """Return headings that differ: of two columns with one heading the second is "Name (2)"."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return found


def lines_in(file: Path) -> Iterator[str]:
    """Yield the lines of a text file of any size.

    Raises BrokenError for a file that is empty or no text, and for a line without end.
    """
    head = _head_of(file)
    with file.open(encoding=_encoding(file, head), errors="replace", newline="") as text:
        yield from _lines(text)


def _separated(file: Path) -> Iterator[list[str]]:
    head = _head_of(file)
    delimiter = _delimiter(head.decode(_encoding(file, head), "replace"))
    try:
        yield from csv.reader(lines_in(file), delimiter=delimiter)
    except csv.Error as error:
        raise BrokenError(f"not CSV from some row on: {error}") from error


def _head_of(file: Path) -> bytes:
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise BrokenError("empty file")
    if is_binary(head):
        raise BrokenError("not text (binary)")
    return head


def _encoding(file: Path, head: bytes) -> str:
    """Return UTF-8 (UTF-16 with its mark) for a file that is that to its end, else what Windows writes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    with suppress(UnicodeDecodeError), file.open(encoding="utf-8-sig", newline="") as text:
        while text.read(_HEAD):
            pass
        return "utf-8-sig"
    return "cp1252"


def _lines(text: TextIO) -> Iterator[str]:
    empty = 0
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise BrokenError("a line is too long (over 4 million characters)")
        empty = 0 if line[:1] not in ("\n", "\r") else empty + 1
        if empty > _MOST_EMPTY:
            raise BrokenError("nothing but empty lines from some row on")
        yield line.replace("\0", "")


def _delimiter(head: str) -> str:
    """Return the mark that most often stands in the first full line, outside quotes."""
    line = next((line for line in re.split(r"[\r\n]+", head) if line.strip(" ,;\t")), "")
    bare = "".join(line.split('"')[::2])
    return max(_MARKS, key=lambda mark: (bare.count(mark), mark == ","))


def _workbook(file: Path) -> Iterator[Sheet]:
    try:
        with ZipFile(file) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
            texts = (m.file_size for m in packed.infolist() if m.filename.lower().endswith(_SHARED))
            shared = max(texts, default=0)
    except (BadZipFile, OSError, ValueError) as error:
        raise BrokenError("not an XLSX file") from error
    if unpacked > _MOST_UNPACKED:
        raise BrokenError("too large when unpacked (over 100 MB)")
    if shared > _MOST_SHARED:
        raise BrokenError("too large when unpacked (over 32 MB of texts)")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep (drop-down lists) we do not need
            book = load_workbook(file, read_only=True, data_only=True)
            pages = list(book.worksheets)
    except Exception as error:  # openpyxl lets through whatever zip and XML parsers raise
        raise BrokenError("not an XLSX file") from error
    for page in pages:
        # What a sheet says of its own size is not believed: each row is as long as it is.
        if hasattr(page, "reset_dimensions"):
            page.reset_dimensions()
        yield Sheet(page.title, _page(page.values))
    book.close()


def _page(values: Iterator[tuple[object, ...]]) -> Iterator[list[str]]:
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                row = next(values, None)
        except Exception as error:  # as above: a sheet may be broken where the book is not
            raise BrokenError("not an XLSX file from some row on") from error
        if row is None:
            return
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
