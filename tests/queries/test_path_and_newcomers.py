"""Paths and newcomers: who could introduce whom, and a first introduction for those without ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import NotFoundError, UsageError
from graph.store import GraphStore
from ingest.document import Draft, Named
from queries.questions import ask
from queries.request import Role
from tests.community import empty_sqlite, member, person, post, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def named(name: str) -> Named:
    return person(name, ids=(f"members:{name}",))


def m(name: str, interests: tuple[str, ...] = (), organisation: str = "", place: str = "") -> Draft:
    return member(name, name, interests=interests, organisation=organisation, place=place)


def team(key: str, *names: str, starts: str = "2022") -> Draft:
    return project(key, f"Project {key}", team=[named(name) for name in names], starts=starts)


ASHA, BELA, CY, DAN, EVA = "Asha Rao", "Bela Bo", "Cy Low", "Dan Okafor", "Eva Moss"
ALL = [m(name) for name in (ASHA, BELA, CY, DAN, EVA)]


def ways(store: GraphStore, one: str = ASHA, other: str = DAN) -> list[str]:
    return [finding.value["name"] for finding in ask(store, "path", {"from": one, "to": other}).findings]


def test_a_path_leads_over_those_who_know_both_with_a_quote_for_each_step(empty: GraphStore):
    read(
        empty,
        [*ALL, team("1", ASHA, BELA), team("2", BELA, DAN), team("3", ASHA, CY), team("4", CY, EVA, DAN)],
    )
    assert ways(empty) == ["Asha Rao – Bela Bo – Dan Okafor", "Asha Rao – Cy Low – Dan Okafor"]
    first = ask(empty, "path", {"from": ASHA, "to": DAN}).findings[0]
    assert first.why == (
        "Asha Rao and Bela Bo both work on “Project 1” (2022).",
        "Bela Bo and Dan Okafor both work on “Project 2” (2022).",
    )
    assert {evidence.title for evidence in first.because} == {"Project 1", "Project 2"}


def test_a_warm_and_recent_way_comes_before_a_cold_one_of_the_same_length(empty: GraphStore):
    read(empty, [*ALL, team("1", ASHA, BELA, starts="2004"), team("2", BELA, DAN, starts="2004"),
                 team("3", ASHA, CY), team("4", CY, DAN)])  # fmt: skip
    assert ways(empty)[0] == "Asha Rao – Cy Low – Dan Okafor"


def test_no_way_is_a_detour_by_somebody_who_adds_nothing(empty: GraphStore):
    read(
        empty,
        [*ALL, team("1", ASHA, BELA, CY), team("2", BELA, DAN), team("3", ASHA, EVA), team("4", EVA, CY)],
    )
    # Cy and Eva lead to Dan over Bela alone, whom Asha knows herself.
    assert ways(empty) == ["Asha Rao – Bela Bo – Dan Okafor"]
    # Who is tied needs nobody between.
    assert ways(empty, ASHA, BELA) == ["Asha Rao – Bela Bo"]


def test_where_all_ways_begin_with_one_person_they_part_after_them(empty: GraphStore):
    read(empty, [*ALL, team("1", ASHA, BELA), team("2", BELA, CY), team("3", CY, DAN), team("4", BELA, EVA),
                 team("5", EVA, DAN)])  # fmt: skip
    assert ways(empty) == [
        "Asha Rao – Bela Bo – Cy Low – Dan Okafor",
        "Asha Rao – Bela Bo – Eva Moss – Dan Okafor",
    ]


def test_a_way_much_longer_than_the_shortest_is_not_told(empty: GraphStore):
    chain = [f"{letter}an Link" for letter in "FGHIJ"]
    links = zip([ASHA, *chain], [*chain, DAN], strict=True)
    long = [team(f"c{n}", one, other) for n, (one, other) in enumerate(links)]
    read(empty, [*ALL, *(m(name) for name in chain), *long, team("1", ASHA, BELA), team("2", BELA, DAN)])
    assert ways(empty) == ["Asha Rao – Bela Bo – Dan Okafor"]
    read(empty, [*ALL, *(m(name) for name in chain), *long, team("1", ASHA, CY), team("2", BELA, DAN)])
    assert len(ways(empty)[0].split(" – ")) == 7


def test_the_same_way_is_there_in_both_directions(empty: GraphStore):
    read(empty, [*ALL, team("1", ASHA, BELA), team("2", BELA, DAN)])
    assert ways(empty) == ["Asha Rao – Bela Bo – Dan Okafor"]
    assert ways(empty, DAN, ASHA) == ["Dan Okafor – Bela Bo – Asha Rao"]


def test_where_there_is_no_way_it_is_said_why(empty: GraphStore):
    read(empty, [*ALL, team("1", ASHA, BELA), team("2", CY, DAN)])
    apart = ask(empty, "path", {"from": ASHA, "to": DAN})
    assert (apart.findings, "no tie joins the two" in apart.caveats[0]) == ((), True)
    alone = ask(empty, "path", {"from": ASHA, "to": EVA})
    assert alone.caveats[0].startswith("No tie of Eva Moss was read")


def test_a_path_needs_two_people_who_are_there(empty: GraphStore):
    read(empty, ALL)
    with pytest.raises(UsageError, match="one person"):
        ask(empty, "path", {"from": ASHA, "to": ASHA})
    with pytest.raises(NotFoundError, match="Nobody"):
        ask(empty, "path", {"from": ASHA, "to": "Nobody At All"})


def newcomers(store: GraphStore, **given: str) -> dict[str, str]:
    """Each newcomer and to whom they are introduced, '' where no trace leads to anybody."""
    found = ask(store, "newcomers", {"limit": "500", **given}, Role.MANAGER).findings
    return {one.value["name"]: (one.value.get("introduce_to") or {"name": ""})["name"] for one in found}


def test_everybody_without_ties_is_introduced_to_somebody_with_ties_who_shares_a_topic(empty: GraphStore):
    read(
        empty, [m(ASHA, ("falls",)), m(BELA, ("sepsis",)), m(CY, ("sepsis",)), m(EVA), team("1", ASHA, BELA)]
    )
    assert newcomers(empty) == {CY: BELA, EVA: ""}
    first, last = ask(empty, "newcomers", {}, Role.MANAGER).findings
    assert {evidence.title for evidence in first.because} == {CY, BELA}
    assert "both are tied to sepsis" in first.why[0]
    assert last.value["relation"] == "no trace yet"


def test_an_employer_or_a_place_is_a_reason_where_no_topic_is(empty: GraphStore):
    read(empty, [m(ASHA, organisation="NTH"), m(BELA, place="Kelsby"), m(CY, organisation="NTH"),
                 m(DAN, place="Kelsby"), team("1", ASHA, BELA)])  # fmt: skip
    assert newcomers(empty) == {CY: ASHA, DAN: BELA}


def test_nobody_welcomes_more_than_three(empty: GraphStore):
    crowd = [m(f"{name} Kaye", ("falls",)) for name in ("Ann", "Ben", "Carl", "Dora", "Eli", "Flo", "Gus")]
    read(empty, [m(ASHA, ("falls",)), m(BELA, ("falls",)), *crowd, team("1", ASHA, BELA)])
    assert Counter(newcomers(empty).values()) == {ASHA: 3, BELA: 3, "": 1}


def test_members_are_told_how_many_are_alone_and_not_who(empty: GraphStore):
    read(empty, [m(ASHA, ("falls",)), m(BELA), m(CY, ("falls",)), team("1", ASHA, BELA)])
    answer = ask(empty, "newcomers", {})
    assert answer.findings[0].value["without_ties"] == 1
    assert CY not in str(answer.as_dict())


def test_whoever_only_replies_to_themselves_is_still_a_newcomer(empty: GraphStore):
    read(empty, [m(ASHA), post("p", by=named(ASHA))])
    assert newcomers(empty) == {ASHA: ""}


def test_a_newcomer_whose_namesake_has_ties_may_be_that_person(empty: GraphStore):
    other = member("2", CY, interests=("sepsis",))
    read(empty, [m(ASHA, ("falls",)), m(CY, ("falls",)), other, team("1", ASHA, CY)])
    (found,) = ask(empty, "newcomers", {}, Role.MANAGER).findings
    assert "Somebody of this name has ties" not in found.why[0]
    read(empty, [m(ASHA, ("falls", "sepsis")), m(CY, ("falls",)), other, team("1", ASHA, CY)])
    (found,) = ask(empty, "newcomers", {}, Role.MANAGER).findings
    assert "Somebody of this name has ties" in found.why[-1]


def test_nobody_is_introduced_to_somebody_who_may_be_themselves(empty: GraphStore):
    short = member("1", "Seb Fox", interests=("sepsis",))
    seb = person("Seb Fox", ids=("members:1",))
    read(
        empty,
        [short, m(ASHA), m("Sebastian Fox", ("sepsis",)), project("P", "Night", team=[seb, named(ASHA)])],
    )
    (found,) = ask(empty, "newcomers", {}, Role.MANAGER).findings
    assert found.value["relation"] == "no trace yet"
    assert found.why[-1] == "Seb Fox may be the same person, whom nobody has judged to be one yet."


def test_who_knows_several_welcomes_before_who_knows_one(empty: GraphStore):
    read(empty, [*(m(name, ("sepsis",)) for name in (ASHA, DAN)), m(BELA), m(CY), m(EVA), m("Fay Dunn"),
                 team("1", ASHA, BELA), team("2", DAN, CY, "Fay Dunn"), m("New One", ("sepsis",)),
                 team("3", EVA, BELA)])  # fmt: skip
    assert newcomers(empty) == {"New One": DAN}


def test_who_welcomes_enough_is_not_said_to_share_nothing(empty: GraphStore):
    hosts = [m(name, ("sepsis",)) for name in (ASHA, BELA)]
    newcomers = [m(f"New {letter}name", ("sepsis",)) for letter in "ABCDEFGH"]
    read(empty, [*hosts, team("1", ASHA, BELA), *newcomers])
    found = ask(empty, "newcomers", {}, Role.MANAGER).findings
    relations = Counter(finding.value["relation"] for finding in found)
    assert relations == {"first introduction": 6, "nobody left to welcome them": 2}
    assert "is to welcome 3 others already" in found[-1].why[0]


def test_a_newcomer_with_a_namesake_who_has_ties_comes_after_a_true_one(empty: GraphStore):
    again = member("again", ASHA, interests=("sepsis", "falls"))
    read(empty, [m(ASHA, ("sepsis", "falls")), m(BELA), team("1", ASHA, BELA), again, m(EVA, ("sepsis",))])
    found = ask(empty, "newcomers", {}, Role.MANAGER).findings
    assert [finding.value["name"] for finding in found] == [EVA, ASHA]


def test_a_host_who_was_in_touch_lately_comes_before_one_of_years_ago(empty: GraphStore):
    drafts = [
        *(m(name, ("sepsis",)) for name in (ASHA, CY, EVA)),
        *(m(name) for name in (BELA, DAN)),
        team("1", ASHA, BELA, starts="2012"),
        team("2", CY, DAN, starts="2024"),
    ]
    read(empty, drafts)
    (found,) = ask(empty, "newcomers", {}, Role.MANAGER).findings
    assert found.value["introduce_to"]["name"] == CY
