"""Texts annotated with names, who is who among them, what is said of whom, and what each text is about.

Two forms: passages that people can write (`*.said.txt`), and keys and places into documents whose texts are kept
elsewhere (`documents.jsonl`). Whatever a label of "" marks is in doubt, and counts neither for nor against a reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.errors import InputError
from ingest.extract.prose import Context

SAID = "*.said.txt"
DOCUMENTS = "documents.jsonl"
# Ends of a relation that are no words of the text: its author, and what a record describes.
AUTHOR, MAIN = -1, -2
_ENDS = {"author": AUTHOR, "main": MAIN}
_NAMES = {place: name for name, place in _ENDS.items()}
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)(?:=([^\[\]]+))?\]")
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place, project or topic with every place at which the text names it."""

    label: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A relation between two entities, by their numbers or AUTHOR or MAIN, and the stances in which it may be read.

    A stance is a modality ("none" for no state), with "denies" or "questions" before it. A relation without stances
    is in doubt.
    """

    predicate: str
    subject: int
    object: int
    stances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text of which `text[start:end]` is annotated; `topics` are entities, None where nobody said."""

    text: str
    body_start: int
    context: Context
    start: int
    end: int
    entities: tuple[Entity, ...]
    relations: tuple[Said, ...]
    topics: tuple[int, ...] | None = None
    half: str = ""


def said_passages(file: Path) -> list[Annotated]:
    """Return the passages of a file; raises InputError that names the passage where one is written wrongly."""
    blocks = re.split(r"^== ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_passage(file, block) for block in blocks]


def _passage(file: Path, block: str) -> Annotated:
    head, _, rest = block.partition("\n")
    lines = rest.strip().split("\n")
    marked = "\n".join(line for line in lines if not line.startswith(">")).strip()
    text, entities, at = "", dict[str, tuple[str, list[tuple[int, int]]]](), 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        _, places = entities.setdefault(mark[3] or mark[1], (mark[2], []))
        places.append((len(text), len(text) + len(mark[1])))
        text += mark[1]
        at = mark.end()
    text += marked[at:]
    numbers = {name: number for number, name in enumerate(entities)} | _ENDS
    try:
        relations = tuple(_said(line[1:], numbers) for line in lines if line.startswith(">"))
    except (KeyError, ValueError) as error:
        raise InputError(f"{file.name}: a relation of the passage `{head}` names no one: {error}") from error
    found = tuple(Entity(label, tuple(places)) for label, places in entities.values())
    author = head.removeprefix("by:").strip()
    return Annotated(text, 0, Context(authors=(author,)), 0, len(text), found, relations)


def _said(line: str, numbers: Mapping[str, int]) -> Said:
    predicate, subject, target, *stances = (part.strip() for part in line.split(" ; "))
    given = tuple(one.strip() for one in stances[0].split(",")) if stances else ("none",)
    return Said(predicate, numbers[subject], numbers[target], given)


def fingerprint(text: str) -> str:
    """Return what an annotated stretch of text is known by."""
    return sha256(text.encode()).hexdigest()[:20]


def digest(words: str) -> str:
    """Return what the words of a name are checked by, instead of the words themselves."""
    return sha256(words.encode()).hexdigest()[:_DIGEST]


def rows_of(file: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of annotated documents; raises InputError where it is none."""
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    except json.JSONDecodeError as error:
        raise InputError(f"{file.name} is no file of annotated documents: {error}") from error


def annotated(row: Mapping[str, Any], text: str, body_start: int, context: Context) -> Annotated:
    """Return a row with its document's text; raises InputError where the text is not the one annotated."""
    wrong = list(astray(row, text))
    if wrong:
        raise InputError(
            f"{row['source']} {row['key']}: {wrong[0]}", "see `python -m tests.quality.annotate`"
        )
    entities = tuple(
        Entity(one["label"], tuple((start, end) for start, end, _ in one["places"]))
        for one in row["entities"]
    )
    relations = tuple(
        Said(
            one["predicate"],
            _end(one["subject"]),
            _end(one["object"]),
            tuple(one["stances"]),
        )
        for one in row["relations"]
    )
    return Annotated(
        text,
        body_start,
        context,
        row["from"],
        row["to"],
        entities,
        relations,
        tuple(row["topics"]),
        row["half"],
    )


def astray(row: Mapping[str, Any], text: str) -> Iterator[str]:
    """Yield what is wrong with a row's places in a text: another text, or a name that does not stand there."""
    if fingerprint(text[row["from"] : row["to"]]) != row["fingerprint"]:
        yield "the text is not the one that was annotated"
    for number, one in enumerate(row["entities"]):
        for start, end, words in one["places"]:
            if digest(text[start:end]) != words:
                yield f"entity {number} ({one['label'] or 'in doubt'}) does not stand at {start}"


def _end(written: int | str) -> int:
    return _ENDS[written] if isinstance(written, str) else written


def written_end(number: int) -> int | str:
    """Return an end of a relation as a row writes it."""
    return _NAMES.get(number, number)


def halves(texts: Sequence[Annotated]) -> dict[str, list[Annotated]]:
    """Return texts by the half that they belong to, in order."""
    found: dict[str, list[Annotated]] = {}
    for one in texts:
        found.setdefault(one.half, []).append(one)
    return found
