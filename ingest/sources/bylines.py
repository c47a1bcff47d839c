"""The authors of a page: texts, lists, mappings, or keys of a file of authors or a members' source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.errors import InputError
from graph.model import Label
from ingest.document import Named
from ingest.sources.files import BrokenError, read_text
from ingest.sources.front_matter import Value, parse_json, parse_yaml, text_of
from ingest.sources.people import people_in, pieces, tidy, writer

# "Rao, Asha" as an item of a list is one person; in a line of text it may be two.
_INVERTED = re.compile(r"^([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+(?: [A-Z]\.?)?)$")


@dataclass(frozen=True, slots=True)
class Authors:
    """Who keys stand for; a key that is not there in this case is sought in any case."""

    known: Mapping[str, Named]
    folded: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Mapping[str, Named]) -> Authors:
        """Make one from keys and people."""
        return cls(known, {key.casefold(): key for key in known})

    def get(self, key: str) -> Named | None:
        """Return who a key stands for, or None."""
        key = key.strip()
        return self.known.get(key) or self.known.get(self.folded.get(key.casefold(), ""))


def authors_file(file: Path, source: str) -> dict[str, Named]:
    """Read a file of authors: a mapping from key to description, or one under `authors:`."""
    try:
        text = read_text(file)
        values = parse_json(text) if file.suffix.lower() == ".json" else parse_yaml(text)
    except BrokenError as error:
        raise InputError(
            f"source {source}: the authors' file {file.name} is {error}", "correct the file"
        ) from error
    if isinstance(values, dict) and isinstance(values.get("authors"), dict):
        values = values["authors"]
    if not isinstance(values, dict):
        hint = "it should say `key:` and under it `name: …`, for each author"
        raise InputError(f"source {source}: the authors' file {file.name} has no keys", hint)
    found: dict[str, Named] = {}
    for key, value in values.items():
        named = _described(value if isinstance(value, dict) else {"name": value}, {})
        if named is not None:
            ids = (f"{source}:author:{key}", *named.ids) if named.label is Label.PERSON else named.ids
            found[key] = replace(named, ids=ids)
    return found


def bylines(value: Value | None, head: Mapping[str, Value], authors: Authors) -> list[Named]:
    """Return who wrote a page, in order, each one once."""
    places = _affiliations(head)
    found: list[Named] = []
    for item in value if isinstance(value, list) else [value or ""]:
        if isinstance(item, dict):
            named = _described(item, places)
            found += [named] if named is not None else []
        elif isinstance(item, str):
            inverted = _INVERTED.match(item) if isinstance(value, list) and not authors.get(item) else None
            found += _written(f"{inverted[2]} {inverted[1]}" if inverted else item, authors)
    return list(dict.fromkeys(found))


def _written(byline: str, authors: Authors) -> list[Named]:
    whole = authors.get(byline)
    if whole is not None:
        return [whole]
    parts = [authors.get(piece) for piece in pieces(byline)] if authors.known else []
    known = [named for named in parts if named is not None]
    if known and len(known) == len(parts):
        return known
    return [authors.get(named.name) or named for named in people_in(byline)]


def _described(item: Mapping[str, Value], places: Mapping[str, str]) -> Named | None:
    """Return the person of a mapping, as Quarto, Hugo and Jekyll sites write it."""
    item = {key.lower().replace("_", "-"): value for key, value in item.items()}
    places_of = (
        item.get("affiliations")
        or item.get("affiliation")
        or item.get("organisation")
        or item.get("organization")
    )
    orcid = text_of(item.get("orcid")).rstrip("/").rpartition("/")[2]
    return writer(
        _name(item),
        ids=(f"orcid:{orcid}",) if orcid else (),
        role=_first(item, "role", "title", "position", "description", "roles"),
        organisation=", ".join(filter(None, (_place(one, places) for one in _each(places_of)))),
    )


def _name(item: Mapping[str, Value]) -> str:
    name = item.get("name") or item.get("author") or item.get("literal") or ""
    parts = name if isinstance(name, dict) else item
    if isinstance(name, str) and name:
        return name
    lower = {key.lower().replace("_", "-"): value for key, value in parts.items()}
    given = _first(lower, "given", "first", "first-name", "firstname", "given-name", "given-names")
    family = _first(
        lower, "family", "last", "last-name", "lastname", "surname", "family-name", "family-names"
    )
    return " ".join(filter(None, (given, family))) or text_of(parts.get("literal"))


def _place(value: Value, places: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        ref = text_of(value.get("ref"))
        return places.get(ref, "") if ref else tidy(text_of(value.get("name") or value.get("organisation")))
    return places.get(value, tidy(value)) if isinstance(value, str) else ""


def _affiliations(head: Mapping[str, Value]) -> dict[str, str]:
    """Return what `ref` in an author's affiliations stands for: a list of its own in Quarto's head."""
    found: dict[str, str] = {}
    for item in _each(head.get("affiliations")):
        if isinstance(item, dict) and text_of(item.get("id")):
            found[text_of(item.get("id"))] = tidy(text_of(item.get("name")))
    return found


def _each(value: Value | None) -> Iterable[Value]:
    if not value:
        return ()
    return value if isinstance(value, list) else (value,)


def _first(item: Mapping[str, Value], *keys: str) -> str:
    return next((text_of(item[key]) for key in keys if text_of(item.get(key))), "")
