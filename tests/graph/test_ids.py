"""Identifiers: the same for the same thing, another for anything else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import ids
from graph.model import Label, RelType

PARTS = st.lists(st.text(alphabet=st.characters(exclude_characters="\x1f")), min_size=1, max_size=4)


@given(PARTS)
def test_a_digest_is_the_same_every_time_and_has_twenty_digits(parts: list[str]):
    assert ids.digest(*parts) == ids.digest(*parts)
    assert re.fullmatch(r"[0-9a-f]{20}", ids.digest(*parts))


@given(PARTS, PARTS)
def test_other_parts_give_another_digest(one: list[str], other: list[str]):
    assert (ids.digest(*one) == ids.digest(*other)) is (one == other)


def test_where_one_part_ends_counts():
    assert ids.digest("ab", "c") != ids.digest("a", "bc")
    assert ids.digest("ab") != ids.digest("ab", "")


def test_a_digest_never_changes_between_versions():
    # Ids in stores, exports and bookmarks hang on it: a new value here loses them all.
    assert ids.document_id("blog", "huddles") == "document:8b5d2b690865c5b2e135"


def test_the_same_key_of_two_labels_gives_two_records():
    made = {ids.record_id(label, "blog", "falls") for label in Label}
    assert len(made) == len(Label)


def test_a_judgement_has_one_id_whichever_record_is_named_first():
    assert ids.judgement_id("a", "b", "Jo") == ids.judgement_id("b", "a", "Jo")
    assert ids.judgement_id("a", "b", "Jo") != ids.judgement_id("a", "b", "Sam")


def test_a_tie_has_a_direction_and_a_type():
    made = {
        ids.tie_id("a", RelType.KNOWS, "b"),
        ids.tie_id("b", RelType.KNOWS, "a"),
        ids.tie_id("a", RelType.WORKS_ON, "b"),
    }
    assert len(made) == 3
    assert ids.tie_id("a", "KNOWS", "b") == ids.tie_id("a", RelType.KNOWS, "b")


def test_two_claims_differ_by_each_of_their_parts():
    works = ("s", RelType.WORKS_ON, "o")
    others = [("x", *works[1:]), ("s", RelType.RUNS, "o"), (*works[:2], "x")]
    made = {ids.claim_id("d", triple, "field", "the quote") for triple in (works, *others)}
    made |= {ids.claim_id("x", works, "field", "the quote"), ids.claim_id("d", works, "x", "the quote")}
    assert len(made | {ids.claim_id("d", works, "field", "x")}) == 7


@pytest.mark.parametrize("label", list(Label))
def test_an_id_says_its_label(label: Label):
    assert ids.label_of(ids.record_id(label, "blog", "key")) is label


@pytest.mark.parametrize(
    "text", ["Asha Rao", "person:1", "members:M001", "orcid:0000-0002-1825-0097", "", ":"]
)
def test_what_is_no_id_of_ours_has_no_label(text: str):
    assert ids.label_of(text) is None
