"""A run: reading again changes what changed and nothing else; one bad document ends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

import ingest.steps
from graph import schema
from graph.model import Label
from graph.store import GraphStore, Row
from ingest.clean import clean
from ingest.document import Cleaned, Draft, Skip
from ingest.extract.pipeline import Extractor
from tests.community import (
    FIRST,
    SECOND,
    THIRD,
    comment,
    empty_sqlite,
    entities,
    member,
    organisation,
    person,
    post,
    project,
    read,
    rows,
    tables,
    topic,
)

SOURCES: dict[str, list[Draft]] = {
    "register": [organisation("X1", "Northmere Teaching Hospitals", names=("NTH",), kind="trust")],
    "topics": [topic("T1", "safety"), topic("T2", "falls", names=("slips",), broader="safety")],
    "members": [
        member("M1", "Asha Rao", organisation="NTH", role="Nurse", place="Northmere", interests=["falls"]),
        member("M2", "Dan Okafor", organisation="Steadyfoot", interests=["falls", "huddles"], agreed="yes"),
    ],
    "projects": [
        project("P1", "Steady Steps", team=["Asha Rao", "Dan Okafor"], host="NTH", topics=["falls"])
    ],
    "blog": [
        post("huddles", "Huddles", by=person("Asha Rao", organisation="NTH"), topics=["falls", "huddles"]),
        comment("1", on="huddles"),
        comment("2", on="1", thread="huddles", by="Asha Rao"),
        post("socks", "Socks", by="Dan Okafor", topics=["falls"], body="Non-slip socks. They fit."),
    ],
}
TIMES = ("recorded", "made", "retracted", "undone")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def of_document(store: GraphStore, key: str) -> tuple[list[Row], list[Row]]:
    """The claims of one document, and all others."""
    (found,) = [row["id"] for row in store.scan(schema.DOCUMENTS) if row["key"] == key]
    claims = rows(store, schema.CLAIMS)
    return [c for c in claims if c["document"] == found], [c for c in claims if c["document"] != found]


def test_reading_twice_changes_nothing(store: GraphStore) -> None:
    first = read(store, SOURCES)
    before = tables(store)
    second = read(store, SOURCES, at=SECOND)
    assert tables(store) == before
    assert all(before.values()), "a table that is empty says nothing"
    assert (first.loaded, first.unchanged) == (second.unchanged, second.loaded) == (10, 0)
    assert second.stored == first.stored


def test_changing_one_post_changes_only_its_claims(empty: GraphStore):
    read(empty, SOURCES)
    _, before = of_document(empty, "socks")
    others = {row["id"]: row for row in empty.scan(schema.RECORDS)}
    changed = [*SOURCES["blog"][:3], replace(SOURCES["blog"][3], body="Better socks.", title="Socks again")]
    report = read(empty, {**SOURCES, "blog": changed}, at=SECOND)
    own, after = of_document(empty, "socks")
    assert after == before
    assert {claim["recorded"] for claim in own if not claim["retracted"]} == {FIRST}
    assert {row["id"]: row for row in empty.scan(schema.RECORDS)} == others
    assert (report.loaded, report.unchanged) == (1, 9)


def test_what_is_no_longer_said_is_retracted_with_a_reason_and_known_at_still_sees_it(empty: GraphStore):
    with_topic, without = post("p", topics=["falls"]), post("p")
    read(empty, [with_topic])
    read(empty, [without], at=SECOND)
    (claim,) = [row for row in empty.scan(schema.CLAIMS) if row["predicate"] == "ABOUT"]
    assert (claim["recorded"], claim["retracted"]) == (FIRST, SECOND)
    assert claim["reason"] == "the document no longer says it"
    assert [tie for tie in empty.scan(schema.TIES) if tie["predicate"] == "ABOUT"] == []


def standing(store: GraphStore) -> dict[str, list[Row]]:
    """What stands now, without times, and without the ids of claims: what is said again is a claim of its own."""
    found = tables(store, *TIMES)
    claims = [
        {name: row[name] for name in row if name != "id"} for row in found["claims"] if not row["reason"]
    ]
    return {**found, "claims": sorted(claims, key=str)}


def test_what_is_said_again_stands_again(empty: GraphStore):
    whole, part = [post("p", topics=["falls"], by=["Asha Rao", "Dan Okafor"])], [post("p")]
    read(empty, whole)
    before = standing(empty)
    read(empty, part, at=SECOND)
    assert standing(empty) != before
    read(empty, whole, at=THIRD)
    assert standing(empty) == before


def test_what_is_said_again_was_known_before_and_not_in_between(empty: GraphStore):
    for at, topics in ((FIRST, ["falls"]), (SECOND, []), (THIRD, ["falls"])):
        read(empty, [post("p", topics=topics)], at=at)
    read(empty, [post("p", topics=["falls"], body="And more.")], at="2024-04-01T00:00:00Z")
    claims = [row for row in empty.scan(schema.CLAIMS) if row["predicate"] == "ABOUT"]
    assert sorted((row["recorded"], row["retracted"]) for row in claims) == [(FIRST, SECOND), (THIRD, "")]


def test_a_topic_that_nothing_names_any_more_is_gone(empty: GraphStore):
    read(empty, [post("p", topics=["falls"])])
    read(empty, [post("p")], at=SECOND)
    assert entities(empty, Label.TOPIC) == []


def test_a_comment_whose_post_is_not_there_stands_alone(empty: GraphStore):
    report = read(empty, [Skip("post", "draft"), comment("1", on="post")])
    (document,) = empty.scan(schema.DOCUMENTS)
    assert (document["parent"], document["thread"]) == ("", document["id"])
    assert [row["predicate"] for row in empty.scan(schema.CLAIMS)] == ["WROTE"]
    assert (report.read, report.skipped, report.loaded) == (2, 1, 1)


@pytest.mark.parametrize("batch", [500, 1])
def test_a_reply_may_come_before_what_it_replies_to(empty: GraphStore, batch: int):
    read(empty, [comment("1", on="post"), post("post")], batch=batch)
    parents = {row["key"]: row["parent"] for row in empty.scan(schema.DOCUMENTS)}
    assert parents["1"]
    assert [tie["predicate"] for tie in empty.scan(schema.TIES) if tie["predicate"] == "REPLIES_TO"]


LONG = " ".join(f"word{number}" for number in range(80))


def test_a_cross_post_is_one_document_with_two_places(empty: GraphStore):
    feed = [post("there", "The same", body=LONG), comment("1", on="there")]
    report = read(empty, {"blog": [post("here", "The same", body=LONG)], "feed": feed})
    documents = {row["key"]: row for row in empty.scan(schema.DOCUMENTS)}
    assert sorted(documents) == ["1", "here"]
    places = {
        row["source"]: row["document"]
        for row in empty.scan(schema.PLACES)
        if row["id"] != documents["1"]["id"]
    }
    assert places == {"blog": documents["here"]["id"], "feed": documents["here"]["id"]}
    assert report.of("feed").reasons.total() == 1
    assert "cross-post" in next(iter(report.of("feed").reasons))
    assert [skip.place for skip in report.of("feed").skips] == ["The same (there)"]
    again = read(empty, {"blog": [post("here", "The same", body=LONG)], "feed": feed}, at=SECOND)
    assert (again.unchanged, again.skipped) == (3, 0)


def test_a_reply_to_a_cross_post_hangs_on_the_one_document(empty: GraphStore):
    feed = [post("there", "The same", body=LONG), comment("1", on="there")]
    read(empty, {"blog": [post("here", "The same", body=LONG)], "feed": feed})
    documents = {row["key"]: row for row in empty.scan(schema.DOCUMENTS)}
    assert documents["1"]["parent"] == documents["here"]["id"]


def test_few_equal_words_are_no_cross_post(empty: GraphStore):
    read(
        empty,
        {
            "blog": [post("a", body="Congratulations to all!")],
            "feed": [post("b", body="Congratulations to all!")],
        },
    )
    assert empty.count()["documents"] == 2


def test_the_second_document_with_a_key_is_left_out(empty: GraphStore):
    report = read(empty, [post("p", "First"), post("p", "Second")])
    assert [row["title"] for row in empty.scan(schema.DOCUMENTS)] == ["First"]
    assert (report.loaded, report.skipped) == (1, 1)
    assert report.of("blog").skips == [Skip("p", "same key as an earlier document")]


def breaks_in_cleaning() -> object:
    def broken(draft: Draft, source: str) -> Cleaned:
        if draft.key == "bad":
            raise RecursionError("too deep")
        return clean(draft, source)

    return patch.object(ingest.steps, "clean", broken)


def breaks_in_extracting() -> object:
    def broken(self: Extractor, texts: Iterable[tuple[str, int, object]]) -> Iterator[object]:
        for text, *_ in texts:
            if "Bad" in text:
                raise IndexError(text)
            yield None

    return patch.object(Extractor, "read", broken)


@pytest.mark.parametrize("breaks", [breaks_in_cleaning, breaks_in_extracting])
def test_a_document_that_cannot_be_read_is_named_and_the_others_are_kept(empty: GraphStore, breaks):
    with breaks():
        report = read(empty, [post("a"), post("bad", "Bad"), post("c")], prose=True)
    assert {row["key"] for row in empty.scan(schema.DOCUMENTS)} == {"a", "c"}
    assert (report.loaded, report.skipped) == (2, 1)
    (skip,) = report.of("blog").skips
    assert skip.place == "bad"
    assert "Error" in skip.reason
    assert read(empty, [post("a"), post("bad", "Bad"), post("c")], at=SECOND).loaded == 1  # tried again


def test_a_broken_character_does_not_end_the_run(empty: GraphStore):
    # JSON of other programs holds halves of pairs: "\ud83d" alone.
    report = read(empty, [post("a"), post("bad", body="Well done \ud83d"), post("c")])
    assert report.loaded + report.skipped == 3


def test_a_dry_run_writes_nothing_and_counts_the_same(store: GraphStore) -> None:
    before = dict(store.count())
    report = read(store, SOURCES, dry_run=True)
    assert dict(store.count()) == before
    assert (report.dry_run, report.loaded, report.stored) == (True, 10, {})


def test_a_dry_run_needs_no_graph(tmp_path: Path):
    with empty_sqlite(tmp_path) as store:
        store.wipe()
        assert read(store, SOURCES, dry_run=True, prose=True).loaded == 10


@pytest.mark.parametrize("batch", [1, 3])
def test_the_size_of_batches_does_not_show(tmp_path: Path, batch: int):
    found = []
    for size in (batch, 500):
        (tmp_path / str(size)).mkdir()
        with empty_sqlite(tmp_path / str(size)) as store:
            read(store, SOURCES, batch=size, prose=True)
            found.append(tables(store))
    assert found[0] == found[1]


def test_a_report_adds_up(empty: GraphStore):
    drafts: list[Draft | Skip] = [post("a"), Skip("b", "draft"), post("a"), Skip("c", "draft")]
    report = read(empty, drafts)
    assert report.read == report.loaded + report.unchanged + report.skipped == 4
    assert report.as_dict()["sources"][0]["reasons"] == {"draft": 2, "same key as an earlier document": 1}
    assert report.stored["documents"] == empty.count()["documents"] == 1
