"""The snapshot of the ties: who had to do with whom, how strongly, since when, and as of any date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import DocumentKind, Modality, RelType
from graph.schema import META
from graph.store import GraphStore
from ingest.document import Draft, Named, Statement
from queries.network import Network, network_of
from queries.network.contacts import Together, pairs_within, together_once
from queries.network.ties import date_of, day
from queries.request import COMMON, check
from tests.community import comment, empty_sqlite, member, person, post, project, read


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def network(store: GraphStore, **given_: str) -> Network:
    with store.reading() as reader:
        return network_of(reader, check("network", COMMON, given_))


def weights(net: Network) -> dict[tuple[str, str], float]:
    """The weight of each contact by the two names, in order of the names."""
    pairs = net.contacts
    ends = zip(pairs.one.tolist(), pairs.other.tolist(), pairs.weight.tolist(), strict=True)
    found = {}
    for one, other, weight in ends:
        low, high = sorted((net.row(one)["name"], net.row(other)["name"]))
        found[low, high] = round(weight, 6)
    return found


def event(key: str, people: list[Named], published: str = "2023-03-01") -> Draft:
    """An attendance list."""
    said = (Statement(f"Attendee {n}", RelType.MENTIONS, object=one) for n, one in enumerate(people))
    return Draft(key, DocumentKind.EVENT, key, "", published=published, statements=tuple(said))


def crowd(number: int) -> list[Named]:
    """People of a members' list, with full names that are all different."""
    letters = "abcdefghij"
    names = (f"Ann{letters[n // 100]}{letters[n // 10 % 10]} Bo{letters[n % 10]}ssy" for n in range(number))
    return [person(name, ids=(f"members:{n}",)) for n, name in enumerate(names)]


def test_a_webinar_of_many_makes_weak_ties_and_a_team_of_two_a_strong_one(empty: GraphStore):
    people = crowd(122)
    read(empty, [event("webinar", people), project("P1", "Night Watch", team=people[:2])])
    found, names = weights(network(empty)), [one.name for one in people]
    strong, weak = (names[0], names[1]), (names[2], names[3])
    assert found[weak] == pytest.approx(1 / 121, abs=1e-6)
    assert found[strong] == pytest.approx(1 + 1 / 121, abs=1e-6)


def test_a_thread_a_reply_and_a_declared_tie_are_contacts_and_an_employer_is_none(empty: GraphStore):
    bela = member("M2", "Bela Bo", organisation="NTH")
    knows = Draft(
        bela.key, bela.kind, bela.title, main=bela.main,
        statements=(Statement("Knows", RelType.KNOWS, object=person("Cy Low", ids=("members:M3",))),),
    )  # fmt: skip
    read(
        empty,
        [
            member("M1", "Asha Rao", organisation="NTH"), knows, member("M3", "Cy Low", organisation="NTH"),
            post("p", by=person("Asha Rao", ids=("members:M1",))),
            comment("c", on="p", by=person("Bela Bo", ids=("members:M2",))),
        ],
    )  # fmt: skip
    # One for being two in a thread, one for the reply itself.
    assert weights(network(empty)) == {("Asha Rao", "Bela Bo"): 2.0, ("Bela Bo", "Cy Low"): 1.0}


def test_a_reply_to_oneself_ties_nobody(empty: GraphStore):
    read(empty, [post("p", by="Asha Rao"), comment("c", on="p", by="Asha Rao")])
    assert weights(network(empty)) == {}


def test_what_was_only_planned_is_no_tie(empty: GraphStore):
    read(empty, [project("P1", "Night Watch", team=["Asha Rao", "Bela Bo"], status=Modality.PLANNED)])
    planned = weights(network(empty))
    read(empty, [project("P1", "Night Watch", team=["Asha Rao", "Bela Bo"])])
    assert (planned, weights(network(empty))) == ({}, {("Asha Rao", "Bela Bo"): 1.0})


TWO_YEARS = [
    post("a", by=["Asha Rao", "Bela Bo"], published="2021-02-03"),
    post("b", by=["Bela Bo", "Cy Low"], published="2023-04-05"),
]


def test_every_date_has_its_own_network(store: GraphStore):
    read(store, TWO_YEARS)
    assert set(weights(network(store, as_of="2022"))) == {("Asha Rao", "Bela Bo")}
    assert len(weights(network(store))) == 2


def test_later_contacts_can_be_hidden_without_reading_again(empty: GraphStore):
    read(empty, TWO_YEARS)
    whole = network(empty)
    assert whole.contacts.first.tolist() in ([20210203, 20230405], [20230405, 20210203])
    assert weights(whole.until(20221231)) == weights(network(empty, as_of="2022"))
    assert whole.until(20221231).people == whole.people


def test_a_network_is_kept_until_the_store_changes(store: GraphStore):
    read(store, TWO_YEARS)
    first = network(store)
    assert network(store) is first
    with store.transaction() as transaction:
        transaction.upsert(META, [{"id": "community", "value": "Another name"}])
    assert network(store) is first, "a fact about the store ties nobody"
    read(store, [*TWO_YEARS, post("c", by=["Asha Rao", "Cy Low"])])
    assert len(weights(network(store))) == 3


def test_both_kinds_of_matrix_share_one_index_and_networkx_has_the_same_ties(sample_sqlite: GraphStore):
    net = network(sample_sqlite)
    graph = net.graph()
    assert graph.number_of_nodes() == net.size == net.matrix.shape[0]
    assert graph.number_of_edges() * 2 == net.matrix.nnz
    assert (net.matrix != net.matrix.T).nnz == 0
    topics = net.two_mode("topic")
    assert topics.matrix.shape == (net.size, len(topics.columns))
    for one, topic in list(zip(topics.person.tolist(), topics.group.tolist(), strict=True))[:20]:
        assert net.nodes.index[net.people[one]] == one
        assert net.row(topic)["label"] == "Topic"


def test_an_empty_graph_has_an_empty_network(empty: GraphStore):
    net = network(empty)
    assert (net.size, len(net.contacts.one), net.matrix.shape) == (0, 0, (0, 0))
    assert [net.two_mode(kind).matrix.nnz for kind in ("project", "thread", "event", "topic")] == [0] * 4


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), unique=True, max_size=60))
def test_everybody_brings_a_weight_of_one_to_each_group_however_large(members: list[tuple[int, int]]):
    people, groups = (np.array([pair[end] for pair in members], dtype=np.int64) for end in (0, 1))
    pairs = together_once(pairs_within(Together(people, groups, np.zeros_like(people))), 13)
    sizes = np.bincount(groups, minlength=7)
    assert pairs.weight.sum() == pytest.approx(sizes[sizes > 1].sum() / 2)
    assert (pairs.one < pairs.other).all()
    assert len({*zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)}) == len(pairs.one)


@pytest.mark.parametrize(
    ("date", "number"), [("2021", 20210000), ("2021-02", 20210200), ("2021-02-03", 20210203), ("", 0)]
)
def test_a_day_compares_as_its_date_does(date: str, number: int):
    assert day(date) == number
    assert date_of(number) == date
