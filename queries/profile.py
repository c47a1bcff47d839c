"""Everything about one person, project, organisation or topic, with its evidence, newest first."""

from __future__ import annotations

from typing import Any

from graph.ids import shown_ids
from graph.model import Label, Polarity, RelType
from graph.schema import ENTITIES, RECORDS
from graph.store import Reader, Row
from queries.answer import Answer, Finding
from queries.evidence import Said, year
from queries.look_up import look_up
from queries.reads import named
from queries.request import Request
from queries.sentences import details_of, period

# Claims looked through for one profile, newest first; a caveat says where there are more.
_CLAIMS = 3000

# How a relationship reads from its subject ("Asha works on …") and from its object ("… is worked on by Asha").
_FROM = {
    RelType.AFFILIATED_WITH: "is at",
    RelType.WORKS_ON: "works on",
    RelType.RUNS: "runs",
    RelType.PARTNERS_IN: "is a partner in",
    RelType.FUNDS: "funds",
    RelType.ABOUT: "is about",
    RelType.WROTE: "wrote",
    RelType.KNOWS: "knows",
    RelType.PART_OF: "is part of",
    RelType.SUCCEEDED_BY: "was succeeded by",
    RelType.BROADER: "is a kind of",
}
_TO = {
    RelType.AFFILIATED_WITH: "has",
    RelType.WORKS_ON: "is worked on by",
    RelType.RUNS: "is run by",
    RelType.PARTNERS_IN: "has as a partner",
    RelType.FUNDS: "is funded by",
    RelType.ABOUT: "is the subject of",
    RelType.MENTIONS: "is mentioned in",
    RelType.KNOWS: "is known by",
    RelType.PART_OF: "includes",
    RelType.SUCCEEDED_BY: "succeeded",
    RelType.BROADER: "has as a narrower topic",
}
# What a person says they do about a topic is work; a document about it is not.
_OWN_WORK = "works on"
_INTEREST = "has an interest in"
_ORDER = [*_FROM.values(), _INTEREST, *_TO.values()]


def person(reader: Reader, request: Request) -> Answer:
    """Return everything about one person; raises NotFoundError or AmbiguousError."""
    return _profile(reader, request, Label.PERSON)


def project(reader: Reader, request: Request) -> Answer:
    """Return everything about one project; raises NotFoundError or AmbiguousError."""
    return _profile(reader, request, Label.PROJECT)


def organisation(reader: Reader, request: Request) -> Answer:
    """Return everything about one organisation; raises NotFoundError or AmbiguousError."""
    return _profile(reader, request, Label.ORGANISATION)


def topic(reader: Reader, request: Request) -> Answer:
    """Return everything about one topic; raises NotFoundError or AmbiguousError."""
    return _profile(reader, request, Label.TOPIC)


def standing_id(reader: Reader, identifier: str) -> str:
    """Return the id of the entity that a record's id leads to; the id itself where it leads nowhere else."""
    rows = reader.find(RECORDS, "id", [identifier])
    return str(rows[0]["entity"]) if rows and rows[0]["entity"] else identifier


def _profile(reader: Reader, request: Request, label: Label) -> Answer:
    """Return the head of the profile, then one finding a tie, grouped by relationship, newest first."""
    entity = look_up(reader, label, request.get("id"))
    rows = _claims(reader, request, entity["id"])
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for outward, row in rows:
        verb = _verb(outward, row)
        if verb:
            other = row["object"] if outward else row["subject"]
            groups.setdefault((verb, other, row["polarity"]), []).append(row)
    others = _others(reader, [other for _, other, _ in groups])
    found = [_tie(entity, key, Said(tuple(said)), others) for key, said in groups.items()]
    found = [finding for finding in found if _in_period(finding, request)]
    found.sort(key=_newest, reverse=True)
    found.sort(key=lambda finding: _ORDER.index(finding.value["relation"]))
    head = _head(entity, found)
    listed = [head, *found]
    page = listed[request.offset : request.offset + request.limit]
    more = str(request.offset + request.limit) if request.offset + request.limit < len(listed) else ""
    caveats = (f"Only the newest {_CLAIMS} statements were looked through.",) if len(rows) >= _CLAIMS else ()
    return Answer(label.lower(), request.values, tuple(page), caveats=caveats, next=more)


def _claims(reader: Reader, request: Request, entity: str) -> list[tuple[bool, Row]]:
    """Return the claims on an entity, with whether it is their subject."""
    rows: list[tuple[bool, Row]] = []
    for name, outward, relations in (("claims_from", True, _FROM), ("claims_to", False, _TO)):
        predicates = [str(relation) for relation in relations]
        said = reader.read(
            named(name), entities=[entity], predicates=predicates, limit=_CLAIMS, **request.moments
        )
        rows += [(outward, row) for row in said]
    return rows


def _verb(outward: bool, row: Row) -> str:
    relation = RelType(row["predicate"])
    if outward:
        if relation is RelType.ABOUT and row["subject_label"] == Label.PERSON:
            return _OWN_WORK if row["modality"] else _INTEREST
        return _FROM[relation]
    return _TO[relation]


def _others(reader: Reader, identifiers: list[str]) -> dict[str, dict[str, Any]]:
    """Return what to show of the other ends that are entities; documents are shown by their claims."""
    wanted = sorted({identifier for identifier in identifiers if not identifier.startswith("document:")})
    shown = ("id", "label", "name", "role", "organisation", "place", "status")
    return {row["id"]: {name: row[name] for name in shown} for row in reader.find(ENTITIES, "id", wanted)}


def _tie(entity: Row, key: tuple[str, str, str], said: Said, others: dict[str, dict[str, Any]]) -> Finding:
    verb, other, polarity = key
    newest = said.rows[0]
    document = {"id": other, "label": str(Label.DOCUMENT), "name": newest["title"], "url": newest["url"]}
    shown = others.get(other, document)
    value = {
        "relation": verb,
        "name": shown["name"],
        "other": shown,
        "polarity": polarity,
        "role": said.role,
        "status": said.modality,
        "since": said.since,
        "until": said.ended,
        "first": said.first,
        "latest": said.last,
        "strength": said.strength,
    }
    return Finding(value, said.confidence, (_sentence(entity["name"], value),), said.evidence())


def _sentence(name: str, value: dict[str, Any]) -> str:
    words = {Polarity.DENIES: "It is denied that ", Polarity.QUESTIONS: "It is asked whether "}
    opening = words.get(Polarity(value["polarity"]), "")
    if value["relation"] == _FROM[RelType.WROTE]:
        written = year(value["first"])
        return f"{opening}{name} wrote “{value['name']}”{' in ' + written if written else ''}."
    role = f" as {value['role']}" if value["role"] else ""
    if opening:
        return f"{opening}{name} {value['relation']} {value['name']}{role}."
    details = details_of(
        value["status"], period(value["since"], value["until"]), (value["first"], value["latest"])
    )
    return f"{opening}{name} {value['relation']} {value['name']}{role}{'; ' + details if details else ''}."


def _in_period(finding: Finding, request: Request) -> bool:
    if not request.since and not request.get("until"):
        return True
    first, last = finding.value["since"] or finding.value["first"], finding.value["latest"]
    return bool(last) and last >= request.since and first <= request.until


def _newest(finding: Finding) -> tuple[str, str]:
    return finding.value["latest"], finding.value["other"]["id"]


def _head(entity: Row, found: list[Finding]) -> Finding:
    """Return who or what this is: all its names and ids, and how many records are taken to be it."""
    names = (
        "id",
        "label",
        "name",
        "names",
        "ids",
        "kind",
        "role",
        "organisation",
        "place",
        "status",
        "starts",
        "ends",
    )
    value = {"relation": "is", **{name: entity[name] for name in names}, "records": entity["records"]}
    value["ids"] = shown_ids(entity["ids"])
    details = [entity[name] for name in ("role", "kind", "organisation", "place") if entity[name]]
    about = f" ({', '.join(details)})" if details else ""
    kind, records = entity["label"].lower(), entity["records"]
    count = "one entry in what was read is" if records == 1 else f"{records} entries in what was read are"
    article = "an" if entity["label"] == Label.ORGANISATION else "a"
    why = f"{entity['name']}{about} is {article} {kind}; {count} taken to be about this {kind}."
    asserting = [finding for finding in found if finding.value["polarity"] == Polarity.ASSERTS]
    asserting.sort(key=lambda finding: finding.value["name"] != entity["organisation"])
    return Finding(value, 1.0, (why,), asserting[0].because[:1] if asserting else ())
