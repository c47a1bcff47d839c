"""Answers as tables: the same findings and quotes as CSV and as a workbook, by every door, and never a formula."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from api import answer_workbook
from queries.answer import Answer, Evidence, Finding
from queries.questions import QUESTIONS
from tests.api.test_app import ASKED

XLSX = answer_workbook.MEDIA_TYPE
HOSTILE = ["=1+1", "+44", "-2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "bad\x00\x1b char", "é 😀"]


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet):
    heads, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rest]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_comes_as_a_workbook_with_a_sheet_of_findings_and_one_of_quotes(client, question):
    asked = ASKED.get(question.name, {})
    answer = client.get(f"/api/v1/{question.name}", params=asked).json()
    sent = client.get(f"/api/v1/{question.name}", params={**asked, "format": "xlsx"})
    assert sent.headers["content-type"] == XLSX
    assert sent.headers["content-disposition"] == f'attachment; filename="{question.name}.xlsx"'
    book = opened(sent.content)
    assert book.sheetnames == ["findings", "evidence", "about"]
    found, quotes = rows(book["findings"]), rows(book["evidence"])
    assert [row["why"] for row in found] == [" ".join(one["why"]) for one in answer["findings"]]
    assert [(row["finding"], row["quote"]) for row in quotes] == [
        (number, one["quote"])
        for number, finding in enumerate(answer["findings"], 1)
        for one in finding["because"]
    ]


def test_an_accept_header_says_the_same_as_the_format(client):
    asked = {"topic": "falls"}
    for accept, kind in (("text/csv", "csv"), (XLSX, "xlsx"), ("application/json", ""), ("*/*", "")):
        sent = client.get("/api/v1/who-works-on", params=asked, headers={"Accept": accept})
        assert sent.headers["vary"] == "Accept"
        assert sent.headers.get("content-disposition", "").endswith(f'.{kind}"' if kind else "")
    both = client.get("/api/v1/who-works-on", params={**asked, "format": "csv"}, headers={"Accept": XLSX})
    assert both.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(list(csv.DictReader(io.StringIO(both.text.removeprefix("\ufeff"))))) > 5


def test_an_unknown_format_is_refused_with_those_there_are(client):
    sent = client.get("/api/v1/find", params={"words": "falls", "format": "pdf"})
    assert sent.status_code == 400
    assert "json, csv, xlsx" in sent.json()["hint"]
    assert client.get("/download/find.pdf", params={"words": "falls"}).status_code == 400


def test_the_page_offers_the_workbook_that_it_sends(client):
    page = client.get("/ask/who-works-on", params={"topic": "falls"})
    assert "/download/who-works-on.xlsx?topic=falls" in page.text
    sent = client.get("/download/who-works-on.xlsx?topic=falls")
    assert opened(sent.content)["findings"].max_row > 5


def test_no_cell_is_a_formula_whatever_somebody_wrote():
    evidence = [
        Evidence("document:1", text, text, text, "2023", text, 0, len(text), "rule", "asserted")
        for text in HOSTILE
    ]
    findings = tuple(
        Finding({"name": text, "note": [text]}, 1.0, (text,), tuple(evidence)) for text in HOSTILE
    )
    book = opened(answer_workbook.workbook(Answer("find", {"words": "=1+1"}, findings, caveats=("=2",))))
    for sheet in book:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n"}
            assert all(
                cell.data_type == "s" or isinstance(cell.value, int) or cell.value is None for cell in row
            )
    assert book["findings"].cell(2, 2).value == "=1+1"


def test_the_command_writes_a_workbook_whole_or_not_at_all(command, sample, tmp_path):
    words = ["ask", "find", "--words", "huddle", "--store", f"sqlite:{sample}", "--xlsx"]
    assert command(*words, tmp_path / "found.xlsx")[0] == 0
    assert openpyxl.load_workbook(tmp_path / "found.xlsx").sheetnames[0] == "findings"
    assert [file.name for file in tmp_path.iterdir()] == ["found.xlsx"]
    code, _, err = command(*words, Path("nowhere/found.xlsx"))
    assert code == 3
    assert "nowhere" in err
