"""Who knows about something: by their texts and their work, in the community's words or in others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.errors import UsageError
from graph.model import Modality
from graph.store import GraphStore
from queries.answer import Answer
from queries.questions import ask
from tests.community import SECOND, comment, empty_sqlite, member, post, project, read


@pytest.fixture
def small(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        read(
            store,
            {
                "projects": [
                    project(
                        "P1", "Still Standing", team=["Mona Iqbal"], body="Fewer falls among frail residents."
                    ),
                    project("P2", "Clean Hands", team=["Carl Ek"], body="Infection prevention on wards."),
                ],
                "blog": [
                    post(
                        "a",
                        "Sepsis at the front door",
                        by="Asha Rao",
                        body="Sepsis screening and antibiotics.",
                    ),
                    post("b", "More on sepsis", by="Asha Rao", body="Septicaemia again: sepsis, sepsis."),
                    post(
                        "c",
                        "A walk",
                        by="Bela Bo",
                        body="I saw a poster on sepsis by the lift, and went for a walk.",
                    ),
                    comment("d", on="a", by="Dan Okafor", body="Thank you."),
                ],
            },
        )
        yield store


def names(answer: Answer) -> list[str]:
    return [str(finding.value["name"]) for finding in answer.findings]


def test_who_writes_most_on_it_comes_first_and_who_only_said_thank_you_not_at_all(small: GraphStore):
    assert names(ask(small, "experts", {"about": "sepsis"})) == ["Asha Rao", "Bela Bo"]


def test_of_two_who_wrote_the_same_the_one_who_wrote_it_lately_comes_first(tmp_path: Path):
    with empty_sqlite(tmp_path) as store:
        read(
            store,
            {
                "blog": [
                    post("a", "Sepsis", by="Asha Rao", body="Sepsis screening.", published="2004-05-01"),
                    post("b", "Sepsis", by="Bela Bo", body="Sepsis screening.", published="2024-05-01"),
                ]
            },
        )
        assert names(ask(store, "experts", {"about": "sepsis screening"})) == ["Bela Bo", "Asha Rao"]


def test_work_on_a_project_counts_as_what_its_record_says(small: GraphStore):
    (found, *_) = ask(small, "experts", {"about": "falls of frail people"}).findings
    assert found.value["name"] == "Mona Iqbal"
    assert found.why[0].startswith("Mona Iqbal works on Still Standing")
    assert found.why[1] == "Words in common: fall, frail."


def test_work_that_has_ended_is_told_as_ended_and_the_day_it_began_is_not_when_it_was_said(tmp_path: Path):
    ended = project(
        "P1", "Still Standing", team=["Mona Iqbal"], body="Fewer falls among frail residents.",
        status=Modality.DONE, starts="2020", ends="2022-09",
    )  # fmt: skip
    with empty_sqlite(tmp_path) as store:
        read(store, {"projects": [ended, project("P2", "Clean Hands", team=["Carl Ek"], body="Hand rub.")]})
        (mona,) = ask(store, "experts", {"about": "falls"}).findings
        assert mona.why[0] == "Mona Iqbal worked on Still Standing (completed, 2020 to 2022)."
        (carl,) = ask(store, "experts", {"about": "hand rub"}).findings
        assert carl.why[0] == "Carl Ek works on Clean Hands (under way since 2022)."


def test_a_problem_in_other_words_finds_those_who_work_on_it(small: GraphStore):
    (found, *_) = ask(small, "experts", {"about": "germs and soap"}).findings
    assert found.value["name"] == "Carl Ek"
    assert found.why[1] == "No word in common; near in meaning."


def test_every_finding_has_quotes_that_stand_in_the_stored_text(small: GraphStore):
    for finding in ask(small, "experts", {"about": "sepsis screening of residents"}).findings:
        assert finding.because
        for evidence in finding.because:
            (document,) = small.find(schema.DOCUMENTS, "id", [evidence.document])
            assert document["text"][evidence.start : evidence.end] == evidence.quote


def test_a_new_post_is_in_the_next_answer(small: GraphStore):
    assert names(ask(small, "experts", {"about": "zeppelins"})) == []
    read(small, {"feed": [post("e", "Zeppelins", by="Siân Lloyd", body="A zeppelin at home.")]})
    assert names(ask(small, "experts", {"about": "zeppelins"})) == ["Siân Lloyd"]


@pytest.mark.parametrize("words", ["…", "the of and"])
def test_words_that_say_nothing_are_wrong_use(small: GraphStore, words: str):
    with pytest.raises(UsageError, match="what it is about"):
        ask(small, "experts", {"about": words})


def test_pages_hold_every_person_once(small: GraphStore):
    whole = names(ask(small, "experts", {"about": "sepsis infection falls"}))
    paged: list[str] = []
    cursor = "0"
    while cursor:
        answer = ask(small, "experts", {"about": "sepsis infection falls", "limit": "1", "cursor": cursor})
        paged += names(answer)
        cursor = answer.next
    assert paged == whole
    assert len(whole) == 4


def test_an_interest_is_not_told_as_work(small: GraphStore):
    read(small, {"members": [member("M1", "Zoe Quist", interests=("sepsis",))]}, at=SECOND)
    (zoe,) = [
        one for one in ask(small, "experts", {"about": "sepsis"}).findings if one.value["name"] == "Zoe Quist"
    ]
    assert zoe.why[0] == "Zoe Quist has an interest in sepsis."
