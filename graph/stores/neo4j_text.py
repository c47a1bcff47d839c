"""The Cypher that the declared schema makes: constraints, indexes, writes.

Entities are nodes with their label (and Entity), ties are relationships with their type, so that a
person in the Neo4j Browser reads the graph; all other rows are bookkeeping nodes, joined by property.
Labels and types come from the enums alone, values from parameters alone.
"""

from __future__ import annotations

from graph.model import Label, RelType
from graph.schema import DOCUMENTS, ENTITIES, TABLES, TIES, Table

# Every transaction that writes sets this node first: a second writer then waits for the first to end.
LOCK = "MERGE (lock:Lock {id: 'writer'}) SET lock.held = 1"


def definitions() -> list[str]:
    """Return the statements that make every constraint and index; each may be run again."""
    lines = ["CREATE CONSTRAINT lock_id IF NOT EXISTS FOR (n:Lock) REQUIRE n.id IS UNIQUE"]
    for table in TABLES:
        lines += _relationship_indexes() if table is TIES else _define(table)
    for label in Label:
        if label is not Label.DOCUMENT:
            lines.append(f"CREATE INDEX {label.lower()}_name IF NOT EXISTS FOR (n:{label}) ON (n.name)")
    return lines


def removals() -> list[str]:
    """Return the statements that remove every index and constraint that definitions() made."""
    return [_removal(line) for line in definitions()]


def index_removals() -> list[str]:
    """Return the statements that remove every index, and leave the constraints, which hold the ids."""
    return [_removal(line) for line in definitions() if not line.startswith("CREATE CONSTRAINT")]


def _removal(definition: str) -> str:
    words = definition.replace("FULLTEXT ", "").split()
    return f"DROP {words[1]} {words[2]} IF EXISTS"


def node_labels() -> list[str]:
    """Return the labels of all nodes of ours."""
    return ["Lock", *(table.node for table in TABLES if table.node)]


def _define(table: Table) -> list[str]:
    lines = [f"CREATE CONSTRAINT {table.name}_id IF NOT EXISTS FOR (n:{table.node}) REQUIRE n.id IS UNIQUE"]
    for index in table.indexes:
        on = ", ".join(f"n.{column}" for column in index)
        lines.append(
            f"CREATE INDEX {table.name}_by_{'_'.join(index)} IF NOT EXISTS FOR (n:{table.node}) ON ({on})"
        )
    if table.words:
        fields = ", ".join(f"n.{words.name}" for words in table.words)
        # whitespace: the words are already folded to a-z and 0-9 (names.words), as in the other store.
        lines.append(
            f"CREATE FULLTEXT INDEX {table.name}_words IF NOT EXISTS FOR (n:{table.node}) ON EACH [{fields}] "
            "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
        )
    return lines


def _relationship_indexes() -> list[str]:
    return [f"CREATE INDEX ties_{rel.lower()} IF NOT EXISTS FOR ()-[t:{rel}]-() ON (t.id)" for rel in RelType]


def upsert(table: Table) -> str:
    """Return the statement that writes whole rows of a bookkeeping table or of documents."""
    return f"UNWIND $rows AS row\nMERGE (n:{table.node} {{id: row.id}})\nSET n = row"


def insert(table: Table) -> str:
    """Return the statement that writes whole rows which are not there yet."""
    return f"UNWIND $rows AS row\nCREATE (n:{table.node})\nSET n = row"


def upsert_entities(label: Label) -> str:
    """Return the statement that writes entities of one label."""
    return f"UNWIND $rows AS row\nMERGE (n:{ENTITIES.node} {{id: row.id}})\nSET n = row\nSET n:{label}"


def renew_ties(predicate: RelType) -> str:
    """Return the statement that writes those ties of one type that are there, and returns their ids.

    Found by their index: MERGE between two entities would look through all ties of the one with fewer.
    """
    return (
        f"UNWIND $rows AS row\nMATCH ()-[t:{predicate} {{id: row.id}}]->()\nSET t = row\nRETURN row.id AS id"
    )


def create_ties(source: Label, predicate: RelType, target: Label) -> str:
    """Return the statement that writes new ties of one type between two labels."""
    return (
        "UNWIND $rows AS row\n"
        f"MATCH (a:{_node(source)} {{id: row.source}})\n"
        f"MATCH (b:{_node(target)} {{id: row.target}})\n"
        f"CREATE (a)-[t:{predicate}]->(b)\n"
        "SET t = row"
    )


def _node(label: Label) -> str:
    return DOCUMENTS.node if label is Label.DOCUMENT else ENTITIES.node


def change(table: Table) -> str:
    """Return the statement that sets the given properties of rows, found by their id."""
    return f"UNWIND $rows AS row\nMATCH (n:{table.node} {{id: row.id}})\nSET n += row"


def delete(table: Table, column: str) -> str:
    """Return the statement that deletes the nodes with one of some values of a property."""
    return f"UNWIND $values AS value\nMATCH (n:{table.node} {{{column}: value}})\nDETACH DELETE n"


def delete_ties(predicate: RelType, column: str) -> str:
    """Return the statement that deletes ties of one type by their ids, or by one of their ends."""
    if column == "id":
        return f"UNWIND $values AS value\nMATCH ()-[t:{predicate} {{id: value}}]->()\nDELETE t"
    end = {"source": "(n)-[t:{rel}]->()", "target": "()-[t:{rel}]->(n)"}[column].format(rel=predicate)
    return (
        "UNWIND $values AS value\n"
        f"MATCH (n:{ENTITIES.node}|{DOCUMENTS.node} {{id: value}})\n"
        f"MATCH {end}\nDELETE t"
    )


def scan(table: Table) -> str:
    """Return the statement that reads the next rows of a table of nodes in order of id."""
    columns = ", ".join(f"n.{column} AS {column}" for column in table.columns)
    return f"MATCH (n:{table.node})\nWHERE n.id > $last\nRETURN {columns}\nORDER BY n.id\nLIMIT $most"


def scan_ties(predicate: RelType) -> str:
    """Return the statement that reads the next ties of one type in order of id."""
    columns = ", ".join(f"t.{column} AS {column}" for column in TIES.columns)
    return f"MATCH ()-[t:{predicate}]->()\nWHERE t.id > $last\nRETURN {columns}\nORDER BY t.id\nLIMIT $most"


def find(table: Table, column: str) -> str:
    """Return the statement that reads the nodes whose property has one of some values."""
    columns = ", ".join(f"n.{name} AS {name}" for name in table.columns)
    return f"MATCH (n:{table.node})\nWHERE n.{column} IN $values\nRETURN {columns}\nORDER BY n.id"
