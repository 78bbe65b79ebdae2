"""The routes of the API against their contract, with a bot that answers everything alike."""

from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.api import NotReadyError, add_api
from bot.schema import answer_body
from index.errors import IndexLockedError
from tests.api_app import app_for, events, refused
from tests.fake_bot import BRIDGE, TEXT, FakeBot, answer, failing

if TYPE_CHECKING:
    from bot.bot import Bot

SUMMARY = ["id", "title", "source", "url", "author", "published", "file", "sentences"]


@pytest.fixture
def bot() -> FakeBot:
    """Return a bot that answers everything."""
    return FakeBot()


@pytest.fixture
def client(bot: FakeBot) -> TestClient:
    """Return a client of the API."""
    return TestClient(app_for(bot))


@pytest.fixture
def loading() -> TestClient:
    """Return a client of a server whose index is still loading."""

    def not_yet() -> "Bot":
        raise NotReadyError

    app = FastAPI(docs_url=None, redoc_url=None)
    add_api(app, bot=not_yet)
    return TestClient(app)


def test_ask_returns_the_answer_the_bot_gave(client: TestClient, bot: FakeBot) -> None:
    response = client.post("/api/ask", json={"question": "  Is it open? "})
    assert response.status_code == 200
    assert response.text == answer_body(answer(bot.asked[0])).model_dump_json()
    assert bot.asked[0].text == "Is it open?"


def test_ask_passes_history_and_filters_on(client: TestClient, bot: FakeBot) -> None:
    turns = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": ""}]
    body = {
        "question": "And now?",
        "history": turns,
        "articles": ["bridge"],
        "published_from": "2026-02-18",
        "published_to": "2026-02-18T09:00:00Z",
    }
    assert client.post("/api/ask", json=body).status_code == 200
    asked = bot.asked[0]
    assert [{"role": turn.role, "content": turn.content} for turn in asked.history] == turns
    assert asked.filters.articles == ("bridge",)
    assert (asked.filters.published_from, asked.filters.published_to) == ("2026-02-18", "2026-02-18T09:00:00Z")


def test_an_answer_can_be_sent_back_as_history_whatever_its_articles_hold(client: TestClient, bot: FakeBot) -> None:
    history = [{"role": "assistant", "content": "“Page one.\fPage\x1b[31m two.\n”\x7f"}]
    assert client.post("/api/ask", json={"question": "And then?", "history": history}).status_code == 200
    assert [turn.content for turn in bot.asked[-1].history] == ["“Page one. Page [31m two.\n” "]


def test_null_means_not_given(client: TestClient, bot: FakeBot) -> None:
    body = {"question": "Why?", "history": None, "articles": None, "published_from": None, "published_to": None}
    assert client.post("/api/ask", json=body).status_code == 200
    assert bot.asked[0].history == ()


def test_stream_sends_searched_then_statements_then_the_answer_that_ask_returns(client: TestClient) -> None:
    response = client.post("/api/ask/stream", json={"question": "Is it open?"})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    sent = events(response.text)
    assert [name for name, _ in sent] == ["searched", "statement", "statement", "done"]
    assert sent[0][1] == {"standalone_question": "Is it open?", "hits": 3}
    done = sent[-1][1]
    assert [data["statement"] for _, data in sent[1:3]] == done["statements"]
    assert [citation for _, data in sent[1:3] for citation in data["citations"]] == done["citations"]
    assert all(list(data) == ["statement", "citations"] for _, data in sent[1:3])
    assert done == client.post("/api/ask", json={"question": "Is it open?"}).json()


def test_stream_that_fails_ends_with_an_error_event(caplog: pytest.LogCaptureFixture) -> None:
    client = TestClient(app_for(failing([RuntimeError("the secret is 1234"), IndexLockedError("by 77 in /home/me")])))
    for kind in ("internal_error", "unavailable"):
        response = client.post("/api/ask/stream", json={"question": "Is it open?"}, headers={"x-request-id": "r-1"})
        assert response.status_code == 200
        (_, _), (name, data) = events(response.text)
        assert name == "error"
        assert data["error"]["type"] == kind
        assert data["error"]["request_id"] == "r-1"
        assert "1234" not in response.text
        assert "/home" not in response.text
    assert caplog.text.count("request_id=r-1") == 2


# --- articles and health ---


def test_articles_are_listed_and_read(client: TestClient) -> None:
    body = client.get("/api/articles").json()
    assert list(body) == ["articles"]
    assert [list(article) for article in body["articles"]] == [SUMMARY, SUMMARY]
    whole = client.get(f"/api/articles/{BRIDGE.id}").json()
    assert list(whole) == [*SUMMARY, "text"]
    assert whole["text"] == TEXT
    assert whole["sentences"] == 2
    assert {key: whole[key] for key in SUMMARY} == body["articles"][0]


@pytest.mark.parametrize("article_id", ["nothing", "%00", "%ff", "..", "%F0%9F%98%80", "x" * 5_000, "a%2Fb"])
def test_an_unknown_article_is_not_found(client: TestClient, article_id: str) -> None:
    refused(client.get(f"/api/articles/{article_id}"), 404, "not_found")


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "articles": 2}


def test_while_the_index_loads_the_server_is_alive_and_not_ready(loading: TestClient) -> None:
    assert loading.get("/healthz").status_code == 200
    assert "loading" in refused(loading.get("/readyz"), 503, "not_ready")
    for response in (
        loading.post("/api/ask", json={"question": "Is it open?"}),
        loading.post("/api/ask/stream", json={"question": "Is it open?"}),
        loading.get("/api/articles"),
        loading.get("/api/articles/bridge"),
    ):
        refused(response, 503, "not_ready")
        assert int(response.headers["retry-after"]) > 0
