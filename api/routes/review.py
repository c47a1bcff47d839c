"""What waits for a judgement, as JSON, for managers alone: it shows which people may be one.

Deciding stays with the command line: nobody signs in over HTTP yet, and a judgement needs the name of who judges.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException

from api.review_view import as_dict
from api.routes.questions import PREFIX, opened
from graph.errors import UsageError
from ingest.resolve.queue import waiting
from queries.request import Role

_MOST = 200


def router() -> APIRouter:
    """Return the route of the review queue."""
    routes = APIRouter()
    routes.add_api_route(
        f"{PREFIX}/review", _waiting, methods=["GET"], summary="Which pairs wait for a judgement?"
    )
    return routes


def _waiting(request: Request, limit: int = 20) -> dict[str, Any]:
    """The pairs that wait, the most consequential first, each with its reasons and what is said of both."""
    if request.app.state.role is not Role.MANAGER:
        raise HTTPException(403, "the review is for managers: start the server with `serve --role manager`")
    if not 1 <= limit <= _MOST:
        raise UsageError(f"`limit` is {limit}", f"give 1 to {_MOST}")
    store = opened(request)
    return {"waiting": [as_dict(store, item) for item in waiting(store, limit)]}
