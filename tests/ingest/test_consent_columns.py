"""Consent in lists: by the usual headings or a mapping, in the usual words; what is unclear is a no, and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.schema import CONSENTS
from graph.settings import Settings
from graph.store import GraphStore
from ingest.community import read_community
from ingest.report import Report
from ingest.run import ingest
from tests.community import empty_sqlite, rows

SOURCE = """
[[source]]
id = "members"
kind = "members"
path = "members.csv"
licence = "CC0"
lawful_basis = "made up"
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as opened:
        yield opened


def taken(store: GraphStore, folder: Path, table: str, mapping: str = "", about: str = "") -> Report:
    (folder / "members.csv").write_text(table, "utf-8")
    (folder / "community.toml").write_text(f"[community]\n{about}\n{SOURCE}{mapping}", "utf-8")
    return ingest(store, read_community(folder / "community.toml"), Settings(), language=False)


def said(store: GraphStore) -> dict[str, str]:
    return {row["name"]: row["says"] for row in rows(store, CONSENTS)}


@pytest.mark.parametrize(
    ("heading", "cell", "says"),
    [
        ("Consent", "Yes", "yes"), ("consent", "TRUE", "yes"), ("visible", "1", "yes"), ("Listed", "0", "no"),
        ("Open to introductions?", "No, thank you", "no"), ("opt-in", "x", "yes"), ("consent", "not yet", "no"),
        ("May be contacted", "don't", "no"), ("Happy to be contacted", "Yes, by post", "yes"),
        ("Do not contact", "yes", "no"), ("consent", "ask me first", "no"), ("consent", "withdrawn", "no"),
    ],
)  # fmt: skip
def test_the_usual_headings_and_words_say_yes_or_no(
    store: GraphStore, tmp_path: Path, heading: str, cell: str, says: str
) -> None:
    taken(store, tmp_path, f'id,name,{heading}\n1,Asha Rao,"{cell}"\n2,Bela Bo,\n')
    assert said(store) == {"Asha Rao": says}


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("consent", ""), ("consent", "n/a"), ("consent", "-"), ("Do not contact", "no"), ("newsletter", "no")],
)
def test_a_blank_says_nothing_nor_does_no_objection_or_another_column(
    store: GraphStore, tmp_path: Path, heading: str, cell: str
) -> None:
    taken(store, tmp_path, f"id,name,{heading}\n1,Asha Rao,{cell}\n")
    assert said(store) == {}


def test_one_no_beats_a_yes_in_another_column(store: GraphStore, tmp_path: Path) -> None:
    taken(store, tmp_path, "id,name,visible,open to introductions\n1,Asha Rao,yes,no\n2,Bela Bo,yes,yes\n")
    assert said(store) == {"Asha Rao": "no", "Bela Bo": "yes"}


def test_what_is_neither_yes_nor_no_counts_as_no_and_is_told(store: GraphStore, tmp_path: Path) -> None:
    report = taken(store, tmp_path, "id,name,consent\n1,Asha Rao,ask my line manager\n")
    assert said(store) == {"Asha Rao": "no"}
    assert "a consent that is neither yes nor no, taken as no" in str(report.of("members"))


def test_a_mapping_names_the_column_and_its_own_words(store: GraphStore, tmp_path: Path) -> None:
    words = '{ column = "shown to", yes = ["all"], no = ["me"] }'
    mapping = f'[source.person]\nkey = "id"\nname = "name"\nconsent = {words}\n'
    taken(store, tmp_path, "id,name,shown to\n1,Asha Rao,All\n2,Bela Bo,me\n", mapping)
    assert said(store) == {"Asha Rao": "yes", "Bela Bo": "no"}


def test_a_mapping_that_forgets_the_column_of_consent_does_not_hide_a_no(
    store: GraphStore, tmp_path: Path
) -> None:
    mapping = '[source.person]\nkey = "id"\nname = "name"\n'
    taken(store, tmp_path, "id,name,consent\n1,Asha Rao,no\n", mapping)
    assert said(store) == {"Asha Rao": "no"}


def test_a_row_without_a_key_that_is_another_persons_now_leaves_the_no_with_the_name(
    store: GraphStore, tmp_path: Path
) -> None:
    taken(store, tmp_path, "name,consent\nAsha Rao,no\n")
    taken(store, tmp_path, "name,consent\nBela Bo,\n")
    assert [(row["name"], row["says"], row["entity"]) for row in rows(store, CONSENTS)] == [
        ("Asha Rao", "no", "")
    ]


@pytest.mark.parametrize(
    ("mapping", "about", "wrong"),
    [
        ("", 'consent = "sometimes"', "asked, unless refused"),
        ('[source.person]\nname = "name"\nconsent = { yes = ["all"] }\n', "", "consent = { column"),
        ('[source.person]\nname = "name"\nconsent = "opne"\n', "", "its columns are: id, name"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(
    store: GraphStore, tmp_path: Path, mapping: str, about: str, wrong: str
) -> None:
    with pytest.raises(InputError) as raised:
        taken(store, tmp_path, "id,name\n1,Asha Rao\n", mapping, about)
    assert wrong in raised.value.hint
