"""A source that is said to be whole: what it no longer has is retired, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from graph import schema
from graph.model import Label
from graph.soundness import problems
from graph.store import GraphStore
from ingest.document import Draft, Skip
from queries.questions import ask
from tests.community import FIRST, SECOND, THIRD, comment, empty_sqlite, entities, member, post, read, tables

LONG = " ".join(f"word{number}" for number in range(80))
BOTH = [post("huddles", "Huddles", topics=["falls"]), comment("1", on="huddles"), post("socks", "Socks")]
ONE = [post("socks", "Socks")]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def standing(store: GraphStore) -> set[str]:
    """The keys of the documents that their sources still have."""
    return {row["key"] for row in store.scan(schema.DOCUMENTS) if not row["retired"]}


def test_what_a_whole_source_no_longer_has_is_retired_with_all_it_alone_said(store: GraphStore) -> None:
    read(store, BOTH)
    report = read(store, ONE, at=SECOND, complete=True)
    assert (report.total("retired"), report.unchanged, report.loaded) == (2, 1, 0)
    assert standing(store) == {"socks"}
    assert not [row for row in store.scan(schema.TIES) if row["predicate"] in ("ABOUT", "REPLIES_TO")]
    (about,) = [row for row in store.scan(schema.CLAIMS) if row["predicate"] == "ABOUT"]
    assert (about["retracted"], about["reason"]) == (SECOND, "its source no longer has the document")
    assert list(problems(store)) == []
    assert report.stored["documents"] == 1


def test_what_a_part_no_longer_has_stays(empty: GraphStore):
    read(empty, BOTH)
    before = tables(empty)
    assert read(empty, ONE, at=SECOND).total("retired") == 0
    assert tables(empty) == before


def test_the_post_that_is_left_says_what_it_said(empty: GraphStore):
    read(empty, BOTH)
    read(empty, ONE, at=SECOND, complete=True)
    wrote = [row for row in empty.scan(schema.CLAIMS) if row["predicate"] == "WROTE" and not row["retracted"]]
    assert [row["quote"] for row in wrote] == ["By: Asha Rao"]
    assert {row["name"] for row in entities(empty, Label.PERSON)} == {"Asha Rao"}


def test_what_is_retired_is_found_no_more_but_was_known(empty: GraphStore):
    read(empty, BOTH)
    (falls,) = entities(empty, Label.TOPIC)
    read(empty, ONE, at=SECOND, complete=True)
    found = ask(empty, "find", {"words": "Huddles", "label": "Document"}).findings
    assert found == ()
    assert ask(empty, "who-works-on", {"topic": falls["id"], "known_at": FIRST}).findings


def test_what_comes_back_stands_again(empty: GraphStore):
    read(empty, BOTH)
    read(empty, ONE, at=SECOND, complete=True)
    report = read(empty, BOTH, at=THIRD, complete=True)
    assert (report.total("created"), report.total("retired")) == (2, 0)
    assert standing(empty) == {"huddles", "1", "socks"}
    assert [row for row in empty.scan(schema.TIES) if row["predicate"] == "REPLIES_TO"]
    assert list(problems(empty)) == []


def test_reading_a_whole_source_again_changes_nothing(empty: GraphStore):
    read(empty, BOTH)
    before = tables(empty)
    report = read(empty, BOTH, at=SECOND, complete=True)
    assert (report.total("retired"), report.loaded) == (0, 0)
    assert tables(empty) == before


@pytest.mark.parametrize(
    ("left", "retired"),
    [
        (Skip("export.xml", "not well-formed XML"), 0),
        (Skip("export.xml, post:9", "draft", on_purpose=True), 2),
    ],
)
def test_a_part_that_could_not_be_read_keeps_what_may_be_in_it(empty: GraphStore, left: Skip, retired: int):
    read(empty, BOTH)
    drafts: Sequence[Draft | Skip] = [*ONE, left]
    report = read(empty, drafts, at=SECOND, complete=True)
    assert report.total("retired") == retired
    assert ("could not be read" in report.of("blog").kept) == (not retired)


def test_a_source_that_gave_nothing_retires_nothing(empty: GraphStore):
    read(empty, BOTH)
    report = read(empty, [], at=SECOND, complete=True)
    assert (report.total("retired"), standing(empty)) == (0, {"huddles", "1", "socks"})
    assert report.of("blog").kept


def test_a_cross_post_stays_while_one_source_has_it(empty: GraphStore):
    here, there = [post("here", "The same", body=LONG)], [post("there", "The same", body=LONG)]
    other = [post("other", "Another")]
    read(empty, {"blog": [*here, *other], "site": [*there, *other]})
    read(empty, {"blog": other, "site": [*there, *other]}, at=SECOND, complete=True)
    assert "here" in standing(empty)
    read(empty, {"blog": other, "site": other}, at=THIRD, complete=True)
    assert "here" not in standing(empty)


def test_a_member_who_left_the_list_is_no_member_and_what_they_wrote_stays(empty: GraphStore):
    people = [member("M1", "Asha Rao", interests=["falls"]), member("M2", "Dan Okafor", interests=["sepsis"])]
    blog = [post("socks", "Socks", by="Dan Okafor")]
    read(empty, {"members": people, "blog": blog})
    read(empty, {"members": people[:1], "blog": blog}, at=SECOND, complete=True)
    assert {row["name"] for row in entities(empty, Label.PERSON)} == {"Asha Rao", "Dan Okafor"}
    interests = [row for row in empty.scan(schema.TIES) if row["predicate"] == "ABOUT"]
    assert len(interests) == 1


def test_a_dry_run_says_what_it_would_do_and_does_nothing(store: GraphStore) -> None:
    read(store, BOTH)
    before = tables(store)
    changed = [post("socks", "Better socks"), post("new", "New")]
    report = read(store, changed, at=SECOND, complete=True, dry_run=True)
    planned = {(one.action.value, one.place) for one in report.of("blog").planned}
    assert planned == {("created", "new"), ("changed", "socks"), ("retired", "huddles"), ("retired", "1")}
    assert (report.total("created"), report.total("changed"), report.total("retired")) == (1, 1, 2)
    assert tables(store) == before
    real = read(store, changed, at=SECOND, complete=True)
    assert (real.total("created"), real.total("changed"), real.total("retired")) == (1, 1, 2)


def test_what_its_source_no_longer_publishes_is_taken_back_at_once(store: GraphStore) -> None:
    read(store, BOTH)
    drafts: Sequence[Draft | Skip] = [
        *ONE,
        Skip("export.xml, huddles", "private", on_purpose=True, key="huddles"),
    ]
    dry = read(store, drafts, at=SECOND, dry_run=True)
    assert [one.place for one in dry.of("blog").planned if one.action == "retired"] == ["huddles"]
    assert (
        read(store, drafts, at=SECOND, dry_run=True, complete=True).total("retired") == 2
    )  # and its comment
    report = read(store, drafts, at=SECOND)
    assert (report.total("retired"), report.skipped) == (1, 1)
    assert standing(store) == {"1", "socks"}
    assert list(problems(store)) == []
    assert read(store, drafts, at=THIRD).total("retired") == 0
    assert read(store, BOTH, at=THIRD).total("created") == 1


def test_what_was_never_read_is_withdrawn_without_a_trace(empty: GraphStore):
    read(empty, [*ONE, Skip("export.xml, secret", "draft", on_purpose=True, key="secret")])
    assert standing(empty) == {"socks"}
