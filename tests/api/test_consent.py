"""Consent at the doors: names reconciled over HTTP, coffee rounds, and what managers are told of one person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.settings import Settings
from graph.stores import open_store
from queries.request import Role
from tests.community import member, read

PEOPLE = {"Asha Rao": "yes", "Bela Bo": "no", "Cy Low": "", "Dan Okafor": ""}


@pytest.fixture
def address(tmp_path: Path) -> str:
    url = f"sqlite:{tmp_path / 'made-up.db'}"
    store = open_store(Settings(store=url))
    read(store, [member(name, name, interests=["falls"], agreed=said) for name, said in PEOPLE.items()])
    store.close()
    return url


def offered(address: str, role: Role) -> set[str]:
    queries = {name: {"query": name, "type": "Person"} for name in PEOPLE}
    with TestClient(create_app(Settings(store=address), role=role)) as client:
        found = client.post("/reconcile", data={"queries": json.dumps(queries)}).json()
        begun = {
            one["name"]
            for name in PEOPLE
            for one in client.get("/reconcile/suggest/entity", params={"prefix": name}).json()["result"]
        }
        types = {one["id"] for one in client.get("/reconcile").json()["defaultTypes"]}
    names = {one["name"] for answer in found.values() for one in answer["result"]}
    assert begun == names
    assert "Person" in types
    return names


def test_programs_are_offered_people_who_said_yes_and_managers_also_those_who_said_nothing(
    address: str,
) -> None:
    assert offered(address, Role.MEMBER) == {"Asha Rao"}
    assert offered(address, Role.MANAGER) == {"Asha Rao", "Cy Low", "Dan Okafor"}


def test_managers_see_that_somebody_said_no_and_members_do_not(address: str) -> None:
    for role, told in ((Role.MANAGER, "no (open to introductions: no)"), (Role.MEMBER, None)):
        with TestClient(create_app(Settings(store=address), role=role)) as client:
            (head, *_) = client.get("/api/v1/person", params={"id": "Bela Bo"}).json()["findings"]
        assert head["value"].get("consent") == told


def test_nobody_who_said_no_is_drawn_for_coffee(address: str, tmp_path: Path, command) -> None:
    (tmp_path / "in.csv").write_text("name\n" + "\n".join(PEOPLE), "utf-8")
    code, out, err = command("coffee", "pair", tmp_path / "in.csv", tmp_path / "out.csv", "--store", address)
    assert code == 0, out + err
    assert "left out: Bela Bo is not to be suggested (open to introductions: no)" in " ".join(
        (out + err).split()
    )
    assert "Bela Bo" not in (tmp_path / "out.csv").read_text("utf-8")
