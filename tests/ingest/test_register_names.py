"""A name or a line of affiliation to the entries of a register: ranked, with reasons, and open where unsure."""

from __future__ import annotations

import time

import pytest

from ingest.resolve.register import Body, Register

KELSBY = Body("r1", "University of Kelsby", ("Kelsby University",), ("UoK",), "Kelsby", "GB")
KELSBY_NORTH = Body("r2", "University of Kelsby North", (), (), "Northmere", "GB")
BERG = Body("r3", "Universität Bürg", (), (), "Bürg", "DE")
ST_MARYS = [
    Body(f"m{n}", "St Mary's Hospital", (), (), town, "GB") for n, town in enumerate(("Ashdale", "Selby"))
]
HANDS = Body("r4", "Northmere Hand Institute", (), ("NHI",), "Northmere", "GB")
SURGERY = Body("r5", "Department of Surgery", (), (), "Lima", "PE")
OTHERS = [Body(f"o{n}", f"Institute of {word} Research", (), (), "Oslo", "NO") for n, word in enumerate(
    f"word{n}" for n in range(300))]  # fmt: skip
REGISTER = Register([KELSBY, KELSBY_NORTH, BERG, *ST_MARYS, HANDS, SURGERY, *OTHERS])


def ids(line: str, place: str = "", country: str = "") -> list[str]:
    return [one.id for one in REGISTER.match(line, place=place, country=country)]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("University of Kelsby", ["r1"]),
        ("Dept. of Surgery, Univ. of Kelsby, Kelsby, UK", ["r1"]),
        ("Kelsby Univ.", ["r1"]),
        ("University of Kelsby North", ["r2"]),
        ("Department of PhysicsUniversity of Kelsby, UK", ["r1"]),
        ("Universitaet Buerg, Germany", ["r3"]),
        ("Northmere Hand Institute; University of Kelsby", ["r4", "r1"]),
        ("Consultant", []),
        ("TBC", []),
        ("", []),
    ],
)
def test_a_line_is_read_down_to_the_organisation_it_names(line: str, wanted: list[str]):
    assert ids(line) == wanted


def test_a_name_that_two_bear_is_open_until_the_place_says_which():
    assert ids("St Mary's Hospital") == []
    assert {one.id for one in REGISTER.candidates("St Mary's Hospital")} == {"m0", "m1"}
    assert REGISTER.candidates("St Mary's Hospital", place="Selby")[0].id == "m1"
    assert ids("St Mary's Hospital, Selby, UK") == ["m1"]


def test_another_country_speaks_against_an_entry_and_is_told():
    here, there = (REGISTER.candidates("University of Kelsby", country=code)[0] for code in ("GB", "PE"))
    assert here.score > there.score
    assert "The line names another country than that of the entry." in there.reasons


def test_candidates_come_with_their_reasons_and_a_letter_wrong_is_one():
    (first, *_) = REGISTER.candidates("Northmere Hamd Institute")
    assert first.id == "r4"
    assert "The name is spelt otherwise in the line." in first.reasons


def test_a_pasted_page_is_no_slower_than_a_long_line():
    started = time.process_time()
    REGISTER.candidates("University of Kelsby " * 20_000)
    assert time.process_time() - started < 1.0
