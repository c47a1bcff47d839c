"""The measures of the network, held against networkx on small graphs of every shape."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from queries.network.between import betweenness
from queries.network.brokerage import ROLES, roles
from queries.network.cuts import cuts, pieces_without
from queries.network.groups import ei_index, groups, modularity
from queries.network.holes import holes


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    """A graph of up to twelve nodes with weights; in pieces, with isolates, or whole."""
    size = draw(st.integers(1, 12))
    pairs = [(a, b) for a in range(size) for b in range(a)]
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30)) if pairs else []:
        graph.add_edge(one, other, weight=draw(st.sampled_from([0.25, 0.5, 1.0, 2.0])))
    return graph


def matrix(graph: Any) -> Any:
    return csr_matrix(nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), format="csr", dtype=float))


@given(graphs())
@settings(deadline=None)
def test_structural_holes_are_those_of_networkx(graph: nx.Graph):
    found = holes(matrix(graph))
    constraint = nx.constraint(graph, weight="weight")
    # Of given nodes: without them networkx 3.6.1 divides by the wrong maxima.
    size = nx.effective_size(graph, nodes=list(graph), weight="weight")
    np.testing.assert_allclose(found.constraint, [constraint[node] for node in sorted(graph)], atol=1e-9)
    np.testing.assert_allclose(
        found.effective_size, np.nan_to_num([size[node] for node in sorted(graph)]), atol=1e-9
    )


@given(graphs())
@settings(deadline=None)
def test_what_falls_apart_is_what_networkx_finds(graph: nx.Graph):
    found = cuts(matrix(graph))
    assert set(found.points) == set(nx.articulation_points(graph))
    assert set(found.bridges) == {(min(ends), max(ends)) for ends in nx.bridges(graph)}
    for node, sizes in found.points.items():
        left = graph.subgraph(nx.node_connected_component(graph, node) - {node})
        assert sizes == tuple(sorted(map(len, nx.connected_components(left)), reverse=True))
        assert sizes == tuple(map(len, pieces_without(matrix(graph), node)))
    for (one, other), sides in found.bridges.items():
        cut = graph.copy()
        cut.remove_edge(one, other)
        assert sides == tuple(len(nx.node_connected_component(cut, end)) for end in (one, other))


@given(graphs())
@settings(deadline=None)
def test_betweenness_is_that_of_networkx(graph: nx.Graph):
    exact = nx.betweenness_centrality(graph, normalized=False)
    np.testing.assert_allclose(betweenness(matrix(graph)), [exact[node] for node in sorted(graph)], atol=1e-9)


def test_sampled_betweenness_comes_near_the_exact_one():
    graph = nx.barabasi_albert_graph(1500, 2, seed=1)
    exact = nx.betweenness_centrality(graph, normalized=False)
    sampled = betweenness(matrix(graph), sources=300)
    top = sorted(graph, key=exact.__getitem__)[-10:]
    np.testing.assert_allclose(sampled[top], [exact[node] for node in top], rtol=0.25)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), unique=True, max_size=40),
       st.lists(st.integers(0, 3), min_size=8, max_size=8))  # fmt: skip
@settings(deadline=None)
def test_every_open_two_path_has_one_role(ties: list[tuple[int, int]], of: list[int]):
    graph = nx.DiGraph(pair for pair in ties if pair[0] != pair[1])
    graph.add_nodes_from(range(8))
    counted = np.zeros((8, len(ROLES)), dtype=int)
    for a, b in graph.edges:
        for c in graph.successors(b):
            if c != a and not graph.has_edge(a, c):
                counted[b, _role(of[a], of[b], of[c])] += 1
    assert (roles(matrix(graph), np.array(of)) == counted).all()


def _role(before: int, broker: int, after: int) -> int:
    if before == broker == after:
        return ROLES.index("coordinator")
    if before == after:
        return ROLES.index("itinerant")
    if before == broker:
        return ROLES.index("representative")
    return ROLES.index("gatekeeper" if after == broker else "liaison")


def test_the_groups_of_a_well_known_club_are_at_the_known_optimum_every_time():
    club = matrix(nx.karate_club_graph())
    club.data[:] = 1.0
    found, again = groups(club), groups(club)
    assert found.modularity == pytest.approx(0.4197896, abs=1e-6)
    assert (found.of == again.of).all()
    assert found.nmi == found.ari == 1.0
    assert list(found.sizes) == sorted(found.sizes, reverse=True)


@given(graphs())
@settings(deadline=None, max_examples=40)
def test_modularity_is_that_of_networkx_and_no_group_reaches_over_two_pieces(graph: nx.Graph):
    found = groups(matrix(graph), runs=2)
    parts = [{node for node in graph if found.of[node] == group} for group in range(len(found.sizes))]
    alone = [{node} for node in graph if found.of[node] < 0]
    if graph.number_of_edges():
        true = nx.community.modularity(graph, [*parts, *alone])
        assert found.modularity == pytest.approx(true, abs=1e-7)  # told to seven places
    assert all(
        len({frozenset(nx.node_connected_component(graph, node)) for node in part}) == 1 for part in parts
    )


def test_those_who_keep_to_their_own_have_a_low_index():
    graph = nx.Graph([(0, 1), (1, 2), (3, 4), (2, 3)])
    found = ei_index(matrix(graph), np.array([0, 0, 0, 1, 1]))
    assert (found.index, found.ties) == (-0.5, 4)
    assert found.chance == pytest.approx(1 - 2 * (3 * 2 + 2 * 1) / 20)
    assert found.low <= found.index <= found.high, "five people show no more than chance would"


def test_ties_that_keep_to_their_own_are_below_the_range_of_chance():
    graph = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(8))
    found = ei_index(matrix(graph), np.repeat([0, 1], 8))
    assert found.index == -1 < found.low


def test_a_graph_without_ties_has_no_measure_and_makes_no_trouble():
    empty, alone = csr_matrix((0, 0)), csr_matrix((1, 1))
    assert modularity(alone, np.zeros(1, dtype=int)) == 0.0
    for none in (empty, alone):
        assert cuts(none).points == {}
        assert betweenness(none).sum() == 0
        assert np.isnan(holes(none).constraint).all()
        assert groups(none).sizes.sum() == 0
        assert roles(none, np.zeros(none.shape[0], dtype=int)).sum() == 0
