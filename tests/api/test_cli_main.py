import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from api.cli import invocation, main
from graph.errors import AmbiguousError, InputError, StoreUnavailableError, UsageError

ROOT = Path(__file__).parents[2]
HEAVY = ("spacy", "fastapi", "uvicorn", "networkx", "neo4j", "numpy", "scipy", "rich")


def commands(app: typer.Typer) -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def test_the_start_loads_nothing_heavy():
    said = f"import sys, api.cli.main as m; m.build(); print([n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_command_is_the_one_that_the_project_declares():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert declared["project"]["scripts"] == {"improvement-graph": "api.cli.main:main"}


def test_every_command_takes_a_store_and_json_and_has_words():
    for name, command in commands(main.build()).items():
        below = getattr(command, "commands", None)
        for each in (below or {name: command}).values() if name not in ("ask", "neo4j", "evaluate") else ():
            options = {option for parameter in each.params for option in parameter.opts}
            assert {"--store", "--json"} <= options, name
            assert each.help, name


@pytest.mark.parametrize(
    "words", [["--help"], ["ask", "--help"], ["ask", "find", "--help"], ["review", "--help"]]
)
def test_help_is_no_error(command, words):
    code, out, err = command(*words)
    assert (code, err) == (0, "")
    assert "Usage: improvement-graph" in out


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["ask", "nonsense"],
        ["ask", "find", "--nonsense"],
        ["demo", "--port", "x"],
        ["export", "claims"],
    ],
)
def test_wrong_use_exits_with_2_and_says_where_to_look(command, words):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert "--help" in err


def test_wrong_use_is_json_where_json_is_wanted(command):
    code, _, err = command("ask", "find", "--nonsense", "--json")
    assert code == 2
    assert set(json.loads(err)) == {"error", "hint"}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("wrong", "do this"), 2),
        (InputError("wrong", "do this"), 3),
        (StoreUnavailableError("wrong", "do this"), 4),
    ],
)
def test_an_error_of_ours_has_its_exit_code_and_its_hint(command, monkeypatch, error, code):
    def failing(_: str) -> None:
        raise error

    monkeypatch.setattr(invocation, "settings_for", failing)
    assert command("doctor") == (code, "", "error: wrong\nhint: do this\n")
    found, out, err = command("doctor", "--json")
    assert (found, out, json.loads(err)) == (code, "", {"error": "wrong", "hint": "do this"})


def test_the_candidates_of_an_ambiguous_name_are_named(command, monkeypatch):
    def failing(_: str) -> None:
        raise AmbiguousError(
            "two", (("person:1", "Person", "A (nurse)"), ("person:2", "Person", "A")), "ask again"
        )

    monkeypatch.setattr(invocation, "settings_for", failing)
    code, _, err = command("doctor")
    assert code == 2
    assert "person:1  A (nurse) (Person)" in err
    candidates = json.loads(command("doctor", "--json")[2])["candidates"]
    assert candidates[1] == {"id": "person:2", "label": "Person", "name": "A"}


def test_a_bug_is_one_line_and_a_hint(command, monkeypatch):
    def broken(_: str) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(invocation, "settings_for", broken)
    code, out, err = command("doctor")
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == "error: this is a bug in improvement-graph: ZeroDivisionError"
    assert "Traceback" not in err
    monkeypatch.setenv("IMPROVEMENT_GRAPH_DEBUG", "1")
    assert "Traceback" in command("doctor")[2]


def test_an_interrupt_exits_with_130(command, monkeypatch):
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(invocation, "settings_for", interrupted)
    assert command("doctor") == (130, "", "")


def test_a_password_in_an_address_is_refused_and_not_repeated(command):
    for words in (
        ["doctor"],
        ["ask", "coverage"],
        ["serve", "--port", "0"],
        ["verify"],
        ["export", "claims", "-"],
    ):
        code, out, err = command(*words, "--store", "neo4j://neo4j:hunter2@localhost:7687")
        assert code in (2, 4)
        assert "hunter2" not in out + err
        assert "NEO4J_PASSWORD" in out + err


def test_the_environment_names_the_store_and_the_option_goes_before_it(command, sample, monkeypatch):
    monkeypatch.setenv("IMPROVEMENT_GRAPH_STORE", f"sqlite:{sample}")
    assert command("ask", "coverage")[0] == 0
    code, _, err = command("ask", "coverage", "--store", "sqlite:other.db")
    assert code == 4
    assert "other.db" in err


def test_nothing_is_made_by_asking_where_there_is_no_store(command, tmp_path):
    code, _, err = command("ask", "coverage")
    assert code == 4
    assert "improvement-graph ingest" in err
    assert list(tmp_path.iterdir()) == []
