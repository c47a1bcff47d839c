"""`review topics`: phrases that no vocabulary has, for a curator to take into one or to leave."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api import whole_file
from api.cli import invocation, terminal

if TYPE_CHECKING:
    from ingest.proposed_topics import Proposed

# The headings that the `vocabulary` kind reads; who accepts a phrase fills in the rest.
_HEADINGS = ("Label", "Synonyms", "Broader", "Definition")
_ACCEPT = (
    "To accept some: keep their lines of what --csv FILE writes, name FILE in the community file as a source of the "
    "kind `vocabulary`, and read all into a new store: a post that is unchanged is not read again for its topics."
)


def topics(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many phrases at most.")] = 20,
    file: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="FILE", help="Write them as a vocabulary too, to edit and to name as a source."
        ),
    ] = None,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """List frequent phrases outside the vocabulary, the likeliest terms first, each with who says so.

    Nothing is put on the graph. A phrase is in three documents or more, of two writers or more.
    """
    from ingest.proposed_topics import proposed_topics

    with invocation.opened(store) as opened:
        found = proposed_topics(opened, limit)
    if file is not None:
        _write(file, found)
    if as_json:
        terminal.print_json([asdict(item) for item in found])
    else:
        _show(found)


def _write(file: Path, found: Sequence[Proposed]) -> None:
    with whole_file.writing(file) as out:
        csv.writer(out).writerows([_HEADINGS, *((item.phrase, "", "", "") for item in found)])


def _show(found: Sequence[Proposed]) -> None:
    out = terminal.console()
    if not found:
        out.print("No phrase outside the vocabulary is in three documents of two writers.")
        return
    rows = [
        (item.phrase, item.documents, item.people, "\n".join(f"“{said.quote}” ({said.title})" for said in item.because))
        for item in found
    ]  # fmt: skip
    out.print(
        terminal.table(("phrase", "documents", "people", "as in"), rows, numbers=("documents", "people"))
    )
    out.print(_ACCEPT)
