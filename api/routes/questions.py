"""The questions over HTTP: GET /api/v1/<question>, one route each, made from their declarations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api import formats
from graph.errors import StoreError, UsageError
from graph.ids import label_of
from graph.store import GraphStore
from queries.profile import standing_id
from queries.questions import QUESTIONS, Question, ask
from queries.request import Parameter

PREFIX = "/api/v1"
# No parameter of a question: it says how the answer is sent, not what is asked.
_FORMAT = "format"
_DECLARED_FORMAT = {
    "name": _FORMAT,
    "in": "query",
    "description": "how the answer is sent; an Accept header says the same",
    "required": False,
    "schema": {"type": "string", "enum": list(formats.FORMATS)},
}
PROFILES = frozenset({"person", "project", "organisation", "topic"})

_SCHEMA_OF_ANSWER = {
    "type": "object",
    "required": ["question", "parameters", "as_of", "coverage", "findings", "caveats", "next"],
    "properties": {
        "question": {"type": "string"},
        "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
        "as_of": {"type": ["string", "null"]},
        "coverage": {"type": "object", "description": "what the graph can see"},
        "facets": {
            "type": "object",
            "description": "how many there are by label, source or year; where counted",
        },
        "caveats": {"type": "array", "items": {"type": "string"}},
        "next": {"type": ["string", "null"], "description": "`cursor` of the next page"},
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["value", "score", "why", "because"],
                "properties": {
                    "value": {"type": "object"},
                    "score": {"type": "number"},
                    "why": {"type": "array", "items": {"type": "string"}},
                    "because": {"type": "array", "items": {"type": "object"}, "description": "the quotes"},
                },
            },
        },
    },
}


def router() -> APIRouter:
    """Return the routes of the API: its list of questions, each question, and its health."""
    routes = APIRouter()
    routes.add_api_route("/healthz", _health, methods=["GET"], summary="Does it run, and is there a graph?")
    routes.add_api_route(f"{PREFIX}/", _list, methods=["GET"], summary="Which questions are there?")
    for question in QUESTIONS:
        routes.add_api_route(
            f"{PREFIX}/{question.name}",
            _route(question),
            methods=["GET"],
            name=question.name,
            operation_id=question.name,
            summary=question.asks,
            response_class=Response,
            responses=_responses(),
            openapi_extra={
                "parameters": [*(_declared(parameter) for parameter in question.parameters), _DECLARED_FORMAT]
            },
        )
    return routes


def opened(request: Request) -> GraphStore:
    """Return the application's store; raises StoreError where it cannot be had."""
    store: GraphStore = request.app.state.opened.get()
    return store


def given(request: Request) -> dict[str, str]:
    """Return the query's parameters; raises UsageError for one that is given twice."""
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            raise UsageError(f"`{name}` is given more than once", "give each parameter once")
        values[name] = value
    return values


def moved_to(store: GraphStore, question: str, values: Mapping[str, str]) -> str:
    """Return the standing id where the one asked for was joined to another entity, else ''."""
    asked = values.get("id", "").strip()
    if question not in PROFILES or label_of(asked) is None:
        return ""
    standing = standing_id(store, asked)
    return "" if standing == asked else standing


def next_page(path: str, values: Mapping[str, str], cursor: str) -> str:
    """Return the address of the page that a cursor stands for."""
    return f"{path}?{urlencode({**values, 'cursor': cursor})}"


def _route(question: Question) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        values = given(request)
        store = opened(request)
        if standing := moved_to(store, question.name, values):
            return RedirectResponse(f"{request.url.path}?{urlencode({**values, 'id': standing})}", 308)
        asked = {name: value for name, value in values.items() if name != _FORMAT}
        form = formats.wanted(values.get(_FORMAT, ""), request.headers.get("Accept", ""))
        found = ask(store, question.name, asked, request.app.state.role)
        headers = {"Cache-Control": "no-cache", "Vary": "Accept"}
        if found.next:
            headers["Link"] = f'<{next_page(request.url.path, values, found.next)}>; rel="next"'
        if form is not formats.JSON:
            headers["Content-Disposition"] = formats.named_file(question.name, form)
        return _tagged(request, form.write(found), headers, form.media_type)

    answer.__doc__ = question.asks
    return answer


def _list(request: Request) -> Response:
    """Every question with its words, an example and what it takes."""
    questions = [
        {
            "name": question.name,
            "asks": question.asks,
            "href": f"{PREFIX}/{question.name}",
            "example": question.example or None,
            "parameters": [
                {"name": p.name, "says": p.says, "required": p.required, "choices": list(p.choices)}
                for p in question.parameters
            ],
        }
        for question in QUESTIONS
    ]
    return _tagged(request, _json({"questions": questions}), {"Cache-Control": "no-cache"})


def _health(request: Request) -> dict[str, str]:
    """It runs; `graph` says whether questions can be answered."""
    try:
        ask(opened(request), "coverage", {"limit": "1"})
    except StoreError:
        return {"status": "ok", "graph": "not ready"}
    return {"status": "ok", "graph": "ready"}


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _tagged(
    request: Request, body: bytes, headers: dict[str, str], media_type: str = "application/json"
) -> Response:
    """Return the body with its tag, or 304 to a caller who has it already."""
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers["ETag"] = tag
    known = [item.strip().removeprefix("W/") for item in request.headers.get("If-None-Match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def _declared(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.says,
        "required": parameter.required,
        "schema": schema,
    }


def _responses() -> dict[int | str, dict[str, Any]]:
    problems = {
        400: "a parameter is wrong",
        404: "what is asked about is not there",
        409: "a name fits several; `candidates` names them",
        503: "nothing has been ingested, or the store does not answer",
    }
    answers: dict[int | str, dict[str, Any]] = {
        200: {
            "description": "the answer; no findings where it is there and empty",
            "content": {
                "application/json": {"schema": _SCHEMA_OF_ANSWER},
                "text/csv": {},
                formats.XLSX.media_type: {},
            },
        },
        304: {"description": "the answer is the one that If-None-Match names"},
        308: {"description": "the id was joined to another; Location asks about that one"},
    }
    for status, words in problems.items():
        answers[status] = {"description": words, "content": {"application/problem+json": {}}}
    return answers
