"""The edge of the API: body sizes, request ids and host names."""

import re
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import pytest
from fastapi.testclient import TestClient

from app import create_app
from bot.api import allowed_hosts
from tests.api_app import app_for, refused
from tests.fake_bot import FakeBot

if TYPE_CHECKING:
    from bot.bot import Bot

OWN_NAMES = allowed_hosts("127.0.0.1", called="127.0.0.1")


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


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/api/nothing", "/", "/docs", "/elsewhere"])
def test_a_body_over_a_megabyte_is_refused(client: TestClient, path: str) -> None:
    content = b'{"question": "' + b"x" * 1_000_000 + b'"}'
    response = client.post(path, content=content, headers={"content-type": "application/json"})
    assert "1,000,000 bytes" in refused(response, 413, "too_large")


def test_a_chunked_body_over_a_megabyte_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", content=chunks(2_000_000), headers={"content-type": "application/json"})
    refused(response, 413, "too_large")


def test_a_body_over_a_megabyte_is_refused_by_the_page_too(bot: FakeBot) -> None:
    client = TestClient(create_app(get_bot=lambda: cast("Bot", bot)))
    json_type = {"content-type": "application/json"}
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/run/asked"):
        refused(client.post(path, content=b" " * 1_000_001, headers=json_type), 413, "too_large")
    assert client.post("/gradio_api/queue/join", content=chunks(2_000_000), headers=json_type).status_code == 413


@pytest.mark.parametrize("sent", ["abc-1.2_X", "x" * 64])
def test_a_sane_request_id_is_kept(client: TestClient, sent: str) -> None:
    assert client.get("/healthz", headers={"x-request-id": sent}).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "<script>", "é"])
def test_another_request_id_is_replaced(client: TestClient, sent: str) -> None:
    got = client.get("/healthz", headers={b"x-request-id": sent.encode()}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", got)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7860", "127.0.0.1:80", "[::1]:7860", "[::1]"])
def test_a_loopback_server_answers_for_its_own_names(bot: FakeBot, host: str) -> None:
    client = TestClient(app_for(bot, hosts=OWN_NAMES))
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:7860", "", "[::1", "a@localhost:x"]
)
def test_a_loopback_server_refuses_other_names(bot: FakeBot, host: str) -> None:
    client = TestClient(app_for(bot, hosts=OWN_NAMES))
    refused(client.get("/healthz", headers={"host": host}), 400, "foreign_host")


@pytest.mark.parametrize("called", ["127.1", "LOCALHOST", "2130706433", "::1", "0:0:0:0:0:0:0:1", "127.0.0.2"])
def test_a_loopback_server_is_known_by_its_socket_however_it_is_called(bot: FakeBot, called: str) -> None:
    with socket.create_server((called, 0), family=socket.AF_INET6 if ":" in called else socket.AF_INET) as listener:
        hosts = allowed_hosts(listener.getsockname()[0], called=called)
    client = TestClient(app_for(bot, hosts=hosts))
    for host in ("localhost", f"[{called}]" if ":" in called else called):
        assert client.get("/healthz", headers={"host": host}).status_code == 200
    refused(client.get("/healthz", headers={"host": "evil.example"}), 400, "foreign_host")


@pytest.mark.parametrize(("bound_to", "called"), [("0.0.0.0", ""), ("0.0.0.0", "0"), ("::", "::")])
def test_a_public_server_answers_for_any_name(bound_to: str, called: str) -> None:
    assert allowed_hosts(bound_to, called=called) == frozenset()
