"""What documents claim: each claim with its quote, from fields and from prose; ties add them up."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import schema
from graph.ids import tie_id
from graph.model import Label, Modality, Polarity, Strength
from graph.store import GraphStore, Row
from graph.transfer import verify
from tests.community import (
    SECOND,
    comment,
    empty_sqlite,
    entities,
    judged_by,
    member,
    one,
    person,
    post,
    project,
    read,
    topic,
)
from tests.conftest import SAMPLE

EXPECTED = SAMPLE.parent / "expected.json"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def claims(store: GraphStore, predicate: str) -> list[Row]:
    found = [
        row for row in store.scan(schema.CLAIMS) if row["predicate"] == predicate and not row["retracted"]
    ]
    return sorted(found, key=lambda row: (row["start"], row["id"]))


def test_a_byline_and_tags_are_declared_with_their_line(empty: GraphStore):
    read(empty, [post("p", "Huddles", by=["Asha Rao", "Dan Okafor"], topics=["falls"])])
    assert [row["quote"] for row in claims(empty, "WROTE")] == ["By: Asha Rao; Dan Okafor"] * 2
    (about,) = claims(empty, "ABOUT")
    assert (about["quote"], about["status"], about["rule"]) == ("Topics: falls", "declared", "field")
    assert (about["speaker"], about["valid_from"]) == ("Asha Rao; Dan Okafor", "2023-05-01")
    assert (about["subject_label"], about["object_label"]) == ("Document", "Topic")


def test_work_has_the_state_and_the_dates_of_its_project(empty: GraphStore):
    read(
        empty,
        [
            project(
                "P1", "Steady Steps", team=["Asha Rao"], host="NTH", status=Modality.STOPPED, ends="2023-06"
            )
        ],
    )
    for predicate in ("WORKS_ON", "RUNS"):
        (claim,) = claims(empty, predicate)
        assert (claim["modality"], claim["valid_from"], claim["valid_to"]) == ("stopped", "2022", "2023-06")
    assert claims(empty, "WORKS_ON")[0]["role"] == "lead"


def test_a_reply_is_observed_and_quotes_its_title(empty: GraphStore):
    read(empty, [post("p"), comment("1", on="p")])
    (reply,) = claims(empty, "REPLIES_TO")
    assert (reply["quote"], reply["status"]) == ("Comment 1", "observed")


def test_a_member_is_at_their_organisation_in_their_role(empty: GraphStore):
    read(empty, [member("M1", "Asha Rao", role="Ward Manager", organisation="NTH", interests=["falls"])])
    (at,) = claims(empty, "AFFILIATED_WITH")
    assert (at["role"], at["quote"]) == ("Ward Manager", "Role: Ward Manager\nOrganisation: NTH")
    (about,) = claims(empty, "ABOUT")
    assert about["subject"] == at["subject"]


def test_a_topic_is_a_kind_of_its_broader_one(empty: GraphStore):
    read(empty, [topic("T1", "falls", broader="safety")])
    (claim,) = claims(empty, "BROADER")
    assert claim["subject_entity"] == one(empty, Label.TOPIC, "falls")["id"]
    assert claim["object_entity"] == one(empty, Label.TOPIC, "safety")["id"]


PROSE = (
    "At Kelsby Trust I lead the Steady Steps project. "
    "Dan Okafor is not involved in the Steady Steps project and never was."
)
DAN = member("M1", "Dan Okafor", organisation="Kelsby Trust")


def test_prose_is_asserted_and_a_denial_makes_no_tie(empty: GraphStore):
    read(empty, {"projects": [project("P1", "Steady Steps")], "members": [DAN],
                 "blog": [post("p", body=PROSE)]}, prose=True)  # fmt: skip
    said = {row["subject_entity"]: row for row in claims(empty, "WORKS_ON")}
    asha, dan = (one(empty, Label.PERSON, name)["id"] for name in ("Asha Rao", "Dan Okafor"))
    assert (said[asha]["status"], said[asha]["polarity"]) == ("asserted", "asserts")
    assert said[asha]["modality"] == "doing"
    assert said[dan]["polarity"] == "denies"
    assert said[asha]["quote"] in PROSE
    assert [tie["source"] for tie in empty.scan(schema.TIES) if tie["predicate"] == "WORKS_ON"] == [asha]


def test_a_short_name_is_the_one_full_name_of_the_document_by_a_judgement(empty: GraphStore):
    body = "Daniel Okafor, Ward Manager at NTH, came. Thanks to Dan for the socks, and thanks, Dan."
    read(empty, [post("p", body=body)], prose=True)
    (found,) = entities(empty, Label.PERSON, "Daniel Okafor")
    assert "Dan" in found["names"]
    assert judged_by(empty) == ["rule:short-name"]
    (judgement,) = empty.scan(schema.JUDGEMENTS)
    assert judgement["reasons"] == ["In this document “Dan” can only be Daniel Okafor."]


def test_a_first_name_of_nobody_is_a_mention_and_no_person(empty: GraphStore):
    read(empty, [post("p", body="Thanks to Ewa for the tea. Ewa said it was nothing.")], prose=True)
    mentions = [row for row in empty.scan(schema.MENTIONS) if row["text"] == "Ewa"]
    assert mentions
    assert all(row["record"] == row["entity"] == "" for row in mentions)
    assert [row["name"] for row in entities(empty, Label.PERSON)] == ["Asha Rao"]


def test_saying_it_twice_in_one_document_counts_once(empty: GraphStore):
    read(empty, [post("p", topics=["falls", "falls"], by=["Asha Rao", "Asha Rao"])])
    assert len(claims(empty, "WROTE")) == len(claims(empty, "ABOUT")) == 1


def test_a_claim_moves_with_its_sentence_and_keeps_its_id(empty: GraphStore):
    before = post("p", topics=["falls"])
    read(empty, [before])
    (old,) = claims(empty, "ABOUT")
    read(empty, [post("p", "A much longer title", topics=["falls"])], at=SECOND)
    (new,) = claims(empty, "ABOUT")
    assert new["id"] == old["id"]
    assert new["start"] > old["start"]
    assert verify(empty) == []


def naive_ties(store: GraphStore) -> dict[str, Row]:
    """The ties, worked out from nothing but the claims."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in store.scan(schema.CLAIMS):
        if (
            not row["retracted"]
            and row["polarity"] == Polarity.ASSERTS
            and row["subject_entity"] != row["object_entity"]
        ):
            groups[row["subject_entity"], row["predicate"], row["object_entity"]].append(row)
    strengths = list(Strength)
    return {
        tie_id(*key): {
            "source": key[0], "predicate": key[1], "target": key[2], "claims": len(rows),
            "documents": len({row["document"] for row in rows}),
            "first_seen": min((row["valid_from"] for row in rows if row["valid_from"]), default=""),
            "last_seen": max((row["valid_from"] for row in rows), default=""),
            "status": str(min((Strength(row["status"]) for row in rows), key=strengths.index)),
            "source_label": rows[0]["subject_label"], "target_label": rows[0]["object_label"],
        }
        for key, rows in groups.items()
    }  # fmt: skip


def test_ties_are_the_sum_of_their_claims(told: GraphStore):
    expected = naive_ties(told)
    found = {row["id"]: row for row in told.scan(schema.TIES)}
    assert found.keys() == expected.keys()
    for identifier, tie in expected.items():
        assert {name: found[identifier][name] for name in tie} == tie
        assert 0 < found[identifier]["confidence"] <= 1


def test_every_quote_of_the_sample_stands_in_its_document(told: GraphStore):
    texts = {row["id"]: row["text"] for row in told.scan(schema.DOCUMENTS)}
    claimed = list(told.scan(schema.CLAIMS))
    mentioned = list(told.scan(schema.MENTIONS))
    assert len(claimed) > 400
    assert len(mentioned) > 400
    for row in claimed:
        assert texts[row["document"]][row["start"] : row["end"]] == row["quote"] != ""
    for row in mentioned:
        assert texts[row["document"]][row["start"] : row["end"]] == row["text"] != ""
    assert verify(told) == []


def test_every_entity_has_a_record_and_every_record_its_entity(told: GraphStore):
    standing = [row for row in told.scan(schema.RECORDS) if not row["retracted"]]
    members: dict[str, list[Row]] = defaultdict(list)
    for row in standing:
        members[row["entity"]].append(row)
    found = {row["id"]: row for row in told.scan(schema.ENTITIES)}
    assert members.keys() == found.keys()
    for identifier, entity in found.items():
        assert identifier == min(row["id"] for row in members[identifier])
        assert entity["records"] == len(members[identifier])
        assert {row["label"] for row in members[identifier]} == {entity["label"]}
        assert set(entity["names"]) == {
            n for row in members[identifier] for n in (row["name"], *row["names"])
        }


def test_what_must_not_come_out_of_the_sample_is_in_no_table(told: GraphStore):
    secrets = [
        secret
        for group in json.loads(EXPECTED.read_text("utf-8"))["must_not_come_out"].values()
        for secret in group
    ]
    assert len(secrets) > 50
    whole = "\n".join(
        json.dumps(row, ensure_ascii=False) for table in schema.TABLES for row in told.scan(table)
    ).casefold()
    assert [secret for secret in secrets if secret.casefold() in whole] == []


def test_a_person_named_by_a_role_brings_their_organisation(empty: GraphStore):
    read(empty, [post("p", by=person("Asha Rao", role="Nurse", organisation="NTH"))])
    (at,) = claims(empty, "AFFILIATED_WITH")
    assert (at["quote"], at["role"]) == ("By: Asha Rao (Nurse), NTH", "Nurse")
