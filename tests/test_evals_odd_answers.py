"""Answers of the right form with odd values: none ends the run, and those that nothing can be counted from are faults."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.asking import Reply
from evals.cases import Case
from evals.figures import figures
from evals.gate import judge_elsewhere
from evals.grading import Graded, grade
from evals.library import Library
from evals.report import report_json, report_page
from evals.results import Run
from evals.suite import Suite, run_answers
from tests.eval_answers import answer_lines, honest, honest_answers, sentence, write_suite
from tests.made_up_run import empty_run

CASE = Case(id="weeks", question="How long?", answerable=True, evidence=(("for 14 weeks",),), tags=("single fact",))
INFINITE = json.loads("1e999")  # what JSON's grammar allows
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from([INFINITE, -INFINITE, 10**400]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_suite(tmp_path_factory.mktemp("suite"))


def raw(articles: Library) -> dict[str, Any]:
    answer = honest("How long?", sentence(articles, "14 weeks"), sentence(articles, "never carry"))
    loaded: dict[str, Any] = json.loads(answer.model_dump_json())
    cited = {key: loaded["citations"][0][key] for key in ("article", "quote", "start", "end")}
    return loaded | {"nearest": [cited | {"score": 0.1}]}


def put(answer: dict[str, Any], path: list[Any], value: object) -> dict[str, Any]:
    place: Any = answer
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return answer


def graded(answer: object, articles: Library) -> Graded:
    return grade(CASE, Reply(answer=answer), articles)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *((["timing_ms", field], value) for field in ("search", "answer", "total") for value in (-5, INFINITE, 1e300)),
        *((["usage", f"{of}_tokens"], value) for of in ("prompt", "completion") for value in (-1, 10**400)),
        (["statements", 0, "support"], INFINITE),
        (["nearest", 0, "score"], -INFINITE),
    ],
    ids=lambda of: str(of)[:40],
)
def test_what_is_no_count_and_no_time_has_the_wrong_form(articles: Library, path: list[Any], value: object) -> None:
    assert not graded(raw(articles), articles).result.faults
    result = graded(put(raw(articles), path, value), articles).result
    assert (result.answer, result.verdict) == (None, "unscored")
    assert [fault.name for fault in result.faults] == ["wrong form"]
    assert str(path[-1]) in result.reason


@pytest.mark.parametrize(
    ("path", "value"),
    [(["timing_ms", "total"], -5), (["usage", "prompt_tokens"], 10**400)],
    ids=lambda of: str(of)[:40],
)
def test_a_run_with_such_an_answer_is_reported(tmp_path_factory: pytest.TempPathFactory, path: list[Any], value: object) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("odd")
    articles = write_suite(folder)
    first, *others = answer_lines(honest_answers(articles))
    lines = [{**first, "answer": put(first["answer"], path, value)}, *others]
    (folder / "answers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    run, read = run_answers([Suite(articles=folder / "articles", cases=(folder / "cases.jsonl",))], folder / "answers.jsonl")  # fmt: skip
    reported(run)
    (failure,) = judge_elsewhere(run, read.faulty).failures
    assert failure.startswith("weeks: wrong form.")


def reported(run: Run) -> None:
    """Both reports can be made, and the one for programs is JSON."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    assert report_page(run)
    json.loads(report_json(run), parse_constant=refuse)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_value_in_any_field_can_be_graded_and_counted(articles: Library, data: st.DataObject) -> None:
    answer = raw(articles)
    path: list[Any] = [data.draw(st.sampled_from(sorted(answer)))]
    inner = answer[path[0]]
    if isinstance(inner, dict) and data.draw(st.booleans()):
        path.append(data.draw(st.sampled_from(sorted(inner))))
    elif isinstance(inner, list) and inner and data.draw(st.booleans()):
        path += [0, data.draw(st.sampled_from(sorted(inner[0])))]
    one = graded(put(answer, path, data.draw(JSON)), articles)
    latencies = (one.result.answer.timing_ms.total,) if one.result.answer else ()
    reported(dataclasses.replace(empty_run(), figures=figures([one]), cases=(one.result,), latencies_ms=latencies))
