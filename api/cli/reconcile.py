"""`reconcile`: the entities that the names in a table mean, with the reasons; nothing is changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api import whole_file
from api.cli import invocation, terminal
from graph.errors import InputError, UsageError
from graph.model import Label

if TYPE_CHECKING:
    from queries.reconcile import Candidate

_LABELS = tuple(label.value for label in Label if label is not Label.DOCUMENT)
_ADDED = ("decision", "match_id", "match_name", "score", "why", "candidates")


def reconcile(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A table with a column of names.")],
    label: Annotated[
        str, typer.Option(metavar="LABEL", help=f"What they are names of: {', '.join(_LABELS)}.")
    ],
    column: Annotated[
        str, typer.Option(metavar="COLUMN", help="The column of names.  [default: the first]")
    ] = "",
    known: Annotated[
        list[str] | None,
        typer.Option(
            "--property",
            metavar="NAME=COLUMN",
            help="Another column that tells namesakes apart: id, place, kind, organisation or role.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the table with what was found.")
    ] = None,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Find the entities that the names in a table mean: a match, candidates to choose from, or nothing.

    A person is a match only where another column agrees too.
    """
    if label not in _LABELS:
        raise UsageError(f"there is no label {label!r}", f"the labels are: {', '.join(_LABELS)}")
    headings, rows = _table(file)
    columns = _columns(headings, column or headings[0], known or ())
    with invocation.opened(store) as opened:
        results = list(_reconciled(opened, Label(label), columns, rows))
    if out is not None:
        with whole_file.writing(out) as written:
            written.writelines(_lines(headings, rows, results))
    if as_json:
        terminal.print_json(results)
    else:
        _show(results, out)


def _table(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return the headings and rows of a CSV file; raises InputError for anything else."""
    from ingest.sources.files import BrokenError, read_text

    try:
        text = read_text(file)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}", "check the path") from error
    except BrokenError as error:
        raise InputError(f"{file}: {error}", "give a CSV file with a heading") from error
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restkey="", restval="")
        rows = [{name: str(value or "") for name, value in row.items() if name} for row in reader]
    except csv.Error as error:
        raise InputError(f"{file} is no CSV: {error}", "give a CSV file with a heading") from error
    headings = [name for name in reader.fieldnames or () if name]
    if not headings:
        raise InputError(f"{file} has no heading", "give a CSV file with a heading")
    return headings, rows


def _columns(headings: list[str], name: str, known: Iterable[str]) -> dict[str, str]:
    """Return which column holds what; raises UsageError for one that is not there."""
    from queries.reconcile import PROPERTIES

    columns = {"name": name}
    for pair in known:
        ours, _, theirs = pair.partition("=")
        if ours not in PROPERTIES:
            raise UsageError(f"there is no property {ours!r}", f"the properties are: {', '.join(PROPERTIES)}")
        columns[ours] = theirs or ours
    for wanted in columns.values():
        if wanted not in headings:
            raise UsageError(f"the table has no column {wanted!r}", f"its columns are: {', '.join(headings)}")
    return columns


def _reconciled(
    store: Any, label: Label, columns: Mapping[str, str], rows: Iterable[Mapping[str, str]]
) -> Iterator[dict[str, Any]]:
    from queries.reconcile import Asked, candidates

    with store.reading() as reader:
        for row in rows:
            name = row[columns["name"]].strip()
            properties = {ours: row[theirs] for ours, theirs in columns.items() if ours != "name"}
            found = candidates(reader, Asked(name, label, properties)) if name else []
            yield {
                "name": name,
                "decision": "match" if found and found[0].match else "candidates" if found else "nothing",
                "candidates": [_shown(one) for one in found],
            }


def _shown(one: Candidate) -> dict[str, Any]:
    features = [{"name": f.name, "value": f.value, "says": f.says} for f in one.features]
    return {"id": one.id, "name": one.name, "score": one.score, "match": one.match, "features": features}


def _cells(result: Mapping[str, Any]) -> dict[str, str]:
    """Return what is added to a row: the match, and otherwise the candidates alone."""
    found = result["candidates"]
    first = found[0] if result["decision"] == "match" else None
    return {
        "decision": result["decision"],
        "match_id": first["id"] if first else "",
        "match_name": first["name"] if first else "",
        "score": str(found[0]["score"]) if found else "",
        "why": " ".join(one["says"] for one in found[0]["features"]) if found else "",
        "candidates": ""
        if first
        else "; ".join(f"{one['name']} ({one['id']}, {one['score']})" for one in found),
    }


def _lines(
    headings: list[str], rows: Iterable[Mapping[str, str]], results: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    from api.evidence_csv import harmless

    for cells in (
        [*headings, *_ADDED],
        *(
            [*(row.get(name, "") for name in headings), *_cells(result).values()]
            for row, result in zip(rows, results, strict=True)
        ),
    ):
        out = io.StringIO()
        csv.writer(out).writerow([harmless(cell) for cell in cells])
        yield out.getvalue()


def _show(results: list[dict[str, Any]], out: Path | None) -> None:
    shown = [(one["name"], *(_cells(one)[name] for name in ("decision", "match_name", "score", "why", "candidates")))
             for one in results]  # fmt: skip
    console = terminal.console()
    console.print(
        terminal.table(("name", "decision", "match", "score", "why", "candidates"), shown, numbers=("score",))
    )
    counts = {
        kind: sum(one["decision"] == kind for one in results) for kind in ("match", "candidates", "nothing")
    }
    console.print(
        ", ".join(f"{kind}: {number:,}" for kind, number in counts.items()) + f", of {len(results):,}."
    )
    if out is not None:
        console.print(f"Written to {out}.")
