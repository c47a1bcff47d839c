"""A community of nobody, of one, and one who knows everyone: at every door an answer or a clear error, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.settings import Settings
from graph.stores import open_store
from queries.request import Role
from tests.community import read
from tests.contract.test_odd_networks import ODD, QUESTIONS


@pytest.mark.parametrize("community", ["nobody", "one person", "somebody who knows everyone"])
def test_every_door_answers_or_says_what_is_wrong(community: str, tmp_path: Path, command) -> None:
    address = f"sqlite:{tmp_path / 'odd.db'}"
    store = open_store(Settings(store=address))
    read(store, ODD[community])
    store.close()
    with TestClient(create_app(Settings(store=address), role=Role.MANAGER)) as client:
        for name, parameters in QUESTIONS:
            for path in (f"/api/v1/{name}", f"/ask/{name}"):
                answer = client.get(path, params=parameters)
                assert answer.status_code in {200, 400, 404}, (path, parameters, answer.text)
    for name, parameters in QUESTIONS:
        words = [word for key, value in parameters.items() for word in (f"--{key.replace('_', '-')}", value)]
        code, out, err = command("ask", name, *words, "--store", address)
        assert code in {0, 2}, (name, out, err)
        assert "Traceback" not in out + err
        assert out or "hint" in err or "error" in err
