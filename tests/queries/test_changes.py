"""Changes: what is new, ended, quiet or taken back between two dates, each by its own clock, with its quote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import UsageError
from graph.model import Modality
from graph.store import GraphStore
from ingest.document import Draft
from queries.answer import Finding
from queries.questions import ask
from tests.community import FIRST, SECOND, THIRD, empty_sqlite, member, post, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def changes(store: GraphStore, since: str, until: str = "", **given: str) -> list[Finding]:
    return list(ask(store, "changes", {"since": since, "until": until, "limit": "500", **given}).findings)


def named(found: list[Finding], relation: str) -> list[str]:
    return [one.value["name"] for one in found if one.value["relation"] == relation]


def posts(*days: str, by: str = "Asha Rao") -> list[Draft]:
    return [post(f"{by} {day}", f"A post of {day}", by=by, published=day) for day in days]


def test_a_person_is_new_when_their_first_dated_trace_is_in_the_period(empty: GraphStore):
    read(empty, [*posts("2022-03-01", "2023-04-02"), *posts("2023-05-03", by="Bela Bo")])
    (new,) = [one for one in changes(empty, "2023", "2023") if one.value["relation"] == "new person"]
    assert new.value["name"] == "Bela Bo"
    assert new.why == ("The first dated trace of Bela Bo is of 3 May 2023.",)
    assert new.because[0].published == "2023-05-03"
    assert named(changes(empty, "2022", "2022"), "new person") == ["Asha Rao"]


def test_nobody_is_new_of_whom_something_without_a_date_was_read(empty: GraphStore):
    read(empty, [member("M1", "Bela Bo"), post("p", by="Asha Rao"), *posts("2023-05-03", by="Bela Bo")])
    read(empty, [member("M1", "Cy Low", interests=("falls",))])
    answer = ask(empty, "changes", {"since": "2023"})
    assert "Cy Low" not in named(list(answer.findings), "new person")


def test_somebody_with_two_traces_before_and_none_within_has_gone_quiet(empty: GraphStore):
    busy = posts("2022-03-01", "2022-04-02", "2023-02-01", by="Bela Bo")
    once = posts("2022-06-01", by="Cy Low")
    long_ago = posts("2010-01-01", "2010-02-01", by="Di Moss")
    read(empty, [*posts("2022-03-01", "2022-04-02"), *busy, *once, *long_ago])
    (quiet,) = [one for one in changes(empty, "2023", "2023") if one.value["relation"] == "gone quiet"]
    assert quiet.value["name"] == "Asha Rao"
    assert quiet.why == ("The last dated trace of Asha Rao is of 2 April 2022.", "None was read in 2023.")


def test_nobody_is_quiet_whose_work_a_list_says_is_running(empty: GraphStore):
    running = project("P1", "Night Watch", team=["Asha Rao"], starts="2022")
    read(empty, [*posts("2022-03-01", "2022-04-02"), running])
    assert named(changes(empty, "2023", "2023"), "gone quiet") == []


def test_a_project_is_new_or_ended_by_its_own_record(empty: GraphStore):
    drafts = [
        project(
            "P1",
            "Night Watch",
            team=["Asha Rao"],
            starts="2021-02",
            ends="2023-06-30",
            status=Modality.STOPPED,
        ),
        project("P2", "Day Watch", team=["Bela Bo"], starts="2023-03"),
    ]
    read(empty, drafts)
    found = changes(empty, "2023", "2023")
    assert named(found, "new project") == ["Day Watch"]
    (ended,) = [one for one in found if one.value["relation"] == "project that ended"]
    assert ended.why == ("Night Watch ended on 30 June 2023: stopped.",)
    assert "2023-06-30" in ended.because[0].quote


def test_a_project_that_its_own_record_has_as_running_did_not_end_by_a_past_tense(told: GraphStore):
    ended = changes(told, "2024", "2024")
    names = {one.value["name"] for one in ended if one.value["relation"] == "project that ended"}
    # Its record says it is under way; a post says "In Carers in the Room we decided to ask".
    assert names == {"First Things First", "Hospital at Home Strathorrin"}


def test_what_the_graph_learned_is_kept_apart_from_what_was_true(empty: GraphStore):
    read(empty, posts("2019-03-01"), at=FIRST)
    read(empty, [*posts("2019-03-01"), *posts("2018-05-03", by="Bela Bo")], at=SECOND)
    found = changes(empty, "2024-02")
    assert [(one.value["relation"], one.value["name"], one.value["clock"]) for one in found] == [
        ("first read: person", "Bela Bo", "learned")
    ]
    assert changes(empty, "2024-02", by="true") == []


def test_a_first_reading_is_no_news_and_that_is_said(empty: GraphStore):
    read(empty, posts("2019-03-01"), at=SECOND)
    answer = ask(empty, "changes", {"since": "2024"})
    assert answer.findings == ()
    assert any("first read in this period" in caveat for caveat in answer.caveats)


def test_a_statement_taken_back_is_shown_with_when_and_why_while_its_words_stand(empty: GraphStore):
    night = project("P1", "Night Watch", team=["Asha Rao"], starts="2021")
    read(empty, [night, post("p", by="Bela Bo")], at=FIRST)
    read(empty, [post("p", by="Bela Bo")], at=THIRD, complete=True)
    (lost,) = [one for one in changes(empty, "2024-03") if one.value["relation"] == "statement taken back"]
    assert lost.value["said"] == "Asha Rao works on Night Watch"
    assert "1 March 2024" in lost.why[0]
    assert lost.value["reason"] in lost.why[0] + "."
    assert lost.because[0].quote
    assert [one for one in changes(empty, "2024-02", "2024-02") if one.value["clock"] == "learned"] == []


def test_two_of_one_name_are_neither_new_nor_quiet(empty: GraphStore):
    known = member("M1", "Asha Rao", organisation="NTH", ids=("orcid:1",))
    other = member("M2", "Asha Rao", organisation="Steadyfoot", ids=("orcid:2",))
    read(empty, [known, other, *posts("2023-03-01", by="Asha Rao")])
    answer = ask(empty, "changes", {"since": "2023"})
    assert named(list(answer.findings), "new person") == []


@pytest.mark.parametrize("given", [{}, {"since": "2023", "until": "2022"}, {"since": "soon"}])
def test_a_period_that_is_none_is_refused(empty: GraphStore, given: dict[str, str]):
    read(empty, posts("2019-03-01"))
    with pytest.raises(UsageError):
        ask(empty, "changes", given)


def test_pages_hold_every_change_once(told: GraphStore):
    whole = changes(told, "2021")
    paged: list[Finding] = []
    cursor = "0"
    while cursor:
        answer = ask(told, "changes", {"since": "2021", "limit": "7", "cursor": cursor})
        paged += answer.findings
        cursor = answer.next
    assert paged == whole
    assert len(whole) > 20
