"""Judgements of people: they win over rules, survive reading again, and can be taken back without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import schema
from graph.errors import NotFoundError, UsageError
from graph.ids import judgement_id
from graph.model import Label, Verdict
from graph.store import GraphStore, Row
from ingest.document import Draft
from ingest.resolve.queue import waiting
from ingest.resolve.review import decide, undo
from tests.community import (
    FIRST,
    SECOND,
    THIRD,
    clock,
    comment,
    empty_sqlite,
    entities,
    judge,
    judged_by,
    member,
    one,
    person,
    post,
    project,
    read,
    rows,
    tables,
)

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE
TWO = {"one": [post("a", topics=["falls"])], "two": [post("b")]}
DERIVED = (schema.ENTITIES, schema.TIES, schema.RECORDS, schema.CLAIMS, schema.HANDLES, schema.MENTIONS)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def records(store: GraphStore, name: str = "Asha Rao") -> list[str]:
    return [row["id"] for row in store.scan(schema.RECORDS) if row["name"] == name and not row["retracted"]]


def people(store: GraphStore, name: str = "Asha Rao") -> int:
    return len(entities(store, Label.PERSON, name))


def derived(store: GraphStore) -> list[list[Row]]:
    return [rows(store, table) for table in DERIVED]


def test_same_joins_with_its_reason_and_the_rules_question_is_answered(empty: GraphStore):
    read(empty, TWO)
    with clock(SECOND):
        identifier = judge(empty, records(empty), SAME, "Jo", "I know her.")
    assert people(empty) == 1
    (row,) = empty.find(schema.JUDGEMENTS, "id", [identifier])
    assert (row["by"], row["reasons"], row["undone"]) == ("Jo", ["I know her."], "")
    assert row["made"].startswith(SECOND[:10])
    assert waiting(empty) == []
    wrote = [tie for tie in empty.scan(schema.TIES) if tie["predicate"] == "WROTE"]
    assert {tie["source"] for tie in wrote} == {one(empty, Label.PERSON, "Asha Rao")["id"]}


def test_different_wins_over_a_rule(empty: GraphStore):
    read(empty, [post("a"), post("b")])
    assert people(empty) == 1
    judge(empty, records(empty), DIFFERENT, "Jo")
    assert people(empty) == 2


def test_same_wins_over_a_rule_that_says_different(empty: GraphStore):
    two = [person("David Smith", ids=(f"members:{n}",)) for n in (1, 2)]
    read(empty, {"one": [post("a", by=two[0])], "two": [post("b", by=two[1])]})
    assert people(empty, "David Smith") == 2
    judge(empty, records(empty, "David Smith"), SAME, "Jo")
    assert people(empty, "David Smith") == 1


def test_different_blocks_every_path(empty: GraphStore):
    read(empty, {"one": [post("a")], "two": [post("b")], "three": [post("c")]})
    a, b, c = records(empty)
    decide(empty, a, c, DIFFERENT, "Jo")
    decide(empty, a, b, SAME, "Jo")
    decide(empty, b, c, SAME, "Jo")
    entity = {row["id"]: row["entity"] for row in empty.scan(schema.RECORDS)}
    assert entity[a] != entity[c]


def test_a_later_verdict_of_another_replaces_the_earlier(empty: GraphStore):
    read(empty, TWO)
    judge(empty, records(empty), SAME, "Jo")
    judge(empty, records(empty), DIFFERENT, "Sam")
    assert people(empty) == 2
    assert judged_by(empty, "same") == []


@pytest.mark.parametrize("by", ["Jo", "Sam"])
def test_taking_back_a_change_of_mind_gives_the_graph_before_it(empty: GraphStore, by: str):
    read(empty, TWO)
    judge(empty, records(empty), SAME, "Jo")
    before = derived(empty)
    undo(empty, judge(empty, records(empty), DIFFERENT, by))
    assert derived(empty) == before


def test_an_undone_rule_is_not_made_again_by_reading_again(empty: GraphStore):
    drafts = [post("a"), post("b")]
    read(empty, drafts)
    (rule,) = rows(empty, schema.JUDGEMENTS)
    undo(empty, rule["id"])
    assert people(empty) == 2
    read(empty, [post("a", "New title", topics=["falls"]), post("b", body="More")], at=SECOND)
    assert people(empty) == 2
    assert judged_by(empty) == []


SHORT = "Daniel Okafor, Ward Manager at NTH, came. Thanks to Dan for the socks, and thanks, Dan."


def read_twice(store: GraphStore) -> None:
    """Read the post until reading it again changes no record: the second time its own names are known."""
    for number in (1, 2):
        read(store, [post("p", body=f"{SHORT} Tea {number}.")], prose=True)


def test_an_undone_short_name_is_not_made_again_by_reading_again(empty: GraphStore):
    read_twice(empty)
    (rule,) = [row for row in empty.scan(schema.JUDGEMENTS) if row["by"] == "rule:short-name"]
    undo(empty, rule["id"])
    read(empty, [post("p", body=f"{SHORT} Tea was served.")], prose=True, at=THIRD)
    assert judged_by(empty) == []


def test_a_judgement_keeps_its_date_when_its_document_is_read_again(empty: GraphStore):
    read_twice(empty)
    before = rows(empty, schema.JUDGEMENTS)
    read(empty, [post("p", body=f"{SHORT} Tea was served.")], prose=True, at=THIRD)
    assert rows(empty, schema.JUDGEMENTS) == before


def test_a_persons_judgement_survives_reading_again(empty: GraphStore):
    read(empty, TWO)
    identifier = judge(empty, records(empty), SAME, "Jo")
    before = empty.find(schema.JUDGEMENTS, "id", [identifier])
    changed = {
        "one": [post("a", "Other", topics=["huddles"])],
        "two": [post("b"), post("c", by="Dan Okafor")],
    }
    read(empty, changed, at=SECOND)
    assert people(empty) == 1
    assert empty.find(schema.JUDGEMENTS, "id", [identifier]) == before


def test_a_judgement_on_a_record_that_comes_back_counts_again(empty: GraphStore):
    read(empty, TWO)
    judge(empty, records(empty), SAME, "Jo")
    read(empty, {**TWO, "two": [post("b", by="Bela Bo")]}, at=SECOND)
    assert people(empty) == 1
    read(empty, TWO, at=THIRD)
    assert (people(empty), len(records(empty))) == (1, 2)


@pytest.mark.parametrize(
    ("left", "right", "by", "error"),
    [
        ("a", "a", "Jo", UsageError), ("a", "b", " ", UsageError), ("a", "b", "rule:name", UsageError),
        ("a", "falls", "Jo", UsageError), ("a", "nobody", "Jo", NotFoundError),
    ],
)  # fmt: skip
def test_a_judgement_that_cannot_be_is_refused_and_nothing_is_written(
    empty: GraphStore, left, right, by, error
):
    read(empty, TWO)
    known = dict(zip("ab", records(empty), strict=True)) | {"falls": records(empty, "falls")[0]}
    before = tables(empty)
    with pytest.raises(error) as raised:
        decide(empty, known.get(left, left), known.get(right, right), SAME, by)
    assert raised.value.hint
    assert tables(empty) == before


def test_taking_back_what_is_not_there_or_was_taken_back_is_refused(empty: GraphStore):
    read(empty, TWO)
    identifier = judge(empty, records(empty), SAME, "Jo")
    undo(empty, identifier)
    with pytest.raises(UsageError, match="was taken back"):
        undo(empty, identifier)
    with pytest.raises(NotFoundError):
        undo(empty, judgement_id("a", "b", "Jo"))


def test_counts_follow_judgements(empty: GraphStore):
    read(empty, TWO)
    count = ["count:people"]
    assert empty.find(schema.META, "id", count)[0]["value"] == "2"
    identifier = judge(empty, records(empty), SAME, "Jo")
    assert empty.find(schema.META, "id", count)[0]["value"] == "1"
    undo(empty, identifier)
    assert empty.find(schema.META, "id", count)[0]["value"] == "2"


COMMUNITY: dict[str, list[Draft]] = {
    "members": [member("1", "Asha Rao", organisation="NTH", interests=["falls"]), member("2", "Asha Rao")],
    "projects": [project("P1", "Night Watch", team=["Asha Rao", "Dan Okafor"], topics=["falls"])],
    "blog": [post("a", by=person("Asha Rao", organisation="NTH"), topics=["falls", "huddles"]),
             post("b", by="Dan Okafor"),
             comment("c", on="b", by="Asha Rao")],
}  # fmt: skip
STEPS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(list(Verdict))),
    min_size=1,
    max_size=5,
    unique_by=lambda s: s[0],
)


@settings(max_examples=30, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_judgements_given_and_taken_back_in_any_order_leave_the_graph_as_it_was(steps, order):
    with TemporaryDirectory() as folder, empty_sqlite(Path(folder)) as store, clock(FIRST):
        read(store, COMMUNITY)
        before = derived(store)
        ashas = [row["id"] for row in store.scan(schema.RECORDS) if row["label"] == "Person"]
        pairs = list(combinations(ashas, 2))
        given_ids = [judge(store, pairs[place % len(pairs)], verdict, "Jo") for place, verdict in steps]
        order.shuffle(given_ids)
        for identifier in dict.fromkeys(given_ids):
            undo(store, identifier)
        assert derived(store) == before


MINDS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(list(Verdict)), st.sampled_from(["Jo", "Sam"])), max_size=6
)


@settings(max_examples=20, deadline=None)
@given(MINDS)
def test_changes_of_mind_taken_back_one_by_one_give_every_graph_again(steps):
    with TemporaryDirectory() as folder, empty_sqlite(Path(folder)) as store, clock(FIRST):
        read(store, COMMUNITY)
        pairs = list(combinations(records(store), 2))
        graphs, made = [derived(store)], []
        for place, verdict, by in steps:
            made.append(judge(store, pairs[place], verdict, by))
            graphs.append(derived(store))
        for identifier in reversed(made):
            assert derived(store) == graphs.pop()
            undo(store, identifier)
        assert derived(store) == graphs.pop()


@settings(max_examples=10, deadline=None)
@given(STEPS)
def test_judgements_have_the_same_outcome_before_and_after_reading(steps):
    found = []
    for first in (True, False):
        with TemporaryDirectory() as folder, empty_sqlite(Path(folder)) as store, clock(FIRST):
            read(store, COMMUNITY if first else {**COMMUNITY, "blog": COMMUNITY["blog"][1:]})
            kept = [
                row["id"]
                for row in store.scan(schema.RECORDS)
                if "a|" not in row["key"] and row["label"] == "Person"
            ]
            pairs = list(combinations(kept, 2))
            for place, verdict in steps:
                judge(store, pairs[place % len(pairs)], verdict, "Jo")
            read(store, COMMUNITY)
            found.append(derived(store))
    assert found[0] == found[1]
