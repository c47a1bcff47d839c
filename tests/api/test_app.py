import re

import pytest
from fastapi.testclient import TestClient

from api.app import SECURITY_HEADERS, create_app
from api.routes import questions as routes
from graph.errors import StoreError
from graph.settings import Settings
from graph.stores import open_store
from ingest.community import read_community
from ingest.run import ingest
from queries.questions import QUESTIONS
from tests.api.conftest import SAMPLE

ASKED = {
    "who-works-on": {"topic": "falls"},
    "find": {"words": "huddle"},
    "person": {"id": "members:M001"},
    "project": {"id": "Steady Steps"},
    "organisation": {"id": "NHS Strathorrin"},
    "topic": {"id": "sepsis"},
    "experts": {"about": "older people who fall at night"},
    "path": {"from": "members:M001", "to": "members:M005"},
    "convene": {"topic": "falls", "size": "3"},
    "what-if": {"remove": "members:M001"},
    "changes": {"since": "2023"},
    "peers": {"person": "members:M001"},
    "similar-projects": {"project": "Patient Flow Room"},
}
EVIDENCE = {
    "document", "title", "url", "author", "published", "quote", "start", "end", "rule", "status",
}  # fmt: skip


def test_every_question_that_needs_something_is_asked_with_it_in_these_tests():
    assert {q.name for q in QUESTIONS if any(p.required for p in q.parameters)} <= set(ASKED)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_has_a_route_that_answers_as_the_contract_has_it(manager, question):
    answer = manager.get(f"/api/v1/{question.name}", params=ASKED.get(question.name, {}))
    assert answer.status_code == 200
    content = answer.json()
    assert set(content) - {"facets"} == {
        "question", "parameters", "as_of", "coverage", "findings", "caveats", "next",
    }  # fmt: skip
    assert content["question"] == question.name
    assert content["findings"]
    for finding in content["findings"]:
        assert set(finding) == {"value", "score", "why", "because"}
        assert all(set(evidence) == EVIDENCE for evidence in finding["because"])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_and_parameter_is_described(client, question):
    described = client.get("/api/v1/openapi.json").json()["paths"][f"/api/v1/{question.name}"]["get"]
    assert described["summary"] == question.asks
    declared = {item["name"]: item for item in described["parameters"]}
    assert list(declared) == [*(parameter.name for parameter in question.parameters), "format"]
    for parameter in question.parameters:
        assert declared[parameter.name]["description"] == parameter.says != ""
        assert declared[parameter.name]["required"] is parameter.required
        assert declared[parameter.name]["schema"].get("enum", []) == list(parameter.choices)


def test_the_list_of_questions_leads_to_each(client):
    listed = client.get("/api/v1/").json()["questions"]
    assert [item["name"] for item in listed] == [question.name for question in QUESTIONS]
    assert all(item["asks"] and item["href"] == f"/api/v1/{item['name']}" for item in listed)


def test_an_answer_that_is_known_already_is_not_sent_again(client):
    first = client.get("/api/v1/find", params={"words": "huddle"})
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get("/api/v1/find", params={"words": "huddle"}, headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
    other = client.get("/api/v1/find", params={"words": "sepsis"}, headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_the_pages_of_an_answer_follow_each_other_to_the_end_and_repeat_nothing(client):
    whole = client.get("/api/v1/find", params={"words": "huddle", "limit": 500}).json()["findings"]
    address, seen, pages = "/api/v1/find?words=huddle&limit=7", [], 0
    while address:
        page = client.get(address)
        seen += page.json()["findings"]
        pages += 1
        link = re.fullmatch(r'<(.+)>; rel="next"', page.headers.get("link", ""))
        assert bool(link) is bool(page.json()["next"])
        address = link[1] if link else ""
    assert seen == whole
    assert pages == -(-len(whole) // 7) > 1


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/v1/find?words=a&colour=red", 400, "`colour`"),
        ("/api/v1/find", 400, "`words`"),
        ("/api/v1/find?words=a&words=b", 400, "more than once"),
        ("/api/v1/find?words=a&limit=0", 400, "`limit`"),
        ("/api/v1/find?words=a&as_of=yesterday", 400, "`as_of`"),
        ("/api/v1/find?words=a&label=Cat", 400, "`label`"),
        ("/api/v1/topic?id=alchemy", 404, "alchemy"),
        ("/api/v1/person?id=person:00000000000000000000", 404, "person:0000"),
        ("/api/v1/weather", 404, "/api/v1/weather"),
        ("/api/v2/find", 404, "/api/v2/find"),
        ("/api/v1/person?id=David+Smith", 409, "David Smith"),
    ],
)
def test_what_is_wrong_is_a_problem_document(client, address, status, said):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail"} <= set(problem)
    assert problem["status"] == status
    assert said in problem["detail"]


def test_the_candidates_of_an_ambiguous_name_can_be_asked_for(client):
    candidates = client.get("/api/v1/person", params={"id": "David Smith"}).json()["candidates"]
    assert len(candidates) > 1
    for candidate in candidates:
        assert set(candidate) == {"id", "label", "name"}
        assert client.get("/api/v1/person", params={"id": candidate["id"]}).status_code == 200


def test_other_methods_than_get_are_a_problem_too(client):
    answer = client.post("/api/v1/find")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert "GET" in answer.headers["allow"]


def test_nothing_found_is_an_answer(client):
    answer = client.get("/api/v1/find", params={"words": "zyzzyva"})
    assert answer.status_code == 200
    assert answer.json()["findings"] == []
    assert answer.json()["next"] is None


def test_the_id_of_a_joined_record_leads_to_the_standing_one(client, joined):
    old, standing = joined
    moved = client.get("/api/v1/person", params={"id": old, "limit": 3}, follow_redirects=False)
    assert moved.status_code == 308
    followed = client.get("/api/v1/person", params={"id": old, "limit": 3})
    assert followed.json()["parameters"] == {"id": standing, "limit": "3"}


def test_the_application_starts_before_anything_is_ingested_and_answers_afterwards(tmp_path, sample):
    settings = Settings(store=f"sqlite:{tmp_path / 'later.db'}")
    with TestClient(create_app(settings)) as client:
        for question in QUESTIONS:
            answer = client.get(f"/api/v1/{question.name}", params=ASKED.get(question.name, {}))
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert "improvement-graph ingest" in answer.json()["hint"]
        assert client.get("/healthz").json() == {"status": "ok", "graph": "not ready"}
        (tmp_path / "later.db").write_bytes(sample.read_bytes())
        assert client.get("/healthz").json() == {"status": "ok", "graph": "ready"}
        assert client.get("/api/v1/coverage").status_code == 200


def test_a_migrated_store_without_documents_is_not_ready_either(tmp_path):
    settings = Settings(store=f"sqlite:{tmp_path / 'empty.db'}")
    store = open_store(settings)
    store.migrate()
    store.close()
    with TestClient(create_app(settings)) as client:
        assert client.get("/api/v1/coverage").status_code == 503


@pytest.mark.parametrize(
    "address", ["/", "/healthz", "/api/v1/", "/api/v1/weather", "/weather", "/static/page.css"]
)
def test_every_answer_carries_the_security_headers(client, address):
    headers = client.get(address).headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_policy_allows_no_script_or_style_within_a_page_and_nothing_from_elsewhere():
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'")


def test_a_server_for_this_machine_alone_answers_to_no_other_name(sample):
    app = create_app(Settings(store=f"sqlite:{sample}"), hosts=("localhost",))
    assert TestClient(app, base_url="http://localhost").get("/healthz").status_code == 200
    assert TestClient(app, base_url="http://elsewhere.example").get("/healthz").status_code == 400


@pytest.mark.parametrize("address", ["/api/v1/coverage", "/ask/coverage"])
def test_a_bug_shows_no_traceback(sample, monkeypatch, address):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(routes, "ask", broken)
    monkeypatch.setattr("api.routes.pages.ask", broken)
    client = TestClient(create_app(Settings(store=f"sqlite:{sample}")), raise_server_exceptions=False)
    answer = client.get(address)
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_cause_of_a_store_failure_is_not_told(sample, monkeypatch):
    def failing(*_: object) -> None:
        raise StoreError("the store failed", "try again") from RuntimeError("password=hunter2")

    monkeypatch.setattr(routes, "ask", failing)
    answer = TestClient(create_app(Settings(store=f"sqlite:{sample}"))).get("/api/v1/coverage")
    assert answer.status_code == 502
    assert "hunter2" not in answer.text


def test_the_answer_is_the_same_for_a_store_that_is_built_again(tmp_path, client):
    """Nothing in an answer hangs on when or where the graph was built, so its tag stays too."""
    settings = Settings(store=f"sqlite:{tmp_path / 'again.db'}")
    store = open_store(settings)
    ingest(store, read_community(SAMPLE / "community.toml"), settings, language=False)
    store.close()
    with TestClient(create_app(settings)) as other:
        for name, asked in ASKED.items():
            here, there = (each.get(f"/api/v1/{name}", params=asked) for each in (client, other))
            assert here.headers["etag"] == there.headers["etag"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/coverage", "/ask/coverage", "/static/style.css"])
def test_head_is_answered_as_get_is_without_the_body(client, path):
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers["content-length"] == str(len(whole.content))
