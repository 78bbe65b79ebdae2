"""``python -m evals`` over cases and answers of anybody: exit statuses, what is named, and what is graded all the same."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.breaking import JUDGED_WAYS, SURE_WAYS, targets
from evals.cases import CasesError, read_cases
from evals.library import Library
from tests.eval_answers import CASES, answer_lines, honest_answers, write_lines, write_suite
from tests.folder import ROOT


@pytest.fixture
def articles(tmp_path: Path) -> Library:
    return write_suite(tmp_path)


def grade(folder: Path, lines: list[Any] | None = None, *, out: str = "out") -> int:
    """Grade ``lines``, or the file as it is."""
    if lines is not None:
        write_lines(folder / "answers.jsonl", lines)
    where = ["--articles", str(folder / "articles"), "--cases", str(folder / "cases.jsonl")]
    return main([*where, "--answers", str(folder / "answers.jsonl"), "--out", str(folder / out)])


def report(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "out/report.json").read_text(encoding="utf-8"))
    return loaded


def figure(folder: Path, name: str) -> float | None:
    (value,) = (figure["value"] for figure in report(folder)["figures"] if figure["name"] == name)
    return value if value is None else float(value)


def test_honest_answers_exit_0(tmp_path: Path, articles: Library) -> None:
    assert grade(tmp_path, answer_lines(honest_answers(articles))) == 0
    assert figure(tmp_path, "right") == 1.0
    assert figure(tmp_path, "grounded") == 1.0
    assert (tmp_path / "out/report.html").stat().st_size > 1_000


@pytest.mark.parametrize("kind", [*SURE_WAYS, *JUDGED_WAYS])
def test_each_fault_exits_1_and_is_named(
    tmp_path: Path, articles: Library, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = honest_answers(articles)
    found = [
        (case_id, broken)
        for case_id, answer in answers.items()
        for target in targets(answer)
        for seed in range(9)
        if (broken := {**SURE_WAYS, **JUDGED_WAYS}[kind](target, articles, random.Random(seed)))
    ]
    # Opposites of words ("old" to "new") are a known weakness of the check: the exam counts how many get through.
    case_id, broken = next(one for one in found if kind != "negated" or " not " in one[1].what)
    assert grade(tmp_path, answer_lines(answers | {case_id: broken.answer})) == 1
    assert f"{case_id}: " in capsys.readouterr().out
    (named,) = (case for case in report(tmp_path)["cases"] if case["faults"])
    assert named["case"]["id"] == case_id


def test_a_wrong_answer_lowers_the_scores_alone(tmp_path: Path, articles: Library) -> None:
    answers = honest_answers(articles)
    swapped = answers | {"weeks": answers["lorries"], "lorries": answers["mayor"]}
    assert grade(tmp_path, answer_lines(swapped)) == 0
    assert figure(tmp_path, "right") == pytest.approx(1 / 3)
    assert figure(tmp_path, "refusal precision") == 0.5


def test_a_missing_answer_is_unscored_and_counted(tmp_path: Path, articles: Library) -> None:
    assert grade(tmp_path, answer_lines(honest_answers(articles))[:1]) == 0
    assert figure(tmp_path, "unscored") == 2.0
    assert figure(tmp_path, "right") == 1.0


def test_faulty_lines_are_reported_by_number_and_the_rest_graded(
    tmp_path: Path, articles: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [json.dumps(line) for line in answer_lines(honest_answers(articles))]
    lines = [good[0], good[1][:40], '{"id": "nobody", "answer": {}}', good[0], '["weeks"]', '{"id": "mayor", "answer": NaN}', "\udcff"]  # fmt: skip
    data = "\n".join(lines).encode("utf-8", "surrogateescape")
    (tmp_path / "answers.jsonl").write_bytes(data)
    assert grade(tmp_path) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert all(f"Line {number} is no answer" in out for number in range(2, 8))
    assert "Line 1 " not in out
    assert figure(tmp_path, "right") == 1.0


@pytest.mark.parametrize("answer", [None, {}, "The bridge.", {"status": "answered"}])
def test_an_unreadable_answer_exits_1_and_is_unscored(tmp_path: Path, articles: Library, answer: object) -> None:
    lines = answer_lines(honest_answers(articles))
    assert grade(tmp_path, [*lines[:2], {"id": "mayor", "answer": answer}]) == 1
    assert figure(tmp_path, "unscored") == 1.0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "x", "question": "?", "answerable": true, "evidence": [["a"]], "tags": [], "colour": 1}', "colour"),
        ('{"id": "x", "question": "?", "answera', "JSON"),
        ('{"id": "x", "question": "?", "answerable": true, "evidence": [], "tags": []}', "evidence"),
        ('{"id": "x", "question": "?", "answerable": "yes", "evidence": [["a"]], "tags": []}', "answerable"),
        ('{"id": "weeks", "question": "?", "answerable": false, "evidence": [], "tags": []}', "twice"),
        ('{"id": "x", "question": "?", "answerable": true, "evidence": [[" "]], "tags": []}', "empty"),
    ],
)
def test_a_line_that_is_no_case_is_named_and_nothing_runs(
    tmp_path: Path, articles: Library, line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "cases.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(CasesError, match="line 4"):
        read_cases(tmp_path / "cases.jsonl")
    assert grade(tmp_path, answer_lines(honest_answers(articles))) == 2
    assert said in capsys.readouterr().err


def test_a_case_keeps_history_forbidden_and_articles(tmp_path: Path, articles: Library) -> None:
    row = CASES[1] | {
        "history": [{"role": "user", "content": "Hello"}],
        "forbidden": ["Reng"],
        "articles": ["ferry.txt"],
    }
    write_lines(tmp_path / "cases.jsonl", [row])
    (case,) = read_cases(tmp_path / "cases.jsonl")
    assert case.history[0].content == "Hello"
    assert case.articles == ("ferry.txt",)
    assert grade(tmp_path, answer_lines(honest_answers(articles))[1:2]) == 0
    assert figure(tmp_path, "right") == 0.0  # the quote shows what is forbidden


def test_it_starts_without_what_only_the_comparison_needs() -> None:
    code = "import sys; sys.modules['llama_index.vector_stores'] = None; import evals.__main__"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_what_can_not_run_exits_2(tmp_path: Path, articles: Library, capsys: pytest.CaptureFixture[str]) -> None:
    lines = answer_lines(honest_answers(articles))
    (tmp_path / "taken").write_text("a file")
    assert grade(tmp_path, lines, out="taken") == 2
    assert "taken" in capsys.readouterr().err
    assert grade(tmp_path, []) == 2
    assert "holds no answers" in capsys.readouterr().err
    write_lines(tmp_path / "cases.jsonl", [CASES[0] | {"articles": ["gone.txt"]}])
    assert grade(tmp_path, lines) == 2
    assert "gone.txt" in capsys.readouterr().err
    (tmp_path / "cases.jsonl").write_text("\n")
    assert grade(tmp_path, lines) == 2
    assert "holds no cases" in capsys.readouterr().err
    write_lines(tmp_path / "cases.jsonl", CASES)
    (tmp_path / "answers.jsonl").unlink()
    assert grade(tmp_path) == 2
    for file in (tmp_path / "articles").iterdir():
        file.unlink()
    assert grade(tmp_path, lines) == 2
    assert "no articles" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["--cases", "x"], ["--set", "x"], ["--accept", " "], ["--accept", "a", "--answers", "b"]]
)
def test_options_that_do_not_go_together_exit_2(options: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(options)
    assert stopped.value.code == 2
