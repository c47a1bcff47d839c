"""The same post on two sites: recognised by its words, nearly the same words, or the address of the original."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import schema
from graph.store import GraphStore
from ingest.resemblance import fingerprint, is_copy
from tests.community import empty_sqlite, post, read

WORDS = [f"{first}{second}" for first in "falls huddle ward sepsis walk".split() for second in range(60)]
BODY = " ".join(WORDS)
NOTE = " This post was first published on another site."
ADDRESS = "https://example.org/2024/03/04/huddles/"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def documents(store: GraphStore) -> int:
    return store.count()["documents"]


@pytest.mark.parametrize(
    "copy",
    [
        BODY,
        BODY.upper(),
        BODY + NOTE,
        f"Editor's note: see below. {BODY}",
        BODY.replace("ward7", "[ward seven](https://example.org)"),
    ],
)
def test_a_copy_with_a_note_or_an_edited_word_is_one_document_with_two_places(empty: GraphStore, copy: str):
    read(
        empty,
        {"blog": [post("here", "Huddles", body=BODY)], "other": [post("there", "Our huddles", body=copy)]},
    )
    assert documents(empty) == 1
    assert len(list(empty.scan(schema.PLACES))) == 2


def test_two_articles_that_share_a_passage_are_two(empty: GraphStore):
    half = " ".join(WORDS[:150])
    other = f"{half} {' '.join(f'other{number}' for number in range(150))}"
    read(empty, {"blog": [post("here", "Huddles", body=BODY)], "other": [post("there", "Walks", body=other)]})
    assert documents(empty) == 2


def test_a_pointer_to_the_original_is_a_place_of_it(empty: GraphStore):
    full = replace(post("here", "Huddles", body=BODY), url=ADDRESS)
    pointer = replace(post("there", "Huddles elsewhere", body=""), url=ADDRESS)
    read(empty, {"blog": [full], "other": [pointer]})
    assert documents(empty) == 1


def test_a_pointer_that_was_read_first_does_not_stand_for_the_text(empty: GraphStore):
    pointer = replace(post("there", "Huddles elsewhere", body=""), url=ADDRESS)
    full = replace(post("here", "Huddles", body=BODY), url=ADDRESS)
    read(empty, {"other": [pointer], "blog": [full]})
    assert any(BODY in row["text"] for row in empty.scan(schema.DOCUMENTS))


def test_a_short_post_and_its_page_with_title_and_byline_are_one_document(empty: GraphStore):
    short = " ".join(WORDS[:55])
    export = replace(post("here", "Huddles", body=short), url=ADDRESS)
    page = replace(post("there", "Huddles", body=f"Huddles on the ward by Asha Rao {short}"), url=ADDRESS)
    read(empty, {"export": [export]})
    read(empty, {"pages": [page]})
    assert documents(empty) == 1


def test_an_excerpt_that_was_read_first_does_not_stand_for_the_text(empty: GraphStore):
    excerpt = replace(post("there", "Huddles", body=" ".join(WORDS[:55])), url=ADDRESS)
    full = replace(post("here", "Huddles", body=BODY), url=ADDRESS)
    read(empty, {"feed": [excerpt]})
    read(empty, {"blog": [full]})
    assert documents(empty) == 2


@given(st.integers(0, len(WORDS) - 1))
def test_one_changed_word_leaves_it_a_copy(at: int):
    assert is_copy(BODY, changed(at), titled=False)


def test_most_single_changes_leave_the_fingerprint_as_it_is():
    kept = sum(fingerprint(changed(at)) == fingerprint(BODY) for at in range(len(WORDS)))
    assert kept > 0.9 * len(WORDS)


def changed(at: int) -> str:
    return " ".join([*WORDS[:at], "another", *WORDS[at + 1 :]])
