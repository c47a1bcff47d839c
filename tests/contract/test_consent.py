"""Consent, on both engines: who said no is suggested by no question, from the next run on, and stays left out."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import ConsentPolicy, Label, Verdict
from graph.schema import CONSENTS, JUDGEMENTS
from graph.store import GraphStore
from graph.transfer import verify
from ingest.document import Draft
from ingest.resolve.review import undo
from queries.answer import Answer
from queries.consent import consents_of
from queries.questions import ask
from queries.request import Role
from tests.community import SECOND, THIRD, entities, judge, member, one, person, post, project, read, rows

ASHA, BELA, CY, DAN, EVA, FAY = "Asha Rao", "Bela Bo", "Cy Low", "Dan Okafor", "Eva Moss", "Fay Glyn"
# Bela stands between Asha and Dan, is the only one on falls in the south, and could welcome Fay.
WORK = [
    project("P1", "Steady Steps", team=[person(ASHA, ids=("members:1",)), person(BELA, ids=("members:2",))]),
    project("P2", "Night Lights", team=[person(BELA, ids=("members:2",)), person(DAN, ids=("members:4",))]),
    project("P3", "Safe Socks", team=[person(CY, ids=("members:3",))], topics=["falls", "huddles"]),
]


def members(**agreed: str) -> list[Draft]:
    where = {ASHA: "North", BELA: "South", CY: "East", DAN: "West", EVA: "Mid", FAY: "South"}
    # More than half of all have the first two, which so say little of any pair of them.
    shared = ["falls", "huddles"]
    more = {BELA: ["sepsis"], EVA: ["sepsis"]}
    return [
        member(
            str(number),
            name,
            organisation=f"{where[name]} Trust",
            place=where[name],
            interests=shared + more.get(name, []),
            agreed=agreed.get(name.split()[0].lower(), ""),
        )
        for number, name in enumerate(where, 1)
    ]


def community(**agreed: str) -> dict[str, list[Draft]]:
    return {"members": members(**agreed), "projects": WORK}


SUGGESTING = [
    ("introductions", {}),
    ("introductions", {"person": EVA}),
    ("introductions", {"between": "person-project"}),
    ("newcomers", {}),
    ("path", {"from": ASHA, "to": DAN}),
    ("convene", {"topic": "falls", "size": "6"}),
    ("peers", {"person": EVA}),
    ("gaps", {}),
]


def suggested(answer: Answer) -> set[str]:
    """Everybody whom an answer names as somebody to turn to; a newcomer is whom it is about."""
    keys = ("people", "pair", "introduce_to", "through", "person", "runner_up", "nearest")
    found: set[str] = set()
    for finding in answer.findings:
        for key in keys:
            if key == "person" and answer.question == "newcomers":
                continue
            value: Any = finding.value.get(key)
            some = value if isinstance(value, list) else [value]
            found |= {str(one["name"]) for one in some if isinstance(one, dict)}
        if answer.question == "peers":
            found.add(str(finding.value["name"]))
        if answer.question == "path":
            found |= set(str(finding.value["name"]).split(" – ")[1:])
    return found


def test_whoever_says_no_is_suggested_by_no_question(store: GraphStore) -> None:
    read(store, community(cy="yes"))
    before = [ask(store, name, parameters, Role.MANAGER) for name, parameters in SUGGESTING]
    read(store, community(cy="yes", bela="no"), at=SECOND)
    for (name, parameters), once in zip(SUGGESTING, before, strict=True):
        after = ask(store, name, parameters, Role.MANAGER)
        assert BELA not in suggested(after), name
        if name != "gaps":  # nothing is missing in so small a community
            assert BELA in suggested(once), name
        said = "1 person who said no, or may have, is left out, Bela Bo"
        assert any(said in caveat for caveat in after.caveats), name
        assert all(BELA not in caveat for caveat in ask(store, name, parameters).caveats), name
        known = ask(store, name, {**parameters, "known_at": "2024-01-15"}, Role.MANAGER)
        assert BELA not in suggested(known), f"{name}: nor by asking about the day before they said no"


def test_where_everybody_is_asked_only_a_yes_will_do(store: GraphStore) -> None:
    read(store, community(asha="yes", dan="yes", eva="yes"), consent=ConsentPolicy.ASKED)
    answer = ask(store, "introductions", {})
    assert suggested(answer) <= {ASHA, DAN, EVA}
    assert suggested(answer)
    assert (
        "3 people who have not agreed to be suggested are left out (consent: only those who said yes may be)."
        in (answer.caveats)
    )
    assert ask(store, "path", {"from": ASHA, "to": DAN}).findings == ()
    read(store, community(asha="yes", dan="yes", eva="yes", bela="yes"), at=SECOND)
    assert ask(store, "path", {"from": ASHA, "to": DAN}).findings, "a file that is silent leaves the rule"
    assert FAY not in suggested(ask(store, "introductions", {}))
    read(store, community(asha="yes"), at=THIRD, consent=ConsentPolicy.UNLESS_REFUSED)
    assert FAY in suggested(ask(store, "introductions", {}))


def test_a_no_outlasts_its_row_and_a_blank_cell_and_a_yes_does_not(store: GraphStore) -> None:
    read(store, community(bela="no", cy="yes"))
    read(store, community(), at=SECOND)
    assert [(row["name"], row["says"]) for row in rows(store, CONSENTS)] == [(BELA, "no")]
    read(store, {"members": members()[2:], "projects": WORK}, at=THIRD, complete=True)
    assert ask(store, "path", {"from": ASHA, "to": DAN}).findings == ()
    assert verify(store) == []
    read(store, community(bela="yes"), at="2024-04-01T00:00:00Z")
    assert ask(store, "path", {"from": ASHA, "to": DAN}).findings


def test_of_two_lists_the_later_word_stands_and_at_one_time_the_no(store: GraphStore) -> None:
    def lists(one: str, other: str) -> dict[str, list[Draft]]:
        both = ("orcid:1",)
        return {
            "members": [member("1", ASHA, ids=both, agreed=one)],
            "register": [member("1", ASHA, ids=both, agreed=other)],
        }

    def allowed() -> bool:
        with store.reading() as reader:
            return consents_of(reader).allows(one(store, Label.PERSON, ASHA))

    read(store, lists("yes", "no"))
    assert len(entities(store, Label.PERSON, ASHA)) == 1
    assert not allowed()
    read(store, lists("yes", "yes"), at=SECOND)
    assert allowed()
    read(store, lists("no", "yes"), at=THIRD)
    assert not allowed()


def test_a_namesake_who_may_be_the_same_is_left_out_and_one_whom_a_list_tells_apart_is_not(
    store: GraphStore,
) -> None:
    drafts = [
        member("1", ASHA, agreed="no"),
        member("2", ASHA, organisation="Another Trust"),
        post("a", by=ASHA, topics=["tea"]),
    ]
    read(store, {"members": drafts[:2], "blog": drafts[2:]})
    with store.reading() as reader:
        consents = consents_of(reader)
        allowed = {tuple(row["ids"]): consents.allows(row) for row in entities(store, Label.PERSON, ASHA)}
    assert allowed == {("members:1",): False, ("members:2",): True, (): False}


def test_a_namesake_whom_somebody_judged_to_be_another_is_left_out_no_more(store: GraphStore) -> None:
    read(store, {"members": [member("1", ASHA, agreed="no")], "blog": [post("a", by=ASHA, topics=["tea"])]})
    listed, writer = (
        next(row for row in entities(store, Label.PERSON, ASHA) if bool(row["ids"]) is has_id)
        for has_id in (True, False)
    )

    def allowed() -> list[bool]:
        with store.reading() as reader:
            consents = consents_of(reader)
            return [consents.allows(row) for row in (listed, writer)]

    assert allowed() == [False, False]
    judgement = judge(store, (listed["id"], writer["id"]), Verdict.DIFFERENT, "Mo Manager")
    assert allowed() == [False, True]
    undo(store, judgement)
    assert allowed() == [False, False], "a judgement taken back frees nobody"
    judge(store, (listed["id"], writer["id"]), Verdict.UNSURE, "Mo Manager")
    assert allowed() == [False, False]


def test_a_judgement_carries_the_no_along_and_taken_back_leaves_it_where_it_was(store: GraphStore) -> None:
    read(store, {"members": [member("1", ASHA, agreed="no")], "blog": [post("a", by="A. Rao")]})
    before = rows(store, CONSENTS)
    (listed,), (writer,) = (entities(store, Label.PERSON, name) for name in (ASHA, "A. Rao"))
    judgement = judge(store, (listed["id"], writer["id"]), Verdict.SAME, "Mo Manager")
    (both,) = entities(store, Label.PERSON, "A. Rao")
    with store.reading() as reader:
        assert not consents_of(reader).allows(both)
    undo(store, judgement)
    assert rows(store, CONSENTS) == before
    with store.reading() as reader:
        assert consents_of(reader).allows(*entities(store, Label.PERSON, "A. Rao"))


def test_whoever_has_an_id_of_one_who_said_no_is_left_out_also_where_their_join_was_taken_back(
    store: GraphStore,
) -> None:
    drafts = [
        member("1", ASHA, ids=("orcid:1",), agreed="no"),
        member("2", ASHA, ids=("orcid:1",), organisation="Another Trust"),
    ]
    read(store, drafts)
    for row in rows(store, JUDGEMENTS):
        undo(store, row["id"])
    apart = entities(store, Label.PERSON, ASHA)
    assert len(apart) == 2
    with store.reading() as reader:
        consents = consents_of(reader)
    assert not any(consents.allows(row) for row in apart)


def test_reading_again_changes_no_statement(store: GraphStore) -> None:
    read(store, community(bela="no", cy="yes"))
    before = rows(store, CONSENTS)
    changed = community(bela="no", cy="yes")
    changed["members"] = [member("2", BELA, organisation="Elsewhere", agreed="no"), *changed["members"][2:]]
    read(store, changed, at=SECOND)
    assert rows(store, CONSENTS) == before


@pytest.mark.parametrize(
    ("agreed", "told"), [("", "1 person has had to do with both"), ("no", "shorten the way")]
)
def test_whoever_said_no_is_not_counted_among_those_who_could_introduce_two(
    store: GraphStore, agreed: str, told: str
) -> None:
    listed = [
        member("1", ASHA, organisation="North Trust", interests=["rotas"]),
        member("2", BELA, organisation="South Trust", agreed=agreed),
        member("4", DAN, organisation="West Trust", interests=["rotas"]),
    ]
    read(store, {"members": listed, "projects": WORK[:2]})
    (pair,) = ask(store, "introductions", {"person": ASHA}).findings
    assert pair.value["name"] == f"{ASHA} and {DAN}"
    assert told in " ".join(pair.why)


@pytest.mark.parametrize("name", ["path", "convene", "newcomers", "gaps", "introductions", "peers"])
def test_of_nobody_it_is_not_said_that_everybody_agreed(store: GraphStore, name: str) -> None:
    read(store, community(asha="yes"), consent=ConsentPolicy.ASKED)
    given = {"path": {"from": ASHA, "to": DAN}, "convene": {"place": "North"}, "peers": {"person": ASHA}}
    answer = ask(store, name, {**given.get(name, {}), "known_at": "2023-01-01"}, Role.MANAGER)
    assert answer.findings == ()
    assert all(answer.caveats)
    assert all("agreed" not in said for said in answer.caveats)
