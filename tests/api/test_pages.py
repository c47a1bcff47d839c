import csv
import io
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from api import cells, evidence_csv, rendering
from api.answer_view import view
from api.app import create_app
from api.routes.pages import EXAMPLES, FOLDED
from graph.settings import Settings
from queries.answer import Answer, Evidence, Finding
from queries.questions import QUESTIONS
from queries.sentences import date_in_words
from tests.api.test_app import ASKED

PERSON = "person:" + "0" * 20
# A question that needs something, asked; the others as they are.
PAGES = [
    "/",
    "/weather",
    "/person/person:00000000000000000000",
    "/ask/person?id=David+Smith",
    *(f"/ask/{question.name}" for question in QUESTIONS),
    *(
        f"/ask/{name}?{'&'.join(f'{key}={value}' for key, value in asked.items())}"
        for name, asked in ASKED.items()
    ),
]


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text inside each kind of element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.inside[tag] = self.inside.get(tag, "") + data

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for found, attributes in self.all if found == tag]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_runs_nothing_inline_and_loads_nothing_from_elsewhere(client, address):
    elements = Elements(client.get(address).text)
    assert elements.inside.get("script", "").strip() == ""
    assert elements.of("style") == []
    for tag, attributes in elements.all:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if tag in ("script", "link", "img", "form"):
            where = attributes.get("src") or attributes.get("href") or attributes.get("action", "")
            assert where.startswith("/")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_read_aloud_and_used_by_keyboard(client, address):
    page = client.get(address).text
    elements = Elements(page)
    assert '<html lang="en-GB">' in page
    assert len(elements.of("h1")) == 1
    assert elements.inside["title"].strip()
    labelled = {attributes["for"] for attributes in elements.of("label")}
    for tag in ("input", "select"):
        assert {attributes["id"] for attributes in elements.of(tag)} <= labelled
    ids = [attributes["id"] for _, attributes in elements.all if "id" in attributes]
    assert len(ids) == len(set(ids))
    steps = [int(tag[1]) for tag, _ in elements.all if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(steps))
    assert 'href="#main"' in page
    assert 'id="main"' in page


def test_the_first_page_lists_every_question_and_its_examples_are_answered(client):
    page = client.get("/")
    links = [attributes["href"] for attributes in Elements(page.text).of("a")]
    for question in QUESTIONS:
        assert f"/ask/{question.name}" in links
        assert question.asks in page.text
    assert EXAMPLES
    examples = [link for link in links if link.startswith("/ask/") and "?" in link]
    for example in examples:
        assert client.get(example).status_code == 200


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_has_a_page_with_a_field_for_each_parameter(client, question):
    page = client.get(f"/ask/{question.name}").text
    fields = {
        attributes.get("name"): attributes for _, attributes in Elements(page).all if "name" in attributes
    }
    for parameter in question.parameters:
        assert f"p-{parameter.name}" == fields[parameter.name]["id"]
        assert parameter.says in page.replace("&#39;", "'").replace("&quot;", '"')


def test_a_result_shows_its_quotes_with_title_and_strength(client):
    asked = {"topic": "falls"}
    answer = client.get("/api/v1/who-works-on", params=asked).json()
    page = client.get("/ask/who-works-on", params=asked).text
    assert page.count('<li class="card">') == len(answer["findings"])
    assert page.count("<blockquote>") == sum(len(finding["because"]) for finding in answer["findings"])
    assert "Steady Steps" in page
    assert "from a list or form" in page


def test_a_label_keeps_its_capitals(client):
    page = client.get("/ask/silos", params={"limit": "1"}).text
    assert "<dt>E-I index</dt>" in page
    assert "<dt>Runs agree (NMI)</dt>" in page


def test_those_who_only_wrote_are_listed_apart_and_last(client):
    answer = client.get("/api/v1/who-works-on", params={"topic": "falls"}).json()
    relations = {finding["value"]["relation"] for finding in answer["findings"]}
    assert {"works on", "wrote about"} <= relations
    page = client.get("/ask/who-works-on", params={"topic": "falls"}).text
    assert page.index("On projects about it") < page.index("Only wrote about it")


def test_everything_a_result_links_to_is_there(client):
    links: set[str] = set()
    for address in (
        "/ask/who-works-on?topic=falls",
        "/ask/introductions?limit=3",
        "/ask/coverage",
        "/topic/",
    ):
        page = client.get(address).text
        links |= {attributes["href"] for attributes in Elements(page).of("a")}
    kept = sorted(
        link for link in links if re.match("/(person|project|organisation|topic|ask|download|api)/", link)
    )
    assert len([link for link in kept if link.startswith("/person/")]) > 3
    for link in kept:
        assert client.get(link).status_code == 200, link


def test_the_page_of_a_joined_record_leads_to_the_standing_one(client, joined):
    old, standing = joined
    moved = client.get(f"/person/{old}", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, f"/person/{standing}")


def test_an_ambiguous_name_offers_its_candidates(client):
    page = client.get("/ask/person", params={"id": "David Smith"})
    assert page.status_code == 409
    candidates = [a["href"] for a in Elements(page.text).of("a") if "id=person" in a["href"]]
    assert len(candidates) > 1
    for candidate in candidates:
        assert client.get(candidate).status_code == 200


def test_introductions_show_two_people_side_by_side(client):
    page = client.get("/ask/introductions", params={"limit": "3"}).text
    assert page.count('<div class="pair">') == 3
    people = re.findall(r'class="who"><a href="/person/', page)
    assert len(people) == 6


def test_an_introduction_shows_a_quote_for_each_of_the_two():
    first, second = (
        Evidence("d", "t", "", "", "", quote, 0, 1, "r", "declared") for quote in ("A, B", "also A")
    )
    third = Evidence("d", "t", "", "C", "", "I do", 0, 1, "r", "asserted")
    people = [{"id": PERSON, "name": name} for name in ("A", "C")]
    answer = Answer("introductions", {}, (Finding({"people": people}, 1.0, (), (first, second, third)),))
    (card,) = view(answer, "/ask/introductions", {}).cards
    assert card.because == (first, third, second)


def test_before_anything_is_ingested_the_first_page_says_what_to_do(tmp_path):
    with TestClient(create_app(Settings(store=f"sqlite:{tmp_path / 'none.db'}"))) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert "improvement-graph ingest" in page.text
        asked = client.get("/ask/who-works-on?topic=falls")
        assert asked.status_code == 503
        assert "improvement-graph ingest" in asked.text


def test_what_was_written_is_shown_and_never_run():
    shown = Evidence(
        "document:1",
        "<b>title</b>",
        "javascript:alert(1)",
        "",
        "",
        "<script>x</script>",
        0,
        5,
        "r",
        "asserted",
    )
    answer = Answer(
        "find",
        {"words": "x"},
        (Finding({"name": "<i>n</i>", "url": "javascript:x"}, 1.0, ("<u>w</u>",), (shown,)),),
    )
    values = {"words": '"><script>'}
    context = {"title": "<t>", "question": QUESTIONS[0], "values": values, "folded": FOLDED, "problem": None}
    text = bytes(
        rendering.page("ask.html", {**context, "answer": view(answer, "/ask/find", values)}).body
    ).decode()
    elements = Elements(text)
    assert not [tag for tag, _ in elements.all if tag in ("b", "i", "u", "t")]
    assert len(elements.of("script")) == 1
    assert not [a for a in elements.of("a") if a["href"].startswith("javascript")]


def test_a_download_has_a_row_for_each_quote(client):
    asked = {"topic": "falls"}
    answer = client.get("/api/v1/who-works-on", params=asked).json()
    sent = client.get("/download/who-works-on.csv", params=asked)
    assert sent.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in sent.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(sent.text.removeprefix("\ufeff"))))
    assert len(rows) == sum(max(1, len(finding["because"])) for finding in answer["findings"])
    quotes = [evidence["quote"] for finding in answer["findings"] for evidence in finding["because"]]
    assert [row["evidence quote"] for row in rows if row["evidence quote"]] == quotes


def test_a_spreadsheet_runs_nothing_that_somebody_wrote():
    shown = Evidence("document:1", "t", "", "", "", '=HYPERLINK("x")', 0, 5, "r", "asserted")
    answer = Answer("find", {}, (Finding({"name": "@SUM(1)", "url": "+1"}, 1.0, ("-2",), (shown,)),))
    _, row = evidence_csv.table(answer)
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2022", "2022"), ("2022-02", "February 2022"), ("2022-02-07", "7 February 2022"),
        ("2022-02-07T10:11:12Z", "7 February 2022"), ("spring", "spring"), ("2022-13", "2022"),
    ],
)  # fmt: skip
def test_a_date_is_said_as_exactly_as_it_is_known(date, words):
    assert date_in_words(date) == words


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ({"name": "A", "since": "2020", "until": "2021-05"}, ["name A", "when 2020 to May 2021"]),
        ({"person_id": PERSON, "person": "A"}, ["person A"]),
        ({"person": {"id": PERSON, "name": "A", "role": "nurse"}, "name": "A"}, ["person A (nurse)"]),
        ({"name": "A", "other": {"id": "document:1", "name": "A"}}, ["other A"]),
        ({"status": "doing", "strength": "asserted", "polarity": "asserts"}, ["status under way"]),
        ({"polarity": "denies"}, ["note this is denied"]),
        ({"since": "2020", "first": "2020", "latest": "2021"}, ["since 2020", "last mentioned 2021"]),
        ({"since": "", "first": "2020", "latest": "2020"}, ["last mentioned 2020"]),
        ({"until": "2020"}, ["until 2020"]),
        ({"name": "A", "names": ["a", "B"], "none": None, "no": ""}, ["name A", "also known as B"]),
        ({"count": 0, "score": 0.5, "yes": True}, ["count 0", "score 0.5", "yes yes"]),
    ],
)  # fmt: skip
def test_a_finding_is_read_field_by_field(value, lines):
    assert [f"{cell.words} {cell.text}" for cell in cells.cells(value)] == lines


def test_a_dial_is_a_slider_between_its_two_ends(client):
    page = client.get("/ask/peers?person=members:M001&distance=0.8").text
    assert 'type="range" min="0" max="1"' in page
    assert 'value="0.8"' in page
    assert "useful stranger" in page
