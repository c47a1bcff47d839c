"""From an id, a registered id or a name to the one entity it means, or to the candidates."""

from __future__ import annotations

from graph.errors import AmbiguousError, NotFoundError
from graph.ids import label_of, shown_ids
from graph.model import Label
from graph.names import words
from graph.rows import id_handle, name_handle
from graph.schema import ENTITIES, RECORDS
from graph.store import Reader, Row
from queries.reads import named
from queries.request import Request
from queries.spellings import spellings_of
from queries.standing import standing

_SUGGESTIONS = 5
# Names looked through for one that nothing tells of any more.
_GONE = 1000


def look_up(reader: Reader, label: Label, asked: str, request: Request | None = None) -> Row:
    """Return the row of the entity that is meant; at an earlier time also one that nothing tells of any more.

    Raises NotFoundError (with names that come near) where there is none, AmbiguousError with the
    candidates where a name fits several: none is picked silently.
    """
    if label_of(asked) is not None:
        return _by_id(reader, label, asked)
    handles = [id_handle(label, asked)] if ":" in asked else []
    handles.append(name_handle(label, asked))
    rows = reader.read(named("entities_by_handle"), handles=[handle for handle in handles if handle])
    found = {row["id"]: row for row in rows}
    if len(found) > 1:
        # The name itself wins over another name: "falls" is the topic, though "slips" may list it too.
        exact = {
            row["id"]: row for row in rows if name_handle(label, row["name"]) == name_handle(label, asked)
        }
        found = exact if len(exact) == 1 else found
    if not found and request is not None and request.timed:
        found = {row["id"]: row for row in _gone(reader, label, asked, request)}
    if not found:
        raise NotFoundError(f"no {label.lower()} is called {asked!r}", _nearest(reader, label, asked))
    if len(found) > 1:
        rows = sorted(reader.find(ENTITIES, "id", sorted(found)), key=_likeliest)
        candidates = tuple((row["id"], str(label), _told_apart(reader, row)) for row in rows)
        hint = "ask again with one of these ids"
        raise AmbiguousError(f"{asked!r} fits {len(found)} {_plural(label)}", candidates, hint, asked)
    return reader.find(ENTITIES, "id", list(found))[0]


def _gone(reader: Reader, label: Label, asked: str, request: Request) -> list[Row]:
    """Return what went by this name at the request's times and is described by nothing today."""
    tokens = words(asked)
    if not tokens:
        return []
    query, own = " AND ".join(tokens), name_handle(label, asked)
    rows = reader.read(named("find_entities"), words=query, label=str(label), least=0, limit=_GONE)
    gone = [
        row
        for row in rows
        if not row["records"] and own in {name_handle(label, name) for name in row["names"]}
    ]
    there = standing(reader, request, [row["id"] for row in gone])
    return [row for row in gone if row["id"] in there]


def _likeliest(row: Row) -> tuple[bool, int, str, str]:
    """Order: those whom a list or a register knows by an id, then those who are named most."""
    return not shown_ids(row["ids"]), -int(row["records"]), row["name"], row["id"]


def _by_id(reader: Reader, label: Label, asked: str) -> Row:
    found = [row for row in reader.find(ENTITIES, "id", [asked]) if row["records"]]
    if not found:
        records = reader.find(RECORDS, "id", [asked])
        found = reader.find(ENTITIES, "id", [records[0]["entity"]]) if records else []
    if not found:
        raise NotFoundError(
            f"there is no {label.lower()} {asked}", "look for it with: improvement-graph ask find"
        )
    if found[0]["label"] != label:
        raise NotFoundError(
            f"{asked} is no {label.lower()}", f"ask for the {found[0]['label'].lower()} instead"
        )
    return found[0]


def _nearest(reader: Reader, label: Label, asked: str) -> str:
    tokens = words(asked)
    rows: list[Row] = []
    # As it is written first, then with what may be misspelt put right, then by any one of its words.
    for some in (
        tokens,
        spellings_of(reader).meant(tokens),
        *([token] for token in tokens if len(token) > 2),
    ):
        if some and not rows:
            query = " AND ".join([*some[:-1], f"{some[-1]}*"])
            rows = reader.read(
                named("find_entities"), words=query, label=str(label), least=1, limit=_SUGGESTIONS
            )
    if not rows:
        return "look for it with: improvement-graph ask find --words …"
    return "did you mean: " + "; ".join(row["name"] for row in rows)


def _told_apart(reader: Reader, row: Row) -> str:
    """Return a name with what tells its bearer apart: role, organisation, place, or where they are named."""
    details = [row[name] for name in ("role", "organisation", "place") if row[name]]
    if not details:
        said = reader.read(named("newest_claims"), entities=[row["id"]], **Request({}).moments)
        details = [f"in “{one['title']}”" for one in said]
    return f"{row['name']} ({', '.join(details)})" if details else str(row["name"])


def _plural(label: Label) -> str:
    return "people" if label is Label.PERSON else f"{label.lower()}s"
