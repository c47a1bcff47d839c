"""What every finding of every question over the sample must be: quoted, checked, and said in words that it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from graph import schema
from graph.store import GraphStore
from queries.answer import Answer, Finding
from queries.questions import QUESTIONS, ask

# Each question with what it is asked; `whole` lists ask for every entity of the sample.
LABELS = {"person": "Person", "project": "Project", "organisation": "Organisation", "topic": "Topic"}
WORDS = ("falls", "ward", "asha", "nth", "a", "huddles", "pdsa", "2021")


def asked(store: GraphStore, name: str) -> list[dict[str, str]]:
    """Every way in which a question is asked here."""
    entities = list(store.scan(schema.ENTITIES))
    if name in LABELS:
        return [{"id": row["id"]} for row in entities if row["label"] == LABELS[name]]
    topics = [row["id"] for row in entities if row["label"] == "Topic"]
    given: dict[str, list[dict[str, str]]] = {
        "who-works-on": [{"topic": topic} for topic in topics]
        + [
            {"topic": topic, "status": status}
            for topic in topics[::4]
            for status in ("planned", "stopped", "failed")
        ],
        "find": [{"words": words} for words in WORDS],
        "introductions": [{}, *({"topic": topic} for topic in topics[::5])],
        "peers": [
            {"person": row["id"], "distance": distance}
            for row in entities
            if row["label"] == "Person"
            for distance in ("0", "1")
        ],
        "similar-projects": [
            *({"project": row["id"]} for row in entities if row["label"] == "Project"),
            {"about": "a daily huddle to prevent falls"},
        ],
        "changes": [
            {"since": "2019"},
            {"since": "2022", "until": "2023"},
            {"since": "2024-03", "by": "true"},
        ],
        "experts": [
            {"about": words} for words in ("falls at night", "ward huddles", "worn out staff", "2021 audit")
        ],
        **{name: [{}] for name in ("coverage", "bridges", "silos", "gaps", "newcomers")},
        "convene": [{"topic": "falls"}, {"place": "Kelsby"}],
        "path": [{"from": "members:M001", "to": f"members:M0{number:02}"} for number in range(2, 30, 3)],
    }
    return [{**one, "limit": "500"} for one in given.get(name, [])]


# Their sentences are counts over many ties ("11 of 79 people"), which no single quote says; what they quote is checked
# like every other quote, the rest by their own tests.
COUNTED = {"bridges", "silos", "gaps", "newcomers", "path", "convene", "what-if"}


@pytest.fixture(scope="module")
def every(told: GraphStore) -> dict[str, list[Answer]]:
    return {
        each.name: [ask(told, each.name, given) for given in asked(told, each.name)] for each in QUESTIONS
    }


@pytest.fixture(scope="module")
def answers(every: dict[str, list[Answer]]) -> dict[str, list[Answer]]:
    """The answers to the questions whose sentences say what somebody wrote."""
    return {name: given for name, given in every.items() if name not in COUNTED}


def findings(answers: dict[str, list[Answer]]) -> Iterator[tuple[str, Finding]]:
    return (
        (name, finding) for name, given in answers.items() for answer in given for finding in answer.findings
    )


def test_every_question_has_findings(every: dict[str, list[Answer]]):
    assert {name for name, _ in findings(every)} >= {each.name for each in QUESTIONS} - COUNTED
    assert sum(1 for _ in findings(every)) > 1000


def test_every_finding_rests_on_a_quote(told: GraphStore, answers: dict[str, list[Answer]]):
    claimed = {
        row[end]
        for row in told.scan(schema.CLAIMS)
        for end in ("subject_entity", "object_entity")
        if not row["retracted"]
    }
    for name, finding in findings(answers):
        # A name that a list has, and of which nothing is claimed, is found all the same.
        bare = name == "find" and finding.value["label"] != "Document" and finding.value["id"] not in claimed
        nameless = finding.value.get("relation") == "is" or bare
        assert finding.because or name == "coverage" or nameless, (name, finding.value)


def test_every_quote_is_what_its_document_says(told: GraphStore, every: dict[str, list[Answer]]):
    documents = {row["id"]: row for row in told.scan(schema.DOCUMENTS)}
    for name, finding in findings(every):
        for evidence in finding.because:
            document = documents[evidence.document]
            assert document["text"][evidence.start : evidence.end] == evidence.quote != "", (
                name,
                finding.value,
            )
            shown = (evidence.title, evidence.url, evidence.author, evidence.published)
            assert shown == tuple(document[column] for column in ("title", "url", "author", "published"))
            assert evidence.rule
            assert evidence.status in ("asserted", "declared", "observed", "inferred")


def test_no_quote_is_shown_twice_in_one_finding(answers: dict[str, list[Answer]]):
    for name, finding in findings(answers):
        places = [(evidence.document, evidence.start, evidence.end) for evidence in finding.because]
        assert len(set(places)) == len(places), (name, finding.value)


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def test_why_is_said_and_names_only_what_the_value_holds(told: GraphStore, answers: dict[str, list[Answer]]):
    several = {row["name"] for row in told.scan(schema.ENTITIES) if len(row["name"].split()) > 1}
    named = re.compile(rf"(?<!\w)({'|'.join(sorted(map(re.escape, several), key=len, reverse=True))})(?!\w)")
    for name, given in answers.items():
        for answer in given:
            # A profile's sentences are about the one that its head names.
            head = answer.findings[0].value if name in LABELS else {}
            for finding in answer.findings:
                assert finding.why
                assert all(clause == clause.strip() and clause.endswith(".") for clause in finding.why)
                held = "\n".join(texts([finding.value, head])).casefold()
                for entity in named.findall(" ".join(finding.why)):
                    assert entity.casefold() in held, (name, finding.why)


def test_why_names_whom_it_is_about(answers: dict[str, list[Answer]]):
    for name, finding in findings(answers):
        said = " ".join(finding.why).casefold()
        whom = (
            [one["name"] for one in finding.value["people"]]
            if name == "introductions"
            else [finding.value["name"]]
        )
        assert name == "coverage" or all(str(one).casefold() in said for one in whom), (name, finding.why)


# Where two people are is said in an introduction without its quote so far.
WITHOUT_QUOTE = {"introductions"}


def named_in_claims(told: GraphStore) -> dict[tuple[str, int, int], set[str]]:
    """All names of the ends of the claims at each place of a text."""
    names = {row["id"]: row["names"] for row in told.scan(schema.ENTITIES)}
    found: dict[tuple[str, int, int], set[str]] = {}
    for claim in told.scan(schema.CLAIMS):
        place = (claim["document"], claim["start"], claim["end"])
        for end in ("subject_entity", "object_entity"):
            found.setdefault(place, set()).update(name.casefold() for name in names.get(claim[end], ()))
    return found


def test_no_clause_names_anybody_or_anything_that_its_quotes_do_not(
    told: GraphStore, answers: dict[str, list[Answer]]
):
    claims = named_in_claims(told)
    several = {row["name"] for row in told.scan(schema.ENTITIES) if len(row["name"].split()) > 1}
    named = re.compile(rf"(?<!\w)({'|'.join(sorted(map(re.escape, several), key=len, reverse=True))})(?!\w)")
    unsupported = []
    for name, given in answers.items():
        for answer in given:
            # A profile's sentences are about the one that its head names, and the head is what its records say.
            head = str(answer.findings[0].value["name"]).casefold() if name in LABELS else ""
            for finding in answer.findings:
                if name in {"find", "coverage"} | WITHOUT_QUOTE or finding.value.get("relation") == "is":
                    continue
                said = {head}.union(*(claims.get((e.document, e.start, e.end), ()) for e in finding.because))
                words = "\n".join(f"{e.quote}\n{e.title}\n{e.author}" for e in finding.because).casefold()
                unsupported += [
                    (name, entity, clause)
                    for clause in re.split(r"(?<=[.;]) ", " ".join(finding.why))
                    for entity in named.findall(clause)
                    if entity.casefold() not in said and entity.casefold() not in words
                ]
    assert not unsupported, f"{len(unsupported)} clauses: {unsupported[:5]}"


STATES = {
    "under way": "doing", "completed": "done", "planned": "planned", "proposed": "proposed", "stopped": "stopped",
    "did not work": "failed",
}  # fmt: skip
# By the clock of when something was read, of which no text tells.
LEARNED = {"first read: person", "first read: project", "statement taken back"}


def test_no_clause_gives_a_state_or_a_year_that_its_quotes_do_not(
    told: GraphStore, answers: dict[str, list[Answer]]
):
    read_from_prose: dict[tuple[str, int, int], str] = {}
    states: dict[tuple[str, int, int], set[str]] = {}
    for claim in told.scan(schema.CLAIMS):
        place = (claim["document"], claim["start"], claim["end"])
        if claim["rule"] != "field":
            states.setdefault(place, set()).add(claim["modality"])
            dates = f"{claim['valid_from']} {claim['valid_to']}"
            read_from_prose[place] = f"{read_from_prose.get(place, '')} {dates}"
    unsupported, checked = [], 0
    for name, finding in findings(answers):
        relation = finding.value.get("relation")
        if name in ("find", "coverage") or relation in LEARNED or relation in ("is", "gone quiet"):
            continue
        why = " ".join(finding.why)
        words = "".join(
            f" {e.published} {e.quote} {e.title} {read_from_prose.get(e.place, '')}" for e in finding.because
        )
        years = set(
            re.findall(r"(?<![\d-])(?:19|20)\d\d(?![\d-])", why.replace(str(finding.value.get("name")), ""))
        )
        said = {state for e in finding.because for state in states.get(e.place, ())}
        said |= {e.quote.removeprefix("Status: ") for e in finding.because}
        told_states = {state for phrase, state in STATES.items() if re.search(rf"[;:(,] {phrase}\b", why)}
        checked += len(years) + len(told_states)
        unsupported += [
            (name, one, finding.why)
            for one in sorted({y for y in years if y not in words} | (told_states - said))
        ]
    assert checked > 1000
    assert not unsupported, f"{len(unsupported)} clauses: {unsupported[:18]}"


def test_no_clause_gives_a_role_that_its_quotes_do_not(told: GraphStore, answers: dict[str, list[Answer]]):
    roles: dict[tuple[str, int, int], set[str]] = {}
    for claim in told.scan(schema.CLAIMS):
        roles.setdefault((claim["document"], claim["start"], claim["end"]), set()).add(claim["role"])
    checked = 0
    for name, finding in findings(answers):
        role = finding.value.get("role")
        if finding.value.get("relation") == "is" or not role or f" as {role}" not in " ".join(finding.why):
            continue
        said = set().union(*(roles.get((e.document, e.start, e.end), ()) for e in finding.because))
        assert role in said, (name, finding.why)
        checked += 1
    assert checked > 100


def test_an_answer_goes_out_as_json_and_says_what_it_covers(answers: dict[str, list[Answer]]):

    for name, given in answers.items():
        for answer in given:
            out = answer.as_dict()
            assert json.loads(json.dumps(out)) == out
            assert out["question"] == name
            assert out["coverage"]["documents"] > 100
            assert all(0 <= finding["score"] <= 30 for finding in out["findings"])
