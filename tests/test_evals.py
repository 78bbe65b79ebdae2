"""Scores, folding and public sets: what they count, and that offsets survive the reading of a set."""

import gzip
import json
from pathlib import Path

import pytest

from evals.cases import fold
from evals.public_sets import held_out, sample, write_set
from evals.scores import interval, mean_reciprocal_rank, recall_at


def test_recall_and_reciprocal_rank() -> None:
    ranks = [1, 3, None, 11]
    assert recall_at(ranks, 1) == 0.25
    assert recall_at(ranks, 10) == 0.5
    assert mean_reciprocal_rank(ranks, 10) == pytest.approx((1 + 1 / 3) / 4)
    assert recall_at([], 1) is None
    assert mean_reciprocal_rank([]) is None


def test_interval_is_wilsons() -> None:
    low, high = interval(0.5, 100)
    assert (round(low, 3), round(high, 3)) == (0.404, 0.596)
    assert interval(1.0, 20)[1] == pytest.approx(1.0)


def test_fold_makes_quotes_dashes_spaces_and_case_alike() -> None:
    assert fold("“It’s  –\u00a0ON”") == fold('"it\'s - on"')


def test_offsets_of_a_set_hold_in_the_written_articles(tmp_path: Path) -> None:
    rows = [
        {"title": "A b", "question": "Who?", "context": "One.\nIt was Ada Moss.", "answers": [{"text": "Ada Moss", "start": 12}]},
        {"title": "A b", "question": "When?", "context": "Other text.", "answers": [{"text": "wrong", "start": 0}], "answerable": False},
        {"title": "C", "question": "What?", "context": "A third.", "answers": [{"text": "third", "start": 2}]},
    ]  # fmt: skip
    file = tmp_path / "small.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    folder = tmp_path / "articles"
    folder.mkdir()
    questions = write_set([file], folder)
    who, when, what = questions
    text = (folder / who.answers[0].article).read_text(encoding="utf-8")
    assert text[who.answers[0].start : who.answers[0].end] == "Ada Moss"
    assert when.answers == ()
    assert [question.text for question in held_out(questions)] == [what.text]
    assert sample(questions, 2, seed=1) == sample(questions, 2, seed=1)
