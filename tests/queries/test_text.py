"""Texts by their words and by their meaning."""

from __future__ import annotations

import numpy as np
import pytest

from queries.text import IndexBuilder, TextIndex, terms


def index_of(*texts: str) -> TextIndex:
    builder = IndexBuilder()
    for text in texts:
        builder.add(text)
    return builder.build()


def test_terms_leave_out_function_words_and_plural_endings():
    assert terms("The falls of our Patients, and theirs: bodies’ diseases") == [
        "fall",
        "patient",
        "body",
        "disease",
    ]


def test_a_text_with_the_rarer_word_comes_first():
    index = index_of("falls on the ward", "sepsis on the ward", "a ward", "a ward again")
    assert np.argmax(index.bm25(index.asked("ward sepsis"))) == 1


def test_a_text_without_the_words_scores_nothing():
    index = index_of("falls", "sepsis")
    assert index.bm25(index.asked("sepsis"))[0] == 0
    assert not index.bm25(index.asked("zeppelin")).any()


def test_singular_and_plural_are_one_term():
    index = index_of("fall falls FALLS", "ward")
    assert index.postings(index.vocabulary["fall"])[1].tolist() == [3.0]


def test_texts_are_counted_alike_wherever_their_block_ends():
    """Texts are counted some thousands at a time (queries/text/builder.py); new terms come up in later blocks."""
    many = [f"ward {number % 7} falls" for number in range(4_100)] + ["stroke ward ward"]
    index = index_of(*many)
    texts, counts = index.postings(index.vocabulary["ward"])
    assert texts.tolist() == list(range(4_101))
    assert counts.tolist() == [1.0] * 4_100 + [2.0]
    assert index.postings(index.vocabulary["stroke"])[0].tolist() == [4_100]
    assert index.lengths[[0, 4_100]].tolist() == [3.0, 3.0]
    assert np.allclose(np.linalg.norm(index.directions, axis=1), 1, atol=1e-3)


def test_a_word_said_hundreds_of_times_does_not_count_from_nought_again():
    index = index_of("falls " * 300, "falls falls")
    assert index.postings(index.vocabulary["fall"])[1].tolist() == [255.0, 2.0]
    assert index.lengths[0] == 255


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("giving up cigarettes", 0), ("blood poisoning", 1), ("kids", 2)],
)
def test_a_problem_in_everyday_words_finds_the_text_in_the_fields_words(asked: str, meant: int):
    index = index_of(
        "Smoking cessation clinics", "Sepsis and septicaemia", "Paediatrics and children's health"
    )
    assert np.argmax(index.meaning(asked)) == meant


def test_an_index_of_nothing_answers_nothing():
    index = index_of()
    assert index.bm25(index.asked("falls")).shape == index.meaning("falls").shape == (0,)
