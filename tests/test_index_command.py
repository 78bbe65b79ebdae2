"""``python -m index``: its exit status, its one JSON object, and errors without a traceback."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.__main__ import main
from index.lock import owning
from index.settings import Settings
from tests.folder import ROOT, write_files

KEYS = {"new", "changed", "unchanged", "removed", "failed"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one article."""
    return write_files(tmp_path / "articles", {"bridge.txt": "The bridge opened on Monday.\n"})


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path) -> None:
    """Work in a folder of the test's own."""
    for key in Settings.model_fields:
        monkeypatch.delenv(key.upper(), raising=False)
    monkeypatch.setenv("ARTICLES_DIR", str(folder))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the one line that a run prints which can't do its work."""
    assert main([*arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_json_is_one_object_with_the_keys_of_the_contract(folder: Path) -> None:
    write_files(folder, {"bad.txt": b"\0\1", "a b\n.md": "It cost four million.", "été 🚢.txt": "Nobody came."})
    command = [sys.executable, "-m", "index", str(folder), "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "LOG_LEVEL": "DEBUG"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    report = json.loads(run.stdout)
    assert set(report) == KEYS
    assert report["new"] == ["a b\n.md", "bridge.txt", "été 🚢.txt"]
    assert report["failed"] == [{"file": "bad.txt", "reason": "The file is binary, not text."}]
    assert "Traceback" not in run.stderr


def test_exit_status_and_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == "new      bridge.txt\n1 articles indexed, 0 of them unchanged; 0 failed.\n"
    write_files(folder, {"empty.txt": "", "\x1b[31m\n.txt": ""})
    assert main([]) == 1
    out = capsys.readouterr().out
    assert "failed   empty.txt: The file holds no text.\n" in out
    assert "failed   ?[31m .txt: The file holds no text.\n" in out
    assert "1 articles indexed, 1 of them unchanged; 2 failed.\n" in out
    (folder / "empty.txt").unlink()
    (folder / "\x1b[31m\n.txt").unlink()
    assert main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {key: [] for key in KEYS} | {"unchanged": ["bridge.txt"]}


def test_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is no folder" in refusal(capsys, str(tmp_path / "nowhere"), "--json")
    (tmp_path / "empty").mkdir()
    assert "There are no articles" in refusal(capsys, str(tmp_path / "empty"))
    assert "ARTICLES_DIR" in refusal(capsys, str(tmp_path / "empty"))
    assert not (tmp_path / "data").exists()


def test_an_unusable_setting(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT", "many")
    assert refusal(capsys, "--json").startswith("PORT: ")
    monkeypatch.delenv("PORT")
    monkeypatch.setenv("API_KEYS", "hush")
    assert "hush" not in refusal(capsys)


def test_another_owner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    capsys.readouterr()
    with owning(tmp_path / "data"):
        assert f"process {os.getpid()}" in refusal(capsys, "--json")
    assert main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == ["bridge.txt"]


def test_a_data_folder_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").write_text("no folder")
    assert "cannot be written to" in refusal(capsys)


def test_a_broken_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data" / "chroma").mkdir(parents=True)
    (tmp_path / "data" / "chroma" / "chroma.sqlite3").write_bytes(os.urandom(20_000))
    message = refusal(capsys)
    assert "cannot be opened" in message
    assert "Remove the data folder" in message


def test_ctrl_c_stops_it_in_words(tmp_path: Path, folder: Path) -> None:
    sentence = "The council of {} agreed on Monday that the harbour bridge should stay open all night. "
    write_files(folder, {"long.txt": "".join(sentence.format(number) for number in range(20_000))})
    command = [sys.executable, "-m", "index", "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    ) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "data" / "owner.json").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert "Stopped" in err
    assert not (tmp_path / "data" / "owner.json").exists()
