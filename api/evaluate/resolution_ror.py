"""Lines of affiliation with the ROR ids they mean, matched to a part of the register as the product does it."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api.evaluate.measured import Measure, SetKind
from graph.errors import InputError
from ingest.resolve.register import Body, Register

_TEXT = ("affiliation", "original_affiliation")
_IDS = ("ror_ids", "ror_id")
_REGISTER = {"ror_id", "name", "aliases", "acronyms", "city", "country_code", "status"}
# Our promises (issue 6). The gate of ROR's own acceptance test is .95 and .70.
_PRECISION, _RECALL = 0.95, 0.85
_GATE_RECALL = 0.70


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line, the ids it means (none: it names nothing registered), whether the register here has them.

    `training` lines are those that the weights were learned from: all that is not marked as validation in sets
    that are marked, and files named `train`.
    """

    text: str
    ids: frozenset[str]
    answerable: bool
    training: bool


def read_register(folder: Path) -> list[Body]:
    """Return the register of a set; raises InputError for a broken one."""
    for file in _tables(folder):
        rows = _rows(file)
        if rows and set(rows[0]) >= _REGISTER:
            return [_body(row) for row in rows]
    raise InputError(f"{folder} has no register", "a CSV with " + ", ".join(sorted(_REGISTER)))


def labelled_lines(folder: Path) -> list[Labelled]:
    """Return all labelled lines of a set, in the order of its files."""
    return [line for _, lines in _files(folder) for line in lines]


def _files(folder: Path) -> Iterator[tuple[str, list[Labelled]]]:
    for file in _tables(folder):
        rows = _rows(file)
        text = next((name for name in _TEXT if rows and name in rows[0]), "")
        ids = next((name for name in _IDS if rows and name in rows[0]), "")
        if text and ids:
            yield file.stem, [_labelled(row, row[text], row[ids], file) for row in rows]


def _labelled(row: dict[str, str], text: str, ids: str, file: Path) -> Labelled:
    known = frozenset(one for one in ids.split(";") if one and one != "NP")
    split = row.get("split", "")
    training = split == "train" if split else "train" in file.stem
    return Labelled(text, known, row.get("in_subset", "True") == "True" and bool(known), training)


def _measures(folder: Path) -> Iterator[Measure]:
    register = Register(read_register(folder))
    for name, lines in _files(folder):
        for part, some in (("", [x for x in lines if not x.training]), (", learned from",
                           [x for x in lines if x.training])):  # fmt: skip
            if some:
                yield from _figures(f"{name}{part}", register, some, promised=not part)


def _figures(
    name: str, register: Register, lines: Iterable[Labelled], *, promised: bool
) -> Iterator[Measure]:
    """Yield precision and recall of ids over the lines that can be answered, and how often others are answered."""
    right = found = wanted = strays = unanswerable = 0
    for line in lines:
        ids = {one.id for one in register.match(line.text)}
        if line.answerable:
            right, found, wanted = right + len(ids & line.ids), found + len(ids), wanted + len(line.ids)
        else:
            strays, unanswerable = strays + bool(ids), unanswerable + 1
    goals = (_PRECISION, _RECALL) if promised else (None, None)
    yield Measure(f"{name}: precision", right / max(1, found), _PRECISION, goals[0], of=found)
    yield Measure(f"{name}: recall", right / max(1, wanted), _GATE_RECALL, goals[1], of=wanted)
    if unanswerable:
        yield Measure(f"{name}: left open where the register has none", 1 - strays / unanswerable)


def _body(row: dict[str, str]) -> Body:
    return Body(
        row["ror_id"], row["name"], _split(row["aliases"]), _split(row["acronyms"]), row["city"],
        row["country_code"], row["status"] == "active",
    )  # fmt: skip


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _tables(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.csv"), *folder.glob("*.csv.gz")])


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        content = file.read_bytes()
        text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file.name} cannot be read: {error}", "a CSV in UTF-8") from error
    return list(csv.DictReader(io.StringIO(text)))


def _fits(folder: Path) -> bool:
    """Say whether a folder holds a register and labelled lines: by the columns of its tables."""
    heads = [_head(file) for file in _tables(folder)]
    return any(head >= _REGISTER for head in heads) and any(
        head & set(_TEXT) and head & set(_IDS) for head in heads
    )


def _head(file: Path) -> set[str]:
    with suppress(OSError, UnicodeDecodeError), file.open("rb") as raw:
        first = gzip.GzipFile(fileobj=raw).readline() if file.suffix == ".gz" else raw.readline()
        return set(next(csv.reader([first.decode("utf-8-sig")]), []))
    return set()


KIND = SetKind("affiliation lines with ROR ids", _fits, _measures)
