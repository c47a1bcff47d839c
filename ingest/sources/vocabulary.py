"""Topic vocabularies (SKOS, CSV, JSON of codes or of other names) and the lists of org-id.guide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from graph.model import DocumentKind, Label
from graph.names import name_key, words
from ingest.community import SourceConfig
from ingest.document import Draft, Named, Skip
from ingest.sources.concepts import Concept, concept_drafts
from ingest.sources.files import BrokenError, each_file, place_of
from ingest.sources.front_matter import Value, text_of
from ingest.sources.giving360_fields import objects
from ingest.sources.json_file import read_json
from ingest.sources.people import tidy
from ingest.sources.sheet_rows import headed, sheets_of

_SKOS = (".ttl", ".rdf", ".xml", ".nt", ".owl", ".n3", ".jsonld")
_HEAD = 8192
_HEADINGS = {
    "key": ("id", "code", "key", "notation", "uri", "identifier", "concept", "concept id", "topic id"),
    "name": (
        "preflabel", "pref label", "preferred label", "label", "name", "topic", "term", "title", "preferred term",
        "tag", "keyword",
    ),
    "names": (
        "altlabels", "altlabel", "alt labels", "alternatives", "alternative labels", "synonyms", "aliases",
        "other names", "also called", "variants", "alternative names", "hiddenlabel",
    ),
    "broader": ("broader", "broader id", "parent", "parent id", "broader term", "group", "category", "theme"),
    "kind": ("kind", "facet", "type", "topic type", "concept type", "class"),
    "definition": ("definition", "description", "scope note", "scopenote", "note"),
}  # fmt: skip
_MANY = re.compile(r"\s*[|;\n]\s*")
_CODE = re.compile(r"\w*\d[\w.:-]*")
_NOTATION = re.compile(r"(\d+(?:\.\d+)*)\s*[:.]?\s+(?=\S)|([A-Z]{1,3}\d+(?:\.\d+)*)\s*[:.]\s+(?=\S)")
# All concepts are held at once: what is broader may be further down.
_MOST_BYTES = 12 << 20


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield one document a topic (a register, for the lists of org-id.guide), in the order of the files."""
    yield from each_file(config, files, partial(_read_file, config))


def is_vocabulary_heading(row: list[str]) -> bool:
    """Say whether a line names a topic's label, and its key, other names or what is above it."""
    named = _columns(row)
    return "name" in named and len(named) > 1


def is_labelled_heading(row: list[str]) -> bool:
    """Say whether a line can be nothing but the headings of a vocabulary."""
    plain = {"".join(words(name)) for name in row}
    return bool(plain & {"preflabel", "preferredlabel"}) or {"label", "broader"} <= plain


def _read_file(config: SourceConfig, file: Path) -> Iterator[Draft | Skip]:
    place = place_of(config, file)
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise BrokenError("too large for a vocabulary (over 12 MB)")
        if file.suffix.lower() in _SKOS or _is_linked(file):
            from ingest.sources.skos import concepts_of  # rdflib is half a second to import

            yield from concept_drafts(config, concepts_of(file, place))
        elif file.suffix.lower() == ".json":
            yield from _json(config, file, place)
        else:
            yield from _sheet(config, file, place)
    except BrokenError as error:
        yield Skip(place, str(error))


def _is_linked(file: Path) -> bool:
    """Say whether a JSON file is JSON-LD, by the key that gives its words their meaning."""
    if file.suffix.lower() != ".json":
        return False
    with file.open("rb") as stream:
        return b'"@context"' in stream.read(_HEAD)


def _sheet(config: SourceConfig, file: Path, place: str) -> Iterator[Draft | Skip]:
    for sheet in sheets_of(file):
        below = headed(sheet.rows, is_vocabulary_heading)
        if below is None:
            continue
        names, rows = below
        if _is_register({" ".join(words(name)) for name in names}):
            for number, cells in rows:
                yield _register(f"{place}, row {number}", _by_words(dict(cells)))
        else:
            yield from concept_drafts(config, _concepts(names, rows, place))
        return
    raise BrokenError("no column of it is called Label or Name, with an id, other names or a broader topic")


def _concepts(names: list[str], rows: Iterator[tuple[int, dict[str, str]]], place: str) -> Iterator[Concept]:
    columns = _columns(names)
    for number, cells in rows:
        found = {ours: cells.get(column, "") for ours, column in columns.items()}
        name = found["name"]
        key = found.get("key", "")
        yield Concept(
            place=f"{place}, row {number}",
            key=key or name_key(Label.TOPIC, name),
            name=name,
            names=_parts(found.get("names", "")),
            broader=_parts(found.get("broader", "")),
            kind=found.get("kind", ""),
            definition=found.get("definition", ""),
            url=key if key.startswith(("http://", "https://")) else "",
        )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in _MANY.split(cell) if part)


def _columns(row: list[str]) -> dict[str, str]:
    """Return our names for the columns of a line of headings; of several the first usual one counts."""
    by_words = {" ".join(words(name)): name.strip() for name in reversed(row) if name.strip()}
    found: dict[str, str] = {}
    for ours, usual in _HEADINGS.items():
        column = next((by_words[one] for one in usual if one in by_words), "")
        if column and column not in found.values():
            found[ours] = column
    return found


def _json(config: SourceConfig, file: Path, place: str) -> Iterator[Draft | Skip]:
    value = read_json(file)
    lists = list(objects(value.get("lists"))) if isinstance(value, dict) else []
    if isinstance(value, dict) and "listType" in value and "code" in value:
        lists = [value]  # the register keeps each list in a file of its own
    if lists:
        for number, one in enumerate(lists, 1):
            yield _register(f"{place}, list {number}", one)
    elif isinstance(value, dict) and value and all(isinstance(one, str) for one in value.values()):
        pairs = {key: one for key, one in value.items() if isinstance(one, str)}
        coded = all(_CODE.fullmatch(key) for key in pairs)
        concepts = _coded(pairs, place) if coded else _aliased(pairs, place)
        yield from concept_drafts(config, concepts)
    else:
        yield from concept_drafts(config, _records(value, place))


def _coded(pairs: dict[str, str], place: str) -> Iterator[Concept]:
    """Yield concepts of {"LABEL_3": "1.4: Methodologies"}: code and label."""
    for code, label in pairs.items():
        notation = _NOTATION.match(label)
        name = label[notation.end() :] if notation else label
        shown = (notation[1] or notation[2]) if notation else ""
        yield Concept(f"{place}, {code}", shown or code, name, notation=shown or code)


def _aliased(pairs: dict[str, str], place: str) -> Iterator[Concept]:
    """Yield concepts of {"cardio": "cardiovascular"}: other name and name."""
    others: dict[str, list[str]] = {}
    for other, name in pairs.items():
        others.setdefault(name, []).append(other)
    for name, called in others.items():
        yield Concept(f"{place}, {name}", name_key(Label.TOPIC, name), name, names=tuple(called))


def _records(value: Value, place: str) -> Iterator[Concept]:
    inner = [one for one in value.values() if isinstance(one, list)] if isinstance(value, dict) else []
    records = list(objects(inner[0] if len(inner) == 1 else value))
    if not any(is_vocabulary_heading(list(record)) for record in records):
        raise BrokenError(
            "no topics in it: no records with a label and an id, other names or a broader topic"
        )
    for number, record in enumerate(records, 1):
        columns = _columns(list(record))
        found = {ours: _listed(record[column]) for ours, column in columns.items()}
        name = "".join(found.get("name", ())[:1])
        yield Concept(
            place=f"{place}, record {number}",
            key="".join(found.get("key", ())[:1]) or name_key(Label.TOPIC, name),
            name=name,
            names=found.get("names", ()),
            broader=found.get("broader", ()),
            kind="".join(found.get("kind", ())[:1]),
            definition=" ".join(found.get("definition", ())),
        )


def _listed(value: Value) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(filter(None, (text_of(item) for item in value)))
    return _parts(text_of(value))


def _is_register(names: set[str]) -> bool:
    """The CSV of org-id.guide says of each list whether it is confirmed, and which countries it covers."""
    return {"code", "coverage"} <= names and bool(names & {"listtype", "list type", "structure", "access"})


def _by_words(cells: dict[str, str]) -> dict[str, Value]:
    return {" ".join(words(name)): value for name, value in cells.items()}


def _register(place: str, record: dict[str, Value]) -> Draft | Skip:
    """Return a list of org-id.guide: a register of organisations, known by the prefix of its identifiers."""
    name, description = (
        record.get("name") or record.get("title") or record.get("name en"),
        record.get("description"),
    )
    local = (
        [text_of(name.get(part)) for part in ("en", "local")] if isinstance(name, dict) else [text_of(name)]
    )
    said = description.get("en") if isinstance(description, dict) else description
    code, names = text_of(record.get("code")), list(dict.fromkeys(filter(None, map(tidy, local))))
    if not code or not names:
        return Skip(place, "list without a code or a name")
    details = (("Prefix of its identifiers", code), ("Description", text_of(said)))
    url = text_of(record.get("url"))
    return Draft(
        key=code,
        kind=DocumentKind.ORGANISATION,
        title=names[0],
        url=url if url.startswith(("http://", "https://")) else "",
        main=Named(
            Label.ORGANISATION,
            names[0],
            ids=(f"org-id-list:{code}",),
            names=tuple(names[1:]),
            place=text_of(record.get("coverage")),
            kind="Register of organisations",
        ),
        details=tuple(detail for detail in details if detail[1]),
    )
