"""The judge: one word is an opinion, anything else is unscored, and nothing of it gates."""

from pathlib import Path

import pytest

from bot.llm.client import ModelClient
from evals.baseline import baseline_of
from evals.gate import judge_elsewhere
from evals.hostile.scripted_server import refused_url, scripted_server
from evals.hostile.scripted_wire import Script
from evals.judge import judged, opinion_of
from evals.results import Figure
from evals.suite import Suite, run_answers
from tests.eval_answers import answer_lines, honest_answers, write_lines, write_suite


@pytest.mark.parametrize(
    ("reply", "opinion"),
    [
        ("ANSWERED", True),
        (" NOT_ANSWERED\n", False),
        ("answered", None),
        ("ANSWERED.", None),
        ("NO. Yesterday's sentences don't say.", None),
        ("The sentences are ANSWERED", None),
        ("", None),
    ],
)
def test_only_the_word_alone_is_an_opinion(reply: str, opinion: bool | None) -> None:
    assert opinion_of(reply) is opinion


def judge_with(base_url: str, folder: Path) -> dict[str, Figure]:
    articles = write_suite(folder)
    write_lines(folder / "answers.jsonl", answer_lines(honest_answers(articles)))
    suite = Suite(articles=folder / "articles", cases=(folder / "cases.jsonl",))
    run, _ = run_answers([suite], folder / "answers.jsonl")
    client = ModelClient(model="scripted-model", base_url=base_url)
    with_opinions = judged(run, articles, client, timeout=5)
    assert judge_elsewhere(with_opinions).held
    assert baseline_of(with_opinions) == baseline_of(run)
    return {figure.name: figure for figure in with_opinions.figures if figure.name.startswith("judge")}


def test_opinions_are_counted_beside_the_verdicts(tmp_path: Path) -> None:
    with scripted_server(Script(text="ANSWERED"), Script(text="NOT_ANSWERED")) as server:
        figures = judge_with(server.base_url, tmp_path)
    assert (figures["judge: answered"].value, figures["judge: agrees"].value) == (0.5, 0.5)
    assert figures["judge: unscored"].value == 0.0


def test_a_reply_that_can_not_be_read_is_unscored(tmp_path: Path) -> None:
    with scripted_server(Script(text="Yes, they do.")) as server:
        figures = judge_with(server.base_url, tmp_path)
    assert figures["judge: answered"].value is None
    assert figures["judge: unscored"].value == 1.0


def test_a_server_that_is_gone_leaves_all_unscored(tmp_path: Path) -> None:
    assert judge_with(refused_url(), tmp_path)["judge: unscored"].value == 1.0
