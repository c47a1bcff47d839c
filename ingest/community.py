"""The community file: which sources there are, on what terms, and how their fields map to ours (TOML)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.model import ConsentPolicy, Label, Modality, RelType, Source
from ingest.consent_columns import ConsentColumn, mapped_columns, policy_of
from ingest.redact import redact

if TYPE_CHECKING:
    from ingest.document import Skip

KINDS = (
    "wxr", "wordpress-json", "feed", "discourse", "html", "markdown", "text", "table", "members",
    "360giving", "ods", "ror", "vocabulary", "ties", "events",
)  # fmt: skip
_MAPPED = {label.value.lower(): label for label in Label if label is not Label.DOCUMENT}
_COLUMN_KEYS = {"column", "split", "role", "predicate", "handles", "from", "ids"}
_FIELDS = {
    "key", "name", "names", "text", "people", "organisations", "topics", "start", "end", "status", "place",
    "kind", "role", "organisation", "part_of", "successor", "broader", "ids", "url", "published", "parts", "consent",
}  # fmt: skip
_SOURCE_KEYS = {
    "id", "kind", "name", "path", "licence", "lawful_basis", "retention", "visibility", "url", "authors",
    "records", "fields", "exclude", *_MAPPED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column that names people, organisations or topics.

    `split` cuts a cell into names. `handles` is the scheme of names that start with "@". `register`
    ("from" in the file) is the id of a members' source whose keys the cell holds instead of names. A name in
    several columns is the first and `more`; `ids` are the columns with identifiers of whom it names, by scheme.
    """

    column: str
    split: str = ""
    role: str = ""
    predicate: RelType | None = None
    handles: str = ""
    register: str = ""
    more: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one row describes one person, project, organisation or topic.

    Plain fields hold column names ("" where the row has none). A column is a key of the record; a
    dotted one looks inside ("profile.orcid"). "@key", "@stem", "@path" and "@body" stand for the
    key of a keyed record, the file's name without ending (its folder's where it is an "index"), its path in the
    source, and its body text.
    """

    label: Label
    key: str = ""
    name: tuple[str, ...] = ()
    names: Column | None = None
    text: tuple[str, ...] = ()
    people: tuple[Column, ...] = ()
    organisations: tuple[Column, ...] = ()
    topics: tuple[Column, ...] = ()
    start: str = ""
    end: str = ""
    published: str = ""
    place: str = ""
    kind: str = ""
    role: str = ""
    organisation: str = ""
    part_of: str = ""
    successor: str = ""
    broader: str = ""
    url: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    status_column: str = ""
    status_values: tuple[tuple[str, Modality], ...] = ()
    consent: tuple[ConsentColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One [[source]] of the community file.

    `path` is a file, a folder or a pattern, relative to `folder`. `url` is a pattern for addresses
    ("https://…/{stem}", "https://…/{year}/{month}/{day}/{slug}/"). `authors` is a file of authors, or the id
    of a members' source, in which bylines are keys. `records` is the key inside a YAML or JSON file under which
    its records are. `fields` renames front matter ("authors = author"). `registers` are the members' sources
    that this one names people by; `ingest.sources` fills them in. `only` are the paths, inside a folder or an
    archive, of the files that are this source's (none: all that have an ending of its kind). `beside` is another
    source of the same folder, that tells what could not be opened there.
    """

    source: Source
    path: str
    folder: Path
    mapping: Mapping | None = None
    url: str = ""
    authors: str = ""
    records: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    exclude: tuple[str, ...] = ()
    registers: tuple[SourceConfig, ...] = ()
    only: frozenset[str] = frozenset()
    beside: bool = False

    @property
    def id(self) -> str:
        """The id of the source."""
        return self.source.id


@dataclass(frozen=True, slots=True)
class Community:
    """Some sources, of a community file or named by themselves.

    `left` is what was named and no source reads, by the name under which a report says so; `consent` is who may be
    suggested of those who said nothing (None: the file does not say).
    """

    name: str
    sources: tuple[SourceConfig, ...]
    folder: Path = field(default_factory=Path)
    left: tuple[tuple[str, Skip], ...] = ()
    consent: ConsentPolicy | None = None

    def source(self, identifier: str) -> SourceConfig | None:
        """Return the source with this id, or None."""
        return next((config for config in self.sources if config.id == identifier), None)


def read_community(path: Path) -> Community:
    """Read a community file; raises InputError that says what is wrong and in which source."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"there is no community file {path}", "name one with --community FILE") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"{path} cannot be read as TOML: {error}", "see the README for an example"
        ) from error
    entries = data.get("source", [])
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{path} names no source", "add at least one [[source]] with id, kind and path")
    folder = path.resolve().parent
    sources = tuple(
        _source(entry, folder, f"{path}, source {number}") for number, entry in enumerate(entries, 1)
    )
    seen: set[str] = set()
    for config in sources:
        if config.id in seen:
            raise InputError(f"{path}: two sources have the id {config.id!r}", "give each its own")
        seen.add(config.id)
    about = data.get("community", {})
    policy = policy_of(about.get("consent"), str(path))
    return Community(str(about.get("name", path.stem)), sources, folder, consent=policy)


def _source(entry: dict[str, Any], folder: Path, where: str) -> SourceConfig:
    for key in ("id", "kind", "path"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise InputError(f"{where}: `{key}` is missing", "each source needs id, kind and path")
    if any(redact(str(entry.get(key, ""))) != str(entry.get(key, "")) for key in ("id", "name")):
        raise InputError(f"{where}: its id or name holds a personal address", "call it something else")
    where = f"{where} ({entry['id']})"
    if unknown := sorted(set(entry) - _SOURCE_KEYS):
        raise InputError(
            f"{where}: unknown key `{unknown[0]}`", f"known are: {', '.join(sorted(_SOURCE_KEYS))}"
        )
    if entry["kind"] not in KINDS:
        raise InputError(f"{where}: unknown kind {entry['kind']!r}", f"known are: {', '.join(KINDS)}")
    mapped = [name for name in _MAPPED if name in entry]
    if entry["kind"] == "table" and len(mapped) != 1:
        raise InputError(
            f"{where}: a table needs one mapping", "add [source.project] or .person, .organisation, .topic"
        )
    if entry["kind"] == "members" and mapped not in ([], ["person"]):
        raise InputError(f"{where}: members are mapped with [source.person]", "rename the mapping")
    mapping = _mapping(_MAPPED[mapped[0]], entry[mapped[0]], where) if mapped else None
    named = {
        key: str(entry.get(key, "")) for key in ("id", "kind", "name", "licence", "lawful_basis", "retention")
    }
    return SourceConfig(
        source=Source(**named, place=entry["path"], visibility=str(entry.get("visibility", "public"))),
        path=entry["path"],
        folder=folder,
        mapping=mapping,
        url=str(entry.get("url", "")),
        authors=str(entry.get("authors", "")),
        records=str(entry.get("records", "")),
        fields=tuple((str(key), str(value)) for key, value in entry.get("fields", {}).items()),
        exclude=_texts(entry.get("exclude", ()), where, "exclude"),
    )


def _mapping(label: Label, entry: dict[str, Any], where: str) -> Mapping:
    if unknown := sorted(set(entry) - _FIELDS):
        raise InputError(f"{where}: unknown field `{unknown[0]}`", f"known are: {', '.join(sorted(_FIELDS))}")
    name = _texts(entry.get("name", ()), where, "name")
    if not name:
        raise InputError(f"{where}: the mapping has no `name`", "say which column holds the name")
    plain = {
        key: str(entry.get(key, ""))
        for key in ("key", "start", "end", "published", "place", "kind", "role", "organisation", "part_of",
                    "successor", "broader", "url")
    }  # fmt: skip
    if label is not Label.PERSON and "consent" in entry:
        raise InputError(f"{where}: only a person's row has `consent`", "leave it out of this mapping")
    status = entry.get("status", {})
    if isinstance(status, str):
        status = {"column": status}
    return Mapping(
        label=label,
        name=name,
        names=next(iter(_columns(entry.get("names", ()), where)), None),
        text=_texts(entry.get("text", ()), where, "text"),
        people=_columns(entry.get("people", ()), where),
        organisations=_columns(entry.get("organisations", ()), where),
        topics=_columns(entry.get("topics", ()), where),
        ids=tuple((str(scheme), str(column)) for scheme, column in entry.get("ids", {}).items()),
        status_column=str(status.get("column", "")),
        status_values=_status(status, where),
        consent=mapped_columns(entry.get("consent", ()), where),
        **plain,
    )


def _status(entry: dict[str, Any], where: str) -> tuple[tuple[str, Modality], ...]:
    pairs: list[tuple[str, Modality]] = []
    known = {modality.value: modality for modality in Modality if modality}
    for key, values in entry.items():
        if key == "column":
            continue
        if key not in known:
            raise InputError(f"{where}: unknown status `{key}`", f"known are: {', '.join(known)}")
        pairs += [(value.casefold(), known[key]) for value in _texts(values, where, f"status.{key}")]
    return tuple(pairs)


def _columns(entry: Any, where: str) -> tuple[Column, ...]:
    entries = entry if isinstance(entry, list | tuple) else [entry]
    return tuple(_column(item, where) for item in entries)


def _column(entry: Any, where: str) -> Column:
    if isinstance(entry, str):
        return Column(entry)
    if not isinstance(entry, dict) or not entry.get("column"):
        raise InputError(
            f"{where}: a column is its name, or a table with `column`",
            'e.g. { column = "team", split = ";" }',
        )
    if unknown := sorted(set(entry) - _COLUMN_KEYS):
        raise InputError(
            f"{where}: unknown key `{unknown[0]}` of a column",
            f"known are: {', '.join(sorted(_COLUMN_KEYS))}",
        )
    if not isinstance(entry.get("ids", {}), dict):
        raise InputError(f"{where}: `ids` is a table", 'e.g. ids = { orcid = "orcid column" }')
    for key, example in (("handles", '"twitter"'), ("from", '"people", the id of another source')):
        if not isinstance(entry.get(key, ""), str):
            raise InputError(f"{where}: `{key}` is a text", f"e.g. {key} = {example}")
    first, *more = _texts(entry["column"], where, "column")
    predicate = entry.get("predicate")
    if predicate is not None and predicate not in set(RelType):
        raise InputError(f"{where}: unknown predicate {predicate!r}", f"known are: {', '.join(RelType)}")
    return Column(
        column=first,
        more=tuple(more),
        ids=tuple((str(scheme), str(column)) for scheme, column in entry.get("ids", {}).items()),
        split=str(entry.get("split", "")),
        role=str(entry.get("role", "")),
        predicate=RelType(predicate) if predicate else None,
        handles=str(entry.get("handles", "")),
        register=str(entry.get("from", "")),
    )


def _texts(entry: Any, where: str, key: str) -> tuple[str, ...]:
    items = [entry] if isinstance(entry, str) else entry
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise InputError(f"{where}: `{key}` must be text or a list of texts", "put it in quotes")
    return tuple(items)
