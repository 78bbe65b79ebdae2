"""The edge of the API: body sizes, request ids and host names."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.api import allowed_hosts
from tests.api_app import app_for, refused
from tests.fake_bot import FakeBot


@pytest.fixture
def bot() -> FakeBot:
    """Return a bot that answers everything."""
    return FakeBot()


@pytest.fixture
def client(bot: FakeBot) -> TestClient:
    """Return a client of the API."""
    return TestClient(app_for(bot))


def chunks(size: int) -> Iterator[bytes]:
    """Yield a body of unannounced length."""
    yield b'{"question": "'
    yield from (b"x" * 10_000 for _ in range(size // 10_000))
    yield b'"}'


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/api/nothing"])
def test_a_body_over_a_megabyte_is_refused(client: TestClient, path: str) -> None:
    content = b'{"question": "' + b"x" * 1_000_000 + b'"}'
    response = client.post(path, content=content, headers={"content-type": "application/json"})
    assert "1,000,000 bytes" in refused(response, 413, "too_large")


def test_a_chunked_body_over_a_megabyte_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", content=chunks(2_000_000), headers={"content-type": "application/json"})
    refused(response, 413, "too_large")


@pytest.mark.parametrize("sent", ["abc-1.2_X", "x" * 64])
def test_a_sane_request_id_is_kept(client: TestClient, sent: str) -> None:
    assert client.get("/healthz", headers={"x-request-id": sent}).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "<script>", "é"])
def test_another_request_id_is_replaced(client: TestClient, sent: str) -> None:
    got = client.get("/healthz", headers={b"x-request-id": sent.encode()}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", got)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7860", "127.0.0.1:80", "[::1]:7860", "[::1]"])
def test_a_loopback_server_answers_for_its_own_names(bot: FakeBot, host: str) -> None:
    client = TestClient(app_for(bot, hosts=allowed_hosts("127.0.0.1")))
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:7860", "", "[::1", "a@localhost:x"]
)
def test_a_loopback_server_refuses_other_names(bot: FakeBot, host: str) -> None:
    client = TestClient(app_for(bot, hosts=allowed_hosts("127.0.0.1")))
    refused(client.get("/healthz", headers={"host": host}), 400, "foreign_host")


def test_a_public_server_answers_for_any_name() -> None:
    assert allowed_hosts("0.0.0.0") == frozenset()
    assert "localhost" in allowed_hosts("::1")
    assert "127.0.0.2" in allowed_hosts("127.0.0.2")
