import json

import pytest

from graph.model import DocumentKind, Label
from ingest.clean import clean
from ingest.document import Skip
from ingest.sources import recognise
from tests.ingest.reading import drafts, main, read, reasons, source, stated

PLACE = {"name": "Kelsby", "country_name": "United Kingdom", "country_subdivision_name": "England"}
SECOND = {
    "id": "https://ror.org/02bfwt286",
    "names": [
        {"value": "Kelsby University", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "KU", "types": ["acronym"], "lang": None},
        {"value": "Prifysgol Kelsby", "types": ["label"], "lang": "cy"},
    ],
    "types": ["education", "funder"],
    "status": "active",
    "established": 1958,
    "locations": [{"geonames_id": 1, "geonames_details": PLACE}],
    "links": [{"type": "website", "value": "http://www.kelsby.example/"}],
    "external_ids": [
        {"type": "isni", "all": ["0000 0004 1936 7857"], "preferred": None},
        {"type": "wikidata", "all": ["Q598841"], "preferred": None},
        {"type": "grid", "all": ["grid.1002.3"], "preferred": "grid.1002.3"},
        {"type": "fundref", "all": ["501100001779"], "preferred": None},
    ],
    "relationships": [
        {"type": "parent", "label": "Northmere Group", "id": "https://ror.org/03yrm5c26"},
        {"type": "successor", "label": "New Kelsby", "id": "https://ror.org/00rqy9422"},
        {"type": "related", "label": "Other", "id": "https://ror.org/01sf06y89"},
    ],
}
FIRST = {
    "id": "https://ror.org/02bfwt286",
    "name": "Kelsby University",
    "aliases": [],
    "acronyms": ["KU"],
    "labels": [{"label": "Prifysgol Kelsby", "iso639": "cy"}],
    "types": ["Education"],
    "status": "active",
    "established": 1958,
    "addresses": [{"city": "Kelsby", "state": None}],
    "country": {"country_name": "United Kingdom", "country_code": "GB"},
    "links": ["http://www.kelsby.example/"],
    "external_ids": {"GRID": {"preferred": "grid.1002.3", "all": "grid.1002.3"}},
    "relationships": [{"type": "Parent", "label": "Northmere Group", "id": "https://ror.org/03yrm5c26"}],
}
CSV = (
    "id,established,external_ids.type.grid.all,locations.geonames_details.name,"
    "locations.geonames_details.country_name,names.types.acronym,names.types.label,names.types.ror_display,"
    "relationships,status,types\n"
    "https://ror.org/02bfwt286,1958,grid.1002.3,Kelsby,United Kingdom,KU,en: Kelsby University; cy: Prifysgol Kelsby,"
    'Kelsby University,"parent: https://ror.org/03yrm5c26; child: https://ror.org/00rqy9422",active,education; funder\n'
    "https://ror.org/03yrm5c26,,,,,,,Northmere Group,,active,other\n"
)


@pytest.fixture
def registry(tmp_path):
    def made(data, name="ror.json"):
        text = data if isinstance(data, str | bytes) else json.dumps(data)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(tmp_path, source("ror", name))

    return made


def test_a_record_is_an_organisation_by_the_name_to_show(registry):
    (one,) = drafts(registry([SECOND]))
    assert (one.key, one.kind, one.url) == (
        "02bfwt286",
        DocumentKind.ORGANISATION,
        "https://ror.org/02bfwt286",
    )
    found = main(one)
    assert (found.label, found.name, found.names) == (
        Label.ORGANISATION, "Kelsby University", ("KU", "Prifysgol Kelsby"),
    )  # fmt: skip
    assert found.ids == ("ror:02bfwt286", "isni:0000000419367857", "wikidata:Q598841", "grid:grid.1002.3")


def test_it_is_part_of_its_parent_and_succeeded_by_its_successor(registry):
    (one,) = drafts(registry([SECOND]))
    assert stated(one) == [("PART_OF", "Northmere Group", ""), ("SUCCEEDED_BY", "New Kelsby", "")]
    assert [said.object.ids for said in one.statements if said.object] == [
        ("ror:03yrm5c26",),
        ("ror:00rqy9422",),
    ]


def test_the_text_of_a_record_is_this(registry):
    (one,) = drafts(registry([SECOND]))
    assert clean(one, "s").document.text == (
        "Kelsby University\nAlso called: KU; Prifysgol Kelsby\nKind: education, funder\n"
        "Place: Kelsby, England, United Kingdom\nStarted: 1958\nPart of: Northmere Group\n"
        "Succeeded by: New Kelsby\n\nWebsite: http://www.kelsby.example/"
    )


def test_the_first_schema_says_the_same(registry):
    (one,) = drafts(registry([FIRST]))
    found = main(one)
    assert (found.name, found.names, found.place) == (
        "Kelsby University", ("KU", "Prifysgol Kelsby"), "Kelsby, United Kingdom",
    )  # fmt: skip
    assert (found.ids, stated(one)) == (
        ("ror:02bfwt286", "grid:grid.1002.3"), [("PART_OF", "Northmere Group", "")],
    )  # fmt: skip


def test_the_csv_dump_says_the_same_and_names_parents_by_their_ids(registry):
    one, _parent = drafts(registry(CSV, "ror.csv"))
    found = main(one)
    assert (found.name, found.names) == ("Kelsby University", ("Prifysgol Kelsby", "KU"))
    assert (found.ids, found.place, found.starts) == (
        ("ror:02bfwt286", "grid:grid.1002.3"), "Kelsby, United Kingdom", "1958",
    )  # fmt: skip
    assert (found.kind, stated(one)) == ("education, funder", [("PART_OF", "Northmere Group", "")])


@pytest.mark.parametrize(
    "around", [{"items": [SECOND]}, {"hits": {"hits": [{"_id": "x", "_source": SECOND}]}}]
)
def test_answers_of_the_registry_and_of_its_index_are_read(registry, around):
    assert [one.key for one in drafts(registry(around))] == ["02bfwt286"]


def test_what_was_withdrawn_is_left_out_unless_it_has_a_successor(registry):
    gone = {**SECOND, "status": "withdrawn"}
    assert len(drafts(registry([gone]))) == 1
    (left,) = registry([{**gone, "relationships": []}])
    assert isinstance(left, Skip)
    assert (left.reason, left.on_purpose) == ("withdrawn from the registry", True)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'[{"id": "https://ror.org/02bfwt286"}]', "record without a name"),
        (b'[{"name": "Kelsby"}]', "record without a ROR id"),
        (b'["words"]', "no record"),
        (b'{"a": 1}', "no records in it"),
        (b'[{"id": "' + b"x" * (10 << 20), "a record is too large (over 8 MB)"),
        (b'[{"established": ' + b"9" * 5000 + b"}]", "a number in it has thousands of digits"),
        (b"\xff\xfe[\x00]\x00", "not JSON, or broken from some place on"),
    ],
)
def test_what_is_broken_is_left_out_with_the_reason(registry, data, reason):
    assert reasons(registry(data)) == [reason]


def test_both_forms_are_recognised(registry, tmp_path):
    registry([SECOND])
    registry(CSV, "ror.csv")
    assert (recognise(tmp_path / "ror.json"), recognise(tmp_path / "ror.csv")) == ("ror", "ror")
