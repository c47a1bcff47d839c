"""Which records become one, and why: ids decide, a name needs company, and the order of reading says nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import schema
from graph.model import Judgement, Label, Verdict
from graph.store import GraphStore
from ingest.document import Draft, Named
from ingest.lexicon import Lexicon
from ingest.resolve.cluster import cluster
from tests.community import (
    SECOND,
    comment,
    empty_sqlite,
    entities,
    judged_by,
    member,
    one,
    organisation,
    person,
    post,
    project,
    read,
    rows,
    topic,
)

JO, SAM = person("David Smith", ids=("members:1",)), person("David Smith", ids=("members:2",))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def sizes(store: GraphStore, name: str = "Asha Rao", label: Label = Label.PERSON) -> list[int]:
    return sorted(row["records"] for row in entities(store, label, name))


def apart(left: Draft, right: Draft) -> dict[str, list[Draft]]:
    """Two documents of two sources: what they share is in the drafts alone."""
    return {"one": [left], "two": [right]}


def test_a_full_name_alone_never_joins(empty: GraphStore):
    read(empty, apart(post("a"), post("b")))
    assert sizes(empty) == [1, 1]
    assert judged_by(empty, "same") == []
    assert judged_by(empty, "unsure") == ["rule:same-name"]


def test_an_id_joins_whatever_the_names(empty: GraphStore):
    by = [person(name, ids=("ORCID:0000-0001",)) for name in ("Asha Rao", "A. Rao-Jones")]
    read(empty, apart(post("a", by=by[0]), post("b", by=by[1])))
    assert sizes(empty) == [2]
    (judgement,) = empty.scan(schema.JUDGEMENTS)
    assert judgement["reasons"] == ["Both carry the identifier orcid:0000-0001."]


TOPICS = ("falls", "huddles")
SIGNALS = {
    "organisation": apart(
        post("a", by=person("Asha Rao", organisation="NTH")), member("M1", "Asha Rao", organisation="NTH")
    ),
    "project": apart(project("P1", "Night Watch", team=["Asha Rao"]), project("P2", "Night Watch", team=["Asha Rao"])),
    "with": apart(post("a", by=["Asha Rao", "Dan Okafor"]), post("b", by=["Asha Rao", "Dan Okafor"])),
    "thread": {"blog": [comment("1", on="a", by="Asha Rao"), comment("2", on="a", by="Asha Rao")]},
    "topics": apart(post("a", topics=TOPICS), post("b", topics=TOPICS)),
    "byline": {"blog": [post("a"), post("b")]},
    "role and place": apart(
        member("M1", "Asha Rao", role="Nurse", place="Kelsby"),
        post("b", by=person("Asha Rao", role="Nurse", place="Kelsby")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SIGNALS)
def test_a_name_and_something_in_common_joins_and_says_why(empty: GraphStore, kind: str):
    drafts = SIGNALS[kind]
    if kind == "thread":
        drafts = {"blog": [post("a", by="Bela Bo"), *drafts["blog"]]}
    read(empty, drafts)
    assert sizes(empty) == [2]
    assert f"rule:name and {kind}" in judged_by(empty)
    reasons = [reason for row in empty.scan(schema.JUDGEMENTS) for reason in row["reasons"]]
    assert any(reason.startswith("Both are called Asha Rao") for reason in reasons)


def test_one_topic_in_common_is_too_little(empty: GraphStore):
    read(empty, apart(post("a", topics=["falls"]), post("b", topics=["falls"])))
    assert sizes(empty) == [1, 1]


def test_short_names_and_initials_join_nobody(empty: GraphStore):
    for name in ("Letty", "J. Smith", "@asha"):
        read(
            empty,
            {
                name: [
                    post("a", by=person(name, organisation="NTH")),
                    post("b", by=person(name, organisation="NTH")),
                ]
            },
        )
        assert sizes(empty, name) == [1, 1]


@pytest.mark.parametrize("kind", ["organisation", "project", "with", "thread", "topics", "byline"])
def test_two_people_with_ids_of_their_own_stay_two_whatever_they_share(empty: GraphStore, kind: str):
    drafts = {
        "organisation": [post("a", by=person("David Smith", ids=JO.ids, organisation="NTH")),
                         post("b", by=person("David Smith", ids=SAM.ids, organisation="NTH"))],
        "project": [project("P1", "Night Watch", team=[JO]), project("P2", "Night Watch", team=[SAM])],
        "with": [post("a", by=[JO, "Asha Rao"]), post("b", by=[SAM, "Asha Rao"])],
        "thread": [post("a", by="Bela Bo"), comment("1", on="a", by=JO), comment("2", on="a", by=SAM)],
        "topics": [post("a", by=JO, topics=TOPICS), post("b", by=SAM, topics=TOPICS)],
        "byline": [post("a", by=JO), post("b", by=SAM)],
    }[kind]  # fmt: skip
    read(empty, drafts)
    assert sizes(empty, "David Smith") == [1, 1]
    assert set(judged_by(empty, "different")) == {"rule:different-ids"}


def test_weak_signals_do_not_count_for_a_name_that_two_people_bear(empty: GraphStore):
    drafts = [post("a", by=JO, topics=TOPICS), post("b", by=SAM), post("c", by="David Smith", topics=TOPICS)]
    read(empty, drafts)
    assert sizes(empty, "David Smith") == [1, 1, 1]
    strong = [post("a", by=[person("David Smith", ids=JO.ids, organisation="NTH"), "Bela Bo"]), post("b", by=SAM),
              post("c", by=[person("David Smith", organisation="NTH"), "Bela Bo"])]  # fmt: skip
    read(empty, strong, at=SECOND)
    assert sizes(empty, "David Smith") == [1, 2]


def test_a_second_bearer_of_a_name_takes_weak_joins_apart_again(empty: GraphStore):
    drafts = [post("a", by=JO, topics=TOPICS), post("c", by="David Smith", topics=TOPICS)]
    read(empty, drafts)
    assert sizes(empty, "David Smith") == [2]
    read(empty, [*drafts, post("b", by=SAM)], at=SECOND)
    assert sizes(empty, "David Smith") == [1, 1, 1]


REGISTER = organisation("X1", "Northmere Teaching Hospitals", names=("NTH",))


def test_a_short_name_joins_the_one_register_entry_that_lists_it(empty: GraphStore):
    read(empty, {"ods": [REGISTER], "blog": [post("a", by=person("Asha Rao", organisation="NTH"))]})
    assert one(empty, Label.ORGANISATION, "NTH")["records"] == 2
    assert judged_by(empty) == ["rule:listed-name"]


@pytest.mark.parametrize("scheme", ["ods", "ror"])
def test_a_short_name_that_two_entries_list_joins_neither(empty: GraphStore, scheme: str):
    other = organisation("X2", "Nantford Trust Hospital", names=("NTH",), scheme=scheme)
    read(
        empty,
        {"one": [REGISTER], "two": [other], "blog": [post("a", by=person("Asha Rao", organisation="NTH"))]},
    )
    assert sizes(empty, "NTH", Label.ORGANISATION) == [1, 1, 1]


def test_a_name_that_two_register_entries_bear_joins_neither(empty: GraphStore):
    both = [organisation("X1", "St Mary's Hospital"), organisation("X2", "St Mary's Hospital")]
    read(empty, {"ods": both, "blog": [post("a", by=person("Asha Rao", organisation="St Mary's Hospital"))]})
    assert sizes(empty, "St Mary's Hospital", Label.ORGANISATION) == [1, 1, 1]


def test_topics_of_one_name_are_one_whatever_the_case(empty: GraphStore):
    read(
        empty,
        {
            "list": [topic("T1", "Falls")],
            "a": [post("a", topics=["falls"])],
            "b": [post("b", topics=["FALLS"])],
        },
    )
    assert sizes(empty, "Falls", Label.TOPIC) == [3]


@pytest.mark.parametrize(("name", "found"), [("Safer handover on ward six", [2]), ("Compass", [1, 1])])
def test_only_a_telling_project_name_joins_alone(empty: GraphStore, name: str, found: list[int]):
    named = replace(project("P", name), main=Named(Label.PROJECT, name))
    read(empty, apart(named, named))
    assert sizes(empty, name, Label.PROJECT) == found


@pytest.mark.parametrize("claimed", ["123", "121"])
def test_a_name_that_several_ids_claim_has_none_in_the_lexicon(claimed: str):
    lexicon = Lexicon()
    for number in claimed:
        lexicon.add(Label.PERSON, "David Smith", f"members:{number}")
    assert lexicon.entries[Label.PERSON, "david smith"].id == ""


def test_an_old_id_leads_on_when_the_record_that_gave_it_is_gone(empty: GraphStore):
    by = person("Asha Rao", ids=("members:1",))
    read(empty, [post("a", by=by), post("b", by=by)])
    old = one(empty, Label.PERSON, "Asha Rao")["id"]
    (record,) = empty.find(schema.RECORDS, "id", [old])
    gone = record["key"].split("|")[0]
    read(empty, [post(key, by="Bela Bo" if key == gone else by) for key in ("a", "b")], at=SECOND)
    (record,) = empty.find(schema.RECORDS, "id", [old])
    assert record["entity"] == one(empty, Label.PERSON, "Asha Rao")["id"]


MIXED: dict[str, list[Draft]] = {
    "ods": [REGISTER],
    "members": [member("1", "David Smith", organisation="NTH"), member("2", "David Smith", organisation="Steadyfoot")],
    "projects": [project("P1", "Night Watch", team=["David Smith", "Asha Rao"], host="NTH", topics=TOPICS)],
    "blog": [post("a", by=person("David Smith", organisation="NTH"), topics=TOPICS),
             post("b", by=["Asha Rao", "David Smith"]), comment("1", on="a", by="Asha Rao")],
    "feed": [post("c", by=JO), post("d", topics=TOPICS), post("e", by="David Smith", topics=TOPICS)],
}  # fmt: skip


def clusters(order: list[str], batch: int) -> tuple[dict[str, str], list[dict[str, object]]]:
    with TemporaryDirectory() as folder, empty_sqlite(Path(folder)) as store:
        read(store, {name: MIXED[name] for name in order}, batch=batch)
        return {row["id"]: row["entity"] for row in store.scan(schema.RECORDS)}, rows(store, schema.ENTITIES)


@settings(max_examples=20, deadline=None)
@given(st.permutations(list(MIXED)), st.sampled_from([1, 3, 500]))
def test_the_order_of_sources_and_batches_does_not_change_the_clusters(order: list[str], batch: int):
    assert clusters(order, batch) == clusters(list(MIXED), 500)


def judgements(pairs: list[tuple[int, int, str, bool, float]]) -> list[Judgement]:
    return [
        Judgement(
            f"j{n}",
            f"r{min(a, b)}",
            f"r{max(a, b)}",
            Verdict(verdict),
            ("x",),
            "rule:x" if rule else "Jo",
            score,
        )
        for n, (a, b, verdict, rule, score) in enumerate(pairs)
        if a != b
    ]


PAIRS = st.lists(
    st.tuples(
        st.integers(0, 5), st.integers(0, 5), st.sampled_from(["same", "different", "unsure"]), st.booleans(),
        st.sampled_from([0.7, 0.8, 1.0]),
    ),
    max_size=12,
)  # fmt: skip


@given(PAIRS, st.randoms(use_true_random=False))
def test_clusters_keep_apart_what_is_judged_different_in_any_order(pairs, shuffled: random.Random):
    given_all = judgements(pairs)
    records = [f"r{number}" for number in range(6)]
    found = cluster(records, given_all)
    shuffled.shuffle(given_all)
    assert cluster(records, given_all) == found
    assert all(found[record] <= record for record in records)
    said = {(item.left, item.right, item.verdict): item.by_rule for item in given_all if not item.by_rule}
    for left, right in combinations(records, 2):
        if (left, right, Verdict.DIFFERENT) in said and (left, right, Verdict.SAME) not in said:
            assert found[left] != found[right]
    linked = {(item.left, item.right) for item in given_all if item.verdict is Verdict.SAME}
    groups = {
        entity: [record for record in records if found[record] == entity] for entity in set(found.values())
    }
    for entity, members in groups.items():
        reached = {entity}
        for _ in members:
            reached |= {
                end for pair in linked for end in pair if set(pair) & reached and set(pair) <= set(members)
            }
        assert reached == set(members)
