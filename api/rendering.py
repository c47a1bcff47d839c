"""Pages from templates: one environment, everything escaped, nothing but our own templates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api import cells
from queries.sentences import date_in_words


def page(
    template: str,
    shown: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page made from a template and what it shows."""
    return HTMLResponse(_environment().get_template(template).render(shown), status, headers)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api", "web/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_words"] = cells.in_words
    environment.filters["date"] = date_in_words
    environment.filters["web_address"] = cells.web_address
    environment.filters["entity_address"] = cells.entity_address
    environment.filters["words"] = cells.words_of
    environment.filters["query"] = urlencode
    return environment
