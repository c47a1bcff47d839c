"""Reconciliation over HTTP, as OpenRefine asks it, and on the command line."""

import csv
import json

import pytest


def asked(client, queries):
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200
    return answer.json()


def test_the_manifest_says_what_is_offered_and_people_are_not(client):
    manifest = client.get("/reconcile").json()
    assert manifest["versions"] == ["0.2"]
    assert {one["id"] for one in manifest["defaultTypes"]} == {"Organisation", "Project", "Topic"}
    assert "{{id}}" in manifest["view"]["url"]


def test_names_are_answered_with_candidates_features_and_a_match(client):
    queries = {
        "q0": {"query": "NHS Strathorrin", "type": "Organisation"},
        "q1": {"query": "sepsis", "limit": 1},
    }
    answers = asked(client, queries)
    first = answers["q0"]["result"][0]
    assert (first["name"], first["match"], first["type"][0]["id"]) == (
        "NHS Strathorrin",
        True,
        "Organisation",
    )
    assert first["features"][0]["id"] == "name"
    assert [one["name"] for one in answers["q1"]["result"]] == ["sepsis"]
    assert client.get("/reconcile", params={"queries": json.dumps(queries)}).json() == answers


def test_people_are_not_given_away(client):
    answers = asked(client, {"q0": {"query": "Asha Rao"}, "q1": {"query": "Asha Rao", "type": "Person"}})
    found = [one for answer in answers.values() for one in answer["result"]]
    assert not [one for one in found if one["type"][0]["id"] == "Person"]
    suggested = client.get("/reconcile/suggest/entity", params={"prefix": "Asha"}).json()["result"]
    assert not [one for one in suggested if one["notable"][0]["id"] == "Person"]


def test_a_candidate_can_be_viewed_and_a_beginning_is_completed(client):
    (first,) = asked(client, {"q0": {"query": "sepsis", "type": "Topic", "limit": 1}})["q0"]["result"]
    seen = client.get(f"/reconcile/view/{first['id']}")
    assert (seen.status_code, "sepsis" in seen.text) == (200, True)
    assert client.get("/reconcile/view/nothing").status_code == 404
    suggested = client.get("/reconcile/suggest/entity", params={"prefix": "seps"}).json()["result"]
    assert "sepsis" in {one["name"] for one in suggested}


@pytest.mark.parametrize("body", ["queries=nonsense", "queries=[]", "other=1", ""])
def test_a_broken_request_is_a_problem_that_says_what_to_send(client, body):
    answer = client.post("/reconcile", content=body)
    assert answer.status_code == 400
    assert "q0" in answer.json()["hint"]


def test_a_table_is_reconciled_and_written_with_reasons(command, sample, tmp_path):
    (tmp_path / "names.csv").write_text("name;town\nNHS Strathorrin;\nNobody at All;\n=cmd();\n")
    store = f"sqlite:{sample}"
    words = ("reconcile", "names.csv", "--label", "Organisation", "--csv", "out.csv", "--store", store)
    code, out, _ = command(*words)
    assert code == 0
    assert "match: 1, candidates: 0, nothing: 2, of 3." in out
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["decision"] for row in rows] == ["match", "nothing", "nothing"]
    assert (rows[0]["match_name"], rows[2]["name"]) == ("NHS Strathorrin", "'=cmd()")
    results = json.loads(command(*words[:4], "--store", store, "--json")[1])
    assert results[0]["candidates"][0]["features"][0]["says"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("names.csv", "--label", "Planet"), 2, "Organisation"),
        (("names.csv", "--label", "Topic", "--column", "title"), 2, "its columns are: name"),
        (("names.csv", "--label", "Topic", "--property", "age=name"), 2, "the properties are"),
        (("nowhere.csv", "--label", "Topic"), 3, "nowhere.csv"),
        (("empty.csv", "--label", "Topic"), 3, "empty"),
    ],
)
def test_wrong_use_says_what_to_do(command, sample, tmp_path, words, code, said):
    (tmp_path / "names.csv").write_text("name\nfalls\n")
    (tmp_path / "empty.csv").write_text("")
    found = command("reconcile", *words, "--store", f"sqlite:{sample}")
    assert found[0] == code
    assert said in found[2]
