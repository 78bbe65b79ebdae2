"""Every kind of bad request gets the contract's error body, in words, and never reaches the bot."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.errors import IndexLockedError
from tests.api_app import app_for, refused
from tests.fake_bot import FakeBot, failing


@pytest.fixture
def bot() -> FakeBot:
    """Return a bot that answers everything."""
    return FakeBot()


@pytest.fixture
def client(bot: FakeBot) -> TestClient:
    """Return a client of the API."""
    return TestClient(app_for(bot))


BAD_BODIES: list[tuple[Any, str]] = [
    ({}, "question: is required"),
    ([], "body: must be a JSON object"),
    ("x", "body: must be a JSON object"),
    (None, "body: must be a JSON object"),
    ({"question": ""}, "question: must have at least 1 character"),
    ({"question": " \n\t "}, "question: must have at least 1 character"),
    ({"question": "\u200b"}, "question: must not be blank"),
    ({"question": "x" * 200_000}, "question: must have at most 2,000 characters"),
    ({"question": 7}, "question: must be a string"),
    ({"question": ["x"]}, "question: must be a string"),
    ({"question": "a\0b"}, "question: must not contain control characters"),
    ({"question": "\ud800"}, "question: must be valid Unicode text, without lone surrogates"),
    ({"question": "x", "\ud800": 1}, "body: must be valid Unicode text, without lone surrogates"),
    ({"question": "x", "temperature": 1}, "temperature: is not a known field"),
    ({"question": "x", "history": "x"}, "history: must be a list"),
    ({"question": "x", "history": {}}, "history: must be a list"),
    ({"question": "x", "history": [1]}, "history[0]: must be a JSON object"),
    (
        {"question": "x", "history": [{"role": "system", "content": "x"}]},
        "history[0].role: must be 'user' or 'assistant'",
    ),
    ({"question": "x", "history": [{"role": "user"}]}, "history[0].content: is required"),
    ({"question": "x", "history": [{"role": "user", "content": "x"}] * 51}, "history: must have at most 50 items"),
    (
        {"question": "x", "history": [{"role": "user", "content": "x" * 20_001}]},
        "history[0].content: must have at most 20,000 characters",
    ),
    ({"question": "x", "articles": "bridge"}, "articles: must be a list"),
    ({"question": "x", "articles": [1]}, "articles[0]: must be a string"),
    ({"question": "x", "articles": ["bridge"] * 1_001}, "articles: must have at most 1,000 items"),
    ({"question": "x", "articles": ["bridge", "nope"]}, "articles: there is no article with the id “nope”."),
    ({"question": "x", "articles": ["n" * 900]}, f"articles: there is no article with the id “{'n' * 60}…”."),
    (
        {"question": "x", "published_from": "2026-02-19", "published_to": "2026-02-18T23:00"},
        "published_to: must not be before published_from",
    ),
    *[
        ({"question": "x", "published_from": wrong}, "published_from: must be an ISO 8601 date or date and time")
        for wrong in (
            "",
            "yesterday",
            "18/02/2026",
            "2026-02-30",
            "20260218",
            "2026-W07",
            "2026-02-18T25:00",
            "\uff12026-02-18",
        )
    ],
    ({"question": "x", "published_from": 20260218}, "published_from: must be a string"),
    ({str(n): n for n in range(9)}, "; and 7 more"),
]


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize(("body", "message"), BAD_BODIES, ids=[message[:40] for _, message in BAD_BODIES])
def test_a_bad_body_is_refused_in_words(client: TestClient, bot: FakeBot, path: str, body: Any, message: str) -> None:
    response = client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    assert message in refused(response, 422, "invalid_request")
    assert bot.asked == []


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-02-18", "2026-02-18"), ("2026-02-18T12:00", "2026-02-18"), ("2026-02-18T01:00+02:00", "2026-02-17")],
)
def test_both_ends_of_a_period_are_included(client: TestClient, first: str, last: str) -> None:
    body = {"question": "x", "published_from": first, "published_to": last}
    assert client.post("/api/ask", json=body).status_code == 200


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"", 422, "invalid_request"),
        (b"{", 422, "invalid_request"),
        (b"question=x", 422, "invalid_request"),
        (b'{"question": "\xff"}', 400, "bad_request"),
        (b"[" * 100_000, 400, "bad_request"),
        (b'{"question": ' + b"9" * 10_000 + b"}", 400, "bad_request"),
        (b'{"question": NaN}', 422, "invalid_request"),
    ],
)
def test_a_body_that_is_not_json_is_refused(client: TestClient, content: bytes, status: int, kind: str) -> None:
    response = client.post("/api/ask", content=content, headers={"content-type": "application/json"})
    refused(response, status, kind)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_another_content_type_is_refused(client: TestClient, content_type: str) -> None:
    response = client.post("/api/ask", content=b'{"question": "x"}', headers={"content-type": content_type})
    refused(response, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/api/ask", "POST"),
        ("PUT", "/api/ask/stream", "POST"),
        ("DELETE", "/api/articles/bridge", "GET"),
        ("POST", "/healthz", "GET"),
        ("POST", "/docs", "GET"),
        ("OPTIONS", "/api/ask", "POST"),
    ],
)
def test_a_wrong_method_is_refused_and_the_right_one_named(
    client: TestClient, method: str, path: str, allow: str
) -> None:
    response = client.request(method, path)
    refused(response, 405, "method_not_allowed")
    assert response.headers["allow"] == allow


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/v1/models", "/metrics", "/redoc", "/docs/x.js"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_not_found(client: TestClient, method: str, path: str) -> None:
    refused(client.request(method, path), 404, "not_found")


def test_the_page_gets_the_other_paths(client: TestClient) -> None:
    response = client.get("/")
    assert response.json() == "the page"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_what_nobody_foresaw_says_nothing_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    client = TestClient(app_for(failing([RuntimeError("the secret is 1234")])), raise_server_exceptions=False)
    response = client.post("/api/ask", json={"question": "x"}, headers={"x-request-id": "r-2"})
    refused(response, 500, "internal_error")
    assert "1234" not in response.text
    assert "request_id=r-2" in caplog.text
    assert "the secret is 1234" in caplog.text


def test_an_index_in_trouble_is_a_503_with_a_hint() -> None:
    client = TestClient(app_for(failing([IndexLockedError("by process 77 in /home/me")])))
    response = client.post("/api/ask", json={"question": "x"})
    refused(response, 503, "unavailable")
    assert response.json()["error"]["hint"] == IndexLockedError.hint
    assert "/home" not in response.text
    assert "retry-after" in response.headers
