"""Scores by the ties around a pair, and the best entries of a product: the same as networkx and as plain sorting."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from queries.links import topology
from queries.links.best_entries import best_of_rows

PEOPLE = 12
ends = st.integers(0, PEOPLE - 1)
edges = st.lists(st.tuples(ends, ends), max_size=40)


def ties_of(pairs: list[tuple[int, int]]):
    made = np.zeros((PEOPLE, PEOPLE))
    for one, other in pairs:
        made[one, other] = made[other, one] = 1
    return topology.without_self(csr_matrix(made))


@settings(max_examples=60, deadline=None)
@given(edges)
def test_adamic_adar_and_resource_allocation_are_those_of_networkx(pairs):
    ties = ties_of(pairs)
    graph = nx.from_scipy_sparse_array(ties)
    # A list: given a generator, networkx answers nothing.
    apart = [(one, other) for one in range(PEOPLE) for other in range(PEOPLE) if one < other]
    adar = topology.between(ties, slice(None), topology.adamic_adar_weights(ties)).toarray()
    shares = topology.between(ties, slice(None), topology.resource_allocation_weights(ties)).toarray()
    for one, other, score in nx.adamic_adar_index(graph, apart):
        assert adar[one, other] == pytest.approx(score)
    for one, other, score in nx.resource_allocation_index(graph, apart):
        assert shares[one, other] == pytest.approx(score)


@settings(max_examples=60, deadline=None)
@given(edges, st.integers(1, 5))
def test_the_best_pairs_are_those_of_a_sorted_list_and_never_a_tie_or_oneself(pairs, most):
    ties = ties_of(pairs)
    weights = topology.adamic_adar_weights(ties)
    scores = topology.between(ties, slice(None), weights).toarray()
    expected = []
    for person in range(PEOPLE):
        others = [o for o in range(PEOPLE) if o != person and not ties[person, o] and scores[person, o] > 0]
        others = [other for _, other in sorted((-round(float(scores[person, o]), 7), o) for o in others)]
        expected += [(person, other) for other in others[:most]]
    found = topology.top_pairs(ties, weights, most)
    assert list(zip(found[0].tolist(), found[1].tolist(), strict=True)) == expected


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 6), st.integers(1, 90), st.integers(1, 4), st.integers(0, 1000))
def test_the_best_entries_of_long_and_short_rows_are_found(rows, columns, most, seed):
    random = np.random.default_rng(seed)
    dense = random.integers(0, 4, (rows, columns)) * (random.random((rows, columns)) < 0.7)
    found = best_of_rows(csr_matrix(dense.astype(float)), most)
    expected = []
    for row in range(rows):
        order = [
            column for _, column in sorted((-float(dense[row, column]), column) for column in range(columns))
        ]
        expected += [(row, column) for column in order[:most] if dense[row, column] > 0]
    assert list(zip(found[0].tolist(), found[1].tolist(), strict=True)) == expected


def test_nobody_and_one_person_with_a_tie_to_themselves_have_no_pair():
    for size in (0, 1):
        ties = topology.without_self(csr_matrix(np.ones((size, size))))
        assert len(topology.top_pairs(ties, topology.adamic_adar_weights(ties), 3)[0]) == 0


def test_somebody_who_knows_everybody_is_in_no_pair_and_makes_pairs_of_all_others():
    star = ties_of([(0, other) for other in range(1, PEOPLE)])
    person, other, _ = topology.top_pairs(star, topology.resource_allocation_weights(star), PEOPLE)
    assert 0 not in person
    assert 0 not in other
    assert len(person) == (PEOPLE - 1) * (PEOPLE - 2)
