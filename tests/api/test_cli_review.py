import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli.review_screen import Session, sit
from graph.schema import CLAIMS, ENTITIES, RECORDS, TIES
from graph.settings import Settings
from graph.stores import open_store
from queries.request import Role


def graph_of(file):
    store = open_store(Settings(store=f"sqlite:{file}"), must_exist=True)
    try:
        return [list(store.scan(table)) for table in (RECORDS, CLAIMS, ENTITIES, TIES)]
    finally:
        store.close()


@pytest.fixture
def review(command, copy_of_sample):
    """Run a review command on a copy of the sample."""
    return lambda *words: command("review", *words, "--store", f"sqlite:{copy_of_sample}")


@pytest.fixture
def pair(review):
    """The two record ids of the pair that comes first."""
    first = json.loads(review("list", "--json")[1])[0]
    return first["left"]["id"], first["right"]["id"]


def test_what_waits_is_listed_with_reasons_the_most_consequential_first(review):
    code, out, _ = review("list", "--json")
    assert code == 0
    waiting = json.loads(out)
    assert waiting
    assert [item["consequence"] for item in waiting] == sorted(
        (w["consequence"] for w in waiting), reverse=True
    )
    assert all(item[side]["because"] for item in waiting for side in ("left", "right"))
    assert all(item["reasons"] and item["left"]["name"] and item["right"]["name"] for item in waiting)
    assert len(json.loads(review("list", "--json", "--limit", "1")[1])) == 1


def test_review_alone_lists_too(review):
    assert review("--json") == review("list", "--json")
    code, out, _ = review()
    assert code == 0
    assert "review same|different" in out


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_judgement_that_is_taken_back_gives_the_earlier_graph(review, pair, copy_of_sample, verdict):
    before = graph_of(copy_of_sample)
    code, out, _ = review(verdict, *pair, "--by", "Amara Nwosu", "--reason", "I know them", "--json")
    assert code == 0
    judged = json.loads(out)
    assert judged["verdict"] == verdict
    after = graph_of(copy_of_sample)
    assert (after != before) is (verdict == "same")
    assert not [
        item
        for item in json.loads(review("list", "--json")[1])
        if {item["left"]["id"], item["right"]["id"]} == set(pair)
    ]
    assert review("undo", judged["judgement"])[0] == 0
    assert graph_of(copy_of_sample) == before


def test_a_judgement_is_in_the_name_of_who_is_logged_in(command, review, pair, copy_of_sample, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "amara")
    assert review("same", *pair)[0] == 0
    judgements = command("export", "judgements", "-", "--store", f"sqlite:{copy_of_sample}")[1].splitlines()
    assert [row["verdict"] for row in map(json.loads, judgements) if row["by"] == "amara"] == ["same"]


@pytest.mark.parametrize(
    "words",
    [
        ["same", "person:none", "person:other"],
        ["undo", "judgement:none"],
        ["same", "person:none", "person:none"],
    ],
)
def test_what_is_not_there_cannot_be_judged(review, copy_of_sample, words):
    before = graph_of(copy_of_sample)
    code, out, err = review(*words)
    assert (code, out) == (2, "")
    assert "hint: " in err
    assert graph_of(copy_of_sample) == before


def sat(file, keys, capsys):
    """Press these keys in a sitting on a store; the number judged and the screen."""
    store = open_store(Settings(store=f"sqlite:{file}"), must_exist=True)
    pressed = iter(keys)
    try:
        return sit(Session(store, "Amara Nwosu", lambda: next(pressed))), capsys.readouterr().out
    finally:
        store.close()


def test_one_key_decides_and_one_takes_back(copy_of_sample, capsys):
    before = graph_of(copy_of_sample)
    judged, screen = sat(copy_of_sample, "sq", capsys)
    assert judged == 1
    assert "same." in screen
    assert graph_of(copy_of_sample) != before
    judged, screen = sat(copy_of_sample, "dszzq", capsys)
    assert judged == 0
    assert screen.count("taken back") == 2


def test_the_screen_shows_both_contexts_with_quotes_and_reasons(copy_of_sample, capsys):
    _, screen = sat(copy_of_sample, "q", capsys)
    assert screen.count("“") >= 2
    assert "would change hands" in screen
    assert "[s]ame" in screen


def test_a_pair_put_off_comes_no_more_in_this_sitting_and_a_wrong_key_does_nothing(copy_of_sample, capsys):
    before = graph_of(copy_of_sample)
    _, first = sat(copy_of_sample, "q", capsys)
    _, screen = sat(copy_of_sample, "xzn" + "q", capsys)
    assert "means nothing here" in screen
    assert "nothing to take back" in screen
    assert screen.count(first.split("to go")[1][:400]) == 1
    assert graph_of(copy_of_sample) == before


def test_judgements_are_written_to_a_file_and_given_again(review, pair, tmp_path):
    review("different", *pair, "--by", "Amara Nwosu", "--reason", "two wards")
    code, out, _ = review("export", tmp_path / "judgements.tsv", "--json")
    assert (code, json.loads(out)["judgements"]) == (0, 1)
    assert "two wards" in (tmp_path / "judgements.tsv").read_text()
    code, out, _ = review("import", tmp_path / "judgements.tsv", "--json")
    assert (code, json.loads(out)) == (0, {"given": 0, "standing": 1, "skips": []})
    code, _, err = review("import", tmp_path / "nothing.tsv")
    assert code == 3
    assert "cannot be read" in err


def test_over_http_what_waits_is_shown_to_managers_alone(review, copy_of_sample):
    settings = Settings(store=f"sqlite:{copy_of_sample}")
    with (
        TestClient(create_app(settings)) as member,
        TestClient(create_app(settings, role=Role.MANAGER)) as manager,
    ):
        denied = member.get("/api/v1/review")
        assert (denied.status_code, "managers" in denied.json()["detail"]) == (403, True)
        assert manager.get("/api/v1/review").json()["waiting"] == json.loads(review("list", "--json")[1])
        assert manager.get("/api/v1/review", params={"limit": "0"}).status_code == 400
