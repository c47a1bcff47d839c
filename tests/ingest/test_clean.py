"""From drafts to documents: one plain text in which every statement has its place, and no personal address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.ids import document_id
from graph.model import DocumentKind, Label, RelType
from graph.store import GraphStore
from ingest.clean import clean
from ingest.document import Draft, Markup, Named, Statement
from tests.community import comment, empty_sqlite, member, organisation, person, post, project, read, tables

MAIL, PHONE, NETWORK = "asha.rao@example.org", "07700 900123", "203.0.113.7"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def test_the_text_is_title_fields_and_body():
    cleaned = clean(
        post("p", "Huddles", by=["Asha Rao", "Dan Okafor"], topics=["falls"], body="We met."), "blog"
    )
    assert cleaned.document.text == "Huddles\nBy: Asha Rao; Dan Okafor\nTopics: falls\n\nWe met."
    assert cleaned.document.text[cleaned.body_start :] == "We met."
    assert cleaned.document.author == "Asha Rao; Dan Okafor"


def test_what_a_row_says_of_itself_has_lines_of_its_own():
    cleaned = clean(
        project("P1", "Steady Steps", team=["Asha Rao"], ends="2024", place="Northmere"), "projects"
    )
    lines = [
        "Steady Steps",
        "Place: Northmere",
        "Status: doing",
        "Started: 2022",
        "Ended: 2024",
        "Team: Asha Rao (lead)",
    ]
    assert cleaned.document.text == "\n".join(lines)
    assert cleaned.body_start == len(cleaned.document.text)


@pytest.mark.parametrize(
    "draft",
    [
        post(
            "p",
            by=["Asha Rao", person("Dan\n Okafor", role="Nurse", organisation="NTH")],
            topics=["falls", "a  b"],
        ),
        project("P1", "Steady\nSteps", team=["Asha Rao", "Dan Okafor"], host="NTH", topics=["falls"]),
        replace(post("p", by=f"Asha {MAIL}"), statements=post("p", by=["A B", MAIL, "C D"]).statements),
    ],
)
def test_the_spot_of_a_statement_holds_its_name_and_its_line(draft: Draft):
    cleaned = clean(draft, "s")
    assert len(cleaned.stated) == len(draft.statements)
    for stated in cleaned.stated:
        text = cleaned.document.text
        named = stated.statement.subject or stated.statement.object
        assert named is not None
        shown = text[stated.named.start : stated.named.end]
        assert shown == " ".join(named.name.split()) or "removed]" in shown
        assert text[stated.line.start : stated.line.end].startswith(f"{stated.statement.shown_as}: ")
        assert stated.line.start <= stated.named.start < stated.named.end <= stated.line.end


def test_statements_of_one_line_stay_together_whatever_their_order():
    topics = [Statement("Topics", RelType.ABOUT, object=Named(Label.TOPIC, name)) for name in ("a", "b")]
    by = post("p", by="Asha Rao").statements
    draft = replace(post("p"), statements=(topics[0], *by, topics[1]))
    assert clean(draft, "s").document.text == "A post\nTopics: a; b\nBy: Asha Rao"


@pytest.mark.parametrize(
    ("markup", "body", "text"),
    [
        (Markup.TEXT, " <b>as it is</b> ", "<b>as it is</b>"),
        (Markup.HTML, "<p>Fish &amp; chips</p><script>evil()</script><p>Tea</p>", "Fish & chips\n\nTea"),
        (Markup.MARKDOWN, "**Bold** [link](https://example.org)", "Bold link"),
    ],
)
def test_a_body_becomes_plain_text(markup: Markup, body: str, text: str):
    cleaned = clean(replace(post("p", body=body), markup=markup), "s")
    assert cleaned.document.text[cleaned.body_start :] == text


def test_a_document_without_a_title_has_one_all_the_same():
    assert clean(post("p", " "), "s").document.title == "(no title)"


def test_parents_and_threads_are_documents_of_the_same_source():
    document = clean(comment("2", on="1", thread="p"), "s").document
    assert (document.parent, document.thread) == (document_id("s", "1"), document_id("s", "p"))
    assert clean(post("p"), "s").document.thread == document_id("s", "p")


def test_a_fingerprint_changes_with_every_field_that_is_read():
    one = post("p")
    others = [replace(one, title="x"), replace(one, body="x"), replace(one, url="x"), replace(one, published="2020"),
              replace(one, parent="x"), replace(one, statements=()), replace(one, markup=Markup.HTML),
              replace(one, details=(("x", "y"),))]  # fmt: skip
    made = {clean(draft, "s").document.fingerprint for draft in (one, *others)}
    assert len(made) == 1 + len(others)
    assert clean(post("p"), "s").document.fingerprint in made


def test_only_articles_can_be_cross_posts():
    long = "one two three four " * 20
    same = clean(post("p", body=f"<p>{long}</p>"), "s").document.body_fingerprint
    assert same
    shouted = replace(post("q", "Other", body=f"<h2>{long.upper()}</h2>"), markup=Markup.HTML)
    marked = replace(post("p", body=f"<p>{long}</p>"), markup=Markup.HTML)
    assert clean(marked, "s").document.body_fingerprint == clean(shouted, "t").document.body_fingerprint
    assert clean(comment("c", on="p", body=long), "s").document.body_fingerprint == ""
    assert clean(replace(marked, kind=DocumentKind.PROJECT), "s").document.body_fingerprint == ""


def found_in(store: GraphStore, secret: str) -> set[str]:
    return {
        f"{name}.{column}"
        for name, found in tables(store).items()
        for row in found
        for column, value in row.items()
        if secret in str(value)
    }


BASE = post("p")
SAID = {
    "title": lambda secret: post("p", f"Write to {secret}"),
    "body": lambda secret: post("p", body=f"Write to {secret}."),
    "detail": lambda secret: replace(BASE, details=(("Contact", secret),)),
}
NAMED = {
    "author": lambda secret: post("p", by=f"Asha Rao {secret}"),
    "role": lambda secret: post("p", by=person("Asha Rao", role=f"Nurse {secret}")),
    "organisation": lambda secret: post("p", by=person("Asha Rao", organisation=f"NTH {secret}")),
    "tag": lambda secret: post("p", topics=[f"falls {secret}"]),
    "own name": lambda secret: member("M1", f"Asha Rao {secret}"),
    "own role": lambda secret: member("M1", "Asha Rao", role=f"Nurse {secret}"),
    "own organisation": lambda secret: member("M1", "Asha Rao", organisation=f"NTH {secret}"),
    "place": lambda secret: member("M1", "Asha Rao", place=f"Northmere {secret}"),
    "other name": lambda secret: organisation("X1", "NTH", names=(f"NTH {secret}",)),
    "kind": lambda secret: organisation("X1", "NTH", kind=f"trust {secret}"),
}


@pytest.mark.parametrize("secret", [MAIL, PHONE, NETWORK])
@pytest.mark.parametrize("field", SAID)
def test_no_personal_address_in_prose_comes_into_any_table(empty: GraphStore, field: str, secret: str):
    read(empty, [SAID[field](secret)], prose=True)
    assert empty.count()["documents"] == 1
    assert found_in(empty, secret) == set()


@pytest.mark.parametrize("secret", [MAIL, PHONE, NETWORK])
@pytest.mark.parametrize("field", NAMED)
def test_no_personal_address_in_a_field_comes_into_any_table(empty: GraphStore, field: str, secret: str):
    read(empty, [NAMED[field](secret)])
    assert empty.count()["documents"] == 1
    assert found_in(empty, secret) == set()
