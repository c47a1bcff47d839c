"""A programme of cohorts, read by our own ingestion: who works together in the last two, foreseen from those before."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from api.evaluate.introductions.foreseen import Trial, figures
from api.evaluate.measured import Measure
from api.evaluate.sources.communities import mapping_for
from graph.errors import InputError
from graph.model import Label
from graph.schema import DOCUMENTS, RECORDS
from graph.settings import Settings
from graph.store import Reader
from graph.stores import open_store
from ingest.community import read_community
from ingest.run import ingest
from queries.links.backtest import Hidden
from queries.links.history import Floats, History
from queries.links.of_network import history_of, years
from queries.network import Network, network_of
from queries.network.ties import day
from queries.request import Request

_COHORTS = "_data/*/*/projects.yaml"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Cohorts that are hidden; the two before them are what is learned from.
_HIDDEN = 2


def measure(folder: Path) -> Iterator[Measure]:
    """Yield the figures of a back-test that hides the last two cohorts; raises InputError where there are under five.

    A cohort began on the first date of its schedule. What people say of themselves today has no date, so it is hidden.
    """
    cohorts = sorted((_begin(file), file) for file in sorted(folder.glob(_COHORTS)))
    if len(cohorts) < 2 * _HIDDEN + 1:
        raise InputError(f"{len(cohorts)} cohorts are too few to hide two and learn from two")
    began = [years(np.array([day(date)]))[0] for date, _ in cohorts]
    history = _history(
        folder, {file.parent.name: year for (_, file), year in zip(cohorts, began, strict=True)}
    )
    cut, earlier = (float(began[-1 - _HIDDEN * times]) for times in (1, 2))
    yield from figures(
        Trial(Hidden.after(history, cut, began[-1]), Hidden.after(history, earlier, cut), goals=False)
    )


def _begin(file: Path) -> str:
    schedule = file.with_name("schedule.yaml")
    try:
        found = _DATE.search(schedule.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{schedule} cannot be read: {error}") from error
    if found is None:
        raise InputError(f"{schedule} has no date", "a cohort begins on the first date of its schedule")
    return found[0]


def _history(folder: Path, began: Mapping[str, float]) -> History:
    """Read the set into a store of its own by its mapping, and return the history with each project's year."""
    mapping = mapping_for(folder)
    if mapping is None:
        raise InputError(f"no mapping fits {folder.name}", "put a community.toml beside the files")
    read = read_community(mapping)
    community = replace(
        read, sources=tuple(replace(one, folder=folder) for one in read.sources), folder=folder
    )
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(store=f"sqlite:{Path(scratch) / 'graph.db'}")
        with closing(open_store(settings)) as store:
            ingest(store, community, settings, language=False)
            with store.reading() as reader:
                network = network_of(reader, Request({}))
                year = _years(reader, network, began)
    history = history_of(network)
    return replace(history, year=np.where(np.isnan(history.year), year[history.work], history.year))


def _years(reader: Reader, network: Network, began: Mapping[str, float]) -> Floats:
    """Return the year in which the cohort of each node that is a project began, NaN for any other.

    The key of a row holds the folder and the file that it stood in.
    """
    projects = [network.nodes.ids[number] for number in network.nodes.span(Label.PROJECT)]
    records = reader.find(RECORDS, "entity", projects)
    documents = reader.find(DOCUMENTS, "id", sorted({row["document"] for row in records}))
    cohort = {row["id"]: next((one for one in began if f"{one}/" in row["key"]), "") for row in documents}
    found = np.full(len(network.nodes.ids), np.nan)
    for row in records:
        year = began.get(cohort.get(row["document"], ""), np.nan)
        number = network.nodes.index[row["entity"]]
        found[number] = np.fmin(found[number], year)
    return found
