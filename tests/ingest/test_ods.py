import pytest

from graph.model import DocumentKind, Label
from ingest.clean import clean
from ingest.sources import recognise
from ingest.sources.readable_case import readable
from tests.ingest.reading import drafts, main, read, reasons, source, stated


def row(code, name, opened="20110401", closed="", parent="", columns=27):
    cells = [
        code,
        name,
        "Y60",
        "QKK",
        "1 HIGH ST",
        "",
        "",
        "KELSBY",
        "NORTHSHIRE",
        "KE1 2AB",
        opened,
        closed,
        "",
        "",
    ]
    cells += [parent, "", "", "01632 960001"]
    return ",".join(f'"{cell}"' for cell in [*cells, *[""] * (columns - len(cells))]) + "\n"


@pytest.fixture
def files(tmp_path):
    def made(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(tmp_path, source("ods", "*.csv"))

    return made


def test_a_row_is_an_organisation_with_a_readable_name(files):
    (one,) = drafts(files(etr=row("RK1", "KELSBY AND ST MARY'S NHS FOUNDATION TRUST")))
    assert (one.key, one.kind) == ("RK1", DocumentKind.ORGANISATION)
    trust = main(one)
    assert (trust.label, trust.name) == (Label.ORGANISATION, "Kelsby and St Mary's NHS Foundation Trust")
    assert (trust.ids, trust.kind, trust.starts, trust.ends) == (
        ("ods:RK1",), "NHS foundation trust", "2011-04-01", "",
    )  # fmt: skip


def test_of_an_address_only_town_county_and_area_are_kept(files):
    (one,) = drafts(files(etr=row("RK1", "KELSBY NHS TRUST")))
    assert main(one).place == "Kelsby, Northshire, KE1"
    assert not any(part in repr(one) for part in ("HIGH", "High", "2AB", "960001"))


def test_a_code_in_two_years_is_one_document_with_both_names(files):
    items = files(
        etr_2021=row("RK1", "KELSBY NHS TRUST"),
        etr_2026=row("RK1", "KELSBY UNIVERSITY NHS TRUST", columns=24),
    )
    (one,) = drafts(items)
    assert clean(one, "s").document.text == (
        "Kelsby University NHS Trust\nAlso called: Kelsby NHS Trust\nKind: NHS trust\n"
        "Place: Kelsby, Northshire, KE1\nStarted: 2011-04-01\n\n"
        "ODS code: RK1\n\nName in 2021: Kelsby NHS Trust\n\nName in 2026: Kelsby University NHS Trust\n\n"
        "Region: Y60\n\nHealth geography: QKK"
    )


def test_years_count_not_the_order_of_names(files):
    items = files(a_2026=row("RK1", "NEW NHS TRUST"), b_2021=row("RK1", "OLD NHS TRUST", closed="20220331"))
    assert (main(drafts(items)[0]).name, main(drafts(items)[0]).ends) == ("New NHS Trust", "")


def test_closed_ones_have_a_date_and_a_successor_where_a_file_says_so(files):
    items = files(
        etr=row("RK1", "KELSBY NHS TRUST", closed="20200331") + row("RK2", "NORTHMERE NHS TRUST"),
        succ='"RK1","RK2","M","20200401","N"\n"RK1","RZZ","M","20200401","N"\n',
    )
    closed = drafts(items)[0]
    assert main(closed).ends == "2020-03-31"
    assert stated(closed) == [("SUCCEEDED_BY", "Northmere NHS Trust", "2020-04-01")]


def test_a_site_is_part_of_its_trust(files):
    items = files(
        etr=row("RK1", "KELSBY NHS TRUST"), ets=row("RK101", "KELSBY GENERAL HOSPITAL", parent="RK1")
    )
    site = drafts(items)[1]
    assert (main(site).kind, stated(site)) == ("NHS trust site", [("PART_OF", "Kelsby NHS Trust", "")])


def test_lists_with_headings_are_read_too(tmp_path):
    (tmp_path / "trusts.json").write_text(
        '[{"ods_code": "RK1", "trust_name": "KELSBY NHS TRUST", "town": "KELSBY"}]'
    )
    (one,) = drafts(read(tmp_path, source("ods", "trusts.json")))
    assert (one.key, one.title, main(one).place) == ("RK1", "Kelsby NHS Trust", "Kelsby")


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("egpcur", row("G1234567", "RAO A"), "a register of people, not of organisations"),
        ("etr", row("G1234567", "RAO A"), "the code of a person"),
        ("etr", row("RK1", ""), "row has no name"),
        ("etr", "RK1,KELSBY\n", "not a row of an ODS file"),
        ("etr", b"", "empty file"),
        ("etr", b"\x00\x01\x02" * 99, "not text (binary)"),
    ],
)
def test_people_and_broken_rows_are_left_out(files, name, text, reason):
    assert reasons(files(**{name: text})) == [reason]


def test_a_broken_row_leaves_the_others(files):
    items = files(etr="RK1,KELSBY\n" + row("RK2", "NORTHMERE NHS TRUST"))
    assert [one.key for one in drafts(items)] == ["RK2"]


def test_a_file_is_recognised_by_its_name_and_shape(tmp_path):
    (tmp_path / "etr_2021.csv").write_text(row("RK1", "KELSBY NHS TRUST"))
    (tmp_path / "etr_notes.csv").write_text("name\nAsha Rao\n")
    assert recognise(tmp_path / "etr_2021.csv") == "ods"
    assert recognise(tmp_path / "etr_notes.csv") is None


@pytest.mark.parametrize(
    ("capitals", "shown"),
    [
        ("THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN", "The Queen Elizabeth Hospital, King's Lynn"),
        ("2GETHER NHS FOUNDATION TRUST", "2gether NHS Foundation Trust"),
        ("NEWCASTLE-UPON-TYNE HOSPITALS", "Newcastle-upon-Tyne Hospitals"),
        ("WESTON-SUPER-MARE", "Weston-super-Mare"),
        ("GUY'S AND ST THOMAS' NHS TRUST", "Guy's and St Thomas' NHS Trust"),
        ("NHS NORTH ICB - 00L", "NHS North ICB - 00L"),
        ("O'BRIEN & MCINDOE LTD", "O'Brien & McIndoe Ltd"),
        ("Already Written nhs", "Already Written nhs"),
    ],
)
def test_capitals_become_readable(capitals, shown):
    assert readable(capitals) == shown
