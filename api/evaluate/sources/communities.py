"""Communities whose sources need a mapping: the set's own `community.toml`, or the mapping that fits its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.evaluate.measured import Measure, SetKind
from api.evaluate.sources.fields import Read, plain, read_all
from api.evaluate.sources.gold_files import GoldFile, GoldRow, gold_files, is_somebody
from api.evaluate.sources.tally import Tally
from graph.errors import InputError
from ingest.community import Community, SourceConfig, read_community
from ingest.document import Skip
from ingest.sources.files import files_of, is_kept, root_of

_MAPPINGS = Path(__file__).with_name("mappings")
_OWN = "community.toml"


@dataclass(slots=True)
class _Source:
    """One source of a set once read: its documents by everything that a gold file may call them."""

    config: SourceConfig
    read: list[Read]
    skips: list[Skip]
    by_alias: dict[str, Read | None] = field(default_factory=dict)

    def get(self, name: str) -> Read | None:
        """Return the document that a gold file calls so, None for no one or several."""
        return self.by_alias.get(name) or self.by_alias.get(name.casefold())


def mapping_for(folder: Path) -> Path | None:
    """Return the community file for a set: its own, else the first whose sources are all there."""
    own = folder / _OWN
    if own.is_file():
        return own
    return next((file for file in sorted(_MAPPINGS.glob("*.toml")) if _fits(file, folder)), None)


def _fits(mapping: Path, folder: Path) -> bool:
    community = read_community(mapping)
    return all(_has_files(replace(config, folder=folder)) for config in community.sources)


def _has_files(config: SourceConfig) -> bool:
    try:
        files_of(config)
    except InputError:
        return False
    return not config.authors or _is_id(config) or (config.folder / config.authors).is_file()


def _is_id(config: SourceConfig) -> bool:
    return "/" not in config.authors and "." not in config.authors


def _is_set(folder: Path) -> bool:
    return (folder / "gold").is_dir() and mapping_for(folder) is not None


def _measure(folder: Path) -> Iterator[Measure]:
    yield from tally_of(folder).measures()


def tally_of(folder: Path) -> Tally:
    """Read the sources of a set and compare them with its gold files; raises InputError."""
    mapping = mapping_for(folder)
    if mapping is None:
        raise InputError(f"no mapping for {folder}", f"put a {_OWN} into it")
    made = read_community(mapping)
    whole = Community(made.name, tuple(replace(config, folder=folder) for config in made.sources), folder)
    sources = [_source(config, whole) for config in whole.sources]
    tally = Tally()
    for gold in gold_files(folder):
        _compare(tally, gold, sources)
    return tally


def _source(config: SourceConfig, whole: Community) -> _Source:
    read, skips = read_all(config, whole, bodies=False)
    source = _Source(config, read, skips)
    for one in read:
        for alias in _aliases(config, one):
            # A name that two documents have is neither's.
            known = source.by_alias.setdefault(alias, one)
            if known is not one:
                source.by_alias[alias] = None
    return source


def _aliases(config: SourceConfig, read: Read) -> set[str]:
    """Return what a gold file may call a document: its key, its path, its row counted from nought, its name."""
    root = root_of(config)
    inside = root.relative_to(config.folder).as_posix() if root.is_relative_to(config.folder) else ""
    whole = f"{inside}/{read.key}" if inside not in ("", ".") else read.key
    found = {read.key, whole, read.title.casefold()}
    for path in (read.key, whole):
        bare = path.rpartition(".")[0] if "." in path else path
        found |= {bare, bare.removesuffix("/_index").removesuffix("/index")}
    parts = read.key.split(":")
    if parts[0] == "row" and parts[-1].isdigit():
        found.add(f"{parts[1].rpartition('/')[0]}/{int(parts[-1]) - 1:02}")
    return found - {""}


def _compare(tally: Tally, gold: GoldFile, sources: list[_Source]) -> None:
    """Compare one gold file with the source that has most of what it names."""
    source = max(sources, key=lambda one: sum(one.get(row.id) is not None for row in gold.rows))
    rows = [row for row in gold.rows if _is_kept(source.config, row.id)]
    pairs = [(row, one) for row in rows if (one := source.get(row.id)) is not None]
    if not pairs:
        tally.aside[f"rows of {gold.name} to which nothing read answers"] += len(rows)
        return
    if "project" in gold.columns:
        _edges(tally, gold, rows, source)
        return
    named = {one.key: row.id for row, one in pairs}
    # A gold file of nothing but pages with authors lists no others.
    signed = all(row.authors for row in rows)
    silent = {row.id for row in rows if row.silent}
    read = {named.get(one.key, one.key) for one in source.read if one.authors or not signed}
    tally.compare("documents", read - silent, {row.id for row in rows} - silent)
    for row, one in pairs:
        if row.silent:
            tally.aside["documents of whose fields the gold says nothing"] += 1
        else:
            _row(tally, row, one, source.config)


def _is_kept(config: SourceConfig, identifier: str) -> bool:
    name = identifier.rpartition("/")[2]
    return is_kept(config, identifier.removeprefix(f"{config.path}/"), name, f"{name}.md")


def _row(tally: Tally, row: GoldRow, one: Read, config: SourceConfig) -> None:
    """Compare the cells of one row with the document that it describes."""
    if config.mapping is None or config.mapping.published:
        _day(tally, row, one)
    about = "project-topic" if one.kind == "project" else "document-topic"
    known = {identifier: name for name, ids in one.ids.items() for identifier in ids}
    if row.elsewhere and one.topics:
        tally.aside[f"{about}: in a field that the gold did not look at"] += len(one.topics)
    for what, names, read in (
        ("authors", row.authors, one.authors),
        (about, row.topics, one.topics),
        ("project-person", row.people, one.people),
        ("project-organisation", row.organisations, one.organisations),
    ):
        if names is not None:
            wanted = {(one.key, known.get(name, plain(name))) for name in names}
            tally.compare(what, {(one.key, name) for name in read}, wanted)
    if one.kind == "profile" and (employer := row.names("affiliation", "organisation")) is not None:
        wanted = {(one.key, plain(" ".join(employer)))} if employer else set()
        tally.compare("person-organisation", {(one.key, one.employer)} if one.employer else (), wanted)


def _day(tally: Tally, row: GoldRow, one: Read) -> None:
    """Compare the day of writing; a moment falls on the day of its own time zone."""
    gold = str(row.cells.get("date") or "")
    if not gold:
        return
    own = one.written if one.written.startswith(gold) and one.published else one.published
    if own[: len(gold)] != gold and one.published and gold in row.id:
        tally.aside["dates: the file says another than its name, which the gold has"] += 1
        return
    tally.compare("dates", {(one.key, own[: len(gold)])} if own else (), {(one.key, gold)})


def _edges(tally: Tally, gold: GoldFile, rows: list[GoldRow], source: _Source) -> None:
    """Compare a file of edges, one a row: project and person, or project and topic."""
    column = "person" if "person" in gold.columns else "topic"
    wanted = set()
    for row in rows:
        one = source.get(row.id)
        name = str(row.cells.get("person_id") or row.cells[column])
        if not is_somebody(name):
            continue
        known = {i: who for who, ids in one.ids.items() for i in ids} if one is not None else {}
        wanted.add((one.key if one is not None else row.id, known.get(name, plain(name))))
    found = {
        (one.key, name) for one in source.read for name in (one.people if column == "person" else one.topics)
    }
    tally.compare(f"project-{column}", found, wanted)


KINDS = (SetKind("a community with a gold folder and a mapping", _is_set, _measure),)
