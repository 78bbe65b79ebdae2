"""One owner of an index: who it is, and that nothing stays behind when it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import IndexBrokenError, IndexLockedError
from index.lock import owning
from tests.folder import ROOT

OWN = """
import sys; from pathlib import Path; from index.lock import owning
with owning(Path(sys.argv[1])): print('own', flush=True); sys.stdin.read()
"""


def start_owner(data_dir: Path) -> "subprocess.Popen[str]":
    """Start a process that owns ``data_dir`` until its standard input ends."""
    command = [sys.executable, "-c", OWN, str(data_dir)]
    owner = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    assert owner.stdout.readline() == "own\n"
    return owner


def test_the_second_process_is_told_who_owns_the_index(tmp_path: Path) -> None:
    with start_owner(tmp_path) as owner:
        with pytest.raises(IndexLockedError, match=f"process {owner.pid} .*since 20") as caught, owning(tmp_path):
            pytest.fail("two owners")
        assert caught.value.retryable
        assert "DATA_DIR" in caught.value.hint
        owner.communicate()
    with owning(tmp_path):
        pass


def test_a_killed_owner_leaves_no_lock(tmp_path: Path) -> None:
    with start_owner(tmp_path) as owner:
        owner.kill()
    with owning(tmp_path):
        assert f'"pid": {os.getpid()}' in (tmp_path / "owner.json").read_text()
    assert not (tmp_path / "owner.json").exists()


def test_the_same_process_cannot_own_it_twice(tmp_path: Path) -> None:
    with owning(tmp_path), pytest.raises(IndexLockedError, match=str(os.getpid())), owning(tmp_path):
        pytest.fail("two owners")


def test_an_unreadable_owner_file_is_no_reason_to_crash(tmp_path: Path) -> None:
    with owning(tmp_path):
        (tmp_path / "owner.json").write_text("{")
        with pytest.raises(IndexLockedError, match="does not say"), owning(tmp_path):
            pytest.fail("two owners")


def test_an_error_inside_frees_it(tmp_path: Path) -> None:
    with pytest.raises(KeyError), owning(tmp_path):
        raise KeyError
    with owning(tmp_path):
        pass


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    for data_dir in (tmp_path / "data", tmp_path / "data" / "deeper"):
        with pytest.raises(IndexBrokenError, match="cannot be written to") as caught, owning(data_dir):
            pytest.fail("owned a file")
        assert "Remove" not in caught.value.hint
    assert (tmp_path / "data").read_text() == "not a folder"


def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user (root?) writes everywhere")
    with pytest.raises(IndexBrokenError, match="Permission denied"), owning(tmp_path):
        pytest.fail("owned a read-only folder")
