"""Who may be told what over HTTP: a server denies names of bridges and of those alone unless it is for managers."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.settings import Settings
from queries.request import Role

QUESTIONS = ("bridges", "newcomers", "what-if?remove=Asha+Rao")


def client_of(sample: Path, **role: Role) -> TestClient:
    return TestClient(create_app(Settings(store=f"sqlite:{sample}"), **role))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_server_names_nobody_unless_it_is_started_for_managers(sample: Path, question: str):
    with client_of(sample) as member, client_of(sample, role=Role.MANAGER) as manager:
        told, all_of_it = (client.get(f"/api/v1/{question}").json() for client in (member, manager))
    assert any("managers only" in caveat for caveat in told["caveats"])
    assert not any("person:" in str(finding) for finding in told["findings"])
    assert len(all_of_it["findings"]) > len(told["findings"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_neither_the_page_nor_the_table_says_more_than_the_interface(sample: Path, question: str):
    name, _, asked = question.partition("?")
    with client_of(sample) as member:
        for address in (f"/ask/{name}?{asked}", f"/download/{name}.csv?{asked}"):
            answer = member.get(address)
            assert answer.status_code == 200
            assert "/person/" not in answer.text
            assert "managers only" in answer.text or address.startswith("/download")


@pytest.mark.parametrize(
    "question", ["bridges", "silos", "gaps", "newcomers", "path?from=Asha+Rao&to=Hannah+Whitcombe",
                 "convene?topic=falls", "what-if?remove=Asha+Rao"],
)  # fmt: skip
def test_every_answer_about_connections_has_a_page(sample: Path, question: str):
    with client_of(sample, role=Role.MANAGER) as manager:
        page = manager.get(f"/ask/{question}")
    assert page.status_code == 200
    assert 'class="problem"' not in page.text
    assert "Nothing was found" not in page.text
