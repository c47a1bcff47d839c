import json
import shutil
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from api.cli.export import _NETWORK
from graph.export import KINDS
from graph.schema import CLAIMS, DOCUMENTS, RECORDS, TABLES
from graph.settings import Settings
from graph.stores import open_store
from queries.graph_export import FORMATS

# architecture.md, "JSON lines that `export` writes"; judgements have their table's own columns.
FIELDS = {
    "documents": "id source kind url title author published precision parent text",
    "mentions": "document label start end text record entity confidence rule",
    "records": "id label source document name ids role organisation place entity",
    "entities": "id label name names ids records",
    "claims": "id subject predicate object document quote start end status polarity modality speaker role "
    "confidence rule valid_from valid_to precision recorded retracted reason",
    "ties": "source predicate target status first_seen last_seen documents confidence",
    "judgements": "id left right verdict score reasons by made undone",
}


def rows_of(file):
    store = open_store(Settings(store=f"sqlite:{file}"), must_exist=True)
    try:
        # Each store has an id and a state of its own, whatever is copied into it: the values that may differ.
        found = {table.name: list(store.scan(table)) for table in TABLES}
        found["meta"] = [
            {**row, "value": ""} if row["id"] in ("store", "state") else row for row in found["meta"]
        ]
        return found
    finally:
        store.close()


def exported(command, sample, kind):
    code, out, err = command("export", kind, "-", "--store", f"sqlite:{sample}")
    assert (code, err) == (0, "")
    return out


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_has_exactly_the_fields_of_the_contract(command, sample, kind):
    rows = [json.loads(line) for line in exported(command, sample, kind).splitlines()]
    assert rows
    for row in rows:
        assert list(row) == FIELDS[kind].split()
        assert "" not in [value for name, value in row.items() if name not in ("text", "name", "kind")]


def test_the_words_of_every_exported_claim_and_mention_stand_in_its_document(command, sample):
    texts = {
        row["id"]: row["text"] for row in map(json.loads, exported(command, sample, "documents").splitlines())
    }
    for kind, words in (("claims", "quote"), ("mentions", "text")):
        for row in map(json.loads, exported(command, sample, kind).splitlines()):
            assert texts[row["document"]][row["start"] : row["end"]] == row[words]


def test_both_ends_of_a_claim_are_named(command, sample):
    for row in map(json.loads, exported(command, sample, "claims").splitlines()):
        for end in ("subject", "object"):
            assert list(row[end]) == ["record", "entity", "label", "name"]
            assert row[end]["name"]


def test_the_network_formats_are_those_that_are_there():
    assert tuple(FORMATS) == _NETWORK


def test_graphml_and_gexf_can_be_read_again_and_hold_every_tie_between_entities(command, sample, tmp_path):
    ties = [
        row for row in rows_of(sample)["ties"] if "Document" not in (row["source_label"], row["target_label"])
    ]
    for kind, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        code, _, _ = command("export", kind, tmp_path / f"graph.{kind}", "--store", f"sqlite:{sample}")
        assert code == 0
        ET.parse(tmp_path / f"graph.{kind}")
        graph = read(tmp_path / f"graph.{kind}")
        assert graph.number_of_edges() == len(ties)
        assert graph.number_of_nodes() == len(rows_of(sample)["entities"])


def test_jsonld_is_json_and_names_every_entity(command, sample):
    content = json.loads(exported(command, sample, "jsonld"))
    assert len(content["@graph"]) == len(rows_of(sample)["entities"])
    assert all(item["id"].startswith("ig:") and item["name"] for item in content["@graph"])


def test_the_list_of_ties_names_both_ends(command, sample):
    lines = exported(command, sample, "csv").splitlines()
    assert lines[0].removeprefix("\ufeff").startswith("source,source_label,source_name,predicate,target,")
    assert len(lines) >= 1 + len(rows_of(sample)["ties"])


def test_an_export_that_fails_leaves_nothing(command, sample, tmp_path, monkeypatch):
    def broken(_):
        yield "one\n"
        raise RuntimeError

    monkeypatch.setitem(FORMATS, "csv", broken)
    assert command("export", "csv", tmp_path / "ties.csv", "--store", f"sqlite:{sample}")[0] == 1
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_export_lists_those_there_are(command, sample):
    code, _, err = command("export", "xyz", "-", "--store", f"sqlite:{sample}")
    assert code == 2
    assert all(kind in err for kind in (*KINDS, *FORMATS))


def test_a_copy_holds_the_same_rows_and_says_how_many(command, sample, tmp_path):
    words = ["copy", "--from", f"sqlite:{sample}", "--to", f"sqlite:{tmp_path / 'copied.db'}"]
    code, out, _ = command(*words, "--json")
    assert code == 0
    assert rows_of(tmp_path / "copied.db") == rows_of(sample)
    assert json.loads(out)["rows"] == {name: len(rows) for name, rows in rows_of(sample).items()}
    code, _, err = command(*words)
    assert code == 2
    assert "--replace" in err
    assert command(*words, "--replace")[0] == 0
    assert rows_of(tmp_path / "copied.db") == rows_of(sample)


def test_a_store_is_not_copied_or_restored_onto_itself(command, copy_of_sample):
    before = rows_of(copy_of_sample)
    spelt_otherwise = copy_of_sample.parent / ".." / copy_of_sample.parent.name / copy_of_sample.name
    words = ["copy", "--from", f"sqlite:{copy_of_sample}", "--to", f"sqlite:{spelt_otherwise}", "--replace"]
    assert command(*words)[0] == 2
    assert command("restore", copy_of_sample, "--store", f"sqlite:{spelt_otherwise}", "--replace")[0] == 2
    assert rows_of(copy_of_sample) == before


def test_a_damaged_backup_is_refused_and_nothing_is_dropped(command, copy_of_sample, tmp_path):
    assert command("backup", tmp_path / "whole.db", "--store", f"sqlite:{copy_of_sample}")[0] == 0
    content = bytearray((tmp_path / "whole.db").read_bytes())
    content[8192:40960] = b"\xff" * 32768
    (tmp_path / "bad.db").write_bytes(content)
    before = rows_of(copy_of_sample)
    code, _, err = command("restore", tmp_path / "bad.db", "--store", f"sqlite:{copy_of_sample}", "--replace")
    assert code == 3
    assert "damaged" in err
    assert rows_of(copy_of_sample) == before


@pytest.mark.parametrize("name", ["whole.db", "whole.jsonl.gz"])
def test_what_is_backed_up_is_restored(command, sample, tmp_path, name):
    if name.endswith(".gz"):  # what a server's backup is
        from graph import transfer

        store = open_store(Settings(store=f"sqlite:{sample}"), must_exist=True)
        transfer.save(store, tmp_path / name)
        store.close()
    else:
        assert command("backup", tmp_path / name, "--store", f"sqlite:{sample}")[0] == 0
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert command("restore", tmp_path / name, "--store", "sqlite:new.db")[0] == 0
    assert rows_of(tmp_path / "new.db") == rows_of(sample)


@pytest.mark.parametrize("broken", [b"", b"not a backup", b"\x1f\x8b\x08\x00cut"])
def test_what_is_no_backup_is_refused_and_nothing_is_dropped(command, copy_of_sample, tmp_path, broken):
    (tmp_path / "bad.jsonl.gz").write_bytes(broken)
    before = rows_of(copy_of_sample)
    code, _, err = command(
        "restore", tmp_path / "bad.jsonl.gz", "--store", f"sqlite:{copy_of_sample}", "--replace"
    )
    assert code == 3
    assert "backup" in err
    assert rows_of(copy_of_sample) == before


def test_a_backup_cut_short_is_refused(command, sample, tmp_path):
    import gzip

    from graph import transfer

    store = open_store(Settings(store=f"sqlite:{sample}"), must_exist=True)
    transfer.save(store, tmp_path / "whole.jsonl.gz")
    store.close()
    lines = gzip.decompress((tmp_path / "whole.jsonl.gz").read_bytes()).splitlines(keepends=True)
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"".join(lines[:-2])))
    code, _, err = command("restore", tmp_path / "cut.jsonl.gz", "--store", "sqlite:new.db")
    assert code == 3
    assert "cut short" in err


def test_the_sample_is_sound(command, sample):
    code, out, _ = command("verify", "--store", f"sqlite:{sample}")
    assert code == 0
    assert out.startswith("sound: ")


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        (CLAIMS, {"quote": "never said"}, "its quote is not what"),
        (CLAIMS, {"document": "document:none"}, "is not there"),
        (CLAIMS, {"subject": "person:none"}, "names person:none"),
        (RECORDS, {"entity": "person:none"}, "belongs to person:none"),
        (DOCUMENTS, {"text": "other"}, "is not what"),
    ],
)
def test_what_is_not_sound_is_named(command, copy_of_sample, table, change, said):
    store = open_store(Settings(store=f"sqlite:{copy_of_sample}"), must_exist=True)
    rows = [row for row in store.scan(table) if not row.get("retracted")]
    with store.transaction() as transaction:
        transaction.change(table, [{"id": row["id"], **change} for row in rows])
    store.close()
    code, out, _ = command("verify", "--store", f"sqlite:{copy_of_sample}")
    assert code == 4
    assert said in out
    assert json.loads(command("verify", "--store", f"sqlite:{copy_of_sample}", "--json")[1])["problems"]


def test_the_doctor_names_versions_and_counts(command, sample):
    code, out, _ = command("doctor", "--store", f"sqlite:{sample}", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["problem"] is None
    assert found["counts"]["documents"] == len(rows_of(sample)["documents"])
    assert found["versions"]["fastapi"]
    assert command("doctor", "--store", f"sqlite:{sample}")[0] == 0


def test_the_doctor_says_what_is_wrong_with_a_store(command, tmp_path):
    (tmp_path / "broken.db").write_text("this is no database, whatever its name says" * 50)
    for store in ("sqlite:none.db", "sqlite:broken.db", "mysql://x"):
        code, out, _ = command("doctor", "--store", store)
        assert code == 4
        assert "problem: " in out


def test_a_store_of_another_version_is_refused(command, sample, tmp_path):
    from graph.schema import META

    shutil.copy(sample, tmp_path / "old.db")
    store = open_store(Settings(store=f"sqlite:{tmp_path / 'old.db'}"))
    with store.transaction() as transaction:
        transaction.upsert(META, [{"id": "schema", "value": "0.5"}])
        transaction.upsert(META, [{"id": "schema", "value": "999"}])
    store.close()
    code, _, err = command("verify", "--store", "sqlite:old.db")
    assert code == 4
    assert "schema 999" in err
