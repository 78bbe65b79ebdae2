"""The gate and its baseline over the real bot on a few cases, and the sabotage that it must notice."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from bot.reader import TrainedReader
from evals.__main__ import accepted
from evals.asking import Bots, bots_of
from evals.baseline import BaselineError, accept, baseline_of, read_baseline
from evals.cases import read_cases
from evals.exam import HONEST
from evals.gate import judge, judge_cases, judge_elsewhere
from evals.results import Detection, Fault, Figure, Run
from evals.suite import Suite, run_bot
from index.article import Hit
from index.search import SearchIndex
from tests.eval_answers import CASES, write_lines, write_suite

FOREIGN = (
    "How tall is Mount Everest?",
    "Who won the chess final?",
    "What does a kilo of rice cost?",
    "Who wrote Hamlet?",
)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    folder = tmp_path_factory.mktemp("suite")
    write_suite(folder)
    more = [
        {"id": f"foreign-{n}", "question": q, "answerable": False, "evidence": [], "tags": ["other topic"]}
        for n, q in enumerate(FOREIGN)
    ]
    write_lines(folder / "cases.jsonl", [*CASES, *more])
    return Suite(articles=folder / "articles", cases=(folder / "cases.jsonl",))


@pytest.fixture(scope="module")
def run(suite: Suite) -> Run:
    return run_bot([suite])


def timeless(run: Run) -> list[Figure]:
    return [figure for figure in run.figures if figure.unit != "ms"]


def test_the_run_is_whole(run: Run, suite: Suite) -> None:
    assert [result.case for result in run.cases] == list(read_cases(suite.cases[0]))
    assert all(result.answer and not result.faults for result in run.cases)
    assert {figure.name for figure in run.by_tag} == {"single fact", "unanswerable on the topic", "other topic"}
    assert run.refusal_curve[-1].coverage == 1.0
    assert sum(one.count for one in run.calibration) == len(run.cases)


def test_two_runs_give_the_same_figures(run: Run, suite: Suite) -> None:
    again = run_bot([suite])
    assert timeless(again) == timeless(run)
    assert again.detections == run.detections
    assert [result.verdict for result in again.cases] == [result.verdict for result in run.cases]
    assert again.hashes == run.hashes


def test_the_gate_holds_against_itself_and_needs_a_baseline(run: Run) -> None:
    assert judge(run, baseline_of(run)).held
    assert judge(run, None).failures == ("There is no baseline yet: --accept REASON makes one.",)


def test_a_baseline_is_written_with_a_reason_and_read_back(run: Run, tmp_path: Path) -> None:
    file, log = tmp_path / "baseline.json", tmp_path / "LOG.md"
    assert read_baseline(file) is None
    accept(run, reason="First figures.", day="2026-11-22", file=file, log=log)
    assert read_baseline(file) == baseline_of(run)
    assert "## 2026-11-22 · Baseline accepted\n\nFirst figures." in log.read_text(encoding="utf-8")
    accept(run, reason="Again.", day="2026-11-23", file=file, log=log)
    assert "No figure changed." in log.read_text(encoding="utf-8")
    file.write_text('{"figures": {}}')
    with pytest.raises(BaselineError, match="detections"):
        read_baseline(file)


def ungrounded(run: Run) -> Run:
    fault = Fault(name="not a slice", sentence="It stands in no article.")
    return replace(run, cases=(replace(run.cases[0], faults=(fault,)), *run.cases[1:]))


def crashed(run: Run) -> Run:
    error = replace(run.cases[0], verdict="unscored", answer=None, reason="RuntimeError: out of order")
    return replace(run, cases=(error, *run.cases[1:]))


def unsure(run: Run) -> Run:
    let_through = (replace(d, caught=0) if d.kind == "offset shifted" else d for d in run.detections)
    return replace(run, detections=tuple(let_through))


def test_a_run_is_accepted_if_it_would_hold_against_itself(run: Run, tmp_path: Path) -> None:
    file, log = tmp_path / "baseline.json", tmp_path / "LOG.md"
    assert accepted(run, judge(run, None), reason="First figures.", file=file, log=log).held
    assert read_baseline(file) == baseline_of(run)
    assert "First figures." in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("broken_by", [ungrounded, crashed, unsure])
def test_a_run_that_would_not_hold_against_itself_is_not_accepted(
    run: Run, tmp_path: Path, broken_by: Callable[[Run], Run]
) -> None:
    broken = broken_by(run)
    before = judge(broken, None)
    after = accepted(broken, before, reason="Again.", file=tmp_path / "baseline.json", log=tmp_path / "LOG.md")
    said = f"Not accepted: whatever the baseline, it would fail. {before.failures[0]}"
    assert after.failures == (said, *before.failures)
    assert list(tmp_path.iterdir()) == []


def test_what_can_not_be_logged_has_its_baseline_all_the_same(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    with pytest.raises(OSError, match="nowhere"):
        accept(run, reason="First.", day="2026-11-22", file=file, log=tmp_path / "nowhere/LOG.md")
    assert read_baseline(file) == baseline_of(run)


def test_an_ungrounded_answer_fails(run: Run) -> None:
    failures = ("weeks: not a slice. It stands in no article.",)
    assert judge(ungrounded(run), baseline_of(run)).failures == failures
    assert judge_cases(ungrounded(run)).failures == judge_elsewhere(ungrounded(run)).failures == failures


def test_the_exam_is_held_over_the_reporting_half(run: Run, suite: Suite) -> None:
    rows = [row | {"tags": ["single fact", "tuning"]} for row in CASES]
    write_lines(suite.cases[0].with_name("tuning.jsonl"), rows)
    tuned = run_bot([Suite(articles=suite.articles, cases=(suite.cases[0].with_name("tuning.jsonl"),))])
    assert any(result.answer and result.answer.citations for result in tuned.cases)
    assert sum(detection.broken for detection in run.detections) > 0
    assert sum(detection.broken for detection in tuned.detections) == 0


def test_a_lost_case_fails(run: Run) -> None:
    place = next(n for n, result in enumerate(run.cases) if result.verdict == "right")
    lost = replace(run.cases[place], verdict="wrong", reason="Because.")
    verdicts = judge(replace(run, cases=(*run.cases[:place], lost, *run.cases[place + 1 :])), baseline_of(run))
    assert verdicts.failures == (f"{lost.case.id} was right and is wrong. Because.",)


def test_a_fall_beyond_the_interval_fails_and_one_within_does_not(run: Run) -> None:
    def with_right(value: float, low: float) -> Run:
        figures = (replace(f, value=value, low=low) if f.name == "right" else f for f in run.figures)
        return replace(run, figures=tuple(figures))

    baseline = baseline_of(with_right(0.8, 0.6))
    assert judge(with_right(0.65, 0.4), baseline).held
    (failure,) = judge(with_right(0.55, 0.3), baseline).failures
    assert "“right” fell" in failure


def test_the_exam_gates(run: Run) -> None:
    def with_detection(kind: str, caught: int) -> Run:
        made = Detection(kind=kind, broken=50, caught=caught, low=max(0, caught - 5) / 50, high=1.0)
        return replace(run, detections=(*(d for d in run.detections if d.kind != kind), made))

    assert any("let 1 of 50" in f for f in judge(with_detection("offset shifted", 49), baseline_of(run)).failures)
    assert any("honest answers" in f for f in judge(with_detection(HONEST, 1), baseline_of(run)).failures)
    before = baseline_of(with_detection("negated", 48))
    assert judge(with_detection("negated", 45), before).held
    assert not judge(with_detection("negated", 30), before).held


def test_other_cases_need_a_new_baseline(run: Run) -> None:
    other = replace(run, hashes=replace(run.hashes, cases="0" * 16))
    assert judge(other, baseline_of(run)).failures == ("The baseline was measured on other cases: accept a new one.",)


def test_sabotage_a_gate_without_a_threshold_fails(run: Run, suite: Suite) -> None:
    def open_gate(index: SearchIndex) -> Bots:
        return bots_of(index, TrainedReader(index.corpus, index.vocabulary), threshold=0.0)

    failures = judge(run_bot([suite], bots_of=open_gate), baseline_of(run)).failures
    assert any("“refusal recall” fell" in failure for failure in failures)
    assert any(failure.startswith("foreign-0 was right and is wrong") for failure in failures)


class RandomSearch:
    """An index that answers every search with passages drawn by lot."""

    def __init__(self, index: SearchIndex):
        self.corpus, self.vocabulary = index.corpus, index.vocabulary

    def search(self, question: str, *, articles: frozenset[str] | None = None, limit: int = 50) -> tuple[Hit, ...]:
        drawn = random.Random(question).sample(self.corpus.sentences, 1)
        return tuple(Hit(sentence=s, score=0.0, sentence_score=0.0, passage_score=0.0, bm25_score=0.0) for s in drawn)


def test_sabotage_random_retrieval_fails(run: Run, suite: Suite) -> None:
    def random_bots(index: SearchIndex) -> Bots:
        searched = cast(SearchIndex, RandomSearch(index))
        return bots_of(searched, TrainedReader(index.corpus, index.vocabulary), threshold=0.2)

    assert not judge(run_bot([suite], bots_of=random_bots), baseline_of(run)).held


def test_an_error_of_the_bot_is_a_record_that_fails(run: Run, suite: Suite) -> None:
    def broken_bots(index: SearchIndex) -> Bots:
        def read(_question: str, _hits: Sequence[Hit]) -> Sequence[float]:
            raise RuntimeError("out of order")

        return bots_of(index, read, threshold=0.2)

    broken = run_bot([suite], bots_of=broken_bots)
    assert all(result.verdict == "unscored" for result in broken.cases)
    said = "weeks is unscored: RuntimeError: out of order"
    assert said in judge(broken, baseline_of(run)).failures
    assert said in judge_cases(broken).failures
