"""The schema as a page for people: SCHEMA.md, made from schema.py (`make golden` writes it)."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Label, RelType
from graph.schema import DOCUMENTS, ENTITIES, TABLES, TIES, VERSION, Table

# How each relationship reads from its start to its end: which labels it joins, and the sentence.
_READS: dict[RelType, tuple[str, str, str]] = {
    RelType.WROTE: ("Person or Organisation", "wrote", "Document"),
    RelType.REPLIES_TO: ("Document", "replies to", "Document"),
    RelType.MENTIONS: ("Document", "mentions", "Person, Organisation, Project or Topic"),
    RelType.WORKS_ON: ("Person", "works on", "Project"),
    RelType.AFFILIATED_WITH: ("Person", "is at", "Organisation"),
    RelType.RUNS: ("Organisation", "runs", "Project"),
    RelType.PARTNERS_IN: ("Organisation", "is a partner in", "Project"),
    RelType.FUNDS: ("Organisation", "funds", "Project"),
    RelType.ABOUT: ("Project, Document, Person or Organisation", "is about", "Topic"),
    RelType.BROADER: ("Topic", "is a kind of", "Topic"),
    RelType.PART_OF: ("Organisation", "is part of", "Organisation"),
    RelType.SUCCEEDED_BY: ("Organisation", "was succeeded by", "Organisation"),
    RelType.KNOWS: ("Person", "says they know", "Person"),
    RelType.HEARD_OF: ("Person, Organisation or Project", "has heard of", "Topic"),
    RelType.CONSIDERS: ("Person, Organisation or Project", "considers", "Topic"),
    RelType.ADOPTED: ("Person, Organisation or Project", "adopted", "Topic"),
    RelType.ADAPTED: ("Person, Organisation or Project", "adapted", "Topic"),
    RelType.STOPPED: ("Person, Organisation or Project", "stopped", "Topic"),
}


def page() -> str:
    """Return the page as Markdown; it says nothing that schema.py and model.py do not."""
    lines = [*_opening(), *_relationships()]
    for table in TABLES:
        lines += _table(table)
    return "\n".join(lines) + "\n"


def _opening() -> Iterator[str]:
    yield "<!-- Made from graph/schema.py by `make golden`: change that, not this. -->"
    yield ""
    yield "# What is in the graph"
    yield ""
    yield f"Schema version {VERSION}. In SQLite each heading below is a table. In Neo4j it is a node with the label"
    yield f"that the heading names; entities have their own label besides `{ENTITIES.node}` (`Person`,"
    yield "`Organisation`, `Project`, `Topic`), and ties are relationships with a type of their own."
    yield "Nothing is ever null: what is not known is an empty text, 0 or an empty list."
    yield "Dates are ISO 8601, cut to what is known: `2024`, `2024-05`, `2024-05-01`, `2024-05-01T09:30:00Z`."
    yield ""


def _relationships() -> Iterator[str]:
    yield "## Relationships"
    yield ""
    yield "The predicate of a claim and of a tie, and the type of the relationship in Neo4j. Each reads as a sentence:"
    yield "`(:Person)-[:WORKS_ON]->(:Project)` is *Person works on Project*."
    yield ""
    yield "| type | from | reads | to |"
    yield "|---|---|---|---|"
    for rel in RelType:
        start, verb, end = _READS[rel]
        yield f"| `{rel}` | {start} | {verb} | {end} |"
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.describes} {_in_neo4j(table)}"
    yield ""
    yield "| property | type | holds |"
    yield "|---|---|---|"
    for prop in table.properties:
        yield f"| `{prop.name}` | {prop.kind} | {prop.describes.replace('|', chr(92) + '|')} |"
    yield ""
    yield f"Looked up by {_listed(['`id`', *(_index(index) for index in table.indexes)])}."
    for words in table.words:
        yield f"Full text: `{words.name}` holds the words of {_listed([f'`{name}`' for name in words.of])}."
    yield ""


def _in_neo4j(table: Table) -> str:
    if table is TIES:
        return "In Neo4j: a relationship whose type is the predicate."
    if table is ENTITIES:
        labels = _listed([f"`:{label}`" for label in Label if label != DOCUMENTS.node])
        return f"In Neo4j: `(:{table.node})`, with one of {labels} besides."
    return f"In Neo4j: `(:{table.node})`."


def _index(index: tuple[str, ...]) -> str:
    return " with ".join(f"`{name}`" for name in index)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
