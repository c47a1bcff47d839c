"""What-if and coffee rounds: figures before and after; pairs that bridge, beside pairs drawn at random."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import NotFoundError, UsageError
from graph.store import GraphStore
from queries.answer import Answer, Finding
from queries.coffee import MATCHED, RANDOM, Earlier, compare, difference, draw, wilson
from queries.network import Network, network_of
from queries.questions import ask
from queries.request import Request, Role
from tests.community import empty_sqlite, member, person, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


NAMES = ("Asha Rao", "Bela Bo", "Cy Low", "Dan Okafor", "Eva Moss", "Fay Dunn", "Gil Hart", "Hal Ives")
PEOPLE = [person(name, ids=(f"members:{name}",)) for name in NAMES]
MEMBERS = [member(name, name) for name in NAMES]
# Asha to Dan on one team, Dan to Gil on another: Dan holds them together. Hal is on none.
TEAMS = [
    *MEMBERS,
    project("1", "Night Watch", team=PEOPLE[:4]),
    project("2", "Steady Steps", team=PEOPLE[3:7]),
]


def what_if(store: GraphStore, **given: str) -> Answer:
    return ask(store, "what-if", given, Role.MANAGER)


def both(finding: Finding, name: str) -> list[float]:
    return [finding.value[when][name] for when in ("before", "after")]


def test_without_the_one_who_holds_two_teams_together_half_of_the_pairs_lose_touch(empty: GraphStore):
    read(empty, TEAMS)
    (found,) = what_if(empty, remove="Dan Okafor").findings
    assert both(found, "people") == [8, 7]
    assert both(found, "ties") == [12, 6]
    assert both(found, "reach") == [pytest.approx(42 / 56), pytest.approx(12 / 42, abs=1e-4)]
    assert both(found, "mean_steps") == [pytest.approx((12 + 2 * 9) / 21, abs=1e-3), 1.0]
    assert "3 people lose touch with the largest part" in found.why[1]


def test_a_tie_that_is_added_joins_and_one_that_is_taken_away_parts(empty: GraphStore):
    read(empty, TEAMS)
    (joined,) = what_if(empty, add="Asha Rao + Hal Ives; Nora New + Hal Ives").findings
    assert both(joined, "without_ties") == [1, 0]
    assert both(joined, "people") == [8, 9]
    assert "1 person joins the largest part: Hal Ives" in joined.why[1]
    (parted,) = what_if(empty, remove="Asha Rao + Bela Bo").findings
    assert both(parted, "ties") == [12, 11]


def test_whoever_is_added_and_unknown_is_said_to_be_new_with_a_near_name(empty: GraphStore):
    read(empty, TEAMS)
    said = " ".join(what_if(empty, add="Asha Roa + Hal Ives").caveats)
    assert "Nobody here is called Asha Roa: taken as somebody new; did you mean Asha Rao?" in said
    assert "Nobody" not in " ".join(what_if(empty, add="Asha Rao + Hal Ives").caveats)


def test_what_is_taken_away_has_its_quotes_and_what_changes_nothing_is_said(empty: GraphStore):
    read(empty, TEAMS)
    (person_gone,) = what_if(empty, remove="Dan Okafor").findings
    assert {one.title for one in person_gone.because} <= {"Night Watch", "Steady Steps"}
    assert person_gone.because
    (tie_gone,) = what_if(empty, remove="Dan Okafor + Eva Moss").findings
    assert [one.title for one in tie_gone.because] == ["Steady Steps"]
    assert "fragmentation from" in tie_gone.why[0]
    absent = what_if(empty, remove="Asha Rao + Hal Ives")
    assert "changes nothing: no tie of the two was read." in " ".join(absent.caveats)
    there = what_if(empty, add="Asha Rao + Bela Bo")
    assert "changes nothing: they are tied already." in " ".join(there.caveats)


def test_somebody_outside_of_what_is_asked_about_cannot_be_taken_from_it(empty: GraphStore):
    read(empty, [*TEAMS, member("9", "Ina Moor", place="Kelsby"), member("10", "Jon Pike", place="Kelsby")])
    with pytest.raises(NotFoundError, match="Asha Rao is not among the community in Kelsby"):
        what_if(empty, remove="Asha Rao", place="Kelsby")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"remove": "+"},
        {"add": "Asha Rao + Bela Bo + Cy Low"},
        {"add": "Asha Rao + Asha Rao"},
        {"remove": "Asha Rao", "add": "Asha Rao + Hal Ives"},
    ],
)
def test_what_is_tried_must_be_people_or_ties(empty: GraphStore, given: dict[str, str]):
    read(empty, TEAMS)
    with pytest.raises(UsageError):
        what_if(empty, **given)


def test_nobody_is_taken_away_who_is_not_there_and_members_are_not_told(empty: GraphStore):
    read(empty, TEAMS)
    with pytest.raises(NotFoundError, match="Nobody"):
        what_if(empty, remove="Nobody Here")
    assert ask(empty, "what-if", {"remove": "Dan Okafor"}).findings == ()


def network(store: GraphStore) -> Network:
    with store.reading() as reader:
        return network_of(reader, Request({}))


def test_nobody_meets_their_own_team_or_somebody_of_the_rounds_before(empty: GraphStore):
    read(empty, TEAMS)
    net, met, sizes = network(empty), set[frozenset[int]](), []
    team = [set(NAMES[:4]), set(NAMES[3:7])]
    for _ in range(4):
        pairs = draw(net, range(net.size), Earlier(met), control=0.0, seed=0)
        ends = [frozenset({one.one, one.other}) for one in pairs if one.other >= 0]
        assert not met & set(ends)
        assert not any({net.row(one)["name"] for one in pair} <= some for pair in ends for some in team)
        met |= set(ends)
        sizes.append(len(ends))
    # Dan is of both teams: only Hal can meet him.
    assert sizes[0] == 4
    assert sizes[0] >= sizes[-1]


def test_half_are_drawn_at_random_and_the_same_seed_draws_the_same(empty: GraphStore):
    read(empty, [*MEMBERS, project("1", "Night Watch", team=PEOPLE[:2])])
    net = network(empty)
    pairs = draw(net, range(8), Earlier(), control=0.5, seed=3)
    assert [one.arm for one in pairs] == [MATCHED, MATCHED, RANDOM, RANDOM]
    assert pairs == draw(net, range(8), Earlier(), control=0.5, seed=3)
    assert len({end for one in pairs for end in (one.one, one.other)}) == 8


def test_the_odd_one_is_named_and_one_alone_makes_no_round(empty: GraphStore):
    read(empty, MEMBERS)
    assert [one.other for one in draw(network(empty), range(3), Earlier(), control=0.0, seed=0)][-1] == -1
    with pytest.raises(UsageError, match="1 people signed up"):
        draw(network(empty), [0], Earlier(), control=0.0, seed=0)


def test_every_round_has_other_halves_and_nobody_waits_twice(empty: GraphStore):
    read(empty, MEMBERS)
    net = network(empty)
    halves = {
        frozenset(end for one in draw(net, range(8), Earlier(rounds=number), control=0.5, seed=0)
                  for end in (one.one, one.other) if one.arm == RANDOM)
        for number in range(4)
    }  # fmt: skip
    assert len(halves) > 1
    for waiting in range(7):
        pairs = draw(net, range(7), Earlier(waiting=[waiting]), control=0.0, seed=0)
        assert next(one.one for one in pairs if one.other < 0) != waiting


def test_halves_in_which_somebody_would_be_left_are_drawn_again(empty: GraphStore):
    read(empty, MEMBERS)
    net = network(empty)
    # Of four, each may meet two: in half of the draws one half has met already.
    met = [frozenset({0, 1}), frozenset({2, 3})]
    for seed in range(6):
        assert all(one.other >= 0 for one in draw(net, range(4), Earlier(met), control=0.5, seed=seed))


def test_results_are_compared_with_an_interval_and_no_answer_is_no_no():
    rows = [(MATCHED, "yes", "yes", True)] * 8 + [(MATCHED, "", "", False)] * 2
    rows += [(RANDOM, "yes", "no", False)] * 4 + [(RANDOM, "no", "", False)] * 4 + [("", "yes", "yes", True)]
    matched, random = compare(rows)
    assert (matched.pairs, matched.answered, matched.met, matched.useful, matched.tied_since) == (
        10,
        8,
        8,
        8,
        8,
    )
    assert (random.pairs, random.answered, random.met, random.useful) == (8, 8, 4, 0)
    apart, low, high = difference((matched.met, matched.answered), (random.met, random.answered))
    assert apart == 0.5
    assert low < 0.5 < high
    # Newcombe 1998, table II, method 10: 56/70 less 48/80 is .2, with .0524 to .3339.
    assert difference((56, 70), (48, 80)) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert wilson(0, 0) == (0.0, 0.0, 1.0)


def test_who_was_not_there_yet_cannot_be_taken_away_and_can_be_added(empty: GraphStore):
    read(empty, TEAMS)
    with pytest.raises(NotFoundError, match="Asha Rao was not among the community then"):
        what_if(empty, remove="Asha Rao", known_at="2023-01-01")
    (found,) = what_if(empty, add="Asha Rao + Bela Bo", known_at="2023-01-01").findings
    assert both(found, "people") == [0, 2]
