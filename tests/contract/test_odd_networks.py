"""Networks that are nothing like a community: an answer or a clear error of every question, on both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import pytest

from graph.errors import NotFoundError, UsageError
from graph.store import GraphStore
from ingest.document import Draft
from queries.questions import ask
from queries.request import Role
from tests.community import comment, member, person, post, project, read, topic

QUESTIONS = [
    ("introductions", {}),
    ("introductions", {"between": "project"}),
    ("introductions", {"between": "organisation"}),
    ("introductions", {"between": "person-project"}),
    ("bridges", {}),
    ("silos", {}),
    ("bridges", {"person": "Asha Rao"}),
    ("silos", {"person": "Asha Rao"}),
    ("newcomers", {"person": "Asha Rao"}),
    ("gaps", {}),
    ("gaps", {"by": "organisation_kind"}),
    ("newcomers", {}),
    ("convene", {"topic": "falls", "size": "60"}),
    ("convene", {"place": "Northmere", "size": "2"}),
    ("what-if", {"add": "New One + New Two"}),
]
ASHA = [member("1", "Asha Rao", place="Northmere", organisation="NTH", interests=["falls"])]


def everybody(number: int) -> list[Draft]:
    """One who is on a project with each of the others, who are on none with each other."""
    made = [person(f"{chr(65 + n)}nn {chr(65 + n)}ley", ids=(f"members:{n}",)) for n in range(number)]
    teams = [
        project(f"P{n}", f"Project {n}", team=[made[0], made[n]], topics=["falls"]) for n in range(1, number)
    ]
    return [*(member(str(n), one.name, interests=["falls"]) for n, one in enumerate(made)), *teams]


def two_components() -> list[Draft]:
    names = ("Asha Rao", "Bela Bo", "Cy Low", "Dan Ek")
    made = [person(name, ids=(f"members:{name}",)) for name in names]
    teams = [
        project(key, f"Project {key}", team=made[at : at + 2], topics=["falls"])
        for key, at in (("a", 0), ("b", 2))
    ]
    return [*(member(name, name, place="Northmere", interests=["falls"]) for name in names), *teams]


ODD: Mapping[str, Sequence[Draft]] = {
    "nobody": [post("a", by="", topics=["falls"])],
    "one person": ASHA,
    "self-ties": [
        *ASHA,
        post(
            "a", by=person("Asha Rao", ids=("members:1",)), topics=["falls"], body="I, Asha Rao, wrote this."
        ),
        comment("1", on="a", by=person("Asha Rao", ids=("members:1",)), body="A reply to myself."),
    ],
    "two components": two_components(),
    "somebody who knows everyone": everybody(12),
}


@pytest.mark.parametrize("community", ODD)
def test_every_question_answers_or_says_what_is_wrong(store: GraphStore, community: str) -> None:
    read(store, ODD[community])
    for name, parameters in QUESTIONS:
        for role in Role:
            with suppress(NotFoundError, UsageError):  # there is no such topic here
                answer = ask(store, name, parameters, role)
                assert all(finding.why for finding in answer.findings), (name, parameters)
                assert "nan" not in str(answer.as_dict()), (name, parameters)


def test_nobody_is_their_own_introduction_path_or_bridge(store: GraphStore) -> None:
    read(store, ODD["self-ties"])
    assert ask(store, "introductions", {}, Role.MANAGER).findings == ()
    with pytest.raises(UsageError, match="one person"):
        ask(store, "path", {"from": "Asha Rao", "to": "Asha Rao"})
    (whole,) = ask(store, "bridges", {}, Role.MANAGER).findings
    assert (whole.value["ties"], whole.value["without_ties"]) == (0, 1)


def test_between_two_components_no_way_is_an_answer_with_its_reason(store: GraphStore) -> None:
    read(store, ODD["two components"])
    answer = ask(store, "path", {"from": "Asha Rao", "to": "Dan Ek"})
    assert answer.findings == ()
    assert (
        answer.caveats[0] == "Asha Rao is among 2 people who are tied, Dan Ek among 2: no tie joins the two."
    )


def test_whoever_is_on_a_narrower_topic_counts_for_the_broader(store: GraphStore) -> None:
    here = [member(f"n{n}", f"Nan No{n}", place="Northmere", interests=["falls"]) for n in range(4)]
    there = [member(f"k{n}", f"Kai Ko{n}", place="Kelsby", interests=["ward falls"]) for n in range(2)]
    others = [member(f"o{n}", f"Oda Oo{n}", place="Kelsby") for n in range(4)]
    read(store, [*here, *there, *others, topic("T1", "ward falls", broader="falls"), topic("T2", "falls")])
    found = {one.value["name"]: one.value for one in ask(store, "gaps", {}).findings}
    assert (found["falls – Kelsby"]["people"], found["falls – Kelsby"]["expected"]) == (2, 3.6)


def test_one_who_knows_everyone_holds_all_and_fewer_than_asked_for_are_invited(store: GraphStore) -> None:
    read(store, ODD["somebody who knows everyone"])
    first = ask(store, "bridges", {}, Role.MANAGER).findings[1]
    assert (first.value["name"], first.value["contacts"], first.value["cut_off"]) == (
        "Ann Aley",
        11,
        10,
    )
    convened = ask(store, "convene", {"topic": "falls", "size": "60"})
    assert len(convened.findings) == 12
    assert convened.caveats[0] == "Only 12 people can be invited: 60 were asked for."


def test_an_answer_can_be_about_one_person_or_one_organisation(store: GraphStore) -> None:
    drafts = [
        *ODD["two components"],
        member("5", "Eva Moss", organisation="NTH", interests=["falls"]),
        member("6", "Fay Glyn", organisation="NTH", interests=["falls"]),
    ]
    read(store, drafts)
    (whole, one) = ask(store, "bridges", {"person": "Asha Rao"}, Role.MANAGER).findings
    assert (whole.value["people"], one.value["name"]) == (6, "Asha Rao")
    alone = ask(store, "bridges", {"person": "Eva Moss"}, Role.MANAGER)
    assert len(alone.findings) == 1
    assert alone.caveats[0] == "No tie of Eva Moss was read among the community."
    for name in ("bridges", "silos", "newcomers"):
        told = ask(store, name, {"person": "Eva Moss"}).as_dict()
        for_all = ask(store, name, {}).as_dict()
        assert (told["findings"], told["caveats"]) == (for_all["findings"], for_all["caveats"])
    newcomer = ask(store, "newcomers", {"person": "Eva Moss"}, Role.MANAGER).findings
    assert [finding.value["name"] for finding in newcomer] == ["Eva Moss"]
    assert ask(store, "newcomers", {"person": "Asha Rao"}, Role.MANAGER).findings == ()
    at = ask(store, "newcomers", {"organisation": "NTH"}, Role.MANAGER).findings
    assert {finding.value["name"] for finding in at} == {"Eva Moss", "Fay Glyn"}
    seats = ask(store, "convene", {"organisation": "NTH"}).findings
    assert {finding.value["name"] for finding in seats} == {"Eva Moss", "Fay Glyn"}
    with pytest.raises(NotFoundError, match="not among the community at NTH"):
        ask(store, "silos", {"person": "Asha Rao", "organisation": "NTH"}, Role.MANAGER)
    with pytest.raises(UsageError, match="goes with places"):
        ask(store, "gaps", {"place": "Northmere", "by": "organisation_kind"})
