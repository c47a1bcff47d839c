"""Posts of one site that stand on another too: pairs of a gold file, through a store as `ingest` fills it.

`gold/crossposts_with_OTHER.csv` names in its first and third columns files of this set and of the set OTHER beside
it. Both sets are read, without their prose, and a pair is found where both files are places of one document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from api.evaluate.measured import Measure, SetKind
from api.evaluate.sources.communities import mapping_for
from api.evaluate.sources.gold_files import rows_in
from api.evaluate.sources.tally import Tally
from graph.errors import InputError
from graph.ids import document_id
from graph.schema import PLACES
from graph.settings import Settings
from graph.stores import open_store
from ingest.community import Community, SourceConfig, read_community
from ingest.run import ingest
from ingest.sources.files import files_of, key_of, root_of

_NAME = "crossposts_with_"


def _measure(folder: Path) -> Iterator[Measure]:
    tally = Tally()
    for gold in sorted((folder / "gold").glob(f"{_NAME}*.csv")):
        other = folder.parent / gold.stem.removeprefix(_NAME)
        wanted = set()
        for row in rows_in(gold):
            here, _, there, *_ = row.values()
            wanted.add((f"{folder.name}/{here}", f"{other.name}/{there}"))
        tally.compare("cross-posts", _found(folder, other), wanted)
    yield from tally.measures()


def _found(here: Path, there: Path) -> set[tuple[str, str]]:
    """Return the pairs of files that are places of one document, once both sets are in a store; the other set first."""
    sources = [*_posts(there), *_posts(here)]
    names = {name: place for config in sources for name, place in _places(config)}
    with TemporaryDirectory() as made:
        settings = Settings(store=f"sqlite:{made}/crossposts.db")
        with closing(open_store(settings)) as store:
            ingest(store, Community("cross-posts", tuple(sources)), settings, language=False)
            together: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
            for row in store.scan(PLACES):
                if place := names.get(row["id"]):
                    together[row["document"]][place.partition("/")[0]].append(place)
    return {pair for by in together.values() for pair in product(by[here.name], by[there.name])}


def _posts(folder: Path) -> list[SourceConfig]:
    """Return the sources of posts of a set, alone: their ids with the name of the set, their authors as written."""
    mapping = mapping_for(folder)
    if mapping is None:
        raise InputError(f"no mapping for {folder}", "put a community.toml into it")
    posts = [config for config in read_community(mapping).sources if config.source.kind == "markdown"]
    return [
        replace(one, folder=folder, authors="", source=replace(one.source, id=f"{folder.name}-{one.id}"))
        for one in posts
    ]


def _places(config: SourceConfig) -> Iterator[tuple[str, str]]:
    """Yield the id of the place that each file of a source makes, and what the gold calls it."""
    inside = root_of(config).relative_to(config.folder).as_posix()
    for file in files_of(config):
        key = key_of(config, file)
        yield document_id(config.id, key), f"{config.folder.name}/{inside}/{key}"


def _fits(folder: Path) -> bool:
    gold = (folder / "gold").glob(f"{_NAME}*.csv")
    return any((folder.parent / file.stem.removeprefix(_NAME)).is_dir() for file in gold)


KINDS = (SetKind("posts that stand on two sites", _fits, _measure),)
