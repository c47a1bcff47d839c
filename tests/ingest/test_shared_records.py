"""Registers, grants and vocabularies of the public data, against what their files say when read plainly."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from graph.model import RelType
from ingest.community import Community, read_community
from ingest.document import Draft
from ingest.sources import read_source, recognise
from tests.ingest.reading import drafts, main

DATA = Path(__file__).parents[3] / "shared" / "data"
SOURCES = """
[[source]]
id = "grants"
kind = "360giving"
path = "360giving/a*.json"

[[source]]
id = "trusts"
kind = "ods"
path = "nhs-organisations/etr_*.csv"

[[source]]
id = "ror"
kind = "ror"
path = "ror-affiliations/sample_ror_records_v2.json"

[[source]]
id = "methods"
kind = "vocabulary"
path = "topic-vocabularies/*.csv"

[[source]]
id = "ukri"
kind = "table"
path = "ukri-gtr/projects_started_before_2016.csv"
[source.project]
key = "ProjectReference"
name = "Title"
people = { column = "PIId", from = "investigators", role = "principal investigator" }
organisations = [{ column = "LeadROId", from = "hosts" }, { column = "FundingOrgName", predicate = "FUNDS" }]
start = "StartDate"
place = "Region"
status = { column = "Status", doing = ["Active"], done = ["Closed"] }
url = "GTRProjectUrl"

[[source]]
id = "investigators"
kind = "members"
path = "ukri-gtr/projects_started_before_2016.csv"
[source.person]
key = "PIId"
name = ["PIFirstName", "PISurname"]

[[source]]
id = "hosts"
kind = "table"
path = "ukri-gtr/projects_started_before_2016.csv"
[source.organisation]
key = "LeadROId"
name = "LeadROName"
"""

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"there is no data folder at {DATA}"),
]


@pytest.fixture
def shared(tmp_path):
    file = tmp_path / "community.toml"
    file.write_text(SOURCES)
    read = read_community(file)
    whole = Community(read.name, tuple(replace(config, folder=DATA) for config in read.sources), DATA)

    def documents(name: str) -> list[Draft]:
        config = whole.source(name)
        assert config is not None
        return drafts(list(read_source(config, whole)))

    return documents


def edges(documents: list[Draft], predicate: RelType) -> set[tuple[str, str]]:
    return {
        (one.key, said.subject.ids[0].partition(":")[2] if said.subject.ids else said.subject.name)
        for one in documents
        for said in one.statements
        if said.predicate is predicate and said.subject is not None
    }


def test_every_grant_has_its_recipient_and_its_funder(shared):
    runs, funds = set(), set()
    for file in sorted((DATA / "360giving").glob("a*.json")):
        for grant in json.loads(file.read_text("utf-8"))["grants"]:
            runs |= {(grant["id"], one["id"].replace(" ", "")) for one in grant["recipientOrganization"]}
            funds |= {(grant["id"], one["id"]) for one in grant["fundingOrganization"]}
    read = shared("grants")
    assert len(read) == 4495
    assert edges(read, RelType.RUNS) == runs
    assert edges(read, RelType.FUNDS) == funds
    assert "Â" not in repr(read)


def test_every_code_of_both_years_is_one_trust(shared):
    rows: dict[str, list[list[str]]] = {}
    for year in ("2021", "2026"):
        with (DATA / f"nhs-organisations/etr_{year}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                rows.setdefault(row[0], []).append(row)
    read = {one.key: one for one in shared("trusts")}
    assert set(read) == set(rows)
    for code, found in rows.items():
        trust = main(read[code])
        assert {name.upper() for name in (trust.name, *trust.names)} == {row[1] for row in found}
        assert trust.name.upper() == found[-1][1]
        assert trust.ends.replace("-", "") == found[-1][11]


def test_the_register_and_the_vocabularies_are_whole(shared):
    assert len(shared("ror")) == 20
    # 70 subjects, 399 topics, 69 methods and 9 labels; subjects are topics too, under the same keys.
    with (DATA / "topic-vocabularies/improvement_methods.csv").open(encoding="utf-8", newline="") as file:
        gold = {(row["id"], row["broader"]) for row in csv.DictReader(file) if row["broader"]}
    read = shared("methods")
    found = {
        (one.key, said.object.ids[0].partition(":")[2])
        for one in read
        for said in one.statements
        if said.object is not None and said.object.ids
    }
    assert found == gold
    assert len({one.key for one in read}) == len(read)


def test_projects_of_ukri_have_their_investigator_and_host(shared):
    with (DATA / "ukri-gtr/projects_started_before_2016.csv").open(encoding="utf-8", newline="") as file:
        # One studentship is called "TBC": a row without a name is left out.
        rows = [row for row in csv.DictReader(file) if row["Title"] != "TBC"]
    read = shared("ukri")
    assert edges(read, RelType.WORKS_ON) == {
        (row["ProjectReference"], row["PIId"]) for row in rows if row["PIId"]
    }
    assert edges(read, RelType.RUNS) == {(row["ProjectReference"], row["LeadROId"]) for row in rows}
    assert {named for _, named in edges(read, RelType.FUNDS)} == {"AHRC"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("360giving/a002400000KeYdsAAF.json", "360giving"),
        ("nhs-organisations/etr_2021.csv", "ods"),
        ("ror-affiliations/sample_ror_records_v2.json", "ror"),
        ("topic-vocabularies/improvement_methods.csv", "vocabulary"),
        ("ukri-gtr/projects_started_before_2016.csv", None),
        ("nhs-r-community/Current_Fellows.csv", None),
    ],
)
def test_files_are_known_for_what_they_are(path, kind):
    assert recognise(DATA / path) == kind
