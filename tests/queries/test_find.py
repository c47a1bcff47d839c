"""Finding by words: any case, any accent, the beginning of the last word; names before titles before texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.errors import UsageError
from graph.store import GraphStore
from queries.answer import Answer
from queries.questions import ask
from tests.community import comment, empty_sqlite, member, organisation, person, post, read


@pytest.fixture
def small(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        read(
            store,
            {
                "members": [
                    member("M1", "Siân Llewellyn"),
                    member("M2", "Sian Lloyd"),
                    member("M3", "Bo Huddle"),
                ],
                "register": [organisation("X1", "Northmere Teaching Hospitals", names=("NTH",))],
                "blog": [
                    post("a", "A huddle a day", by="Bela Bo", body="Ten minutes."),
                    post(
                        "b",
                        "Socks",
                        by="Bela Bo",
                        body=f"{'Long before. ' * 40}The huddle was over. {'After it. ' * 40}",
                    ),
                    comment("c", on="a", by="Bela Bo", body="A huddle for all."),
                ],
            },
        )
        yield store


def names(answer: Answer) -> list[str]:
    return [str(finding.value["name"]) for finding in answer.findings]


@pytest.mark.parametrize("words", ["sian llewellyn", "SIÂN LLEW", "llewellyn siân", "llewellyn"])
def test_case_accents_order_and_endings_do_not_count(small: GraphStore, words: str):
    assert names(ask(small, "find", {"words": words, "label": "Person"})) == ["Siân Llewellyn"]


def test_all_words_must_be_there_and_only_the_last_may_be_a_beginning(small: GraphStore):
    found = ask(small, "find", {"words": "sian l", "label": "Person"})
    assert names(found) == ["Sian Lloyd", "Siân Llewellyn"]
    assert names(ask(small, "find", {"words": "llew sian"})) == []
    assert names(ask(small, "find", {"words": "sian bo"})) == []


def test_an_acronym_finds_what_it_stands_for_and_says_so(small: GraphStore):
    (found,) = ask(small, "find", {"words": "nth", "label": "Organisation"}).findings
    assert found.value["name"] == "Northmere Teaching Hospitals"
    assert found.why == ("Organisation called “Northmere Teaching Hospitals”, also “NTH”.",)


def test_names_come_before_titles_before_texts_before_comments(small: GraphStore):
    answer = ask(small, "find", {"words": "huddle"})
    assert names(answer) == ["Bo Huddle", "A huddle a day", "Bo Huddle", "Socks", "Comment c"]
    assert [finding.value["label"] for finding in answer.findings] == ["Person", *["Document"] * 4]
    assert [finding.score for finding in answer.findings] == sorted(
        (f.score for f in answer.findings), reverse=True
    )


def test_a_label_leaves_out_the_others(small: GraphStore):
    assert names(ask(small, "find", {"words": "huddle", "label": "Person"})) == ["Bo Huddle"]
    assert len(names(ask(small, "find", {"words": "huddle", "label": "Document"}))) == 4
    assert names(ask(small, "find", {"words": "huddle", "label": "Topic"})) == []


def test_a_snippet_is_a_slice_around_the_words(small: GraphStore):
    (found,) = [f for f in ask(small, "find", {"words": "hudd"}).findings if f.value["name"] == "Socks"]
    (snippet,) = found.because
    (document,) = small.find(schema.DOCUMENTS, "id", [snippet.document])
    assert document["text"][snippet.start : snippet.end] == snippet.quote
    assert "The huddle was over." in snippet.quote
    assert len(snippet.quote) <= 160


def test_a_snippet_holds_a_word_with_an_apostrophe(small: GraphStore):
    read(small, {"feed": [post("d", "Tea", by="Bela Bo", body=f"{'Before. ' * 60} Niamh O'Sullivan came.")]})
    (found,) = ask(small, "find", {"words": "o'sullivan", "label": "Document"}).findings
    assert "O'Sullivan" in found.because[0].quote


@pytest.mark.parametrize("words", ["…", "' \" *", "–"])
def test_no_word_is_wrong_use(small: GraphStore, words: str):
    with pytest.raises(UsageError, match="no word"):
        ask(small, "find", {"words": words})


@pytest.mark.parametrize(
    "words", ["AND", "NOT sian", "a OR b", "near(x)", "title_words:huddle", "name_words:*", "x" * 300]
)
def test_the_words_of_query_languages_are_only_words(small: GraphStore, words: str):
    for label in ("", "Document", "Person"):
        ask(small, "find", {"words": words} | ({"label": label} if label else {}))


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_hold_every_finding_once(small: GraphStore, limit: int):
    many = [
        post(f"m{n}", by=[person(f"Morgan {letter}{letter.lower()}")])
        for n, letter in enumerate("PQRSTUVWXYZ")
    ]
    read(small, {"feed": many})
    whole = names(ask(small, "find", {"words": "morgan", "label": "Person"}))
    paged: list[str] = []
    cursor = "0"
    while cursor:
        answer = ask(
            small, "find", {"words": "morgan", "label": "Person", "limit": str(limit), "cursor": cursor}
        )
        paged += names(answer)
        cursor = answer.next
    assert sorted(paged) == sorted(whole)
    assert len(whole) == 11
