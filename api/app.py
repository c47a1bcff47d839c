"""The application: the HTTP API and the page, over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import errors
from api.head import AnswersHead
from api.opened import OpenedStore
from api.routes import pages, questions, reconcile, review
from graph.settings import Settings
from queries.request import Role

# Nothing is loaded from elsewhere and no script or style stands in a page, so nothing else may run there.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def create_app(settings: Settings, *, hosts: Sequence[str] = ("*",), role: Role = Role.MEMBER) -> FastAPI:
    """Return the application; it starts also where nothing has been ingested, and then answers 503.

    `hosts` are the names it answers to: a server on this machine alone names them, so that a foreign
    page cannot reach it under a name of its own. Everybody who asks is of one `role`: nobody signs in yet.
    """
    app = FastAPI(
        title="improvement-graph",
        summary="Who works on what in an improvement community, with the evidence.",
        version=_version(),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.opened = OpenedStore(settings)
    app.state.role = role
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.middleware("http")(_secure)
    app.add_middleware(AnswersHead)
    errors.install(app, SECURITY_HEADERS)
    app.include_router(questions.router())
    app.include_router(pages.router())
    app.include_router(reconcile.router())
    app.include_router(review.router())
    app.mount("/static", StaticFiles(directory=str(files("api") / "web" / "static")), name="static")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the store when the application ends; it is opened by the first question."""
    yield
    app.state.opened.close()


async def _secure(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await go_on(request)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _version() -> str:
    try:
        return version("improvement-graph")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
