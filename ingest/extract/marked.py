"""Labelled text that people can write: passages with [name|LABEL] in them, and sentences for names by origin."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from graph.errors import InputError
from ingest.extract.scoring import Marked, Name

PASSAGES = "*.marked.txt"
ORIGINS = "origins.toml"
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


def passages(file: Path) -> list[Marked]:
    """Return the passages of a file, parted by blank lines; lines that begin with # are left out."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [_read(part) for part in "\n".join(lines).split("\n\n") if part.strip()]


def names_by_origin(file: Path) -> Iterator[tuple[str, list[Marked]]]:
    """Yield each origin with its names in each sentence; raises InputError where the file is none of names."""
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        for origin, names in read["names"].items():
            made = [
                sentence.replace("{name}", f"[{name}|PERSON]")
                for sentence in read["sentences"]
                for name in names
            ]
            yield origin, [_read(text) for text in made]
    except (KeyError, AttributeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"{file.name} holds no names by origin: {error}", "give `sentences` and `[names]`"
        ) from error


def _read(marked: str) -> Marked:
    text, names, at = "", [], 0
    for mark in _MARK.finditer(marked.strip("\n")):
        text += marked.strip("\n")[at : mark.start()]
        names.append(Name(len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        at = mark.end()
    return text + marked.strip("\n")[at:], names
