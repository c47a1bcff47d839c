"""The graph for network programs: GraphML, GEXF, JSON-LD and a list of ties, made from entities and ties."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph import schema
from graph.export import names_of
from graph.model import Label
from graph.store import GraphStore, Row

if TYPE_CHECKING:
    import networkx as nx

_NODE = ("label", "name", "kind", "role", "organisation", "place", "status", "starts", "ends", "records")
_TIE = (
    "predicate",
    "status",
    "modality",
    "role",
    "first_seen",
    "last_seen",
    "documents",
    "claims",
    "confidence",
)
_COLUMNS = (
    "source",
    "source_label",
    "source_name",
    "predicate",
    "target",
    "target_label",
    "target_name",
    *_TIE[1:],
)
# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# schema.org has words for most; what it lacks is under the graph's own address.
_CONTEXT = {
    "@vocab": "https://schema.org/",
    "ig": "urn:improvement-graph:",
    "id": "@id",
    "type": "@type",
    "works_on": {"@id": "ig:WORKS_ON", "@type": "@id"},
}
_TYPES = {"Person": "Person", "Organisation": "Organization", "Project": "Project", "Topic": "DefinedTerm"}


def snapshot(store: GraphStore) -> nx.MultiDiGraph[str]:
    """Return the entities and the ties between them; documents and what leads to them are left out."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in store.scan(schema.ENTITIES):
        if row["records"]:
            graph.add_node(row["id"], **_told(row, _NODE))
    for row in _ties(store):
        graph.add_edge(row["source"], row["target"], key=row["id"], **_told(row, _TIE))
    return graph


def graphml(store: GraphStore) -> Iterator[str]:
    """Yield GraphML; Gephi, yEd, igraph and networkx read it."""
    import networkx as nx

    return (f"{line}\n" for line in nx.generate_graphml(snapshot(store)))


def gexf(store: GraphStore) -> Iterator[str]:
    """Yield GEXF for Gephi; each tie has the time it was first and last seen."""
    import networkx as nx

    graph = snapshot(store)
    graph.graph["mode"] = "dynamic"
    graph.graph["timeformat"] = "date"
    for _, data in graph.nodes(data=True):
        # Gephi shows `label`; the kind of thing is beside it.
        data["kind_of_thing"], data["label"] = data.pop("label"), data.get("name", "")
    for _, _, data in graph.edges(data=True):
        data["start"], data["end"] = (
            _day(data.get("first_seen", "")),
            _day(data.get("last_seen", ""), last=True),
        )
        for end in ("start", "end"):
            if not data[end]:
                del data[end]
    return (f"{line}\n" for line in nx.generate_gexf(graph, version="1.2draft"))


def jsonld(store: GraphStore) -> Iterator[str]:
    """Yield JSON-LD: each entity once, its ties as properties named after the relationship."""
    ties: dict[str, dict[str, list[Row]]] = {}
    for row in _ties(store):
        ends = ties.setdefault(row["source"], {}).setdefault(f"ig:{row['predicate']}", [])
        ends.append({"id": f"ig:{row['target']}"})
    yield '{"@context": ' + json.dumps(_CONTEXT) + ',\n"@graph": [\n'
    comma = ""
    for row in store.scan(schema.ENTITIES):
        told = {
            "id": f"ig:{row['id']}",
            "type": _TYPES.get(row["label"], "Thing"),
            "name": row["name"],
            "alternateName": row["names"],
            "identifier": row["ids"],
            "jobTitle": row["role"] if row["label"] == Label.PERSON else "",
            **ties.get(row["id"], {}),
        }
        kept = {name: value for name, value in told.items() if value not in ("", [])}
        yield comma + json.dumps(kept, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def edge_list(store: GraphStore) -> Iterator[str]:
    """Yield every tie as a line of CSV, both ends by id, label and name."""
    names = names_of(store)
    yield "\ufeff" + _line(_COLUMNS)
    for row in store.scan(schema.TIES):
        named = row | {f"{end}_name": names.get(row[end], "") for end in ("source", "target")}
        yield _line([named[column] for column in _COLUMNS])


FORMATS = {"csv": edge_list, "graphml": graphml, "gexf": gexf, "jsonld": jsonld}


def _ties(store: GraphStore) -> Iterator[Row]:
    """Yield the ties between two entities."""
    for row in store.scan(schema.TIES):
        if Label.DOCUMENT not in (row["source_label"], row["target_label"]):
            yield row


def _told(row: Row, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields that hold something, without the characters that XML cannot hold."""
    return {name: _clean(row[name]) for name in fields if row[name] != ""}


def _clean(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return "".join(char for char in value if char in "\t\n\r" or " " <= char not in "\ufffe\uffff")


def _day(date: str, *, last: bool = False) -> str:
    """Return a date as a day, which is what GEXF takes: the first or last of its month or year."""
    day = date[:10]
    if len(day) == 4:
        return f"{day}-12-31" if last else f"{day}-01-01"
    # 28: the last day that every month has.
    return f"{day}-{28 if last else '01'}" if len(day) == 7 else day


def _line(cells: Any) -> str:
    written = io.StringIO(newline="")
    told = (str(cell) for cell in cells)
    csv.writer(written).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in told])
    return written.getvalue()
