"""Named reads: one question to the store, as a .sql file and a .cypher file with the same header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

_HEADER = re.compile(r"^(?:--|//) (asks|params|returns): *(.*)$")
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_PLACEHOLDER = {"sql": re.compile(r"(?<![:\w]):([a-z_]+)"), "cypher": re.compile(r"\$([a-z_]+)")}
_ALIAS = re.compile(r"\bAS ([a-z_]+)", re.IGNORECASE)
_VARIABLE = re.compile(r"[(\[]([a-z_]+):")
_QUOTED = re.compile(r"'[^']*'")


class CatalogError(ValueError):
    """A read file says one thing in its header and another in its text."""


@dataclass(frozen=True, slots=True)
class NamedRead:
    """A read both stores can answer: what it asks, what it takes, what each row of it holds.

    `lists` are the columns whose values are lists of text.
    """

    name: str
    asks: str
    params: tuple[str, ...]
    columns: tuple[str, ...]
    lists: frozenset[str]
    sql: str
    cypher: str


def load_reads(package: str) -> dict[str, NamedRead]:
    """Read all pairs of files in the folders `sql` and `cypher` of a package.

    Raises CatalogError where a file has no twin, where the two headers differ, or where a header
    does not fit its text (a parameter not used or not declared, a column not returned).
    """
    root = files(package)
    texts = {language: _texts(root, language) for language in ("sql", "cypher")}
    if lonely := set(texts["sql"]) ^ set(texts["cypher"]):
        raise CatalogError(f"{package}: a .sql or .cypher file is missing for {', '.join(sorted(lonely))}")
    return {name: _read(name, texts["sql"][name], texts["cypher"][name]) for name in sorted(texts["sql"])}


def _texts(root: Traversable, language: str) -> dict[str, str]:
    """Return the text of each file of one language, by name."""
    ending = f".{language}"
    return {
        entry.name.removesuffix(ending): entry.read_text("utf-8")
        for entry in (root / language).iterdir()
        if entry.name.endswith(ending)
    }


def _read(name: str, sql: str, cypher: str) -> NamedRead:
    """Check the two texts of a read against their headers and each other."""
    header = _header(name, sql)
    if header != _header(name, cypher):
        raise CatalogError(f"{name}: the headers of the .sql and the .cypher file differ")
    params = _list(header["params"])
    returned = _list(header["returns"])
    columns = tuple(column.removesuffix("[]") for column in returned)
    for language, text in (("sql", sql), ("cypher", cypher)):
        _check(f"{name}.{language}", language, text, params, columns)
    lists = frozenset(column.removesuffix("[]") for column in returned if column.endswith("[]"))
    return NamedRead(name, header["asks"], params, columns, lists, sql, cypher)


def _header(name: str, text: str) -> dict[str, str]:
    found = {match[1]: match[2] for line in text.splitlines() if (match := _HEADER.match(line))}
    if missing := {"asks", "params", "returns"} - set(found):
        raise CatalogError(f"{name}: the header lacks {', '.join(sorted(missing))}")
    return found


def _list(line: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in line.split(",") if item.strip())
    if wrong := [item for item in items if not _NAME.match(item.removesuffix("[]"))]:
        raise CatalogError(f"not a name: {wrong[0]!r}")
    return items


def _check(where: str, language: str, text: str, params: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """Raise CatalogError unless the text uses just these parameters and returns just these columns."""
    comment = "--" if language == "sql" else "//"
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(comment))
    body = _QUOTED.sub("''", body)
    used = set(_PLACEHOLDER[language].findall(body))
    if used != set(params):
        raise CatalogError(f"{where}: declares the parameters {sorted(params)}, uses {sorted(used)}")
    last = re.split(r"\bRETURN\b" if language == "cypher" else r"^SELECT\b", body, flags=re.MULTILINE)[-1]
    aliases = set(_ALIAS.findall(last))
    if missing := [column for column in columns if column not in aliases]:
        raise CatalogError(f"{where}: the header promises {missing[0]!r}, the text does not return it")
    # ORDER BY would sort by the alias where it means the variable, or the other way round.
    if language == "cypher" and (reused := set(_VARIABLE.findall(body)) & set(columns)):
        raise CatalogError(f"{where}: {min(reused)!r} is both a variable and a column")
