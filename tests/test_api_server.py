"""The API behind a real server on loopback: a client that leaves, and bodies that never end."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from tests.api_app import app_for
from tests.fake_bot import FakeBot, WaitingBot

PATIENCE = 10.0


@contextmanager
def serving(bot: FakeBot) -> Iterator[str]:
    """Serve the API on a free port, and yield its address."""
    server = uvicorn.Server(uvicorn.Config(app_for(bot), log_level="warning"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + PATIENCE
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(PATIENCE)


def test_a_client_that_leaves_stops_the_bot() -> None:
    bot = WaitingBot()
    with serving(bot) as address:
        with httpx.stream("POST", f"{address}/api/ask/stream", json={"question": "Is it open?"}) as response:
            lines = response.iter_lines()  # kept: httpx hangs up when this generator goes
            assert next(lines) == "event: searched"
            assert not bot.left.is_set()
        assert bot.left.wait(PATIENCE)


def endless(sent: list[int]) -> Iterator[bytes]:
    """Yield a body that goes on until the server hangs up, at most 200 MB."""
    for _ in range(2_000):
        sent.append(100_000)
        yield b"x" * 100_000


def test_an_endless_body_is_refused_before_it_is_read() -> None:
    sent: list[int] = []
    with serving(FakeBot()) as address:
        try:
            response = httpx.post(
                f"{address}/api/ask", content=endless(sent), headers={"content-type": "application/json"}
            )
        except httpx.TransportError:
            pass  # the server hung up while the body was still on its way
        else:
            assert response.status_code == 413
        assert sum(sent) < 100_000_000
        assert httpx.get(f"{address}/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_an_announced_body_over_the_limit_is_refused_before_it_is_sent(path: str) -> None:
    with serving(FakeBot()) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
            head = [
                f"POST {path} HTTP/1.1",
                f"Host: {host}",
                "Content-Type: application/json",
                "Content-Length: 999999999",
            ]
            connection.sendall("\r\n".join([*head, "", ""]).encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
