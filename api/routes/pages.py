"""The page: the first page, one page for each question, one for each person, project, organisation, topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api import answer_view, formats
from api.errors import describe, readable
from api.rendering import page
from api.routes.questions import PROFILES, given, moved_to, opened
from graph.errors import ImprovementGraphError, StoreError
from queries.questions import QUESTIONS, Question, ask, question
from queries.request import COMMON, PERIOD

# Offered folded: nobody needs them to ask, and an `id` page has nothing else.
FOLDED = tuple(parameter.name for parameter in (*PERIOD, *COMMON))

EXAMPLES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("Who is working on falls?", "who-works-on", {"topic": "falls"}),
    ("Who is working on virtual wards?", "who-works-on", {"topic": "virtual wards"}),
    ("What is there on huddles?", "find", {"words": "huddles"}),
    ("Which people should know each other, and do not?", "introductions", {"limit": "10"}),
    ("What can this see, and what not?", "coverage", {}),
)


def router() -> APIRouter:
    """Return the routes of the page; none of them stands in the API's description."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/", _home, methods=["GET"])
    routes.add_api_route("/ask/{name}", _ask, methods=["GET"])
    routes.add_api_route("/download/{name}.{kind}", _download, methods=["GET"])
    for name in sorted(PROFILES):
        routes.add_api_route(f"/{name}/{{identifier}}", _profile(name), methods=["GET"], name=f"page-{name}")
    return routes


def _home(request: Request) -> Response:
    """The first page; where nothing has been ingested it says so, and what to do."""
    notice: ImprovementGraphError | None = None
    coverage: Mapping[str, Any] = {}
    try:
        coverage = ask(opened(request), "coverage", {}).coverage
    except StoreError as error:
        notice = error
    shown = {
        "notice": notice,
        "coverage": answer_view.in_one_line(coverage),
        "questions": QUESTIONS,
        "examples": [
            {"words": words, "href": f"/ask/{name}?{urlencode(values)}"} for words, name, values in EXAMPLES
        ],
    }
    return page("home.html", shown)


def _ask(request: Request, name: str) -> Response:
    """A question's form, and, where it has been given what it needs, its answer."""
    asked = question(name)
    values = _filled(request)
    if not values and any(parameter.required for parameter in asked.parameters):
        return _page(asked, values)
    return _answered(request, asked, values)


def _profile(name: str) -> Callable[[Request, str], Response]:
    """Return the route of the pages of one kind of entity."""

    def show(request: Request, identifier: str) -> Response:
        values = {**_filled(request), "id": identifier}
        if standing := moved_to(opened(request), name, values):
            asked = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/{name}/{quote(standing, safe=':')}{asked}", 308)
        return _answered(request, question(name), values)

    return show


def _download(request: Request, name: str, kind: str) -> Response:
    """An answer as a file, a table or a workbook by the ending of its name."""
    form = formats.wanted(kind, "")
    answer = ask(opened(request), question(name).name, given(request), request.app.state.role)
    headers = {"Content-Disposition": formats.named_file(name, form), "Cache-Control": "no-cache"}
    return Response(form.write(answer), headers=headers, media_type=form.media_type)


def _filled(request: Request) -> dict[str, str]:
    """Return what a form was filled with: a field left empty was not given."""
    return {name: value for name, value in given(request).items() if value.strip()}


def _answered(request: Request, asked: Question, values: Mapping[str, str]) -> Response:
    """Return the page with the answer, or with what was wrong and the form to put it right."""
    try:
        answer = ask(opened(request), asked.name, values, request.app.state.role)
    except ImprovementGraphError as error:
        return _page(asked, values, problem=_problem(error, request.url.path, values))
    shown = answer_view.view(answer, request.url.path, _filled(request))
    return _page(asked, values, answer=shown)


def _problem(error: ImprovementGraphError, path: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return the problem; its candidates lead to the same question with an id in place of the name."""
    problem = readable(describe(error))
    if (name := problem.get("parameter")) and path.startswith("/ask/"):
        for candidate in problem["candidates"]:
            candidate["href"] = f"{path}?{urlencode({**values, name: candidate['id']})}"
    return problem


def _page(
    asked: Question,
    values: Mapping[str, str],
    *,
    answer: answer_view.View | None = None,
    problem: dict[str, Any] | None = None,
) -> Response:
    shown = {
        "title": answer.title if answer and answer.title else asked.asks,
        "question": asked,
        "values": values,
        "folded": FOLDED,
        "answer": answer,
        "problem": problem,
    }
    return page("ask.html", shown, status=problem["status"] if problem else 200)
