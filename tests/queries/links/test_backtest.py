"""Hiding the later part of a history: what is ranked comes from before the cut only, and is found again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from queries.links.backtest import Foreseen, Hidden, bands
from queries.links.baselines import baselines
from queries.links.choice import Choice, fit
from queries.links.history import History
from queries.links.ranker import FIXED, Ranker, learned, ranker_for
from queries.links.signals import NAMES, Signals
from tests.queries.links.histories import made_up

HISTORY = made_up()


def some(*memberships: tuple[int, int, float], people: int = 4) -> History:
    person, work, year = (np.array(column) for column in zip(*memberships, strict=True))
    works = np.unique(work)
    return History(people, person, work, year.astype(float), (works, works))


def test_a_tie_is_new_only_between_two_who_were_there_and_not_tied_before():
    history = some((0, 0, 2000), (1, 0, 2000), (2, 1, 2000), (0, 2, 2005), (2, 2, 2005), (0, 3, 2005), (3, 3, 2005),
                   (0, 4, 2005), (1, 4, 2005))  # fmt: skip
    hidden = Hidden.after(history, 2003, 2006)
    assert {person: met.tolist() for person, met in hidden.partners.items()} == {0: [2], 2: [0]}
    assert hidden.allowed(0).tolist() == [2]


def test_nothing_after_the_cut_or_without_a_date_changes_a_score():
    hidden = Hidden.after(HISTORY, 2005, 2009)
    later = (HISTORY.year > 2005).nonzero()[0]
    shuffled = HISTORY.person.copy()
    shuffled[later] = np.random.default_rng(1).permutation(shuffled[later])
    undated = np.array([5, 6, 7])
    other = replace(
        HISTORY,
        person=np.r_[shuffled, undated],
        work=np.r_[HISTORY.work, 0, 0, 0],
        year=np.r_[HISTORY.year, np.full(3, np.nan)],
        organisation=np.zeros(HISTORY.people, dtype=np.int64),
    )
    rows = np.arange(20)
    block = Hidden.after(other, 2005, 2009).signals.block(rows)
    assert np.allclose(block, hidden.signals.block(rows), atol=1e-8)


def test_the_ranking_learns_what_brings_people_together_and_foresees_it():
    hidden, earlier = Hidden.after(HISTORY, 2006, 2009), Hidden.after(HISTORY, 2003, 2006)
    ranker = learned(earlier)
    assert "learned from whom" in ranker.origin
    ranks = hidden.ranks(lambda rows: ranker.scores(hidden.signals, rows))
    chance = np.array(
        [(len(hidden.allowed(p)) + 1) / 2 for p in hidden.people for _ in hidden.partners[int(p)]]
    )
    assert np.median(ranks) < 0.4 * np.median(chance)
    assert Foreseen.by(ranks).mrr > Foreseen.by(hidden.ranks(baselines(hidden)["degree"])).mrr
    assert hidden.above_popular(lambda rows: ranker.scores(hidden.signals, rows)) > 0.7


def test_learning_twice_gives_the_same_weights():
    earlier = Hidden.after(HISTORY, 2003, 2006)
    assert np.array_equal(learned(earlier).weights, learned(Hidden.after(HISTORY, 2003, 2006)).weights)


def test_a_community_with_a_short_past_has_the_fixed_weights_and_no_trial():
    ranker = ranker_for(made_up(people=24, years=2), 2003.0)
    assert np.array_equal(ranker.weights, FIXED)
    assert "no new tie here" in ranker.origin
    assert ranker.tried == ()


def test_what_is_said_of_success_is_of_ties_that_were_not_learned_from():
    ranker = ranker_for(HISTORY, 2009.0)
    assert ranker.trial == "2006 to 2009"
    shares = [band.share for band in ranker.tried]
    assert shares[0] > shares[-1]


def test_a_list_of_one_person_is_what_the_whole_ranking_says_of_them():
    signals = Signals(HISTORY, 2009.0)
    ranker = Ranker(FIXED, "fixed")
    person, other, score = ranker.best(signals, np.arange(HISTORY.people), 5)
    mine = ranker.best(signals, np.array([7]), 5)
    assert other[person == 7].tolist() == mine[1].tolist()
    assert np.allclose(score[person == 7], mine[2])
    everybody = ranker.scores(signals, np.array([7]))[0]
    assert np.allclose(everybody[mine[1]], mine[2])
    tied = HISTORY.ties[7].indices
    assert not set(mine[1].tolist()) & {7, *tied.tolist()}


def test_without_a_kind_of_evidence_its_signals_weigh_nothing():
    less = Ranker(FIXED, "fixed").without(("walks", "groups"))
    assert less.weights[[NAMES.index("walks"), NAMES.index("groups")]].tolist() == [0, 0]
    assert less.weights[NAMES.index("ties")] == FIXED[NAMES.index("ties")]


def test_a_signal_that_never_differs_weighs_nothing_and_one_that_decides_weighs_most():
    random = np.random.default_rng(0)
    choices = []
    for _ in range(80):
        signals = np.c_[random.random(20), np.ones(20), random.random(20)]
        signals[0, 0] = 1.5
        choices.append(Choice(signals, np.ones(20), 1))
    weights = fit(choices)
    assert weights[1] == 0
    assert weights[0] > 3 * abs(weights[2])


def test_few_choices_leave_the_weights_near_those_of_another_community_and_many_do_not():
    random = np.random.default_rng(0)
    prior = np.array([2.0, 0.0, 1.0])
    choices = []
    for _ in range(2000):
        # The second signal decides, which the prior does not know; the third never differs.
        signals = np.c_[random.random(20), random.random(20), np.ones(20)]
        signals[0, 1] = 1.2
        choices.append(Choice(signals, np.ones(20), 1))
    few, many = fit(choices[:3], prior), fit(choices, prior)
    assert np.abs(few - prior).max() < 0.5
    assert many[1] > 3
    assert abs(many[0]) < 0.5
    assert few[2] == many[2] == 1.0


def test_whoever_was_there_lately_has_more_of_it_than_whoever_left():
    signals = Signals(some((0, 0, 1990), (1, 1, 2000), (1, 2, 1980)), 2001.0)
    lately = signals.block(np.array([3]))[0, :, NAMES.index("lately")]
    assert lately[1] > lately[0] > -np.inf
    # Who has no work at all is as one who left longest ago.
    assert lately[2] == -np.log1p(21)


def test_nothing_to_learn_from_is_said():
    with pytest.raises(ValueError, match="nothing to learn from"):
        fit([])


def test_bands_count_those_who_met_nobody_among_the_places():
    found = bands(np.array([1.0, 3.5, 200.0, 900.0]), people=10)
    assert [(band.met, band.places) for band in found] == [(2, 30), (0, 70), (0, 400), (1, 1500)]


@pytest.mark.parametrize("people", [1, 2])
def test_one_or_two_people_have_no_suggestion_and_no_error(people: int):
    history = some((0, 0, 2000), (people - 1, 0, 2000), people=people)
    found = Ranker(FIXED, "fixed").best(Signals(history, 2001.0), np.arange(people), 5)
    assert len(found[0]) == 0


def test_an_empty_community_has_no_suggestion_and_no_error():
    none = np.zeros(0, dtype=np.int64)
    history = History(0, none, none, np.zeros(0), (none, none))
    assert len(Ranker(FIXED, "fixed").best(Signals(history, 2001.0), none, 5)[0]) == 0
    assert ranker_for(history, 2020.0).tried == ()
