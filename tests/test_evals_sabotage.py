"""A lying model behind the bot: the check holds it, and in a copy of the code with the check switched off the suite fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evals.baseline import accept
from evals.hostile.scripted_server import scripted_server
from evals.hostile.scripted_wire import Script
from evals.suite import ROOT, Suite, run_bot
from tests.eval_answers import write_suite
from tests.lying_bots import lying_bots

LIES = ("wrong number", "new name", "own knowledge")


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    folder = tmp_path_factory.mktemp("suite")
    write_suite(folder)
    run = run_bot([made := Suite(articles=folder / "articles", cases=(folder / "cases.jsonl",))])
    accept(run, reason="Honest.", day="2026-11-22", file=folder / "baseline.json", log=folder / "log.md")
    return made


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_is_shown_while_the_check_is_on(suite: Suite, lie: str) -> None:
    with scripted_server(Script(kind=lie)) as server:
        run = run_bot([suite], bots_of=lying_bots(server.base_url))
    assert any(result.answer and result.answer.left_out for result in run.cases)
    assert not [fault for result in run.cases for fault in result.faults]


@pytest.mark.parametrize(
    ("file", "on", "off", "named"),
    [
        (
            "bot/transcript.py",
            "verdict = check(draft, self._judge)",
            "verdict = check(draft, self._judge).__class__(passed=True, support=1.0, is_quote=False, reason='')",
            "not borne out",
        ),
        (
            "bot/check/__init__.py",
            "    return _failed(",
            "    pass  # _failed(",
            "“caught: number swapped” fell beyond its interval",
        ),
    ],
)
def test_with_the_check_switched_off_the_suite_fails(
    suite: Suite, tmp_path: Path, file: str, on: str, off: str, named: str
) -> None:
    for folder in ("bot", "index", "prompts", "evals", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, copy_function=os.symlink, ignore=ignored)
    code = (ROOT / file).read_text(encoding="utf-8")
    assert on in code
    (tmp_path / file).unlink()
    (tmp_path / file).write_text(code.replace(on, off), encoding="utf-8")
    command = [sys.executable, "-m", "tests.lying_bots", str(suite.articles.parent), *LIES]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done.stderr
    assert named in done.stdout
