"""What is written, on each engine: it is there as it was given, or not at all."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from graph.catalog import NamedRead, load_reads
from graph.errors import StoreUnavailableError
from graph.model import Label, RelType
from graph.schema import (
    CLAIMS,
    DOCUMENTS,
    ENTITIES,
    HANDLES,
    META,
    RECORDS,
    SOURCES,
    TABLES,
    TIES,
    Kind,
    Table,
)
from graph.store import GraphStore, Reader, Row

READS = load_reads("queries")
HOSTILE = (
    """'); DROP TABLE documents; --""", """\" } ) DETACH DELETE n //""", "$rows {id: 'x'} }", "`MATCH (n) DELETE n`",
    "back\\slash \\u0027", "line\nline\r\ttab", "Łukasz 😀 ﷺ \u200b", "%s {0} :name ?", "NULL",
)  # fmt: skip


def row(table: Table, identifier: str, **given: Any) -> Row:
    """A whole row: what is not given is empty."""
    empty = {Kind.TEXT: "", Kind.INTEGER: 0, Kind.REAL: 0.0, Kind.LIST: []}
    return {**{prop.name: empty[prop.kind] for prop in table.properties}, "id": identifier, **given}


def write(store: GraphStore, table: Table, *rows: Row) -> None:
    with store.transaction() as transaction:
        transaction.upsert(table, list(rows))


def held(store: GraphStore, table: Table) -> list[Row]:
    return list(store.scan(table))


def find(store: Reader, words: str, name: str = "documents_with_words", **more: object) -> list[str]:
    read: NamedRead = READS[name]
    if name != "documents_with_words":
        return [found["id"] for found in store.read(read, words=words, limit=10, **more)]
    (having,) = store.read(read, words=words)
    columns = store.read(READS["document_columns"], after=-1, limit=10)
    return sorted(found["id"] for found in columns if found["number"] in having["numbers"])


def test_a_row_is_replaced_changed_found_and_deleted(store: GraphStore) -> None:
    one = row(DOCUMENTS, "document:1", source="blog", title="One", text="The text")
    two = row(DOCUMENTS, "document:2", source="feed", title="Two")
    write(store, DOCUMENTS, two, one)
    assert held(store, DOCUMENTS) == [one, two]
    write(store, DOCUMENTS, row(DOCUMENTS, "document:1", source="blog", title="Uno"))
    assert store.find(DOCUMENTS, "id", ["document:1"])[0]["text"] == ""
    with store.transaction() as transaction:
        transaction.change(
            DOCUMENTS, [{"id": "document:2", "url": "https://two"}, {"id": "document:9", "url": "x"}]
        )
    assert store.find(DOCUMENTS, "source", ["feed", "nobody"]) == [{**two, "url": "https://two"}]
    assert store.find(DOCUMENTS, "source", []) == []
    assert [found["id"] for found in store.find(DOCUMENTS, "source", ["feed", "blog", "feed"])] == [
        "document:1", "document:2",
    ]  # fmt: skip
    with store.transaction() as transaction:
        transaction.delete(DOCUMENTS, "id", ["document:1", "document:9"])
        transaction.delete(DOCUMENTS, "id", [])
        transaction.upsert(DOCUMENTS, [])
        transaction.change(DOCUMENTS, [])
    assert [found["id"] for found in held(store, DOCUMENTS)] == ["document:2"]
    assert store.count() == {**dict.fromkeys((table.name for table in TABLES), 0), "documents": 1} | {
        "meta": store.count()["meta"]
    }


def test_rows_are_deleted_by_every_index(store: GraphStore) -> None:
    for table in TABLES:
        if table is TIES:
            continue
        for column in ("id", *(index[0] for index in table.indexes)):
            label = {"label": "Topic"} if table is ENTITIES else {}
            gone = row(table, "x:1", **{**label, column: "Person" if column == "label" else "x:1"})
            write(store, table, gone, row(table, "x:2", **label))
            with store.transaction() as transaction:
                transaction.delete(table, column, [gone[column]])
            there = [found["id"] for found in held(store, table) if found["id"].startswith("x:")]
            assert there == ["x:2"], (table.name, column)
            with store.transaction() as transaction:
                transaction.delete(table, "id", ["x:2"])


def ends(store: GraphStore) -> Row:
    """Two entities, and a tie that may be written between them."""
    write(store, ENTITIES, row(ENTITIES, "person:1", label="Person"), row(ENTITIES, "topic:1", label="Topic"))
    return row(
        TIES, "tie:1", source="person:1", source_label=str(Label.PERSON), predicate=str(RelType.ABOUT),
        target="topic:1", target_label=str(Label.TOPIC), status="asserted", claims=1,
    )  # fmt: skip


def test_a_tie_is_written_replaced_and_deleted(store: GraphStore) -> None:
    tie = ends(store)
    write(store, TIES, tie)
    write(store, TIES, {**tie, "claims": 2})
    write(
        store, ENTITIES, row(ENTITIES, "person:1", label="Person", name="Asha")
    )  # an end may be written anew
    assert held(store, TIES) == [{**tie, "claims": 2}]
    assert store.count()["ties"] == 1
    with store.transaction() as transaction:
        transaction.delete(TIES, "id", ["tie:1", "tie:9"])
    assert held(store, TIES) == []


@pytest.mark.parametrize("column", ["source", "target"])
def test_ties_are_deleted_by_their_ends(store: GraphStore, column: str) -> None:
    tie = ends(store)
    write(store, TIES, tie)
    with store.transaction() as transaction:
        transaction.delete(TIES, column, ["tie:1", "nobody"])
    assert held(store, TIES) == [tie]
    with store.transaction() as transaction:
        transaction.delete(TIES, column, [tie[column]])
    assert held(store, TIES) == []


def test_more_than_a_page_of_rows_is_scanned_in_order_of_id(store: GraphStore) -> None:
    names = [f"{number * 7919 % 10007:05}" for number in range(2500)]
    write(store, HANDLES, *(row(HANDLES, name, handle=name) for name in names))
    assert [found["id"] for found in store.scan(HANDLES)] == sorted(names)
    assert store.count()["handles"] == 2500


def test_a_transaction_sees_its_writes_and_leaves_nothing_when_it_fails(store: GraphStore) -> None:
    before = row(DOCUMENTS, "document:1", source="blog", title="before")
    write(store, DOCUMENTS, before)

    def fails() -> None:
        with store.transaction() as transaction:
            transaction.upsert(DOCUMENTS, [row(DOCUMENTS, "document:2", source="blog", title="huddles")])
            transaction.change(DOCUMENTS, [{"id": "document:1", "title": "after"}])
            seen = [found["title"] for found in transaction.find(DOCUMENTS, "source", ["blog"])]
            assert seen == ["after", "huddles"]
            assert find(transaction, "huddles") == ["document:2"]
            transaction.delete(DOCUMENTS, "id", ["document:1"])
            assert transaction.find(DOCUMENTS, "id", ["document:1"]) == []
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert held(store, DOCUMENTS) == [before]
    assert find(store, "huddles") == []
    assert find(store, "before") == ["document:1"]


@pytest.mark.parametrize("many", [False, True])
def test_text_is_only_text(store: GraphStore, many: bool) -> None:
    texts = [*HOSTILE] if many else []
    records = [row(RECORDS, f"r{n}", name=text, names=texts, ids=[text]) for n, text in enumerate(HOSTILE)]
    write(store, RECORDS, *records)
    claims = [row(CLAIMS, text, subject=text, quote=text) for text in HOSTILE]
    write(store, CLAIMS, *claims)
    assert held(store, RECORDS) == records
    assert store.find(CLAIMS, "subject", HOSTILE) == sorted(claims, key=lambda claim: claim["id"].encode())
    for text in HOSTILE:
        assert store.find(CLAIMS, "id", [text]) == [row(CLAIMS, text, subject=text, quote=text)]
    with store.transaction() as transaction:
        transaction.delete(CLAIMS, "subject", HOSTILE[:-1])
    assert [claim["id"] for claim in held(store, CLAIMS)] == [HOSTILE[-1]]
    assert store.count()["records"] == len(HOSTILE)


def test_words_are_found_as_written_and_not_when_deleted(store: GraphStore) -> None:
    write(
        store, DOCUMENTS,
        row(DOCUMENTS, "document:1", title="Siân’s virtual ward", text="Siân’s virtual ward\n\nA huddle and near miss"),
        row(DOCUMENTS, "document:2", title="Other", text="Other virtual things"),
    )  # fmt: skip
    assert find(store, "sians AND ward*") == ["document:1"]
    assert find(store, "virt*") == ["document:1", "document:2"]
    assert find(store, "title_words:virtual") == ["document:1"]
    assert find(store, "and AND near AND miss*") == ["document:1"]
    assert find(store, "hud") == []
    write(store, DOCUMENTS, row(DOCUMENTS, "document:2", title="Renamed"))
    assert find(store, "virt*") == ["document:1"]
    with store.transaction() as transaction:
        transaction.delete(DOCUMENTS, "id", ["document:1"])
    assert find(store, "virt*") == []
    assert find(store, "renamed") == ["document:2"]


def test_an_entity_is_found_by_all_its_names_and_its_label(store: GraphStore) -> None:
    write(
        store, ENTITIES,
        row(ENTITIES, "person:1", label="Person", name="Asha Rao", names=["Asha Rao", "Asha O'Rao"], records=1),
        row(ENTITIES, "topic:1", label="Topic", name="Rao's method", names=["Rao's method"], records=1),
    )  # fmt: skip
    assert find(store, "orao", "find_entities", label="", least=1) == ["person:1"]
    assert find(store, "rao*", "find_entities", label="", least=1) == ["person:1", "topic:1"]
    assert find(store, "rao*", "find_entities", label="Topic", least=1) == ["topic:1"]
    with store.transaction() as transaction:
        transaction.delete(ENTITIES, "label", ["Person"])
    assert find(store, "rao*", "find_entities", label="", least=1) == ["topic:1"]


def test_migrating_twice_is_harmless_and_wiping_leaves_nothing(store: GraphStore) -> None:
    tie = ends(store)
    write(store, TIES, tie)
    write(store, SOURCES, row(SOURCES, "blog"))
    store.migrate()
    store.migrate()
    assert held(store, TIES) == [tie]
    store.wipe()
    store.migrate()
    left = {name: number for name, number in store.count().items() if number}
    assert left == {"meta": 2}  # the schema version and the id of the store
    assert [fact["id"] for fact in held(store, META)] == ["schema", "store"]
    assert find(store, "person", "find_entities", label="", least=1) == []


def test_a_second_writer_waits_or_is_told_that_it_cannot(store: GraphStore) -> None:
    said: list[str] = []

    def second() -> None:
        try:
            with store.transaction() as transaction:
                (first,) = transaction.find(META, "id", ["turn"])
                transaction.upsert(META, [{"id": "turn", "value": first["value"] + " second"}])
            said.append("waited")
        except StoreUnavailableError:
            said.append("told")

    def third() -> None:
        said.extend(fact["id"] for fact in store.find(META, "id", ["turn"]))

    other, reader = threading.Thread(target=second), threading.Thread(target=third)
    with store.transaction() as transaction:
        transaction.upsert(META, [{"id": "turn", "value": "first"}])
        other.start()
        reader.start()
        reader.join(20)
        other.join(0.3)
        early = list(said)
    other.join(20)
    assert early == []  # the second waits, and the third sees nothing that is not committed
    value = store.find(META, "id", ["turn"])[0]["value"]
    assert (said, value) in ((["waited"], "first second"), (["told"], "first"))


def test_after_a_load_the_store_is_as_if_written_row_by_row(store: GraphStore) -> None:
    with store.loading(), store.transaction() as transaction:
        transaction.insert(DOCUMENTS, [row(DOCUMENTS, "document:1", title="Virtual wards", text="")])
    assert find(store, "virtual") == ["document:1"]
    with pytest.raises(ZeroDivisionError), store.loading():
        raise ZeroDivisionError
    assert find(store, "virtual") == ["document:1"]  # a load that is broken off leaves its indexes
