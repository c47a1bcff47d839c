"""Named reads: each fault of a pair of files is found when they are loaded."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from graph.catalog import CatalogError, NamedRead, load_reads

HEADER = ("asks: Who is this?", "params: id, limit", "returns: person, names[]")
SQL = 'SELECT "id" AS person, names AS names FROM entities WHERE id = :id LIMIT :limit'
CYPHER = "MATCH (who:Person {id: $id})\nRETURN who.id AS person, who.names AS names\nLIMIT $limit"
_NUMBER = count()
Load = Callable[..., dict[str, NamedRead]]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Write a package with one read and load it: a text of "" is a file that is not there."""
    monkeypatch.syspath_prepend(tmp_path)

    def loaded(
        sql: str = SQL, cypher: str = CYPHER, header: tuple[str, ...] = HEADER, twin: tuple[str, ...] = ()
    ) -> dict[str, NamedRead]:
        package = tmp_path / f"planted_{next(_NUMBER)}"
        for language, mark, text in (("sql", "--", sql), ("cypher", "//", cypher)):
            (package / language).mkdir(parents=True)
            said = twin if twin and language == "cypher" else header
            if text:
                whole = "\n".join([*(f"{mark} {line}" for line in said), text])
                (package / language / f"who.{language}").write_text(whole, encoding="utf-8")
        (package / "__init__.py").write_text("", encoding="utf-8")
        importlib.invalidate_caches()
        return load_reads(package.name)

    return loaded


def test_a_sound_pair_is_read(load: Load):
    read = load()["who"]
    assert (read.asks, read.params, read.columns) == ("Who is this?", ("id", "limit"), ("person", "names"))
    assert read.lists == {"names"}
    assert read.sql.endswith(SQL)
    assert read.cypher.endswith(CYPHER)


@pytest.mark.parametrize("missing", ["sql", "cypher"])
def test_a_missing_twin_is_found(load: Load, missing: str):
    with pytest.raises(CatalogError, match="missing for who"):
        load(**{missing: ""})


@pytest.mark.parametrize("place", [0, 1, 2])
def test_headers_that_differ_are_found(load: Load, place: int):
    other = [*HEADER]
    other[place] += ", more"
    with pytest.raises(CatalogError, match=r"the headers .* differ"):
        load(twin=tuple(other))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_header_without_a_line_is_found(load: Load, place: int):
    with pytest.raises(CatalogError, match="lacks"):
        load(header=(*HEADER[:place], *HEADER[place + 1 :]))


@pytest.mark.parametrize("language", ["sql", "cypher"])
def test_a_parameter_that_is_not_declared_is_found(load: Load, language: str):
    text = {"sql": SQL.replace("LIMIT", "AND label = :label LIMIT")}
    text["cypher"] = CYPHER.replace("RETURN", "WHERE who.label = $label\nRETURN")
    with pytest.raises(CatalogError, match=rf"who\.{language}: declares .*'label'"):
        load(**{language: text[language]})


@pytest.mark.parametrize("language", ["sql", "cypher"])
def test_a_parameter_that_is_not_used_is_found(load: Load, language: str):
    text = {"sql": SQL.replace(":limit", "5"), "cypher": CYPHER.replace("$limit", "5")}
    with pytest.raises(CatalogError, match=rf"who\.{language}: declares .*'limit'.* uses \['id'\]"):
        load(**{language: text[language]})


@pytest.mark.parametrize("language", ["sql", "cypher"])
def test_a_column_that_is_not_returned_is_found(load: Load, language: str):
    text = {"sql": SQL, "cypher": CYPHER}[language].replace("AS names", "AS called")
    with pytest.raises(CatalogError, match=rf"who\.{language}: .* promises 'names'"):
        load(**{language: text})


def test_a_parameter_in_a_comment_or_in_quotes_is_not_one(load: Load):
    sql = f"-- see :other\n{SQL.replace('LIMIT', chr(39).join((' AND name <> ', ':it', ' LIMIT')))}"
    assert load(sql=sql)["who"].params == ("id", "limit")


def test_an_alias_that_reuses_a_variable_is_found(load: Load):
    cypher = CYPHER.replace("who", "person")
    with pytest.raises(CatalogError, match="'person' is both a variable and a column"):
        load(cypher=cypher)


def test_a_name_that_is_none_is_found(load: Load):
    with pytest.raises(CatalogError, match="not a name: 'Limit'"):
        load(header=(HEADER[0], "params: id, Limit", HEADER[2]))


@pytest.mark.parametrize("package", ["graph", "queries"])
def test_our_own_reads_are_sound(package: str):
    assert load_reads(package)
