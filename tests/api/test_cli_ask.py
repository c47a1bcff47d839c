import csv
import json
from typing import Any

import pytest
import typer

from api.cli import ask
from queries.questions import QUESTIONS
from tests.api.test_app import ASKED


def options_of(name):
    return [
        item for pair in ASKED.get(name, {}).items() for item in (f"--{pair[0].replace('_', '-')}", pair[1])
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_is_a_command_with_an_option_for_each_parameter(question):
    group: Any = typer.main.get_command(ask.app)
    command = group.get_command(None, question.name)
    assert command.help == question.asks
    options = {option: parameter for parameter in command.params for option in parameter.opts}
    for parameter in question.parameters:
        said = options[f"--{parameter.name.replace('_', '-')}"].help
        assert said.startswith(parameter.says)
        assert all(choice in said for choice in parameter.choices)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_answers_the_same_as_over_http(command, manager, sample, question):
    words = ["ask", question.name, *options_of(question.name), "--store", f"sqlite:{sample}"]
    code, out, err = command(*words, "--json")
    assert (code, err) == (0, "")
    assert (
        json.loads(out) == manager.get(f"/api/v1/{question.name}", params=ASKED.get(question.name, {})).json()
    )


@pytest.mark.parametrize("width", ["60", "120"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_is_a_table_for_people_too(command, sample, monkeypatch, question, width):
    monkeypatch.setenv("COLUMNS", width)
    code, out, _ = command("ask", question.name, *options_of(question.name), "--store", f"sqlite:{sample}")
    assert code == 0
    assert "What this rests on: " in out
    assert "\x1b" not in out
    assert max(len(line) for line in out.splitlines()) <= int(width)


def test_a_table_shows_the_first_quote_why_and_how_many_more(command, sample, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    code, out, _ = command("ask", "who-works-on", "--topic", "falls", "--store", f"sqlite:{sample}")
    assert code == 0
    found = json.loads(
        command("ask", "who-works-on", "--topic", "falls", "--store", f"sqlite:{sample}", "--json")[1]
    )["findings"]
    for finding in found:
        assert finding["because"][0]["quote"][:40] in out
        if len(finding["because"]) > 1:
            assert f"+{len(finding['because']) - 1} more" in out
    assert "Only wrote about it" in out


def test_an_underscore_is_a_hyphen_on_the_command_line(command, sample):
    code, out, _ = command(
        "ask", "who-works-on", "--topic", "falls", "--organisation-kind", "acute trust",
        "--store", f"sqlite:{sample}", "--json",
    )  # fmt: skip
    assert code == 0
    assert json.loads(out)["parameters"]["organisation_kind"] == "acute trust"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["find"], "`words`"),
        (["find", "--words", "x", "--limit", "many"], "`limit`"),
        (["topic", "--id", "alchemy"], "alchemy"),
        (["fnid"], "Did you mean 'find'?"),
    ],
)
def test_a_wrong_question_says_what_is_wrong(command, sample, words, said):
    code, out, err = command("ask", *words, "--store", f"sqlite:{sample}")
    assert (code, out) == (2, "")
    assert said in err


def test_the_csv_has_a_row_for_each_quote(command, sample, tmp_path):
    words = ["ask", "who-works-on", "--topic", "falls", "--store", f"sqlite:{sample}"]
    code, out, _ = command(*words, "--json", "--csv", tmp_path / "found.csv")
    assert code == 0
    with (tmp_path / "found.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(max(1, len(finding["because"])) for finding in json.loads(out)["findings"])
    assert {"number", "person", "project", "why", "evidence quote", "evidence title"} <= set(rows[0])
    assert [file.name for file in tmp_path.iterdir()] == ["found.csv"]


def test_the_csv_can_go_to_standard_output_alone(command, sample):
    code, out, _ = command("ask", "find", "--words", "huddle", "--store", f"sqlite:{sample}", "--csv", "-")
    assert code == 0
    assert out.removeprefix("\ufeff").startswith("number,")


def test_a_csv_that_cannot_be_written_is_an_input_error(command, sample):
    words = ["ask", "find", "--words", "huddle", "--store", f"sqlite:{sample}", "--csv", "nowhere/found.csv"]
    assert command(*words)[0] == 3
