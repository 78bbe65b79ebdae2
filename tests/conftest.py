"""What the whole suite shares: a closed network, the real embedding model, and the folders of articles."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from index.embedding import MiniLM
from index.search import SearchIndex, open_index, update_index
from tests.folder import ROOT

_CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
TWO_ARTICLES = ROOT.parent / "shared" / "articles"


class NetworkClosedError(RuntimeError):
    """A test, or what it tests, tried to reach another machine."""


def _stays_here(family: int, address: Any) -> bool:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0])
    try:
        return host == "localhost" or ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Let sockets reach this machine only."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse_outside(sock: socket.socket, address: Any) -> None:
        if not _stays_here(sock.family, address):
            raise NetworkClosedError(f"The network is closed for tests: {address!r}")

    def guarded(sock: socket.socket, address: Any) -> None:
        refuse_outside(sock, address)
        connect(sock, address)

    def guarded_ex(sock: socket.socket, address: Any) -> int:
        refuse_outside(sock, address)
        return connect_ex(sock, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(socket.socket, "connect_ex", guarded_ex)
        yield


@pytest.fixture(scope="session")
def embedding() -> MiniLM:
    """Return the real embedding model, loaded once."""
    return MiniLM()


@pytest.fixture(scope="session")
def two_articles() -> Path:
    """Return the folder of the two real articles, which is not part of the project."""
    if not TWO_ARTICLES.is_dir():
        pytest.skip("the two real articles (../shared/articles) are not there")
    return TWO_ARTICLES


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """Return the folder of the sample corpus."""
    return ROOT / "articles"


@pytest.fixture(scope="session")
def index(sample_folder: Path, embedding: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Return the index of the sample corpus; nobody writes to it."""
    work = tmp_path_factory.mktemp("sample")
    update_index(sample_folder, work, embedding)
    return open_index(work, embedding)


@pytest.fixture(scope="module")  # its event loop would be in the way of every later module that runs one
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without it browser tests are skipped, but never under CI."""
    chromium = shutil.which("chromium")
    if chromium is None and os.environ.get("CI") != "true":
        pytest.skip("Chromium is not installed")
    assert chromium, "Chromium is not installed, and under CI it has to be"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(_CHROMIUM_FLAGS))
        yield launched
        launched.close()
