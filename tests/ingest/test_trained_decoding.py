"""Words as pieces and windows, and the sequence of tags that is chosen: for any text and any chances."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer

from ingest.extract.trained import pieces as reading
from ingest.extract.trained.decoding import TAGS, best_tags, names
from ingest.extract.trained.pieces import Pieces, shape, windows

TEXTS = st.text(max_size=40)


def small_pieces(folder: Path) -> Pieces:
    """Pieces of a vocabulary of single letters."""
    vocabulary = {"[UNK]": 100, "[CLS]": 101, "[SEP]": 102}
    for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz"):
        vocabulary |= {letter: 200 + number, f"##{letter}": 300 + number}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    return Pieces(folder / "tokenizer.json")


def allowed(tags: list[int]) -> bool:
    spoken = ["O", *(TAGS[tag] for tag in tags)]
    return all(not tag.startswith("I-") or before[2:] == tag[2:] for before, tag in pairwise(spoken))


chances = st.integers(1, 3).flatmap(
    lambda words: arrays(np.float32, (words, len(TAGS)), elements=st.floats(-9, 0, width=16))
)


@settings(max_examples=60)
@given(chances)
def test_the_best_of_all_sequences_in_which_names_begin_is_chosen(row):
    tags = best_tags(row)
    assert allowed(tags)
    best = max(
        float(row[np.arange(len(row)), list(each)].sum())
        for each in product(range(len(TAGS)), repeat=len(row))
        if allowed(list(each))
    )
    assert abs(float(row[np.arange(len(row)), tags].sum()) - best) < 1e-4


def test_a_name_is_as_sure_as_its_least_sure_word():
    row = np.log(np.full((3, len(TAGS)), 0.001, np.float32))
    row[0, 1], row[1, 2], row[2, 0] = np.log(0.9), np.log(0.7), np.log(0.99)
    (found,) = names(best_tags(row), row)
    assert (found.first, found.last, found.label, round(found.score, 2)) == (0, 1, "PERSON", 0.7)


def test_two_names_side_by_side_are_two():
    row = np.log(np.full((2, len(TAGS)), 0.001, np.float32))
    row[0, 1] = row[1, 1] = 0.0
    assert [(found.first, found.last) for found in names(best_tags(row), row)] == [(0, 0), (1, 1)]


def test_a_word_says_how_it_was_written():
    spoken = {word: shape(word) for word in ("leeds", "Leeds", "NHS", "McCaughey", "2019", "...", "Q")}
    assert list(spoken.values()) == [
        reading.LOWER, reading.TITLE, reading.UPPER, reading.MIXED, reading.DIGITS, reading.MARKS, reading.INITIAL,
    ]  # fmt: skip


def test_the_parts_of_a_hyphenated_word_are_words_of_their_own(tmp_path):
    words = small_pieces(tmp_path).words([("NHS-R", 10), ("-", 16)])
    assert [(word.start, word.end) for word in words] == [(10, 13), (13, 14), (14, 15), (16, 17)]


@settings(max_examples=60)
@given(texts=st.lists(TEXTS.filter(bool), max_size=30), most=st.integers(20, 60))
def test_every_word_is_read_once_in_order_and_no_window_is_too_long(tmp_path_factory, texts, most):
    pieces = small_pieces(tmp_path_factory.mktemp("pieces"))
    words = pieces.words([(text, at * 100) for at, text in enumerate(texts)])
    read = list(windows(words, most))
    assert [word for window in read for word in window.words] == words
    assert all(len(window.pieces) <= most for window in read)
    for window in read:
        assert len(window.pieces) == len(window.shapes)
        assert [window.pieces[at] for at in window.first] == [word.pieces[0] for word in window.words]
