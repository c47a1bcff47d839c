"""The files that are made from the declared schema and of the readers, and what they should hold now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from graph import schema
from graph.model import Label, RelType
from graph.schema_page import page
from graph.stores import neo4j_text, sqlite_text
from tests.golden.formats import formats
from tests.golden.readme import readme

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def sqlite() -> str:
    """Every statement that the SQLite store makes from the schema."""
    return _page("--", _sqlite())


def neo4j() -> str:
    """Every statement that the Neo4j store makes from the schema."""
    return _page("//", _neo4j())


def _page(mark: str, statements: Iterator[tuple[str, str]]) -> str:
    return "\n\n".join(f"{mark} {title}\n{text}" for title, text in statements) + "\n"


def _columns(table: schema.Table) -> list[str]:
    return ["id", *dict.fromkeys(index[0] for index in table.indexes)]


def _sqlite() -> Iterator[tuple[str, str]]:
    yield "definitions", ";\n".join(sqlite_text.definitions())
    yield "removals", ";\n".join(sqlite_text.removals())
    for table in schema.TABLES:
        yield f"upsert {table.name}", sqlite_text.upsert(table)
        rest = tuple(column for column in table.columns if column != "id")
        yield f"change {table.name}", sqlite_text.change(table, rest[:2])
        yield f"scan {table.name}", sqlite_text.scan(table, 1000)
        for column in _columns(table):
            yield f"find {table.name} by {column}", sqlite_text.find(table, column)
            yield f"delete {table.name} by {column}", sqlite_text.delete(table, column)
            if table.words:
                yield f"forget words of {table.name} by {column}", sqlite_text.forget_words(table, column)
        if table.words:
            yield f"write words of {table.name}", sqlite_text.write_words(table)


def _neo4j() -> Iterator[tuple[str, str]]:
    yield "definitions", ";\n".join(neo4j_text.definitions())
    yield "removals", ";\n".join(neo4j_text.removals())
    yield "labels", ", ".join(neo4j_text.node_labels())
    yield "lock", neo4j_text.LOCK
    for table in schema.TABLES:
        if table is schema.TIES:
            continue
        if table is not schema.ENTITIES:
            yield f"upsert {table.name}", neo4j_text.upsert(table)
        yield f"change {table.name}", neo4j_text.change(table)
        yield f"scan {table.name}", neo4j_text.scan(table)
        for column in _columns(table):
            yield f"find {table.name} by {column}", neo4j_text.find(table, column)
            yield f"delete {table.name} by {column}", neo4j_text.delete(table, column)
    for label in Label:
        if label is not Label.DOCUMENT:
            yield f"upsert {label}", neo4j_text.upsert_entities(label)
    for rel in RelType:
        yield f"scan {rel}", neo4j_text.scan_ties(rel)
        for column in _columns(schema.TIES):
            yield f"delete {rel} by {column}", neo4j_text.delete_ties(rel, column)
        yield f"renew {rel}", neo4j_text.renew_ties(rel)
    ends = ((Label.PERSON, Label.PROJECT), (Label.DOCUMENT, Label.TOPIC), (Label.PERSON, Label.DOCUMENT))
    for start, end in ends:
        yield f"create ties from {start} to {end}", neo4j_text.create_ties(start, RelType.ABOUT, end)


# File by file, who makes it.
MADE: dict[Path, Callable[[], str]] = {
    HERE / "sqlite.txt": sqlite,
    HERE / "neo4j.txt": neo4j,
    HERE / "formats.txt": formats,
    ROOT / "graph" / "SCHEMA.md": page,
    ROOT / "README.md": readme,
}


def write() -> list[Path]:
    """Write the files that are not what they should be, and return them."""
    changed = [path for path, made in MADE.items() if not path.is_file() or path.read_text("utf-8") != made()]
    for path in changed:
        path.write_text(MADE[path](), encoding="utf-8", newline="\n")
    return changed
