"""Names and words made comparable."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.model import Label
from graph.names import fold, is_full_name, name_key, words

# What names in our languages are written with.
LETTERS = st.characters(categories=("Lu", "Ll", "Nd", "Pd", "Po", "Zs"), max_codepoint=0x24F)


@given(st.text(LETTERS))
@example("Siân Łukasz ØRSTED Straße İI\u0131")
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\U0001d400sha \U0001d411ao", ["asha", "rao"]),
        ("Ǽbba Ǿrsted", ["aebba", "orsted"]),
        ("ﬁve Steadyfoot™", ["five", "steadyfoot"]),
    ],
)
def test_letters_that_stand_for_others_are_folded_too(text: str, found: list[str]):
    assert words(text) == found


@given(st.text())
@example("Ward 6: O’Sullivan's “huddle”, 10% – ﬁne")
def test_words_are_letters_and_digits_of_ascii(text: str):
    assert all(re.fullmatch(r"[a-z0-9]{1,64}", word) for word in words(text))


@given(st.text())
def test_the_words_of_words_are_the_same(text: str):
    found = words(text)
    assert words(" ".join(found)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Siân O’Sullivan-Łukasz", ["sian", "osullivan", "lukasz"]),
        ("NHS-R: PDSA cycles, 2024", ["nhs", "r", "pdsa", "cycles", "2024"]),
        ("the ward's huddle", ["the", "wards", "huddle"]),
        ("Zoe\u0308 Zoë", ["zoe", "zoe"]),
        ("…", []),
    ],
)
def test_words_of_a_text(text: str, found: list[str]):
    assert words(text) == found


def test_a_word_without_end_is_cut():
    assert words("a" * 5000) == ["a" * 64]


@pytest.mark.parametrize(
    "name",
    [
        "Asha Rao", "asha  RAO", "Dr Asha Rao", "Dr. Asha Rao, PhD", "Prof Dame Asha Rao FRCP MBE", "Ásha Räo",
        "Sister Asha Rao RGN",
    ],
)  # fmt: skip
def test_spellings_of_one_person_have_one_key(name: str):
    assert name_key(Label.PERSON, name) == "asha rao"


@pytest.mark.parametrize("name", ["Asha M. Rao", "A. Rao", "Rao", "Asha Rao-Jones", "Asha"])
def test_middle_names_and_initials_count(name: str):
    assert name_key(Label.PERSON, name) != "asha rao"


@pytest.mark.parametrize(
    ("name", "key"), [("Dr", "dr"), ("Mo Ba", "mo ba"), ("Sister Ma", "ma"), ("Miss Rn Ma", "rn ma")]
)
def test_a_name_is_never_taken_away_whole(name: str, key: str):
    assert name_key(Label.PERSON, name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ashdale & Harrowfen Board", "Ashdale and Harrowfen Board"),
        ("The Health Foundation", "Health Foundation"),
        ("St. Mary's Hospital", "St Mary’s Hospital"),
        ("Bwrdd Iechyd Dyffryn Llŵyd", "bwrdd iechyd dyffryn llwyd"),
    ],
)
def test_spellings_of_one_organisation_have_one_key(one: str, other: str):
    assert name_key(Label.ORGANISATION, one) == name_key(Label.ORGANISATION, other) != ""


def test_only_people_lose_titles():
    assert name_key(Label.ORGANISATION, "Sister Dora Trust") == "sister dora trust"
    assert name_key(Label.TOPIC, "the MBA") == "the mba"


@pytest.mark.parametrize("name", ["Asha Rao", "Dr Asha Rao", "Mei Ling Tan", "Siân Llewellyn"])
def test_a_given_and_a_family_name_are_a_full_name(name: str):
    assert is_full_name(name)


@pytest.mark.parametrize("name", ["@asha rao", "Letty", "J. Smith", "Asha R.", "Dr Rao", "", "—"])
def test_anything_less_is_not(name: str):
    assert not is_full_name(name)
