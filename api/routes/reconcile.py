"""`/reconcile`: the Reconciliation Service API 0.2, as OpenRefine and others ask it; names become entities.

Of people only those who said yes to being suggested are offered, to managers also those who said nothing and may be:
roles deny by default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.routes.questions import PREFIX, opened
from graph.errors import NotFoundError, StoreError, UsageError
from graph.ids import label_of
from graph.model import Agreed, Label
from graph.store import Reader, Row
from queries.consent import consents_of
from queries.reconcile import PROPERTIES, Asked, Candidate, beginning_with, candidates
from queries.request import Role

_TYPES = (Label.ORGANISATION, Label.PROJECT, Label.TOPIC)
# OpenRefine sends ten names at a time; more than this is a mistake or an attack.
_MOST_QUERIES, _MOST_BYTES, _MOST_CANDIDATES = 200, 1_000_000, 25


def router() -> APIRouter:
    """Return the routes of the reconciliation service."""
    routes = APIRouter()
    routes.add_api_route(
        "/reconcile", _read, methods=["GET"], summary="What is offered; or names to reconcile"
    )
    routes.add_api_route("/reconcile", _posted, methods=["POST"], summary="Names to reconcile")
    routes.add_api_route(
        "/reconcile/suggest/entity", _suggest, methods=["GET"], summary="Names that begin so"
    )
    routes.add_api_route("/reconcile/view/{identifier}", _view, methods=["GET"], include_in_schema=False)
    return routes


def _view(identifier: str) -> Response:
    """Lead to the page of an entity, whatever it is; raises NotFoundError for what is no id of ours."""
    label = label_of(identifier)
    if label is None or label is Label.DOCUMENT:
        raise NotFoundError(f"{identifier} is no id of an entity", "take the id of a candidate")
    return RedirectResponse(f"/{label.lower()}/{quote(identifier, safe=':')}")


def _read(request: Request) -> dict[str, Any]:
    """Return the manifest, or answer the queries of the address."""
    queries = request.query_params.get("queries")
    return _manifest(request) if queries is None else _answers(request, queries)


async def _posted(request: Request) -> dict[str, Any]:
    """Answer the queries of a form."""
    body = await request.body()
    if len(body) > _MOST_BYTES:
        raise UsageError(f"more than {_MOST_BYTES:,} bytes of queries", "send fewer names at a time")
    sent = parse_qs(body.decode("utf-8", "replace")).get("queries")
    if not sent:
        raise UsageError("the form has no field `queries`", 'send queries={"q0": {"query": "…"}}')
    return _answers(request, sent[0])


def _manifest(request: Request) -> dict[str, Any]:
    base = str(request.base_url).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": "improvement-graph",
        "identifierSpace": f"{base}{PREFIX}/",
        "schemaSpace": f"{base}{PREFIX}/types/",
        "defaultTypes": [_type(label) for label in _offered_types(request)],
        "view": {"url": f"{base}/reconcile/view/{{{{id}}}}"},
        "suggest": {"entity": {"service_url": base, "service_path": "/reconcile/suggest/entity"}},
    }


def _answers(request: Request, sent: str) -> dict[str, Any]:
    try:
        queries = json.loads(sent)
    except ValueError as error:
        raise UsageError("`queries` is not JSON", 'e.g. {"q0": {"query": "Northmere"}}') from error
    if not isinstance(queries, dict) or len(queries) > _MOST_QUERIES:
        raise UsageError(
            "`queries` is no object of at most 200 queries", 'e.g. {"q0": {"query": "Northmere"}}'
        )
    with opened(request).reading() as reader:
        offered = _offers(request, reader)
        return {key: {"result": _results(reader, query, offered)} for key, query in queries.items()}


def _offers(request: Request, reader: Reader) -> Callable[[Row], bool]:
    """Return what says whether an entity (its row) is offered: of people, who may be suggested."""
    consents, member = consents_of(reader), request.app.state.role is not Role.MANAGER
    return lambda row: row["label"] != Label.PERSON or consents.allows(row, only_yes=member)


def _offered_types(request: Request) -> tuple[Label, ...]:
    """Return the types there are to ask for: people where managers ask, or anybody has said yes."""
    people = request.app.state.role is Role.MANAGER
    with suppress(StoreError):
        people = people or Agreed.YES in consents_of(opened(request)).says.values()
    return (*_TYPES, Label.PERSON) if people else _TYPES


def _results(reader: Reader, query: Any, offered: Callable[[Row], bool]) -> list[dict[str, Any]]:
    """Return the candidates of one query, of every offered type where it names none; none for a broken one."""
    if not isinstance(query, dict) or not str(query.get("query") or "").strip():
        return []
    wanted = query.get("type") or query.get("types")
    named = {wanted} if isinstance(wanted, str) else set(wanted or ())
    every = (*_TYPES, Label.PERSON)
    labels = [label for label in every if not named or label.value in named]
    limit = query.get("limit")
    most = min(limit, _MOST_CANDIDATES) if isinstance(limit, int) and limit > 0 else 5
    properties = _properties(query.get("properties"))
    found = [
        candidate
        for label in labels
        for candidate in candidates(reader, Asked(str(query["query"]), label, properties), most, offered)
    ]
    return [_shown(one) for one in sorted(found, key=lambda one: (-one.score, one.name, one.id))[:most]]


def _properties(given: Any) -> Mapping[str, str]:
    entries = given if isinstance(given, list) else []
    pairs = ((entry.get("pid"), entry.get("v")) for entry in entries if isinstance(entry, dict))
    return {name: str(value) for name, value in pairs if name in PROPERTIES and isinstance(value, str | int)}


def _shown(candidate: Candidate) -> dict[str, Any]:
    features = [{"id": one.name, "name": one.says, "value": one.value} for one in candidate.features]
    return {
        "id": candidate.id,
        "name": candidate.name,
        "type": [_type(candidate.label)],
        "score": candidate.score,
        "match": candidate.match,
        "features": features,
        "description": " ".join(one.says for one in candidate.features),
    }


def _type(label: Label) -> dict[str, str]:
    return {"id": label.value, "name": label.value}


def _suggest(request: Request, prefix: str = "") -> dict[str, Any]:
    """Return the entities with a name that begins so; of people those who may be suggested."""
    with opened(request).reading() as reader:
        rows = beginning_with(reader, prefix, _offers(request, reader))
    return {
        "result": [
            {"id": row["id"], "name": row["name"], "notable": [_type(Label(row["label"]))]} for row in rows
        ]
    }
