import openpyxl
import pytest

from graph.model import DocumentKind, Label, RelType
from ingest.claims import claim_document
from ingest.clean import clean
from ingest.document import Skip
from ingest.sources import recognise
from tests.ingest.reading import drafts, read, reasons, source

LIST = (
    "Event,Date,Name,Organisation,Role,Email\n"
    "Falls webinar,2023-05-06,Asha Rao,Northmere Trust,Ward Manager,asha@example.org\n"
    "Falls webinar,2023-05-06,Dan Chalk,,Speaker,\n"
    "Huddle day,2023-06-01,Asha Rao,Northmere Trust,Ward Manager,\n"
)


@pytest.fixture
def events(tmp_path):
    def made(data, name="list.csv"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return read(tmp_path, source("events", name))

    return made


def test_an_event_is_a_document_that_mentions_who_was_there(events):
    webinar, _day = drafts(events(LIST))
    assert (webinar.key, webinar.kind) == ("falls webinar@2023-05-06", DocumentKind.EVENT)
    assert (webinar.title, webinar.published, webinar.main) == ("Falls webinar", "2023-05-06", None)
    assert {said.predicate for said in webinar.statements} == {RelType.MENTIONS}
    assert [said.object.name for said in webinar.statements if said.object] == ["Asha Rao", "Dan Chalk"]


def test_each_has_a_line_so_that_a_quote_tells_of_nobody_else(events):
    webinar = drafts(events(LIST))[0]
    assert clean(webinar, "s").document.text == (
        "Falls webinar\nAttendee 1: Asha Rao (Ward Manager), Northmere Trust\nSpeaker 1: Dan Chalk"
    )
    assert "@example" not in repr(webinar)


def test_being_there_is_no_work_and_no_tie(events):
    said = claim_document(clean(drafts(events(LIST))[0], "s")).claims
    assert sorted((claim.predicate, claim.subject_label) for claim in said) == [
        (RelType.AFFILIATED_WITH, Label.PERSON), (RelType.MENTIONS, Label.DOCUMENT),
        (RelType.MENTIONS, Label.DOCUMENT),
    ]  # fmt: skip


def test_a_list_that_names_no_event_is_called_after_its_file(events):
    (one,) = drafts(events("First name,Surname,Attended\nAsha,Rao,Yes\nDan,Chalk,No\n", "falls_webinar.csv"))
    assert (one.key, one.title, len(one.statements)) == ("falls_webinar", "falls webinar", 1)


def test_who_did_not_come_is_left_out(events):
    items = events("Event,Name,Attendance\nE,Asha Rao,Did not attend\nE,Dan Chalk,Attended\n")
    assert reasons(items) == ["did not attend, as far as the list says"]
    assert all(one.on_purpose for one in items if isinstance(one, Skip))  # so that a whole list may retire


def test_one_who_is_listed_twice_came_once(events):
    (one,) = drafts(events("Event,Name\nE,Asha Rao\nE,Asha Rao\nE,The team\nE,Northmere Trust\n"))
    ends = [(said.object.label, said.object.name) for said in one.statements if said.object]
    assert ends == [(Label.PERSON, "Asha Rao"), (Label.ORGANISATION, "Northmere Trust")]


def test_members_who_came_are_known_by_their_numbers(events):
    (one,) = drafts(events("Event,Member ID,Name\nE,M1,Asha Rao\n"))
    assert one.statements[0].object is not None
    assert one.statements[0].object.ids == ("s:M1",)


def test_workbooks_and_csv_are_recognised(events, tmp_path):
    events(LIST)
    book = openpyxl.Workbook()
    for line in LIST.splitlines():
        book["Sheet"].append(line.split(","))
    book.save(tmp_path / "list.xlsx")
    assert (recognise(tmp_path / "list.csv"), recognise(tmp_path / "list.xlsx")) == ("events", "events")
    assert len(drafts(read(tmp_path, source("events", "list.xlsx")))) == 2


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("e.csv", "Event,Name\nE,\n", "row has no name"),
        ("e.csv", "Event,Name\nE,Admin\n", "attended by nobody (admin, a team)"),
        ("e.csv", "a,b\n1,2\n", "no attendance in it"),
        ("e.csv", b"", "empty file"),
        ("e.csv", b"\x00\x01" * 99, "not text (binary)"),
        ("e.csv", "Event,Name\n" + "x" * (5 << 20), "a line is too long (over 4 million characters)"),
        ("e.csv", 'Event,Name\nE,"' + "x,\n" * 99_999, "not CSV from some row on"),
        ("e.xlsx", b"no zip", "not an XLSX file"),
    ],
)
def test_what_is_broken_is_left_out_with_the_reason(events, name, data, reason):
    assert reasons(events(data, name))[0].startswith(reason)
