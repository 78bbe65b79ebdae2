"""The program as a newcomer runs it: ``python app.py`` and ``python -m bot`` over the sample articles."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

ROOT = Path(__file__).parent.parent
QUESTION = "What is Russia's key demand?"


def environment(work: Path, **settings: str) -> dict[str, str]:
    """Return an environment with no key and an index of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("OPENAI_")}
    return kept | {"DATA_DIR": str(work / "data"), "ARTICLES_DIR": str(ROOT / "articles")} | settings


def run(arguments: list[str], work: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(work, **settings), capture_output=True, text=True, timeout=120, check=False
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def get(address: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data=data, headers={"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample articles with app.py; yields the address once it is ready."""
    port = free_port()
    work = tmp_path_factory.mktemp("served")
    log = (work / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment(work, PORT=str(port)), stdout=log, stderr=log
    )
    try:
        deadline = time.monotonic() + 120
        while not is_ready(f"http://127.0.0.1:{port}"):
            assert server.poll() is None, (work / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def is_ready(address: str) -> bool:
    try:
        return bool(get(f"{address}/readyz")["status"] == "ready")
    except (urllib.error.URLError, OSError):
        return False


def test_the_api_answers_with_slices_of_the_article_it_gives_out(address: str) -> None:
    answer = get(f"{address}/api/ask", {"question": QUESTION})
    assert answer["status"] == "answered"
    for citation in answer["citations"]:
        article = get(f"{address}/api/articles/{citation['article']['id']}")
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert article["text"].encode() == (ROOT / "articles" / article["file"]).read_bytes()


def test_the_page_opens_the_article_at_the_quote_and_nothing_leaves_the_host(address: str, browser: Browser) -> None:
    page = browser.new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(address)
    page.get_by_role("button", name="key demand").click()
    page.locator("a[href^='#cite']").first.click()
    expect(page.locator("mark.chosen").first).to_be_in_viewport()
    answer = get(f"{address}/api/ask", {"question": "What is Russia’s key demand?"})
    assert " ".join(page.locator("mark.chosen").all_inner_texts()) == answer["citations"][0]["quote"]
    page.goto(f"{address}/docs")
    expect(page.get_by_text("/api/ask/stream")).to_be_visible()
    page.close()
    assert hosts - {""} == {urlsplit(address).netloc}


def test_command_line_and_api_give_the_same_answer(address: str, tmp_path: Path) -> None:
    done = run(["-m", "bot", "--json", QUESTION], tmp_path)
    assert done.returncode == 0, done.stderr
    ours, theirs = json.loads(done.stdout), get(f"{address}/api/ask", {"question": QUESTION})
    for differing in ("id", "timing_ms"):
        del ours[differing], theirs[differing]
    assert ours == theirs


def test_a_second_process_may_read_but_not_write(tmp_path: Path) -> None:
    first = run(["-m", "index"], tmp_path)
    assert first.returncode == 0, first.stderr
    holder = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment(tmp_path, PORT=str(free_port())),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(tmp_path / "data" / "owner.json")
        second = run(["-m", "index"], tmp_path)
        assert second.returncode == 2
        assert str(holder.pid) in second.stderr
        assert run(["-m", "bot", QUESTION], tmp_path).returncode == 0
    finally:
        holder.terminate()
        holder.wait(timeout=20)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(["app.py"], tmp_path, PORT=str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"API_KEYS": "secret-key"}, "API_KEYS"),
        ({"OPENAI_API_KEY": "sk-secret"}, "OPENAI_API_KEY"),
        ({"ENGINE": "llm"}, "ENGINE"),
        ({"PORT": "high"}, "PORT"),
        ({"ARTICLES_DIR": "/nowhere/at/all"}, "ARTICLES_DIR"),
    ],
)
def test_what_cannot_be_run_is_refused_at_start(settings: dict[str, str], named: str, tmp_path: Path) -> None:
    done = run(["app.py"], tmp_path, **settings)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_an_unanswerable_and_an_impossible_question_on_the_command_line(tmp_path: Path) -> None:
    refused = run(["-m", "bot", "How do I bake sourdough bread?"], tmp_path)
    assert refused.returncode == 0
    assert "The articles don’t say." in refused.stdout
    assert run(["-m", "bot", "x" * 100_000], tmp_path).returncode == 2
    assert run(["-m", "bot", "  "], tmp_path).returncode == 2


def test_the_readme_keeps_its_word(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    top = "\n".join(readme.splitlines()[:25])
    assert "make run" in top
    assert "make test" in top
    shown = re.search(r'\$ make ask Q="(?P<question>[^\n]+)"\n(?P<answer>(?:    .*\n|\n)+)', top + "\n")
    assert shown, "a question with its printed answer"
    done = run(["-m", "bot", shlex.split(f'"{shown["question"]}"')[0]], tmp_path)
    printed = [line.strip() for line in shown["answer"].splitlines() if line.strip()]
    assert printed == [line.strip() for line in done.stdout.splitlines() if line.strip()]
    assert "ask:" in (ROOT / "Makefile").read_text(encoding="utf-8")
