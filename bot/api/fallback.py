"""Errors for paths that belong to the API and that no route answers.

The chat page is mounted at ``/`` and takes what is left over, so without this an unknown path or a wrong method
would get the page's words instead of the contract's.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_PATHS = (
    "/api",
    "/api/{rest:path}",
    "/v1",
    "/v1/{rest:path}",
    "/docs",
    "/docs/{rest:path}",
    "/openapi.json",
    "/redoc",
    "/healthz",
    "/readyz",
    "/metrics",
)


def fallback_router(routes: Sequence[BaseRoute]) -> APIRouter:
    """Return routes that answer 405 where one of ``routes`` knows the path, else 404. Include it after them."""
    router = APIRouter(include_in_schema=False)

    async def refuse(request: Request) -> None:
        allowed = _allowed(routes, request.scope)
        if allowed:
            raise HTTPException(405, f"This path takes {', '.join(allowed)}", {"Allow": ", ".join(allowed)})
        raise HTTPException(404, "The API has nothing at this path")

    for path in _PATHS:
        router.add_api_route(path, refuse, methods=list(_METHODS))
    return router


def _allowed(routes: Sequence[BaseRoute], scope: Scope) -> list[str]:
    return [
        method
        for method in _METHODS
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in routes)
    ]
