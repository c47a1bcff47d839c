"""Works of a research community by year, read from the tables of the compsoc format, and back-tested."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from api.evaluate.introductions.foreseen import Trial, figures
from api.evaluate.measured import Measure
from graph.errors import InputError
from queries.links.backtest import Hidden
from queries.links.history import History, Ints

# As in the reference figures: works of more authors make no ties.
_LARGEST = 25
# Where a set does not say which years are tested.
_YEARS = 3
_REFERENCE = "ref_missing_links_per_person.json"
_PUBLISHED = {
    "popularity(degree)": "degree",
    "AA": "Adamic-Adar",
    "topic_tfidf_cosine": "topic cosine",
    "AA+topic(z=AA/max+cos)": "AA+topics",
}


def measure(folder: Path) -> Iterator[Measure]:
    """Yield the figures of a back-test: learned on the years before the cut, reported on those after it.

    Which years are hidden stands in the reference file of the set; without one they are the last three. Raises
    InputError where a table cannot be read.
    """
    history = read(folder)
    reference = _reference(folder)
    last = float(reference["test"][1]) if reference else float(np.nanmax(history.year))
    cut = float(reference["train_until"]) if reference else last - _YEARS
    published = {
        _PUBLISHED[name]: values
        for name, values in reference.get("methods", {}).items()
        if name in _PUBLISHED
    }
    years = last - cut
    yield from figures(
        Trial(Hidden.after(history, cut, last), Hidden.after(history, cut - years, cut), published)
    )


def read(folder: Path) -> History:
    """Return the history in a folder's tables (CSV, may be gzipped); raises InputError that names the table."""
    years = dict(zip(*_columns(folder, "publications", "publication_id", "time"), strict=True))
    author, work = _columns(folder, "authorships", "author_id", "publication_id")
    used, concept = _columns(folder, "usages", "publication_id", "word_id")
    sizes = np.bincount(work)
    kept = sizes[work] <= _LARGEST
    author, work = author[kept], work[kept]
    year = np.array([float(years.get(one, np.nan)) for one in work.tolist()])
    return History(int(author.max(initial=-1)) + 1, author, work, year, (used, concept))


def _columns(folder: Path, name: str, *columns: str) -> tuple[Ints, Ints]:
    file = next(folder.glob(f"{name}.csv*"))
    opened: Any = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rt", encoding="utf-8", newline="") as text:
            rows = [tuple(int(row[column]) for column in columns) for row in csv.DictReader(text)]
    except (OSError, EOFError, UnicodeDecodeError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise InputError(f"{file.name} cannot be read: {error}", f"it needs {', '.join(columns)}") from error
    table = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _reference(folder: Path) -> dict[str, Any]:
    file = folder / _REFERENCE
    if not file.is_file():
        return {}
    try:
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{file.name} cannot be read: {error}") from error
    if not {"test", "train_until"} <= set(found):
        raise InputError(f"{file.name} does not say which years are tested", "it needs train_until and test")
    return found
