"""The HTTP API: routes, errors and the edge, put together by ``add_api``.

It knows nothing of search, models or the chat page.
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from fastapi import FastAPI

from bot.api.docs import docs_router
from bot.api.edge import Edge, allowed_hosts
from bot.api.errors import NotReadyError, add_error_handlers
from bot.api.fallback import fallback_router
from bot.api.routes import api_router

if TYPE_CHECKING:
    from bot.bot import Bot

__all__ = ["NotReadyError", "add_api", "allowed_hosts", "api_router"]


def add_api(app: FastAPI, *, bot: "Callable[[], Bot]", hosts: Collection[str] = ()) -> None:
    """Add the API to an app that was made with ``docs_url=None, redoc_url=None``; call it before mounting a page.

    ``bot()`` returns the bot, or raises NotReadyError until the index is loaded. ``hosts`` are the host names to
    answer for, without ports (see ``allowed_hosts``); empty means any.
    """
    app.add_middleware(Edge, hosts=hosts)
    add_error_handlers(app)
    app.include_router(api_router(bot))
    app.include_router(docs_router(title=app.title, openapi_url=app.openapi_url or "/openapi.json"))
    app.include_router(fallback_router(tuple(app.router.routes)))
