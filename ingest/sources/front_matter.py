"""The head of a Markdown file: YAML between "---", or TOML between "+++", as plain values."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import yaml

from ingest.sources.files import BrokenError

# Without resolvers every scalar stays the text that was written: a date is not moved to another time
# zone, "no" is a country, and "007" keeps its noughts.
Value = str | list["Value"] | dict[str, "Value"]

_USED_UP = object()
# The parser takes some 700 bytes a value: this much stays below 300 MB.
_MOST_MARKS = 400_000
_EMPTY = frozenset({"", "~", "null", "none"})
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_YAML_HEAD = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_TOML_HEAD = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A file cut in two; `has_head` tells an empty head from none."""

    head: dict[str, Value]
    body: str
    has_head: bool


def read_page(text: str) -> Page:
    """Cut a file into head and body; raises BrokenError where the head cannot be read."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # An empty line or two before the head is a slip that site builders forgive.
    start = text.lstrip("\n") if text[:1] == "\n" else text
    for pattern, parse, name in ((_YAML_HEAD, parse_yaml, "YAML"), (_TOML_HEAD, _parse_toml, "TOML")):
        found = pattern.match(start)
        if found is None:
            continue
        try:
            values = parse(found[1]) or {}
        except BrokenError as error:
            again = _with_colons(found[1]) if name == "YAML" else None
            if again is None:
                raise BrokenError(f"front matter is {error}") from error
            values = again
        if not isinstance(values, dict):
            raise BrokenError(f"front matter is not {name}: no names and values")
        return Page({str(key): value for key, value in values.items()}, start[found.end() :], has_head=True)
    if re.match(r"---[ \t]*\n[\w-]+[ \t]*:", start):
        raise BrokenError("front matter is not YAML: no line that ends it")
    return Page({}, text, has_head=False)


# A value in which a colon and a space stand, as people write titles ("Re: virtual wards"); YAML wants it in quotes.
_COLON_INSIDE = re.compile(
    r"(?m)^(?P<key>[\w-]+):[ ]+(?P<value>(?![\"'\[{|>&*!%@`#])[^\n#]*?:[ ][^\n#]*?)[ ]*$"
)


def _with_colons(head: str) -> Value | None:
    """Return a head's values where quotes around values with a colon make it readable, None where they do not."""
    quoted = _COLON_INSIDE.sub(lambda found: f"{found['key']}: {json.dumps(found['value'])}", head)
    try:
        return parse_yaml(quoted) if quoted != head else None
    except BrokenError:
        return None


class NotJsonError(BrokenError):
    """Text that is no JSON from some place on."""


def parse_yaml(text: str) -> Value:
    """Return YAML as texts, lists and mappings; the last of two equal keys counts.

    Tabs where YAML wants spaces are forgiven. Raises BrokenError with the parser's own words.
    """
    if sum(map(text.count, ":,\n[{")) > _MOST_MARKS:
        raise BrokenError("not YAML that can be read: too many values, cut it into files")
    try:
        return _plain(_load(text), _budget(text))
    except yaml.YAMLError as error:
        if "\t" not in text:
            raise BrokenError(f"not YAML: {_problem(error)}") from error
        return parse_yaml(text.replace("\t", "  "))
    except RecursionError as error:
        raise BrokenError("not YAML: nested too deep") from error


def parse_json(text: str) -> Value:
    """Return JSON as texts, lists and mappings; raises BrokenError, NotJsonError where it breaks off or is none."""
    try:
        return _plain(json.loads(text, parse_int=str, parse_float=str), _budget(text))
    except RecursionError as error:
        raise BrokenError("not JSON: nested too deep") from error
    except ValueError as error:
        raise NotJsonError(f"not JSON: {str(error).split(':')[0]}") from error


def _parse_toml(text: str) -> Value:
    try:
        return _plain(tomllib.loads(text), _budget(text))
    except tomllib.TOMLDecodeError as error:
        raise BrokenError("not TOML") from error
    except RecursionError as error:
        raise BrokenError("not TOML: nested too deep") from error


def _load(text: str) -> object:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    documents = list(yaml.load_all(text, Loader=loader))  # makes nothing but texts
    kept = [document for document in documents if document]
    return kept[0] if len(kept) == 1 else kept or ""


def _budget(text: str) -> Iterator[None]:
    # A value takes a character at least; ten times that leaves room for honest use of aliases.
    return repeat(None, 10 * len(text) + 1000)


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", "") or getattr(error, "reason", "") or "broken").split("\n")[0][:80]


def _plain(value: object, left: Iterator[None]) -> Value:
    """Return plain values; `left` is used up where aliases make more of a text than stands in it."""
    if next(left, _USED_UP) is _USED_UP:
        raise BrokenError("not YAML: aliases that blow up")
    if isinstance(value, dict):
        return {str(key): _plain(item, left) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, left) for item in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip()
    return "" if text.lower() in _EMPTY else text


def text_of(value: Value | None) -> str:
    """Return a value as one text: a list joined by commas, a mapping by its name."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return next((text_of(value[key]) for key in ("name", "title", "literal", "text") if key in value), "")
    return ", ".join(filter(None, (text_of(item) for item in value)))


def is_true(value: Value | None) -> bool:
    """Say whether a switch is on."""
    return isinstance(value, str) and value.lower() in _TRUE


def is_false(value: Value | None) -> bool:
    """Say whether a switch is off; one that is not there is not off."""
    return isinstance(value, str) and value.lower() in _FALSE
