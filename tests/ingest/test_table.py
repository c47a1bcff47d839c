import json

import openpyxl
import pytest

from graph.errors import InputError
from graph.model import DocumentKind, Modality, RelType
from ingest.document import Skip
from tests.ingest.reading import drafts, main, read, reasons, source, stated, subjects, topics

PROJECT = """
[source.project]
key = "ref"
name = "title"
text = ["summary"]
people = { column = "team", split = ";", role = "team member" }
organisations = [{ column = "host" }, { column = "partners", split = ";", predicate = "PARTNERS_IN" }]
topics = { column = "themes", split = "," }
status = { column = "status", doing = ["In progress"], done = ["completed"] }
start = "started"
"""
HEADINGS = "ref,title,summary,team,host,partners,themes,status,started\n"
ROW = (
    "P1,Steady Steps,Fewer falls.,Asha Rao (lead);Dan Chalk,Northmere Trust,A;B,"
    '"falls, huddles",in progress,2021-09\n'
)


@pytest.fixture
def table(tmp_path):
    def made(data, more=PROJECT, name="data.csv", kind="table", encoding="utf-8"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
        return read(tmp_path, source(kind, name, more))

    return made


def test_a_row_is_a_document_about_one_project(table):
    (row,) = drafts(table(HEADINGS + ROW))
    assert (row.key, row.kind, row.title) == ("P1", DocumentKind.PROJECT, "Steady Steps")
    assert row.details == (("Summary", "Fewer falls."),)
    assert (main(row).ids, main(row).status, main(row).starts) == (("s:P1",), Modality.DOING, "2021-09")


def test_a_row_carries_the_link_and_the_day_that_a_usual_heading_gives_it(table):
    named = HEADINGS.strip() + ",Project URL,Date submitted\n"
    (row,) = drafts(table(named + ROW.strip() + ",https://example.org/p1,2021-08-30\n"))
    assert (row.url, row.published) == ("https://example.org/p1", "2021-08-30")


def test_a_column_that_the_mapping_uses_otherwise_is_no_link_and_its_own_choice_stands(table):
    named = HEADINGS.strip() + ",link,page\n"
    given = named + ROW.strip() + ",https://example.org/photo,https://example.org/p1\n"
    (chosen,) = drafts(table(given, PROJECT + 'url = "page"\n'))
    assert chosen.url == "https://example.org/p1"
    (used,) = drafts(table(given, PROJECT.replace('["summary"]', '["summary", "link"]')))
    assert used.url == ""


def test_the_website_of_a_person_and_the_day_of_an_edit_are_no_link_and_no_day_of_a_row(table):
    given = "Name,Role,Website,Last updated,Profile link\nAsha Rao,Nurse,https://rao.example,2024-01-01,%s\n"
    (own,) = drafts(table(given % "https://example.org/asha", "", kind="members"))
    assert (own.url, own.published) == ("https://example.org/asha", "")
    (none,) = drafts(table(given % "", "", kind="members"))
    assert none.url == ""


def test_a_name_in_several_columns_is_one_and_has_the_identifiers_beside_it(table):
    mapping = """
    [source.project]
    name = "title"
    people = { column = ["first", "family"], role = "investigator", ids = { gtr = "person" } }
    organisations = { column = "lead", predicate = "RUNS", ids = { gtr = "body" } }
    """
    given = "title,first,family,person,lead,body\nSteady Steps,Asha,Rao,P9,Northmere Trust,O7\nWalks,,,,,O8\n"
    row, bare = drafts(table(given, mapping))
    assert [(named.name, named.ids) for named in subjects(row)] == [
        ("Asha Rao", ("gtr:P9",)),
        ("Northmere Trust", ("gtr:O7",)),
    ]
    assert subjects(bare) == []


def test_a_mapping_that_names_a_missing_column_of_a_name_says_so(table):
    mapping = '[source.project]\nname = "title"\npeople = { column = ["first", "surname"] }\n'
    with pytest.raises(InputError, match="no column 'surname'"):
        table("title,first\nSteady Steps,Asha\n", mapping)


def test_people_work_on_it_with_the_role_in_brackets_or_the_column_s(table):
    (row,) = drafts(table(HEADINGS + ROW))
    team = [said for said in row.statements if said.predicate is RelType.WORKS_ON]
    assert stated(row)[:2] == [("WORKS_ON", "Asha Rao", "lead"), ("WORKS_ON", "Dan Chalk", "team member")]
    assert {said.shown_as for said in team} == {"Team"}
    assert all(said.object is None for said in team)


def test_organisations_run_it_or_what_the_column_says(table):
    (row,) = drafts(table(HEADINGS + ROW))
    assert stated(row)[2:5] == [
        ("RUNS", "Northmere Trust", ""),
        ("PARTNERS_IN", "A", ""),
        ("PARTNERS_IN", "B", ""),
    ]


def test_topics_are_what_it_is_about(table):
    assert topics(drafts(table(HEADINGS + ROW))[0]) == ["falls", "huddles"]


@pytest.mark.parametrize("nothing", ["", "TBC", "N/A", "-", "n/a"])
def test_no_name_is_no_name(table, nothing):
    (row,) = drafts(table(HEADINGS + f"P1,T,,{nothing},{nothing},{nothing},{nothing},,\n"))
    assert row.statements == ()


def test_a_row_without_a_name_is_left_out_and_a_blank_one_is_nothing(table):
    items = table(HEADINGS + "P1,,words,,,,,,\n,,,,,,,,\n" + ROW.replace("P1", "P2"))
    assert reasons(items) == ["row has no name"]
    assert items[0].place == "data.csv, row 2"
    assert [draft.key for draft in drafts(items)] == ["P2"]


def test_the_second_row_with_a_key_is_left_out(table):
    items = table(HEADINGS + ROW + ROW)
    assert reasons(items) == ["same key as row 2"]
    assert [one.on_purpose for one in items if isinstance(one, Skip)] == [True]
    assert len(drafts(items)) == 1


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_as_programs_write_it(table, mark, encoding):
    data = f'Name{mark}Role\r\n"Zoë {mark} Turner"{mark}Analyst\r\n'
    (row,) = drafts(table(data, kind="members", more="", encoding=encoding))
    assert row.title == f"Zoë {mark} Turner".replace("\t", "").replace("  ", " ")
    assert main(row).role == "Analyst"


def test_titles_above_the_headings_are_passed_over(table):
    (row,) = drafts(table("Our projects,,\n,,\n" + HEADINGS + ROW))
    assert row.title == "Steady Steps"


def test_a_column_that_is_not_there_is_named_with_those_that_are(table):
    with pytest.raises(InputError, match=r"source s: there is no column 'team' in data\.csv") as caught:
        table("ref,title\nP1,T\n", more='[source.project]\nname = "title"\npeople = "team"\n')
    assert caught.value.hint == "its columns are: ref, title"


def test_a_column_that_some_records_lack_is_there(table):
    records = json.dumps([{"title": "A"}, {"title": "B", "team": ["Asha Rao"]}])
    mapping = '[source.project]\nname = "title"\npeople = "team"\n'
    first, second = drafts(table(records, more=mapping, name="data.json"))
    assert (subjects(first), [named.name for named in subjects(second)]) == ([], ["Asha Rao"])
    with pytest.raises(InputError, match="no column 'team'"):
        table('[{"title": "A"}]', more=mapping, name="data.json")


@pytest.mark.parametrize(
    ("name", "data", "more"),
    [
        ("d.json", '[{"title": "A"}, {"title": "B"}]', ""),
        ("d.json", '{"grants": [{"title": "A"}, {"title": "B"}]}', ""),
        ("d.json", '{"x": {"y": [{"title": "A"}, {"title": "B"}]}}', 'records = "x.y"'),
        ("d.jsonl", '{"title": "A"}\n\n{"title": "B"}\n', ""),
        ("d.yaml", "- title: A\n- title: B\n", ""),
        ("d.yaml", "one:\n  title: A\ntwo:\n  title: B\n", ""),
    ],
)
def test_records_are_found_where_they_are(table, name, data, more):
    assert [
        row.title for row in drafts(table(data, f'{more}\n[source.project]\nname = "title"\n', name))
    ] == ["A", "B"]


def test_keys_and_values_stay_as_they_are_written(table):
    data = "no:\n  title: 007\n  started: 2024-01-05\n0x174:\n  title: Two\n  started: 1.10\n"
    mapping = '[source.project]\nkey = "@key"\nname = "title"\nstart = "started"\n'
    first, second = drafts(table(data, mapping, "d.yaml"))
    assert (first.key, first.title, main(first).starts) == ("no", "007", "2024-01-05")
    assert (second.key, main(second).starts) == ("0x174", "1.10")


def test_a_dotted_column_looks_inside(table):
    mapping = '[source.person]\nname = "name"\nids = { orcid = "profile.orcid" }\n'
    data = '[{"name": "Asha Rao", "profile": {"orcid": "https://orcid.org/0000-0001"}}]'
    (row,) = drafts(table(data, mapping, "d.json"))
    assert main(row).ids == ("orcid:0000-0001",)


def test_files_with_front_matter_are_records(tmp_path):
    folder = tmp_path / "projects" / "2019"
    folder.mkdir(parents=True)
    (folder / "huddles.md").write_text(
        '---\ntitle: Huddles\nteam: ["@AshaRao", Dan Chalk (@dchalk)]\n---\nWords.\n'
    )
    (folder / "README.md").write_text("# About\n")
    mapping = """
    [source.project]
    key = "@path"
    name = "title"
    text = ["@body"]
    people = { column = "team", handles = "twitter" }
    """
    items = read(tmp_path, source("table", "projects", mapping))
    (row,) = drafts(items)
    assert (row.key, row.body.strip()) == ("2019/huddles.md", "Words.")
    assert [(named.name, named.ids) for named in subjects(row)] == [
        ("@AshaRao", ("twitter:asharao",)), ("Dan Chalk", ("twitter:dchalk",)),
    ]  # fmt: skip
    assert reasons(items) == ["no front matter"]


def test_a_workbook_is_read_from_the_sheet_that_fits(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("Notes", 0).append(["Read me first"])
    sheet = book.create_sheet("Projects")
    for line in (["ref", "title", "started"], [1, "Steady Steps", None], [2.0, "Still Standing", "2023-01"]):
        sheet.append(line)
    book.save(tmp_path / "data.xlsx")
    mapping = '[source.project]\nkey = "ref"\nname = "title"\nstart = "started"\n'
    items = read(tmp_path, source("table", "data.xlsx", mapping))
    assert [(row.key, row.title) for row in drafts(items)] == [("1", "Steady Steps"), ("2", "Still Standing")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("d.xlsx", b"no zip at all", "not an XLSX file"),
        ("d.xlsx", b"PK\x03\x04 broken", "not an XLSX file"),
        ("d.csv", b"", "empty file"),
        ("d.csv", b"\x00\x01\x02\x03" * 99, "not text (binary)"),
        ("d.json", b'{"title": ', "not JSON"),
        ("d.json", b"[]", "no records in it"),
        ("d.yaml", b"title: [unclosed", "not YAML"),
        ("d.jsonl", b"not json", "row is not JSON"),
        ("d.json", b'["words"]', "row is no record"),
    ],
)
def test_a_broken_file_is_left_out_with_the_reason(table, name, data, reason):
    (said,) = reasons(table(data, '[source.project]\nname = "title"\n', name))
    assert said.startswith(reason)


def test_a_broken_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"no zip")
    (tmp_path / "b.csv").write_text("title\nHuddles\n")
    items = read(tmp_path, source("table", "[ab].*", '[source.project]\nname = "title"\n'))
    assert ([row.title for row in drafts(items)], reasons(items)) == (["Huddles"], ["not an XLSX file"])


def test_organisations_point_to_each_other_by_code(table):
    data = "code,name,in,next\nA,North Trust,B,\nB,North ICB,,\nC,Old Trust,B,A\nD,Lost Trust,Z,\n"
    mapping = '[source.organisation]\nkey = "code"\nname = "name"\npart_of = "in"\nsuccessor = "next"\n'
    rows = {row.key: row for row in drafts(table(data, mapping))}
    assert stated(rows["A"]) == [("PART_OF", "North ICB", "")]
    assert stated(rows["C"]) == [("PART_OF", "North ICB", ""), ("SUCCEEDED_BY", "North Trust", "")]
    assert stated(rows["D"]) == [("PART_OF", "Z", "")]
    ids = [said.object.ids for row in rows.values() for said in row.statements if said.object is not None]
    assert ids == [("s:B",), ("s:B",), ("s:A",), ("s:Z",)]


def test_topics_have_other_names_and_broader_topics(table):
    data = 'id,name,other,up\nT1,safety,,\nT2,falls,"falls prevention|slips, trips",T1\n'
    mapping = '[source.topic]\nkey = "id"\nname = "name"\nbroader = "up"\n'
    mapping += 'names = { column = "other", split = "|" }\n'
    _, falls = drafts(table(data, mapping))
    assert main(falls).names == ("falls prevention", "slips, trips")
    assert stated(falls) == [("BROADER", "safety", "")]


MAPPED = '[source.project]\nname = "title"\n'


@pytest.mark.parametrize(
    ("wrapper", "more"), [("%s", MAPPED), ('{"page": 1, "grants": %s}', f'records = "grants"\n{MAPPED}')]
)
def test_of_a_json_table_that_breaks_off_the_whole_records_are_kept(tmp_path, wrapper, more):
    whole = wrapper % json.dumps([{"title": f"Project {number}"} for number in range(3)])
    (tmp_path / "d.json").write_text(whole[: whole.index("Project 2")])
    items = read(tmp_path, source("table", "d.json", more))
    assert [draft.title for draft in drafts(items)] == ["Project 0", "Project 1"]
    (cut,) = [one for one in items if isinstance(one, Skip)]
    assert (cut.place, cut.reason) == ("d.json, row 3", "not JSON, or broken from some place on")
    assert not cut.on_purpose


def test_the_team_of_a_project_that_breaks_off_is_no_list_of_projects(tmp_path):
    (tmp_path / "d.json").write_text('{"title": "Huddles", "team": [{"title": "Nurse"}, {"title": "Doc')
    items = read(tmp_path, source("table", "d.json", MAPPED))
    assert drafts(items) == []
    assert len(reasons(items)) == 1


def test_of_a_json_table_that_is_broken_in_its_middle_the_records_before_it_are_kept(tmp_path):
    (tmp_path / "d.json").write_text('[{"title": "Huddles"}, {"title": "Wards"}, oops, {"title": "Teams"}]')
    items = read(tmp_path, source("table", "d.json", MAPPED))
    assert [draft.title for draft in drafts(items)] == ["Huddles", "Wards"]
    assert [skip.place for skip in items if isinstance(skip, Skip)] == ["d.json, row 3"]
