"""Two records compared: names as a reader would, fields with their sentence, weights learned without judgements."""

from __future__ import annotations

import time
from itertools import combinations

import pytest

from graph.ids import digest
from ingest.resolve.compare.blocking import candidate_pairs
from ingest.resolve.compare.features import FIELDS, SENTENCES, levels
from ingest.resolve.compare.model import learn, learn_judged
from ingest.resolve.compare.organisation_names import TitleMatch, compare_titles
from ingest.resolve.compare.person_names import NameMatch, compare_names
from ingest.resolve.compare.profile import Profile, Sort
from ingest.resolve.compare.weights import START


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("Asha Rao", "asha rao", NameMatch.SAME),
        ("Dr Siân Hughes", "Sian Hughes", NameMatch.SAME),
        ("Rao, Asha", "Asha Rao", NameMatch.SAME),
        ("Rao Asha", "Asha Rao", NameMatch.OTHER_ORDER),
        ("Dan Okafor", "Daniel Okafor", NameMatch.FORM),
        ("Asha Roa", "Asha Rao", NameMatch.FAMILY_CHANGED),
        ("Ruth Abernethy", "Ruth Abernethey", NameMatch.SPELLING),
        ("Володимир Шевченко", "Volodymyr Shevchenko", NameMatch.SPELLING),
        ("A. Rao", "Asha Rao", NameMatch.INITIAL),
        ("Mei Ling Tan", "Mei Tan", NameMatch.MIDDLE),
        ("Asha Rao-Jones", "Asha Rao", NameMatch.MARRIED),
        ("Asha Price", "Asha Rao", NameMatch.FAMILY_CHANGED),
        ("Ben Rao", "Asha Rao", NameMatch.FAMILY_ONLY),
        ("Hans O Frey", "Hans Joachim Frey", NameMatch.DIFFERENT),
        ("Asha", "Asha Rao", NameMatch.FAMILY_ONLY),
        ("Zara Okafor", "Sarah Okafor", NameMatch.GIVEN_NEAR),
        ("Jon Okafor", "Ann Okafor", NameMatch.FAMILY_ONLY),
        ("Peggie Okafor", "Margaret Okafor", NameMatch.FORM),
        ("Mhd Okafor", "Muhammad Okafor", NameMatch.FORM),
        ("Ivo I Okafor", "Ivo II Okafor", NameMatch.DIFFERENT),
        ("李秀英", "Xiu Ying Li", NameMatch.OTHER_ORDER),
        ("欧阳伟", "Ouyang Wei", NameMatch.SAME),
        ("ليلى حسن", "Layla Hassan", NameMatch.SPELLING),
        ("ليلى حسن", "Omar Hassan", NameMatch.FAMILY_ONLY),
        ("דוד לוין", "David Levin", NameMatch.SPELLING),
        ("", "Asha Rao", NameMatch.DIFFERENT),
        ("?", "?", NameMatch.DIFFERENT),
    ],
)
def test_names_are_alike_as_a_reader_would_say(one: str, other: str, match: NameMatch):
    assert compare_names(one, other) is match
    assert compare_names(other, one) is match


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("Kelsby Hand Works Ltd", "Kelsby Hand Works", TitleMatch.SAME_WORDS),
        ("The Kelsby Centre", "Kelsby Center", TitleMatch.SAME_WORDS),
        ("NTH", "Northmere Teaching Hospitals", TitleMatch.ACRONYM),
        ("Kelsby Trust Press", "Kelsby Press House", TitleMatch.LONGER),
        ("Bank of Kelsby", "Bank of Selby Vale", TitleMatch.SOME),
        ("", "Kelsby", TitleMatch.DIFFERENT),
    ],
)
def test_titles_are_compared_without_their_legal_form(one: str, other: str, match: TitleMatch):
    assert compare_titles(one, other) is match


def person(number: int, name: str, **fields: object) -> Profile:
    return Profile(str(number), Sort.PERSON, (name,) if name else (), **fields)  # type: ignore[arg-type]  # fields of Profile


def test_every_level_has_one_sentence_for_the_reviewer():
    for field in FIELDS:
        for sign in field.levels:
            assert SENTENCES[sign.__name__].endswith(".")
            assert SENTENCES[sign.__name__].count(".") == 1


def test_a_field_that_one_record_lacks_weighs_nothing():
    found = levels(person(1, "Asha Rao", born="19800101"), person(2, "Asha Rao", place="kelsby"))
    assert found == {"name": "SAME"}


def test_the_waterfall_adds_up_to_the_score():
    one, other = (
        person(1, "Asha Rao", place="kelsby", born="19800101"),
        person(2, "Asha Rao", place="selby", born="19800101"),
    )
    found = levels(one, other)
    bars = START.waterfall(found)
    assert START.prior + sum(bar.bits for bar in bars) == pytest.approx(START.bits(found))
    assert bars[0].sentence == "They are born on the same day."


def test_weights_are_learned_from_the_records_alone():
    names = [f"{_word(n)} {_word(n + 100)}" for n in range(40)]
    people = [person(n, names[n % 40], born=f"19{n % 40 + 10}0101", place=f"town {n % 3}") for n in range(80)]
    every = list(combinations(range(80), 2))
    model = learn(
        [levels(people[a], people[b]) for a, b in every],
        [levels(people[a], people[b]) for a, b in every[::7]],
        len(every),
        START,
    )
    same = {(a, b) for a, b in every if model.probability(levels(people[a], people[b])) > 0.5}
    assert same == {(n, n + 40) for n in range(40)}
    assert model.weights["birth"]["same_birth"] > model.weights["place"]["same_place"]


def _word(number: int) -> str:
    """A word of letters that is like no other."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest(str(number))[:9])


def test_judged_pairs_give_weights_in_the_same_form():
    seen = [{"name": "SAME"}, {"name": "DIFFERENT"}] * 20
    model = learn_judged(seen, [True, False] * 20)
    assert model.bits({"name": "SAME"}) > 0 > model.bits({"name": "DIFFERENT"})


def test_ten_thousand_unknown_make_no_pairs_and_the_cap_is_said():
    unknown = [person(n, "Unknown Unknown", place="kelsby") for n in range(10_000)]
    started = time.process_time()
    found = candidate_pairs([*unknown, person(10_000, "Asha Rao"), person(10_001, "Asha Rao")])
    assert found.pairs == {(10_000, 10_001)}
    assert max(found.capped.values()) == 10_000
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "name", ["", "X", "-", "x" * 300, "Ж" * 300, "山田 太郎 Smith", "\u0300", "a b " * 500]
)
def test_strange_names_are_compared_without_harm(name: str):
    one, other = person(1, name), person(2, "Asha Rao")
    candidate_pairs([one, other])
    assert START.probability(levels(one, other)) < 0.5
    assert compare_titles(name, "Kelsby Works") in TitleMatch
