"""Our own training data: every line can be read, and every piece marks a sentence."""

import hashlib
import importlib
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evals.hostile.trials import REPORT_PAIRS
from evals.perturb import WAYS
from training import news

NAMES = (*news.names(), *news.DEV, *news.REPORT)
FURTHER = tuple(name for folder in ("twins", "rivals", "rivals-2") for name in news.further_names(folder))
WRITTEN = sorted((news.FOLDER.parent / "written").glob("*.txt"))
STATEMENTS = [file for file in WRITTEN if file.stem.startswith("statements")]
QUESTIONS = [file for file in WRITTEN if file not in STATEMENTS]
PASSAGE = r"[0-9a-f]{10}"


def test_what_is_reported_on_is_not_trained_on() -> None:
    assert len(NAMES) == len(set(NAMES)) == 36
    assert not set(news.names()) & {*news.DEV, *news.REPORT}


@pytest.mark.parametrize("name", [*NAMES, *FURTHER])
def test_every_answerable_question_has_its_sentence_and_no_other_has_one(name: str) -> None:
    for kind, readings in news.questions(name):
        assert any(reading.right for reading in readings) == (kind == "A"), readings[0].question


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_has_evidence(name: str) -> None:
    rows = list(news.statements(name))
    assert {row.label for row in rows} == {"supported", "refuted", "unsupported"}
    assert all(row.evidence for row in rows)


def test_no_article_is_in_two_pairs() -> None:
    texts = [path.read_bytes() for path in news.FOLDER.rglob("*.txt")]
    assert len({hashlib.sha256(text).digest() for text in texts}) == 2 * (len(NAMES) + len(FURTHER))


def test_the_harness_keeps_the_same_pairs_for_its_report() -> None:
    assert set(REPORT_PAIRS) == set(news.REPORT)


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_written_questions_have_the_places_of_their_answers(file: Path) -> None:
    lines = file.read_text("utf-8").splitlines()
    windows = news.windows(lines)
    for line in lines:
        key, kind, question, *places = line.split("|")
        assert re.fullmatch(PASSAGE, key) or key in windows, line
        assert ":" not in key or key.partition(":")[0].rpartition("-")[0] in news.names(), line
        assert question.strip()
        assert (len(places) > 0) == (kind == "A"), line
        for start, end in zip(places[::2], places[1::2], strict=True):
            assert 0 <= int(start) < int(end) <= len(windows.get(key, ("", " " * 99_999))[1]), line


@pytest.mark.parametrize("file", STATEMENTS, ids=lambda file: file.stem)
def test_a_written_break_stands_after_the_statement_that_it_breaks(file: Path) -> None:
    lines = [line.split("|") for line in file.read_text("utf-8").splitlines()]
    for honest, broken in zip(lines[::2], lines[1::2], strict=True):
        assert [honest[1], broken[1] in "RU"] == ["S", True], broken
        assert [honest[0], honest[2]] == [broken[0], broken[2]], broken
        assert honest[3] != broken[3], broken
        pair, _, number = honest[0].rpartition("-")
        if not re.fullmatch(PASSAGE, honest[0]):
            assert max(map(int, honest[2].split(","))) < len(news.articles(pair)[int(number) - 1].sentences)
            assert pair in news.names()


@pytest.mark.parametrize("name", [*news.DEV, *news.REPORT])
def test_a_model_s_replies_have_evidence(name: str) -> None:
    assert all(reply.evidence for reply in news.replies(name))


def test_every_way_of_breaking_a_sentence_changes_it() -> None:
    sentences = [
        "On Tuesday the council of the town said that 40 boats could not leave Port Avel before March.",
        "Mayor Ada Corm was, reportedly, told by Iver Holt that more than 12 crews will strike.",
        "The harbour beside the old mill has been open since Monday and Lena Brask said it was safe.",
    ]
    for name, way in WAYS.items():
        generator = random.Random(1)
        made = [way(s, [o for o in sentences if o != s], generator) for s in sentences for _ in range(5)]
        found = [
            (broken, s) for broken, s in zip(made, [s for s in sentences for _ in range(5)], strict=True) if broken
        ]
        assert found, name
        for broken, sentence in found:
            assert broken.text != sentence
            assert all(0 <= start < end <= len(broken.text) for start, end in broken.altered), (name, broken)


def test_a_checkpoint_of_another_run_is_refused(tmp_path: Path) -> None:
    """Where torch is: it is no requirement of ours."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    loop: Any = importlib.import_module("training.loop")

    @dataclass
    class Item:
        ids: list[int]
        right: bool = True

    start, checkpoint = tmp_path / "start.pt", tmp_path / "stage.checkpoint"

    def run(items: list[Item], rate: float = 1e-3) -> Any:
        model = torch.nn.Linear(1, 1)

        def loss(model: Any, batch: Any) -> Any:
            return model(torch.tensor([[float(sum(item.ids))] for item in batch])).mean()

        loop.train(model, [items, items], loss, lambda _: "", rate=rate, start=start, checkpoint=checkpoint)
        return model.state_dict()

    start.write_bytes(b"weights")
    made = run([Item([1, 2])])
    again = run([Item([1, 2])])
    assert all(torch.equal(made[name], again[name]) for name in made), "nothing was left to do"
    for items, rate in (([Item([1, 3])], 1e-3), ([Item([1, 2], right=False)], 1e-3), ([Item([1, 2])], 2e-3)):
        with pytest.raises(loop.OtherRunError, match=r"stage\.checkpoint"):
            run(items, rate)
    start.write_bytes(b"other weights")
    with pytest.raises(loop.OtherRunError):
        run([Item([1, 2])])
