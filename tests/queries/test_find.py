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
from tests.community import comment, empty_sqlite, member, organisation, person, post, project, read, topic


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


def test_initials_begin_with_the_first_word_that_is_no_article(small: GraphStore):
    names_of = {
        "feed": [
            project("P9", "Making Sense of Patient Comments"),
            project("P8", "The Patient Comments Club"),
        ]
    }
    read(small, names_of)
    assert "Making Sense of Patient Comments" not in names(ask(small, "find", {"words": "spc"}))
    assert "Making Sense of Patient Comments" in names(ask(small, "find", {"words": "mspc"}))
    assert "The Patient Comments Club" in names(ask(small, "find", {"words": "pcc"}))


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


def test_every_page_says_how_many_there_are_in_all(small: GraphStore):
    answer = ask(small, "find", {"words": "huddle", "limit": "2"})
    assert answer.facets == {
        "label": {"Document": 4, "Person": 1},
        "source": {"blog": 3, "members": 1},
        "year": {"": 1, "2023": 3},
    }
    assert answer.as_dict()["facets"]["label"]["Document"] == 4
    assert answer.caveats[0].startswith("5 in all: 4 documents and 1 person")


def test_more_than_a_thousand_are_all_counted_and_all_reached(small: GraphStore):
    read(small, {"feed": [post(f"n{n}", f"Note {n}", by="Bela Bo", body="zebra") for n in range(1100)]})
    seen: set[str] = set()
    cursor = "0"
    while cursor:
        answer = ask(small, "find", {"words": "zebra", "limit": "500", "cursor": cursor})
        assert answer.facets["label"] == {"Document": 1100}
        seen |= {str(finding.value["id"]) for finding in answer.findings}
        cursor = answer.next
    assert len(seen) == 1100


@pytest.mark.parametrize("words", ["llewelyn", "llewellny", "llewallyn sian", "sina llewellyn"])
def test_a_misspelt_word_is_read_as_the_nearest_of_a_name_and_that_is_said(small: GraphStore, words: str):
    answer = ask(small, "find", {"words": words, "label": "Person"})
    assert names(answer) == ["Siân Llewellyn"]
    assert "llewellyn" in answer.caveats[0]


def test_a_short_word_is_not_read_as_another(small: GraphStore):
    assert names(ask(small, "find", {"words": "bi", "label": "Person"})) == []


def test_an_acronym_and_its_long_form_find_each_other_in_texts(small: GraphStore):
    read(
        small,
        {
            "vocabulary": [topic("pdsa", "plan do study act", names=("PDSA",))],
            "feed": [
                post("p", "Cycles", by="Bela Bo", body="Our third PDSA."),
                post("q", "Small tests", by="Bela Bo", body="First plan, then do, study and act."),
            ],
        },
    )
    for words in ("pdsa", "plan do study act"):
        found = ask(small, "find", {"words": words})
        assert {"plan do study act", "Cycles", "Small tests"} <= set(names(found))


def test_a_long_name_goes_by_its_initials(small: GraphStore):
    read(small, {"vocabulary": [topic("qsir", "Quality, Service Improvement and Redesign")]})
    assert names(ask(small, "find", {"words": "qsir", "label": "Topic"})) == [
        "Quality, Service Improvement and Redesign"
    ]
