"""Which sources an `ingest` means: all or some of a community file, or files and folders by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import InputError, StoreNotReadyError, UsageError
from graph.model import Source
from graph.schema import SOURCES
from graph.store import GraphStore
from ingest.community import KINDS, Community, SourceConfig, read_community
from ingest.document import Skip
from ingest.redact import redact
from ingest.sources import files_of, look_at
from ingest.sources.files import is_address
from ingest.sources.starter_mapping import starter_mapping
from ingest.sources.survey import Survey
from ingest.tidy import nameless

_REMOVED = re.compile(r"\[[\w -]{2,12} removed\](?:\.\w{1,8})*")


@dataclass(frozen=True, slots=True)
class Part(Community):
    """Some sources of a community; its registers are still found in the whole."""

    whole: Community = field(kw_only=True)

    def source(self, identifier: str) -> SourceConfig | None:
        """Return the source with this id, also one that is not read."""
        return self.whole.source(identifier)


def community_of(named: Sequence[str], community: Path | None, kind: str) -> Community:
    """Return the community that these paths mean.

    A .toml is a community file. With one, the other paths say which of its sources are meant; without
    one, each path is a source of its own. Raises InputError for what is not there, UsageError for two
    community files or a kind that is none.
    """
    addresses = [name for name in named if is_address(name)]
    paths = [Path(name) for name in named if not is_address(name)]
    files = [path for path in paths if path.suffix.lower() == ".toml"]
    files += [community] if community else []
    others = [path for path in paths if path.suffix.lower() != ".toml"]
    if len(set(files)) > 1:
        raise UsageError("two community files are named", "ingest one community at a time")
    if files and addresses:
        raise UsageError(
            "an address stands beside a community file", 'give it a [[source]] there: path = "https://…"'
        )
    if not files and not others and not addresses:
        raise UsageError(
            "nothing to read is named", "name a community file (.toml), or files, folders and addresses"
        )
    if kind and files:
        raise UsageError(
            "--kind goes with files that stand in no community file", "the file says the kind of each"
        )
    if kind and kind not in KINDS:
        raise UsageError(f"there is no kind {kind!r}", f"the kinds are: {', '.join(KINDS)}")
    if files:
        for path in others:
            if not path.exists():
                raise InputError(f"there is nothing at {path}", "check the path")
        return _some(read_community(files[0]), others)
    return _ad_hoc(others, addresses, kind)


def _some(community: Community, paths: Sequence[Path]) -> Community:
    """Return the community with the sources that lie under the paths; with all, where there are none."""
    if not paths:
        return community
    wanted = [path.resolve() for path in paths]
    kept = tuple(config for config in community.sources if _lies_under(config, wanted))
    if not kept:
        known = ", ".join(config.path for config in community.sources)
        raise InputError("no source of the community file lies there", f"its sources are at: {known}")
    return Part(community.name, kept, community.folder, consent=community.consent, whole=community)


def _lies_under(config: SourceConfig, wanted: Sequence[Path]) -> bool:
    try:
        files = [file.resolve() for file in files_of(config)]
    except InputError:
        return False
    return any(file.is_relative_to(path) for file in files for path in wanted)


@dataclass(slots=True)
class _Named:
    """What paths and addresses by themselves turned out to be."""

    sources: list[SourceConfig] = field(default_factory=list)
    left: list[tuple[str, Skip]] = field(default_factory=list)

    def free(self, name: str) -> str:
        """Return a name that no source has yet."""
        taken = {config.id for config in self.sources} | {used for used, _ in self.left}
        return _free_name(name, taken)


def _ad_hoc(paths: Sequence[Path], addresses: Sequence[str], kind: str) -> Community:
    """Return a community in which each path and each address is a source, called by its name.

    A folder with several kinds of files is a source for each. What cannot be recognised is left, with its
    reason; raises InputError where that is all there is.
    """
    named = _Named()
    first: InputError | None = None
    for path in paths:
        try:
            _take(named, path, kind)
        except InputError as error:
            first = first or error
            hint = error.hint.partition("\n")[0].rstrip(":")
            named.left.append((named.free(_called(path)), Skip(str(path), f"{error.message}: {hint}")))
    for address in addresses:
        name = named.free(urlsplit(address).hostname or "site")
        named.sources.append(SourceConfig(Source(name, kind, place=address), address, Path()))
    if first and not named.sources:
        raise first
    return Community("community", tuple(named.sources), left=tuple(named.left))


def _take(named: _Named, path: Path, kind: str) -> None:
    """Add the sources that a path is, and what is in it that no source reads."""
    if not path.exists():
        raise InputError(f"there is nothing at {path}", "check the path")
    found = Survey({kind: frozenset()}) if kind else look_at(path)
    if not found.kinds or "table" in found.kinds:
        raise _undescribed(path, kind)
    stem, place = _called(path), path.resolve()
    made: list[SourceConfig] = []
    for own, keys in found.kinds.items():
        name = named.free(stem if len(found.kinds) == 1 else f"{stem}-{own}")
        config = SourceConfig(
            Source(name, own, place=nameless(place.as_posix())),
            place.name,
            place.parent,
            only=keys,
            beside=bool(made),
        )
        named.sources.append(config)
        made.append(config)
    # What no source reads is told under the folder's own name where it holds several.
    teller = made[0].id if len(made) == 1 else named.free(stem)
    named.left += [(teller, skip) for skip in found.left]


def _called(path: Path) -> str:
    """Return what the source at a path is called: by its name, without a personal address in it."""
    name = path.resolve().name
    plain = _REMOVED.sub(" ", redact(name))
    return path.resolve().stem if redact(name) == name else " ".join(re.findall(r"\w+", plain)) or "file"


def _undescribed(path: Path, kind: str) -> InputError:
    """Return the error for a path that nothing says how to read; its hint shows how a table is described."""
    starter = starter_mapping(path) if path.is_file() else ""
    if starter:
        return InputError(
            f"{path} is a table: nothing says what its columns mean",
            "put this into a community file (community.toml beside it), mend it, and ingest that file:\n"
            + starter,
        )
    if kind:
        return InputError(
            f"{path} is a table", "say what its columns mean in a community file: see the README"
        )
    kinds = ", ".join(known for known in KINDS if known != "table")
    return InputError(
        f"{path} is of no kind that can be told by looking at it",
        f"say --kind ({kinds}), or describe a table's columns in a community file",
    )


def _free_name(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def vanished(store: GraphStore, community: Community) -> list[str]:
    """Return the sources that were read from a folder before, and of whose kind no file is in it any more."""
    here = {config.source.place for config in community.sources if not is_address(config.path)}
    known = {config.id for config in community.sources}
    try:
        return sorted(
            row["id"] for row in store.scan(SOURCES) if row["place"] in here - {""} and row["id"] not in known
        )
    except StoreNotReadyError:
        return []


def no_longer_named(store: GraphStore, community: Community) -> list[str]:
    """Return the sources in the store that a community file, read as a whole, names no more."""
    if not community.folder.is_absolute() or isinstance(community, Part):
        return []
    known = {config.id for config in community.sources}
    try:
        return sorted(row["id"] for row in store.scan(SOURCES) if row["id"] not in known)
    except StoreNotReadyError:
        return []


def named_apart(store: GraphStore, community: Community) -> Community:
    """Return the community with another name for each source that the store knows from another place.

    Files named by themselves are called by their names, and two folders may each hold an `export.xml`: one must
    neither overwrite nor retire the other. A community file names its sources itself.
    """
    if community.folder.is_absolute():
        return community
    try:
        stored = {row["id"]: (row["place"], row["kind"]) for row in store.scan(SOURCES)}
    except StoreNotReadyError:
        return community
    sources: list[SourceConfig] = []
    renamed: dict[str, str] = {}
    for config in community.sources:
        # A folder may be a source for each of several kinds; what an address holds is known when it was fetched.
        kinds = {config.source.kind} if config.source.kind else {kind for _, kind in stored.values()}
        here = {(config.source.place, kind) for kind in kinds}
        elsewhere = {name for name, there in stored.items() if there not in here}
        own = next((name for name, there in stored.items() if there in here), "")
        name = own or _free_name(config.id, elsewhere | {one.id for one in sources})
        renamed[config.id] = name
        sources.append(replace(config, source=replace(config.source, id=name)))
    left = tuple((renamed.get(name, name), skip) for name, skip in community.left)
    return replace(community, sources=tuple(sources), left=left)
