"""Errors on their way out: problem documents (RFC 9457) for programs, a page in plain words for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.rendering import page
from graph.errors import AmbiguousError, ImprovementGraphError

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def install(app: FastAPI, headers: Mapping[str, str]) -> None:
    """Make every error of the application a problem; `headers` go with those no middleware sees."""

    def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, ImprovementGraphError)  # noqa: S101 - it is registered for nothing else
        return respond(request, describe(error))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for nothing else
        return respond(request, _plain(error.status_code, _words(request, error)), error.headers)

    def validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for nothing else
        said = "; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors())
        return respond(request, _plain(400, said))

    def unexpected(request: Request, error: Exception) -> Response:
        problem = _plain(500, f"this is a bug in improvement-graph ({type(error).__name__})")
        return respond(request, problem, headers)

    app.add_exception_handler(ImprovementGraphError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(Exception, unexpected)


def describe(error: ImprovementGraphError) -> dict[str, Any]:
    """Return the problem that an error of ours is; its cause is never part of it."""
    slug = _CAPITAL.sub("-", type(error).__name__.removesuffix("Error")).lower()
    problem: dict[str, Any] = {
        "type": f"/problems/{slug}",
        "title": slug.replace("-", " ").capitalize(),
        "status": error.status,
        "detail": error.message,
    }
    if error.hint:
        problem["hint"] = error.hint
    if isinstance(error, AmbiguousError):
        problem["candidates"] = candidates(error)
        problem["parameter"] = error.parameter
    return problem


def candidates(error: AmbiguousError) -> list[dict[str, str]]:
    """Return the entities a name fits, as the API and the command line show them."""
    return [{"id": identifier, "label": label, "name": name} for identifier, label, name in error.candidates]


def respond(request: Request, problem: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem as JSON to a caller of the API, as a page to anyone else."""
    status = problem["status"]
    sent = {**(headers or {}), "Cache-Control": "no-store"}
    if request.url.path.startswith(("/api/", "/healthz", "/reconcile", "/static/")):
        return JSONResponse(problem, status, sent, media_type="application/problem+json")
    return page("error.html", {"problem": readable(problem)}, status=status, headers=sent)


def readable(problem: Mapping[str, Any]) -> dict[str, Any]:
    """Return a problem with every field that a page may show, empty where there is nothing to say."""
    candidates = [{"href": "", **candidate} for candidate in problem.get("candidates", [])]
    return {"hint": "", **problem, "candidates": candidates}


def _plain(status: int, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def _words(request: Request, error: HTTPException) -> str:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return f"there is nothing at {request.url.path}"
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{request.method} is not possible here: questions are asked with GET"
    return str(error.detail)
