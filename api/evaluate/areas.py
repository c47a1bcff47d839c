"""The areas that can be evaluated, and the run over the sets of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from api.evaluate.measured import Measure, SetKind
from graph.errors import ImprovementGraphError, UsageError

# Each is a module of this package with its KINDS, imported when it is asked for.
AREAS: tuple[str, ...] = (
    "experts",
    "extraction",
    "introductions",
    "network",
    "resolution",
    "similar-projects",
    "sources",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A set of an area, by the name of its folder: its figures, or why there are none."""

    area: str
    set: str
    measure: Measure | None
    problem: str = ""


def evaluate(area: str, data: Path | None, sets: Sequence[Path]) -> Iterator[Measured]:
    """Yield the figures of each set of an area, in the order of the folders; raises UsageError.

    The sets are the folders of `data` (two levels of them) that fit, and those that were named. A folder that was
    named and fits no kind is said so, as is one that cannot be read.
    """
    kinds = kinds_of(area)
    named = [folder.resolve() for folder in sets]
    for folder in (*_folders(data), *(_own(area) if data is not None else ()), *named):
        fitting = [kind for kind in kinds if kind.fits(folder)]
        if not fitting and folder in named:
            yield Measured(area, folder.name, None, f"no set of `{area}` that is known: {_wanted(kinds)}")
        for kind in fitting:
            yield from _measured(area, kind, folder)


def _own(area: str) -> tuple[Path, ...]:
    """Return the folders of labels that a checkout holds for an area, to records of the data folder."""
    own: tuple[Path, ...] = getattr(import_module(f"api.evaluate.{area.replace('-', '_')}"), "OWN", ())
    return tuple(folder for folder in own if folder.is_dir())


def kinds_of(area: str) -> tuple[SetKind, ...]:
    """Return the kinds of set of an area; raises UsageError that lists the areas there are."""
    if area not in AREAS:
        raise UsageError(
            f"there is nothing called `{area}` to evaluate", f"the areas are: {', '.join(AREAS)}"
        )
    kinds: tuple[SetKind, ...] = import_module(f"api.evaluate.{area.replace('-', '_')}").KINDS
    return kinds


def _measured(area: str, kind: SetKind, folder: Path) -> Iterator[Measured]:
    try:
        for measure in kind.measure(folder):
            yield Measured(area, folder.name, measure)
    except ImprovementGraphError as error:
        yield Measured(area, folder.name, None, error.message)


def _folders(data: Path | None) -> Iterator[Path]:
    """Yield the folders of the data folder and theirs, in order."""
    if data is None:
        return
    if not data.is_dir():
        raise UsageError(f"there is no folder {data}", "name the data folder with --data, or sets with --set")
    for folder in sorted(path for path in data.resolve().iterdir() if path.is_dir()):
        yield folder
        yield from sorted(path for path in folder.iterdir() if path.is_dir())


def _wanted(kinds: Sequence[SetKind]) -> str:
    return "the kinds are " + ", ".join(kind.name for kind in kinds)
