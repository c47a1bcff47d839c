"""Settings: read from an environment that is handed in, and from nothing else."""

from dataclasses import fields

import pytest

from graph.errors import UsageError
from graph.settings import DEFAULT_STORE, Settings


def test_an_empty_environment_gives_the_defaults():
    assert Settings.from_environment({}) == Settings() == Settings(store=DEFAULT_STORE, batch=500)


def test_an_empty_variable_is_no_setting():
    empty = {item.metadata["variable"]: "" for item in fields(Settings)}
    assert Settings.from_environment(empty) == Settings()


@pytest.mark.parametrize("item", fields(Settings), ids=lambda item: item.name)
def test_every_setting_has_a_variable_that_sets_it_and_says_what_it_does(item):
    given = {item.metadata["variable"]: "7"}
    expected = 7 if isinstance(item.default, int) else "7"
    assert getattr(Settings.from_environment(given), item.name) == expected
    assert item.metadata["says"]


def test_variables_are_all_different():
    assert len({item.metadata["variable"] for item in fields(Settings)}) == len(fields(Settings))


def test_the_environment_of_the_process_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IMPROVEMENT_GRAPH_STORE", "sqlite:other.db")
    assert Settings.from_environment({}).store == DEFAULT_STORE


def test_the_password_is_never_shown():
    assert "hush" not in repr(Settings(neo4j_password="hush"))


@pytest.mark.parametrize("value", ["1", "5000"])
def test_a_batch_may_be_from_one_to_five_thousand(value: str):
    assert Settings.from_environment({"IMPROVEMENT_GRAPH_BATCH": value}).batch == int(value)


@pytest.mark.parametrize("value", ["0", "5001", "-1", "many", "1.5", " 5"])
def test_any_other_batch_is_wrong_use(value: str):
    with pytest.raises(UsageError, match="IMPROVEMENT_GRAPH_BATCH") as raised:
        Settings.from_environment({"IMPROVEMENT_GRAPH_BATCH": value})
    assert raised.value.hint


def test_a_superscript_is_no_number():
    with pytest.raises(UsageError):
        Settings.from_environment({"IMPROVEMENT_GRAPH_BATCH": "²"})
