"""The API as an app around a fake bot, and how to read what it answers."""

import json
import re
from typing import TYPE_CHECKING, Any, cast

from fastapi import FastAPI

from bot.api import add_api
from tests.fake_bot import FakeBot

if TYPE_CHECKING:
    from bot.bot import Bot


def app_for(bot: FakeBot, *, hosts: frozenset[str] = frozenset()) -> FastAPI:
    """Return an app with the API and, like the real one, a page that takes every other path."""
    app = FastAPI(title="On Record", docs_url=None, redoc_url=None)
    add_api(app, bot=lambda: cast("Bot", bot), hosts=hosts)
    page = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @page.get("/")
    def home() -> str:
        return "the page"

    @page.get("/broken")
    def broken() -> str:
        raise RuntimeError("the secret is 1234")

    app.mount("/", page)
    return app


def events(text: str) -> list[tuple[str, Any]]:
    """Read server-sent events, and insist on one ``event`` and one ``data`` line each."""
    blocks = [block for block in text.split("\n\n") if block]
    matches = [re.fullmatch(r"event: (\w+)\ndata: (.+)", block) for block in blocks]
    assert all(matches), blocks
    return [(match[1], json.loads(match[2])) for match in matches if match]


def refused(response: Any, status: int, kind: str) -> str:
    """Insist on an error body, and return its message."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert list(response.json()) == ["error"]
    error: dict[str, str] = response.json()["error"]
    assert list(error) in (["type", "message", "request_id"], ["type", "message", "hint", "request_id"])
    assert error["type"] == kind
    assert error["request_id"] == response.headers["x-request-id"]
    assert len(response.text) < 1_000
    return error["message"]
