"""The network's benchmark stands beside the bare library and networkx; its made-up networks are what they say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from api.bench.made_up_networks import hubs, teams
from api.cli.main import run
from queries.network.groups import leiden, modularity


@pytest.mark.slow
def test_every_measure_of_the_network_stands_beside_the_bare_library_and_networkx(capfd):
    assert run(["bench", "network", "--documents", "500", "--json"]) == 0
    rows = json.loads(capfd.readouterr().out)
    with capfd.disabled():
        print()
        for row in rows:
            print("  {measure}: {value} {unit}, beside {beside}: {ratio} (load {load})".format(**row))
    measured = {
        (row["measure"].split(",")[0], row["measure"].partition("beside ")[2].split("'")[0]) for row in rows
    }
    names = {"Leiden", "constraint of all", "betweenness from 100", "articulation points"}
    found = {(name, beside) for name in names for beside in ("networkit", "networkx")}
    assert measured == found | {("modularity by 3 rounds", "10 rounds")}
    assert all(row["beside"] > 0 for row in rows)


def test_the_made_up_networks_have_groups_and_hubs_and_are_the_same_each_time():
    made = teams(2000, 20_000)
    assert modularity(made, leiden(made, 0)) > 0.4
    assert np.diff(hubs(2000, 20_000).indptr).max() > 20 * np.median(np.diff(hubs(2000, 20_000).indptr))
    for network in (teams, hubs):
        assert (network(500, 2000) != network(500, 2000)).nnz == 0
        assert network(500, 2000).diagonal().sum() == 0
