"""Public data against its gold files, through the whole product: entities and the ties between them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.model import Label
from graph.names import name_key
from graph.schema import DOCUMENTS, ENTITIES, RECORDS
from graph.store import GraphStore, Row
from tests.quality.score import Score, compare

# "Seb Fox, Julian Flowers and Georgina Anderson, Public Health England.": the one author string of the gold
# that is a sentence. It names three people and where they are; the product splits it, and so does the truth.
_SENTENCE = re.compile(r"^(?P<names>.+ and [^,]+), (?P<organisation>[^,]+)\.$")


def person_key(name: str) -> str:
    """Return what two spellings of a person's name have in common."""
    return name_key(Label.PERSON, name)


@dataclass(frozen=True, slots=True)
class Graph:
    """The parts of a store that the measures look at, by id."""

    entities: dict[str, Row]
    records: dict[str, Row]
    documents: dict[str, Row]

    @classmethod
    def of(cls, store: GraphStore) -> Graph:
        """Read them; a retracted record is left out."""
        records = {row["id"]: row for row in store.scan(RECORDS) if not row["retracted"]}
        entities = {row["id"]: row for row in store.scan(ENTITIES)}
        return cls(entities, records, {row["id"]: row for row in store.scan(DOCUMENTS)})

    def ids(self, entity: str, scheme: str) -> list[str]:
        """Return the values that an entity has under a scheme."""
        return [one.split(":", 1)[1] for one in self.entities[entity]["ids"] if one.startswith(f"{scheme}:")]

    def member(self, entity: str) -> str:
        """Return whom a person of the sample is: the member id, or the name's key where there is none."""
        return "+".join(sorted(self.ids(entity, "members"))) or person_key(self.entities[entity]["name"])

    def organisation(self, entity: str) -> str:
        """Return an organisation's code, or its name's key."""
        own = self.ids(entity, "organisations")
        return own[0] if own else name_key(Label.ORGANISATION, self.entities[entity]["name"])


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ols_work(graph: Graph, ties: Iterable[Row], gold: Path) -> Score:
    """Person-project edges of Open Life Science, by the community's own ids of people.

    Two people taken for one would show as an edge too many: an entity counts once for each id it carries.
    """
    titles = {
        (str(row["cohort"]), str(row["title"]).strip()): str(row["id"])
        for row in _lines(gold / "projects.jsonl")
    }
    entity: dict[str, str] = {}
    for row in graph.records.values():
        if row["source"] == "cohorts" and row["label"] == "Project":
            cohort = row["key"].removeprefix("row:").split("/")[0]
            entity[titles.get((cohort, row["name"]), str(row["id"]))] = row["entity"]
    wanted = {
        (r["person_id"], entity.get(r["project"], r["project"])) for r in _csv(gold / "person_project.csv")
    }
    projects = set(entity.values())
    found = {
        (who, row["target"])
        for row in ties
        if row["predicate"] == "WORKS_ON" and row["target"] in projects
        for who in graph.ids(row["source"], "people") or [graph.entities[row["source"]]["name"]]
    }
    return compare(found, wanted)


def _authors(written: str) -> list[str]:
    said = _SENTENCE.match(written)
    return re.split(r", | and ", str(said["names"])) if said else [written]


def nhs_r_authors(graph: Graph, ties: Iterable[Row], gold: Path) -> Score:
    """Authors of NHS-R posts; an entity is right where one of its names is the one in the gold."""
    wanted = {
        (row["id"].removeprefix("blog/"), person_key(name))
        for row in _lines(gold / "posts.jsonl")
        for written in row["authors"]
        for name in _authors(written)
    }
    return _written(graph, ties, "nhs-r", wanted)


def wxr_commenters(graph: Graph, ties: Iterable[Row], gold: Path) -> Score:
    """Authors of the comments by people in the WordPress export, approved and not anonymous."""
    wanted = {
        (f"comment:{row['comment_id']}", person_key(row["author"]))
        for row in _csv(gold / "comments.csv")
        if row["type"] in ("", "comment") and row["approved"] == "1" and person_key(row["author"])
    }
    return _written(graph, ties, "cc-labs", wanted, kind="comment")


def _written(
    graph: Graph, ties: Iterable[Row], source: str, wanted: set[tuple[str, str]], kind: str = ""
) -> Score:
    found = set()
    for row in ties:
        document = graph.documents.get(row["target"]) if row["predicate"] == "WROTE" else None
        if document is None or document["source"] != source or kind not in ("", document["kind"]):
            continue
        names = graph.entities[row["source"]]["names"]
        keys = sorted((document["key"], person_key(name)) for name in names)
        found.add(next((key for key in keys if key in wanted), keys[0]))
    return compare(found, wanted)


def hack_day_work(graph: Graph, ties: Iterable[Row], gold: Path) -> Score:
    """Person-project edges of NHS Hack Day: by the name or the handle that the gold writes."""
    wanted = {(_handle(row["person"]), row["project"]) for row in _csv(gold / "person_project.csv")}
    found = set()
    for row in ties:
        own = graph.ids(row["target"], "hack-day-projects") if row["predicate"] == "WORKS_ON" else []
        who = graph.entities[row["source"]] if own else {}
        names = [
            f"@{one.removeprefix('twitter:')}" for one in who.get("ids", ()) if one.startswith("twitter:")
        ]
        names += who.get("names", [])
        for project in own:
            pairs = [(_handle(name), project.removesuffix(".md")) for name in names]
            found.add(next((pair for pair in pairs if pair in wanted), pairs[0]))
    return compare(found, wanted)


def _handle(name: str) -> str:
    return name.casefold() if name.startswith("@") else person_key(name)
