"""A line for each source while it is read: documents, words of prose a second, the time that is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from rich.console import Console

    from ingest.progress import Progress as Tell

# Before so many seconds have gone, a pace is mostly that of loading the model.
_SOONEST = 2.0


@contextmanager
def shown(console: Console) -> Iterator[Tell]:
    """Yield what a run calls as it goes on; the lines are gone when it ends."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[counts]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, tuple[TaskID, float]] = {}

        def tell(source: str, documents: int, words: int = 0, total: int = 0) -> None:
            if source not in tasks:
                tasks[source] = bar.add_task(source, total=None, counts=""), monotonic()
            task, began = tasks[source]
            counts = counted(documents, words, total, monotonic() - began)
            bar.update(task, completed=documents, total=total or None, counts=counts)

        yield tell


def counted(documents: int, words: int, total: int, seconds: float) -> str:
    """Return what is told of a source: "120 of 400 documents, 5,100 words/s, 2 min left"."""
    of = f" of {total:,}" if total else ""
    said = [f"{documents:,}{of} documents"]
    if seconds >= _SOONEST and words:
        said.append(f"{words / seconds:,.0f} words/s")
    if seconds >= _SOONEST and 0 < documents < total:
        said.append(f"{_duration(seconds / documents * (total - documents))} left")
    return ", ".join(said)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"
