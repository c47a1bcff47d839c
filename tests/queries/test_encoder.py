"""The encoder: other words for the same thing come near, and a text is the sum of its words."""

from __future__ import annotations

import numpy as np
import pytest

from queries.encoder import DIMENSIONS, encode, word_vectors


def cosine(one: str, other: str) -> float:
    left, right = encode([one, other])
    return float(left @ right)


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("kids", "children", "hospital"),
        ("older people", "elderly patients", "computers"),
        ("giving up cigarettes", "smoking cessation", "hip fracture"),
    ],
)
def test_the_same_in_other_words_is_nearer_than_something_else(asked: str, near: str, far: str):
    assert cosine(asked, near) > cosine(asked, far) + 0.1


def test_vectors_have_length_one_and_a_text_of_no_word_none():
    found = encode(["Falls on the ward", "", "…", "the of and"])
    assert found.shape == (4, DIMENSIONS)
    assert np.allclose(np.linalg.norm(found, axis=1), [1, 0, 0, 0], atol=1e-5)


def test_a_text_is_the_sum_of_its_words():
    total = word_vectors(["falls", "ward"]).sum(axis=0)
    assert np.allclose(encode(["falls ward"])[0], total / np.linalg.norm(total), atol=1e-5)


def test_case_and_accents_do_not_count():
    assert np.allclose(encode(["SIÂN"]), encode(["sian"]))


def test_no_text_is_no_row():
    assert encode([]).shape == (0, DIMENSIONS)
