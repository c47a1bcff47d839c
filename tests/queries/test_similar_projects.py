"""Similar projects: what is near, what was stopped or finished first, and what is said to have come of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import NotFoundError, UsageError
from graph.model import Modality
from graph.store import GraphStore
from queries.answer import Finding
from queries.questions import ask
from tests.community import empty_sqlite, post, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


WARD = project(
    "P1",
    "Virtual Ward One",
    topics=["virtual wards"],
    starts="2022",
    body="Frail people at home.",
)
STOPPED = project(
    "P2", "Ward at Home", topics=["virtual wards"], status=Modality.STOPPED, starts="2020", ends="2021-05-31",
    body="A virtual ward for frail people. It did not work without broadband in the hills.",
)  # fmt: skip
RUNNING = project(
    "P3", "Cwtch", topics=["virtual wards"], starts="2023", body="A virtual ward for the frail."
)
DONE = project(
    "P4", "Homeward", status=Modality.DONE, starts="2019", body="Frail people came home to a virtual ward."
)
OTHERS = [
    project(
        f"X{n}", f"Parking {n}", topics=["parking"], body=f"Cars and their drivers in car park number {n}."
    )
    for n in range(6)
]


def similar(store: GraphStore, **given: str) -> list[Finding]:
    return list(ask(store, "similar-projects", given).findings)


def test_what_was_stopped_comes_before_what_was_finished_and_that_before_what_runs(empty: GraphStore):
    read(empty, [WARD, RUNNING, DONE, STOPPED, *OTHERS])
    found = similar(empty, project="Virtual Ward One")
    assert [(one.value["relation"], one.value["name"]) for one in found] == [
        ("stopped or failed", "Ward at Home"), ("finished", "Homeward"), ("under way", "Cwtch"),
    ]  # fmt: skip
    assert [one.value["began"] for one in found] == ["earlier", "earlier", "later"]


def test_what_is_shared_and_what_came_of_it_is_said_with_its_quotes(empty: GraphStore):
    read(empty, [WARD, STOPPED, *OTHERS])
    (found,) = similar(empty, project="Virtual Ward One")
    assert found.value["what came of it"] == "It did not work without broadband in the hills."
    assert found.because[0].quote == found.value["what came of it"]
    assert found.why[0] == "Ward at Home: stopped on 31 May 2021."
    assert found.why[1] == "Ward at Home and Virtual Ward One are about virtual wards (method)."
    assert found.value["shared method"][0]["name"] == "virtual wards"
    assert found.why[2] == "Both say “virtual” and “ward”."
    assert sum("virtual ward" in one.quote.casefold() for one in found.because) >= 2


def test_free_words_find_projects_without_naming_one(empty: GraphStore):
    read(empty, [WARD, STOPPED, *OTHERS])
    found = similar(empty, about="looking after frail people in virtual wards")
    assert {one.value["name"] for one in found} == {"Virtual Ward One", "Ward at Home"}
    assert "is about virtual wards (method)." in " ".join(found[0].why)


def test_the_nearest_is_not_withheld_when_two_of_its_sentences_have_the_words(empty: GraphStore):
    body = "Ringing people on the list.\n\nSpeak to everyone waiting for 26 weeks.\n\nThose waiting least come last."
    read(
        empty,
        {
            "projects": [
                project("P1", "Calling", body=body),
                project("P2", "Green Walks", body="People walk."),
            ]
        },
    )
    (found,) = similar(empty, about="phone calls to people waiting for surgery")
    assert found.value["name"] == "Calling"
    assert found.why[-1] == "Calling says “waiting” and “people”."
    assert len({quote.start for quote in found.because if quote.rule == "text"}) == 2


def test_the_fields_of_a_record_make_no_two_projects_alike(empty: GraphStore):
    one = project(
        "P1", "Night Watch", team=["Asha Rao", "Bela Bo"], host="NTH", body="Sepsis is looked for at night."
    )
    other = project("P2", "Tea Room", team=["Asha Rao", "Bela Bo"], host="NTH", body="Cups, scones and jam.")
    read(empty, [one, other, *OTHERS])
    assert "Tea Room" not in [each.value["name"] for each in similar(empty, project="Night Watch")]


def test_what_came_of_it_may_stand_in_a_post_about_it(empty: GraphStore):
    silent = project(
        "P2", "Ward at Home", status=Modality.STOPPED, starts="2020", body="A virtual ward for frail people."
    )
    told = post("p", "Stopping Ward at Home", body="We sat down in May. We stopped it because nobody came.")
    read(empty, [WARD, silent, told, *OTHERS], prose=True)
    (found,) = [
        one for one in similar(empty, project="Virtual Ward One") if one.value["name"] == "Ward at Home"
    ]
    assert found.value["what came of it"] == "We stopped it because nobody came."


def test_pages_hold_every_project_once(told: GraphStore):
    whole = similar(told, project="Patient Flow Room", limit="500")
    paged: list[str] = []
    cursor = "0"
    while cursor:
        answer = ask(
            told, "similar-projects", {"project": "Patient Flow Room", "limit": "3", "cursor": cursor}
        )
        paged += [one.value["id"] for one in answer.findings]
        cursor = answer.next
    assert sorted(paged) == sorted(one.value["id"] for one in whole)


def test_nothing_like_it_is_an_answer(empty: GraphStore):
    read(empty, OTHERS)
    answer = ask(empty, "similar-projects", {"about": "zeppelins"})
    assert answer.findings == ()
    assert any("say it in other words" in caveat for caveat in answer.caveats)


@pytest.mark.parametrize("given", [{}, {"project": "Cwtch", "about": "wards"}, {"about": "!!"}])
def test_a_project_or_words_are_needed_and_not_both(empty: GraphStore, given: dict[str, str]):
    read(empty, [RUNNING])
    with pytest.raises(UsageError):
        ask(empty, "similar-projects", given)


def test_an_unknown_project_is_not_an_answer(empty: GraphStore):
    read(empty, [RUNNING])
    with pytest.raises(NotFoundError):
        similar(empty, project="Zeppelin")
