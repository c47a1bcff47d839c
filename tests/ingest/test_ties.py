import json

import openpyxl
import pytest

from graph.model import DocumentKind, Label
from ingest.clean import clean
from ingest.document import Skip
from ingest.sources import recognise
from tests.ingest.reading import drafts, main, read, reasons, source, stated

KUMU = {
    "elements": [
        {"_id": "e1", "attributes": {"label": "Asha Rao", "element type": "Person", "Job title": "Nurse",
                                     "Email": "asha@example.org", "Bio": "Falls.", "image": "http://x.example/a.png"}},
        {"id": "e2", "label": "Dan Chalk", "type": "Person"},
        {"id": "e3", "label": "Steady Steps", "type": "Project"},
        {"id": "e4", "label": "Northmere Trust", "type": "Organisation"},
        {"id": "e5", "label": "Falls", "type": "Topic"},
        {"id": "e6", "label": "Driver diagram", "type": "Loop"},
    ],
    "connections": [
        {"from": "e1", "to": "e2", "type": "Mentor", "direction": "mutual"},
        {"from": "e3", "to": "e1"},
        {"from": "e4", "to": "e3", "type": "funds"},
        {"from": "e1", "to": "e4"},
        {"from": "e3", "to": "e5"},
        {"from": "e5", "to": "e5"},
        {"from": "e1", "to": "e6"},
    ],
}  # fmt: skip


@pytest.fixture
def ties(tmp_path):
    def made(data, name="ties.csv"):
        text = data if isinstance(data, str | bytes) else json.dumps(data)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(tmp_path, source("ties", name))

    return made


def test_an_edge_list_says_whom_each_person_knows(ties):
    items = ties("From,To,Type\nAsha Rao,Dan Chalk,mentor\nAsha Rao,Zoe Lim,\nDan Chalk,Asha Rao,heard of\n")
    asha, dan = drafts(items)
    assert (asha.key, asha.kind, main(asha).label) == ("asha rao", DocumentKind.PROFILE, Label.PERSON)
    assert stated(asha) == [("KNOWS", "Dan Chalk", "mentor"), ("KNOWS", "Zoe Lim", "")]
    assert stated(dan) == [("HEARD_OF", "Asha Rao", "heard of")]


def test_one_name_in_a_list_is_one_person_in_it(ties):
    asha, dan = drafts(ties("source,target\nAsha Rao,Dan Chalk\nDr Dan Chalk,Asha Rao\n"))
    known = [said.object for said in asha.statements if said.object]
    assert known[0].ids == main(dan).ids == ("s:dan chalk",)


def test_ties_of_another_date_are_a_document_of_their_own(ties):
    first, second = drafts(ties("from,to,date\nAsha Rao,Dan Chalk,2021-03\nAsha Rao,Zoe Lim,2022\n"))
    assert [(one.key, one.published) for one in (first, second)] == [
        ("asha rao@2021-03", "2021-03"), ("asha rao@2022", "2022"),
    ]  # fmt: skip


def test_the_elements_of_a_map_are_what_their_type_says(ties):
    items = ties(KUMU, "map.json")
    found = {one.key: one for one in drafts(items)}
    assert [(key, main(one).label) for key, one in found.items()] == [
        ("e1", Label.PERSON), ("e2", Label.PERSON), ("e3", Label.PROJECT), ("e4", Label.ORGANISATION),
        ("e5", Label.TOPIC),
    ]  # fmt: skip
    assert stated(found["e1"]) == [
        ("KNOWS", "Dan Chalk", "Mentor"),
        ("AFFILIATED_WITH", "Northmere Trust", ""),
    ]
    assert stated(found["e3"]) == [("WORKS_ON", "Asha Rao", ""), ("ABOUT", "Falls", "")]
    assert stated(found["e4"]) == [("FUNDS", "Steady Steps", "funds")]
    assert reasons(items) == [
        "tie of somebody with themselves",
        "element is no person, organisation, project or topic that can be told",
        "tie with nobody (admin, a team, an id alone, a name that two bear)",
    ]
    assert all(one.on_purpose for one in items if isinstance(one, Skip))


def test_the_text_of_a_person_has_a_line_for_each_way_of_knowing(ties):
    asha = drafts(ties(KUMU, "map.json"))[0]
    assert clean(asha, "s").document.text == (
        "Asha Rao\nRole: Nurse\nKnows (Mentor): Dan Chalk (Mentor)\nAffiliated with: Northmere Trust\n\nBio: Falls."
    )
    assert "@" not in repr(asha)


def test_a_workbook_of_elements_and_connections_is_read(tmp_path):
    book = openpyxl.Workbook()
    elements, connections = book.create_sheet("Elements", 0), book.create_sheet("Connections", 1)
    for line in (
        ["Label", "Type", "Location"],
        ["Asha Rao", "Member", "Kelsby"],
        ["Northmere Trust", "", ""],
    ):
        elements.append(line)
    for line in (["From", "To", "Strength"], ["Asha Rao", "Northmere Trust", "weekly"]):
        connections.append(line)
    book.save(tmp_path / "map.xlsx")
    asha, trust = drafts(read(tmp_path, source("ties", "map.xlsx")))
    assert (main(asha).place, stated(asha)) == ("Kelsby", [("AFFILIATED_WITH", "Northmere Trust", "weekly")])
    assert main(trust).label is Label.ORGANISATION
    assert recognise(tmp_path / "map.xlsx") == "ties"


def test_ends_that_are_keys_are_looked_up_in_a_members_source(tmp_path):
    (tmp_path / "m.csv").write_text("id,name\nM1,Asha Rao\nM2,Dan Chalk\n")
    (tmp_path / "t.csv").write_text("from,to\nM1,M2\nM1,M9\n")
    toml = (
        source("ties", "t.csv", 'authors = "m"') + '[[source]]\nid = "m"\nkind = "members"\npath = "m.csv"\n'
    )
    items = read(tmp_path, toml)
    (asha,) = drafts(items)
    assert (asha.title, main(asha).ids, stated(asha)) == ("Asha Rao", ("m:M1",), [("KNOWS", "Dan Chalk", "")])
    assert len(reasons(items)) == 1


def test_files_of_one_source_go_together(tmp_path):
    (tmp_path / "1.csv").write_text("from,to\nAsha Rao,Dan Chalk\n")
    (tmp_path / "2.csv").write_text("from,to\nAsha Rao,Zoe Lim\n")
    (asha,) = drafts(read(tmp_path, source("ties", "*.csv")))
    assert len(stated(asha)) == 2


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("t.csv", "from,to\nAsha Rao,\n", "tie without both ends"),
        ("t.csv", "from,to\nAsha Rao,Asha Rao\n", "tie of somebody with themselves"),
        (
            "t.csv",
            "from,to\nAsha Rao,admin\n",
            "tie with nobody (admin, a team, an id alone, a name that two bear)",
        ),
        ("t.csv", "a,b\n1,2\n", "no ties in it: no columns called From and To"),
        ("t.csv", b"\x00\x01" * 99, "not text (binary)"),
        ("t.json", "[", "not JSON"),
        ("t.json", "[" * 100_000, "not JSON"),
        ("t.xlsx", b"no zip", "not an XLSX file"),
    ],
)
def test_what_is_broken_is_left_out_with_the_reason(ties, name, data, reason):
    assert reasons(ties(data, name))[0].startswith(reason)


def test_a_cell_may_name_several_ends_and_a_sheet_may_be_meant_for_nobody(ties, tmp_path):
    (asha,) = drafts(ties("From,To\nAsha Rao,Dan Chalk|Zoe Lim\n"))
    assert stated(asha) == [("KNOWS", "Dan Chalk", ""), ("KNOWS", "Zoe Lim", "")]
    book = openpyxl.Workbook()
    for name, rows in (
        ("Connections", ["Asha Rao", "Dan Chalk"]),
        ("Old (ignore)", ["Sam Smith", "Zoe Lim"]),
    ):
        sheet = book.create_sheet(name)
        sheet.append(["From", "To"])
        sheet.append(rows)
    book.save(tmp_path / "map.xlsx")
    assert [one.title for one in drafts(read(tmp_path, source("ties", "map.xlsx")))] == ["Asha Rao"]
