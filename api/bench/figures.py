"""What a benchmark gives: a figure, the plain thing measured beside it, and the load of the machine just then."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from graph.settings import Settings

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Bench:
    """What an area may use: how many documents to make up, an empty store, and a folder for files of its own.

    With `keep`, a made-up community of that size that is there already is used, and stays.
    """

    documents: int
    settings: Settings
    folder: Path
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure, the plain thing beside it, how the two compare, and the load of the machine just then."""

    area: str
    measure: str
    value: float
    unit: str
    beside: float
    ratio: float
    load: float


def figure(area: str, measure: str, unit: str, value: float, beside: float) -> Figure:
    """Return a figure with its ratio, and the load of the last minute in running processes."""
    load = round(os.getloadavg()[0], 2)
    return Figure(area, measure, round(value, 3), unit, round(beside, 3), round(value / beside, 3), load)


def apart(work: Callable[..., _T], *args: object) -> _T:
    """Run a function in a process of its own: its peak of memory is its own, and so is what it binds."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args).result()


def peak() -> float:
    """Return this process's peak of memory in MB: its own, which ru_maxrss is not where a parent was larger."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # bytes, on macOS
