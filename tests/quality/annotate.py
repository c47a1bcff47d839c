"""Checks the annotated public documents against the texts that lie beside the repository.

`python -m tests.quality.annotate` says which names no longer stand where they were annotated (by a digest of each: the
texts themselves are not kept). `--move` finds them again where a reader of sources has changed what stands around
them, and writes their new places; it refuses where one of them is gone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.annotated_documents import annotated_texts
from ingest.extract.annotated import DOCUMENTS, astray, digest, fingerprint, rows_of

FOLDER = Path(__file__).with_name("annotated")


def problems(folder: Path = FOLDER) -> Iterator[str]:
    """Yield what is wrong, by document."""
    texts = annotated_texts(folder)
    for row in rows_of(folder / DOCUMENTS):
        item = texts.get((row["source"], row["key"]))
        said = ["it is not there"] if item is None else list(astray(row, item.document.text))
        yield from (f"{row['source']} {row['key']}: {one}" for one in said)


def moved(row: dict[str, Any], text: str, body_start: int) -> dict[str, Any]:
    """Return a row with the places at which its names stand now, in order; raises LookupError where one is gone."""
    shift = body_start - row["from"]
    start, end = body_start, min(row["to"] + shift, len(text))
    spots = sorted(
        (one[0], number, one) for number, entity in enumerate(row["entities"]) for one in entity["places"]
    )
    places: dict[int, list[list[int | str]]] = {number: [] for number in range(len(row["entities"]))}
    for old, number, (first, last, words) in spots:
        found = _nearest(text, last - first, words, old + shift)
        shift = found - old
        places[number].append([found, found + last - first, words])
        end = max(end, found + last - first)
    entities = [{**entity, "places": places[number]} for number, entity in enumerate(row["entities"])]
    return {
        **row,
        "from": start,
        "to": end,
        "fingerprint": fingerprint(text[start:end]),
        "entities": entities,
    }


def _nearest(text: str, length: int, words: str, about: int) -> int:
    """Return the place nearest to one at which words with a digest stand."""
    for away in range(len(text)):
        for place in (about + away, about - away):
            if 0 <= place <= len(text) - length and digest(text[place : place + length]) == words:
                return place
    raise LookupError(f"a name that stood at {about} is gone")


def move(folder: Path = FOLDER) -> None:
    """Write the annotated documents with their places as they are now."""
    texts = annotated_texts(folder)
    rows = []
    for row in rows_of(folder / DOCUMENTS):
        item = texts[row["source"], row["key"]]
        wrong = any(True for _ in astray(row, item.document.text))
        rows.append(moved(row, item.document.text, item.body_start) if wrong else row)
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows]
    (folder / DOCUMENTS).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    if "--move" in sys.argv[1:]:
        move()
    found = list(problems())
    print("\n".join(found) or "every annotated name stands where it was annotated")
    sys.exit(1 if found else 0)
