import json
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from graph.model import DocumentKind, Label, Modality
from ingest.clean import clean
from ingest.document import Skip
from ingest.sources import recognise
from tests.ingest.reading import drafts, main, read, reasons, source, stated, topics

GRANT = {
    "id": "360G-made-1",
    "title": "Falls in Kelsby",
    "description": "Fewer falls on two wards for Â£40 a bed.",
    "currency": "GBP",
    "amountAwarded": 40000.0,
    "awardDate": "2023-05-06T00:00:00+00:00",
    "plannedDates": [{"startDate": "2023-06-01", "endDate": "2024-05-31"}],
    "recipientOrganization": [
        {
            "id": "GB-CHC-1234567",
            "name": "Kelsby Care",
            "addressLocality": "Kelsby",
            "contactName": "Pat Contact",
            "email": "pat@example.org",
        }
    ],
    "fundingOrganization": [{"id": "GB-CHC-7654321", "name": "Northmere Fund"}],
    "grantProgramme": [{"title": "Safer care"}],
    "classifications": [{"vocabulary": "made-up", "title": "Older people"}],
    "beneficiaryLocation": [{"name": "Kelsby"}, {"name": "Northmere"}],
}
HEADINGS = (
    "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Planned Dates:Start Date,"
    "Recipient Org:Identifier,recipient org:name,Recipient Org:City,Recipient Org:Contact Name,"
    "Funding Org:0:Identifier,Funding Org:0:Name,Grant Programme:Title,Beneficiary Location:0:Name,"
    "Beneficiary Location:1:Name,Recipient Ind:Name\n"
)
ROW = (
    "360G-made-1,Falls in Kelsby,Fewer falls.,GBP,40000,06/05/2023,2023-06-01,GB-CHC-1234567,Kelsby Care,Kelsby,"
    "Pat Contact,GB-CHC-7654321,Northmere Fund,Safer care,Kelsby,Northmere,\n"
)


@pytest.fixture
def grants(tmp_path):
    def made(data, name="grants.json"):
        text = json.dumps(data) if not isinstance(data, str | bytes) else data
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(tmp_path, source("360giving", name))

    return made


def individual(**more):
    return {key: value for key, value in GRANT.items() if key != "recipientOrganization"} | more


def test_a_grant_is_a_project_that_somebody_runs_and_somebody_funds(grants):
    (grant,) = drafts(grants({"grants": [GRANT]}))
    assert (grant.key, grant.kind, grant.title) == ("360G-made-1", DocumentKind.PROJECT, "Falls in Kelsby")
    assert stated(grant)[:2] == [("RUNS", "Kelsby Care", ""), ("FUNDS", "Northmere Fund", "")]
    assert [said.subject.ids for said in grant.statements if said.subject] == [
        ("org-id:GB-CHC-1234567",), ("org-id:GB-CHC-7654321",),
    ]  # fmt: skip
    assert topics(grant) == ["Safer care", "Older people"]


def test_what_it_is_comes_from_its_fields_and_its_state_is_not_guessed(grants):
    (grant,) = drafts(grants({"grants": [GRANT]}))
    project = main(grant)
    assert (project.label, project.ids) == (Label.PROJECT, ("360giving:360G-made-1",))
    assert (project.starts, project.ends, project.place) == ("2023-06-01", "2024-05-31", "Kelsby; Northmere")
    assert project.status is Modality.NONE
    assert grant.published == "2023-05-06"


def test_the_text_of_a_grant_is_this(grants):
    (grant,) = drafts(grants({"grants": [GRANT]}))
    assert clean(grant, "s").document.text == (
        "Falls in Kelsby\nPlace: Kelsby; Northmere\nStarted: 2023-06-01\nEnded: 2024-05-31\n"
        "Recipient: Kelsby Care\nFunder: Northmere Fund\nGrant programme: Safer care\n"
        "Classifications: Older people\n\n"
        "Description: Fewer falls on two wards for £40 a bed.\n\nAmount awarded: 40000 GBP"
    )


def test_nobody_is_read_of_a_grant(grants):
    (grant,) = drafts(grants({"grants": [GRANT]}))
    assert "Contact" not in repr(grant)
    assert "@" not in repr(grant)
    assert all(
        end.label is not Label.PERSON
        for said in grant.statements
        for end in (said.subject, said.object)
        if end
    )


@pytest.mark.parametrize(
    "recipient",
    [
        {"recipientIndividual": {"id": "360G-made-ind-7", "name": "Asha Rao"}},
        {"recipientIndividual": [{"name": "Asha Rao"}]},
        {"recipientOrganization": [{"id": "360G-made-ind-7", "name": "Asha Rao"}]},
        {"recipientOrganization": [{"id": "360G-made:individual", "name": "Asha Rao"}]},
        {
            "recipientOrganization": [{"id": "x", "name": "Individual"}],
            "recipientIndividual": {"name": "Asha Rao"},
        },
    ],
)
def test_an_individual_is_anonymous_and_the_grant_is_kept(grants, recipient):
    data = individual(title="Bursary for Asha Rao", description="Ms Rao will train.", **recipient)
    (grant,) = drafts(grants({"grants": [data]}))
    assert grant.title == "Bursary for an individual"
    assert [predicate for predicate, _, _ in stated(grant)][:1] == ["FUNDS"]
    assert "Rao" not in repr(grant)


@pytest.mark.parametrize(
    "name", ["Individuals with Disabilities Trust", "Private Hospital Fund", "Anonymous Ltd"]
)
def test_an_organisation_called_after_individuals_is_one(grants, name):
    data = individual(recipientOrganization=[{"id": "GB-CHC-1234567", "name": name}])
    assert stated(drafts(grants({"grants": [data]}))[0])[0] == ("RUNS", name, "")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"id": "360G-x:org-1", "charityNumber": "1234567"}, "GB-CHC-1234567"),
        ({"id": "360G-x:org-1", "charityNumber": "SC012345"}, "GB-SC-SC012345"),
        ({"id": "360G-x:org-1", "companyNumber": "01234567"}, "GB-COH-01234567"),
        ({"id": "360G-x:org-1"}, "360G-x:org-1"),
        ({"id": "GB-CHC- 1234567"}, "GB-CHC-1234567"),
    ],
)
def test_an_official_id_is_taken_before_the_publisher_s_own(grants, fields, found):
    data = individual(recipientOrganization=[{"name": "Kelsby Care", **fields}])
    (grant,) = drafts(grants({"grants": [data]}))
    assert grant.statements[0].subject is not None
    assert grant.statements[0].subject.ids == (f"org-id:{found}",)


def test_flattened_headings_say_the_same_in_any_case(grants):
    (of_csv,) = drafts(grants(HEADINGS + ROW, "g.csv"))
    (of_json,) = drafts(grants({"grants": [GRANT]}))
    assert of_csv.key == of_json.key
    assert stated(of_csv) == stated(of_json)[:-1]  # the row has no classification
    assert (main(of_csv).place, main(of_csv).starts) == ("Kelsby; Northmere", "2023-06-01")
    assert "Contact" not in repr(of_csv)


def test_a_workbook_is_read_past_its_notes(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("Notes", 0).append(["Read me first"])
    sheet = book["Sheet"]
    sheet.append(["Grants of Northmere Fund"])
    sheet.append(HEADINGS.strip().split(","))
    sheet.append(ROW.strip("\n").split(","))
    book.save(tmp_path / "grants.xlsx")
    items = read(tmp_path, source("360giving", "grants.xlsx"))
    assert ([grant.key for grant in drafts(items)], reasons(items)) == (["360G-made-1"], [])
    assert recognise(tmp_path / "grants.xlsx") == "360giving"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("g.json", b"", "not JSON, or broken from some place on"),
        ("g.json", b"\x00\x01\x02" * 99, "not JSON, or broken from some place on"),
        ("g.json", b'{"grants": [{"id": "a"', "not JSON, or broken from some place on"),
        ("g.json", b'{"datasets": 1}', "no records in it"),
        ("g.json", b'{"grants": ["words"]}', "no record"),
        ("g.json", b'{"grants": [{"title": "T", "amountAwarded": 1}]}', "grant without an identifier"),
        ("g.json", b'[{"identifier": "a", "title": "A"}]', "not a grant: no funder, recipient or amount"),
        ("g.json", b"[" * 100_000, "nested too deep"),
        ("g.json", b'{"grants": [{"id": ' + b'{"a":' * 100_000, "nested too deep"),
        ("g.csv", b"name\nAsha Rao\n", "no headings of the 360Giving standard in it"),
        ("g.csv", b"\x00\x01\x02\x03" * 99, "not text (binary)"),
        ("g.xlsx", b"PK\x03\x04 broken", "not an XLSX file"),
    ],
)
def test_what_is_broken_is_left_out_with_the_reason(grants, name, data, reason):
    assert reasons(grants(data, name)) == [reason]


def test_a_workbook_that_blows_up_is_left_out(grants, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"\0" * (101 << 20))
    assert reasons(grants((tmp_path / "bomb.xlsx").read_bytes(), "g.xlsx")) == [
        "too large when unpacked (over 100 MB)"
    ]


def test_what_stands_before_a_break_is_read(grants):
    items = grants(json.dumps({"grants": [GRANT, GRANT]})[:-40])
    assert len(drafts(items)) == 1
    assert items[-1].place == "grants.json, grant 1 or after it"


def test_amounts_keep_their_pence(grants):
    (grant,) = drafts(grants(json.dumps({"grants": [GRANT]}).replace("40000.0", str(Decimal("40000.50")))))
    assert ("Amount awarded", "40000.50 GBP") in grant.details


@pytest.mark.parametrize("digits", [4301, 200_000])
@pytest.mark.parametrize("before", [0, 60_000, 65_000])  # a file is read in pieces of 65,536 bytes
def test_a_number_of_thousands_of_digits_leaves_out_its_own_grant_only(grants, before, digits):
    made = [GRANT | {"id": f"360G-made-{number}"} for number in range(3)]
    made[1] |= {"amountAwarded": 4.5}
    text = json.dumps([" " * before, *made]).replace("4.5", "9" * digits)
    items = grants(text)
    assert [draft.key for draft in drafts(items)] == ["360G-made-0", "360G-made-2"]
    (left,) = [skip for skip in items if isinstance(skip, Skip) and skip.reason != "no record"]
    assert (left.place, left.reason) == ("grants.json, grant 3", "a number in it has thousands of digits")
